import { test } from 'vitest'
import { createBlobsStore } from '../../netlify/store/blobs/create-blobs-store.ts'
import { createBlobsCore } from '../blobs-server/core.ts'
import { createFaults } from '../blobs-server/faults.ts'
import { createBlobsFetch, inProcessAccess } from '../blobs-server/in-process.ts'
import { differential } from './differential.ts'
import type { Driver } from './kit.ts'

const blobs: Driver = {
  name: 'blobs',
  async make(options) {
    const time = { sleep: async () => {}, later: (_: number, run: () => void) => run() }
    const fetch = createBlobsFetch(createBlobsCore(), createFaults(), time)
    const store = createBlobsStore({ name: 'jobs', access: inProcessAccess, fetch }, options)
    return { store, dispose: () => store.close() }
  },
}

const SEQUENCES = Number(process.env.SEQUENCES ?? 12)

test(`answers ${SEQUENCES} random sequences of operations as memory does`, async () => {
  for (let seed = 1; seed <= SEQUENCES; seed += 1) await differential(blobs, { seed })
}, 600_000)
