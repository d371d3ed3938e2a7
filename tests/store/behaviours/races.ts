import { expect } from 'vitest'
import type { JobStore } from '../../../netlify/store/job-store.ts'
import type { Behaviour, Kit } from '../kit.ts'
import { completed, failed, GRACE_MS, ids, LEASE_MS, lease, retry } from '../kit.ts'

const CROWD = 12
const two = { limits: { maxRunning: 2, maxWaiting: 50 } }

/** Several instances, as several functions would have them. */
async function crowd(kit: Kit, size = CROWD): Promise<JobStore[]> {
  const more = await Promise.all(Array.from({ length: 3 }, () => kit.another()))
  return Array.from({ length: size }, (_, i) => more[i % more.length] ?? kit.store)
}

const count = <T>(items: readonly T[], test: (item: T) => boolean) => items.filter(test).length

export function races(it: Behaviour): void {
  it('lets one of many racing claims win', async (kit) => {
    const jobId = await kit.created()
    const stores = await crowd(kit)
    const results = await Promise.all(stores.map((store) => store.claim(jobId, lease())))
    expect(count(results, ({ kind }) => kind === 'claimed')).toBe(1)
    for (const result of results) if (result.kind === 'refused') expect(result.reason).toBe('running')
  })

  it('tells the winner of a race the truth', async (kit) => {
    const jobId = await kit.created()
    const stores = await crowd(kit)
    const results = await Promise.all(stores.map((store) => store.claim(jobId, lease())))
    const won = results.find(({ kind }) => kind === 'claimed')
    expect(await kit.got(jobId)).toMatchObject({ claimId: won?.kind === 'claimed' && won.claim.claimId })
  })

  it('lets one of many racing claims take over a lapsed attempt', async (kit) => {
    const { jobId } = await kit.running()
    kit.pass(LEASE_MS + 1)
    const stores = await crowd(kit)
    const results = await Promise.all(stores.map((store) => store.claim(jobId, lease())))
    expect(count(results, ({ kind }) => kind === 'claimed')).toBe(1)
    expect(await kit.got(jobId)).toMatchObject({ status: 'processing', attempt: 2 })
  })

  it('makes one job of many racing creates of one id', async (kit) => {
    const job = kit.job()
    const stores = await crowd(kit)
    const results = await Promise.all(stores.map((store) => store.create([job])))
    const dispositions = results.map((result) => result.kind === 'accepted' && result.jobs[0]?.disposition)
    expect(count(dispositions, (disposition) => disposition === 'created')).toBe(1)
    expect(count(dispositions, (disposition) => disposition === 'existing')).toBe(CROWD - 1)
    expect((await kit.store.history(kit.owner)).totals.pending).toBe(1)
  })

  it('wakes a job once although many raced to create it', async (kit) => {
    const job = kit.job()
    const stores = await crowd(kit)
    const results = await Promise.all(stores.map((store) => store.create([job])))
    expect(results.flatMap((result) => (result.kind === 'accepted' ? result.wake : []))).toEqual([
      { jobId: job.jobId, type: job.type },
    ])
  })

  it('lets a finish or a cancel stand, never both', async (kit) => {
    for (let round = 0; round < 5; round += 1) {
      const claim = await kit.running()
      const other = await kit.another()
      const [finished, cancelled] = await Promise.all([
        kit.store.finish(claim, completed()),
        other.cancel(claim.jobId),
      ])
      const job = await kit.got(claim.jobId)
      if (finished.kind === 'accepted') {
        expect(job.status).toBe('completed')
        expect(cancelled.kind).toBe('finished')
      } else {
        expect(job.status).toBe('cancelled')
        expect(cancelled.kind).toBe('cancelled')
      }
    }
  })

  it('lets one of two racing outcomes of one claim stand', async (kit) => {
    const claim = await kit.running()
    const other = await kit.another()
    const results = await Promise.all([kit.store.finish(claim, completed()), other.finish(claim, failed())])
    expect(count(results, ({ kind }) => kind === 'accepted')).toBe(1)
    expect((await kit.got(claim.jobId)).status).toBe(results[0].kind === 'accepted' ? 'completed' : 'failed')
  })

  it('answers every racing cancel alike', async (kit) => {
    const claim = await kit.running()
    const stores = await crowd(kit)
    const results = await Promise.all(stores.map((store) => store.cancel(claim.jobId)))
    expect(count(results, ({ kind }) => kind === 'cancelled')).toBe(CROWD)
    expect(new Set(results.map((result) => result.kind === 'cancelled' && result.job.finishedAt)).size).toBe(
      1,
    )
  })

  it('wakes the next in line once although many cancel', async (kit) => {
    const jobs = await kit.createdInTurn(4)
    const stores = await crowd(kit)
    const results = await Promise.all(stores.map((store) => store.cancel(jobs[0] ?? '')))
    expect(ids(results.flatMap((result) => (result.kind === 'cancelled' ? result.wake : [])))).toEqual([
      jobs[3],
    ])
  })

  it('takes a lapsed attempt back once although many look', async (kit) => {
    const { jobId } = await kit.running()
    kit.pass(LEASE_MS + 1)
    const stores = await crowd(kit)
    const results = await Promise.all(stores.map((store) => store.recover(jobId)))
    expect(results.flatMap(({ recovered }) => recovered)).toEqual(['lease-expired'])
    expect(ids(results.flatMap(({ wake }) => wake))).toEqual([jobId])
  })

  it('wakes a job that nobody claimed once although many look', async (kit) => {
    const jobId = await kit.created()
    kit.pass(GRACE_MS + 1)
    const stores = await crowd(kit)
    const results = await Promise.all(stores.map((store) => store.recover(jobId)))
    expect(ids(results.flatMap(({ wake }) => wake))).toEqual([jobId])
  })

  it(
    'holds the limit of slots when many jobs are created at once',
    async (kit) => {
      const stores = await crowd(kit)
      const results = await Promise.all(stores.map((store) => store.create([kit.job()])))
      expect(results.flatMap((result) => (result.kind === 'accepted' ? result.wake : [])).length).toBe(2)
    },
    two,
  )

  it(
    'holds the limit when every waiting job is claimed at once',
    async (kit) => {
      const jobs = Array.from({ length: 8 }, () => kit.job())
      await kit.store.create(jobs)
      const stores = await crowd(kit, 8)
      const results = await Promise.all(jobs.map((job, i) => stores[i]?.claim(job.jobId, lease())))
      expect(count(results, (result) => result?.kind === 'claimed')).toBe(2)
      expect((await kit.store.history(kit.owner)).totals.processing).toBe(2)
    },
    two,
  )

  it(
    'holds the length of the line when many jobs are created at once',
    async (kit) => {
      const stores = await crowd(kit)
      // A race that is lost only now and then is run several times.
      for (const owner of ['a', 'b', 'c', 'd'].map((letter) => `${kit.owner}-${letter}`)) {
        const results = await Promise.all(stores.map((store) => store.create([kit.job({ owner })])))
        expect(count(results, ({ kind }) => kind === 'accepted')).toBe(5)
        expect((await kit.store.history(owner)).totals.pending).toBe(5)
      }
    },
    { limits: { maxRunning: 2, maxWaiting: 3 } },
  )

  it(
    'admits racing batches whole',
    async (kit) => {
      const stores = await crowd(kit, 5)
      const results = await Promise.all(
        stores.map((store) => store.create([kit.job(), kit.job(), kit.job()])),
      )
      const accepted = count(results, ({ kind }) => kind === 'accepted')
      expect(accepted).toBe(2)
      expect((await kit.store.history(kit.owner)).totals.pending).toBe(6)
    },
    { limits: { maxRunning: 2, maxWaiting: 5 } },
  )

  it(
    'wakes one job for each slot freed at once',
    async (kit) => {
      const jobs = await kit.createdInTurn(5)
      const claims = await Promise.all(jobs.slice(0, 2).map((jobId) => kit.claimed(jobId)))
      const stores = await crowd(kit, 2)
      const results = await Promise.all(claims.map((claim, i) => stores[i]?.finish(claim, completed())))
      const woken = ids(results.flatMap((result) => (result?.kind === 'accepted' ? result.wake : [])))
      expect(woken.sort()).toEqual(jobs.slice(2, 4).sort())
    },
    two,
  )

  it(
    'runs a crowd of jobs to the end within the limit',
    async (kit) => {
      const jobs = Array.from({ length: 12 }, () => kit.job())
      const stores = await crowd(kit, 6)
      const created = await kit.store.create(jobs)
      let running = 0
      let most = 0
      const queue = created.kind === 'accepted' ? ids(created.wake) : []
      async function work(store: JobStore, jobId: string): Promise<void> {
        const result = await store.claim(jobId, lease())
        if (result.kind !== 'claimed') throw new Error(result.reason)
        running += 1
        most = Math.max(most, running)
        await store.heartbeat(result.claim, { leaseMs: LEASE_MS, progress: { percent: 50, stage: 'half' } })
        running -= 1
        const end = await store.finish(result.claim, completed())
        if (end.kind !== 'accepted') throw new Error(end.reason)
        await Promise.all(end.wake.map((ref, i) => work(stores[i % stores.length] ?? store, ref.jobId)))
      }
      await Promise.all(queue.map((jobId, i) => work(stores[i] ?? kit.store, jobId)))
      expect((await kit.store.history(kit.owner)).totals.completed).toBe(12)
      expect(most).toBeLessThanOrEqual(2)
    },
    two,
  )

  it('keeps one value of many racing writers of one key', async (kit) => {
    const stores = await crowd(kit)
    const results = await Promise.all(stores.map((store, i) => store.once('secret', `value-${i}`)))
    expect(new Set(results).size).toBe(1)
  })

  it('lets a claim or a cancel of a pending job win, and says which', async (kit) => {
    for (let round = 0; round < 5; round += 1) {
      const jobId = await kit.created()
      const other = await kit.another()
      const [claim, cancelled] = await Promise.all([kit.store.claim(jobId, lease()), other.cancel(jobId)])
      expect(cancelled.kind).toBe('cancelled')
      expect((await kit.got(jobId)).status).toBe('cancelled')
      if (claim.kind === 'claimed') {
        expect((await kit.store.heartbeat(claim.claim, { leaseMs: LEASE_MS })).kind).toBe('lost')
      }
    }
  })

  it('lets a retry and a cancel that race end in cancelled', async (kit) => {
    for (let round = 0; round < 5; round += 1) {
      const claim = await kit.running()
      const other = await kit.another()
      await Promise.all([kit.store.finish(claim, retry(kit.now())), other.cancel(claim.jobId)])
      expect((await kit.got(claim.jobId)).status).toBe('cancelled')
    }
  })

  it('removes a job once and for all although many remove it', async (kit) => {
    const jobId = await kit.created()
    await kit.store.cancel(jobId)
    const stores = await crowd(kit)
    const results = await Promise.all(stores.map((store) => store.remove(jobId)))
    expect(new Set(results)).toEqual(new Set(['removed']))
    expect(await kit.store.get(jobId)).toBeUndefined()
  })

  it('accepts racing repeats of one outcome', async (kit) => {
    const claim = await kit.running()
    const stores = await crowd(kit, 4)
    const results = await Promise.all(stores.map((store) => store.finish(claim, completed())))
    expect(count(results, ({ kind }) => kind === 'accepted')).toBe(4)
  })
}
