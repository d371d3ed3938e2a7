import { afterEach, describe, expect, it, vi } from 'vitest'
import { NonRetryableError, RetryableError } from '../../netlify/jobs/errors.ts'
import { type JobStore, StoreError } from '../../netlify/store/job-store.ts'
import { createMemoryStore } from '../../netlify/store/memory.ts'
import type { Job, JobTicket } from '../../src/shared/job.ts'
import { createApp, json } from './app.ts'
import { echo, echoJob } from './jobs.ts'

afterEach(() => vi.restoreAllMocks())

async function start(app: ReturnType<typeof createApp>, text = 'hello') {
  const visit = await app.visitor()
  const ticket = (await (await visit('/api/echo', json({ text }))).json()) as JobTicket
  const look = async () => (await (await visit(ticket.statusUrl)).json()) as Job
  return { visit, ticket, look }
}

const busy = new RetryableError({ code: 'BUSY', publicMessage: 'The service is busy. It is tried again.' })

describe('a failing attempt', () => {
  it('ends the job when trying again cannot help', async () => {
    const refuse = new NonRetryableError({ code: 'NOT_A_RUBRIC', publicMessage: 'Upload a rubric.' })
    const app = createApp(echoJob(() => Promise.reject(refuse)))
    const { look } = await start(app)
    await app.idle()
    expect(await look()).toMatchObject({
      status: 'failed',
      attempt: 1,
      error: { code: 'NOT_A_RUBRIC', message: 'Upload a rubric.', retryable: false },
    })
  })

  it('is tried again after 1, 2, 4, 8 minutes, five attempts in all', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    let now = Date.parse('2026-01-01T00:00:00Z')
    const app = createApp(
      echoJob(() => Promise.reject(busy)),
      { now: () => now },
    )
    const { look } = await start(app)
    await app.idle()
    const waits: number[] = []
    for (;;) {
      const job = await look()
      if (job.status !== 'pending') break
      waits.push((Date.parse(job.runAfter ?? '') - now) / 60_000)
      expect(job.error).toMatchObject({ code: 'BUSY', retryable: true })
      now = Date.parse(job.runAfter ?? '')
      await look()
      await app.idle()
    }
    expect(waits).toEqual([1, 2, 4, 8])
    expect(await look()).toMatchObject({ status: 'failed', attempt: 5, error: { code: 'BUSY' } })
  })

  it('waits a tenth more or less than the policy says', async () => {
    const waits = await Promise.all(
      [0, 0.999].map(async (random) => {
        vi.spyOn(Math, 'random').mockReturnValue(random)
        const now = Date.now()
        const app = createApp(
          echoJob(() => Promise.reject(busy)),
          { now: () => now },
        )
        const { look } = await start(app)
        await app.idle()
        const job = await look()
        return job.status === 'pending' ? Date.parse(job.runAfter ?? '') - now : 0
      }),
    )
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(54_000)
    expect(Math.max(...waits)).toBeLessThanOrEqual(66_000)
  })

  it('is tried again at once for a crash that the policy names, the first time only', async () => {
    let attempts = 0
    const crash = new RetryableError({ code: 'BROWSER_CRASHED', publicMessage: 'The browser stopped.' })
    const app = createApp(
      echoJob(
        () => {
          attempts += 1
          return Promise.reject(crash)
        },
        { retry: { immediateFor: ['BROWSER_CRASHED'] } },
      ),
    )
    const { look } = await start(app)
    await app.idle()
    expect(attempts).toBe(2)
    expect(await look()).toMatchObject({ status: 'pending', attempt: 2 })
  })

  it('honours how long a failing service asks to be left alone', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const now = Date.now()
    const limited = new RetryableError({ code: 'RATE_LIMITED', publicMessage: 'Later.', retryAfterMs: 7_000 })
    const app = createApp(
      echoJob(() => Promise.reject(limited)),
      { now: () => now },
    )
    const { look } = await start(app)
    await app.idle()
    const job = await look()
    expect(job.status === 'pending' && Date.parse(job.runAfter ?? '')).toBe(now + 7_000)
  })

  it('tells the visitor nothing of an unexpected error, and the log everything', async () => {
    const app = createApp(echoJob(() => Promise.reject(new TypeError('secret at /var/task/x.js'))))
    const { look } = await start(app)
    await app.idle()
    const job = await look()
    expect(JSON.stringify(job)).not.toContain('secret')
    expect(job).toMatchObject({ status: 'pending', error: { code: 'INTERNAL', retryable: true } })
    expect(JSON.stringify(app.logs)).toContain('secret at /var/task/x.js')
  })

  it('leaves no file behind', async () => {
    const app = createApp(
      echoJob(async ({ storeFile }) => {
        await storeFile(new Uint8Array(3), { fileName: 'a', contentType: 'text/plain' })
        throw busy
      }),
    )
    await start(app)
    await app.idle()
    expect(app.files.size()).toBe(0)
  })

  it('is stopped at its time limit although it does not listen', async () => {
    const app = createApp(echoJob(() => new Promise(() => {}), { attemptTimeoutMs: 50 }))
    const { look } = await start(app)
    await app.idle()
    expect(await look()).toMatchObject({ status: 'pending', error: { code: 'ATTEMPT_TIMEOUT' } })
  })
})

