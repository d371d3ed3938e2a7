import { StoreError } from '../job-store.ts'
import {
  COMMAND_TIMEOUT_MS,
  type RedisArgument,
  type RedisCommands,
  serverError,
  unreachable,
} from './commands.ts'

/**
 * Serverless Redis: each command is a POST of a JSON array with a bearer token, answered by `{ result }` or
 * `{ error }` (https://upstash.com/docs/redis/features/restapi). A call whose answer was lost is sent again
 * once: every script may be repeated.
 */
export function restCommands(restUrl: string, token: string): RedisCommands {
  const place = hostOf(restUrl)
  let closed = false

  async function post(command: readonly RedisArgument[], deadline: AbortSignal): Promise<unknown> {
    const response = await fetch(restUrl, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(command),
      signal: deadline,
    })
    if (response.status === 401 || response.status === 403) {
      throw new StoreError(`redis: ${place} refused the token (${response.status}). Check KV_REST_API_TOKEN.`)
    }
    const answer = (await response.json()) as { result?: unknown; error?: string }
    if (answer.error !== undefined) throw serverError(answer.error)
    if (!response.ok || answer.result === undefined) throw new Error(`HTTP ${response.status}`)
    return answer.result
  }

  return {
    async send(command) {
      if (closed) throw new StoreError('redis: the store is closed')
      const deadline = AbortSignal.timeout(COMMAND_TIMEOUT_MS)
      for (let attempt = 1; ; attempt++) {
        try {
          return await post(command, deadline)
        } catch (cause) {
          if (cause instanceof StoreError) throw cause
          if (attempt === 2 || deadline.aborted) throw unreachable(place, reason(cause), 'KV_REST_API_URL')
        }
      }
    },
    async close() {
      closed = true
    },
  }
}

/** `fetch failed` says nothing; its cause does. */
function reason(error: unknown): unknown {
  return error instanceof TypeError && error.cause !== undefined ? error.cause : error
}

function hostOf(restUrl: string): string {
  try {
    return new URL(restUrl).host
  } catch {
    throw new StoreError('redis: KV_REST_API_URL is not a URL')
  }
}
