import { expect } from 'vitest'
import type { Behaviour } from '../kit.ts'
import { completed, ids, retry } from '../kit.ts'

export function creating(it: Behaviour): void {
  it('makes a pending job with its fields', async ({ store, job, owner, now }) => {
    const made = job({ document: { id: 'doc', version: '2' }, retryOf: 'first', retryRoot: 'root' })
    const result = await store.create([made])
    expect(result.kind).toBe('accepted')
    expect(await store.get(made.jobId)).toMatchObject({
      v: 1,
      jobId: made.jobId,
      type: 'test-job',
      owner,
      inputHash: 'abc123',
      status: 'pending',
      attempt: 0,
      maxAttempts: 5,
      createdAt: new Date(now()).toISOString(),
      updatedAt: new Date(now()).toISOString(),
      document: { id: 'doc', version: '2' },
      retryOf: 'first',
      retryRoot: 'root',
    })
  })

  it('leaves out the fields that were not given', async ({ got, created }) => {
    const job = await got(await created())
    for (const field of ['document', 'retryOf', 'retryRoot', 'runAfter', 'error', 'output', 'claimId']) {
      expect(job).not.toHaveProperty(field)
    }
  })

  it('keeps a document reference without a version', async ({ got, created }) => {
    expect((await got(await created({ document: { id: 'doc' } }))).document).toEqual({ id: 'doc' })
  })

  it('starts at zero percent, queued', async ({ got, created }) => {
    expect((await got(await created())).progress).toEqual({ percent: 0, stage: 'queued' })
  })

  it('answers with the record that get answers', async ({ store, job, got }) => {
    const made = job()
    const result = await store.create([made])
    expect(result).toMatchObject({
      kind: 'accepted',
      jobs: [{ disposition: 'created', job: await got(made.jobId) }],
    })
  })

  it('wakes a created job when a slot is free', async ({ store, job }) => {
    const made = job({ type: 'other-type' })
    expect(await store.create([made])).toMatchObject({ wake: [{ jobId: made.jobId, type: 'other-type' }] })
  })

  it('gives the existing job when the id is taken', async ({ store, job, got }) => {
    const made = job()
    await store.create([made])
    const again = await store.create([made])
    expect(again).toMatchObject({
      kind: 'accepted',
      jobs: [{ disposition: 'existing', job: await got(made.jobId) }],
    })
  })

  it('keeps the first input when the id is taken', async ({ store, job }) => {
    const made = job({ input: { n: 1 }, inputHash: 'one' })
    await store.create([made])
    const again = await store.create([{ ...made, input: { n: 2 }, inputHash: 'two' }])
    expect(again).toMatchObject({ jobs: [{ job: { inputHash: 'one' } }] })
    expect(await store.input(made.jobId)).toEqual({ n: 1 })
  })

  it('does not wake an existing job again at once', async ({ store, job }) => {
    const made = job()
    await store.create([made])
    expect(await store.create([made])).toMatchObject({ wake: [] })
  })

  it('gives an existing job as it is now', async ({ store, job, claimed }) => {
    const made = job()
    await store.create([made])
    await store.finish(await claimed(made.jobId), completed())
    expect(await store.create([made])).toMatchObject({
      jobs: [{ disposition: 'existing', job: { status: 'completed' } }],
      wake: [],
    })
  })

  it('does not start a finished job over', async ({ store, job, claimed, got }) => {
    const made = job()
    await store.create([made])
    await store.finish(await claimed(made.jobId), completed())
    await store.create([made])
    expect((await got(made.jobId)).status).toBe('completed')
  })

  it('makes a batch in the order given', async ({ store, job, owner }) => {
    const batch = [job(), job(), job()]
    const result = await store.create(batch)
    if (result.kind !== 'accepted') throw new Error('refused')
    expect(ids(result.jobs.map(({ job }) => job))).toEqual(ids(batch))
    expect((await store.history(owner)).totals.pending).toBe(3)
  })

  it('mixes created and existing jobs in one batch', async ({ store, job, created }) => {
    const old = job()
    await store.create([old])
    const fresh = job()
    const result = await store.create([old, fresh])
    expect(result).toMatchObject({ jobs: [{ disposition: 'existing' }, { disposition: 'created' }] })
    expect(ids(result.kind === 'accepted' ? result.wake : [])).toEqual([fresh.jobId])
    await created()
  })

  it('accepts an empty batch', async ({ store }) => {
    expect(await store.create([])).toEqual({ kind: 'accepted', jobs: [], wake: [] })
  })

  it('wakes only as many of a batch as there are slots', async ({ store, job }) => {
    const batch = [job(), job(), job(), job(), job()]
    const result = await store.create(batch)
    expect(ids(result.kind === 'accepted' ? result.wake : [])).toEqual(ids(batch.slice(0, 3)))
  })

  it('gives every job a revision', async ({ got, created }) => {
    expect((await got(await created())).revision).toEqual(expect.any(String))
  })

  it('lets a repeated create find a job that waits for its retry', async ({ store, job, claimed, now }) => {
    const made = job()
    await store.create([made])
    await store.finish(await claimed(made.jobId), retry(now() + 60_000))
    expect(await store.create([made])).toMatchObject({
      jobs: [{ disposition: 'existing', job: { status: 'pending', attempt: 1 } }],
      wake: [],
    })
  })

  it('answers undefined for a job that never was', async ({ store }) => {
    expect(await store.get('never')).toBeUndefined()
    expect(await store.input('never')).toBeUndefined()
  })
}