describe('background calls', () => {
  const call = (jobId: unknown, headers = {}) => json({ jobId }, headers)
  const worker = '/.netlify/functions/echo-background'

  it('run a job once although each is delivered twice', async () => {
    let runs = 0
    const app = createApp(
      echoJob((context) => {
        runs += 1
        return echo(context)
      }),
      { delivery: 'twice' },
    )
    const { look } = await start(app)
    await app.idle()
    expect(runs).toBe(1)
    expect(await look()).toMatchObject({ status: 'completed', attempt: 1 })
  })

  it('do nothing for a finished or unknown job', async () => {
    let runs = 0
    const app = createApp(
      echoJob((context) => {
        runs += 1
        return echo(context)
      }),
    )
    const { ticket } = await start(app)
    await app.idle()
    for (const jobId of [ticket.jobId, crypto.randomUUID()]) {
      expect((await app.fetch(worker, call(jobId))).status).toBe(204)
    }
    expect(runs).toBe(1)
  })

  it.each([[''], [42], ['../x'], [null]])('refuse %j as a job id', async (jobId) => {
    expect((await createApp(echoJob()).fetch(worker, call(jobId))).status).toBe(400)
  })

  it('do nothing for a job of another type', async () => {
    const store = createMemoryStore()
    const job = {
      jobId: crypto.randomUUID(),
      type: 'other',
      owner: 'o',
      input: {},
      inputHash: '',
      maxAttempts: 1,
    }
    await store.create([job])
    const app = createApp(echoJob(), { store })
    expect((await app.fetch(worker, call(job.jobId))).status).toBe(204)
    expect(await store.get(job.jobId)).toMatchObject({ status: 'pending', attempt: 0 })
  })

  it('must be signed where a secret is set', async () => {
    const { signCall } = await import('../../netlify/dispatch/signature.ts')
    const env = { JOB_SIGNING_SECRET: 'sixteen characters or more' }
    const app = createApp(echoJob(), { delivery: 'lost', env })
    const { ticket, look } = await start(app)
    const sign = (jobId: string, secret: string, at = Date.now()) => ({
      'x-offstage-signature': signCall(jobId, secret, at),
    })
    const forged = [
      {},
      sign(ticket.jobId, 'another secret of the length'),
      sign(crypto.randomUUID(), env.JOB_SIGNING_SECRET),
      sign(ticket.jobId, env.JOB_SIGNING_SECRET, Date.now() - 3_600_000),
      { 'x-offstage-signature': 'nonsense' },
    ]
    for (const headers of forged) {
      expect((await app.fetch(worker, call(ticket.jobId, headers))).status).toBe(401)
    }
    expect(await look()).toMatchObject({ status: 'pending', attempt: 0 })
    const good = call(ticket.jobId, sign(ticket.jobId, env.JOB_SIGNING_SECRET))
    expect((await app.fetch(worker, good)).status).toBe(204)
    expect(await look()).toMatchObject({ status: 'completed' })
  })
})

