import type { JobFailure } from '../../src/shared/job.ts'
import type { RetryPolicy } from '../jobs/definition.ts'
import { NonRetryableError, RetryableError } from '../jobs/errors.ts'
import { StoreError } from '../store/job-store.ts'

/** An error of a job as the visitor may see it. */
export function failureOf(error: unknown): JobFailure {
  if (error instanceof NonRetryableError || error instanceof RetryableError) {
    const { code, publicMessage: message } = error
    return { code, message, retryable: error instanceof RetryableError }
  }
  if (error instanceof StoreError) {
    const message = 'The result could not be kept just now. It will be tried again.'
    return { code: 'STORE_UNAVAILABLE', message, retryable: true }
  }
  return { code: 'INTERNAL', message: 'Something went wrong while working on this.', retryable: true }
}

/**
 * How long to wait before the attempt after `attempt`, in milliseconds. What a failing service asked for
 * (`Retry-After`) is never undercut.
 *
 * @param random A number from 0 to 1.
 */
export function retryDelayMs(
  policy: RetryPolicy,
  attempt: number,
  error: unknown,
  random: number = Math.random(),
): number {
  if (error instanceof RetryableError && error.retryAfterMs !== undefined) {
    return Math.round(error.retryAfterMs * (1 + policy.jitter * random))
  }
  // Once, and only after the first attempt: somebody is waiting, and a crash is usually not the input's fault.
  if (attempt === 1 && policy.immediateFor.includes(failureOf(error).code)) return 0
  const wait = policy.backoffMs[Math.min(attempt, policy.backoffMs.length) - 1] ?? 0
  return Math.round(wait * (1 + policy.jitter * (2 * random - 1)))
}
