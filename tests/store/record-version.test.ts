import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createBlobsStore } from '../../netlify/store/blobs/create-blobs-store.ts'
import type { Claim } from '../../netlify/store/job-store.ts'
import { createBlobsCore } from '../blobs-server/core.ts'
import { createFaults } from '../blobs-server/faults.ts'
import { createBlobsFetch, inProcessAccess } from '../blobs-server/in-process.ts'
import { completed, lease } from './kit.ts'

interface Stored {
  writtenAt: string
  /** Held by a worker of the version that wrote this. */
  claim: Claim
  blobs: Record<string, string>
}

/** Blobs as the first version wrote them. Never written anew: the next version has to read what is out there. */
const first: Stored = JSON.parse(readFileSync(new URL('./fixtures/blobs-v1.json', import.meta.url), 'utf8'))

async function storeOver(blobs: Record<string, string>) {
  const core = createBlobsCore()
  const time = { sleep: async () => {}, later: (_: number, run: () => void) => run() }
  const fetch = createBlobsFetch(core, createFaults(), time)
  for (const [key, body] of Object.entries(blobs)) {
    const url = `${inProcessAccess.uncachedEdgeURL}/site/site:jobs/${key}`
    const headers = { authorization: `Bearer ${inProcessAccess.token}` }
    await fetch(url, { method: 'put', headers, body })
  }
  return createBlobsStore(
    { name: 'jobs', access: inProcessAccess, fetch },
    { now: () => Date.parse(first.writtenAt), limits: { maxRunning: 2, maxWaiting: 20 } },
  )
}

test('reads every job that the first version wrote', async () => {
  const store = await storeOver(first.blobs)
  expect(await store.get('completed-job')).toMatchObject({
    status: 'completed',
    output: { file: { fileId: '2026-01-01-f', bytes: 12 } },
    document: { id: 'cv', version: '3' },
  })
  expect(await store.get('failed-job')).toMatchObject({ status: 'failed', error: { code: 'NOT_FOUND' } })
  expect(await store.get('cancelled-job')).toMatchObject({ status: 'cancelled' })
  expect(await store.get('retry-job')).toMatchObject({ status: 'pending', attempt: 1 })
  expect(await store.get('processing-job')).toMatchObject({
    status: 'processing',
    progress: { percent: 40, stage: 'rendered' },
  })
  expect(await store.input('pending-job')).toEqual({ name: 'Zoë', list: [] })
  expect((await store.history('ann')).totals).toEqual({
    pending: 3,
    processing: 1,
    completed: 1,
    failed: 1,
    cancelled: 1,
  })
  expect(await store.once('session-secret', 'another')).toBe('kept')
})

test('goes on with the jobs that the first version left', async () => {
  const store = await storeOver(first.blobs)
  expect(await store.claim('waiting-job', lease())).toEqual({ kind: 'refused', reason: 'no-slot' })
  expect((await store.claim('pending-job', lease())).kind).toBe('claimed')
  expect(await store.finish(first.claim, completed())).toMatchObject({
    kind: 'accepted',
    wake: [{ jobId: 'waiting-job' }],
  })
  expect((await store.claim('waiting-job', lease())).kind).toBe('claimed')
})

test('leaves alone what a newer version wrote, and says what to do', async () => {
  const newer = (prefix: string) =>
    Object.fromEntries(
      Object.entries(first.blobs).map(([key, body]) => [
        key,
        key.startsWith(prefix) ? body.replace('"v":1', '"v":2') : body,
      ]),
    )
  const jobs = await storeOver(newer('log/'))
  await expect(jobs.get('pending-job')).rejects.toThrow('newer version')
  await expect(jobs.claim('pending-job', lease())).rejects.toThrow('newer version')
  const owners = await storeOver(newer('owner/'))
  await expect(owners.history('ann')).rejects.toThrow('newer version')
})
