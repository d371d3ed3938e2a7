import { expect } from 'vitest'
import type { Behaviour } from '../kit.ts'
import { completed, GRACE_MS, ids, LEASE_MS } from '../kit.ts'

const one = { limits: { maxRunning: 1, maxWaiting: 1 } }

export function owners(it: Behaviour): void {
  it('lists only the jobs of the owner', async ({ store, created, owner }) => {
    const mine = await created()
    await created({ owner: 'somebody-else' })
    const page = await store.history(owner)
    expect(ids(page.jobs)).toEqual([mine])
    expect(page.totals.pending).toBe(1)
  })

  it('does not take a longer name for the owner', async ({ store, created, owner }) => {
    await created({ owner: `${owner}-2` })
    await created({ owner: owner.slice(0, -1) })
    expect((await store.history(owner)).jobs).toEqual([])
  })

  it('tells owners apart whose names differ in case', async ({ store, created }) => {
    const upper = await created({ owner: 'Owner-A' })
    await created({ owner: 'owner-a' })
    expect(ids((await store.history('Owner-A')).jobs)).toEqual([upper])
  })

  it('keeps an owner whose name has odd characters', async ({ store, created, claimed }) => {
    const owner = 'auth0|6a:b/c é%2F*?'
    const jobId = await created({ owner })
    await store.finish(await claimed(jobId), completed())
    const page = await store.history(owner)
    expect(page.jobs).toMatchObject([{ jobId, owner, status: 'completed' }])
  })

  it('names the owner in the record, so that others can be refused', async ({ created, got }) => {
    expect((await got(await created({ owner: 'somebody-else' }))).owner).toBe('somebody-else')
  })

  it(
    'wakes only jobs of the owner whose slot came free',
    async ({ store, job, running }) => {
      await store.create([job({ owner: 'somebody-else' })])
      await store.create([job({ owner: 'somebody-else' })])
      expect(await store.finish(await running(), completed())).toMatchObject({ wake: [] })
    },
    one,
  )

  it(
    'recovers only jobs of the owner looked at',
    async ({ store, created, claimed, running, pass, got }) => {
      const stranger = await created({ owner: 'somebody-else' })
      await claimed(stranger)
      const claim = await running()
      pass(LEASE_MS + 1)
      const result = await store.recover(claim.jobId)
      expect(ids(result.wake)).toEqual([claim.jobId])
      expect((await got(stranger)).status).toBe('processing')
    },
    one,
  )

  it(
    'fills up one line without filling another',
    async ({ store, job, createdInTurn }) => {
      await createdInTurn(2)
      expect((await store.create([job()])).kind).toBe('refused')
      expect((await store.create([job({ owner: 'somebody-else' })])).kind).toBe('accepted')
    },
    one,
  )

  it('gives a job of another owner under a taken id, for the caller to refuse', async ({
    store,
    job,
    pass,
  }) => {
    const theirs = job({ owner: 'somebody-else' })
    await store.create([theirs])
    pass(GRACE_MS)
    const result = await store.create([job({ jobId: theirs.jobId })])
    expect(result).toMatchObject({ jobs: [{ disposition: 'existing', job: { owner: 'somebody-else' } }] })
  })
}
