import { describe, expect, it } from 'vitest'
import type { Job, JobTicket } from '../../src/shared/job.ts'
import { createApp, json } from './app.ts'
import { type EchoOutput, echoJob, gate } from './jobs.ts'

async function started(app: ReturnType<typeof createApp>, text = 'hello') {
  const visit = await app.visitor()
  const ticket = (await (await visit('/api/echo', json({ text }))).json()) as JobTicket
  const look = async () => (await (await visit(ticket.statusUrl)).json()) as Job<EchoOutput>
  return { visit, ticket, look, url: ticket.statusUrl }
}

describe('following a job', () => {
  it('shows the finished job with a link to its file', async () => {
    const app = createApp(echoJob())
    const { look, visit } = await started(app)
    await app.idle()
    const job = await look()
    expect(job).toMatchObject({
      status: 'completed',
      attempt: 1,
      progress: { percent: 100, stage: 'done' },
      output: { text: 'hello', file: { fileName: 'echo.txt', bytes: 5 } },
    })
    if (job.status !== 'completed') throw new Error('not completed')
    const { downloadUrl = '' } = job.output
    expect(await (await app.fetch(downloadUrl)).text()).toBe('hello')
    expect(await (await visit(`/api/files/${job.output.file?.fileId}`)).text()).toBe('hello')
  })

  it('shows progress while it runs', async () => {
    const halfway = gate()
    const end = gate<EchoOutput>()
    const app = createApp(
      echoJob(({ progress }) => {
        progress(40, 'working', 'nearly there')
        halfway.open()
        return end.promise
      }),
    )
    const { look } = await started(app)
    await halfway.promise
    await expect.poll(look, { timeout: 2_000 }).toMatchObject({
      status: 'processing',
      progress: { percent: 40, stage: 'working', message: 'nearly there' },
    })
    end.open({ text: 'x' })
    await app.idle()
  })

  it('never tells what the engine keeps to itself', async () => {
    const app = createApp(echoJob())
    const { look } = await started(app)
    await app.idle()
    const job = await look()
    for (const secret of ['owner', 'inputHash', 'claimId', 'revision', 'v', 'input', 'leaseExpiresAt']) {
      expect(job).not.toHaveProperty(secret)
    }
  })

  it('answers 304 while nothing changes, and anew when something does', async () => {
    const end = gate<EchoOutput>()
    const app = createApp(echoJob(() => end.promise))
    const { visit, url } = await started(app)
    const first = await visit(url)
    const etag = first.headers.get('etag') ?? ''
    const same = await visit(url, { headers: { 'if-none-match': etag } })
    expect(same.status).toBe(304)
    expect(await same.text()).toBe('')
    end.open({ text: 'x' })
    await app.idle()
    const changed = await visit(url, { headers: { 'if-none-match': etag } })
    expect(changed.status).toBe(200)
    expect(changed.headers.get('cache-control')).toBe('no-store')
  })

  it('gives a finished job one ETag although each link is new', async () => {
    let now = Date.now()
    const app = createApp(echoJob(), { now: () => now })
    const { visit, url } = await started(app)
    await app.idle()
    const etags = []
    for (let look = 0; look < 2; look++) {
      etags.push((await visit(url)).headers.get('etag'))
      now += 5_000
    }
    expect(etags[0]).toBe(etags[1])
  })

  it('holds the answer until the job changes when asked to wait', async () => {
    const end = gate<EchoOutput>()
    const app = createApp(echoJob(() => end.promise))
    const { visit, url } = await started(app)
    const etag = (await visit(url)).headers.get('etag') ?? ''
    setTimeout(() => end.open({ text: 'x' }), 300)
    const response = await visit(url, { headers: { prefer: 'wait=10', 'if-none-match': etag } })
    expect(response.headers.get('preference-applied')).toBe('wait=10')
    expect(await response.json()).toMatchObject({ status: 'completed' })
    await app.idle()
  })

  it('waits no longer than it was asked to', async () => {
    const app = createApp(echoJob(() => new Promise(() => {})))
    const { visit, url } = await started(app)
    const etag = (await visit(url)).headers.get('etag') ?? ''
    const response = await visit(url, { headers: { prefer: 'wait=1', 'if-none-match': etag } })
    expect(response.status).toBe(304)
  })

  it.each([
    ['an unknown id', `/api/echo/${crypto.randomUUID()}`],
    ['a malformed id', '/api/echo/../../etc'],
    ['an id that is no UUID', '/api/echo/42'],
    ['an id with a bad escape', '/api/echo/%ff'],
    ['a part that is not there', `/api/echo/${crypto.randomUUID()}/other`],
  ])('answers 404 to %s', async (_what, path) => {
    const app = createApp(echoJob())
    const visit = await app.visitor()
    const response = await visit(path)
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
  })

  it('answers 404 for somebody else on every route', async () => {
    const app = createApp(echoJob())
    const { url, look } = await started(app)
    await app.idle()
    const job = await look()
    const stranger = await app.visitor()
    const fileId = job.status === 'completed' ? job.output.file?.fileId : ''
    const answers = await Promise.all([
      stranger(url),
      stranger(url, { method: 'DELETE' }),
      stranger(`${url}/retry`, { method: 'POST' }),
      stranger(`/api/files/${fileId}`),
      app.fetch(url),
      app.fetch(`/api/files/${fileId}`),
    ])
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404])
    expect((await look()).status).toBe('completed')
  })

  it('answers 410 once it has expired, and 404 a day later', async () => {
    let now = Date.now()
    const app = createApp(echoJob(), { now: () => now })
    const { visit, url } = await started(app)
    await app.idle()
    now += 599_000
    expect((await visit(url)).status).toBe(200)
    now += 2_000
    const gone = await visit(url)
    expect(gone.status).toBe(410)
    expect(await gone.json()).toMatchObject({ code: 'JOB_EXPIRED' })
    now += 24 * 3_600_000
    expect((await visit(url)).status).toBe(404)
  })
})

