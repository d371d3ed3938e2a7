/**
 * The store that every function instance shares, and its promises. Words as in `src/shared/job.ts`.
 *
 * - **A claim cannot lie.** Of any number of racing claims of an attempt, one is told `claimed`. Drivers over
 *   services with ambiguous writes believe a claim only after reading back their own `claimId`.
 * - **Fencing.** `finish` is accepted only from the claim that holds the attempt. A superseded, cancelled or
 *   lapsed claim changes nothing, however late its call arrives.
 * - **One outcome.** The first terminal state stands; the history entry exists before it shows.
 * - **A lapsed lease is lost.** No heartbeat revives it, whether or not anybody noticed.
 * - **Limits.** At most `maxRunning` of an owner's jobs hold a slot (have been let run and are not finished);
 *   the others wait in order of arrival, at most `maxWaiting`. A job waiting for its retry holds no slot and
 *   is not counted as waiting until it is due. Every operation that frees a slot or finds one free says in
 *   `wake` which jobs may now be claimed.
 * - **A failed call fails.** Every operation either does what it says or throws `StoreError`; after a throw
 *   the effect may or may not have happened, and repeating the call is safe.
 *
 * Drivers take their time from the clock they are made with, never from the service, so that every driver
 * behaves the same and tests can move time. Safety never depends on clocks; only waiting does.
 */

import type { DocumentRef, JobFailure, JobOutput, JobStatus, Json, Progress } from '../../src/shared/job.ts'

/** A job to be made. `jobId` is chosen by the caller, so that making it twice makes it once. */
export interface NewJob {
  jobId: string
  type: string
  owner: string
  input: Json
  /** Hex digest of the input: tells whether an idempotency key is used again for the same thing. */
  inputHash: string
  maxAttempts: number
  document?: DocumentRef
  retryOf?: string
  /** The first job of a chain of retries, when this is a retry. */
  retryRoot?: string
}

interface RecordBase {
  /** Version of the record's form. Readers accept every version up to their own. */
  v: 1
  jobId: string
  type: string
  owner: string
  inputHash: string
  attempt: number
  maxAttempts: number
  createdAt: string
  updatedAt: string
  progress: Progress
  document?: DocumentRef
  retryOf?: string
  retryRoot?: string
  /** Changes whenever anything a reader can see changes; opaque. */
  revision: string
}

interface Finished {
  startedAt?: string
  finishedAt: string
  /** When the job stops being answered (410); a day later it is unknown (404). */
  expiresAt: string
}

export type PendingRecord = RecordBase & { status: 'pending'; runAfter?: string; error?: JobFailure }
export type ProcessingRecord = RecordBase & {
  status: 'processing'
  claimId: string
  startedAt: string
  leaseExpiresAt: string
}
export type CompletedRecord = RecordBase &
  Finished & { status: 'completed'; startedAt: string; output: JobOutput }
export type FailedRecord = RecordBase & Finished & { status: 'failed'; error: JobFailure }
export type CancelledRecord = RecordBase & Finished & { status: 'cancelled' }
export type JobRecord = PendingRecord | ProcessingRecord | CompletedRecord | FailedRecord | CancelledRecord

/** Enough to wake a worker. */
export interface JobRef {
  jobId: string
  type: string
}

/** The right to run one attempt, for as long as its lease is renewed. */
export interface Claim {
  jobId: string
  type: string
  owner: string
  attempt: number
  /** The claimer's own id, unique to this claim. */
  claimId: string
  leaseExpiresAt: string
  /** The driver's own position; opaque to everybody else. */
  fence: string
}

export interface ClaimRequest {
  claimId: string
  leaseMs: number
  type?: string
}

export type CreateResult =
  | {
      kind: 'accepted'
      /** In the order given. `existing`: the id was taken; the job is whatever it is now. */
      jobs: { disposition: 'created' | 'existing'; job: JobRecord }[]
      /** Those of the created jobs that hold a slot and want a worker now. */
      wake: JobRef[]
    }
  | { kind: 'refused'; reason: 'queue-full'; waiting: number }
  /** The id belonged to a job that was removed and is still being forgotten: choose another. */
  | { kind: 'refused'; reason: 'id-used'; jobId: string }

export type ClaimResult =
  | { kind: 'claimed'; claim: Claim; job: ProcessingRecord; input: Json }
  /**
   * `unknown`: no such job. `finished`: it is terminal. `running`: another claim holds it.
   * `not-due`: its `runAfter` lies ahead. `no-slot`: its owner's slots are taken, or others come first.
   */
  | { kind: 'refused'; reason: 'unknown' | 'finished' | 'running' | 'not-due' | 'no-slot' }

export type HeartbeatResult =
  /** `claim` replaces the one passed in. */
  { kind: 'held'; claim: Claim } | { kind: 'lost'; reason: 'cancelled' | 'superseded' | 'lapsed' | 'unknown' }

export type Outcome =
  | { kind: 'completed'; output: JobOutput }
  /** Ends the job. */
  | { kind: 'failed'; error: JobFailure }
  /** Back to pending until `runAfter`; ends the job as failed when no attempts are left. */
  | { kind: 'retry'; error: JobFailure; runAfter: string }

export type FinishResult =
  | { kind: 'accepted'; job: JobRecord; wake: JobRef[] }
  | { kind: 'refused'; reason: 'cancelled' | 'superseded' | 'lapsed' | 'unknown' }

