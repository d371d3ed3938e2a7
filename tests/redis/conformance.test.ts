import { randomUUID } from 'node:crypto'
import { afterAll, test } from 'vitest'
import { createRedisStore, type RedisConnection } from '../../netlify/store/redis/store.ts'
import { conformance } from '../store/conformance.ts'
import { differential } from '../store/differential.ts'
import type { Driver } from '../store/kit.ts'
import { startBridge } from './bridge.ts'
import { missingServer } from './missing.ts'
import { findRedis, startRedis } from './server.ts'

const binary = await findRedis()
const SEQUENCES = Number(process.env.SEQUENCES ?? 50)

function driverFor(name: string, connection: RedisConnection): Driver {
  return {
    name,
    async make(options, backend = randomUUID()) {
      const store = createRedisStore(connection, { ...options, prefix: `{${backend}}:` })
      return { store, dispose: () => store.close() }
    },
  }
}

if (!binary) missingServer('redis store', 'no redis-server or valkey-server on the PATH')
else {
  const server = await startRedis(binary)
  const bridge = await startBridge(server.url)
  afterAll(async () => {
    await bridge.stop()
    await server.stop()
  })
  const overSocket = driverFor('redis', { url: server.url })
  const overHttp = driverFor('redis over HTTP', { restUrl: bridge.restUrl, token: bridge.token })

  conformance(overSocket)
  conformance(overHttp)

  test(`answers ${SEQUENCES} random sequences of operations as memory does`, async () => {
    for (let seed = 1; seed <= SEQUENCES; seed += 1) await differential(overSocket, { seed })
  }, 600_000)
}
