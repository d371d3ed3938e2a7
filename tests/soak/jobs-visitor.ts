import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { isTerminal, type Job, type JobTicket } from '../../src/shared/job.ts'

/** Any handler of the site. */
export type Handle = (path: string, init?: RequestInit) => Promise<Response>

/** One export as its owner knows it. */
export interface Asked {
  jobId: string
  resume: object
  /** As the last look had it; `deleted` once the owner deleted it. */
  end: Job['status'] | 'deleted'
  code?: string
  attempts: number
  reused: boolean
  /** Of a completed job. */
  fileId?: string
  ms: number
}

export interface Visitor {
  cookie: string
  asked: Asked[]
}

/**
 * Exports until `plan` has no more, several at a time; repeats what failed under the same key, looks at each
 * job until it is over, and now and then cancels one or deletes a finished one.
 */
export async function visit(
  handle: Handle,
  visitor: Visitor,
  plan: () => object | undefined,
  options: { atOnce: number; cancels: number; deletes: number },
  random: () => number,
  count: (what: string) => void,
): Promise<void> {
  const send: Handle = (path, init = {}) =>
    handle(path, { ...init, headers: { ...init.headers, cookie: visitor.cookie } })

  /** Until it is answered: what fails for the moment is repeated, as a page does. */
  async function persistently(path: string, init?: RequestInit): Promise<Response> {
    for (;;) {
      const response = await send(path, init)
      if (response.status !== 503 && response.status !== 429 && response.status !== 500) return response
      count(`answered ${response.status}`)
      await sleep(300 + random() * 700)
    }
  }

  async function exportOne(resume: object): Promise<void> {
    const started = performance.now()
    const response = await persistently('/api/export-pdf', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify({ resume, template: 'compact' }),
    })
    if (response.status !== 202) throw new Error(`Refused: ${await response.text()}`)
    const { jobId, statusUrl } = (await response.json()) as JobTicket
    const asked: Asked = { jobId, resume, end: 'pending', attempts: 0, reused: false, ms: 0 }
    visitor.asked.push(asked)
    const cancelAt = random() < options.cancels ? started + random() * 4_000 : Number.POSITIVE_INFINITY
    for (;;) {
      await sleep(1_000 + random() * 500)
      if (performance.now() > cancelAt) await persistently(statusUrl, { method: 'DELETE' })
      const look = await persistently(statusUrl)
      if (look.status === 404 && performance.now() > cancelAt) {
        // The cancel came after the end and so was a deletion.
        asked.end = 'deleted'
        break
      }
      if (look.status !== 200) throw new Error(`${jobId} answered ${look.status}: ${await look.text()}`)
      const job = (await look.json()) as Job
      asked.attempts = job.attempt
      if (!isTerminal(job.status)) continue
      asked.end = job.status
      if (job.status === 'failed') asked.code = job.error.code
      if (job.status === 'completed') {
        asked.reused = job.output.reused === true
        if (job.output.file) asked.fileId = job.output.file.fileId
      }
      if (job.status === 'completed' && random() < options.deletes) {
        const { status } = await persistently(statusUrl, { method: 'DELETE' })
        if (status !== 204 && status !== 404) throw new Error(`Deleting ${jobId} answered ${status}`)
        asked.end = 'deleted'
      }
      break
    }
    asked.ms = performance.now() - started
  }

  async function lane(): Promise<void> {
    for (let resume = plan(); resume; resume = plan()) await exportOne(resume)
  }
  await Promise.all(Array.from({ length: options.atOnce }, lane))
}
