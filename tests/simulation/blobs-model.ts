import type { BlobAccess } from '../../netlify/store/blobs/blob-access.ts'
import { createBlobsStore } from '../../netlify/store/blobs/create-blobs-store.ts'
import type { JobEntry } from '../../netlify/store/blobs/job-log.ts'
import { StoreError } from '../../netlify/store/job-store.ts'
import { isTerminal } from '../../src/shared/job.ts'
import type { BlobsAnswer, BlobsRequest, Commit } from '../blobs-server/core.ts'
import { createBlobsCore } from '../blobs-server/core.ts'
import { inProcessAccess } from '../blobs-server/in-process.ts'
import type { Model, ModelSetting } from './model.ts'
import { never, travelMs } from './model.ts'
import type { Process } from './scheduler.ts'

/** Blobs answered 503, or not at all. */
class Unanswered extends Error {
  readonly status: number | undefined
  constructor(status?: number) {
    super(status ? `status ${status}` : 'no answer')
    this.status = status
  }
}

/**
 * The real Blobs driver over Blobs as production has it: conditional writes are serialised, reads are strong,
 * and answers may be 503, lost, late or doubled. One history in eight goes through the real client; in the
 * others, which are several times as fast, a plain map stands in for client and service.
 */
export function createBlobsModel({ scheduler, random, witness, options, trouble }: ModelSetting): Model {
  const realClient = random.chance(0.125)
  const core = createBlobsCore({ now: scheduler.now, onCommit: observe })
  const plain = new Map<string, string>()
  const lastSeq = new Map<string, number>()

  /** The job logs are what really happened. */
  function observe({ key, kind, body }: Commit): void {
    const [family, jobId = '', seq = ''] = key.split('/')
    if (family !== 'log') return
    const last = witness.moments(jobId).at(-1)
    if (kind !== 'setNew' || body === undefined) {
      const over = last && (last.status === 'gone' || isTerminal(last.status))
      if (!over) witness.violations.push(`a log entry of an active job was changed: ${kind} ${key}`)
      return
    }
    if (Number(seq) !== (lastSeq.get(jobId) ?? 0) + 1) {
      witness.violations.push(`the log of ${jobId} has a hole or starts anew at ${seq}`)
    }
    lastSeq.set(jobId, Number(seq))
    const entry = JSON.parse(body) as JobEntry
    if (entry.kind === 'void') {
      const { attempt = 0, owner = '' } = last ?? {}
      witness.note(jobId, { tick: scheduler.tick(), kind: 'void', status: 'gone', attempt, owner })
      return
    }
    const job = entry.record
    const { finishedAt, output, error } = job as Record<string, unknown>
    witness.note(jobId, {
      tick: scheduler.tick(),
      kind: entry.kind,
      status: job.status,
      attempt: job.attempt,
      owner: job.owner,
      ...(job.status === 'processing' && { claimId: job.claimId }),
      ...(isTerminal(job.status) && { end: JSON.stringify({ finishedAt, output, error }) }),
    })
    scheduler.log(`  log ${jobId.slice(0, 6)} ${seq} ${entry.kind} ${job.status}/${job.attempt}`)
  }

  /** One request on its way and back, with all that can happen to it. */
  function send<T>(process: Process, writes: boolean, apply: () => T): Promise<T> {
    if (!process.alive) return never()
    const arrival = scheduler.now() + travelMs(random)
    if (random.chance(trouble.crash)) {
      if (writes && random.chance(0.5)) scheduler.at(arrival, apply)
      process.die()
      return never()
    }
    if (writes && random.chance(trouble.duplicate)) scheduler.at(arrival + random.below(60_000), apply)
    const fault = random.chance(trouble.fault)
      ? random.pick(['503', '503 after', 'lost', 'lost after', 'late'] as const)
      : undefined
    return new Promise((resolve, reject) => {
      const reply = (run: () => void, ms = travelMs(random)) =>
        scheduler.at(scheduler.now() + ms, () => {
          if (process.alive) run()
        })
      scheduler.at(arrival, () => {
        if (fault === 'late') {
          if (writes) scheduler.at(scheduler.now() + random.below(60_000), apply)
          reply(() => reject(new Unanswered()), 5000)
          return
        }
        const answer = fault === '503' || fault === 'lost' ? undefined : { value: apply() }
        if (answer && !fault) reply(() => resolve(answer.value))
        else reply(() => reject(new Unanswered(fault?.startsWith('503') ? 503 : undefined)))
      })
    })
  }

  function fetchFor(process: Process): typeof fetch {
    return async (input, init = {}) => {
      const url = new URL(input instanceof Request ? input.url : input)
      const request: BlobsRequest = {
        method: init.method ?? 'GET',
        path: url.pathname + url.search,
        headers: new Headers(init.headers),
        body: bytesOf(init.body),
        cached: url.host === 'cached.blobs.test',
      }
      try {
        return light(await send(process, request.method !== 'get', () => core.answer(request)))
      } catch (error) {
        if (error instanceof Unanswered && error.status) {
          return light({ status: error.status, headers: {}, body: null })
        }
        throw error
      }
    }
  }

  /** What `openBlobs` makes of the service, without its client. */
  function plainAccess(process: Process): BlobAccess {
    const change = (key: string, body: string | undefined, kind: 'set' | 'setNew' | 'delete') => {
      if (body === undefined) plain.delete(key)
      else plain.set(key, body)
      observe({ store: 'jobs', key, kind, body })
    }
    async function ask<T>(what: string, writes: boolean, apply: () => T): Promise<T> {
      for (const delay of [100, 400, undefined]) {
        try {
          return await send(process, writes, apply)
        } catch (cause) {
          if (delay === undefined) throw new StoreError(`blobs: ${what} failed`, { cause })
          await process.sleep(delay)
        }
      }
      throw new StoreError(`blobs: ${what} failed`)
    }
    return {
      read: (key) => ask(`read ${key}`, false, () => plain.get(key)),
      readBytes: () => Promise.reject(new StoreError('blobs: not in this model')),
      async writeNew(key, value) {
        try {
          return await send(process, true, () => {
            if (plain.has(key)) return 'taken'
            change(key, value, 'setNew')
            return 'written'
          })
        } catch {
          return 'unknown'
        }
      },
      write: (key, value) => ask(`write ${key}`, true, () => change(key, String(value), 'set')),
      delete: (key) =>
        ask(`delete ${key}`, true, () => {
          if (plain.has(key)) change(key, undefined, 'delete')
        }),
      list: (prefix) =>
        ask(`list ${prefix}`, false, () => [...plain.keys()].filter((key) => key.startsWith(prefix)).sort()),
    }
  }

  return {
    open(process) {
      const place = realClient
        ? { name: 'jobs', access: inProcessAccess, fetch: fetchFor(process) }
        : plainAccess(process)
      return createBlobsStore(place, { ...options, now: process.now })
    },
  }
}

/** As much of a `Response` as the driver reads before it makes its own. */
function light({ status, headers, body }: BlobsAnswer): Response {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : (body ?? new Uint8Array())
  return {
    status,
    headers: new Headers(headers),
    body: null,
    arrayBuffer: async () => bytes.slice().buffer,
  } as unknown as Response
}

function bytesOf(body: RequestInit['body']): Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return new TextEncoder().encode(body)
  if (body instanceof ArrayBuffer) return new Uint8Array(body)
  return new Uint8Array()
}
