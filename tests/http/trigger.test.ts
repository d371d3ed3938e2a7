import { describe, expect, it } from 'vitest'
import type { JobTicket } from '../../src/shared/job.ts'
import type { Problem } from '../../src/shared/problem.ts'
import { createApp, json, ORIGIN } from './app.ts'
import { echoJob } from './jobs.ts'

const never = echoJob(() => new Promise(() => {}))

async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const problem = (await response.json()) as Problem
  expect(problem.status).toBe(response.status)
  return problem
}

describe('starting a job', () => {
  it('answers 202 with the ticket and where to follow it', async () => {
    const app = createApp(never)
    const response = await app.fetch('/api/echo', json({ text: 'hello' }))
    expect(response.status).toBe(202)
    const ticket = (await response.json()) as JobTicket
    expect(ticket).toMatchObject({ status: 'pending', disposition: 'created' })
    expect(ticket.statusUrl).toBe(`/api/echo/${ticket.jobId}`)
    expect(response.headers.get('location')).toBe(ticket.statusUrl)
    expect(app.dispatched).toEqual([{ jobId: ticket.jobId, type: 'echo' }])
  })

  it('gives a visitor without a cookie one that scripts cannot read', async () => {
    const response = await createApp(never).fetch('/api/echo', json({ text: 'hello' }))
    const cookie = response.headers.getSetCookie()[0] ?? ''
    expect(cookie).toMatch(
      /^offstage_owner=[\w.-]+; Path=\/; Max-Age=31536000; HttpOnly; SameSite=Lax; Secure$/,
    )
  })

  const refused: [string, RequestInit, number, string][] = [
    ['an empty body', { ...json(''), body: '' }, 400, 'EMPTY_BODY'],
    ['a body that is not JSON', { ...json(''), body: '{"text":' }, 400, 'INVALID_JSON'],
    ['another content type', { method: 'POST', body: 'text=hello' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a body over the limit', json({ text: 'x'.repeat(6_000) }), 413, 'TOO_LARGE'],
    ['a body of 1 MB', json({ text: 'x'.repeat(1_000_000) }), 413, 'TOO_LARGE'],
    ['an input that is not valid', json({ text: '' }), 422, 'INVALID_INPUT'],
    ['another method', { method: 'PUT' }, 405, 'METHOD_NOT_ALLOWED'],
    [
      'a request from another site',
      json({ text: 'a' }, { origin: 'https://evil.test' }),
      403,
      'CROSS_ORIGIN',
    ],
    ['a request from a sandboxed frame', json({ text: 'a' }, { origin: 'null' }), 403, 'CROSS_ORIGIN'],
    ['a cross-site form', json({ text: 'a' }, { 'sec-fetch-site': 'cross-site' }), 403, 'CROSS_ORIGIN'],
    [
      'an idempotency key with spaces',
      json({ text: 'a' }, { 'idempotency-key': 'a b' }),
      400,
      'INVALID_IDEMPOTENCY_KEY',
    ],
  ]
  it.each(refused)('refuses %s and makes no job', async (_what, init, status, code) => {
    const app = createApp(never)
    const response = await app.fetch('/api/echo', init)
    expect(response.status).toBe(status)
    expect(await problemOf(response)).toMatchObject({ code })
    expect(app.dispatched).toEqual([])
    expect(app.logs).toEqual([])
  })

  it('stops reading a body that says too little of its length', async () => {
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1_000
        controller.enqueue(new Uint8Array(1_000))
      },
    })
    const init = { method: 'POST', body, duplex: 'half', headers: { 'content-type': 'application/json' } }
    const response = await createApp(never).fetch('/api/echo', init as RequestInit)
    expect(response.status).toBe(413)
    expect(sent).toBeLessThan(20_000)
  })

  it('names what is wrong with JSON Pointers', async () => {
    const response = await createApp(never).fetch('/api/echo', json({ text: 1, document: { id: 2 } }))
    const { errors } = await problemOf(response)
    expect(errors?.map(({ pointer }) => pointer)).toEqual(['/text', '/document/id'])
  })

  it('accepts the page itself', async () => {
    const init = json({ text: 'a' }, { origin: ORIGIN, 'sec-fetch-site': 'same-origin' })
    expect((await createApp(never).fetch('/api/echo', init)).status).toBe(202)
  })

  it('keeps the reference to a document with the job', async () => {
    const app = createApp(never)
    const visit = await app.visitor()
    const document = { id: 'doc-1', version: '7' }
    const ticket = (await (await visit('/api/echo', json({ text: 'a', document }))).json()) as JobTicket
    expect(await (await visit(ticket.statusUrl)).json()).toMatchObject({ document })
  })
})

