import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BlobsServer } from '@netlify/blobs/server'
import { afterAll, beforeAll } from 'vitest'
import { createBlobsStore } from '../../netlify/store/blobs/create-blobs-store.ts'
import { conformance } from './conformance.ts'

/** What `netlify dev` keeps blobs in: files, with conditional writes that check first and write later. */
let directory: string
let server: BlobsServer
let address: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'offstage-sandbox-'))
  server = new BlobsServer({ directory, token: 'token' })
  address = (await server.start()).address
})
afterAll(async () => {
  await server.stop()
  await rm(directory, { recursive: true, force: true })
})

// Not the races: there, of 50 racing writers of one new key, a median of 50 are told that they won.
conformance(
  {
    name: 'blobs in the local sandbox',
    async make(options, backend = randomUUID()) {
      const access = { siteID: 'site', token: 'token', edgeURL: address, uncachedEdgeURL: address }
      const store = createBlobsStore({ name: `jobs-${backend}`, access }, options)
      return { store, dispose: () => store.close() }
    },
  },
  ['creating', 'claiming', 'leases', 'finishing', 'limits'],
)
