import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Claim, JobRecord, JobRef, JobStore, NewJob, Outcome } from '../../netlify/store/job-store.ts'
import { defaultStoreOptions } from '../../netlify/store/job-store.ts'
import { createMemoryStore } from '../../netlify/store/memory.ts'
import { isTerminal } from '../../src/shared/job.ts'
import type { Driver } from './kit.ts'
import { completed, failed, HOUR, LEASE_MS, MINUTE, retry, SECOND } from './kit.ts'
import type { Random } from './random.ts'
import { createRandom } from './random.ts'

/** A claim as each of the two stores gave it. */
interface ClaimPair {
  model: Claim
  real: Claim
}

/**
 * Applies one random sequence of operations to the memory store and to a driver and compares every answer.
 *
 * @throws Error with the seed and the whole sequence at the first difference.
 */
export async function differential(driver: Driver, { seed, steps = 60 }: { seed: number; steps?: number }) {
  const random = createRandom(seed)
  let time = Date.now()
  const options = {
    ...defaultStoreOptions,
    limits: { maxRunning: 1 + random.below(3), maxWaiting: random.below(5) },
    now: () => time,
  }
  const model = createMemoryStore(options)
  const { store: real, dispose } = await driver.make(options, randomUUID())
  const trace: string[] = []

  /** Does the same to both; both answers must be alike. */
  async function both<T>(
    what: string,
    act: (store: JobStore, side: 'model' | 'real') => Promise<T>,
  ): Promise<T> {
    trace.push(what)
    const expected = await act(model, 'model')
    const got = await act(real, 'real')
    const [a, b] = [comparable(expected), comparable(got)]
    if (!isDeepStrictEqual(a, b)) {
      throw new Error(
        `${driver.name} differs from memory (seed ${seed}) at step ${trace.length}: ${what}\n` +
          `expected ${JSON.stringify(a)}\n     got ${JSON.stringify(b)}\n${trace.join('\n')}`,
      )
    }
    return expected
  }

  const world = createWorld(random, options.now)
  try {
    for (let step = 0; step < steps; step += 1) {
      if (random.chance(0.3)) {
        const ms = random.pick([7, 900, 2 * SECOND, 6 * SECOND, LEASE_MS + SECOND, MINUTE + 3, 11 * MINUTE])
        time += random.chance(0.02) ? 26 * HOUR : ms
        trace.push(`pass to ${time}`)
        if (random.chance(0.5)) await world.late(both)
        await world.settle(both)
      }
      await world.act(both)
    }
    await world.settle(both)
    for (const jobId of world.ids) await both(`get ${jobId}`, (store) => store.get(jobId))
  } finally {
    await dispose()
  }
}

type Both = <T>(what: string, act: (store: JobStore, side: 'model' | 'real') => Promise<T>) => Promise<T>

