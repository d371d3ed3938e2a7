import type { JobRecord, JobStore } from '../../netlify/store/job-store.ts'
import { StoreError } from '../../netlify/store/job-store.ts'
import { createMemoryBackend, createMemoryStore } from '../../netlify/store/memory.ts'
import { isTerminal } from '../../src/shared/job.ts'
import type { Model, ModelSetting } from './model.ts'
import { never, travelMs } from './model.ts'

/**
 * The model of Redis and Postgres: every operation is atomic, but the way there and back is not. A request may
 * get lost, land late, or lose its answer, and its process may die at any point of it.
 */
export function createMemoryModel({ scheduler, random, witness, options, trouble }: ModelSetting): Model {
  const backend = createMemoryBackend()
  const seen = new Map<string, string>()

  /** Tells the witness what the last operation changed. */
  function observe(): void {
    for (const [jobId, entry] of backend.entries) {
      const { job } = entry
      const gone = entry.removedAt !== undefined || entry.erased
      const mark = `${gone ? 'gone' : job.status} ${job.attempt} ${'claimId' in job ? job.claimId : ''}`
      if (seen.get(jobId) === mark) continue
      seen.set(jobId, mark)
      witness.note(jobId, {
        tick: scheduler.tick(),
        kind: job.status,
        status: gone ? 'gone' : job.status,
        attempt: job.attempt,
        owner: job.owner,
        ...('claimId' in job && { claimId: job.claimId }),
        ...(isTerminal(job.status) && { end: endOf(job) }),
      })
    }
  }

  return {
    open(process) {
      const store = createMemoryStore({ ...options, now: process.now }, backend)

      async function send<T>(operation: () => Promise<T>): Promise<T> {
        if (!process.alive) return never()
        const apply = () => {
          // The memory store never awaits, so its effect is there before its promise is.
          const answer = operation()
          observe()
          return answer
        }
        const arrival = scheduler.now() + travelMs(random)
        if (random.chance(trouble.crash)) {
          if (random.chance(0.5)) scheduler.at(arrival, () => void apply())
          process.die()
          return never()
        }
        const fault = random.chance(trouble.fault)
          ? random.pick(['before', 'after', 'late'] as const)
          : undefined
        return new Promise<T>((resolve, reject) => {
          const fail = () => {
            if (process.alive) reject(new StoreError('memory: the connection was lost'))
          }
          scheduler.at(arrival, () => {
            if (fault === 'before') {
              scheduler.at(scheduler.now() + travelMs(random), fail)
              return
            }
            if (fault === 'late') {
              scheduler.at(scheduler.now() + random.below(90_000), () => void apply())
              scheduler.at(scheduler.now() + 5000, fail)
              return
            }
            const answer = apply()
            scheduler.at(scheduler.now() + travelMs(random), () => {
              if (fault === 'after') fail()
              else if (process.alive) answer.then(resolve, reject)
            })
          })
        })
      }

      const operations: Partial<Record<keyof JobStore, unknown>> = {}
      for (const key of Object.keys(store) as (keyof JobStore)[]) {
        const operation = store[key]
        if (typeof operation !== 'function') continue
        operations[key] = (...args: unknown[]) =>
          send(() => (operation as (...args: unknown[]) => Promise<unknown>)(...args))
      }
      return { ...store, ...operations } as JobStore
    },
  }
}

function endOf(job: JobRecord): string {
  const { finishedAt, output, error } = job as Record<string, unknown> & JobRecord
  return JSON.stringify({ finishedAt, output, error })
}
