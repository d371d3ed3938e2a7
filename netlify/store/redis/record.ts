import type { DocumentRef, JobFailure, JobOutput, Json, Progress } from '../../../src/shared/job.ts'
import { type JobRecord, type JobRef, StoreError } from '../job-store.ts'

/** The names and values in turn that a script shows of a job, as a record. Throws StoreError when it is not one. */
export function toRecord(flat: unknown): JobRecord {
  const e = fields(flat)
  if (e.get('v') !== '1') {
    throw new StoreError(
      `redis: job ${e.get('id')} has record version ${e.get('v')}, this code reads version 1`,
    )
  }
  const text = (name: string) => e.get(name) ?? ''
  const time = (name: string) => new Date(Number(text(name))).toISOString()
  const note = e.get('note')
  const document = e.get('document')
  const retryOf = e.get('retryOf')
  const retryRoot = e.get('retryRoot')
  const error = e.get('error')
  const base = {
    v: 1 as const,
    jobId: text('id'),
    type: text('type'),
    owner: text('owner'),
    inputHash: text('hash'),
    attempt: Number(text('attempt')),
    maxAttempts: Number(text('max')),
    createdAt: time('created'),
    updatedAt: time('updated'),
    progress: {
      percent: Number(text('percent')),
      ...(note === undefined ? { stage: 'queued' } : (JSON.parse(note) as Omit<Progress, 'percent'>)),
    },
    ...(document !== undefined && { document: JSON.parse(document) as DocumentRef }),
    ...(retryOf !== undefined && { retryOf }),
    ...(retryRoot !== undefined && { retryRoot }),
    revision: text('rev'),
  }
  const status = text('status')
  switch (status) {
    case 'pending':
      return {
        ...base,
        status,
        ...(e.has('runAfter') && { runAfter: time('runAfter') }),
        ...(error !== undefined && { error: JSON.parse(error) as JobFailure }),
      }
    case 'processing':
      return {
        ...base,
        status,
        claimId: text('claim'),
        startedAt: time('started'),
        leaseExpiresAt: time('lease'),
      }
    case 'completed':
      return {
        ...base,
        status,
        startedAt: time('started'),
        finishedAt: time('finished'),
        expiresAt: time('expires'),
        // Absent once the job has expired.
        output: JSON.parse(e.get('output') ?? '{}') as JobOutput,
      }
    case 'failed':
    case 'cancelled': {
      const finished = {
        ...(e.has('started') && { startedAt: time('started') }),
        finishedAt: time('finished'),
        expiresAt: time('expires'),
      }
      return status === 'cancelled'
        ? { ...base, ...finished, status }
        : { ...base, ...finished, status, error: JSON.parse(text('error')) as JobFailure }
    }
    default:
      throw new StoreError(`redis: job ${base.jobId} has an unknown status ${JSON.stringify(status)}`)
  }
}

export function toRefs(flat: unknown): JobRef[] {
  const texts = list(flat).map(String)
  return Array.from({ length: texts.length / 2 }, (_, i) => ({
    jobId: texts[2 * i] ?? '',
    type: texts[2 * i + 1] ?? '',
  }))
}

export function toJson(text: unknown): Json | undefined {
  return typeof text === 'string' ? (JSON.parse(text) as Json) : undefined
}

export function list(reply: unknown): unknown[] {
  if (!Array.isArray(reply)) throw new StoreError(`redis: unexpected reply ${JSON.stringify(reply)}`)
  return reply
}

function fields(flat: unknown): Map<string, string> {
  const map = new Map<string, string>()
  const texts = list(flat)
  for (let i = 0; i < texts.length; i += 2) map.set(String(texts[i]), String(texts[i + 1]))
  return map
}
