import { randomUUID } from 'node:crypto'
import type { JobStore, StoreOptions } from '../../netlify/store/job-store.ts'
import { defaultStoreOptions } from '../../netlify/store/job-store.ts'
import { createPostgresStore } from '../../netlify/store/postgres/store.ts'
import type { Driver } from '../store/kit.ts'
import type { PostgresServer } from './server.ts'

interface Kept {
  store: JobStore
  now: () => number
}

/**
 * The driver for the suites, over one migrated database that is emptied for each new backend. Stores are used
 * again, with the clock of the test that asks: opening connections would be most of the suite's time.
 */
export function postgresDriver(server: PostgresServer, url: string): Driver & { closeAll(): Promise<void> } {
  const kept = new Map<string, Kept>()
  let current: string | undefined
  let opened = 0

  return {
    name: 'postgres',
    async make(options, backend = randomUUID()) {
      if (backend !== current) {
        current = backend
        opened = 0
        await server.emptyTables(url)
      }
      opened += 1
      const { now, ...rest }: StoreOptions = { ...defaultStoreOptions, ...options }
      const key = JSON.stringify([opened, rest])
      const entry = kept.get(key) ?? open(rest)
      entry.now = now
      kept.set(key, entry)
      return { store: entry.store, dispose: async () => {} }
    },
    async closeAll() {
      await Promise.all([...kept.values()].map(({ store }) => store.close()))
    },
  }

  function open(rest: Omit<StoreOptions, 'now'>): Kept {
    const entry: Omit<Kept, 'store'> = { now: Date.now }
    return Object.assign(entry, { store: createPostgresStore({ url }, { ...rest, now: () => entry.now() }) })
  }
}