describe('a link to a file', () => {
  it('opens it for five minutes and no longer', async () => {
    let now = Date.now()
    const app = createApp(echoJob(), { now: () => now })
    const { look } = await started(app)
    await app.idle()
    const job = await look()
    const link = (job.status === 'completed' && job.output.downloadUrl) || ''
    now += 299_000
    expect((await app.fetch(link)).status).toBe(200)
    now += 3_000
    expect((await app.fetch(link)).status).toBe(404)
  })

  it('opens no other file and no later than it says', async () => {
    const app = createApp(echoJob())
    const one = await started(app, 'one')
    const two = await started(app, 'two')
    await app.idle()
    const [first, second] = [await one.look(), await two.look()]
    if (first.status !== 'completed' || second.status !== 'completed') throw new Error('not completed')
    const query = first.output.downloadUrl?.split('?')[1]
    expect((await app.fetch(`/api/files/${second.output.file?.fileId}?${query}`)).status).toBe(404)
    const later = first.output.downloadUrl?.replace(/expires=\d+/, 'expires=99999999999') ?? ''
    expect((await app.fetch(later)).status).toBe(404)
  })

  it('is saved under any name', async () => {
    const names = ['plain.txt', 'Zoë "Z" Müller.txt', '履歴書.txt', 'a%20b;c.txt']
    const app = createApp(
      echoJob(async ({ input, storeFile }) => {
        const about = { fileName: input.text, contentType: 'text/plain' }
        return { text: '', file: await storeFile(new Uint8Array(1), about) }
      }),
    )
    const headers = []
    for (const name of names) {
      const { look } = await started(app, name)
      await app.idle()
      const job = await look()
      const link = (job.status === 'completed' && job.output.downloadUrl) || ''
      headers.push((await app.fetch(`${link}&download`)).headers.get('content-disposition'))
    }
    expect(headers).toEqual([
      'attachment; filename="plain.txt"',
      `attachment; filename="Zoe _Z_ Muller.txt"; filename*=UTF-8''Zo%C3%AB%20%22Z%22%20M%C3%BCller.txt`,
      `attachment; filename="___.txt"; filename*=UTF-8''%E5%B1%A5%E6%AD%B4%E6%9B%B8.txt`,
      `attachment; filename="a_20b_c.txt"; filename*=UTF-8''a%2520b%3Bc.txt`,
    ])
  })
})

