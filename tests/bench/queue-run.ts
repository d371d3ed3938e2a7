import { randomUUID } from 'node:crypto'
import type { JobStore } from '../../netlify/store/job-store.ts'
import { quantile } from './figures.ts'

/** One queue in a race: `run` creates, claims and completes `jobs` no-op jobs, `concurrency` at a time. */
export interface Contestant {
  name: string
  run(jobs: number, concurrency: number): Promise<void>
}

interface Race {
  jobs: number
  concurrency: number
  rounds: number
}

/** Runs `each` `count` times, `concurrency` at a time. */
export async function times(count: number, concurrency: number, each: (i: number) => Promise<void>) {
  let next = 0
  async function lane() {
    while (next < count) {
      next += 1
      await each(next)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, lane))
}

/**
 * Create, claim, complete through the store's own calls. As with the rivals, `concurrency` lanes create while as
 * many work; what is dispatched goes from one to the other in this process. Every job has an owner of its own,
 * so no limit binds.
 */
export function ours(name: string, producer: JobStore, worker: JobStore): Contestant {
  return {
    name,
    async run(jobs, concurrency) {
      const dispatched: string[] = []
      const idle: ((jobId: string) => void)[] = []
      const dispatch = (jobId: string) => {
        const waiting = idle.shift()
        if (waiting) waiting(jobId)
        else dispatched.push(jobId)
      }
      const next = async () => dispatched.shift() ?? new Promise<string>((resolve) => idle.push(resolve))
      const created = times(jobs, concurrency, async () => {
        const jobId = randomUUID()
        await producer.create([
          { jobId, type: 'no-op', owner: jobId, input: { n: 1 }, inputHash: 'h', maxAttempts: 5 },
        ])
        dispatch(jobId)
      })
      const worked = times(jobs, concurrency, async () => {
        const taken = await worker.claim(await next(), { claimId: randomUUID(), leaseMs: 30_000 })
        if (taken.kind !== 'claimed') throw new Error(`claim was refused: ${taken.reason}`)
        const done = await worker.finish(taken.claim, { kind: 'completed', output: {} })
        if (done.kind !== 'accepted') throw new Error(`finish was refused: ${done.reason}`)
      })
      await Promise.all([created, worked])
    },
  }
}

/** Runs the contestants in turn, a warm-up round first, and prints medians and our ratio to each. */
export async function race(title: string, contestants: Contestant[], { jobs, concurrency, rounds }: Race) {
  const rates = new Map(contestants.map(({ name }) => [name, [] as number[]]))
  for (let round = 0; round <= rounds; round += 1) {
    // The order turns with each round, so that nobody always runs on a tired machine.
    for (let i = 0; i < contestants.length; i += 1) {
      const contestant = contestants[(i + round) % contestants.length]
      if (!contestant) continue
      const start = performance.now()
      await contestant.run(round === 0 ? Math.ceil(jobs / 5) : jobs, concurrency)
      if (round > 0) rates.get(contestant.name)?.push((jobs / (performance.now() - start)) * 1000)
    }
  }
  const [first] = contestants
  const own = median(rates.get(first?.name ?? '') ?? [])
  const lines = contestants.map(({ name }) => {
    const all = rates.get(name) ?? []
    const rate = median(all)
    const range = `${Math.min(...all).toFixed(0)}-${Math.max(...all).toFixed(0)}`
    const ratio = name === first?.name ? '' : `  ours is ${(own / rate).toFixed(2)} times that`
    return `  ${name.padEnd(34)} ${rate.toFixed(0).padStart(6)} jobs/s  (${range})${ratio}`
  })
  process.stdout.write(
    `${title}: create + claim + complete, ${jobs} jobs, ${concurrency} at a time, median of ${rounds} rounds\n${lines.join('\n')}\n`,
  )
}

export function median(values: number[]): number {
  return quantile(values, 0.5)
}
