/**
 * What a job throws, and what the engine does with it.
 *
 * Two texts stay apart: `publicMessage` goes to the visitor and says what to do; `message` and `cause` go to
 * the log. Anything that is not one of these classes is a bug or a surprise: it is logged in full, retried,
 * and shown to the visitor as `INTERNAL`.
 */

interface JobErrorOptions {
  /** Stable, UPPER_SNAKE_CASE. */
  code: string
  /** For the visitor: what failed and what to do. */
  publicMessage: string
  /** For the log. */
  cause?: unknown
}

/** Ends the job: trying again with the same input cannot help (not found, invalid, not allowed). */
export class NonRetryableError extends Error {
  override readonly name: string = 'NonRetryableError'
  readonly code: string
  readonly publicMessage: string

  constructor({ code, publicMessage, cause }: JobErrorOptions) {
    super(publicMessage, { cause })
    this.code = code
    this.publicMessage = publicMessage
  }
}

/** Worth another attempt: network, storage, browser and time-out errors. */
export class RetryableError extends Error {
  override readonly name: string = 'RetryableError'
  readonly code: string
  readonly publicMessage: string
  /** From a failing service's `Retry-After`: not before this many milliseconds. */
  readonly retryAfterMs: number | undefined

  constructor({ code, publicMessage, cause, retryAfterMs }: JobErrorOptions & { retryAfterMs?: number }) {
    super(publicMessage, { cause })
    this.code = code
    this.publicMessage = publicMessage
    this.retryAfterMs = retryAfterMs
  }
}
