import { createBlobsStore } from '../../netlify/store/blobs/create-blobs-store.ts'
import type { JobEntry } from '../../netlify/store/blobs/job-log.ts'
import { isTerminal } from '../../src/shared/job.ts'
import type { BlobsAnswer, BlobsRequest, Commit } from '../blobs-server/core.ts'
import { createBlobsCore } from '../blobs-server/core.ts'
import { inProcessAccess } from '../blobs-server/in-process.ts'
import type { Model, ModelSetting } from './model.ts'
import { never, travelMs } from './model.ts'
import type { Process } from './scheduler.ts'

/**
 * The real Blobs driver, with the real client, over Blobs as production has it: conditional writes are
 * serialised, reads are strong, and answers may be 503, lost, late or doubled.
 */
export function createBlobsModel({ scheduler, random, witness, options, trouble }: ModelSetting): Model {
  const core = createBlobsCore({ now: scheduler.now, onCommit: observe })
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

  function fetchFor(process: Process): typeof fetch {
    return (input, init = {}) => {
      if (!process.alive) return never()
      const url = new URL(input instanceof Request ? input.url : input)
      const request: BlobsRequest = {
        method: init.method ?? 'GET',
        path: url.pathname + url.search,
        headers: new Headers(init.headers),
        body: bytesOf(init.body),
        cached: url.host === 'cached.blobs.test',
      }
      const writes = request.method !== 'get'
      const arrival = scheduler.now() + travelMs(random)
      if (random.chance(trouble.crash)) {
        if (writes && random.chance(0.5)) scheduler.at(arrival, () => core.answer(request))
        process.die()
        return never()
      }
      if (writes && random.chance(trouble.duplicate)) {
        scheduler.at(arrival + random.below(60_000), () => core.answer(request))
      }
      const fault = random.chance(trouble.fault)
        ? random.pick(['503', '503 after', 'lost', 'lost after', 'late'] as const)
        : undefined
      return new Promise((resolve, reject) => {
        const reply = (run: () => void, ms = travelMs(random)) =>
          scheduler.at(scheduler.now() + ms, () => {
            if (process.alive) run()
          })
        const lose = () => reject(new TypeError('fetch failed'))
        scheduler.at(arrival, () => {
          if (fault === 'late') {
            if (writes) scheduler.at(scheduler.now() + random.below(60_000), () => core.answer(request))
            reply(lose, 5000)
            return
          }
          const applies = fault !== '503' && fault !== 'lost'
          const answer = applies ? core.answer(request) : undefined
          if (fault?.startsWith('503')) reply(() => resolve(light({ status: 503, headers: {}, body: null })))
          else if (fault) reply(lose)
          else if (answer) reply(() => resolve(light(answer)))
        })
      })
    }
  }

  return {
    open: (process) =>
      createBlobsStore(
        { name: 'jobs', access: inProcessAccess, fetch: fetchFor(process) },
        { ...options, now: process.now },
      ),
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
