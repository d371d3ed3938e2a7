import { createBlobsStore } from '../../netlify/store/blobs/create-blobs-store.ts'
import type { JobStore } from '../../netlify/store/job-store.ts'
import { createMemoryStore } from '../../netlify/store/memory.ts'
import { migrate } from '../../netlify/store/postgres/migrate.ts'
import { createPostgresStore } from '../../netlify/store/postgres/store.ts'
import { createRedisStore } from '../../netlify/store/redis/store.ts'
import { startBlobsServer } from '../blobs-server/start.ts'
import { startPostgres } from '../postgres/server.ts'
import { findRedis, startRedis } from '../redis/server.ts'

/** Every driver against a real server on this machine, one after the other. */
export async function eachDriver(run: (store: JobStore) => Promise<void>): Promise<void> {
  await run(createMemoryStore())

  const blobs = await startBlobsServer()
  await run(createBlobsStore({ name: 'bench', access: blobs.access }))
  await blobs.stop()

  const binary = await findRedis()
  if (binary) {
    const redis = await startRedis(binary)
    const store = createRedisStore({ url: redis.url })
    await run(store)
    await store.close()
    await redis.stop()
  } else process.stdout.write('redis: no redis-server on this machine, left out\n')

  const server = await startPostgres({ durable: true })
  const url = await server.createDatabase()
  await migrate(url)
  const store = createPostgresStore({ url })
  await run(store)
  await store.close()
  await server.stop()
}
