import type { DocumentRef, JobFailure, JobOutput, Json, Progress } from '../../../src/shared/job.ts'
import { type JobRecord, type JobRef, type NewJob, StoreError } from '../job-store.ts'
import { STATE } from './lua-functions.ts'

/** What never changes about a job, as kept. */
interface Fixed {
  v: number
  jobId: string
  type: string
  owner: string
  inputHash: string
  maxAttempts: number
  createdAt: string
  document?: DocumentRef
  retryOf?: string
  retryRoot?: string
}

/** Safe to stand in a line: no control characters. Plain text stays as it is. */
export function line(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

export function fixedPart(job: NewJob, now: number): string {
  const { jobId, type, owner, inputHash, maxAttempts, document, retryOf, retryRoot } = job
  const fixed = { v: 1, jobId, type, owner, inputHash, maxAttempts, createdAt: iso(now) }
  // Left out by JSON when undefined.
  return JSON.stringify({ ...fixed, document, retryOf, retryRoot })
}

/** What a script shows of a job, as a record. Throws StoreError when it is of a version that is not known. */
export function toRecord(reply: unknown): JobRecord {
  const [job, packed, output] = list(reply).map(String)
  const { v, ...fixed } = JSON.parse(job ?? '{}') as Fixed
  if (v !== 1) {
    throw new StoreError(`redis: job ${fixed.jobId} has record version ${v}, this code reads version 1`)
  }
  const state = unpack(packed ?? '')
  const time = (name: keyof State) => iso(Number(state[name]))
  const base = {
    v: 1 as const,
    ...fixed,
    attempt: Number(state.attempt),
    updatedAt: time('updated'),
    progress: {
      percent: Number(state.percent),
      ...(state.note === '' ? { stage: 'queued' } : (JSON.parse(state.note) as Omit<Progress, 'percent'>)),
    },
    revision: `${state.order}.${state.rev}`,
  }
  const { status } = state
  switch (status) {
    case 'pending':
      return {
        ...base,
        status,
        ...(state.runAfter !== '' && { runAfter: time('runAfter') }),
        ...(state.error !== '' && { error: JSON.parse(state.error) as JobFailure }),
      }
    case 'processing':
      return {
        ...base,
        status,
        claimId: JSON.parse(`"${state.claim}"`) as string,
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
        output: JSON.parse(output || '{}') as JobOutput,
      }
    case 'failed':
    case 'cancelled': {
      const finished = {
        ...(state.started !== '' && { startedAt: time('started') }),
        finishedAt: time('finished'),
        expiresAt: time('expires'),
      }
      return status === 'cancelled'
        ? { ...base, ...finished, status }
        : { ...base, ...finished, status, error: JSON.parse(state.error) as JobFailure }
    }
    default:
      throw new StoreError(`redis: job ${fixed.jobId} has an unknown status ${JSON.stringify(status)}`)
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

type State = Record<(typeof STATE)[number], string>

function unpack(packed: string): State {
  const values = packed.split('\n')
  const state = {} as State
  for (let i = 0; i < STATE.length; i += 1) {
    const name = STATE[i]
    if (name) state[name] = values[i] ?? ''
  }
  return state
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
