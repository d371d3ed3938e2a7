import { hash } from 'node:crypto'
import type { JobStatus } from '../../../src/shared/job.ts'
import {
  type Claim,
  defaultStoreOptions,
  type JobRecord,
  type JobStore,
  type ProcessingRecord,
  StoreError,
  type StoreOptions,
  type SweepFinding,
  WORKER_LOST,
} from '../job-store.ts'
import { buildScripts } from './assemble.ts'
import { scriptRunner } from './batch.ts'
import type { RedisArgument, RedisConnection } from './commands.ts'
import { fixedPart, line, list, toJson, toRecord, toRefs } from './record.ts'
import { restCommands } from './rest.ts'
import type { ScriptName } from './scripts.ts'
import { socketCommands } from './socket.ts'

export type { RedisConnection } from './commands.ts'

export interface RedisStoreOptions extends StoreOptions {
  /** Before every key. Default `{offstage}:`; the braces keep all keys in one slot of a cluster. */
  prefix: string
}

const LOST = JSON.stringify(WORKER_LOST)
const DONE = JSON.stringify({ stage: 'done' })

/**
 * Jobs in Redis 7, Valkey or serverless Redis over HTTP. Nothing connects before the first call.
 *
 * Durability is the server's: with `appendfsync everysec` a crash of the server can lose its last second.
 */
