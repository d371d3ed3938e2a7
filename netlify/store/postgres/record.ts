import type { DocumentRef, JobFailure, JobOutput, Progress } from '../../../src/shared/job.ts'
import { type JobRecord, type JobRef, StoreError } from '../job-store.ts'

/** A row of `offstage.jobs` as `offstage.shown` gives it. Times are milliseconds since the epoch. */
export interface JobRow {
  v: number
  job_id: string
  type: string
  owner: string
  input_hash: string
  max_attempts: number
  document: string | null
  retry_of: string | null
  retry_root: string | null
  status: string
  attempt: number
  percent: number
  note: string | null
  created_at: number
  updated_at: number
  revision: number
  run_after: number | null
  error: string | null
  claim_id: string | null
  started_at: number | null
  lease_expires_at: number | null
  finished_at: number | null
  expires_at: number | null
  ord: number
  output: string | null
}

/** Throws StoreError when the row is not a record of a version that this code reads. */
export function toRecord(row: JobRow): JobRecord {
  if (row.v !== 1) {
    throw new StoreError(`postgres: job ${row.job_id} has record version ${row.v}, this code reads version 1`)
  }
  const { note, document, error, status } = row
  const base = {
    v: 1 as const,
    jobId: row.job_id,
    type: row.type,
    owner: row.owner,
    inputHash: row.input_hash,
    attempt: row.attempt,
    maxAttempts: row.max_attempts,
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
    progress: {
      percent: row.percent,
      ...(note === null ? { stage: 'queued' } : (JSON.parse(note) as Omit<Progress, 'percent'>)),
    },
    ...(document !== null && { document: JSON.parse(document) as DocumentRef }),
    ...(row.retry_of !== null && { retryOf: row.retry_of }),
    ...(row.retry_root !== null && { retryRoot: row.retry_root }),
    revision: `${row.ord}.${row.revision}`,
  }
  switch (status) {
    case 'pending':
      return {
        ...base,
        status,
        ...(row.run_after !== null && { runAfter: iso(row.run_after) }),
        ...(error !== null && { error: JSON.parse(error) as JobFailure }),
      }
    case 'processing':
      return {
        ...base,
        status,
        claimId: row.claim_id ?? '',
        startedAt: iso(row.started_at),
        leaseExpiresAt: iso(row.lease_expires_at),
      }
    case 'completed':
      return {
        ...base,
        status,
        startedAt: iso(row.started_at),
        finishedAt: iso(row.finished_at),
        expiresAt: iso(row.expires_at),
        // Absent once the job has expired.
        output: JSON.parse(row.output ?? '{}') as JobOutput,
      }
    case 'failed':
    case 'cancelled': {
      const finished = {
        ...(row.started_at !== null && { startedAt: iso(row.started_at) }),
        finishedAt: iso(row.finished_at),
        expiresAt: iso(row.expires_at),
      }
      return status === 'cancelled'
        ? { ...base, ...finished, status }
        : { ...base, ...finished, status, error: JSON.parse(error ?? 'null') as JobFailure }
    }
    default:
      throw new StoreError(`postgres: job ${row.job_id} has an unknown status ${JSON.stringify(status)}`)
  }
}

export function toRefs(pairs: [string, string][]): JobRef[] {
  return pairs.map(([jobId, type]) => ({ jobId, type }))
}

function iso(ms: number | null): string {
  if (ms === null) throw new StoreError('postgres: a record lacks one of its times')
  return new Date(ms).toISOString()
}
