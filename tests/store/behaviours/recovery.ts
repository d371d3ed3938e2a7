import { expect } from 'vitest'
import type { Behaviour } from '../kit.ts'
import { completed, GRACE_MS, HOUR, ids, LEASE_MS, MINUTE, retry, SECOND } from '../kit.ts'

const one = { limits: { maxRunning: 1, maxWaiting: 20 } }

export function recovery(it: Behaviour): void {
  it('leaves a healthy job alone', async ({ store, running, got }) => {
    const claim = await running()
    const before = await got(claim.jobId)
    expect(await store.recover(claim.jobId)).toEqual({ job: before, recovered: [], wake: [] })
  })

  it('takes back an attempt whose lease ran out', async ({ store, running, pass, got }) => {
    const claim = await running()
    pass(LEASE_MS + 1)
    expect(await store.recover(claim.jobId)).toMatchObject({
      job: { status: 'pending', attempt: 1 },
      recovered: ['lease-expired'],
      wake: [{ jobId: claim.jobId, type: 'test-job' }],
    })
    const job = await got(claim.jobId)
    expect(job.status).toBe('pending')
    expect(job).not.toHaveProperty('runAfter')
    expect(job).not.toHaveProperty('claimId')
  })

  it('lets a taken-back attempt be claimed at once', async ({ store, running, pass, claimed }) => {
    const claim = await running()
    pass(LEASE_MS + 1)
    await store.recover(claim.jobId)
    expect((await claimed(claim.jobId)).attempt).toBe(2)
  })

  it('refuses the worker whose attempt was taken back', async ({ store, running, pass, got }) => {
    const claim = await running()
    pass(LEASE_MS + 1)
    await store.recover(claim.jobId)
    expect(await store.heartbeat(claim, { leaseMs: LEASE_MS })).toMatchObject({ kind: 'lost' })
    expect(await store.finish(claim, completed())).toMatchObject({ kind: 'refused' })
    expect((await got(claim.jobId)).status).toBe('pending')
  })

  it('ends a job whose last attempt was lost', async ({ store, running, pass }) => {
    const claim = await running({ maxAttempts: 1 })
    pass(LEASE_MS + 1)
    expect(await store.recover(claim.jobId)).toMatchObject({
      job: { status: 'failed', attempt: 1, error: { code: 'WORKER_LOST' } },
      recovered: ['worker-lost'],
      wake: [],
    })
  })

  it('notices a lost attempt only once', async ({ store, running, pass }) => {
    const claim = await running()
    pass(LEASE_MS + 1)
    await store.recover(claim.jobId)
    expect(await store.recover(claim.jobId)).toMatchObject({ recovered: [], wake: [] })
  })

  it('uses up attempts as workers are lost', async ({ store, created, claimed, pass, got }) => {
    const jobId = await created({ maxAttempts: 3 })
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      expect((await claimed(jobId)).attempt).toBe(attempt)
      pass(LEASE_MS + 1)
      await store.recover(jobId)
    }
    expect(await got(jobId)).toMatchObject({ status: 'failed', attempt: 3, error: { code: 'WORKER_LOST' } })
  })

  it('does not wake a job again before the grace has passed', async ({ store, created, pass }) => {
    const jobId = await created()
    pass(GRACE_MS - 1)
    expect(await store.recover(jobId)).toMatchObject({ wake: [] })
  })

  it('wakes a job again whose worker never came', async ({ store, created, pass }) => {
    const jobId = await created()
    pass(GRACE_MS)
    expect(await store.recover(jobId)).toMatchObject({ wake: [{ jobId }] })
  })

  it('wakes a job at most once within the grace', async ({ store, created, pass }) => {
    const jobId = await created()
    pass(GRACE_MS)
    await store.recover(jobId)
    expect(await store.recover(jobId)).toMatchObject({ wake: [] })
    pass(GRACE_MS)
    expect(await store.recover(jobId)).toMatchObject({ wake: [{ jobId }] })
  })

  it('does not wake a retry before it is due', async ({ store, running, now, pass }) => {
    const claim = await running()
    await store.finish(claim, retry(now() + HOUR))
    pass(HOUR - 1)
    expect(await store.recover(claim.jobId)).toMatchObject({ wake: [] })
  })

  it('wakes a retry when it is due', async ({ store, running, now, pass }) => {
    const claim = await running()
    await store.finish(claim, retry(now() + HOUR))
    pass(HOUR)
    expect(await store.recover(claim.jobId)).toMatchObject({ wake: [{ jobId: claim.jobId }] })
    expect(await store.recover(claim.jobId)).toMatchObject({ wake: [] })
  })

  it(
    'takes back what holds the slots that a waiting job needs',
    async ({ store, created, claimed, pass }) => {
      const holds = await created({ maxAttempts: 1 })
      await claimed(holds)
      const waits = await created()
      pass(LEASE_MS + 1)
      expect(ids((await store.recover(waits)).wake)).toEqual([waits])
      expect(await store.get(holds)).toMatchObject({ status: 'failed', error: { code: 'WORKER_LOST' } })
    },
    one,
  )

  it(
    'wakes a lost job that holds the slot of the one looked at',
    async ({ store, created, claimed, pass }) => {
      const holds = await created()
      await claimed(holds)
      const waits = await created()
      pass(LEASE_MS + 1)
      expect(ids((await store.recover(waits)).wake)).toEqual([holds])
    },
    one,
  )

  it(
    'leaves a waiting job waiting while the slots are well used',
    async ({ store, running, created, pass }) => {
      await running()
      const waits = await created()
      pass(GRACE_MS + 1)
      expect(await store.recover(waits)).toMatchObject({
        job: { status: 'pending' },
        recovered: [],
        wake: [],
      })
    },
    one,
  )

  it('wakes every job of the owner that wants a worker', async ({ store, createdInTurn, pass }) => {
    const jobs = await createdInTurn(5)
    pass(GRACE_MS + 1)
    const { wake } = await store.recover(jobs[4] ?? '')
    expect(ids(wake).sort()).toEqual(jobs.slice(0, 3).sort())
  })

  it('changes nothing about a finished job', async ({ store, running, got, pass }) => {
    const claim = await running()
    await store.finish(claim, completed())
    const before = await got(claim.jobId)
    pass(MINUTE)
    expect(await store.recover(claim.jobId)).toEqual({ job: before, recovered: [], wake: [] })
  })

  it('answers undefined for an unknown job', async ({ store }) => {
    expect(await store.recover('never')).toEqual({ job: undefined, recovered: [], wake: [] })
  })

  it('changes the revision when it takes an attempt back', async ({ store, running, got, pass }) => {
    const claim = await running()
    const before = (await got(claim.jobId)).revision
    pass(LEASE_MS + 1)
    await store.recover(claim.jobId)
    expect((await got(claim.jobId)).revision).not.toBe(before)
  })

  it('sweeps nothing when nothing is there', async ({ store }) => {
    expect(await store.sweep(50)).toEqual([])
  })

  it('sweeps past jobs that are well', async ({ store, created, running, now, pass }) => {
    await created()
    await running()
    const scheduled = await running()
    await store.finish(scheduled, retry(now() + HOUR))
    const done = await running()
    await store.finish(done, completed())
    pass(GRACE_MS - 1)
    expect(await store.sweep(50)).toEqual([])
  })

  it('sweeps up a lapsed lease', async ({ store, running, pass }) => {
    const { jobId } = await running()
    pass(LEASE_MS + 1)
    expect(await store.sweep(50)).toEqual([{ kind: 'stalled', job: { jobId, type: 'test-job' } }])
  })

  it('sweeps up a lapsed lease that was renewed before', async ({ store, running, pass }) => {
    const claim = await running()
    pass(20 * SECOND)
    await store.heartbeat(claim, { leaseMs: LEASE_MS })
    pass(20 * SECOND)
    expect(await store.sweep(50)).toEqual([])
    pass(20 * SECOND)
    expect(ids((await store.sweep(50)).map(({ job }) => job))).toEqual([claim.jobId])
  })

  it('sweeps up a job whose worker never came', async ({ store, created, pass }) => {
    const jobId = await created()
    pass(GRACE_MS + 1)
    expect(await store.sweep(50)).toEqual([{ kind: 'stalled', job: { jobId, type: 'test-job' } }])
  })

  it('sweeps up a retry that is due', async ({ store, running, now, pass }) => {
    const claim = await running()
    await store.finish(claim, retry(now() + HOUR))
    pass(HOUR + GRACE_MS + 1)
    expect(ids((await store.sweep(50)).map(({ job }) => job))).toEqual([claim.jobId])
  })

  it(
    'sweeps up a job that is waiting beside a free slot',
    async ({ store, created, running, pass }) => {
      const claim = await running({ maxAttempts: 1 })
      const waits = await created()
      pass(LEASE_MS + 1)
      // Its own claim ends the lost job; nobody was told that a slot came free.
      await store.claim(claim.jobId, { claimId: 'late', leaseMs: LEASE_MS })
      const found = ids((await store.sweep(50)).map(({ job }) => job))
      for (const jobId of found) await store.recover(jobId)
      expect(await store.claim(waits, { claimId: 'next', leaseMs: LEASE_MS })).toMatchObject({
        kind: 'claimed',
      })
      expect(found).toContain(waits)
    },
    one,
  )

  it('sweeps across owners', async ({ store, created, pass }) => {
    const jobs = [await created({ owner: 'a-owner' }), await created({ owner: 'b-owner' })]
    pass(GRACE_MS + 1)
    expect(ids((await store.sweep(50)).map(({ job }) => job)).sort()).toEqual(jobs.sort())
  })

  it('sweeps no more than it is asked for', async ({ store, created, pass }) => {
    for (let i = 0; i < 5; i += 1) await created({ owner: `owner-${i}` })
    pass(GRACE_MS + 1)
    expect((await store.sweep(2)).length).toBe(2)
  })

  it('gets through everything in bounded batches, a minute apart', async ({
    store,
    created,
    claimed,
    pass,
  }) => {
    const left = new Set<string>()
    for (let i = 0; i < 7; i += 1) left.add(await created({ owner: `owner-${i}` }))
    for (let round = 0; round < 10 && left.size > 0; round += 1) {
      pass(MINUTE)
      for (const { job } of await store.sweep(2)) {
        await store.recover(job.jobId)
        await claimed(job.jobId, HOUR)
        left.delete(job.jobId)
      }
    }
    expect([...left]).toEqual([])
  })

  it('finds the same twice when nobody has acted', async ({ store, running, pass }) => {
    await running()
    pass(LEASE_MS + 1)
    expect(await store.sweep(50)).toEqual(await store.sweep(50))
  })

  it('wakes nobody twice when the sweep runs twice', async ({ store, running, pass }) => {
    const { jobId } = await running()
    pass(LEASE_MS + 1)
    const woken: string[] = []
    for (let round = 0; round < 2; round += 1) {
      for (const { job } of await store.sweep(50)) woken.push(...ids((await store.recover(job.jobId)).wake))
    }
    expect(woken).toEqual([jobId])
  })

  it('finds nothing more once its findings run', async ({ store, running, claimed, pass }) => {
    const { jobId } = await running()
    pass(LEASE_MS + 1)
    await store.recover(jobId)
    await claimed(jobId)
    expect(await store.sweep(50)).toEqual([])
  })
}
