import { randomUUID } from 'node:crypto'
import { describe, expect, test as vitestTest } from 'vitest'
import type {
  Claim,
  JobRecord,
  JobStore,
  NewJob,
  Outcome,
  StoreOptions,
} from '../../netlify/store/job-store.ts'
import { defaultStoreOptions } from '../../netlify/store/job-store.ts'

/** How the suite gets at one kind of store. */
export interface Driver {
  name: string
  /**
   * A store over data that nobody else has, or, with `backend`, over the data of every other store made with
   * the same word. The clock starts at the real time and only moves ahead of it, so native expiry by duration
   * never strikes early.
   */
  make(
    options: Partial<StoreOptions>,
    backend?: string,
  ): Promise<{ store: JobStore; dispose(): Promise<void> }>
  /** Behaviours that this driver does not have, by their titles, with the reason; they show as skipped. */
  exceptions?: readonly { test: string; reason: string }[]
}

export const LEASE_MS = 30_000
/** The default `dispatchGraceMs`. */
export const GRACE_MS = 5_000
export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE

/** What one behaviour works with: a store of its own, an owner of its own, and the time. */
export interface Kit {
  store: JobStore
  owner: string
  now(): number
  /** Lets time pass for every store of this kit. */
  pass(ms: number): void
  /** Another instance over the same data; `skewMs` sets its clock ahead (behind when negative). */
  another(skewMs?: number, options?: Partial<StoreOptions>): Promise<JobStore>
  job(over?: Partial<NewJob>): NewJob
  /** Creates one job and gives its id. */
  created(over?: Partial<NewJob>): Promise<string>
  /** Creates `count` jobs, one after the other, a millisecond apart. */
  createdInTurn(count: number, over?: Partial<NewJob>): Promise<string[]>
  /** Takes an attempt that must be free. */
  claimed(jobId: string, leaseMs?: number): Promise<Claim>
  /** Creates one job and takes its first attempt. */
  running(over?: Partial<NewJob>): Promise<Claim>
  got(jobId: string): Promise<JobRecord>
}

export type Behaviour = (
  title: string,
  run: (kit: Kit) => Promise<void>,
  options?: Partial<StoreOptions>,
) => void

export const completed = (note = 'done'): Outcome => ({
  kind: 'completed',
  output: { warnings: [{ code: 'NOTE', message: note }] },
})
export const failed = (code = 'INVALID_DATA'): Outcome => ({
  kind: 'failed',
  error: { code, message: 'Check the data and try again.', retryable: false },
})
export const retry = (runAfterMs: number, code = 'NETWORK'): Outcome => ({
  kind: 'retry',
  error: { code, message: 'The network failed; it is tried again.', retryable: true },
  runAfter: new Date(runAfterMs).toISOString(),
})

export const claimId = () => `claim-${randomUUID()}`
export const lease = (ms = LEASE_MS) => ({ claimId: claimId(), leaseMs: ms })
export const ids = (refs: readonly { jobId: string }[]) => refs.map((ref) => ref.jobId)

export async function makeKit(driver: Driver, options: Partial<StoreOptions> = {}) {
  const backend = randomUUID()
  const owner = `owner-${randomUUID()}`
  const opened: { dispose(): Promise<void> }[] = []
  let time = Date.now()

  async function open(skewMs: number, more: Partial<StoreOptions>) {
    const made = await driver.make(
      { ...defaultStoreOptions, ...options, ...more, now: () => time + skewMs },
      backend,
    )
    opened.push(made)
    return made.store
  }

  const store = await open(0, {})
  const kit: Kit = {
    store,
    owner,
    now: () => time,
    pass: (ms) => {
      time += ms
    },
    another: (skewMs = 0, more = {}) => open(skewMs, more),
    job: (over = {}) => ({
      jobId: randomUUID(),
      type: 'test-job',
      owner,
      input: { text: 'hello' },
      inputHash: 'abc123',
      maxAttempts: 5,
      ...over,
    }),
    async created(over) {
      const job = kit.job(over)
      const result = await store.create([job])
      if (result.kind !== 'accepted') throw new Error(`create was refused: ${result.reason}`)
      return job.jobId
    },
    async createdInTurn(count, over) {
      const made: string[] = []
      for (let i = 0; i < count; i += 1) {
        made.push(await kit.created(over))
        time += 1
      }
      return made
    },
    async claimed(jobId, leaseMs) {
      const result = await store.claim(jobId, lease(leaseMs))
      if (result.kind !== 'claimed') throw new Error(`claim was refused: ${result.reason}`)
      return result.claim
    },
    running: async (over) => kit.claimed(await kit.created(over)),
    async got(jobId) {
      const job = await store.get(jobId)
      if (!job) throw new Error('the job is unknown')
      return job
    },
  }
  return {
    kit,
    async dispose() {
      for (const made of opened.reverse()) await made.dispose()
    },
  }
}

/** Registers behaviours with vitest. Exceptions that name no behaviour fail, so that none outlives its reason. */
export function suiteFor(driver: Driver) {
  const titles = new Set<string>()
  const excused = new Map((driver.exceptions ?? []).map(({ test, reason }) => [test, reason]))

  function theme(name: string, register: (behaviour: Behaviour) => void) {
    describe(name, () => {
      register((title, run, options) => {
        if (titles.has(title)) throw new Error(`Two behaviours are called "${title}"`)
        titles.add(title)
        const reason = excused.get(title)
        if (reason !== undefined) {
          vitestTest.skip(`${title} (${driver.name}: ${reason})`, () => {})
          return
        }
        vitestTest(title, async () => {
          const { kit, dispose } = await makeKit(driver, options)
          try {
            await run(kit)
          } finally {
            await dispose()
          }
        })
      })
    })
  }

  function close() {
    vitestTest('has no exception for a behaviour that does not exist', () => {
      expect([...excused.keys()].filter((title) => !titles.has(title))).toEqual([])
    })
  }

  return { theme, close }
}
