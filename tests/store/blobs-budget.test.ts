import { afterEach, beforeEach, expect, test } from 'vitest'
import { createBlobsStore } from '../../netlify/store/blobs/create-blobs-store.ts'
import type { JobStore } from '../../netlify/store/job-store.ts'
import type { RequestInfo } from '../blobs-server/core.ts'
import type { RunningBlobsServer } from '../blobs-server/start.ts'
import { startBlobsServer } from '../blobs-server/start.ts'
import { completed, LEASE_MS } from './kit.ts'

let server: RunningBlobsServer
let store: JobStore
let asked: RequestInfo[] = []

beforeEach(async () => {
  server = await startBlobsServer()
  store = createBlobsStore({ name: 'jobs', access: server.access })
  asked = []
  server.faults.plan = (info) => {
    asked.push(info)
    return undefined
  }
})
afterEach(() => server.stop())

const jobOps = () => asked.filter(({ key }) => key.startsWith('log/'))
const writes = (infos: RequestInfo[]) =>
  infos.filter(({ kind }) => kind.startsWith('set') || kind === 'delete')
const reads = (infos: RequestInfo[]) => infos.filter(({ kind }) => ['get', 'head', 'list'].includes(kind))

async function happyPath() {
  const job = { jobId: 'job-1', type: 't', owner: 'ann', input: {}, inputHash: 'h', maxAttempts: 5 }
  await store.create([job])
  const result = await store.claim('job-1', { claimId: 'c', leaseMs: LEASE_MS })
  if (result.kind !== 'claimed') throw new Error(result.reason)
  expect((await store.finish(result.claim, completed())).kind).toBe('accepted')
}

test('costs at most three job writes and two job reads on the happy path', async () => {
  await happyPath()
  expect(writes(jobOps()).length).toBeLessThanOrEqual(3)
  expect(reads(jobOps()).length).toBeLessThanOrEqual(2)
})

test('costs at most four requests to answer a status', async () => {
  await happyPath()
  asked = []
  await store.get('job-1')
  expect(asked.length).toBeLessThanOrEqual(4)
  expect(writes(asked)).toEqual([])
})

test('costs at most four requests a sweep when there is nothing to do', async () => {
  await store.sweep(50)
  expect(asked.length).toBeLessThanOrEqual(4)
  expect(writes(asked)).toEqual([])
})

test('asks the strongly consistent address for everything', async () => {
  const cached = new URL(server.access.edgeURL)
  await server.stop()
  server = await startBlobsServer()
  store = createBlobsStore({ name: 'jobs', access: { ...server.access, edgeURL: cached.href } })
  await happyPath()
  expect((await store.get('job-1'))?.status).toBe('completed')
})
