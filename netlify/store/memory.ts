/**
 * The reference driver: everything in one map, every operation atomic because it never awaits. For tests, for
 * reading, and as the model that the other drivers are compared with. Its jobs die with the process.
 */

import type { JobFailure, JobStatus, Json, Progress } from '../../src/shared/job.ts'
import { isTerminal, JOB_STATUSES } from '../../src/shared/job.ts'
import type {
  Claim,
  HistoryQuery,
  JobRecord,
  JobRef,
  JobStore,
  NewJob,
  Outcome,
  ProcessingRecord,
  StoreOptions,
  SweepFinding,
} from './job-store.ts'
import { defaultStoreOptions, WORKER_LOST } from './job-store.ts'

interface Entry {
  job: JobRecord
  /** Undefined once erased or removed. */
  input: Json | undefined
  /** Has been let run and is not finished. A job whose worker died keeps its slot for the next attempt. */
  slot: boolean
  /** Its place in its owner's line: the time it arrived or its retry fell due, then the order of creation. */
  queuedAt: number
  order: number
  /** When a worker was last asked for; absent when that one has come or none was asked for yet. */
  wokenAt: number | undefined
  /** How each claim that is over ended: its outcome as JSON, or `lapsed`. */
  ended: Map<string, string>
  /** The record is gone; what is left is its history entry, or for a removed job the fact. */
  erased: boolean
  removedAt: number | undefined
}

/** What stores that share one backend share. */
export interface MemoryBackend {
  entries: Map<string, Entry>
  values: Map<string, string>
  counter: number
}

export function createMemoryBackend(): MemoryBackend {
  return { entries: new Map(), values: new Map(), counter: 0 }
}

const QUEUED: Progress = { percent: 0, stage: 'queued' }
const DONE: Progress = { percent: 100, stage: 'done' }

const iso = (ms: number) => new Date(ms).toISOString()
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value))
const refTo = ({ job }: Entry): JobRef => ({ jobId: job.jobId, type: job.type })

/** The fields that a job has in every state. */
function base(job: JobRecord) {
  const { v, jobId, type, owner, inputHash, attempt, maxAttempts, createdAt, updatedAt, progress, revision } =
    job
  return {
    ...{ v, jobId, type, owner, inputHash, attempt, maxAttempts, createdAt, updatedAt, progress, revision },
    ...(job.document && { document: job.document }),
    ...(job.retryOf !== undefined && { retryOf: job.retryOf }),
    ...(job.retryRoot !== undefined && { retryRoot: job.retryRoot }),
  }
}

