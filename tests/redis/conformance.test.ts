import { randomUUID } from 'node:crypto'
import { afterAll } from 'vitest'
import { createRedisStore } from '../../netlify/store/redis/store.ts'
import { conformance } from '../store/conformance.ts'
import { startBridge } from './bridge.ts'
import { missingServer } from './missing.ts'
import { findRedis, startRedis } from './server.ts'

const binary = await findRedis()

if (!binary) missingServer('redis store', 'no redis-server or valkey-server on the PATH')
else {
  const server = await startRedis(binary)
  const bridge = await startBridge(server.url)
  afterAll(async () => {
    await bridge.stop()
    await server.stop()
  })

  conformance({
    name: 'redis',
    async make(options, backend = randomUUID()) {
      const store = createRedisStore({ url: server.url }, { ...options, prefix: `{${backend}}:` })
      return { store, dispose: () => store.close() }
    },
  })

  conformance({
    name: 'redis over HTTP',
    async make(options, backend = randomUUID()) {
      const { restUrl, token } = bridge
      const store = createRedisStore({ restUrl, token }, { ...options, prefix: `{${backend}}:` })
      return { store, dispose: () => store.close() }
    },
  })
}
