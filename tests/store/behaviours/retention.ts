import { expect } from 'vitest'
import type { Behaviour } from '../kit.ts'
import { completed, failed, HOUR, ids, lease, MINUTE, SECOND } from '../kit.ts'

const TTL_MS = 10 * MINUTE
const DAY = 24 * HOUR

export function retention(it: Behaviour): void {
  it('answers a finished job until it expires', async ({ store, running, got, pass }) => {
    const claim = await running()
    await store.finish(claim, completed())
    pass(TTL_MS - 1)
    expect(await got(claim.jobId)).toMatchObject({ status: 'completed', output: { warnings: [{}] } })
  })

  it('keeps the record of an expired job without its output', async ({ store, running, got, pass }) => {
    const claim = await running()
    await store.finish(claim, completed())
    pass(TTL_MS + 1)
    expect(await got(claim.jobId)).toMatchObject({ status: 'completed', output: {} })
    expect((await got(claim.jobId)) as { output?: object }).not.toHaveProperty('output.warnings')
  })

  it('keeps the record of an expired job for a day', async ({ store, running, pass }) => {
    const claim = await running()
    await store.finish(claim, completed())
    pass(TTL_MS + DAY - 1)
    expect(await store.get(claim.jobId)).toMatchObject({ status: 'completed' })
  })

  it('knows nothing of a job past its last day', async ({ store, running, pass }) => {
    const claim = await running()
    await store.finish(claim, completed())
    pass(TTL_MS + DAY + 1)
    expect(await store.get(claim.jobId)).toBeUndefined()
    expect(await store.input(claim.jobId)).toBeUndefined()
  })

  it('gives the input of a finished job until it expires', async ({ store, running, pass }) => {
    const claim = await running()
    await store.finish(claim, failed())
    pass(TTL_MS - 1)
    expect(await store.input(claim.jobId)).toEqual({ text: 'hello' })
  })

  it('gives no input of an expired job', async ({ store, running, pass }) => {
    const claim = await running()
    await store.finish(claim, failed())
    pass(TTL_MS + 1)
    expect(await store.input(claim.jobId)).toBeUndefined()
  })

  it('gives the input of an active job', async ({ store, created, running }) => {
    expect(await store.input(await created())).toEqual({ text: 'hello' })
    expect(await store.input((await running()).jobId)).toEqual({ text: 'hello' })
  })

  it('never expires an active job', async ({ store, created, got, pass }) => {
    const jobId = await created()
    pass(30 * DAY)
    expect((await got(jobId)).status).toBe('pending')
    expect(await store.input(jobId)).toEqual({ text: 'hello' })
    expect((await store.claim(jobId, lease())).kind).toBe('claimed')
  })

  it(
    'uses the time to live it was made with',
    async ({ store, running, got, now }) => {
      const claim = await running()
      await store.finish(claim, completed())
      expect(await got(claim.jobId)).toMatchObject({ expiresAt: new Date(now() + 90 * SECOND).toISOString() })
    },
    { ttlMs: 90 * SECOND },
  )

  it('sweeps up a job within a day after its last', async ({ store, running, pass }) => {
    const claim = await running()
    await store.finish(claim, completed())
    pass(TTL_MS + DAY - 1)
    expect(await store.sweep(50)).toEqual([])
    pass(DAY)
    expect(await store.sweep(50)).toMatchObject([{ kind: 'gone', job: { jobId: claim.jobId } }])
  })

  it('erases a job past its last day', async ({ store, running, pass }) => {
    const claim = await running()
    await store.finish(claim, completed())
    pass(TTL_MS + 2 * DAY)
    await store.erase(claim.jobId)
    expect(await store.get(claim.jobId)).toBeUndefined()
    expect(await store.sweep(50)).toEqual([])
  })

  it('erases twice as well as once', async ({ store, running, pass, owner }) => {
    const claim = await running()
    await store.finish(claim, completed())
    pass(TTL_MS + DAY + 1)
    await store.erase(claim.jobId)
    await store.erase(claim.jobId)
    await store.erase('never')
    expect((await store.history(owner)).totals.completed).toBe(1)
  })

  it('erases nothing before its time', async ({ store, running, created, got, pass }) => {
    const active = await created()
    const claim = await running()
    await store.finish(claim, completed())
    pass(TTL_MS + DAY - 1)
    await store.erase(claim.jobId)
    await store.erase(active)
    expect((await got(claim.jobId)).status).toBe('completed')
    expect((await got(active)).status).toBe('pending')
  })

  it('keeps the history entry when the job is erased', async ({ store, running, pass, owner }) => {
    const claim = await running({ document: { id: 'doc', version: '7' } })
    await store.finish(claim, completed())
    pass(TTL_MS + DAY + 1)
    await store.erase(claim.jobId)
    const page = await store.history(owner)
    expect(page.jobs).toMatchObject([
      { jobId: claim.jobId, status: 'completed', document: { id: 'doc', version: '7' } },
    ])
  })

  it('lists no history entry after its keeping time', async ({ store, running, pass, owner }) => {
    const claim = await running()
    await store.finish(claim, completed())
    pass(7 * DAY - 1)
    expect(ids((await store.history(owner)).jobs)).toEqual([claim.jobId])
    pass(2)
    expect((await store.history(owner)).jobs).toEqual([])
  })

  it('sweeps until nothing is left', async ({ store, running, created, pass, owner }) => {
    const claim = await running()
    await store.finish(claim, completed())
    await store.cancel(await created())
    for (let day = 0; day < 10; day += 1) {
      for (const { kind, job } of await store.sweep(50)) {
        expect(kind).toBe('gone')
        await store.erase(job.jobId)
      }
      pass(DAY)
    }
    expect(await store.sweep(50)).toEqual([])
    expect(await store.history(owner)).toMatchObject({ jobs: [], totals: { completed: 0, cancelled: 0 } })
  })

  it('keeps active jobs in the history however old', async ({ store, created, pass, owner }) => {
    const jobId = await created()
    pass(30 * DAY)
    expect(ids((await store.history(owner)).jobs)).toEqual([jobId])
  })

  it('refuses a claim of a job past its last day', async ({ store, running, pass }) => {
    const claim = await running()
    await store.finish(claim, completed())
    pass(TTL_MS + DAY + 1)
    expect((await store.claim(claim.jobId, lease())).kind).toBe('refused')
  })

  it('removes an expired job', async ({ store, running, pass, owner }) => {
    const claim = await running()
    await store.finish(claim, completed())
    pass(TTL_MS + 1)
    expect(await store.remove(claim.jobId)).toBe('removed')
    expect(await store.get(claim.jobId)).toBeUndefined()
    expect((await store.history(owner)).jobs).toEqual([])
  })
}
