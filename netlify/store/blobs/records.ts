import type { JobFailure, Progress } from '../../../src/shared/job.ts'
import {
  type Claim,
  type JobRecord,
  type NewJob,
  type Outcome,
  type ProcessingRecord,
  type StoreOptions,
  WORKER_LOST,
} from '../job-store.ts'
import type { StoredRecord } from './job-log.ts'

/** What a job's record becomes at each event: no reading, no writing. */

type Stored<Status extends JobRecord['status']> = Extract<StoredRecord, { status: Status }>

const queued: Progress = { percent: 0, stage: 'queued' }
const done: Progress = { percent: 100, stage: 'done' }

export function createdRecord(job: NewJob, nowMs: number): Stored<'pending'> {
  const { jobId, type, owner, inputHash, maxAttempts, document, retryOf, retryRoot } = job
  return {
    v: 1,
    status: 'pending',
    jobId,
    type,
    owner,
    inputHash,
    attempt: 0,
    maxAttempts,
    createdAt: iso(nowMs),
    updatedAt: iso(nowMs),
    ...(document ? { document } : {}),
    ...(retryOf ? { retryOf } : {}),
    ...(retryRoot ? { retryRoot } : {}),
  }
}

export function claimedRecord(
  from: Stored<'pending'>,
  claimId: string,
  leaseMs: number,
  nowMs: number,
): Stored<'processing'> {
  const { runAfter: _, error: __, ...kept } = from
  return {
    ...kept,
    status: 'processing',
    attempt: from.attempt + 1,
    claimId,
    startedAt: iso(nowMs),
    updatedAt: iso(nowMs),
    leaseExpiresAt: iso(nowMs + leaseMs),
  }
}

/** A lapsed attempt: pending again at once, or the end when it was the last. */
export function expiredRecord(
  from: Stored<'processing'>,
  nowMs: number,
  options: StoreOptions,
): Stored<'pending'> | Stored<'failed'> {
  if (from.attempt < from.maxAttempts) return pendingAgain(from, nowMs)
  return failedRecord(from, WORKER_LOST, nowMs, options)
}

export function finishedRecord(
  from: Stored<'processing'>,
  outcome: Outcome,
  nowMs: number,
  options: StoreOptions,
): StoredRecord {
  if (outcome.kind === 'completed') {
    const { claimId: _, leaseExpiresAt: __, ...kept } = from
    return { ...kept, ...end(nowMs, options), status: 'completed', output: outcome.output }
  }
  if (outcome.kind === 'retry' && from.attempt < from.maxAttempts) {
    return { ...pendingAgain(from, nowMs), runAfter: outcome.runAfter, error: outcome.error }
  }
  return failedRecord(from, outcome.error, nowMs, options)
}

export function cancelledRecord(
  from: Stored<'pending' | 'processing'>,
  nowMs: number,
  options: StoreOptions,
): Stored<'cancelled'> {
  if (from.status === 'processing') {
    const { claimId: _, leaseExpiresAt: __, ...kept } = from
    return { ...kept, ...end(nowMs, options), status: 'cancelled' }
  }
  const { runAfter: _, error: __, ...kept } = from
  return { ...kept, ...end(nowMs, options), status: 'cancelled' }
}

/** The record as readers get it. */
export function readable(
  stored: StoredRecord,
  seq: number,
  pulse?: { progress: Progress; updatedAt: string; leaseExpiresAt: string; beat: number },
): JobRecord {
  if (stored.status === 'processing') {
    return {
      ...stored,
      progress: pulse?.progress ?? { ...queued },
      updatedAt: pulse?.updatedAt ?? stored.updatedAt,
      leaseExpiresAt: pulse?.leaseExpiresAt ?? stored.leaseExpiresAt,
      revision: `${seq}.${pulse?.beat ?? 0}`,
    }
  }
  if (stored.status === 'completed') return { ...stored, progress: { ...done }, revision: String(seq) }
  return { progress: { ...queued }, ...stored, revision: String(seq) }
}

export function claimOf(job: Stored<'processing'>, seq: number): Claim {
  const { jobId, type, owner, attempt, claimId, leaseExpiresAt } = job
  // The record travels with the claim, so that finishing needs no read.
  const fence = JSON.stringify({ seq, record: job })
  return { jobId, type, owner, attempt, claimId, leaseExpiresAt, fence }
}

export function fenceOf(claim: Claim): { seq: number; record: Stored<'processing'> } {
  return JSON.parse(claim.fence) as { seq: number; record: Stored<'processing'> }
}

export function isLapsed(job: Pick<ProcessingRecord, 'leaseExpiresAt'>, nowMs: number): boolean {
  return Date.parse(job.leaseExpiresAt) <= nowMs
}

export function iso(ms: number): string {
  return new Date(ms).toISOString()
}

function pendingAgain(from: Stored<'processing'>, nowMs: number): Stored<'pending'> {
  const { claimId: _, leaseExpiresAt: __, startedAt: ___, ...kept } = from
  return { ...kept, status: 'pending', updatedAt: iso(nowMs) }
}

function failedRecord(
  from: Stored<'processing'>,
  error: JobFailure,
  nowMs: number,
  options: StoreOptions,
): Stored<'failed'> {
  const { claimId: _, leaseExpiresAt: __, ...kept } = from
  return { ...kept, ...end(nowMs, options), status: 'failed', error }
}

function end(nowMs: number, { ttlMs }: StoreOptions) {
  return { updatedAt: iso(nowMs), finishedAt: iso(nowMs), expiresAt: iso(nowMs + ttlMs) }
}