describe('recovery without a schedule', () => {
  it('dispatches again when a look finds that nobody came', async () => {
    let now = Date.now()
    const app = createApp(echoJob(), { delivery: 'lost', now: () => now })
    const { look } = await start(app)
    await look()
    expect(app.dispatched).toHaveLength(1)
    now += 6_000
    await look()
    await look()
    expect(app.dispatched).toHaveLength(2)
  })

  it('starts the next attempt when a worker fell silent', async () => {
    let now = Date.now()
    const app = createApp(echoJob(), { delivery: 'lost', now: () => now })
    const { look, ticket } = await start(app)
    await app.store.claim(ticket.jobId, { claimId: 'died', leaseMs: 30_000 })
    now += 31_000
    expect(await look()).toMatchObject({ status: 'pending', attempt: 1 })
    expect(app.dispatched).toHaveLength(2)
    expect(app.logs).toContainEqual(
      expect.objectContaining({ event: 'job-recovered', what: 'lease-expired' }),
    )
  })

  it('gives up with WORKER_LOST when every attempt fell silent', async () => {
    let now = Date.now()
    const app = createApp(echoJob(undefined, { retry: { maxAttempts: 1 } }), {
      delivery: 'lost',
      now: () => now,
    })
    const { look, ticket } = await start(app)
    await app.store.claim(ticket.jobId, { claimId: 'died', leaseMs: 30_000 })
    now += 31_000
    expect(await look()).toMatchObject({ status: 'failed', error: { code: 'WORKER_LOST' } })
  })

  it('lets the sweep do the same when nobody looks, and twice does no harm', async () => {
    let now = Date.now()
    const app = createApp(echoJob(), { delivery: 'lost', now: () => now })
    await start(app)
    now += 60_000
    await Promise.all([app.fetch('/sweep'), app.fetch('/sweep')])
    expect(app.dispatched).toHaveLength(2)
  })

  it('sweeps away what is past its time', async () => {
    let now = Date.now()
    const app = createApp(echoJob(), { now: () => now })
    const { ticket } = await start(app)
    await app.idle()
    now += 8 * 24 * 3_600_000
    await app.fetch('/sweep')
    expect(await app.store.get(ticket.jobId)).toBeUndefined()
    expect(app.files.size()).toBe(0)
    expect(await app.store.sweep(50)).toEqual([])
  })
})

describe('a store that fails', () => {
  function failing(method: keyof JobStore, times = Number.POSITIVE_INFINITY): JobStore {
    const store = createMemoryStore()
    let left = times
    return new Proxy(store, {
      get(target, key: keyof JobStore) {
        if (key !== method || left-- <= 0) return target[key]
        return () => Promise.reject(new StoreError('memory: connection to 10.0.0.7 refused'))
      },
    })
  }

  it('gives the caller an error and no job id', async () => {
    const app = createApp(echoJob(), { store: failing('create') })
    const response = await app.fetch('/api/echo', json({ text: 'a' }))
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('5')
    const body = await response.text()
    expect(JSON.parse(body)).toMatchObject({ code: 'STORE_UNAVAILABLE' })
    expect(body).not.toContain('10.0.0.7')
    expect(body).not.toContain('jobId')
  })

  it('does not end a job whose outcome could be told at the second try', async () => {
    const app = createApp(echoJob(), { store: failing('finish', 1) })
    const { look } = await start(app)
    await app.idle()
    expect(await look()).toMatchObject({ status: 'completed' })
    expect(app.files.size()).toBe(1)
  })

  it('stops an attempt that cannot renew its lease, which then writes nothing', async () => {
    const app = createApp(
      echoJob(
        async ({ signal, storeFile }) => {
          await new Promise((done) => signal.addEventListener('abort', done))
          await storeFile(new Uint8Array(1), { fileName: 'late', contentType: 'text/plain' })
          return { text: '' }
        },
        { retry: { maxAttempts: 1 } },
      ),
      { store: failing('heartbeat') },
    )
    app.services.config = { ...app.services.config, JOB_LEASE_SECONDS: 0.2 }
    await start(app)
    await app.idle()
    expect(app.logs).toContainEqual(expect.objectContaining({ event: 'job-attempt-lost', reason: 'lapsed' }))
    expect(app.files.size()).toBe(0)
  })
})

describe('the log', () => {
  it('has one line an event and nothing personal', async () => {
    const app = createApp(echoJob())
    await start(app, 'my private text')
    await app.idle()
    expect(app.logs.map(({ event }) => event)).toEqual([
      'job-created',
      'job-claimed',
      'job-progress',
      'job-finished',
    ])
    expect(app.logs.at(-1)).toMatchObject({ attempt: 1, bytes: 15, durationMs: expect.any(Number) })
    expect(JSON.stringify(app.logs)).not.toMatch(/private|owner/)
  })
})
