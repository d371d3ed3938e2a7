import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Claim, JobStore } from '../../netlify/store/job-store.ts'

const LEASE = 500
const OWNERS = ['ann', 'bob', 'cem']

/**
 * Many workers, pollers, sweeps and cancels on several stores over one server at once, for real. Leases are
 * short and some workers stop without a word. No call may fail (a deadlock would); no more of an owner's jobs
 * than `maxRunning` are ever seen held; every job ends, and each by one accepted outcome.
 */
export async function storm(
  stores: readonly JobStore[],
  { jobs, maxRunning }: { jobs: number; maxRunning: number },
) {
  const accepted = new Map<string, number>()
  /** By owner, the jobs that surely hold a slot, with the end of their lease. */
  const held = new Map<string, Map<string, number>>(OWNERS.map((owner) => [owner, new Map()]))
  const cancelled = new Set<string>()
  const all: string[] = []
  let most = 0
  const pick = <T>(from: readonly T[]) => from[Math.floor(Math.random() * from.length)] as T
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

  async function work(jobId: string) {
    const taken = await pick(stores).claim(jobId, { claimId: randomUUID(), leaseMs: LEASE })
    if (taken.kind !== 'claimed') return
    const { claim } = taken
    const running = held.get(claim.owner) ?? new Map<string, number>()
    if (!cancelled.has(jobId)) running.set(jobId, Date.parse(claim.leaseExpiresAt))
    const now = Date.now()
    most = Math.max(most, [...running.values()].filter((until) => until > now).length)
    await pause(Math.random() * 20)
    // This worker dies: its slot is taken until the lease ends.
    if (Math.random() < 0.1) return
    const beat = await pick(stores).heartbeat(claim, {
      leaseMs: LEASE,
      progress: { percent: 50, stage: 'half' },
    })
    running.delete(jobId)
    if (beat.kind === 'held') await end(beat.claim)
  }

  async function end(claim: Claim) {
    const again = { code: 'NETWORK', message: 'Again.', retryable: true }
    const outcome =
      Math.random() < 0.2
        ? ({ kind: 'retry', error: again, runAfter: new Date().toISOString() } as const)
        : ({ kind: 'completed', output: {} } as const)
    const results = await Promise.all([
      pick(stores).finish(claim, outcome),
      pick(stores).finish(claim, outcome),
    ])
    const [first] = results.filter((result) => result.kind === 'accepted')
    if (first?.kind !== 'accepted') return
    if (outcome.kind === 'completed') accepted.set(claim.jobId, (accepted.get(claim.jobId) ?? 0) + 1)
    for (const result of results) if (result.kind === 'accepted') await Promise.all(result.wake.map(run))
  }

  const run = ({ jobId }: { jobId: string }) => work(jobId)

  async function produce(owner: string) {
    let made = 0
    while (made < jobs) {
      const batch = Array.from({ length: Math.random() < 0.2 ? 3 : 1 }, () => ({
        ...{ jobId: randomUUID(), type: 'test-job', owner, input: {}, inputHash: 'h', maxAttempts: 50 },
      }))
      const result = await pick(stores).create(batch)
      if (result.kind === 'accepted') {
        made += batch.length
        all.push(...batch.map(({ jobId }) => jobId))
        await Promise.all(result.wake.map(run))
        if (Math.random() < 0.1) {
          const { jobId } = pick(batch)
          cancelled.add(jobId)
          held.get(owner)?.delete(jobId)
          await pick(stores).cancel(jobId).then(wakeAll)
        }
      } else await pause(5)
    }
  }

  const wakeAll = async (result: object) => {
    if ('wake' in result) await Promise.all((result.wake as { jobId: string }[]).map(run))
  }

  let over = false
  async function look() {
    while (!over) {
      for (const { kind, job } of await pick(stores).sweep(20)) {
        if (kind === 'stalled') await pick(stores).recover(job.jobId).then(wakeAll)
      }
      if (all.length > 0) await pick(stores).recover(pick(all)).then(wakeAll)
      await pause(10)
    }
  }

  const lookers = [look(), look()]
  await Promise.all(OWNERS.map(produce))
  const deadline = Date.now() + 15_000
  let open = all
  while (open.length > 0 && Date.now() < deadline) {
    await pause(50)
    const found = await Promise.all(open.map((jobId) => pick(stores).get(jobId)))
    open = open.filter((_, i) => found[i]?.status === 'pending' || found[i]?.status === 'processing')
  }
  over = true
  await Promise.all(lookers)

  expect(open).toEqual([])
  expect(most).toBeGreaterThan(1)
  expect(most).toBeLessThanOrEqual(maxRunning)
  expect([...accepted.values()].filter((times) => times > 1)).toEqual([])
  for (const owner of OWNERS) {
    const { totals } = await pick(stores).history(owner)
    expect(totals).toMatchObject({ pending: 0, processing: 0, failed: 0 })
    expect(totals.completed + totals.cancelled).toBeGreaterThanOrEqual(jobs)
  }
}
