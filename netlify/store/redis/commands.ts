import { StoreError } from '../job-store.ts'

/** Redis over the wire, or the same commands as JSON over HTTP (serverless Redis). */
export type RedisConnection =
  | { url: string }
  /** The Upstash and Vercel KV protocol: `KV_REST_API_URL` and `KV_REST_API_TOKEN`. */
  | { restUrl: string; token: string }

export type RedisArgument = string | number

/** What both ways of reaching Redis come down to: one command, one reply. */
export interface RedisCommands {
  /**
   * Sends one command. Replies are strings, numbers, null or arrays of these.
   *
   * @throws StoreError when the server cannot be reached in time or answers with an error; for the latter
   * the server's own text is at the end of the message.
   */
  send(command: readonly RedisArgument[]): Promise<unknown>
  close(): Promise<void>
}

/** One call may take this long, in milliseconds, connecting included. */
export const COMMAND_TIMEOUT_MS = 4_000

/** Carries no `cause`: the client's error holds the command, and with it the job's input. */
export function serverError(cause: unknown): StoreError {
  return new StoreError(`redis: the server refused a command: ${text(cause)}`)
}

export function unreachable(place: string, cause: unknown, check: string): StoreError {
  return new StoreError(`redis: could not reach ${place} (${text(cause)}). Check ${check}.`)
}

function text(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
