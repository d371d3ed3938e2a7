import type { z } from 'zod'
import type { Artifact, Json } from '../../src/shared/job.ts'
import type { AnswerCache } from '../files/answer-cache.ts'

/** What a running attempt is given. */
export interface JobContext<Input> {
  jobId: string
  /** Numbered from 1. */
  attempt: number
  input: Input
  /** Aborted by a cancel, a lost lease or the attempt's time limit. Pass it to everything that takes one. */
  signal: AbortSignal
  /**
   * Says how far the attempt is. Cheap to call often: writes are rate-limited, a lower percent than before is
   * raised to it.
   */
  progress(percent: number, stage: string, message?: string): void
  /** Keeps a file under this attempt's own key. It counts only once `run` has returned it in its output. */
  storeFile(bytes: Uint8Array, about: { fileName: string; contentType: string }): Promise<Artifact>
  /**
   * Answers that this owner's earlier jobs paid for; absent where nothing is kept. A store that fails is a cache
   * that forgot.
   */
  cache?: AnswerCache
  /** One structured log line with the job's id and attempt. Never pass personal data. */
  log(event: string, fields?: Record<string, string | number | boolean>): void
}

/** When and how often a failed attempt is tried again. */
export interface RetryPolicy {
  /** Attempts in all, the first included. Default 5. */
  maxAttempts: number
  /** Wait before attempt 2, 3, …; the last one repeats. Default 1, 2, 4, 8, 16, 32, 60 minutes. */
  backoffMs: readonly number[]
  /** Each wait is drawn from `[1 - jitter, 1 + jitter]` times its length. Default 0.1. */
  jitter: number
  /** Error codes whose first occurrence is tried again at once, because someone is waiting. Default none. */
  immediateFor: readonly string[]
}

/**
 * What the engine needs to know about one kind of work in order to start and follow it. A type whose `run`
 * needs large packages keeps this in a file of its own, so that its trigger and status functions carry none of
 * them and start fast.
 */
export interface JobType<Input = unknown> {
  /** Lower-case words joined by `-`: names the route, the functions and the stored jobs. */
  type: string
  /** Checked at the trigger; a failure is a 422 with JSON Pointers and makes no job. */
  input: z.ZodType<Input>
  /** Largest request body, in bytes. */
  maxInputBytes: number
  /**
   * Turns a request that is not JSON (an upload) into the value that `input` checks. Default: the body is
   * JSON, anything else is a 415.
   */
  read?: (request: Request) => Promise<unknown>
  /** One attempt may take this long, in milliseconds; then its signal aborts and it counts as failed. */
  attemptTimeoutMs: number
  retry: RetryPolicy
}

/**
 * How a result of a job type may be given again: to the same owner, for the same content, while its file is
 * kept and the same version of the site runs.
 */
export interface Reuse<Input, Output> {
  /** All of the input that decides the result; undefined when something outside the input does too. */
  contentOf(input: Input): Json | undefined
  /** What the file is called this time. */
  fileNameOf(input: Input): string
  /** False for a result that may come out better next time. */
  lasts(output: Output): boolean
}

/** A job type with its work. */
export interface JobDefinition<Input = unknown, Output extends object = object> extends JobType<Input> {
  run(context: JobContext<Input>): Promise<Output>
  /** Default: every job is run. */
  reuse?: Reuse<Input, Output>
}

type Described<Input> = Pick<JobType<Input>, 'type' | 'input'> &
  Partial<Omit<JobType<Input>, 'retry'>> & { retry?: Partial<RetryPolicy> }

const MINUTE = 60_000

export const defaultRetryPolicy: RetryPolicy = {
  maxAttempts: 5,
  backoffMs: [1, 2, 4, 8, 16, 32, 60].map((minutes) => minutes * MINUTE),
  jitter: 0.1,
  immediateFor: [],
}

/** Fills in the defaults: 1 MB of input, 120 s an attempt, the default retry policy. */
export function describeJob<Input>(job: Described<Input>): JobType<Input> {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(job.type)) {
    throw new TypeError(`Job type must be lower-case words joined by "-", got ${JSON.stringify(job.type)}`)
  }
  return {
    maxInputBytes: 1_000_000,
    attemptTimeoutMs: 2 * MINUTE,
    ...job,
    retry: { ...defaultRetryPolicy, ...job.retry },
  }
}

/** A job type and its work in one; defaults as in `describeJob`. */
export function defineJob<Input, Output extends object>(
  job: Described<Input> & Pick<JobDefinition<Input, Output>, 'run' | 'reuse'>,
): JobDefinition<Input, Output> {
  return { ...describeJob(job), run: job.run, ...(job.reuse ? { reuse: job.reuse } : {}) }
}
