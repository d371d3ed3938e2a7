import { afterEach, beforeEach, expect, test } from 'vitest'
import { createBlobsStore } from '../../netlify/store/blobs/create-blobs-store.ts'
import type { JobStore } from '../../netlify/store/job-store.ts'
import type { Fault } from '../blobs-server/faults.ts'
import type { RunningBlobsServer } from '../blobs-server/start.ts'
import { startBlobsServer } from '../blobs-server/start.ts'
import { completed, failed, LEASE_MS, lease } from './kit.ts'

/**
 * The Blobs driver over a network that lies: what `@netlify/blobs` reports of a conditional write is wrong in
 * both directions when an answer is lost or is a 5xx (netlify/primitives#741).
 */
let server: RunningBlobsServer
let store: JobStore

beforeEach(async () => {
  server = await startBlobsServer()
  const access = server.access
  store = createBlobsStore({ name: 'jobs', access, requestTimeoutMs: 1000, retryDelaysMs: [1, 1] })
})
afterEach(() => server.stop())

const job = (jobId = 'job-1') => ({
  ...{ jobId, type: 't', owner: 'ann', input: { a: 1 }, inputHash: 'h', maxAttempts: 5 },
})
const claimKey = { kind: 'setNew', key: /^log\/job-1\/000002$/ } as const
const endKey = { kind: 'setNew', key: /^log\/job-1\/000003$/ } as const

const landed: [string, Fault][] = [
  ['is answered 503 after it took effect', { kind: 'status', status: 503, when: 'after' }],
  ['loses its answer', { kind: 'lost', when: 'after' }],
  ['is delivered twice', { kind: 'duplicate' }],
  ['is answered too late', { kind: 'slow', ms: 1500, when: 'after' }],
]
const notLanded: [string, Fault][] = [
  ['is answered 503 and took no effect', { kind: 'status', status: 503, when: 'before' }],
  ['is lost', { kind: 'lost', when: 'before' }],
]

