import { randomUUID } from 'node:crypto'
import { createServer } from 'node:net'
import { Redis } from 'ioredis'
import { afterAll, describe, expect, test } from 'vitest'
import type { JobStore } from '../../netlify/store/job-store.ts'
import { createRedisStore } from '../../netlify/store/redis/store.ts'
import { LEASE_MS } from '../store/kit.ts'
import { failureOf, jobOf, serverDriver } from '../store/server-driver.ts'
import { startBridge } from './bridge.ts'
import { missingServer } from './missing.ts'
import { findRedis, freePort, startRedis } from './server.ts'

const binary = await findRedis()
if (!binary) missingServer('redis driver', 'no redis-server or valkey-server on the PATH')
else
  describe('redis driver', async () => {
    const server = await startRedis(binary)
    const bridge = await startBridge(server.url)
    const direct = new Redis(server.url)
    afterAll(async () => {
      direct.disconnect()
      await bridge.stop()
      await server.stop()
    })

    async function using(
      run: (store: JobStore, prefix: string) => Promise<void>,
      connection: Parameters<typeof createRedisStore>[0] = server,
    ) {
      const prefix = `{${randomUUID()}}:`
      const store = createRedisStore(connection, { prefix })
      try {
        await run(store, prefix)
      } finally {
        await store.close()
      }
    }

    serverDriver({
      name: 'redis',
      openUrl: (url) => createRedisStore({ url }),
      urlAt: (port) => `redis://:secret@127.0.0.1:${port}`,
      async durable() {
        const durable = await startRedis(binary, { durable: 'always' })
        return { ...durable, open: () => createRedisStore(durable) }
      },
    })

    test('connects only at the first call', async () => {
      const connections = async () =>
        String(await direct.client('LIST'))
          .trim()
          .split('\n').length
      await using(async (store) => {
        const before = await connections()
        expect(await connections()).toBe(before)
        await store.ping()
        await Promise.all([store.ping(), store.get('x')])
        expect(await connections()).toBe(before + 1)
      })
    })

    test('goes on after the server has forgotten its scripts', () =>
      using(async (store) => {
        await store.ping()
        await direct.script('FLUSH')
        await store.ping()
      }))

    test('lets a finished job expire by itself, its input and output long before its record', () =>
      using(async (store, prefix) => {
        const made = jobOf()
        await store.create([made])
        expect(await direct.pttl(`${prefix}j:${made.jobId}`)).toBe(-1)
        const taken = await store.claim(made.jobId, { claimId: 'c', leaseMs: LEASE_MS })
        if (taken.kind !== 'claimed') throw new Error(taken.reason)
        await store.finish(taken.claim, { kind: 'completed', output: {} })
        const hour = 3_600_000
        for (const kind of ['i', 'o']) {
          const personal = await direct.pttl(`${prefix}${kind}:${made.jobId}`)
          expect(personal).toBeGreaterThan(hour)
          expect(personal).toBeLessThanOrEqual(hour + 600_000)
        }
        const record = await direct.pttl(`${prefix}j:${made.jobId}`)
        expect(record).toBeGreaterThan(7 * 24 * hour)
        expect(record).toBeLessThanOrEqual((7 * 24 + 1) * hour)
      }))

    test('leaves no key of a job that was removed and erased', async () => {
      const prefix = `{${randomUUID()}}:`
      let time = Date.now()
      const store = createRedisStore(server, { prefix, now: () => time })
      const made = jobOf()
      await store.create([made])
      await store.cancel(made.jobId)
      await store.remove(made.jobId)
      time += 25 * 3_600_000
      await store.erase(made.jobId)
      await store.close()
      expect(await direct.keys(`${prefix.replaceAll(/[{}]/g, '?')}*`)).toEqual([`${prefix}seq`])
    })

    test('does not scan: a status poll and a claim read a handful of keys among thousands', () =>
      using(async (store) => {
        for (let i = 0; i < 40; i += 1) {
          await store.create(Array.from({ length: 10 }, () => jobOf(`owner-${i}`)))
        }
        const made = jobOf()
        await store.create([made])
        await direct.config('RESETSTAT')
        await store.get(made.jobId)
        await store.claim(made.jobId, { claimId: 'c', leaseMs: LEASE_MS })
        const stats = await direct.info('commandstats')
        expect(stats).not.toMatch(/cmdstat_(keys|scan|hscan|zscan|sscan)/)
        const calls = [...stats.matchAll(/cmdstat_(?!info|config)\S+:calls=(\d+)/g)].map((m) => Number(m[1]))
        expect(calls.reduce((sum, n) => sum + n, 0)).toBeLessThan(12)
      }))

    test('reads a job as the first version wrote it', () =>
      using(async (store, prefix) => {
        // Never written anew: the next version has to read what is out there.
        const job =
          '{"v":1,"jobId":"old","type":"test-job","owner":"ann","inputHash":"abc","maxAttempts":5,"createdAt":"2026-11-22T03:00:00.000Z","document":{"id":"cv","version":"3"},"retryOf":"older"}'
        const lines = [
          ...['processing', 'test-job', 'ann', '', '2', '5', '7', '4', '1', '', '1795316405000', '40'],
          ...['{"stage":"rendered"}', '', '', 'claim-1', '1795316402000', '4102444800000', '', '', ''],
          '\tclaim-0\tlapsed\t',
        ]
        await direct.hset(`${prefix}j:old`, 'job', job, 'state', lines.map((each) => `${each}\n`).join(''))
        await direct.set(`${prefix}i:old`, '{"name":"Zoë"}')
        await direct.zadd(`${prefix}r:ann`, 7, 'old')
        await direct.zadd(`${prefix}h:ann`, 1795316400000, 'old')
        await direct.zadd(`${prefix}due`, 4102444800000, 'old')
        const claim = {
          jobId: 'old',
          type: 'test-job',
          owner: 'ann',
          attempt: 2,
          claimId: 'claim-1',
          fence: '2',
        }
        const held = { ...claim, leaseExpiresAt: '2100-01-01T00:00:00.000Z' }
        expect(await store.get('old')).toMatchObject({
          ...{ status: 'processing', progress: { percent: 40, stage: 'rendered' }, claimId: 'claim-1' },
          ...{
            document: { id: 'cv', version: '3' },
            retryOf: 'older',
            startedAt: '2026-11-22T03:00:02.000Z',
          },
        })
        expect(await store.input('old')).toEqual({ name: 'Zoë' })
        expect(
          await store.finish({ ...held, claimId: 'claim-0' }, { kind: 'completed', output: {} }),
        ).toEqual({
          kind: 'refused',
          reason: 'lapsed',
        })
        expect(await store.finish(held, { kind: 'completed', output: {} })).toMatchObject({
          kind: 'accepted',
        })
        expect((await store.history('ann')).totals).toMatchObject({ completed: 1, processing: 0 })
      }))

    test('refuses a record of a later version', () =>
      using(async (store, prefix) => {
        const made = jobOf()
        await store.create([made])
        const key = `${prefix}j:${made.jobId}`
        const kept = await direct.hget(key, 'job')
        await direct.hset(key, 'job', String(kept).replace('"v":1', '"v":2'))
        const error = await failureOf(store.get(made.jobId))
        expect(error.message).toMatch(/^redis: .*record version 2/)
      }))

    test('says within five seconds that the server does not answer', async () => {
      const silent = createServer().listen(0, '127.0.0.1')
      const address = await new Promise((resolve) =>
        silent.once('listening', () => resolve(silent.address())),
      )
      const { port } = address as { port: number }
      const store = createRedisStore({ url: `redis://127.0.0.1:${port}` })
      expect((await failureOf(store.get('x'))).message).toMatch(/^redis: could not reach/)
      await store.close()
      silent.close()
    }, 5_000)

    test('keeps what a job carries out of its errors', () =>
      using(async (store, prefix) => {
        await direct.set(`${prefix}j:taken`, 'not a hash')
        const made = { ...jobOf('owner', 'taken'), input: { text: 'personal' } }
        const error = await failureOf(store.create([made]))
        expect(error.message).toMatch(/^redis: the server refused a command: .*WRONGTYPE/)
        expect(JSON.stringify([error.message, error.cause, error.stack])).not.toContain('personal')
      }))

    test('sends what is asked for together in one round trip, and fails only what failed', () =>
      using(async (store, prefix) => {
        await store.ping()
        await Promise.all([store.ping(), store.ping()])
        await direct.set(`${prefix}j:taken`, 'not a hash')
        const made = jobOf()
        const before = bridge.requests()
        const [first, second, third] = await Promise.allSettled([
          store.create([made]),
          store.get('taken'),
          store.claim(made.jobId, { claimId: 'c', leaseMs: LEASE_MS }),
        ])
        expect(bridge.requests() - before).toBe(1)
        expect(first).toMatchObject({ value: { kind: 'accepted' } })
        expect(second).toMatchObject({ reason: { message: expect.stringMatching(/^redis: .*WRONGTYPE/) } })
        expect(third).toMatchObject({ value: { kind: 'claimed', job: { attempt: 1 } } })
      }, bridge))

    test('over HTTP: one request an operation', () =>
      using(async (store) => {
        await store.ping()
        const made = jobOf()
        await store.create([made])
        await store.claim(made.jobId, { claimId: 'warm', leaseMs: LEASE_MS })
        const before = bridge.requests()
        await store.create([jobOf()])
        expect(bridge.requests() - before).toBe(1)
      }, bridge))

    test('over HTTP: a claim whose answer was lost is known to be won', () =>
      using(async (store) => {
        const made = jobOf()
        await store.create([made])
        await store.claim('unknown', { claimId: 'warm', leaseMs: LEASE_MS })
        bridge.loseNextAnswer()
        const taken = await store.claim(made.jobId, { claimId: 'mine', leaseMs: LEASE_MS })
        expect(taken).toMatchObject({ kind: 'claimed', claim: { attempt: 1, claimId: 'mine' } })
        bridge.loseNextAnswer()
        if (taken.kind !== 'claimed') return
        const done = await store.finish(taken.claim, { kind: 'completed', output: {} })
        expect(done).toMatchObject({ kind: 'accepted', job: { status: 'completed' } })
      }, bridge))

    test('over HTTP: a wrong token is named', async () => {
      const store = createRedisStore({ restUrl: bridge.restUrl, token: 'wrong' })
      expect((await failureOf(store.ping())).message).toMatch(/^redis: .*Check KV_REST_API_TOKEN/)
    })

    test('over HTTP: says that nothing listens', async () => {
      const store = createRedisStore({ restUrl: `http://127.0.0.1:${await freePort()}`, token: 'any' })
      expect((await failureOf(store.ping())).message).toMatch(/^redis: could not reach .*ECONNREFUSED/)
    })
  })
