import { expect } from 'vitest'
import type { Behaviour } from '../kit.ts'
import { completed, failed, ids, LEASE_MS, lease, MINUTE, retry, SECOND } from '../kit.ts'

const small = { limits: { maxRunning: 1, maxWaiting: 2 } }

export function limits(it: Behaviour): void {
  it('lets three of an owner run by default', async ({ store, createdInTurn, claimed }) => {
    const jobs = await createdInTurn(4)
    for (const jobId of jobs.slice(0, 3)) await claimed(jobId)
    expect(await store.claim(jobs[3] ?? '', lease())).toEqual({ kind: 'refused', reason: 'no-slot' })
  })

  it('keeps a slot for a job that was let run although its worker has not come', async ({
    store,
    createdInTurn,
  }) => {
    const jobs = await createdInTurn(4)
    expect(await store.claim(jobs[3] ?? '', lease())).toEqual({ kind: 'refused', reason: 'no-slot' })
  })

  it('leaves a waiting job pending', async ({ createdInTurn, got }) => {
    const jobs = await createdInTurn(4)
    expect((await got(jobs[3] ?? '')).status).toBe('pending')
  })

  it('accepts twenty waiting jobs by default and refuses the next', async ({ store, job }) => {
    for (let i = 0; i < 23; i += 1) expect((await store.create([job()])).kind).toBe('accepted')
    expect(await store.create([job()])).toEqual({ kind: 'refused', reason: 'queue-full', waiting: 20 })
  })

  it(
    'makes nothing when it refuses',
    async ({ store, job, owner, createdInTurn }) => {
      await createdInTurn(3)
      const refused = job()
      expect(await store.create([refused])).toMatchObject({ kind: 'refused' })
      expect(await store.get(refused.jobId)).toBeUndefined()
      expect((await store.history(owner)).totals.pending).toBe(3)
    },
    small,
  )

  it(
    'admits a batch whole or not at all',
    async ({ store, job, created, owner }) => {
      await created()
      await created()
      const batch = [job(), job()]
      expect(await store.create(batch)).toEqual({ kind: 'refused', reason: 'queue-full', waiting: 1 })
      for (const { jobId } of batch) expect(await store.get(jobId)).toBeUndefined()
      expect((await store.history(owner)).totals.pending).toBe(2)
    },
    small,
  )

  it(
    'admits a batch that just fits',
    async ({ store, job }) => {
      const result = await store.create([job(), job(), job()])
      expect(result.kind === 'accepted' && result.wake.length).toBe(1)
    },
    small,
  )

  it(
    'does not count jobs that exist already',
    async ({ store, job }) => {
      const batch = [job(), job(), job()]
      await store.create(batch)
      expect(await store.create(batch)).toMatchObject({ kind: 'accepted', wake: [] })
    },
    small,
  )

  it(
    'gives an existing job although the line is full',
    async ({ store, job }) => {
      const batch = [job(), job(), job()]
      await store.create(batch)
      expect(await store.create([batch[2] ?? job()])).toMatchObject({
        jobs: [{ disposition: 'existing' }],
      })
    },
    small,
  )

  it(
    'admits again when a waiting job was cancelled',
    async ({ store, job, createdInTurn }) => {
      const jobs = await createdInTurn(3)
      await store.cancel(jobs[2] ?? '')
      expect((await store.create([job()])).kind).toBe('accepted')
    },
    small,
  )

  it(
    'admits again when a running job has finished',
    async ({ store, job, createdInTurn, claimed }) => {
      const jobs = await createdInTurn(3)
      await store.finish(await claimed(jobs[0] ?? ''), completed())
      expect((await store.create([job()])).kind).toBe('accepted')
    },
    small,
  )

  it(
    'lets jobs run in order of arrival',
    async ({ store, createdInTurn, claimed }) => {
      const jobs = await createdInTurn(3)
      const ran: string[] = []
      let next = jobs[0]
      while (next) {
        ran.push(next)
        const result = await store.finish(await claimed(next), completed())
        next = result.kind === 'accepted' ? ids(result.wake)[0] : undefined
      }
      expect(ran).toEqual(jobs)
    },
    small,
  )

  it(
    'lets the jobs of one batch run in the order given',
    async ({ store, job, claimed }) => {
      const batch = [job(), job(), job()]
      await store.create(batch)
      const ran: string[] = []
      let next: string | undefined = batch[0]?.jobId
      while (next) {
        ran.push(next)
        const result = await store.finish(await claimed(next), completed())
        next = result.kind === 'accepted' ? ids(result.wake)[0] : undefined
      }
      expect(ran).toEqual(ids(batch))
    },
    small,
  )

  it(
    'refuses to let a job jump the line',
    async ({ store, createdInTurn, claimed }) => {
      const jobs = await createdInTurn(3)
      await store.finish(await claimed(jobs[0] ?? ''), completed())
      expect(await store.claim(jobs[2] ?? '', lease())).toEqual({ kind: 'refused', reason: 'no-slot' })
      expect((await store.claim(jobs[1] ?? '', lease())).kind).toBe('claimed')
    },
    small,
  )

  it(
    'lets the first in line claim a slot that is free',
    async ({ store, running, created, now, pass }) => {
      const claim = await running()
      await store.finish(claim, retry(now() + MINUTE))
      pass(MINUTE + 1)
      // Nobody has looked since the retry fell due; its own worker may still come.
      expect((await store.claim(claim.jobId, lease())).kind).toBe('claimed')
      const waits = await created()
      expect(await store.claim(waits, lease())).toMatchObject({ reason: 'no-slot' })
    },
    small,
  )

  it(
    'frees the slot of a job that fails',
    async ({ store, createdInTurn, claimed }) => {
      const jobs = await createdInTurn(2)
      const result = await store.finish(await claimed(jobs[0] ?? ''), failed())
      expect(result.kind === 'accepted' && ids(result.wake)).toEqual([jobs[1]])
      expect((await store.claim(jobs[1] ?? '', lease())).kind).toBe('claimed')
    },
    small,
  )

  it(
    'holds no slot for a job that waits for its retry',
    async ({ store, createdInTurn, claimed, now }) => {
      const jobs = await createdInTurn(2)
      const result = await store.finish(await claimed(jobs[0] ?? ''), retry(now() + MINUTE))
      expect(result.kind === 'accepted' && ids(result.wake)).toEqual([jobs[1]])
      expect((await store.claim(jobs[1] ?? '', lease())).kind).toBe('claimed')
    },
    small,
  )

  it(
    'does not count a job that waits for its retry as waiting',
    async ({ store, job, createdInTurn, claimed, now }) => {
      const jobs = await createdInTurn(3)
      await store.finish(await claimed(jobs[0] ?? ''), retry(now() + MINUTE))
      expect((await store.create([job()])).kind).toBe('accepted')
      expect(await store.create([job()])).toMatchObject({ kind: 'refused' })
    },
    small,
  )

  it(
    'counts a retry as waiting once it is due',
    async ({ store, job, createdInTurn, claimed, now, pass }) => {
      const jobs = await createdInTurn(3)
      await store.finish(await claimed(jobs[0] ?? ''), retry(now() + MINUTE))
      pass(MINUTE + 1)
      expect(await store.create([job()])).toEqual({ kind: 'refused', reason: 'queue-full', waiting: 2 })
    },
    small,
  )

  it(
    'lets a due retry wait while the slots are taken',
    async ({ store, createdInTurn, claimed, now, pass }) => {
      const jobs = await createdInTurn(2)
      await store.finish(await claimed(jobs[0] ?? ''), retry(now() + SECOND))
      const second = await claimed(jobs[1] ?? '')
      pass(2 * SECOND)
      expect(await store.claim(jobs[0] ?? '', lease())).toEqual({ kind: 'refused', reason: 'no-slot' })
      const result = await store.finish(second, completed())
      expect(result.kind === 'accepted' && ids(result.wake)).toEqual([jobs[0]])
    },
    small,
  )

  it(
    'puts a retry into the line by the time it falls due',
    async ({ store, createdInTurn, claimed, created, now, pass }) => {
      const jobs = await createdInTurn(2)
      await store.finish(await claimed(jobs[0] ?? ''), retry(now() + MINUTE))
      const second = await claimed(jobs[1] ?? '', 10 * MINUTE)
      const before = await created()
      pass(2 * MINUTE)
      const after = await created()
      const first = await store.finish(second, completed())
      expect(first.kind === 'accepted' && ids(first.wake)).toEqual([before])
      const next = await store.finish(await claimed(before), completed())
      expect(next.kind === 'accepted' && ids(next.wake)).toEqual([jobs[0]])
      const last = await store.finish(await claimed(jobs[0] ?? ''), completed())
      expect(last.kind === 'accepted' && ids(last.wake)).toEqual([after])
    },
    { limits: { maxRunning: 1, maxWaiting: 20 } },
  )

  it(
    'lets a due retry run before a job that is created later',
    async ({ store, running, job, now, pass }) => {
      const claim = await running()
      await store.finish(claim, retry(now() + SECOND))
      pass(2 * SECOND)
      const later = job()
      await store.create([later])
      expect(await store.claim(later.jobId, lease())).toEqual({ kind: 'refused', reason: 'no-slot' })
      expect((await store.claim(claim.jobId, lease())).kind).toBe('claimed')
    },
    small,
  )

  it(
    'keeps the slot of a job whose worker was lost for its next attempt',
    async ({ store, createdInTurn, claimed, pass }) => {
      const jobs = await createdInTurn(2)
      await claimed(jobs[0] ?? '')
      pass(LEASE_MS + 1)
      const { wake } = await store.recover(jobs[0] ?? '')
      expect(ids(wake)).toEqual([jobs[0]])
      expect(await store.claim(jobs[1] ?? '', lease())).toMatchObject({ reason: 'no-slot' })
      expect((await store.claim(jobs[0] ?? '', lease())).kind).toBe('claimed')
    },
    small,
  )

  it(
    'frees the slot of a job that lost its last worker',
    async ({ store, createdInTurn, claimed, pass }) => {
      const jobs = await createdInTurn(2, { maxAttempts: 1 })
      await claimed(jobs[0] ?? '')
      pass(LEASE_MS + 1)
      const { recovered, wake } = await store.recover(jobs[0] ?? '')
      expect(recovered).toEqual(['worker-lost'])
      expect(ids(wake)).toEqual([jobs[1]])
    },
    small,
  )

  it(
    'leaks no slot over many lost workers',
    async ({ store, job, pass }) => {
      for (let i = 0; i < 6; i += 1) {
        const made = job({ maxAttempts: 1 })
        await store.create([made])
        expect((await store.claim(made.jobId, lease())).kind).toBe('claimed')
        pass(LEASE_MS + 1)
        await store.recover(made.jobId)
      }
    },
    small,
  )

  it(
    'leaks no slot over many cancels',
    async ({ store, created, claimed }) => {
      for (let i = 0; i < 6; i += 1) {
        const jobId = await created()
        await claimed(jobId)
        await store.cancel(jobId)
      }
      expect((await store.claim(await created(), lease())).kind).toBe('claimed')
    },
    small,
  )

  it(
    'gives one slot for one slot freed, also when finish is repeated',
    async ({ store, createdInTurn, claimed }) => {
      const jobs = await createdInTurn(3)
      const claim = await claimed(jobs[0] ?? '')
      await store.finish(claim, completed())
      await store.finish(claim, completed())
      await store.cancel(jobs[0] ?? '')
      expect((await store.claim(jobs[1] ?? '', lease())).kind).toBe('claimed')
      expect(await store.claim(jobs[2] ?? '', lease())).toMatchObject({ reason: 'no-slot' })
    },
    small,
  )

  it(
    'limits each owner apart from the others',
    async ({ store, job, running }) => {
      await running()
      const stranger = job({ owner: 'somebody-else' })
      expect(await store.create([stranger])).toMatchObject({ wake: [{ jobId: stranger.jobId }] })
      expect((await store.claim(stranger.jobId, lease())).kind).toBe('claimed')
    },
    small,
  )

  it(
    'counts jobs of every type against one limit',
    async ({ store, created }) => {
      await created({ type: 'first-type' })
      const second = await created({ type: 'second-type' })
      expect(await store.claim(second, lease())).toMatchObject({ reason: 'no-slot' })
    },
    small,
  )

  it(
    'accepts jobs without a line when nobody may wait',
    async ({ store, job }) => {
      expect((await store.create([job()])).kind).toBe('accepted')
      expect(await store.create([job()])).toEqual({ kind: 'refused', reason: 'queue-full', waiting: 0 })
    },
    { limits: { maxRunning: 1, maxWaiting: 0 } },
  )
}