export function createMemoryStore(
  options: Partial<StoreOptions> = {},
  backend: MemoryBackend = createMemoryBackend(),
): JobStore {
  const { limits, ttlMs, goneMs, historyMs, dispatchGraceMs, now } = { ...defaultStoreOptions, ...options }
  const { entries, values } = backend

  const goneAt = (job: JobRecord) => ('expiresAt' in job ? Date.parse(job.expiresAt) + goneMs : Infinity)
  const historyEndsAt = (job: JobRecord) =>
    'finishedAt' in job ? Date.parse(job.finishedAt) + historyMs : Infinity
  /** The record, when its lease has run out. */
  const lapsed = (job: JobRecord): ProcessingRecord | undefined =>
    job.status === 'processing' && now() >= Date.parse(job.leaseExpiresAt) ? job : undefined
  const due = (job: JobRecord) =>
    job.status === 'pending' && (job.runAfter === undefined || now() >= Date.parse(job.runAfter))

  /** The entry of a job that can still be known. */
  function find(jobId: string): Entry | undefined {
    const entry = entries.get(jobId)
    return entry && !entry.erased && entry.removedAt === undefined && now() < goneAt(entry.job)
      ? entry
      : undefined
  }

  function seen(job: JobRecord): JobRecord {
    return copy(
      job.status === 'completed' && now() >= Date.parse(job.expiresAt) ? { ...job, output: {} } : job,
    )
  }

  /** Replaces the record. `revision` and `updatedAt` follow by themselves. */
  function put<R extends JobRecord>(entry: Entry, job: R): R {
    backend.counter += 1
    const next = copy({ ...job, updatedAt: iso(now()), revision: String(backend.counter) })
    entry.job = next
    return next
  }

  const ownersEntries = (owner: string) =>
    [...entries.values()].filter((entry) => entry.job.owner === owner && find(entry.job.jobId) === entry)

  /** The owner's jobs that wait for a slot, first in line first. */
  const line = (owner: string) =>
    ownersEntries(owner)
      .filter((entry) => due(entry.job) && !entry.slot)
      .sort((a, b) => a.queuedAt - b.queuedAt || a.order - b.order)

  const freeSlots = (owner: string) =>
    Math.max(0, limits.maxRunning - ownersEntries(owner).filter((entry) => entry.slot).length)

  /** Lets waiting jobs into free slots. */
  function admit(owner: string): Entry[] {
    const admitted = line(owner).slice(0, freeSlots(owner))
    for (const entry of admitted) entry.slot = true
    return admitted
  }

  function wake(asked: Entry[]): JobRef[] {
    for (const entry of asked) entry.wokenAt = now()
    return asked.map(refTo)
  }

  const overdue = (entry: Entry) => entry.wokenAt === undefined || now() - entry.wokenAt >= dispatchGraceMs

  function end(
    entry: Entry,
    as:
      | { status: 'completed'; outcome: Outcome & { kind: 'completed' } }
      | { status: 'failed'; error: JobFailure }
      | { status: 'cancelled' },
  ) {
    const { job } = entry
    const finishedAt = iso(now())
    const startedAt = 'startedAt' in job ? job.startedAt : undefined
    const finished = { finishedAt, expiresAt: iso(now() + ttlMs) }
    entry.slot = false
    if (as.status === 'completed') {
      const started = startedAt ?? finishedAt
      const output = as.outcome.output
      put(entry, {
        ...base(job),
        ...finished,
        status: 'completed',
        startedAt: started,
        output,
        progress: DONE,
      })
      return
    }
    const began = startedAt === undefined ? {} : { startedAt }
    if (as.status === 'failed')
      put(entry, { ...base(job), ...finished, ...began, status: 'failed', error: as.error })
    else put(entry, { ...base(job), ...finished, ...began, status: 'cancelled' })
  }

  /** Takes the attempt back from a claim whose lease ran out. */
  function takeBack(entry: Entry, job: ProcessingRecord): 'lease-expired' | 'worker-lost' {
    entry.ended.set(job.claimId, 'lapsed')
    entry.wokenAt = undefined
    if (job.attempt >= job.maxAttempts) {
      end(entry, { status: 'failed', error: WORKER_LOST })
      return 'worker-lost'
    }
    put(entry, { ...base(job), status: 'pending', progress: QUEUED })
    return 'lease-expired'
  }

  /** Why this claim may not write, or the record it holds. */
  function holding(entry: Entry | undefined, claim: Claim) {
    if (!entry) return 'unknown'
    const { job } = entry
    if (job.status === 'cancelled') return 'cancelled'
    if (job.status === 'processing' && job.claimId === claim.claimId && job.attempt === claim.attempt) {
      return lapsed(job) ? 'lapsed' : job
    }
    return job.attempt === claim.attempt && entry.ended.get(claim.claimId) === 'lapsed'
      ? 'lapsed'
      : 'superseded'
  }

  const claimOn = (job: ProcessingRecord): Claim => ({
    jobId: job.jobId,
    type: job.type,
    owner: job.owner,
    attempt: job.attempt,
    claimId: job.claimId,
    leaseExpiresAt: job.leaseExpiresAt,
    fence: String(job.attempt),
  })

  function insert(job: NewJob): Entry {
    backend.counter += 1
    const { input, ...rest } = job
    const at = iso(now())
    const entry: Entry = {
      job: copy<JobRecord>({
        ...rest,
        ...{ v: 1, status: 'pending', attempt: 0, progress: QUEUED, createdAt: at, updatedAt: at },
        revision: String(backend.counter),
      }),
      input: copy(input),
      slot: false,
      queuedAt: now(),
      order: backend.counter,
      wokenAt: undefined,
      ended: new Map(),
      erased: false,
      removedAt: undefined,
    }
    entries.set(job.jobId, entry)
    return entry
  }

  return {
    name: 'memory',

    async create(jobs) {
      const [first] = jobs
      if (!first) return { kind: 'accepted', jobs: [], wake: [] }
      const used = jobs.find((job) => entries.get(job.jobId)?.removedAt !== undefined)
      if (used) return { kind: 'refused', reason: 'id-used', jobId: used.jobId }
      const fresh = new Set(jobs.filter((job) => !find(job.jobId)).map((job) => job.jobId))
      const waiting = line(first.owner).length
      const free = freeSlots(first.owner)
      if (fresh.size > 0 && waiting + fresh.size - free > limits.maxWaiting) {
        return { kind: 'refused', reason: 'queue-full', waiting: Math.max(0, waiting - free) }
      }
      const made = jobs.map((job) => {
        const taken = find(job.jobId)
        return taken
          ? ({ disposition: 'existing', entry: taken } as const)
          : ({ disposition: 'created', entry: insert(job) } as const)
      })
      const woken = fresh.size > 0 ? wake(admit(first.owner)) : []
      return {
        kind: 'accepted',
        jobs: made.map(({ disposition, entry }) => ({ disposition, job: seen(entry.job) })),
        wake: woken,
      }
    },

    async get(jobId) {
      const entry = find(jobId)
      return entry && seen(entry.job)
    },

    async input(jobId) {
      const entry = find(jobId)
      if (!entry || ('expiresAt' in entry.job && now() >= Date.parse(entry.job.expiresAt))) return undefined
      return copy(entry.input)
    },

    async claim(jobId, { claimId, leaseMs, type }) {
      const entry = find(jobId)
      if (!entry || (type !== undefined && entry.job.type !== type))
        return { kind: 'refused', reason: 'unknown' }
      const late = lapsed(entry.job)
      if (late) takeBack(entry, late)
      const { job } = entry
      if (isTerminal(job.status)) return { kind: 'refused', reason: 'finished' }
      if (job.status === 'processing') {
        if (job.claimId !== claimId) return { kind: 'refused', reason: 'running' }
        return { kind: 'claimed', claim: claimOn(job), job: copy(job), input: copy(entry.input ?? null) }
      }
      if (!due(job)) return { kind: 'refused', reason: 'not-due' }
      const place = line(job.owner).indexOf(entry)
      if (!entry.slot && place >= freeSlots(job.owner)) return { kind: 'refused', reason: 'no-slot' }
      entry.slot = true
      entry.wokenAt = undefined
      const claimed = put<ProcessingRecord>(entry, {
        ...base(job),
        status: 'processing',
        attempt: job.attempt + 1,
        progress: QUEUED,
        claimId,
        startedAt: iso(now()),
        leaseExpiresAt: iso(now() + leaseMs),
      })
      return {
        kind: 'claimed',
        claim: claimOn(claimed),
        job: copy(claimed),
        input: copy(entry.input ?? null),
      }
    },

    async heartbeat(claim, { leaseMs, progress }) {
      const entry = find(claim.jobId)
      const held = holding(entry, claim)
      if (!entry || typeof held === 'string') {
        return { kind: 'lost', reason: typeof held === 'string' ? held : 'unknown' }
      }
      const renewed = { ...held, leaseExpiresAt: iso(now() + leaseMs) }
      if (progress) {
        const percent = Math.max(held.progress.percent, progress.percent)
        put(entry, { ...renewed, progress: { ...progress, percent } })
      } else entry.job = renewed
      return { kind: 'held', claim: claimOn(renewed) }
    },

    async finish(claim, outcome) {
      const entry = find(claim.jobId)
      if (!entry) return { kind: 'refused', reason: 'unknown' }
      const told = JSON.stringify(outcome)
      if (entry.ended.get(claim.claimId) === told) return { kind: 'accepted', job: seen(entry.job), wake: [] }
      const held = holding(entry, claim)
      if (typeof held === 'string') return { kind: 'refused', reason: held }
      entry.ended.set(claim.claimId, told)
      entry.wokenAt = undefined
      if (outcome.kind === 'completed') end(entry, { status: 'completed', outcome })
      else if (outcome.kind === 'failed' || held.attempt >= held.maxAttempts) {
        end(entry, { status: 'failed', error: outcome.error })
      } else {
        const { error, runAfter } = outcome
        entry.slot = false
        entry.queuedAt = Date.parse(runAfter)
        put(entry, { ...base(held), status: 'pending', progress: QUEUED, error, runAfter })
      }
      return { kind: 'accepted', job: seen(entry.job), wake: wake(admit(held.owner)) }
    },

    async cancel(jobId) {
      const entry = find(jobId)
      if (!entry) return { kind: 'unknown' }
      let woken: JobRef[] = []
      if (!isTerminal(entry.job.status)) {
        end(entry, { status: 'cancelled' })
        woken = wake(admit(entry.job.owner))
      }
      const job = seen(entry.job)
      if (job.status === 'cancelled') return { kind: 'cancelled', job, wake: woken }
      if (job.status === 'completed' || job.status === 'failed') return { kind: 'finished', job }
      throw new Error('memory: a cancelled job is still active')
    },

    async remove(jobId) {
      const entry = entries.get(jobId)
      if (!entry) return 'unknown'
      if (!isTerminal(entry.job.status)) return 'active'
      entry.removedAt ??= now()
      entry.input = undefined
      return 'removed'
    },

    async recover(jobId) {
      const entry = find(jobId)
      if (!entry) return { job: undefined, recovered: [], wake: [] }
      const { owner } = entry.job
      const recovered: ('lease-expired' | 'worker-lost')[] = []
      for (const each of [entry, ...ownersEntries(owner)]) {
        const late = lapsed(each.job)
        if (late) recovered.push(takeBack(each, late))
      }
      admit(owner)
      const wanted = ownersEntries(owner).filter((each) => due(each.job) && each.slot && overdue(each))
      return { job: seen(entry.job), recovered, wake: wake(wanted) }
    },

    async sweep(limit) {
      const found: SweepFinding[] = []
      for (const entry of entries.values()) {
        if (found.length >= limit) break
        const { job } = entry
        const past =
          !entry.erased && now() >= (entry.removedAt !== undefined ? entry.removedAt + goneMs : goneAt(job))
        if (past || now() >= historyEndsAt(job)) found.push({ kind: 'gone', job: refTo(entry) })
        else if (!find(job.jobId)) continue
        else if (lapsed(job)) found.push({ kind: 'stalled', job: refTo(entry) })
        else if (due(job) && overdue(entry)) {
          const runnable = entry.slot || line(job.owner).indexOf(entry) < freeSlots(job.owner)
          if (runnable) found.push({ kind: 'stalled', job: refTo(entry) })
        }
      }
      return found
    },

    async erase(jobId) {
      const entry = entries.get(jobId)
      if (!entry) return
      const recordDone =
        now() >= (entry.removedAt !== undefined ? entry.removedAt + goneMs : goneAt(entry.job))
      const historyDone = entry.removedAt !== undefined || now() >= historyEndsAt(entry.job)
      if (recordDone) {
        entry.erased = true
        entry.input = undefined
      }
      if (entry.erased && historyDone) entries.delete(jobId)
    },

    async history(owner, query: HistoryQuery = {}) {
      const limit = Math.min(100, Math.max(1, query.limit ?? 20))
      const kept = [...entries.values()]
        .filter((entry) => entry.job.owner === owner && entry.removedAt === undefined)
        .map((entry) => entry.job)
        .filter((job) => now() < historyEndsAt(job))
      const totals = Object.fromEntries(JOB_STATUSES.map((status) => [status, 0])) as Record<
        JobStatus,
        number
      >
      for (const job of kept) totals[job.status] += 1
      const position = (job: JobRecord) => `${job.createdAt} ${job.jobId}`
      const after = query.cursor
      const rest = kept
        .filter((job) => query.type === undefined || job.type === query.type)
        .filter((job) => query.status === undefined || job.status === query.status)
        .filter((job) => after === undefined || position(job) < after)
        .sort((a, b) => (position(a) < position(b) ? 1 : -1))
      const page = rest.slice(0, limit)
      const last = page.at(-1)
      return {
        jobs: page.map(seen),
        ...(last && rest.length > limit && { cursor: position(last) }),
        totals,
      }
    },

    async once(key, value) {
      const kept = values.get(key) ?? value
      values.set(key, kept)
      return kept
    },

    async ping() {},
    async close() {},
  }
}
