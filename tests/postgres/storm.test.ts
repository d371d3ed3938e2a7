import { test } from 'vitest'
import { migrate } from '../../netlify/store/postgres/migrate.ts'
import { createPostgresStore } from '../../netlify/store/postgres/store.ts'
import { missingServer } from '../redis/missing.ts'
import { storm } from '../redis/storm.ts'
import { tryPostgres } from './server.ts'

const server = await tryPostgres()

if ('reason' in server) missingServer('postgres storm', server.reason)
else
  test('keeps its promises with many workers on several connections', async () => {
    const url = await server.createDatabase()
    await migrate(url)
    const options = { limits: { maxRunning: 3, maxWaiting: 10 }, dispatchGraceMs: 100 }
    const stores = Array.from({ length: 4 }, () => createPostgresStore({ url }, options))
    try {
      await storm(stores, { jobs: 60, maxRunning: 3 })
    } finally {
      await Promise.all(stores.map((store) => store.close()))
      await server.stop()
    }
  })
