import { expect } from 'vitest'
import type { Behaviour } from '../kit.ts'
import { completed, failed, ids, LEASE_MS, lease, MINUTE, retry } from '../kit.ts'

export function cancelling(it: Behaviour): void {
  it('cancels a pending job', async ({ store, created, got, now }) => {
    const jobId = await created()
    expect(await store.cancel(jobId)).toMatchObject({
      kind: 'cancelled',
      job: { jobId, status: 'cancelled' },
    })
    expect(await got(jobId)).toMatchObject({
      status: 'cancelled',
      attempt: 0,
      finishedAt: new Date(now()).toISOString(),
      expiresAt: new Date(now() + 10 * MINUTE).toISOString(),
    })
  })

  it('cancels a running job', async ({ store, running, got }) => {
    const claim = await running()
    expect(await store.cancel(claim.jobId)).toMatchObject({ kind: 'cancelled' })
    expect(await got(claim.jobId)).toMatchObject({ status: 'cancelled', attempt: 1 })
  })

  it('cancels a job that waits for its retry', async ({ store, running, now, pass }) => {
    const claim = await running()
    await store.finish(claim, retry(now() + MINUTE))
    expect(await store.cancel(claim.jobId)).toMatchObject({ kind: 'cancelled' })
    pass(MINUTE)
    expect(await store.claim(claim.jobId, lease())).toMatchObject({ reason: 'finished' })
  })

  it('cancels a job that waits for a slot', async ({ store, createdInTurn, got }) => {
    const [, , , fourth = ''] = await createdInTurn(4)
    expect(await store.cancel(fourth)).toMatchObject({ kind: 'cancelled', wake: [] })
    expect((await got(fourth)).status).toBe('cancelled')
  })

  it('cancels a job whose worker is lost', async ({ store, running, pass, got }) => {
    const claim = await running()
    pass(LEASE_MS + 1)
    expect(await store.cancel(claim.jobId)).toMatchObject({ kind: 'cancelled' })
    expect((await got(claim.jobId)).status).toBe('cancelled')
  })

  it('answers a second cancel like the first', async ({ store, created, pass }) => {
    const jobId = await created()
    const first = await store.cancel(jobId)
    pass(MINUTE)
    const second = await store.cancel(jobId)
    expect(second).toMatchObject({ kind: 'cancelled', wake: [] })
    expect(second.kind === 'cancelled' && second.job).toEqual(first.kind === 'cancelled' && first.job)
  })

  it('does not cancel a completed job', async ({ store, running, got }) => {
    const claim = await running()
    await store.finish(claim, completed())
    expect(await store.cancel(claim.jobId)).toMatchObject({ kind: 'finished', job: { status: 'completed' } })
    expect((await got(claim.jobId)).status).toBe('completed')
  })

  it('does not cancel a failed job', async ({ store, running }) => {
    const claim = await running()
    await store.finish(claim, failed())
    expect(await store.cancel(claim.jobId)).toMatchObject({ kind: 'finished', job: { status: 'failed' } })
  })

  it('answers unknown for a job that never was', async ({ store }) => {
    expect(await store.cancel('never')).toEqual({ kind: 'unknown' })
  })

  it('wakes the next in line when a running job is cancelled', async ({ store, createdInTurn, claimed }) => {
    const jobs = await createdInTurn(4)
    await claimed(jobs[1] ?? '')
    const result = await store.cancel(jobs[1] ?? '')
    expect(result.kind === 'cancelled' && ids(result.wake)).toEqual([jobs[3]])
  })

  it('wakes the next in line when a job that was let run is cancelled before its worker came', async ({
    store,
    createdInTurn,
  }) => {
    const jobs = await createdInTurn(4)
    const result = await store.cancel(jobs[0] ?? '')
    expect(result.kind === 'cancelled' && ids(result.wake)).toEqual([jobs[3]])
  })

  it('takes a cancelled job out of the line', async ({ store, createdInTurn, claimed }) => {
    const jobs = await createdInTurn(5)
    await store.cancel(jobs[3] ?? '')
    const result = await store.finish(await claimed(jobs[0] ?? ''), completed())
    expect(result.kind === 'accepted' && ids(result.wake)).toEqual([jobs[4]])
  })

  it('keeps the input of a cancelled job until it expires, for running it again', async ({
    store,
    created,
  }) => {
    const jobId = await created({ input: { keep: true } })
    await store.cancel(jobId)
    expect(await store.input(jobId)).toEqual({ keep: true })
  })

  it('changes the revision with a cancel', async ({ store, created, got }) => {
    const jobId = await created()
    const before = (await got(jobId)).revision
    await store.cancel(jobId)
    expect((await got(jobId)).revision).not.toBe(before)
  })

  it('keeps a cancelled job out of every recovery', async ({ store, running, pass }) => {
    const claim = await running()
    await store.cancel(claim.jobId)
    pass(LEASE_MS + 1)
    expect(await store.recover(claim.jobId)).toMatchObject({
      job: { status: 'cancelled' },
      recovered: [],
      wake: [],
    })
  })

  it('removes a cancelled job', async ({ store, created }) => {
    const jobId = await created()
    await store.cancel(jobId)
    expect(await store.remove(jobId)).toBe('removed')
    expect(await store.get(jobId)).toBeUndefined()
    expect(await store.input(jobId)).toBeUndefined()
  })

  it('removes completed and failed jobs', async ({ store, running }) => {
    for (const outcome of [completed(), failed()]) {
      const claim = await running()
      await store.finish(claim, outcome)
      expect(await store.remove(claim.jobId)).toBe('removed')
      expect(await store.get(claim.jobId)).toBeUndefined()
    }
  })

  it('removes the history entry with the job', async ({ store, created, owner }) => {
    const jobId = await created()
    await store.cancel(jobId)
    await store.remove(jobId)
    const page = await store.history(owner)
    expect(page.jobs).toEqual([])
    expect(page.totals.cancelled).toBe(0)
  })

  it('answers a second removal like the first', async ({ store, created }) => {
    const jobId = await created()
    await store.cancel(jobId)
    await store.remove(jobId)
    expect(await store.remove(jobId)).toBe('removed')
  })

  it('does not remove an active job', async ({ store, created, running, got }) => {
    const pending = await created()
    expect(await store.remove(pending)).toBe('active')
    const { jobId } = await running()
    expect(await store.remove(jobId)).toBe('active')
    expect((await got(jobId)).status).toBe('processing')
  })

  it('does not remove a job that waits for its retry', async ({ store, running, now }) => {
    const claim = await running()
    await store.finish(claim, retry(now() + MINUTE))
    expect(await store.remove(claim.jobId)).toBe('active')
  })

  it('answers unknown to a removal of a job that never was', async ({ store }) => {
    expect(await store.remove('never')).toBe('unknown')
  })

  it('does not use a removed id again while it is being forgotten', async ({ store, created, job }) => {
    const jobId = await created()
    await store.cancel(jobId)
    await store.remove(jobId)
    expect(await store.create([job({ jobId })])).toEqual({ kind: 'refused', reason: 'id-used', jobId })
    expect(await store.get(jobId)).toBeUndefined()
  })

  it('makes nothing of a batch that has a removed id', async ({ store, created, job, owner }) => {
    const jobId = await created()
    await store.cancel(jobId)
    await store.remove(jobId)
    const other = job()
    expect(await store.create([other, job({ jobId })])).toMatchObject({ kind: 'refused', reason: 'id-used' })
    expect(await store.get(other.jobId)).toBeUndefined()
    expect((await store.history(owner)).totals.pending).toBe(0)
  })

  it('lets no late worker bring a removed job back', async ({ store, running, owner }) => {
    const claim = await running()
    await store.cancel(claim.jobId)
    await store.remove(claim.jobId)
    expect(await store.finish(claim, completed())).toMatchObject({ kind: 'refused' })
    expect(await store.get(claim.jobId)).toBeUndefined()
    expect((await store.history(owner)).jobs).toEqual([])
  })
}