export function createRedisStore(
  connection: RedisConnection,
  options: Partial<RedisStoreOptions> = {},
): JobStore {
  const settings = { ...defaultStoreOptions, ...options }
  const prefix = options.prefix ?? '{offstage}:'
  const commands =
    'url' in connection ? socketCommands(connection.url) : restCommands(connection.restUrl, connection.token)
  const run = scriptRunner(commands, prefix, buildScripts(settings))
  const clock = () => Math.floor(settings.now())
  const call = (script: ScriptName, ...args: RedisArgument[]) => run(script, [clock(), ...args])

  return {
    name: 'redis',

    async create(jobs) {
      const [first] = jobs
      if (!first) return { kind: 'accepted', jobs: [], wake: [] }
      const time = clock()
      const args = jobs.flatMap((job) => [
        ...[job.jobId, line(job.type), fixedPart(job, time), job.maxAttempts],
        JSON.stringify(job.input),
      ])
      const [kind, made, wake] = list(await run('create', [time, line(first.owner), ...args]))
      if (kind === 'used') return { kind: 'refused', reason: 'id-used', jobId: String(made) }
      if (kind === 'full') return { kind: 'refused', reason: 'queue-full', waiting: Number(made) }
      return {
        kind: 'accepted',
        jobs: list(made).map((each) => {
          const [disposition, flat] = list(each)
          return { disposition: disposition === 'created' ? 'created' : 'existing', job: toRecord(flat) }
        }),
        wake: toRefs(wake),
      }
    },

    async get(jobId) {
      const flat = await call('get', jobId)
      return flat === null ? undefined : toRecord(flat)
    },

    async input(jobId) {
      return toJson(await call('input', jobId))
    },

    async claim(jobId, { claimId, leaseMs, type: wanted = '' }) {
      const time = clock()
      const reply = list(await run('claim', [time, jobId, line(claimId), time + leaseMs, LOST, line(wanted)]))
      const [kind, flat, input] = reply
      if (kind !== 'claimed') {
        return { kind: 'refused', reason: kind as 'unknown' | 'finished' | 'running' | 'not-due' | 'no-slot' }
      }
      const job = toRecord(flat) as ProcessingRecord
      const { type, owner, attempt, leaseExpiresAt } = job
      return {
        kind: 'claimed',
        claim: { jobId, type, owner, attempt, claimId, leaseExpiresAt, fence: String(attempt) },
        job,
        input: toJson(input) ?? null,
      }
    },

    async heartbeat(claim, { leaseMs, progress }) {
      const { percent, ...note } = progress ?? { percent: '' }
      const time = clock()
      const lease = time + leaseMs
      const kind = await run('heartbeat', [
        ...[time, ...held(claim), lease, percent, progress ? JSON.stringify(note) : ''],
      ])
      if (kind !== 'held') return { kind: 'lost', reason: kind as Refusal }
      return { kind: 'held', claim: { ...claim, leaseExpiresAt: new Date(lease).toISOString() } }
    },

    async finish(claim, outcome) {
      const told = hash('sha256', JSON.stringify(outcome), 'base64')
      const reply = await call(
        'finish',
        ...held(claim),
        outcome.kind,
        told,
        JSON.stringify(outcome.kind === 'completed' ? outcome.output : outcome.error),
        outcome.kind === 'retry' ? Date.parse(outcome.runAfter) : '',
        DONE,
      )
      const [kind, flat, wake] = list(reply)
      if (kind !== 'accepted') return { kind: 'refused', reason: kind as Refusal }
      return { kind: 'accepted', job: toRecord(flat), wake: toRefs(wake) }
    },

    async cancel(jobId) {
      const [kind, flat, wake] = list(await call('cancel', jobId))
      if (kind === 'unknown') return { kind: 'unknown' }
      const job = toRecord(flat)
      if (job.status === 'cancelled') return { kind: 'cancelled', job, wake: toRefs(wake) }
      if (job.status === 'completed' || job.status === 'failed') return { kind: 'finished', job }
      throw new StoreError(`redis: job ${jobId} is ${job.status} after a cancel`)
    },

    async remove(jobId) {
      return (await call('remove', jobId)) as 'removed' | 'active' | 'unknown'
    },

    async recover(jobId) {
      const reply = await call('recover', jobId, LOST)
      if (reply === null) return { job: undefined, recovered: [], wake: [] }
      const [flat, recovered, wake] = list(reply)
      return {
        job: toRecord(flat),
        recovered: list(recovered) as ('lease-expired' | 'worker-lost')[],
        wake: toRefs(wake),
      }
    },

    async sweep(limit) {
      const flat = list(await call('sweep', limit)).map(String)
      const found: SweepFinding[] = []
      for (let i = 0; i + 2 < flat.length; i += 3) {
        const job = { jobId: flat[i + 1] ?? '', type: flat[i + 2] ?? '' }
        found.push({ kind: flat[i] === 'gone' ? 'gone' : 'stalled', job })
      }
      return found
    },

    async erase(jobId) {
      await call('erase', jobId)
    },

    async history(owner, query = {}) {
      const limit = Math.min(100, Math.max(1, query.limit ?? 20))
      const [afterAt = '', afterId = ''] = query.cursor === undefined ? [] : split(query.cursor)
      const after = afterAt === '' ? '' : Date.parse(afterAt)
      const reply = list(
        await call('history', line(owner), line(query.type ?? ''), query.status ?? '', limit, after, afterId),
      )
      const [page, more, pending, processing, completed, failed, cancelled] = reply
      const jobs: JobRecord[] = list(page).map(toRecord)
      const last = jobs.at(-1)
      const totals = { pending, processing, completed, failed, cancelled }
      return {
        jobs,
        ...(last && Number(more) === 1 && { cursor: `${last.createdAt} ${last.jobId}` }),
        totals: Object.fromEntries(
          Object.entries(totals).map(([status, count]) => [status, Number(count)]),
        ) as Record<JobStatus, number>,
      }
    },

    async once(key, value) {
      return String(await call('once', key, value))
    },

    async ping() {
      const sent = crypto.randomUUID()
      const kept = await call('ping', sent)
      if (typeof kept !== 'string') throw new StoreError('redis: a value written could not be read back')
    },

    close: () => commands.close(),
  }
}

type Refusal = 'cancelled' | 'superseded' | 'lapsed' | 'unknown'

const held = (claim: Claim): RedisArgument[] => [claim.jobId, line(claim.claimId), claim.attempt]

/** A cursor is a creation time and a job id. */
function split(cursor: string): [string, string] {
  const space = cursor.indexOf(' ')
  const at = space < 0 ? '' : cursor.slice(0, space)
  if (Number.isNaN(Date.parse(at))) throw new StoreError('redis: this is not a cursor of a history page')
  return [at, cursor.slice(space + 1)]
}
