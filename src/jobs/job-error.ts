import type { CancelledJob, FailedJob, JobFailure } from '../shared/job.ts'
import type { InputIssue, Problem } from '../shared/problem.ts'

/**
 * Why asking for a job, or following it, ended without an output.
 *
 * - `refused`: the site said no (bad input, a limit, a missing permission); `issues` point into the input
 * - `unreachable`: no usable answer in spite of repeated tries
 * - `timed-out`: the job is there but has not moved for too long; look again to go on following it
 * - `gone`: the job is unknown, deleted or expired
 * - `failed`: the job ended in an error
 * - `cancelled`: someone stopped the job
 * - `stopped`: nobody follows any more (the page was left, or a newer job took its place)
 */
export type JobErrorKind =
  | 'refused'
  | 'unreachable'
  | 'timed-out'
  | 'gone'
  | 'failed'
  | 'cancelled'
  | 'stopped'

interface JobErrorDetails {
  kind: JobErrorKind
  /** Stable, UPPER_SNAKE_CASE. */
  code: string
  /** For a person: what happened and what to do. */
  message: string
  /** True when doing the same again may work. */
  retryable: boolean
  issues?: InputIssue[] | undefined
  job?: FailedJob | CancelledJob | undefined
  cause?: unknown
}

const CANCELLED: JobFailure = { code: 'CANCELLED', message: 'The job was cancelled.', retryable: true }

export class JobError extends Error {
  override readonly name = 'JobError'
  readonly kind: JobErrorKind
  readonly code: string
  readonly retryable: boolean
  readonly issues: readonly InputIssue[]
  readonly job: FailedJob | CancelledJob | undefined

  constructor({ kind, code, message, retryable, issues = [], job, cause }: JobErrorDetails) {
    super(message, { cause })
    this.kind = kind
    this.code = code
    this.retryable = retryable
    this.issues = issues
    this.job = job
  }
}

/** The error of an HTTP answer that ends the matter. */
export function refusal(problem: Problem): JobError {
  const gone = problem.status === 404 || problem.status === 410
  return new JobError({
    kind: gone ? 'gone' : 'refused',
    code: problem.code,
    message: problem.detail,
    retryable: problem.status === 429 || problem.status >= 500,
    issues: problem.errors,
  })
}

export function unreachable(cause: unknown): JobError {
  return new JobError({
    kind: 'unreachable',
    code: 'UNREACHABLE',
    message: 'The site cannot be reached. Check the connection, then try again.',
    retryable: true,
    cause,
  })
}

export function timedOut(): JobError {
  return new JobError({
    kind: 'timed-out',
    code: 'NO_PROGRESS',
    message: 'The job has not moved for a while. It may still finish: look again, or cancel it.',
    retryable: true,
  })
}

export function stopped(): JobError {
  return new JobError({
    kind: 'stopped',
    code: 'STOPPED',
    message: 'The job is no longer followed here.',
    retryable: false,
  })
}

/** A cancel that met no job to show: it was not created yet, or had just ended and is deleted now. */
export function cancelledEarly(): JobError {
  return new JobError({ kind: 'cancelled', ...CANCELLED })
}

export function endedWithout(job: FailedJob | CancelledJob): JobError {
  const failure: JobFailure = job.status === 'failed' ? job.error : CANCELLED
  return new JobError({ kind: job.status, ...failure, job })
}
