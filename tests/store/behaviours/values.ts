import { expect } from 'vitest'
import type { Behaviour } from '../kit.ts'
import { completed, LEASE_MS, lease } from '../kit.ts'

const TEXT = 'Zoë 漢字 नमस्ते שלום 👩🏽‍💻 \u0000 "quotes" \\ \u2028 </script>'

export function values(it: Behaviour): void {
  it('keeps text of every script in the input', async ({ store, created }) => {
    const text = TEXT.replaceAll('\u0000', '')
    const jobId = await created({ input: { [text]: text, list: [text] } })
    expect(await store.input(jobId)).toEqual({ [text]: text, list: [text] })
  })

  it('keeps a zero character in the input', async ({ store, created }) => {
    const jobId = await created({ input: { text: TEXT } })
    expect(await store.input(jobId)).toEqual({ text: TEXT })
  })

  it('keeps a zero character in output, error and progress', async ({ store, running, got }) => {
    const claim = await running()
    await store.heartbeat(claim, {
      leaseMs: LEASE_MS,
      progress: { percent: 1, stage: 'x', message: TEXT },
    })
    expect((await got(claim.jobId)).progress.message).toBe(TEXT)
    await store.finish(claim, completed(TEXT))
    expect(await got(claim.jobId)).toMatchObject({ output: { warnings: [{ message: TEXT }] } })
  })

  it('keeps a lone surrogate, as JSON does', async ({ store, created }) => {
    const jobId = await created({ input: { text: 'a\ud800b' } })
    expect(await store.input(jobId)).toEqual({ text: 'a\ud800b' })
  })

  it('keeps every kind of JSON value', async ({ store, created }) => {
    const inputs = [null, true, false, 0, -1.5, 1e21, 5e-324, '', [], {}, [[]], { a: null, b: [{}] }]
    for (const input of inputs) {
      expect(await store.input(await created({ input }))).toEqual(input)
    }
  })

  it('keeps empty lists and objects apart', async ({ store, created }) => {
    const input = { list: [], object: {}, nested: [{ list: [] }, {}] }
    const jobId = await created({ input })
    expect(JSON.stringify(await store.input(jobId))).toBe(JSON.stringify(input))
    const result = await store.claim(jobId, lease())
    expect(JSON.stringify(result.kind === 'claimed' && result.input)).toBe(JSON.stringify(input))
  })

  it('keeps the order of keys', async ({ store, created }) => {
    const input = { zebra: 1, apple: 2, mango: { z: 1, a: 2 }, longerKey: 3 }
    expect(JSON.stringify(await store.input(await created({ input })))).toBe(JSON.stringify(input))
  })

  it('keeps an empty list of warnings in the output', async ({ store, running, got }) => {
    const claim = await running()
    await store.finish(claim, { kind: 'completed', output: { warnings: [] } })
    expect(await got(claim.jobId)).toHaveProperty('output', { warnings: [] })
  })

  it('keeps keys that objects have by nature', async ({ store, created }) => {
    const input = JSON.parse('{"__proto__":{"polluted":1},"constructor":"x","toString":1}')
    const read = await store.input(await created({ input }))
    expect(JSON.stringify(read)).toBe(JSON.stringify(input))
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  it('keeps an input of a megabyte', async ({ store, created }) => {
    const input = { text: 'é'.repeat(500_000) }
    const jobId = await created({ input })
    const result = await store.claim(jobId, lease())
    expect(result.kind === 'claimed' && result.input).toEqual(input)
  })

  it('keeps an output of a megabyte', async ({ store, running, got }) => {
    const claim = await running()
    const output = { warnings: [], text: 'x'.repeat(1_000_000) }
    await store.finish(claim, { kind: 'completed', output })
    expect(await got(claim.jobId)).toMatchObject({ output })
  })

  it('keeps numbers that look like dates and texts that look like JSON', async ({ store, created }) => {
    const input = { a: '2026-01-01T00:00:00.000Z', b: '{"c":1}', d: '123', e: 'null' }
    expect(await store.input(await created({ input }))).toEqual(input)
  })

  it('does not let a caller change what is kept', async ({ store, job }) => {
    const input = { list: ['kept'] }
    const made = job({ input })
    await store.create([made])
    input.list.push('added later')
    expect(await store.input(made.jobId)).toEqual({ list: ['kept'] })
  })

  it('gives every reader a copy', async ({ created, got }) => {
    const jobId = await created()
    const first = await got(jobId)
    first.progress.percent = 77
    expect((await got(jobId)).progress.percent).toBe(0)
  })

  it('marks every record with its version', async ({ store, running, owner }) => {
    const claim = await running()
    await store.finish(claim, completed())
    expect((await store.get(claim.jobId))?.v).toBe(1)
    expect((await store.history(owner)).jobs[0]?.v).toBe(1)
  })

  it('keeps the first value of a key', async ({ store }) => {
    expect(await store.once('session-secret', 'first')).toBe('first')
    expect(await store.once('session-secret', 'second')).toBe('first')
  })

  it('keeps values of different keys apart', async ({ store }) => {
    await store.once('one', 'a')
    expect(await store.once('two', 'b')).toBe('b')
    expect(await store.once('one', 'c')).toBe('a')
  })

  it('keeps a key for every instance', async ({ store, another }) => {
    await store.once('shared', 'a')
    expect(await (await another()).once('shared', 'b')).toBe('a')
  })

  it('answers a ping, and again', async ({ store }) => {
    await expect(store.ping()).resolves.toBeUndefined()
    await expect(store.ping()).resolves.toBeUndefined()
  })

  it('leaves no job behind by a ping', async ({ store }) => {
    await store.ping()
    expect(await store.sweep(50)).toEqual([])
  })

  it('keeps job ids that are prefixes of one another apart', async ({ store, created, got }) => {
    const short = await created({ jobId: 'job-1' })
    const long = await created({ jobId: 'job-10' })
    await store.cancel(long)
    await store.remove(long)
    expect((await got(short)).status).toBe('pending')
  })

  it('has a name', ({ store }) => {
    expect(store.name).toMatch(/^[a-z]+$/)
    return Promise.resolve()
  })
}
