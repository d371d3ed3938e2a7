import { randomUUID } from 'node:crypto'
import { afterAll } from 'vitest'
import { migrate } from '../../netlify/store/postgres/migrate.ts'
import { createPostgresStore } from '../../netlify/store/postgres/store.ts'
import { missingServer } from '../redis/missing.ts'
import { conformance } from '../store/conformance.ts'
import { tryPostgres } from './server.ts'

const server = await tryPostgres()

if ('reason' in server) missingServer('postgres store', server.reason)
else {
  const url = await server.createDatabase()
  await migrate(url)
  afterAll(() => server.stop())
  let current: string | undefined

  conformance({
    name: 'postgres',
    async make(options, backend = randomUUID()) {
      if (backend !== current) {
        current = backend
        await server.emptyTables(url)
      }
      const store = createPostgresStore({ url }, options)
      return { store, dispose: () => store.close() }
    },
  })
}
