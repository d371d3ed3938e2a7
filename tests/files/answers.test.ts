import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AnswerStore, createAnswerStore, forgiving } from '../../netlify/files/answer-cache.ts'
import { createMemoryAnswerStore } from '../../netlify/files/memory-answers.ts'
import { openBlobs } from '../../netlify/store/blobs/blob-access.ts'
import { StoreError } from '../../netlify/store/job-store.ts'
import { type RunningBlobsServer, startBlobsServer } from '../blobs-server/start.ts'

const DAY = 86_400_000
const KEEP = 7 * DAY
const START = Date.parse('2026-11-25T12:00:00Z')

let server: RunningBlobsServer
beforeAll(async () => {
  server = await startBlobsServer()
})
afterAll(() => server.stop())

interface Setup {
  store: AnswerStore
  /** Everything that is kept, names and values, as somebody sees it who has the store alone. */
  seen(): Promise<string>
  pass(ms: number): void
}

/** Encrypted bytes hold line ends by chance. */
const onOneLine = (entry: string) => entry.replaceAll('\n', '\r')

function setup(kind: 'blobs' | 'memory'): Setup {
  let ms = START
  const options = { keepMs: KEEP, now: () => ms }
  const pass = (by: number) => {
    ms += by
  }
  if (kind === 'memory') {
    const store = createMemoryAnswerStore(options)
    return { store, pass, seen: async () => store.texts().map(onOneLine).join('\n') }
  }
  const blobs = openBlobs({ name: `answers-${randomUUID()}`, access: server.access })
  return {
    store: createAnswerStore(blobs, options),
    pass,
    async seen() {
      const keys = await blobs.list('')
      const values = await Promise.all(keys.map((key) => blobs.readBytes(key)))
      const text = (at: number) => Buffer.from(values[at]?.bytes ?? []).toString('latin1')
      return keys.map((key, at) => onOneLine(`${key} ${text(at)}`)).join('\n')
    },
  }
}

describe.each(['blobs', 'memory'] as const)('answers kept in %s', (kind) => {
  it('gives an answer back to its owner under its question', async () => {
    const { store } = setup(kind)
    const cache = store.of('owner-1')
    expect(await cache.get('question')).toBeUndefined()
    await cache.set('question', 'States a thesis – 提出论点')
    expect(await cache.get('question')).toBe('States a thesis – 提出论点')
    expect(await cache.get('another question')).toBeUndefined()
    await cache.set('question', 'newer')
    expect(await store.of('owner-1').get('question')).toBe('newer')
  })

  it('never answers one owner from what another asked', async () => {
    const { store } = setup(kind)
    await store.of('owner-1').set('question', 'of the first')
    expect(await store.of('owner-2').get('question')).toBeUndefined()
    await store.of('owner-2').set('question', 'of the second')
    expect(await store.of('owner-1').get('question')).toBe('of the first')
  })

  it('leaves nothing readable behind: neither answers, nor questions, nor owners', async () => {
    const { store, seen } = setup(kind)
    await store.of('anna@school.example').set('rubric-4f2a91', 'Names the causes of the war')
    const all = await seen()
    expect(all.split('\n').length).toBeGreaterThan(1)
    for (const secret of ['anna', 'school', 'rubric-4f2a91', 'causes', 'Names'])
      expect(all).not.toContain(secret)
  })

  it('keeps the same answer in two forms, so that equal ones cannot be told', async () => {
    const { store, seen } = setup(kind)
    await store.of('owner-1').set('a', 'the same')
    await store.of('owner-2').set('a', 'the same')
    const values = (await seen()).split('\n').map((line) => line.split(' ').slice(1).join(' '))
    const sealed = values.filter((value) => value !== '1')
    expect(new Set(sealed).size).toBe(sealed.length)
  })

  it('forgets all that an owner has, and nothing of others', async () => {
    const { store } = setup(kind)
    await store.of('owner-1').set('a', '1')
    await store.of('owner-1').set('b', '2')
    await store.of('owner-2').set('a', '3')
    await store.forget('owner-1')
    await store.forget('owner-1')
    expect(await store.of('owner-1').get('a')).toBeUndefined()
    expect(await store.of('owner-1').get('b')).toBeUndefined()
    expect(await store.of('owner-2').get('a')).toBe('3')
  })

  it('gives no answer past its keeping time, and sweeps it once its day is over', async () => {
    const { store, pass, seen } = setup(kind)
    await store.of('owner-1').set('old', '1')
    pass(KEEP - 1)
    expect(await store.of('owner-1').get('old')).toBe('1')
    await store.of('owner-1').set('new', '2')
    pass(1)
    expect(await store.of('owner-1').get('old')).toBeUndefined()
    pass(DAY)
    expect(await store.sweep(10)).toBe(1)
    expect(await store.sweep(10)).toBe(0)
    expect(await store.of('owner-1').get('new')).toBe('2')
    expect((await seen()).split('\n')).toHaveLength(2)
  })

  it('sweeps at most what it is asked to', async () => {
    const { store, pass } = setup(kind)
    for (let at = 0; at < 5; at++) await store.of('owner-1').set(`q${at}`, 'a')
    pass(KEEP + 2 * DAY)
    expect([await store.sweep(3), await store.sweep(3), await store.sweep(3)]).toEqual([3, 2, 0])
  })
})

describe('answers in Blobs', () => {
  it('takes a value that was cut or changed for none', async () => {
    const blobs = openBlobs({ name: `answers-${randomUUID()}`, access: server.access })
    const store = createAnswerStore(blobs, { keepMs: KEEP })
    await store.of('owner-1').set('question', 'an answer')
    const [key = ''] = await blobs.list('answer/')
    const whole = (await blobs.readBytes(key))?.bytes ?? new Uint8Array()
    for (const broken of [
      whole.slice(0, -3),
      whole.slice(0, 5),
      whole.map((byte, at) => (at === 30 ? byte ^ 1 : byte)),
    ]) {
      await blobs.write(key, broken)
      expect(await store.of('owner-1').get('question')).toBeUndefined()
    }
  })

  it('fails when the store fails; a job then goes on without', async () => {
    const blobs = openBlobs({
      name: `answers-${randomUUID()}`,
      access: server.access,
      retryDelaysMs: [],
    })
    const cache = createAnswerStore(blobs, { keepMs: KEEP }).of('owner-1')
    server.faults.plan = () => ({ kind: 'status', status: 503, when: 'before' })
    try {
      await expect(cache.get('question')).rejects.toBeInstanceOf(StoreError)
      const errors: unknown[] = []
      const soft = forgiving(cache, (error) => void errors.push(error))
      expect(await soft.get('question')).toBeUndefined()
      await soft.set('question', 'an answer')
      expect(errors).toHaveLength(2)
    } finally {
      server.faults.clear()
    }
  })
})