for (const [what, fault] of landed) {
  test(`believes a claim that ${what}`, async () => {
    await store.create([job()])
    server.faults.next(claimKey, fault)
    expect(await store.claim('job-1', lease())).toMatchObject({ kind: 'claimed', claim: { attempt: 1 } })
    expect(await store.claim('job-1', lease())).toEqual({ kind: 'refused', reason: 'running' })
  })

  test(`accepts an outcome that ${what}`, async () => {
    await store.create([job()])
    const result = await store.claim('job-1', lease())
    if (result.kind !== 'claimed') throw new Error(result.reason)
    server.faults.next(endKey, fault)
    expect(await store.finish(result.claim, completed())).toMatchObject({ kind: 'accepted' })
    expect((await store.get('job-1'))?.status).toBe('completed')
  })

  test(`makes one job of a create that ${what}`, async () => {
    server.faults.next({ kind: 'setNew', key: /^log\// }, fault)
    server.faults.next({ kind: 'setNew', key: /^owner\// }, fault)
    expect(await store.create([job()])).toMatchObject({ kind: 'accepted', wake: [{ jobId: 'job-1' }] })
    expect(await store.create([job()])).toMatchObject({ jobs: [{ disposition: 'existing' }] })
    expect((await store.history('ann')).totals.pending).toBe(1)
  })
}

for (const [what, fault] of notLanded) {
  test(`does not believe a claim that ${what}`, async () => {
    await store.create([job()])
    server.faults.next(claimKey, fault)
    const first = await store.claim('job-1', lease()).catch((error: Error) => error)
    expect(first).toMatchObject({ name: 'StoreError', message: expect.stringMatching(/^blobs: /) })
    expect((await store.claim('job-1', lease())).kind).toBe('claimed')
  })

  test(`does not take an outcome for accepted that ${what}`, async () => {
    await store.create([job()])
    const result = await store.claim('job-1', lease())
    if (result.kind !== 'claimed') throw new Error(result.reason)
    server.faults.next(endKey, fault)
    await expect(store.finish(result.claim, completed())).rejects.toThrow('blobs: ')
    expect((await store.get('job-1'))?.status).toBe('processing')
    expect(await store.finish(result.claim, completed())).toMatchObject({ kind: 'accepted' })
  })
}

test('finds out about a claim that landed when asked again with the same id', async () => {
  await store.create([job()])
  const by = lease()
  server.faults.next(claimKey, { kind: 'lost', when: 'after' })
  server.faults.next({ kind: 'get', key: /^log\/job-1\/000002$/ }, { kind: 'lost', when: 'before' }, 3)
  await expect(store.claim('job-1', by)).rejects.toThrow('blobs: ')
  expect(await store.claim('job-1', by)).toMatchObject({ kind: 'claimed', claim: { attempt: 1 } })
})

test('gives a claim to one of two although the write of the loser lands late', async () => {
  await store.create([job()])
  const { promise: until, resolve: land } = Promise.withResolvers<void>()
  server.faults.next(claimKey, { kind: 'late', until })
  const loser = await store.claim('job-1', lease()).catch((error: Error) => error)
  expect(loser).toMatchObject({ name: 'StoreError' })
  const winner = await store.claim('job-1', lease())
  land()
  await until
  expect(winner.kind).toBe('claimed')
  expect(await store.get('job-1')).toMatchObject({
    claimId: winner.kind === 'claimed' && winner.claim.claimId,
  })
})

test('keeps the first outcome when a cancelled one lands late', async () => {
  await store.create([job()])
  const result = await store.claim('job-1', lease())
  if (result.kind !== 'claimed') throw new Error(result.reason)
  const { promise: until, resolve: land } = Promise.withResolvers<void>()
  server.faults.next(endKey, { kind: 'late', until })
  await expect(store.finish(result.claim, failed())).rejects.toThrow('blobs: ')
  await store.cancel('job-1')
  land()
  await until
  expect((await store.get('job-1'))?.status).toBe('cancelled')
  expect((await store.history('ann')).totals.cancelled).toBe(1)
})

test('repeats reads and unconditional writes that fail', async () => {
  await store.create([job()])
  const result = await store.claim('job-1', lease())
  if (result.kind !== 'claimed') throw new Error(result.reason)
  for (const fault of [
    { kind: 'status', status: 503, when: 'before' },
    { kind: 'status', status: 429, when: 'before' },
    { kind: 'lost', when: 'after' },
  ] as const) {
    server.faults.next({ kind: 'get' }, fault, 2)
    expect((await store.get('job-1'))?.status).toBe('processing')
    server.faults.next({ kind: 'set', key: /^pulse\// }, fault, 2)
    expect((await store.heartbeat(result.claim, { leaseMs: LEASE_MS })).kind).toBe('held')
  }
})

test('throws when the service stays away, and says where', async () => {
  server.faults.plan = () => ({ kind: 'status', status: 503, when: 'before' })
  for (const call of [
    () => store.create([job()]),
    () => store.get('job-1'),
    () => store.claim('job-1', lease()),
    () => store.recover('job-1'),
    () => store.sweep(10),
    () => store.history('ann'),
    () => store.once('key', 'value'),
    () => store.ping(),
  ]) {
    await expect(call()).rejects.toMatchObject({
      name: 'StoreError',
      message: expect.stringMatching(/^blobs: /),
    })
  }
})

test('gives no job id for a create that did not take effect', async () => {
  server.faults.plan = ({ kind, key }) =>
    kind === 'setNew' && key.startsWith('owner/') ? { kind: 'lost', when: 'before' } : undefined
  await expect(store.create([job()])).rejects.toThrow('blobs: ')
  server.faults.clear()
  expect(await store.create([job()])).toMatchObject({ kind: 'accepted', wake: [{ jobId: 'job-1' }] })
  expect((await store.claim('job-1', lease())).kind).toBe('claimed')
})

test('keeps a job for the sweep whose first entry is still on its way', async () => {
  server.faults.next({ kind: 'setNew', key: /^log\// }, { kind: 'slow', ms: 150, when: 'before' })
  const created = store.create([job()])
  await new Promise((done) => setTimeout(done, 50))
  // The marker is there and the log is not: to a sweep it looks like a left-over.
  await store.sweep(50)
  expect((await created).kind).toBe('accepted')
  const later = createBlobsStore({ name: 'jobs', access: server.access }, { now: () => Date.now() + 60_000 })
  expect(await later.sweep(50)).toEqual([{ kind: 'stalled', job: { jobId: 'job-1', type: 't' } }])
})

test('keeps one history entry of a job that two writers ended, also when its log is erased', async () => {
  let time = Date.now()
  const dated = createBlobsStore(
    { name: 'jobs', access: server.access, retryDelaysMs: [1] },
    { now: () => time },
  )
  await dated.create([job()])
  const result = await dated.claim('job-1', lease())
  if (result.kind !== 'claimed') throw new Error(result.reason)
  server.faults.next(endKey, { kind: 'lost', when: 'before' })
  await expect(dated.cancel('job-1')).rejects.toThrow('blobs: ')
  expect((await dated.finish(result.claim, completed())).kind).toBe('accepted')
  time += 3 * 24 * 3_600_000
  for (const { job } of await dated.sweep(50)) await dated.erase(job.jobId)
  const { jobs, totals } = await dated.history('ann')
  expect(jobs.map(({ status }) => status)).toEqual(['completed'])
  expect(totals).toMatchObject({ completed: 1, cancelled: 0 })
})
