import { expect } from 'vitest'
import type { HistoryQuery, JobStore } from '../../../netlify/store/job-store.ts'
import type { Behaviour } from '../kit.ts'
import { completed, failed, ids, retry } from '../kit.ts'

const roomy = { limits: { maxRunning: 100, maxWaiting: 100 } }

/** Reads all pages. */
async function pages(store: JobStore, owner: string, query: HistoryQuery) {
  const found: string[][] = []
  let cursor: string | undefined
  do {
    const page = await store.history(owner, { ...query, ...(cursor !== undefined && { cursor }) })
    found.push(ids(page.jobs))
    cursor = page.cursor
    if (found.length > 50) throw new Error('the pages do not end')
  } while (cursor !== undefined)
  return found
}

export function history(it: Behaviour): void {
  it('has no jobs for an owner who has none', async ({ store, owner }) => {
    expect(await store.history(owner)).toEqual({
      jobs: [],
      totals: { pending: 0, processing: 0, completed: 0, failed: 0, cancelled: 0 },
    })
  })

  it('lists the newest job first', async ({ store, createdInTurn, owner }) => {
    const jobs = await createdInTurn(5)
    expect(ids((await store.history(owner)).jobs)).toEqual(jobs.reverse())
  })

  it('orders jobs of the same time by id, descending', async ({ store, job, owner }) => {
    const batch = ['b', 'd', 'a', 'c'].map((letter) => job({ jobId: `${letter}-${job().jobId}` }))
    await store.create(batch)
    expect(ids((await store.history(owner)).jobs)).toEqual(ids(batch).sort().reverse())
  })

  it(
    'lists jobs as they are now',
    async ({ store, created, running, owner, now }) => {
      const pending = await created()
      const processing = await running()
      const done = await running()
      await store.finish(done, completed())
      const scheduled = await running()
      await store.finish(scheduled, retry(now() + 1000))
      const byId = new Map((await store.history(owner)).jobs.map((job) => [job.jobId, job]))
      expect(byId.get(pending)?.status).toBe('pending')
      expect(byId.get(processing.jobId)).toMatchObject({ status: 'processing', attempt: 1 })
      expect(byId.get(done.jobId)).toMatchObject({ status: 'completed', progress: { percent: 100 } })
      expect(byId.get(scheduled.jobId)).toMatchObject({ status: 'pending', attempt: 1 })
    },
    roomy,
  )

  it(
    'counts totals by status',
    async ({ store, created, running, owner }) => {
      await created()
      await running()
      await store.finish(await running(), completed())
      await store.finish(await running(), failed())
      await store.finish(await running(), failed())
      await store.cancel(await created())
      expect((await store.history(owner)).totals).toEqual({
        pending: 1,
        processing: 1,
        completed: 1,
        failed: 2,
        cancelled: 1,
      })
    },
    roomy,
  )

  it('filters by status', async ({ store, created, running, owner }) => {
    await created()
    const claim = await running()
    await store.finish(claim, failed())
    expect(ids((await store.history(owner, { status: 'failed' })).jobs)).toEqual([claim.jobId])
  })

  it('filters by type', async ({ store, created, owner }) => {
    await created({ type: 'one-type' })
    const other = await created({ type: 'other-type' })
    expect(ids((await store.history(owner, { type: 'other-type' })).jobs)).toEqual([other])
  })

  it('filters by type and status together', async ({ store, created, owner }) => {
    await created({ type: 'one-type' })
    const cancelled = await created({ type: 'one-type' })
    await store.cancel(cancelled)
    await store.cancel(await created({ type: 'other-type' }))
    const page = await store.history(owner, { type: 'one-type', status: 'cancelled' })
    expect(ids(page.jobs)).toEqual([cancelled])
  })

  it('counts totals of everything, whatever the filter', async ({ store, created, owner }) => {
    await created({ type: 'one-type' })
    await created({ type: 'other-type' })
    expect((await store.history(owner, { type: 'one-type' })).totals.pending).toBe(2)
  })

  it(
    'gives twenty jobs by default',
    async ({ store, createdInTurn, owner }) => {
      await createdInTurn(22)
      const page = await store.history(owner)
      expect(page.jobs.length).toBe(20)
      expect(page.cursor).toEqual(expect.any(String))
    },
    roomy,
  )

  it(
    'gives pages that hold every job once',
    async ({ store, createdInTurn, owner }) => {
      const jobs = await createdInTurn(7)
      const found = await pages(store, owner, { limit: 3 })
      expect(found.map((page) => page.length)).toEqual([3, 3, 1])
      expect(found.flat()).toEqual(jobs.reverse())
    },
    roomy,
  )

  it(
    'has no cursor on the last page, also when it is full',
    async ({ store, createdInTurn, owner }) => {
      await createdInTurn(6)
      const found = await pages(store, owner, { limit: 3 })
      expect(found.map((page) => page.length)).toEqual([3, 3])
    },
    roomy,
  )

  it('turns pages within jobs of the same time', async ({ store, job, owner }) => {
    const batch = Array.from({ length: 5 }, () => job())
    await store.create(batch)
    expect((await pages(store, owner, { limit: 2 })).flat()).toEqual(ids(batch).sort().reverse())
  })

  it(
    'turns pages of a filtered list',
    async ({ store, createdInTurn, owner }) => {
      const jobs = await createdInTurn(6)
      for (const jobId of jobs.slice(0, 4)) await store.cancel(jobId)
      const found = await pages(store, owner, { limit: 3, status: 'cancelled' })
      expect(found.flat()).toEqual(jobs.slice(0, 4).reverse())
    },
    roomy,
  )

  it(
    'keeps its place when new jobs arrive between pages',
    async ({ store, createdInTurn, owner }) => {
      const jobs = await createdInTurn(4)
      const first = await store.history(owner, { limit: 2 })
      await createdInTurn(2)
      const second = await store.history(owner, { limit: 2, cursor: first.cursor ?? '' })
      expect([...ids(first.jobs), ...ids(second.jobs)]).toEqual(jobs.reverse())
    },
    roomy,
  )

  it(
    'keeps its place when a job of the page before is removed',
    async ({ store, createdInTurn, owner }) => {
      const jobs = await createdInTurn(4)
      const first = await store.history(owner, { limit: 2 })
      await store.cancel(jobs[2] ?? '')
      await store.remove(jobs[2] ?? '')
      const second = await store.history(owner, { limit: 2, cursor: first.cursor ?? '' })
      expect(ids(second.jobs)).toEqual([jobs[1], jobs[0]])
    },
    roomy,
  )

  it('keeps retries in the history with what they retry', async ({ store, created, owner }) => {
    await created({ retryOf: 'first', retryRoot: 'root' })
    expect((await store.history(owner)).jobs).toMatchObject([{ retryOf: 'first', retryRoot: 'root' }])
  })
}