export type CancelResult =
  /** Also when it was already cancelled. */
  | { kind: 'cancelled'; job: CancelledRecord; wake: JobRef[] }
  | { kind: 'finished'; job: CompletedRecord | FailedRecord }
  | { kind: 'unknown' }

export type RecoverResult =
  /**
   * `job` is what it is after the look. `recovered` names what the look changed: an attempt whose lease ran
   * out went back to pending (`lease-expired`), or ended the job when it was the last (`worker-lost`).
   */
  { job: JobRecord | undefined; recovered: ('lease-expired' | 'worker-lost')[]; wake: JobRef[] }

export interface HistoryQuery {
  type?: string
  status?: JobStatus
  /** 1 to 100. Default 20. */
  limit?: number
  /** From the page before. */
  cursor?: string
}

export interface HistoryPage {
  /** Newest first; ties in creation time ordered by `jobId`, descending. */
  jobs: JobRecord[]
  /** Absent on the last page. */
  cursor?: string
  /** Of everything kept for the owner, whatever the filter. */
  totals: Record<JobStatus, number>
}

export type SweepFinding =
  /** Look at it with `recover`: its lease ran out, its retry is due, or nobody has claimed it. */
  | { kind: 'stalled'; job: JobRef }
  /** Past its last day: `erase` it. */
  | { kind: 'gone'; job: JobRef }

export interface OwnerLimits {
  /** Jobs of one owner that may hold a slot at once. Default 3. */
  maxRunning: number
  /** Jobs of one owner that may wait for a slot. Default 20. */
  maxWaiting: number
}

export interface StoreOptions {
  limits: OwnerLimits
  /** Finished jobs are answered for this long, in milliseconds. Default 10 minutes. */
  ttlMs: number
  /** After that they are known to be gone for this long. Default one day. */
  goneMs: number
  /** History entries are kept this long. Default 7 days. */
  historyMs: number
  /** A job that could run but was not claimed for this long counts as stalled. Default 5 s. */
  dispatchGraceMs: number
  /** Milliseconds since the epoch. Default `Date.now`. */
  now: () => number
}

export interface JobStore {
  /** The driver's name, in every error: `memory`, `blobs`, `redis`, `postgres`. */
  readonly name: string

  /** Makes all of the jobs or none. All belong to one owner. */
  create(jobs: readonly NewJob[]): Promise<CreateResult>

  /**
   * The job as it is, or undefined when it never was, was removed, or is past its last day. A job past
   * `expiresAt` is still returned (its answer is 410) without output.
   */
  get(jobId: string): Promise<JobRecord | undefined>

  /** The job's input, for running it again; undefined once it has expired or gone. */
  input(jobId: string): Promise<Json | undefined>

  /**
   * Takes the next attempt. A lease that has run out is recovered on the way. `claimId` is the caller's own
   * and new; calling again with the same one after a throw finds out whether it was won. With `type`, a job of
   * another type is `unknown`.
   */
  claim(jobId: string, by: ClaimRequest): Promise<ClaimResult>

  /** Renews the lease from now, and writes progress when given. */
  heartbeat(claim: Claim, to: { leaseMs: number; progress?: Progress }): Promise<HeartbeatResult>

  /** Ends the attempt. Repeating an accepted call is accepted again. */
  finish(claim: Claim, outcome: Outcome): Promise<FinishResult>

  /** Ends a pending or processing job. The running worker learns of it from its next heartbeat. */
  cancel(jobId: string): Promise<CancelResult>

  /** Forgets a terminal job and its history: `removed` (also when repeated), `active` when not terminal. */
  remove(jobId: string): Promise<'removed' | 'active' | 'unknown'>

  /**
   * What a status poll, a trigger or the sweep does about a job that looks stalled: takes back attempts whose
   * lease ran out (this job's and those that hold its owner's slots), lets waiting jobs into free slots, and
   * says which jobs want a worker. A job is named in `wake` at most once per `dispatchGraceMs`, so that many
   * pollers do not start many workers.
   */
  recover(jobId: string): Promise<RecoverResult>

  /** What wants attention across all owners, at most `limit`. */
  sweep(limit: number): Promise<SweepFinding[]>

  /** Deletes a job that is past its last day, and history past its keeping time. Safe to repeat. */
  erase(jobId: string): Promise<void>

  /** The owner's jobs, newest first. */
  history(owner: string, query?: HistoryQuery): Promise<HistoryPage>

  /** Keeps `value` under `key` unless the key has one; returns the one that is kept. For site secrets. */
  once(key: string, value: string): Promise<string>

  /** A write and a read, to tell that the store works. Throws `StoreError` when it does not. */
  ping(): Promise<void>

  /** Releases connections. */
  close(): Promise<void>
}

/** The store could not do it. The message starts with the driver's name and is for the log. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
}

/** The end of a job whose worker died in its last attempt. */
export const WORKER_LOST: JobFailure = {
  code: 'WORKER_LOST',
  message: 'The work stopped several times before it was done. Try again later.',
  retryable: true,
}

export const defaultStoreOptions: StoreOptions = {
  limits: { maxRunning: 3, maxWaiting: 20 },
  ttlMs: 10 * 60_000,
  goneMs: 24 * 3_600_000,
  historyMs: 7 * 24 * 3_600_000,
  dispatchGraceMs: 5_000,
  now: Date.now,
}