describe('ending a job', () => {
  it('cancels a running one: its signal aborts, its file is gone, it stays cancelled', async () => {
    const aborted = gate<unknown>()
    const running = gate()
    const app = createApp(
      echoJob(async ({ signal, storeFile }) => {
        await storeFile(new Uint8Array(3), { fileName: 'a', contentType: 'text/plain' })
        running.open()
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
        return { text: '' }
      }),
      { env: { JOB_LEASE_SECONDS: '1' } },
    )
    app.services.config = { ...app.services.config, JOB_LEASE_SECONDS: 0.3 }
    void aborted
    const { visit, url, look } = await started(app)
    await running.promise
    expect(app.files.size()).toBe(1)
    const response = await visit(url, { method: 'DELETE' })
    expect(response.status).toBe(202)
    expect(await response.json()).toMatchObject({ status: 'cancelled' })
    await app.idle()
    expect(app.files.size()).toBe(0)
    expect(await look()).toMatchObject({ status: 'cancelled' })
    expect(app.logs).toContainEqual(
      expect.objectContaining({ event: 'job-attempt-lost', reason: 'cancelled' }),
    )
  })

  it('cancels a pending one before anybody works on it', async () => {
    const app = createApp(echoJob(), { delivery: 'lost' })
    const { visit, url, look } = await started(app)
    expect((await visit(url, { method: 'DELETE' })).status).toBe(202)
    expect(await look()).toMatchObject({ status: 'cancelled', attempt: 0 })
  })

  it('deletes a finished one with its file', async () => {
    const app = createApp(echoJob())
    const { visit, url } = await started(app)
    await app.idle()
    const response = await visit(url, { method: 'DELETE' })
    expect(response.status).toBe(204)
    expect(app.files.size()).toBe(0)
    expect((await visit(url)).status).toBe(404)
    expect((await visit(url, { method: 'DELETE' })).status).toBe(404)
  })

  it('is refused to other sites', async () => {
    const app = createApp(echoJob(), { delivery: 'lost' })
    const { visit, url } = await started(app)
    const response = await visit(url, { method: 'DELETE', headers: { origin: 'https://evil.test' } })
    expect(response.status).toBe(403)
  })
})

describe('running a job again', () => {
  const retry = { method: 'POST' }

  it('makes a new job with the same input, once for many clicks', async () => {
    const app = createApp(echoJob(), { delivery: 'lost' })
    const { visit, url, ticket } = await started(app, 'again')
    await visit(url, { method: 'DELETE' })
    const answers = await Promise.all([1, 2, 3].map(() => visit(`${url}/retry`, retry)))
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202])
    const tickets = (await Promise.all(answers.map((answer) => answer.json()))) as JobTicket[]
    expect(new Set(tickets.map(({ jobId }) => jobId)).size).toBe(1)
    const [made] = tickets
    expect(answers[0]?.headers.get('location')).toBe(made?.statusUrl)
    const job = await (await visit(made?.statusUrl ?? '')).json()
    expect(job).toMatchObject({ retryOf: ticket.jobId, status: 'pending' })
    expect(await app.store.input(made?.jobId ?? '')).toEqual({ text: 'again' })
  })

  it('is possible five times', async () => {
    const app = createApp(echoJob(), { delivery: 'lost' })
    const { visit, url } = await started(app)
    let current = url
    for (let time = 0; time < 5; time++) {
      await visit(current, { method: 'DELETE' })
      const ticket = (await (await visit(`${current}/retry`, retry)).json()) as JobTicket
      expect(ticket.disposition).toBe('created')
      current = ticket.statusUrl
    }
    await visit(current, { method: 'DELETE' })
    const sixth = await visit(`${current}/retry`, retry)
    expect(sixth.status).toBe(409)
    expect(await sixth.json()).toMatchObject({ code: 'RETRY_LIMIT' })
  })

  it('is refused for active and completed jobs', async () => {
    const app = createApp(echoJob(), { delivery: 'lost' })
    const active = await started(app)
    expect((await active.visit(`${active.url}/retry`, retry)).status).toBe(409)
    const working = createApp(echoJob())
    const done = await started(working)
    await working.idle()
    expect((await done.visit(`${done.url}/retry`, retry)).status).toBe(409)
  })
})
