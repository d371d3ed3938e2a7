import { expect } from 'vitest'
import type { Behaviour } from '../kit.ts'
import { completed, LEASE_MS, lease, MINUTE, retry } from '../kit.ts'

export function clocks(it: Behaviour): void {
  it('shares its data between instances', async ({ created, another, got }) => {
    const jobId = await created()
    const other = await another()
    expect(await other.get(jobId)).toEqual(await got(jobId))
  })

  it('lets a claim of one instance finish on another', async ({ store, created, another, got }) => {
    const jobId = await created()
    const other = await another()
    const claim = await store.claim(jobId, lease())
    if (claim.kind !== 'claimed') throw new Error('refused')
    expect((await other.heartbeat(claim.claim, { leaseMs: LEASE_MS })).kind).toBe('held')
    expect((await other.finish(claim.claim, completed())).kind).toBe('accepted')
    expect((await got(jobId)).status).toBe('completed')
  })

  it('gives no second claim to an instance whose clock is behind', async ({ running, another }) => {
    const { jobId } = await running()
    const behind = await another(-MINUTE)
    expect(await behind.claim(jobId, lease())).toEqual({ kind: 'refused', reason: 'running' })
  })

  it('lets one outcome stand when a clock far ahead takes the attempt over', async ({
    store,
    running,
    another,
    got,
  }) => {
    const first = await running()
    const ahead = await another(10 * MINUTE)
    const second = await ahead.claim(first.jobId, lease())
    if (second.kind !== 'claimed') throw new Error('refused')
    expect((await store.finish(first, completed('first'))).kind).toBe('refused')
    expect((await ahead.finish(second.claim, completed('second'))).kind).toBe('accepted')
    expect(await got(first.jobId)).toMatchObject({ output: { warnings: [{ message: 'second' }] } })
  })

  it('stops a worker whose attempt a clock ahead has taken back', async ({ store, running, another }) => {
    const claim = await running()
    const ahead = await another(10 * MINUTE)
    await ahead.recover(claim.jobId)
    expect((await store.heartbeat(claim, { leaseMs: LEASE_MS })).kind).toBe('lost')
  })

  it('does not let a clock behind revive what was taken back', async ({ running, another, pass, store }) => {
    const claim = await running()
    const behind = await another(-10 * MINUTE)
    pass(LEASE_MS + 1)
    await store.recover(claim.jobId)
    expect((await behind.heartbeat(claim, { leaseMs: LEASE_MS })).kind).toBe('lost')
    expect((await behind.finish(claim, completed())).kind).toBe('refused')
  })

  it('holds the limit between instances whose clocks differ', async ({ createdInTurn, another, claimed }) => {
    const jobs = await createdInTurn(5)
    const ahead = await another(MINUTE)
    const behind = await another(-MINUTE)
    for (const jobId of jobs.slice(0, 3)) await claimed(jobId)
    // A minute ahead the leases have lapsed, but the slots of the lost jobs stay theirs.
    expect((await ahead.claim(jobs[3] ?? '', lease())).kind).toBe('refused')
    expect((await behind.claim(jobs[4] ?? '', lease())).kind).toBe('refused')
  })

  it('keeps one job for one id between instances whose clocks differ', async ({ store, job, another }) => {
    const made = job()
    const ahead = await another(MINUTE)
    await ahead.create([made])
    expect(await store.create([made])).toMatchObject({ jobs: [{ disposition: 'existing' }] })
  })

  it('makes a retry wait by the clock of who looks', async ({ store, running, another, now }) => {
    const claim = await running()
    await store.finish(claim, retry(now() + 5 * MINUTE))
    const behind = await another(-MINUTE)
    const ahead = await another(6 * MINUTE)
    expect(await behind.claim(claim.jobId, lease())).toMatchObject({ reason: 'not-due' })
    expect((await ahead.claim(claim.jobId, lease())).kind).toBe('claimed')
  })

  it('does not lose a job that was made by a clock ahead', async ({ store, job, another, owner }) => {
    const made = job()
    const ahead = await another(10 * MINUTE)
    await ahead.create([made])
    expect((await store.claim(made.jobId, lease())).kind).toBe('claimed')
    expect((await store.history(owner)).totals.processing).toBe(1)
  })

  it('never lets progress fall between instances whose clocks differ', async ({
    store,
    running,
    another,
    got,
  }) => {
    const claim = await running()
    const behind = await another(-MINUTE)
    await store.heartbeat(claim, { leaseMs: LEASE_MS, progress: { percent: 70, stage: 'a' } })
    await behind.heartbeat(claim, { leaseMs: 2 * MINUTE, progress: { percent: 30, stage: 'b' } })
    expect((await got(claim.jobId)).progress.percent).toBe(70)
  })
}
