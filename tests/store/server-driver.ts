import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { type JobStore, type NewJob, StoreError } from '../../netlify/store/job-store.ts'
import { freePort } from '../redis/server.ts'
import { LEASE_MS } from './kit.ts'

/** A server that can fall and rise again; what was committed stays. */
export interface FallingServer {
  /** A new store over the server's data. */
  open(): JobStore
  crash(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

export function jobOf(owner = 'owner', jobId: string = randomUUID()): NewJob {
  return { jobId, type: 'test-job', owner, input: { text: 'hello' }, inputHash: 'abc', maxAttempts: 3 }
}

/** The error of a call that must fail with a `StoreError`. */
export async function failureOf(call: Promise<unknown>): Promise<StoreError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(StoreError)
  return error as StoreError
}

/**
 * What a driver over a server promises besides the store's contract: errors that say what is wrong and keep
 * secrets, and jobs that outlive the server's fall. Call it inside the driver's own `describe`.
 */
export function serverDriver(driver: {
  name: string
  /** A store with this URL, which need not be one. */
  openUrl(url: string): JobStore
  /** A URL of the driver's kind, with `secret` for a password. */
  urlAt(port: number): string
  durable(): Promise<FallingServer>
}): void {
  const { name, openUrl, urlAt } = driver

  test('says within five seconds that nothing listens', async () => {
    const port = await freePort()
    const store = openUrl(urlAt(port))
    const error = await failureOf(store.ping())
    expect(error.message).toMatch(new RegExp(`^${name}: could not reach 127.0.0.1:${port} \\(.*ECONNREFUSED`))
    expect(error.message).not.toContain('secret')
    await store.close()
  }, 5_000)

  test('refuses a URL that is not one, without repeating it', () => {
    expect(() => openUrl('secret')).toThrow(new RegExp(`^${name}: the connection URL is not a URL`))
    expect(() => openUrl('http://secret@host')).toThrow(new RegExp(`^${name}: (?!.*secret)`))
  })

  test('a job outlives the fall of the server and ends completed once; then calls after close are refused', async () => {
    const server = await driver.durable()
    const store = server.open()
    const other = server.open()
    try {
      const owner = randomUUID()
      const made = jobOf(owner)
      await store.create([made])
      const taken = await store.claim(made.jobId, { claimId: 'c', leaseMs: LEASE_MS })
      if (taken.kind !== 'claimed') throw new Error(taken.reason)
      await server.crash()
      const down = performance.now()
      const progress = { percent: 50, stage: 'half' }
      const beat = store.heartbeat(taken.claim, { leaseMs: LEASE_MS, progress })
      await new Promise((resolve) => setTimeout(resolve, 300))
      await server.start()
      expect(await beat).toMatchObject({ kind: 'held' })
      expect(performance.now() - down).toBeLessThan(4_000)
      expect(await other.get(made.jobId)).toMatchObject({ status: 'processing', progress: { percent: 50 } })
      const [won, again] = await Promise.all([
        store.finish(taken.claim, { kind: 'completed', output: {} }),
        other.claim(made.jobId, { claimId: 'late', leaseMs: LEASE_MS }),
      ])
      expect(won).toMatchObject({ kind: 'accepted', job: { status: 'completed', attempt: 1 } })
      expect(again).toMatchObject({ kind: 'refused' })
      expect((await other.history(owner)).totals).toMatchObject({ completed: 1, processing: 0 })
      await store.close()
      expect((await failureOf(store.ping())).message).toMatch(new RegExp(`^${name}: the store is closed`))
    } finally {
      await Promise.all([store.close(), other.close()])
      await server.stop()
    }
  })
}
