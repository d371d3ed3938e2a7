/**
 * How long one store operation takes, one at a time, per driver on local servers:
 * `node tests/bench/store-latency.ts [jobs]`. The aim is a median under 5 ms on Redis and Postgres.
 */
import { randomUUID } from 'node:crypto'
import type { JobStore } from '../../netlify/store/job-store.ts'
import { eachDriver } from './drivers.ts'
import { quantile } from './figures.ts'

const jobs = Number(process.argv[2] ?? 500)
const OPERATIONS = ['create', 'get', 'claim', 'heartbeat', 'finish'] as const

async function measure(store: JobStore, count: number) {
  const taken = new Map<string, number[]>(OPERATIONS.map((name) => [name, []]))
  async function timed<T>(name: (typeof OPERATIONS)[number], call: () => Promise<T>): Promise<T> {
    const start = performance.now()
    const result = await call()
    taken.get(name)?.push(performance.now() - start)
    return result
  }
  for (let i = 0; i < count; i += 1) {
    const jobId = randomUUID()
    const job = { jobId, type: 'no-op', owner: jobId, input: { text: 'x'.repeat(2000) }, inputHash: 'h' }
    await timed('create', () => store.create([{ ...job, maxAttempts: 5 }]))
    const claimed = await timed('claim', () => store.claim(jobId, { claimId: randomUUID(), leaseMs: 30_000 }))
    if (claimed.kind !== 'claimed') throw new Error(`claim was refused: ${claimed.reason}`)
    await timed('get', () => store.get(jobId))
    const progress = { percent: 50, stage: 'half' }
    await timed('heartbeat', () => store.heartbeat(claimed.claim, { leaseMs: 30_000, progress }))
    await timed('finish', () => store.finish(claimed.claim, { kind: 'completed', output: {} }))
  }
  return taken
}

process.stdout.write(`${jobs} jobs, one operation at a time, ms p50 / p95\n`)
await eachDriver(async (store) => {
  await measure(store, Math.ceil(jobs / 5))
  const taken = await measure(store, jobs)
  const cells = [...taken].map(
    ([name, all]) => `${name} ${quantile(all, 0.5).toFixed(2)} / ${quantile(all, 0.95).toFixed(2)}`,
  )
  process.stdout.write(`  ${store.name.padEnd(9)} ${cells.join('   ')}\n`)
})