function createWorld(random: Random, now: () => number) {
  const owners = ['ann', 'ben']
  const ids: string[] = []
  const jobs = new Map<string, NewJob>()
  const claims: ClaimPair[] = []

  function newJob(owner: string): NewJob {
    const jobId = `job-${ids.length}-${random.below(1_000_000)}`
    ids.push(jobId)
    const job: NewJob = {
      jobId,
      type: random.pick(['one-type', 'other-type']),
      owner,
      input: { number: ids.length },
      inputHash: `hash-${ids.length}`,
      maxAttempts: 1 + random.below(3),
      ...(random.chance(0.2) && { document: { id: `doc-${random.below(3)}` } }),
    }
    jobs.set(jobId, job)
    return job
  }

  function outcome(): Outcome {
    if (random.chance(0.4)) return completed(`note ${random.below(3)}`)
    if (random.chance(0.3)) return failed()
    return retry(now() + random.pick([0, 0, SECOND, 10 * SECOND, MINUTE]))
  }

  async function claim(both: Both, jobId: string, claimId: string) {
    const pair: Partial<ClaimPair> = {}
    await both(`claim ${jobId} by ${claimId}`, async (store, side) => {
      const result = await store.claim(jobId, { claimId, leaseMs: LEASE_MS })
      if (result.kind === 'claimed') pair[side] = result.claim
      return result
    })
    if (pair.model && pair.real) claims.push({ model: pair.model, real: pair.real })
  }

  async function heartbeat(both: Both, pair: ClaimPair) {
    const percent = random.below(100)
    const progress = random.chance(0.7) ? { progress: { percent, stage: `s${random.below(3)}` } } : {}
    await both(`heartbeat ${pair.model.jobId} attempt ${pair.model.attempt} ${percent}`, (store, side) =>
      store.heartbeat(pair[side], { leaseMs: LEASE_MS, ...progress }),
    )
  }

  async function finish(both: Both, pair: ClaimPair) {
    const end = outcome()
    await both(
      `finish ${pair.model.jobId} attempt ${pair.model.attempt} ${JSON.stringify(end)}`,
      (store, side) => store.finish(pair[side], end),
    )
    if (random.chance(0.1)) {
      await both(`finish again ${pair.model.jobId}`, (store, side) => store.finish(pair[side], end))
    }
  }

  /** What is answered about a job past its time to live is left open in part; those are only read. */
  async function recent(both: Both, jobId: string) {
    const job = await both(`get ${jobId}`, (store) => store.get(jobId))
    return job && !('expiresAt' in job && now() >= Date.parse(job.expiresAt)) ? job : undefined
  }

  return {
    ids,

    /** Workers whose lease may have run out write before anybody has noticed. */
    async late(both: Both) {
      for (const pair of claims.slice(-3)) {
        if (!(await recent(both, pair.model.jobId))) continue
        await (random.chance(0.5) ? heartbeat(both, pair) : finish(both, pair))
      }
    },

    /**
     * Whether an operation on one job also notices what befell its neighbours is left open; so everything
     * that can be noticed is noticed first.
     */
    async settle(both: Both) {
      for (const jobId of ids) {
        const job = await both(`get ${jobId}`, (store) => store.get(jobId))
        if (job && !isTerminal(job.status)) await both(`recover ${jobId}`, (store) => store.recover(jobId))
      }
    },

    async act(both: Both) {
      const dice = random.next()
      if (ids.length === 0 || dice < 0.15) {
        const owner = random.pick(owners)
        const batch = Array.from({ length: random.pick([1, 1, 1, 2, 3]) }, () => newJob(owner))
        const old = random.chance(0.2) ? [...jobs.values()].find((job) => job.owner === owner) : undefined
        if (old && !batch.includes(old) && (await recent(both, old.jobId))) batch.push(old)
        await both(`create ${batch.map(({ jobId }) => jobId).join(' ')}`, (store) => store.create(batch))
        return
      }
      const jobId = random.pick(ids)
      if (dice < 0.2) {
        const owner = random.pick(owners)
        const query = {
          ...(random.chance(0.3) && { status: random.pick(['pending', 'completed', 'failed'] as const) }),
          ...(random.chance(0.3) && { type: 'one-type' }),
          limit: 1 + random.below(4),
        }
        await pages(both, owner, query)
        return
      }
      if (dice < 0.25) {
        await both(`input ${jobId}`, (store) => store.input(jobId))
        return
      }
      const pair = claims.length > 0 ? random.pick(claims.slice(-6)) : undefined
      if (pair && dice < 0.65) {
        if (!(await recent(both, pair.model.jobId))) return
        if (dice < 0.4) await heartbeat(both, pair)
        else await finish(both, pair)
        return
      }
      if (!(await recent(both, jobId))) return
      if (dice < 0.88) await claim(both, jobId, `claim-${random.below(1_000_000)}`)
      else if (dice < 0.93) await both(`cancel ${jobId}`, (store) => store.cancel(jobId))
      else if (dice < 0.96) await both(`remove ${jobId}`, (store) => store.remove(jobId))
      else await both(`recover ${jobId}`, (store) => store.recover(jobId))
    },
  }
}

/** Walks the history with each store's own cursors. */
async function pages(
  both: Both,
  owner: string,
  query: { status?: JobRecord['status']; type?: string; limit: number },
) {
  await both(`history ${owner} ${JSON.stringify(query)}`, async (store) => {
    const found: JobRecord[] = []
    let cursor: string | undefined
    let totals: unknown
    do {
      const page = await store.history(owner, { ...query, ...(cursor !== undefined && { cursor }) })
      found.push(...page.jobs)
      totals = page.totals
      cursor = page.cursor
    } while (cursor !== undefined && found.length < 100)
    // Whether the history still tells the output of a job that has expired is left open.
    return { jobs: found.map((job) => ({ ...job, output: undefined })), totals }
  })
}

/** Leaves out what each driver may choose: fences, revisions, times of writing, the progress of ended attempts. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable)
  if (typeof value !== 'object' || value === null) return value
  const { fence, revision, updatedAt, recovered, ...rest } = value as Record<string, unknown>
  if (rest.reason === 'superseded' || rest.reason === 'cancelled') rest.reason = 'lapsed'
  if ('wake' in rest) rest.wake = (rest.wake as JobRef[]).map(({ jobId }) => jobId).sort()
  if ('status' in rest && 'jobId' in rest) {
    if (rest.status !== 'processing' && rest.status !== 'completed') delete rest.progress
    if (rest.status === 'cancelled' || rest.status === 'failed') delete rest.startedAt
  }
  return Object.fromEntries(
    Object.entries(rest)
      .filter(([, entry]) => entry !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, comparable(entry)]),
  )
}
