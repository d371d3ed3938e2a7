import { getDeployStore, getStore } from '@netlify/blobs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createBlobsCore } from './core.ts'
import { createFaults } from './faults.ts'
import { createBlobsFetch, inProcessAccess } from './in-process.ts'
import type { RunningBlobsServer } from './start.ts'
import { startBlobsServer } from './start.ts'

let server: RunningBlobsServer
let now = 0

beforeEach(async () => {
  server = await startBlobsServer({ pageSize: 3, now: () => now })
})
afterEach(() => server.stop())

const strong = () => getStore({ ...server.access, name: 'jobs', consistency: 'strong' })

describe('the test Blobs server', () => {
  test('keeps text, bytes and metadata', async () => {
    const store = strong()
    await store.set('a/b', 'text', { metadata: { about: 'é' } })
    expect(await store.get('a/b')).toBe('text')
    await store.set('bytes', new Uint8Array([0, 255, 7]).buffer)
    expect(new Uint8Array(await store.get('bytes', { type: 'arrayBuffer' }))).toEqual(
      new Uint8Array([0, 255, 7]),
    )
    expect(await store.getMetadata('a/b')).toMatchObject({ metadata: { about: 'é' } })
    expect(await store.get('none')).toBeNull()
  })

  test('gives etags on reads and 304 for one that is known', async () => {
    const store = strong()
    const written = await store.set('key', 'text')
    const first = await store.getWithMetadata('key')
    expect(first?.etag).toBe(written.etag)
    const second = await store.getWithMetadata('key', { etag: first?.etag ?? '' })
    expect(second).toMatchObject({ data: null, etag: first?.etag })
  })

  test('lets one of many racing conditional writes win', async () => {
    const store = strong()
    const results = await Promise.all(
      Array.from({ length: 30 }, (_, i) => store.set('claim', `w${i}`, { onlyIfNew: true })),
    )
    expect(results.filter((result) => result.modified).length).toBe(1)
  })

  test('writes on a matching etag only', async () => {
    const store = strong()
    const { etag = '' } = await store.set('key', 'one')
    expect(await store.set('key', 'two', { onlyIfMatch: etag })).toMatchObject({ modified: true })
    expect(await store.set('key', 'three', { onlyIfMatch: etag })).toMatchObject({ modified: false })
    expect(await store.get('key')).toBe('two')
  })

  test('lists by pages, prefix and directory', async () => {
    const store = strong()
    for (const key of ['a/1', 'a/2', 'b/1', 'c', 'd', 'e', 'f']) await store.set(key, key)
    const all = await store.list()
    expect(all.blobs.map(({ key }) => key)).toEqual(['a/1', 'a/2', 'b/1', 'c', 'd', 'e', 'f'])
    const folded = await store.list({ directories: true })
    expect(folded.directories).toEqual(['a', 'b'])
    expect((await store.list({ prefix: 'a/' })).blobs.map(({ key }) => key)).toEqual(['a/1', 'a/2'])
    expect(server.counts.list).toBeGreaterThan(3)
  })

  test('keeps deploy stores apart from the site store', async () => {
    const deploy = getDeployStore({
      ...server.access,
      deployID: 'abc123',
      name: 'jobs',
      consistency: 'strong',
    } as never)
    await strong().set('key', 'site')
    await deploy.set('key', 'deploy')
    expect(await strong().get('key')).toBe('site')
    expect(await deploy.get('key')).toBe('deploy')
  })

  test('answers from a cache at the cached address', async () => {
    const cached = getStore({ ...server.access, name: 'jobs' })
    expect(await cached.get('key')).toBeNull()
    await strong().set('key', 'one')
    expect(await cached.get('key')).toBeNull()
    expect(await strong().get('key')).toBe('one')
    now += 61_000
    expect(await cached.get('key')).toBe('one')
  })

  test('deletes, also what is not there', async () => {
    const store = strong()
    await store.set('key', 'one')
    await store.delete('key')
    await store.delete('key')
    expect(await store.get('key')).toBeNull()
  })

  test('refuses a wrong token', async () => {
    const store = getStore({ ...server.access, token: 'wrong', name: 'jobs', consistency: 'strong' })
    await expect(store.get('key')).rejects.toThrow('401')
  })

  test('answers 503 after a write that took effect', async () => {
    server.faults.next({ kind: 'setNew' }, { kind: 'status', status: 503, when: 'after' }, 1)
    // The client repeats the write by itself and takes its own success for a loss.
    expect(await strong().set('key', 'mine', { onlyIfNew: true })).toMatchObject({ modified: false })
    expect(await strong().get('key')).toBe('mine')
  })

  test('loses an answer after the write took effect', async () => {
    server.faults.next({ kind: 'setNew' }, { kind: 'lost', when: 'after' })
    expect(await strong().set('key', 'mine', { onlyIfNew: true })).toMatchObject({ modified: false })
    expect(await strong().get('key')).toBe('mine')
  })

  test('reads stale on demand', async () => {
    const store = strong()
    await store.set('key', 'one')
    await store.set('key', 'two')
    server.faults.next({ kind: 'get' }, { kind: 'stale' })
    expect(await store.get('key')).toBe('one')
    expect(await store.get('key')).toBe('two')
    server.faults.next({ kind: 'list' }, { kind: 'stale' })
    await store.set('new', 'x')
    expect((await store.list()).blobs.map(({ key }) => key)).toEqual(['key'])
  })

  test('delivers twice, late and slowly', async () => {
    const store = strong()
    server.faults.next({ kind: 'set' }, { kind: 'duplicate' })
    await store.set('key', 'one')
    expect(server.counts.set).toBe(2)
    server.faults.next({ kind: 'get' }, { kind: 'slow', ms: 20, when: 'before' })
    expect(await store.get('key')).toBe('one')
    server.faults.next({ kind: 'delete' }, { kind: 'late', ms: 10 })
    await store.delete('key')
    expect(server.counts.delete).toBeGreaterThan(0)
  })

  test('answers the same without sockets', async () => {
    const core = createBlobsCore()
    const time = { sleep: async () => {}, later: (_: number, run: () => void) => run() }
    const fetch = createBlobsFetch(core, createFaults(), time)
    const store = getStore({ ...inProcessAccess, name: 'jobs', consistency: 'strong', fetch })
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, i) => store.set('claim', `w${i}`, { onlyIfNew: true })),
    )
    expect(results.filter((result) => result.modified).length).toBe(1)
    await store.set('bytes', new Uint8Array([1, 2]).buffer)
    expect(new Uint8Array(await store.get('bytes', { type: 'arrayBuffer' }))).toEqual(new Uint8Array([1, 2]))
    expect([...core.dump('site:jobs').keys()]).toEqual(['bytes', 'claim'])
  })
})
