import { test } from 'vitest'
import { createRedisStore } from '../../netlify/store/redis/store.ts'
import { startBridge } from './bridge.ts'
import { missingServer } from './missing.ts'
import { findRedis, startRedis } from './server.ts'
import { storm } from './storm.ts'

const binary = await findRedis()

if (!binary) missingServer('redis storm', 'no redis-server or valkey-server on the PATH')
else
  test('keeps its promises with many workers on several connections', async () => {
    const server = await startRedis(binary)
    const bridge = await startBridge(server.url)
    const options = { limits: { maxRunning: 3, maxWaiting: 10 }, dispatchGraceMs: 100 }
    const stores = [
      ...Array.from({ length: 4 }, () => createRedisStore({ url: server.url }, options)),
      createRedisStore({ restUrl: bridge.restUrl, token: bridge.token }, options),
    ]
    try {
      await storm(stores, { jobs: 60, maxRunning: 3 })
    } finally {
      await Promise.all(stores.map((store) => store.close()))
      await bridge.stop()
      await server.stop()
    }
  })
