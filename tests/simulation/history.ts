import { createJobs } from '../../netlify/handlers/create-jobs.ts'
import { lookAfter, recoverJob } from '../../netlify/handlers/look-after.ts'
import { runAttempt } from '../../netlify/handlers/run-attempt.ts'
import type { Services } from '../../netlify/handlers/services.ts'
import type { JobDefinition } from '../../netlify/jobs/definition.ts'
import { defineJob } from '../../netlify/jobs/definition.ts'
import { NonRetryableError, RetryableError } from '../../netlify/jobs/errors.ts'
import type { JobRef, JobStore } from '../../netlify/store/job-store.ts'
import { defaultStoreOptions, StoreError } from '../../netlify/store/job-store.ts'
import { isTerminal } from '../../src/shared/job.ts'
import type { Random } from '../store/random.ts'
import { createRandom } from '../store/random.ts'
import { createFiles, emptyShelf } from './files.ts'
import type { Model, ModelSetting, Trouble } from './model.ts'
import { nothingTold, observedStore } from './observed-store.ts'
import type { Process, Scheduler } from './scheduler.ts'
import { createScheduler } from './scheduler.ts'
import { createWitness } from './witness.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const LEASE_SECONDS = 30
/** Every history begins ten minutes before midnight, because what may be erased is told by the day. */
const START_MS = Date.UTC(2026, 0, 1, 23, 50)

export interface HistoryResult {
  violations: string[]
  /** Events it took, and what became of its jobs: that a search which finds nothing did look. */
  events: number
  jobs: number
  completed: number
  crashes: number
  recovered: number
}

/**
 * Lives through one random history: visitors start jobs, workers run them, pages poll, sweeps sweep, people
 * cancel, while requests fail and processes die; then the trouble ends and time passes. Everything follows
 * from the seed.
 */
