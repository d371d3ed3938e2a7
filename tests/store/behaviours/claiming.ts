import { expect } from 'vitest'
import type { Behaviour } from '../kit.ts'
import { completed, failed, LEASE_MS, lease, MINUTE, retry, SECOND } from '../kit.ts'

export function claiming(it: Behaviour): void {
  it('lets a claim take the first attempt', async ({ store, created, owner, now }) => {
    const jobId = await created()
    const by = lease()
    const result = await store.claim(jobId, by)
    expect(result).toMatchObject({
      kind: 'claimed',
      claim: { jobId, type: 'test-job', owner, attempt: 1, claimId: by.claimId },
      job: { status: 'processing', attempt: 1, claimId: by.claimId },
      input: { text: 'hello' },
    })
    if (result.kind !== 'claimed') return
    expect(result.claim.leaseExpiresAt).toBe(new Date(now() + LEASE_MS).toISOString())
    expect(result.job.leaseExpiresAt).toBe(result.claim.leaseExpiresAt)
    expect(result.job.startedAt).toBe(new Date(now()).toISOString())
  })

  it('shows a claimed job as processing', async ({ created, claimed, got }) => {
    const jobId = await created()
    await claimed(jobId)
    expect(await got(jobId)).toMatchObject({ status: 'processing', attempt: 1 })
  })

  it('refuses a second claim while the first runs', async ({ store, running }) => {
    const { jobId } = await running()
    expect(await store.claim(jobId, lease())).toEqual({ kind: 'refused', reason: 'running' })
  })

  it('refuses a second claim until the last moment of the lease', async ({ store, running, pass }) => {
    const { jobId } = await running()
    pass(LEASE_MS - 1)
    expect(await store.claim(jobId, lease())).toEqual({ kind: 'refused', reason: 'running' })
  })

  it('answers the same claimer again with the same claim', async ({ store, created }) => {
    const jobId = await created()
    const by = lease()
    const first = await store.claim(jobId, by)
    const second = await store.claim(jobId, by)
    expect(second).toMatchObject({ kind: 'claimed', claim: { attempt: 1, claimId: by.claimId } })
    expect(first.kind).toBe('claimed')
  })

  it('gives a repeated claim a claim that works', async ({ store, created }) => {
    const jobId = await created()
    const by = lease()
    await store.claim(jobId, by)
    const second = await store.claim(jobId, by)
    if (second.kind !== 'claimed') throw new Error('refused')
    expect(await store.heartbeat(second.claim, { leaseMs: LEASE_MS })).toMatchObject({ kind: 'held' })
    expect(await store.finish(second.claim, completed())).toMatchObject({ kind: 'accepted' })
  })

  it('refuses a claim of an unknown job', async ({ store }) => {
    expect(await store.claim('never', lease())).toEqual({ kind: 'refused', reason: 'unknown' })
  })

  it('refuses a claim under the name of another type', async ({ store, created, got }) => {
    const jobId = await created({ type: 'one-type' })
    expect(await store.claim(jobId, { ...lease(), type: 'other-type' })).toEqual({
      kind: 'refused',
      reason: 'unknown',
    })
    expect((await got(jobId)).status).toBe('pending')
    expect((await store.claim(jobId, { ...lease(), type: 'one-type' })).kind).toBe('claimed')
  })

  it('refuses a claim of a completed job', async ({ store, running }) => {
    const claim = await running()
    await store.finish(claim, completed())
    expect(await store.claim(claim.jobId, lease())).toEqual({ kind: 'refused', reason: 'finished' })
  })

  it('gives the same claimer nothing to write with after it has finished', async ({
    store,
    running,
    got,
  }) => {
    const claim = await running()
    await store.finish(claim, completed())
    const again = await store.claim(claim.jobId, { claimId: claim.claimId, leaseMs: LEASE_MS })
    if (again.kind === 'claimed') {
      expect((await store.heartbeat(again.claim, { leaseMs: LEASE_MS })).kind).toBe('lost')
      expect((await store.finish(again.claim, failed())).kind).toBe('refused')
    } else expect(again.reason).toBe('finished')
    expect((await got(claim.jobId)).status).toBe('completed')
  })

  it('refuses a claim of a failed job', async ({ store, running }) => {
    const claim = await running()
    await store.finish(claim, failed())
    expect(await store.claim(claim.jobId, lease())).toEqual({ kind: 'refused', reason: 'finished' })
  })

  it('refuses a claim of a cancelled job', async ({ store, created }) => {
    const jobId = await created()
    await store.cancel(jobId)
    expect(await store.claim(jobId, lease())).toEqual({ kind: 'refused', reason: 'finished' })
  })

  it('refuses a claim before the retry is due', async ({ store, running, now, pass }) => {
    const claim = await running()
    await store.finish(claim, retry(now() + MINUTE))
    pass(MINUTE - 1)
    expect(await store.claim(claim.jobId, lease())).toEqual({ kind: 'refused', reason: 'not-due' })
  })

  it('lets a due retry be claimed as the next attempt', async ({ store, running, now, pass, claimed }) => {
    const claim = await running()
    await store.finish(claim, retry(now() + MINUTE))
    pass(MINUTE)
    expect((await claimed(claim.jobId)).attempt).toBe(2)
  })

  it('counts attempts up one by one', async ({ store, created, claimed, now, got }) => {
    const jobId = await created()
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      const claim = await claimed(jobId)
      expect(claim.attempt).toBe(attempt)
      await store.finish(claim, retry(now()))
      expect(await got(jobId)).toMatchObject({ status: 'pending', attempt })
    }
  })

  it('gives the input to every attempt', async ({ store, created, claimed, now }) => {
    const jobId = await created({ input: { deep: { list: [1, 'two', null, true] } } })
    await store.finish(await claimed(jobId), retry(now()))
    const second = await store.claim(jobId, lease())
    expect(second).toMatchObject({ input: { deep: { list: [1, 'two', null, true] } } })
  })

  it('takes over from a claim whose lease ran out', async ({ store, running, pass }) => {
    const { jobId } = await running()
    pass(LEASE_MS + 1)
    expect(await store.claim(jobId, lease())).toMatchObject({
      kind: 'claimed',
      claim: { attempt: 2 },
      job: { attempt: 2, status: 'processing' },
    })
  })

  it('ends a job whose last attempt was lost instead of claiming it', async ({
    store,
    running,
    pass,
    got,
  }) => {
    const { jobId } = await running({ maxAttempts: 1 })
    pass(LEASE_MS + 1)
    expect(await store.claim(jobId, lease())).toEqual({ kind: 'refused', reason: 'finished' })
    expect(await got(jobId)).toMatchObject({ status: 'failed', error: { code: 'WORKER_LOST' } })
  })

  it('changes the revision with a claim', async ({ created, claimed, got }) => {
    const jobId = await created()
    const before = (await got(jobId)).revision
    await claimed(jobId)
    expect((await got(jobId)).revision).not.toBe(before)
  })

  it('honours the lease that the claimer asked for', async ({ store, created, pass }) => {
    const jobId = await created()
    await store.claim(jobId, lease(2 * SECOND))
    pass(2 * SECOND + 1)
    expect((await store.claim(jobId, lease())).kind).toBe('claimed')
  })

  it('sets updatedAt with a claim', async ({ created, claimed, got, pass, now }) => {
    const jobId = await created()
    pass(1234)
    await claimed(jobId)
    expect((await got(jobId)).updatedAt).toBe(new Date(now()).toISOString())
  })

  it('drops the error of the attempt before when the next one is claimed', async ({
    store,
    running,
    now,
    claimed,
    got,
  }) => {
    const claim = await running()
    await store.finish(claim, retry(now()))
    await claimed(claim.jobId)
    const job = await got(claim.jobId)
    expect(job).not.toHaveProperty('error')
    expect(job).not.toHaveProperty('runAfter')
  })
}
