import { expect } from 'vitest'
import type { Behaviour } from '../kit.ts'
import { completed, failed, ids, LEASE_MS, lease, MINUTE, retry, SECOND } from '../kit.ts'

const TTL_MS = 10 * MINUTE

export function finishing(it: Behaviour): void {
  it('completes a job with its output', async ({ store, running, got, pass, now }) => {
    const claim = await running()
    pass(3 * SECOND)
    const outcome = completed('fine')
    const result = await store.finish(claim, outcome)
    expect(result).toMatchObject({ kind: 'accepted', job: { status: 'completed' } })
    expect(await got(claim.jobId)).toMatchObject({
      status: 'completed',
      attempt: 1,
      output: { warnings: [{ code: 'NOTE', message: 'fine' }] },
      finishedAt: new Date(now()).toISOString(),
      startedAt: new Date(now() - 3 * SECOND).toISOString(),
      expiresAt: new Date(now() + TTL_MS).toISOString(),
    })
  })

  it('answers finish with the record that get answers', async ({ store, running, got }) => {
    const claim = await running()
    expect(await store.finish(claim, completed())).toMatchObject({ job: await got(claim.jobId) })
  })

  it('shows a completed job as done', async ({ store, running, got }) => {
    const claim = await running()
    await store.finish(claim, completed())
    expect((await got(claim.jobId)).progress).toEqual({ percent: 100, stage: 'done' })
  })

  it('keeps a file and further fields in the output', async ({ store, running, got }) => {
    const claim = await running()
    const file = { fileId: 'f1', fileName: 'cv.pdf', contentType: 'application/pdf', bytes: 12 }
    const output = { file, pages: 3, nested: { list: ['a'] } }
    await store.finish(claim, { kind: 'completed', output })
    expect(await got(claim.jobId)).toMatchObject({ output })
  })

  it('fails a job with its error', async ({ store, running, got }) => {
    const claim = await running()
    await store.finish(claim, failed('NOT_FOUND'))
    expect(await got(claim.jobId)).toMatchObject({
      status: 'failed',
      attempt: 1,
      error: { code: 'NOT_FOUND', message: 'Check the data and try again.', retryable: false },
    })
  })

  it('ends a job that must not be retried although attempts are left', async ({ store, running }) => {
    const claim = await running({ maxAttempts: 5 })
    await store.finish(claim, failed())
    expect(await store.claim(claim.jobId, lease())).toMatchObject({ reason: 'finished' })
  })

  it('puts a retry back to pending with its time and error', async ({ store, running, got, now }) => {
    const claim = await running()
    const runAfter = now() + MINUTE
    expect(await store.finish(claim, retry(runAfter))).toMatchObject({ kind: 'accepted' })
    expect(await got(claim.jobId)).toMatchObject({
      status: 'pending',
      attempt: 1,
      runAfter: new Date(runAfter).toISOString(),
      error: { code: 'NETWORK', retryable: true },
    })
  })

  it('leaves the fields of a running job behind in a retry', async ({ store, running, got, now }) => {
    const claim = await running()
    await store.finish(claim, retry(now() + MINUTE))
    const job = await got(claim.jobId)
    for (const field of ['claimId', 'leaseExpiresAt', 'finishedAt', 'expiresAt']) {
      expect(job).not.toHaveProperty(field)
    }
  })

  it('fails a retry of the last attempt', async ({ store, running, got, now }) => {
    const claim = await running({ maxAttempts: 1 })
    await store.finish(claim, retry(now() + MINUTE))
    const job = await got(claim.jobId)
    expect(job).toMatchObject({ status: 'failed', error: { code: 'NETWORK' } })
    expect(job).not.toHaveProperty('runAfter')
  })

  it('allows as many attempts as the job has', async ({ store, created, claimed, got, now }) => {
    const jobId = await created({ maxAttempts: 3 })
    for (let i = 0; i < 3; i += 1) await store.finish(await claimed(jobId), retry(now()))
    expect(await got(jobId)).toMatchObject({ status: 'failed', attempt: 3 })
  })

  it('completes on a later attempt', async ({ store, created, claimed, got, now }) => {
    const jobId = await created()
    await store.finish(await claimed(jobId), retry(now()))
    await store.finish(await claimed(jobId), completed())
    const job = await got(jobId)
    expect(job).toMatchObject({ status: 'completed', attempt: 2 })
    expect(job).not.toHaveProperty('error')
  })

  it('refuses to finish on a lapsed lease that nobody noticed', async ({ store, running, pass, got }) => {
    const claim = await running()
    pass(LEASE_MS + 1)
    expect(await store.finish(claim, completed())).toEqual({ kind: 'refused', reason: 'lapsed' })
    expect((await got(claim.jobId)).status).not.toBe('completed')
  })

  it('refuses to fail or retry on a lapsed lease', async ({ store, running, pass, now }) => {
    const claim = await running()
    pass(LEASE_MS + 1)
    expect(await store.finish(claim, failed())).toEqual({ kind: 'refused', reason: 'lapsed' })
    expect(await store.finish(claim, retry(now()))).toEqual({ kind: 'refused', reason: 'lapsed' })
  })

  it('accepts a finish at the end of a renewed lease', async ({ store, running, pass }) => {
    const claim = await running()
    pass(20 * SECOND)
    const beat = await store.heartbeat(claim, { leaseMs: LEASE_MS })
    if (beat.kind !== 'held') throw new Error('lost')
    pass(20 * SECOND)
    expect(await store.finish(beat.claim, completed())).toMatchObject({ kind: 'accepted' })
  })

  it('accepts a finish with the claim as first given', async ({ store, running, pass }) => {
    const claim = await running()
    pass(20 * SECOND)
    await store.heartbeat(claim, { leaseMs: LEASE_MS })
    pass(20 * SECOND)
    expect(await store.finish(claim, completed())).toMatchObject({ kind: 'accepted' })
  })

  it('refuses a superseded worker', async ({ store, running, pass, claimed, got }) => {
    const first = await running()
    pass(LEASE_MS + 1)
    await claimed(first.jobId)
    const result = await store.finish(first, completed('late'))
    expect(result.kind === 'refused' && result.reason).toMatch(/^(superseded|lapsed)$/)
    expect((await got(first.jobId)).status).toBe('processing')
  })

  it('lets only the second worker finish after a takeover', async ({
    store,
    running,
    pass,
    claimed,
    got,
  }) => {
    const first = await running()
    pass(LEASE_MS + 1)
    const second = await claimed(first.jobId)
    await store.finish(first, completed('first'))
    await store.finish(second, completed('second'))
    await store.finish(first, failed())
    expect(await got(first.jobId)).toMatchObject({
      status: 'completed',
      output: { warnings: [{ message: 'second' }] },
    })
  })

  it('refuses a worker of a cancelled job', async ({ store, running, got }) => {
    const claim = await running()
    await store.cancel(claim.jobId)
    expect(await store.finish(claim, completed())).toEqual({ kind: 'refused', reason: 'cancelled' })
    expect((await got(claim.jobId)).status).toBe('cancelled')
  })

  it('refuses a worker of an unknown job', async ({ store, running }) => {
    const claim = await running()
    expect(await store.finish({ ...claim, jobId: 'never' }, completed())).toEqual({
      kind: 'refused',
      reason: 'unknown',
    })
  })

  it('refuses a finish with another claim id', async ({ store, running, got }) => {
    const claim = await running()
    expect(await store.finish({ ...claim, claimId: 'somebody-else' }, completed())).toMatchObject({
      kind: 'refused',
    })
    expect((await got(claim.jobId)).status).toBe('processing')
  })

  it('accepts the same completion again', async ({ store, running, got }) => {
    const claim = await running()
    await store.finish(claim, completed())
    const before = await got(claim.jobId)
    expect(await store.finish(claim, completed())).toMatchObject({ kind: 'accepted', job: before })
    expect(await got(claim.jobId)).toEqual(before)
  })

  it('accepts the same failure again', async ({ store, running }) => {
    const claim = await running()
    await store.finish(claim, failed())
    expect(await store.finish(claim, failed())).toMatchObject({ kind: 'accepted', job: { status: 'failed' } })
  })

  it('accepts the same retry again', async ({ store, running, now, got }) => {
    const claim = await running()
    const outcome = retry(now() + MINUTE)
    await store.finish(claim, outcome)
    expect(await store.finish(claim, outcome)).toMatchObject({ kind: 'accepted', job: { status: 'pending' } })
    expect(await got(claim.jobId)).toMatchObject({ attempt: 1, status: 'pending' })
  })

  it('accepts a repeated completion after the lease would have run out', async ({ store, running, pass }) => {
    const claim = await running()
    await store.finish(claim, completed())
    pass(LEASE_MS + 1)
    expect(await store.finish(claim, completed())).toMatchObject({ kind: 'accepted' })
  })

  it('refuses another outcome after the first', async ({ store, running, got, now }) => {
    const claim = await running()
    await store.finish(claim, completed())
    expect(await store.finish(claim, failed())).toMatchObject({ kind: 'refused' })
    expect(await store.finish(claim, retry(now()))).toMatchObject({ kind: 'refused' })
    expect((await got(claim.jobId)).status).toBe('completed')
  })

  it('does not complete a job that has failed', async ({ store, running, got }) => {
    const claim = await running()
    await store.finish(claim, failed())
    expect(await store.finish(claim, completed())).toMatchObject({ kind: 'refused' })
    expect((await got(claim.jobId)).status).toBe('failed')
  })

  it('does not complete a job that went back for a retry', async ({ store, running, got, now }) => {
    const claim = await running()
    await store.finish(claim, retry(now() + MINUTE))
    expect(await store.finish(claim, completed())).toMatchObject({ kind: 'refused' })
    expect((await got(claim.jobId)).status).toBe('pending')
  })

  it('does not let the first attempt finish the second', async ({ store, created, claimed, got, now }) => {
    const jobId = await created()
    const first = await claimed(jobId)
    await store.finish(first, retry(now()))
    await claimed(jobId)
    expect(await store.finish(first, completed())).toMatchObject({ kind: 'refused' })
    expect(await got(jobId)).toMatchObject({ status: 'processing', attempt: 2 })
  })

  it('changes the revision with the outcome', async ({ store, running, got }) => {
    const claim = await running()
    const before = (await got(claim.jobId)).revision
    await store.finish(claim, completed())
    expect((await got(claim.jobId)).revision).not.toBe(before)
  })

  it('wakes a retry that is due at once', async ({ store, running, now }) => {
    const claim = await running()
    const result = await store.finish(claim, retry(now()))
    expect(result).toMatchObject({ wake: [{ jobId: claim.jobId, type: 'test-job' }] })
  })

  it('does not wake a retry that is not due', async ({ store, running, now }) => {
    const claim = await running()
    expect(await store.finish(claim, retry(now() + MINUTE))).toMatchObject({ wake: [] })
  })

  it('wakes nobody when nobody waits', async ({ store, running }) => {
    expect(await store.finish(await running(), completed())).toMatchObject({ wake: [] })
  })

  it('wakes the next in line when it finishes', async ({ store, createdInTurn, claimed }) => {
    const jobs = await createdInTurn(5)
    const claim = await claimed(jobs[0] ?? '')
    const result = await store.finish(claim, completed())
    expect(result.kind === 'accepted' && ids(result.wake)).toEqual([jobs[3]])
  })

  it('has the history entry before the job shows its outcome', async ({ store, running, owner }) => {
    const claim = await running()
    await store.finish(claim, completed())
    const page = await store.history(owner, { status: 'completed' })
    expect(ids(page.jobs)).toEqual([claim.jobId])
  })
}
