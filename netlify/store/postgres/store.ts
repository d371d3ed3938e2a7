import { createHash } from 'node:crypto'
import { JOB_STATUSES, type JobStatus, type Json } from '../../../src/shared/job.ts'
import {
  defaultStoreOptions,
  type JobStore,
  type ProcessingRecord,
  StoreError,
  type StoreOptions,
  WORKER_LOST,
} from '../job-store.ts'
import { openPostgres, type PostgresConnection } from './connection.ts'
import { type JobRow, toRecord, toRefs } from './record.ts'

export type { PostgresConnection } from './connection.ts'

export interface PostgresStoreOptions extends StoreOptions {
  /** Connections of one function instance, opened by need. Default 3. */
  maxConnections: number
}

type Refusal = 'cancelled' | 'superseded' | 'lapsed' | 'unknown'
type Pairs = [string, string][]

/**
 * Jobs in Postgres 13 or later, Neon and Netlify DB included. The rules live in the functions that
 * `npm run migrate` installs: every operation is one call of one of them. Nothing connects before the first.
 */
export function createPostgresStore(
  connection: PostgresConnection,
  options: Partial<PostgresStoreOptions> = {},
): JobStore {
  const { limits, ttlMs, goneMs, historyMs, dispatchGraceMs, now } = { ...defaultStoreOptions, ...options }
  const postgres = openPostgres(connection, options.maxConnections ?? 3)

  const int = (value: number) => ['integer', value] as [string, number]
  const ms = (value: number | null) =>
    ['bigint', value === null ? null : Math.floor(value)] as [string, number]
  const text = (value: string | null) => ['text', value] as [string, string | null]
  const running = int(limits.maxRunning)
  const [ttl, gone, keep, grace] = [ms(ttlMs), ms(goneMs), ms(historyMs), ms(dispatchGraceMs)]
  const at = () => ms(now())
  const lost = text(JSON.stringify(WORKER_LOST))

  return {
    name: 'postgres',

    async create(jobs) {
      const [first] = jobs
      if (!first) return { kind: 'accepted', jobs: [], wake: [] }
      const rows = jobs.map(
        ({ jobId, type, inputHash, maxAttempts, document, retryOf, retryRoot, input }) => ({
          ...{ jobId, type, inputHash, maxAttempts, retryOf, retryRoot },
          document: document && JSON.stringify(document),
          input: JSON.stringify(input),
        }),
      )
      const reply = (await postgres.call('create_jobs', [
        ...[at(), running, int(limits.maxWaiting), gone, grace, text(first.owner)],
        // As text first: the client would make JSON of the JSON.
        ['text::json', JSON.stringify(rows)],
      ])) as
        | { kind: 'full'; waiting: number }
        | { kind: 'used'; jobId: string }
        | { kind: 'accepted'; jobs: ['created' | 'existing', JobRow][]; wake: Pairs }
      if (reply.kind === 'used') return { kind: 'refused', reason: 'id-used', jobId: reply.jobId }
      if (reply.kind === 'full') return { kind: 'refused', reason: 'queue-full', waiting: reply.waiting }
      return {
        kind: 'accepted',
        jobs: reply.jobs.map(([disposition, row]) => ({ disposition, job: toRecord(row) })),
        wake: toRefs(reply.wake),
      }
    },

    async get(jobId) {
      const row = (await postgres.call('get_job', [at(), gone, text(jobId)])) as JobRow | null
      return row === null ? undefined : toRecord(row)
    },

    async input(jobId) {
      const input = (await postgres.call('job_input', [at(), gone, text(jobId)])) as string | null
      return input === null ? undefined : (JSON.parse(input) as Json)
    },

    async claim(jobId, { claimId, leaseMs, type: wanted = null }) {
      const reply = (await postgres.call('claim', [
        ...[at(), running, ttl, gone, keep, text(jobId), text(claimId), ms(leaseMs), lost],
        text(wanted),
      ])) as
        | { kind: 'claimed'; job: JobRow; input: string | null }
        | { kind: 'unknown' | 'finished' | 'running' | 'not-due' | 'no-slot' }
      if (reply.kind !== 'claimed') return { kind: 'refused', reason: reply.kind }
      const job = toRecord(reply.job) as ProcessingRecord
      const { type, owner, attempt, leaseExpiresAt } = job
      return {
        kind: 'claimed',
        claim: { jobId, type, owner, attempt, claimId, leaseExpiresAt, fence: String(attempt) },
        job,
        input: reply.input === null ? null : (JSON.parse(reply.input) as Json),
      }
    },

    async heartbeat(claim, { leaseMs, progress }) {
      const { percent, ...note } = progress ?? { percent: null }
      const time = at()
      const kind = await postgres.call('heartbeat', [
        ...[time, gone, text(claim.jobId), text(claim.claimId), int(claim.attempt), ms(leaseMs)],
        ['double precision', percent],
        text(progress ? JSON.stringify(note) : null),
      ])
      if (kind !== 'held') return { kind: 'lost', reason: kind as Refusal }
      const leaseExpiresAt = new Date(Number(time[1]) + leaseMs).toISOString()
      return { kind: 'held', claim: { ...claim, leaseExpiresAt } }
    },

    async finish(claim, outcome) {
      const told = createHash('sha256').update(JSON.stringify(outcome)).digest('base64')
      const value = outcome.kind === 'completed' ? outcome.output : outcome.error
      const reply = (await postgres.call('finish', [
        ...[at(), running, ttl, gone, keep, grace, text(claim.jobId), text(claim.owner), text(claim.claimId)],
        ...[int(claim.attempt), text(outcome.kind), text(told), text(JSON.stringify(value))],
        ms(outcome.kind === 'retry' ? Date.parse(outcome.runAfter) : null),
        text(JSON.stringify({ stage: 'done' })),
      ])) as { kind: 'accepted'; job: JobRow; wake: Pairs } | { kind: Refusal }
      if (reply.kind !== 'accepted') return { kind: 'refused', reason: reply.kind }
      return { kind: 'accepted', job: toRecord(reply.job), wake: toRefs(reply.wake) }
    },

    async cancel(jobId) {
      const reply = (await postgres.call('cancel', [at(), running, ttl, gone, keep, grace, text(jobId)])) as
        | { kind: 'unknown' }
        | { kind: JobStatus; job: JobRow; wake: Pairs }
      if (reply.kind === 'unknown') return { kind: 'unknown' }
      const job = toRecord(reply.job)
      if (job.status === 'cancelled') return { kind: 'cancelled', job, wake: toRefs(reply.wake) }
      if (job.status === 'completed' || job.status === 'failed') return { kind: 'finished', job }
      throw new StoreError(`postgres: job ${jobId} is ${job.status} after a cancel`)
    },

    async remove(jobId) {
      return (await postgres.call('remove', [at(), gone, keep, text(jobId)])) as
        | 'removed'
        | 'active'
        | 'unknown'
    },

    async recover(jobId) {
      const reply = (await postgres.call('recover', [
        ...[at(), running, ttl, gone, keep, grace, text(jobId), lost],
      ])) as { job: JobRow; recovered: ('lease-expired' | 'worker-lost')[]; wake: Pairs } | null
      if (reply === null) return { job: undefined, recovered: [], wake: [] }
      return { job: toRecord(reply.job), recovered: reply.recovered, wake: toRefs(reply.wake) }
    },

    async sweep(limit) {
      const found = (await postgres.call('sweep', [at(), running, grace, int(limit)])) as [
        'stalled' | 'gone',
        string,
        string,
      ][]
      return found.map(([kind, jobId, type]) => ({ kind, job: { jobId, type } }))
    },

    async erase(jobId) {
      await postgres.call('erase', [at(), gone, keep, text(jobId)])
    },

    async history(owner, query = {}) {
      const limit = Math.min(100, Math.max(1, query.limit ?? 20))
      const [afterAt, afterId] = query.cursor === undefined ? [null, null] : split(query.cursor)
      const { totals, jobs: rows } = (await postgres.call('history', [
        ...[at(), keep, text(owner), text(query.type ?? null), text(query.status ?? null), int(limit + 1)],
        ...[ms(afterAt), text(afterId)],
      ])) as { totals: Partial<Record<JobStatus, number>>; jobs: JobRow[] }
      const jobs = rows.slice(0, limit).map(toRecord)
      const last = jobs.at(-1)
      return {
        jobs,
        ...(last && rows.length > limit && { cursor: `${last.createdAt} ${last.jobId}` }),
        totals: Object.fromEntries(JOB_STATUSES.map((status) => [status, totals[status] ?? 0])) as Record<
          JobStatus,
          number
        >,
      }
    },

    async once(key, value) {
      const kept = await postgres.call('once', [text(key), text(JSON.stringify(value))])
      return JSON.parse(String(kept)) as string
    },

    async ping() {
      const kept = await postgres.call('ping', [text(crypto.randomUUID())])
      if (typeof kept !== 'string') {
        throw new StoreError('postgres: a value written could not be read back')
      }
    },

    close: () => postgres.close(),
  }
}

/** A cursor is a creation time and a job id. */
function split(cursor: string): [number, string] {
  const space = cursor.indexOf(' ')
  const at = Date.parse(space < 0 ? '' : cursor.slice(0, space))
  if (Number.isNaN(at)) throw new StoreError('postgres: this is not a cursor of a history page')
  return [at, cursor.slice(space + 1)]
}