export async function liveHistory(
  seed: number,
  makeModel: (setting: ModelSetting) => Model,
  prepare: (scheduler: Scheduler, random: Random) => void,
  trace?: (line: string) => void,
): Promise<HistoryResult> {
  const random = createRandom(seed)
  const scheduler = createScheduler(START_MS, trace)
  prepare(scheduler, createRandom(seed ^ 0x5eed))
  const limits = { maxRunning: 1 + random.below(3), maxWaiting: 1 + random.below(4) }
  // In some histories jobs expire and are erased within minutes, though not sooner than a request can be late.
  const shortLived = random.chance(0.2)
  const keeping = shortLived ? { ttlMs: MINUTE, goneMs: 3 * MINUTE, historyMs: 5 * MINUTE } : {}
  const options = { ...defaultStoreOptions, ...keeping, limits }
  const witness = createWitness(() => limits.maxRunning)
  const trouble: Trouble = random.chance(0.1)
    ? { fault: 0, crash: 0, duplicate: 0 }
    : {
        fault: random.pick([0, 0.01, 0.05, 0.15]),
        crash: random.pick([0, 0.002, 0.01, 0.03]),
        duplicate: random.pick([0, 0.01, 0.05]),
      }
  const skewed = random.chance(0.3)
  const told = nothingTold(shortLived)
  const shelf = emptyShelf()
  const setting = { scheduler, random, witness, options, trouble }
  const model = makeModel(setting)
  let recovered = 0

  function spawn(
    name: string,
    run: (store: JobStore, services: Services, process: Process) => Promise<unknown>,
  ) {
    const skewMs = skewed && trouble.fault > 0 ? random.pick([-40, -5, 0, 3, 20, 45]) * SECOND : 0
    scheduler.spawn(
      name,
      (process) => {
        const store = observedStore(model.open(process), process, scheduler, witness, told)
        return run(store, servicesFor(store, process), process)
      },
      skewMs,
    )
  }

  function servicesFor(store: JobStore, process: Process): Services {
    const services: Pick<Services, 'store' | 'files' | 'dispatch' | 'log' | 'now' | 'afterwards'> = {
      store,
      files: createFiles(shelf, process, setting),
      now: process.now,
      log: (event) => {
        if (event === 'job-recovered') recovered += 1
      },
      afterwards: (work) => {
        work.catch(() => {})
      },
      async dispatch(jobs) {
        await process.sleep(random.below(50))
        for (const job of jobs) deliver(job)
      },
    }
    return { ...services, config: { JOB_LEASE_SECONDS: LEASE_SECONDS } } as Services
  }

  /** The call that wakes a worker may get lost, come late, or come several times. */
  function deliver({ jobId }: JobRef): void {
    if (random.chance(trouble.fault)) {
      scheduler.log(`wake-up of ${jobId.slice(0, 6)} is lost`)
      return
    }
    const times = random.chance(trouble.duplicate) ? 3 : 1
    for (let i = 0; i < times; i += 1) {
      scheduler.at(scheduler.now() + (i === 0 ? random.below(500) : random.below(3 * MINUTE)), () =>
        work(jobId),
      )
    }
  }

  let workers = 0
  function work(jobId: string): void {
    workers += 1
    const claimId = `claim-${workers}`
    spawn(`worker-${workers}`, async (store, services, process) => {
      if (random.chance(trouble.crash * 2)) {
        scheduler.at(scheduler.now() + random.below(90 * SECOND), () => process.die())
      }
      const by = { claimId, leaseMs: LEASE_SECONDS * SECOND }
      const result = await persistently(process, () => store.claim(jobId, by))
      if (result.kind === 'refused') return
      await runAttempt(definition, result, services)
    })
  }

  /** A caller may repeat what threw. */
  async function persistently<T>(process: Process, run: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await run()
      } catch (error) {
        if (!(error instanceof StoreError) || random.chance(0.4)) throw error
        await process.sleep(random.below(2 * SECOND))
      }
    }
  }

  const definition: JobDefinition<Plan> = defineJob<Plan, { file?: never }>({
    type: 'simulated',
    input: { parse: (value: unknown) => value } as never,
    attemptTimeoutMs: 70 * SECOND,
    retry: { maxAttempts: 1 + random.below(4), backoffMs: [SECOND, 5 * SECOND, 20 * SECOND] },
    run: async ({ attempt, signal, progress, storeFile, jobId }) => {
      for (let step = 0; step < random.below(4); step += 1) {
        await abortable(random.below(random.chance(0.2) ? 40_000 : 4000), signal)
        progress(random.below(100), `step-${step}`)
      }
      const dice = random.next()
      if (dice < 0.15) throw new RetryableError({ code: 'NETWORK', publicMessage: 'Again.' })
      if (dice < 0.2) throw new NonRetryableError({ code: 'INVALID', publicMessage: 'Change it.' })
      if (dice < 0.25) throw new Error('a bug')
      if (dice < 0.3) await new Promise(() => {})
      if (dice < 0.6) return {}
      const bytes = new TextEncoder().encode(`${jobId}/${attempt}`)
      const file = await storeFile(bytes, { fileName: 'a.pdf', contentType: 'application/pdf' })
      return { file } as never
    },
  })

  const known = new Map<string, string>()
  const owners = random.chance(0.7) ? ['ann'] : ['ann', 'ben']
  const troubleEndsMs = START_MS + (2 + random.below(6)) * MINUTE

  function trigger(number: number): void {
    const owner = random.pick(owners)
    const size = random.pick([1, 1, 1, 2, 3])
    const keyed = random.chance(0.7)
    const wanted = Array.from({ length: size }, (_, i) => ({
      input: { number, i },
      ...(keyed && { key: `key-${number}-${i}` }),
    }))
    const calls = random.chance(0.2) ? 2 : 1
    for (let call = 0; call < calls; call += 1) {
      // A page repeats a request that failed, under the same key.
      const again = (tries: number) => {
        let answered = false
        spawn(`trigger-${number}.${call}.${tries}`, async (_, services) => {
          try {
            const tickets = await createJobs(definition as JobDefinition, owner, wanted, services)
            answered = true
            for (const { jobId } of tickets) watch(jobId, owner)
          } catch (error) {
            if (!(error instanceof StoreError)) answered = true
            throw error
          }
        })
        scheduler.at(scheduler.now() + 15 * SECOND, () => {
          if (!answered && tries < 3 && random.chance(0.8)) again(tries + 1)
        })
      }
      again(0)
    }
  }

  /** What the visitor does about a job: looks until it is over or the page is closed; perhaps cancels. */
  function watch(jobId: string, owner: string): void {
    if (known.has(jobId)) return
    known.set(jobId, owner)
    const closesAt = scheduler.now() + random.pick([0, MINUTE, 10 * MINUTE])
    const every = random.pick([4, 10, 25]) * SECOND
    let over = false
    const look = () => {
      if (over || scheduler.now() > closesAt) return
      spawn(`poll ${jobId.slice(0, 6)}`, async (store, services) => {
        const found = await store.get(jobId)
        const job = found && (await lookAfter(found, services))
        over = !job || isTerminal(job.status)
      })
      scheduler.at(scheduler.now() + every, look)
    }
    scheduler.at(scheduler.now() + random.below(every), look)
    if (random.chance(0.2)) {
      scheduler.at(scheduler.now() + random.below(2 * MINUTE), () => {
        spawn(`cancel ${jobId.slice(0, 6)}`, async (store, services, process) => {
          const result = await persistently(process, () => store.cancel(jobId))
          if (result.kind === 'cancelled') await services.dispatch(result.wake)
          if (random.chance(0.3)) await persistently(process, () => store.remove(jobId))
        })
      })
    }
  }

  const triggers = 1 + random.below(4)
  for (let number = 0; number < triggers; number += 1) {
    scheduler.at(START_MS + random.below(MINUTE), () => trigger(number))
  }
  let sweeps = 0
  const sweepOnce = () => {
    sweeps += 1
    const copies = random.chance(0.1) ? 2 : 1
    for (let copy = 0; copy < copies; copy += 1) {
      spawn(`sweep-${sweeps}.${copy}`, async (store, services) => {
        for (const { kind, job } of await store.sweep(50)) {
          if (kind === 'gone') await store.erase(job.jobId)
          else await recoverJob(job.jobId, services)
        }
      })
    }
    scheduler.at(scheduler.now() + MINUTE, sweepOnce)
  }
  scheduler.at(START_MS + random.below(MINUTE), sweepOnce)
  if (trouble.fault > 0 && random.chance(0.5)) {
    // An outage: for a while nearly nothing gets through.
    const usual = trouble.fault
    const from = START_MS + random.below(2 * MINUTE)
    scheduler.at(from, () => {
      trouble.fault = 0.9
      scheduler.log('an outage begins')
    })
    scheduler.at(Math.min(from + random.below(MINUTE), troubleEndsMs - 1), () => {
      trouble.fault = usual
      scheduler.log('the outage ends')
    })
  }
  scheduler.at(troubleEndsMs, () => {
    Object.assign(trouble, { fault: 0, crash: 0, duplicate: 0 })
    scheduler.log('the trouble is over')
  })

  const allOver = () =>
    scheduler.now() > Math.max(troubleEndsMs + 90 * SECOND, shortLived ? START_MS + 15 * MINUTE : 0) &&
    [...known.keys()].every((jobId) => {
      const last = witness.moments(jobId).at(-1)
      return last !== undefined && (last.status === 'gone' || isTerminal(last.status))
    }) &&
    scheduler
      .processes()
      .every((process) => process.done || !process.alive || process.name.startsWith('sweep'))
  const endMs = troubleEndsMs + 30 * MINUTE
  await scheduler.run(endMs, allOver)

  const stuck = await finalLook()
  return {
    violations: [...witness.violations, ...told.violations, ...shelf.violations, ...stuck],
    events: scheduler.tick(),
    jobs: known.size,
    completed: [...known.keys()].filter((id) => witness.moments(id).at(-1)?.status === 'completed').length,
    crashes: scheduler.processes().filter(({ alive }) => !alive).length,
    recovered,
  }

  /** When time has passed and nothing goes wrong any more, everything must be in its place. */
  async function finalLook(): Promise<string[]> {
    const wrong: string[] = []
    let done = false
    scheduler.spawn('last look', async (process) => {
      const store = observedStore(model.open(process), process, scheduler, witness, told)
      for (const [jobId, owner] of known) {
        if (told.removed.has(jobId)) continue
        const job = await store.get(jobId)
        if (!job) {
          const last = witness.moments(jobId).at(-1)
          const may = last?.status === 'gone' || (shortLived && last && isTerminal(last.status as never))
          if (!may) wrong.push(`${jobId} was lost`)
          continue
        }
        if (!isTerminal(job.status)) wrong.push(`${jobId} is stuck: ${job.status}, attempt ${job.attempt}`)
        const file = job.status === 'completed' ? job.output.file : undefined
        if (file) {
          const kept = shelf.kept.get(file.fileId)
          if (!kept) wrong.push(`${jobId} is completed and its file is gone`)
          else if (kept.text !== `${jobId}/${job.attempt}`) wrong.push(`${jobId} has another attempt's file`)
        }
        if (job.owner !== owner) wrong.push(`${jobId} belongs to ${job.owner}`)
      }
      for (const owner of owners) {
        const page = await store.history(owner, { limit: 100 })
        const listed = new Map(page.jobs.map((job) => [job.jobId, job.status]))
        if (listed.size !== page.jobs.length) wrong.push(`the history of ${owner} lists a job twice`)
        for (const [jobId, of] of known) {
          const is = witness.moments(jobId).at(-1)?.status
          if (of !== owner || is === 'gone' || shortLived) continue
          if (listed.get(jobId) !== is)
            wrong.push(`history says ${listed.get(jobId)} of ${jobId}, which is ${is}`)
        }
      }
      done = true
    })
    const until = scheduler.now() + 10 * MINUTE
    await scheduler.run(until, () => done)
    if (!done) wrong.push('the last look did not end')
    return wrong
  }
}

interface Plan {
  number: number
  i: number
}

function abortable(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        reject(signal.reason)
      },
      { once: true },
    )
  })
}
