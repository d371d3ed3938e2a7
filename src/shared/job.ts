/**
 * The words of Offstage, known to both sides.
 *
 * Job       one piece of asked-for work
 * Type      which definition runs it: `export-pdf`, `extract-rubric`, …
 * Attempt   one try, numbered from 1
 * Claim     taking an attempt; exactly one caller gets it
 * Lease     how long a claim holds without a heartbeat
 * Input     what goes in; Output: what comes out
 * Owner     who asked
 * Artifact  a file that a job made
 *
 * `pending → processing → completed | failed | cancelled`. A retry goes back to `pending` with
 * `runAfter`. Terminal states never change. Times are ISO 8601 strings; durations end in `Ms`, sizes in
 * `Bytes`.
 */

export const JOB_STATUSES = ['pending', 'processing', 'completed', 'failed', 'cancelled'] as const
export type JobStatus = (typeof JOB_STATUSES)[number]

/** A value that survives `JSON.stringify` and `JSON.parse` unchanged. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined }

/** How far a job is. `percent` is 0 to 100 and never falls within an attempt. */
export interface Progress {
  percent: number
  /** A stable word for the page to translate: `queued`, `validated`, `rendered`, … */
  stage: string
  /** Plain text for a person, when the stage alone says too little. */
  message?: string
}

/** The caller's own document that an input was made from; kept with the job and its history. */
export interface DocumentRef {
  id: string
  version?: string
}

/** Something the visitor should know about a finished job, although it did not stop it. */
export interface JobWarning {
  code: string
  message: string
}

/** A file that a job made. `fileId` names it under `/api/files/`. */
export interface Artifact {
  fileId: string
  fileName: string
  contentType: string
  bytes: number
}

/** What went wrong, as the visitor may see it. */
export interface JobFailure {
  /** Stable, UPPER_SNAKE_CASE. */
  code: string
  /** Says what to do. Never a stack trace or an internal address. */
  message: string
  retryable: boolean
}

/** What every output may carry besides its own fields. */
export interface JobOutput {
  file?: Artifact
  warnings?: JobWarning[]
  /** The file is a copy of what an earlier job made of the same input. */
  reused?: true
}

interface JobViewBase {
  jobId: string
  type: string
  progress: Progress
  /** The running or last attempt; 0 before the first. */
  attempt: number
  maxAttempts: number
  createdAt: string
  updatedAt: string
  document?: DocumentRef
  /** The failed or cancelled job that this one runs again. */
  retryOf?: string
}

/** The output as the page sees it: with a link that opens the file for five minutes without the cookie. */
export type OutputView<Output> = Output & { downloadUrl?: string }

export type PendingJob = JobViewBase & {
  status: 'pending'
  /** Not before this time: set while the job waits for a retry. */
  runAfter?: string
  /** Why the last attempt failed, while the job waits for its next. */
  error?: JobFailure
}
export type ProcessingJob = JobViewBase & { status: 'processing'; startedAt: string }
export type CompletedJob<Output = JobOutput> = JobViewBase & {
  status: 'completed'
  startedAt: string
  finishedAt: string
  output: OutputView<Output>
}
export type FailedJob = JobViewBase & {
  status: 'failed'
  startedAt?: string
  finishedAt: string
  error: JobFailure
}
export type CancelledJob = JobViewBase & { status: 'cancelled'; startedAt?: string; finishedAt: string }

/** A job as `GET /api/<type>/:jobId` answers it. */
export type Job<Output = JobOutput> =
  | PendingJob
  | ProcessingJob
  | CompletedJob<Output>
  | FailedJob
  | CancelledJob

/** What `POST /api/<type>` answers with 202. */
export interface JobTicket {
  jobId: string
  status: JobStatus
  statusUrl: string
  /** `existing` when an `Idempotency-Key` named a job that was already there. */
  disposition: 'created' | 'existing'
}

export function isTerminal(status: JobStatus): status is 'completed' | 'failed' | 'cancelled' {
  return status === 'completed' || status === 'failed' || status === 'cancelled'
}
