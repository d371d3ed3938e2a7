import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll } from 'vitest'
import { createBlobsStore } from '../../netlify/store/blobs/create-blobs-store.ts'
import type { RunningBlobsServer } from '../blobs-server/start.ts'
import { startBlobsServer } from '../blobs-server/start.ts'
import { conformance } from './conformance.ts'

let server: RunningBlobsServer
beforeAll(async () => {
  server = await startBlobsServer()
})
afterAll(() => server.stop())

conformance({
  name: 'blobs',
  async make(options, backend = randomUUID()) {
    const store = createBlobsStore({ name: `jobs-${backend}`, access: server.access }, options)
    return { store, dispose: () => store.close() }
  },
})
