import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { extractRubric } from '../../netlify/jobs/extract-rubric.ts'
import { createThreadReader } from '../../netlify/rubric/thread/extract-in-thread.ts'
import type { ExtractRubricOutput } from '../../src/shared/extract-rubric.ts'
import type { Job, JobTicket } from '../../src/shared/job.ts'
import { createApp, json } from '../http/app.ts'
import { makePdf } from '../rubric-pdf/pdf-maker.ts'

const table = new TextEncoder().encode('| Criteria | Good (2) | Poor (1) |\n|---|---|---|\n| A | x | y |')
/** One page of words strewn about: minutes of looking for lines, in one piece. */
const busy = makePdf([
  {
    content: Array.from(
      { length: 90_000 },
      (_, at) => `BT /F1 6 Tf ${30 + ((at * 37) % 500)} ${20 + ((at * 13) % 800)} Td (w${at} 4 pts) Tj ET`,
    ).join('\n'),
  },
])

let threads: Worker[] = []
const onThread = (message: unknown) => threads.push((message as { worker: Worker }).worker)
beforeEach(() => subscribe('worker_threads', onThread))
afterEach(async () => {
  unsubscribe('worker_threads', onThread)
  await Promise.all(threads.map((thread) => thread.terminate()))
  threads = []
})

/** A thread that has ended has the id -1. */
const running = () => threads.filter(({ threadId }) => threadId !== -1).length

describe('a file that keeps its reader busy', () => {
  it('keeps its lease, and ends when it is cancelled', { timeout: 60_000 }, async () => {
    const app = createApp(extractRubric, { env: { JOB_LEASE_SECONDS: '3' } })
    const visit = await app.visitor()
    const response = await visit(
      '/api/extract-rubric',
      json({ contentBase64: Buffer.from(busy).toString('base64') }),
    )
    const { statusUrl } = (await response.json()) as JobTicket
    const look = async () => (await (await visit(statusUrl)).json()) as Job<ExtractRubricOutput>

    // Longer than the lease: whoever looks would take the job back if it had not been renewed.
    await new Promise((done) => setTimeout(done, 4_000))
    expect(await look()).toMatchObject({ status: 'processing', attempt: 1, progress: { percent: 10 } })
    expect((await visit(statusUrl, { method: 'DELETE' })).status).toBe(202)
    await app.idle()
    expect(await look()).toMatchObject({ status: 'cancelled', attempt: 1 })
    expect(app.logs).toContainEqual(expect.objectContaining({ event: 'job-attempt-lost' }))
  })

  it('ends with its thread when it is aborted', async () => {
    const reader = createThreadReader()
    const abort = new AbortController()
    const reading = reader.extract(busy, { signal: abort.signal })
    setTimeout(() => abort.abort(new Error('enough')), 500)
    await expect(reading).rejects.toThrow('enough')
    expect([threads.length, running()]).toEqual([1, 0])
  })

  it('is refused for good after the longest time', async () => {
    const reading = createThreadReader({ longestMs: 300 }).extract(busy)
    await expect(reading).rejects.toMatchObject({ name: 'NonRetryableError', code: 'TOO_COMPLEX' })
    expect([threads.length, running()]).toEqual([1, 0])
  })

  it.each([
    ['heap', { heapMb: 24 }],
    ['process', { growthBytes: 50_000_000 }],
  ])('is refused for good when the memory of its %s is used up', async (_, limits) => {
    const reading = createThreadReader(limits).extract(busy)
    await expect(reading).rejects.toMatchObject({ name: 'NonRetryableError', code: 'TOO_COMPLEX' })
    expect([threads.length, running()]).toEqual([1, 0])
  })
})

describe('the thread', () => {
  it('serves one document after another, refusals included', async () => {
    const reader = createThreadReader()
    reader.warm()
    for (let turn = 0; turn < 3; turn++) {
      const stages: string[] = []
      const output = await reader.extract(table, { onStage: (stage) => stages.push(stage) })
      expect(output.rubrics[0]?.criteria[0]?.title).toBe('A')
      expect(stages).toEqual(['read', 'recognised', 'checked'])
      await expect(reader.extract(new TextEncoder().encode('Dear parents'))).rejects.toMatchObject({
        name: 'NonRetryableError',
        code: 'NOT_A_RUBRIC',
        publicMessage: expect.stringMatching(/no rubric/i),
      })
    }
    expect([threads.length, running()]).toEqual([1, 1])
  })

  it('is one of several where documents come at once, of which one stays', async () => {
    const reader = createThreadReader()
    await Promise.all(Array.from({ length: 3 }, () => reader.extract(table)))
    expect([threads.length, running()]).toEqual([3, 1])
  })

  it('is replaced when it crashes', async () => {
    const reader = createThreadReader()
    const reading = reader.extract(busy)
    setTimeout(() => threads[0]?.terminate(), 300)
    await expect(reading).rejects.toMatchObject({ name: 'RetryableError', code: 'READER_CRASHED' })
    expect((await reader.extract(table)).rubrics).toHaveLength(1)
    expect([threads.length, running()]).toEqual([2, 1])
  })
})
