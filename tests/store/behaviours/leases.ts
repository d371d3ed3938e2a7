import { expect } from 'vitest'
import type { Behaviour } from '../kit.ts'
import { completed, LEASE_MS, MINUTE, retry, SECOND } from '../kit.ts'

const beat = { leaseMs: LEASE_MS }

export function leases(it: Behaviour): void {
  it('renews a lease from now', async ({ store, running, pass, now }) => {
    const claim = await running()
    pass(10 * SECOND)
    const result = await store.heartbeat(claim, beat)
    expect(result).toMatchObject({
      kind: 'held',
      claim: { attempt: 1, leaseExpiresAt: new Date(now() + LEASE_MS).toISOString() },
    })
  })

  it('keeps a job running for as long as it beats', async ({ store, running, pass, got }) => {
    let claim = await running()
    for (let i = 0; i < 10; i += 1) {
      pass(20 * SECOND)
      const result = await store.heartbeat(claim, beat)
      if (result.kind !== 'held') throw new Error(result.reason)
      claim = result.claim
    }
    expect((await got(claim.jobId)).status).toBe('processing')
    expect(await store.recover(claim.jobId)).toMatchObject({ recovered: [] })
  })

  it('shows the renewed lease in the record', async ({ store, running, pass, got, now }) => {
    const claim = await running()
    pass(5 * SECOND)
    await store.heartbeat(claim, beat)
    expect(await got(claim.jobId)).toMatchObject({ leaseExpiresAt: new Date(now() + LEASE_MS).toISOString() })
  })

  it('never revives a lapsed lease', async ({ store, running, pass }) => {
    const claim = await running()
    pass(LEASE_MS + 1)
    expect(await store.heartbeat(claim, beat)).toEqual({ kind: 'lost', reason: 'lapsed' })
  })

  it('never revives a lapsed lease, however often it is asked', async ({ store, running, pass, claimed }) => {
    const claim = await running()
    pass(LEASE_MS + 1)
    for (let i = 0; i < 3; i += 1) {
      expect(await store.heartbeat(claim, { ...beat, progress: { percent: 50, stage: 'x' } })).toMatchObject({
        kind: 'lost',
      })
    }
    expect((await claimed(claim.jobId)).attempt).toBe(2)
  })

  it('tells a worker that another took over', async ({ store, running, pass, claimed }) => {
    const claim = await running()
    pass(LEASE_MS + 1)
    await claimed(claim.jobId)
    const result = await store.heartbeat(claim, beat)
    expect(result.kind === 'lost' && result.reason).toMatch(/^(superseded|lapsed)$/)
  })

  it('tells a worker of a cancel', async ({ store, running }) => {
    const claim = await running()
    await store.cancel(claim.jobId)
    expect(await store.heartbeat(claim, beat)).toEqual({ kind: 'lost', reason: 'cancelled' })
  })

  it('tells a worker of a job that is unknown', async ({ store, running }) => {
    const claim = await running()
    await store.cancel(claim.jobId)
    await store.remove(claim.jobId)
    expect(await store.heartbeat(claim, beat)).toMatchObject({ kind: 'lost' })
    expect(await store.heartbeat({ ...claim, jobId: 'never' }, beat)).toEqual({
      kind: 'lost',
      reason: 'unknown',
    })
  })

  it('refuses a heartbeat of a claim that has finished', async ({ store, running, now }) => {
    const claim = await running()
    await store.finish(claim, completed())
    expect(await store.heartbeat(claim, beat)).toMatchObject({ kind: 'lost' })
    const second = await running()
    await store.finish(second, retry(now() + MINUTE))
    expect(await store.heartbeat(second, beat)).toMatchObject({ kind: 'lost' })
  })

  it('refuses a heartbeat with another claim id', async ({ store, running, got }) => {
    const claim = await running()
    const stolen = { ...claim, claimId: 'somebody-else' }
    expect(await store.heartbeat(stolen, { leaseMs: 10 * MINUTE })).toMatchObject({ kind: 'lost' })
    expect(await got(claim.jobId)).toMatchObject({ leaseExpiresAt: claim.leaseExpiresAt })
  })

  it('writes progress', async ({ store, running, got }) => {
    const claim = await running()
    const progress = { percent: 40, stage: 'rendered', message: 'Page 2 of 5' }
    await store.heartbeat(claim, { ...beat, progress })
    expect((await got(claim.jobId)).progress).toEqual(progress)
  })

  it('starts an attempt with no progress', async ({ running, got }) => {
    const claim = await running()
    expect((await got(claim.jobId)).progress.percent).toBe(0)
  })

  it('keeps progress through a heartbeat that brings none', async ({ store, running, got }) => {
    const claim = await running()
    await store.heartbeat(claim, { ...beat, progress: { percent: 40, stage: 'rendered' } })
    await store.heartbeat(claim, beat)
    expect((await got(claim.jobId)).progress).toEqual({ percent: 40, stage: 'rendered' })
  })

  it('never lets progress fall within an attempt', async ({ store, running, got }) => {
    const claim = await running()
    await store.heartbeat(claim, { ...beat, progress: { percent: 60, stage: 'rendered' } })
    await store.heartbeat(claim, { ...beat, progress: { percent: 20, stage: 'printed' } })
    expect((await got(claim.jobId)).progress).toEqual({ percent: 60, stage: 'printed' })
  })

  it('starts progress over with a new attempt', async ({ store, running, got, now, claimed }) => {
    const claim = await running()
    await store.heartbeat(claim, { ...beat, progress: { percent: 60, stage: 'rendered' } })
    await store.finish(claim, retry(now()))
    await claimed(claim.jobId)
    expect((await got(claim.jobId)).progress.percent).toBe(0)
  })

  it('lets a new attempt report less than the one before', async ({ store, running, got, pass, claimed }) => {
    const first = await running()
    await store.heartbeat(first, { ...beat, progress: { percent: 90, stage: 'printed' } })
    pass(LEASE_MS + 1)
    const second = await claimed(first.jobId)
    await store.heartbeat(second, { ...beat, progress: { percent: 10, stage: 'validated' } })
    expect((await got(first.jobId)).progress).toEqual({ percent: 10, stage: 'validated' })
  })

  it('takes no progress from a superseded worker', async ({ store, running, got, pass, claimed }) => {
    const first = await running()
    pass(LEASE_MS + 1)
    const second = await claimed(first.jobId)
    await store.heartbeat(second, { ...beat, progress: { percent: 10, stage: 'validated' } })
    await store.heartbeat(first, { ...beat, progress: { percent: 99, stage: 'late' } })
    expect((await got(first.jobId)).progress).toEqual({ percent: 10, stage: 'validated' })
  })

  it('takes no progress after a cancel', async ({ store, running, got }) => {
    const claim = await running()
    await store.cancel(claim.jobId)
    const before = await got(claim.jobId)
    await store.heartbeat(claim, { ...beat, progress: { percent: 99, stage: 'late' } })
    expect(await got(claim.jobId)).toEqual(before)
  })

  it('changes the revision with progress', async ({ store, running, got }) => {
    const claim = await running()
    const before = (await got(claim.jobId)).revision
    await store.heartbeat(claim, { ...beat, progress: { percent: 40, stage: 'rendered' } })
    expect((await got(claim.jobId)).revision).not.toBe(before)
  })

  it('keeps the revision while nothing changes', async ({ running, got }) => {
    const claim = await running()
    expect((await got(claim.jobId)).revision).toBe((await got(claim.jobId)).revision)
  })

  it('accepts a heartbeat with the claim as first given', async ({ store, running, pass }) => {
    const claim = await running()
    pass(20 * SECOND)
    await store.heartbeat(claim, beat)
    pass(20 * SECOND)
    expect(await store.heartbeat(claim, beat)).toMatchObject({ kind: 'held' })
  })

  it('lets a heartbeat shorten the lease', async ({ store, running, pass, claimed }) => {
    const claim = await running()
    await store.heartbeat(claim, { leaseMs: SECOND })
    pass(SECOND + 1)
    expect((await claimed(claim.jobId)).attempt).toBe(2)
  })
}