describe('an idempotency key', () => {
  it('gives the same job for the same input, and says so', async () => {
    const app = createApp(never)
    const visit = await app.visitor()
    const init = json({ text: 'a' }, { 'idempotency-key': 'k1' })
    const first = (await (await visit('/api/echo', init)).json()) as JobTicket
    const second = (await (await visit('/api/echo', init)).json()) as JobTicket
    expect(second).toEqual({ ...first, disposition: 'existing', status: 'processing' })
  })

  it('does not mind the order of keys in the input', async () => {
    const app = createApp(never)
    const visit = await app.visitor()
    const key = { 'idempotency-key': 'k1' }
    await visit('/api/echo', json({ text: 'a', document: { id: '1', version: '2' } }, key))
    const again = await visit('/api/echo', json({ document: { version: '2', id: '1' }, text: 'a' }, key))
    expect(await again.json()).toMatchObject({ disposition: 'existing' })
  })

  it('refuses another input with 409', async () => {
    const app = createApp(never)
    const visit = await app.visitor()
    await visit('/api/echo', json({ text: 'a' }, { 'idempotency-key': 'k1' }))
    const response = await visit('/api/echo', json({ text: 'b' }, { 'idempotency-key': 'k1' }))
    expect(response.status).toBe(409)
    expect(await problemOf(response)).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' })
  })

  it('belongs to its owner', async () => {
    const app = createApp(never)
    const [one, other] = [await app.visitor(), await app.visitor()]
    const init = json({ text: 'a' }, { 'idempotency-key': 'k1' })
    const first = (await (await one('/api/echo', init)).json()) as JobTicket
    const second = (await (await other('/api/echo', init)).json()) as JobTicket
    expect(second.jobId).not.toBe(first.jobId)
    expect(second.disposition).toBe('created')
  })

  it('makes one job of many requests at once', async () => {
    const app = createApp(never)
    const visit = await app.visitor()
    const init = json({ text: 'a' }, { 'idempotency-key': 'k1' })
    const answers = await Promise.all(Array.from({ length: 20 }, () => visit('/api/echo', init)))
    const tickets = (await Promise.all(answers.map((answer) => answer.json()))) as JobTicket[]
    expect(new Set(tickets.map(({ jobId }) => jobId)).size).toBe(1)
    expect(tickets.filter(({ disposition }) => disposition === 'created')).toHaveLength(1)
  })

  it('starts anew once its job has expired', async () => {
    let now = Date.now()
    const app = createApp(echoJob(), { now: () => now })
    const visit = await app.visitor()
    const init = json({ text: 'a' }, { 'idempotency-key': 'k1' })
    const first = (await (await visit('/api/echo', init)).json()) as JobTicket
    await app.idle()
    now += 11 * 60_000
    const second = (await (await visit('/api/echo', init)).json()) as JobTicket
    expect(second.disposition).toBe('created')
    expect(second.jobId).not.toBe(first.jobId)
  })
})

describe('a batch', () => {
  it('answers with every job', async () => {
    const app = createApp(never)
    const response = await app.fetch('/api/echo/batch', json({ inputs: [{ text: 'a' }, { text: 'b' }] }))
    expect(response.status).toBe(202)
    const { jobs } = (await response.json()) as { jobs: JobTicket[] }
    expect(jobs.map(({ status }) => status)).toEqual(['pending', 'pending'])
  })

  it.each([
    ['no inputs', {}],
    ['an empty list', { inputs: [] }],
    ['more than ten', { inputs: Array.from({ length: 11 }, () => ({ text: 'a' })) }],
  ])('refuses %s', async (_what, body) => {
    const response = await createApp(never).fetch('/api/echo/batch', json(body))
    expect(response.status).toBe(422)
  })

  it('makes none when one is not valid', async () => {
    const app = createApp(never)
    const response = await app.fetch('/api/echo/batch', json({ inputs: [{ text: 'a' }, { text: '' }] }))
    expect(response.status).toBe(422)
    expect((await problemOf(response)).errors).toEqual([
      expect.objectContaining({ pointer: '/inputs/1/text' }),
    ])
    expect(app.dispatched).toEqual([])
  })

  it('is repeated safely under one key', async () => {
    const app = createApp(never)
    const visit = await app.visitor()
    const init = json({ inputs: [{ text: 'a' }, { text: 'b' }] }, { 'idempotency-key': 'k' })
    const first = (await (await visit('/api/echo/batch', init)).json()) as { jobs: JobTicket[] }
    const again = (await (await visit('/api/echo/batch', init)).json()) as { jobs: JobTicket[] }
    expect(again.jobs.map(({ jobId }) => jobId)).toEqual(first.jobs.map(({ jobId }) => jobId))
    expect(again.jobs.every(({ disposition }) => disposition === 'existing')).toBe(true)
  })
})

describe('an owner with many jobs', () => {
  it('has three running and twenty waiting; the next is refused with Retry-After', async () => {
    const app = createApp(never)
    const visit = await app.visitor()
    for (let count = 0; count < 23; count++) {
      expect((await visit('/api/echo', json({ text: `${count}` }))).status).toBe(202)
    }
    const response = await visit('/api/echo', json({ text: 'one too many' }))
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe('10')
    expect(await problemOf(response)).toMatchObject({ code: 'TOO_MANY_JOBS' })
    expect(app.dispatched).toHaveLength(3)
    const other = await app.visitor()
    expect((await other('/api/echo', json({ text: 'of somebody else' }))).status).toBe(202)
  })

  it('sees the waiting ones run in order as slots come free', async () => {
    const order: string[] = []
    const app = createApp(
      echoJob(async ({ input }) => {
        order.push(input.text)
        await new Promise((done) => setTimeout(done, 5))
        return { text: input.text }
      }),
      { env: { JOB_MAX_RUNNING: '1' } },
    )
    const visit = await app.visitor()
    for (const text of ['a', 'b', 'c', 'd']) await visit('/api/echo', json({ text }))
    await app.idle()
    expect(order).toEqual(['a', 'b', 'c', 'd'])
  })
})
