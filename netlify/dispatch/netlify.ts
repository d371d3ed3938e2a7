import type { Log } from '../log.ts'
import type { JobRef } from '../store/job-store.ts'
import type { Dispatch } from './dispatch.ts'
import { signCall } from './signature.ts'

/** Calls `<type>-background`, which answers 202 at once and works on. */
export function netlifyDispatch(options: {
  /** The site's own address as this request reached it, so that a deploy preview calls itself. */
  origin: string
  /** The visitor's cookies: a password-protected preview lets the call pass with them alone. */
  cookie?: string | undefined
  signingSecret?: string | undefined
  log: Log
  now: () => number
  fetch?: typeof fetch
  /** Default 5 s. */
  timeoutMs?: number
}): Dispatch {
  const { origin, cookie, signingSecret, log, now, timeoutMs = 5_000 } = options
  const send = options.fetch ?? fetch

  async function wake({ jobId, type }: JobRef): Promise<void> {
    const failed = (reason: string) => log('dispatch-failed', { jobId, type, reason }, 'warn')
    try {
      const response = await send(`${origin}/.netlify/functions/${type}-background`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(cookie ? { cookie } : {}),
          ...(signingSecret ? { 'x-offstage-signature': signCall(jobId, signingSecret, now()) } : {}),
        },
        body: JSON.stringify({ jobId }),
        signal: AbortSignal.timeout(timeoutMs),
      })
      await response.body?.cancel()
      if (response.status === 401)
        failed('401: the site is password-protected and the cookies did not open it')
      else if (!response.ok) failed(`status ${response.status}`)
    } catch (error) {
      failed(error instanceof Error ? error.message : String(error))
    }
  }

  return async (jobs) => {
    await Promise.all(jobs.map(wake))
  }
}
