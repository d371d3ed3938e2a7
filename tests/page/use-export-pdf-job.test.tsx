import { Window } from 'happy-dom'
import { act } from 'react'
import type { Root } from 'react-dom/client'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type ExportPDFJob, useExportPDFJob } from '../../src/export/use-export-pdf-job.ts'
import { createJobClient, type JobClient } from '../../src/jobs/job-client.ts'
import type { Job } from '../../src/shared/job.ts'
import { type FaultSite, type SeenRequest, startFaultSite } from './fault-site.ts'
import { cancelled, completed, failed, pending, processing } from './jobs.ts'

const input = { resume: { basics: { name: 'Ada' } }, template: 'modern', paper: 'a4' } as const
const STATUS = '/api/export-pdf/job-1'
const pace = { quickMs: 10, quickForMs: 200, slowMs: 30, stalledAfterMs: 150, unreachableAfterMs: 200 }

/** React needs a document; everything else (fetch, timers, signals) stays the real thing. */
let window: Window
beforeAll(() => {
  window = new Window()
  Object.assign(globalThis, { window, document: window.document, IS_REACT_ACT_ENVIRONMENT: true })
})
afterAll(async () => {
  await window.happyDOM.close()
})

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

interface ProbeProps {
  client: JobClient
  onRender: (hook: ExportPDFJob) => void
}

function Probe({ client, onRender }: ProbeProps) {
  onRender(useExportPDFJob({ client, pace }))
  return null
}

type Answer = Response | 'drop'

/** Mounts the hook against a site whose job routes answer as given; the session always works. */
async function mount(answer: (request: SeenRequest, count: number) => Answer | Promise<Answer>) {
  const site: FaultSite = await startFaultSite((request, count) =>
    request.path === '/api/session' ? new Response(null, { status: 204 }) : answer(request, count),
  )
  cleanups.push(site.close)
  const client = createJobClient({ baseUrl: site.url })
  const shown: { hook: ExportPDFJob | undefined } = { hook: undefined }
  const { createRoot } = await import('react-dom/client')
  const root: Root = createRoot(document.createElement('div'))
  await act(async () =>
    root.render(
      <Probe
        client={client}
        onRender={(hook) => {
          shown.hook = hook
        }}
      />,
    ),
  )
  const unmount = () => act(async () => root.unmount())
  cleanups.push(unmount)
  return {
    site,
    unmount,
    hook(): ExportPDFJob {
      if (shown.hook === undefined) throw new Error('The hook is not mounted')
      return shown.hook
    },
    async until(condition: (hook: ExportPDFJob) => boolean) {
      const deadline = Date.now() + 5000
      while (!shown.hook || !condition(shown.hook)) {
        if (Date.now() > deadline) throw new Error(`Still ${JSON.stringify(shown.hook)}`)
        await act(() => new Promise((done) => setTimeout(done, 5)))
      }
    },
    paths: (method: string) => site.seen.filter((seen) => seen.method === method).map(({ path }) => path),
  }
}

function ticket(jobId = 'job-1'): Response {
  return Response.json(
    { jobId, status: 'pending', statusUrl: `/api/export-pdf/${jobId}`, disposition: 'created' },
    { status: 202 },
  )
}

function shows(job: Job, status = 200): Response {
  return Response.json(job, { status, headers: { etag: `"${job.status}-${job.progress.percent}"` } })
}

function problem(
  status: number,
  code: string,
  headers: Record<string, string> = {},
  errors?: unknown,
): Response {
  const body = { type: 'about:blank', title: code, status, code, detail: `It is ${code}.`, errors }
  return Response.json(body, { status, headers: { ...headers, 'content-type': 'application/problem+json' } })
}

test('resolves to the finished job with its download link', async () => {
  const stages = [pending(), processing(10), processing(60), completed()]
  const page = await mount(({ method }, count) =>
    method === 'POST' ? ticket() : shows(stages[Math.min(count, stages.length) - 1] ?? completed()),
  )
  expect(page.hook()).toMatchObject({ isExporting: false, job: undefined, error: undefined })
  let finished: Promise<unknown> | undefined
  await act(async () => {
    finished = page.hook().startExport(input)
  })
  expect(page.hook().isExporting).toBe(true)
  await page.until((hook) => !hook.isExporting)
  expect(await finished).toMatchObject({ status: 'completed', output: { downloadUrl: '/api/files/file-1' } })
  expect(page.hook()).toMatchObject({ job: { status: 'completed' }, error: undefined })
  expect(page.site.seen[0]?.path).toBe('/api/session')
  expect(JSON.parse(page.site.seen[1]?.body ?? '')).toEqual(input)
})

test('shows a refusal with pointers and makes no second request', async () => {
  const errors = [{ pointer: '/resume/work/0/startDate', message: 'must be text' }]
  const page = await mount(() => problem(422, 'INVALID_INPUT', {}, errors))
  await act(async () => {
    await expect(page.hook().startExport(input)).rejects.toMatchObject({ kind: 'refused', issues: errors })
  })
  expect(page.hook()).toMatchObject({ isExporting: false, error: { code: 'INVALID_INPUT' } })
  expect(page.paths('POST')).toEqual(['/api/export-pdf'])
})

test('repeats a start whose answer was lost under the same key', async () => {
  const page = await mount(({ method }, count) => {
    if (method === 'GET') return shows(completed())
    return count === 1 ? 'drop' : count === 2 ? problem(503, 'STORE_DOWN', { 'retry-after': '0' }) : ticket()
  })
  await act(async () => {
    await page.hook().startExport(input)
  })
  const keys = page.site.seen
    .filter(({ method }) => method === 'POST')
    .map(({ headers }) => headers['idempotency-key'])
  expect(keys).toHaveLength(3)
  expect(new Set(keys).size).toBe(1)
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/)

  await act(async () => {
    await page.hook().startExport(input)
  })
  expect(page.site.seen.findLast(({ method }) => method === 'POST')?.headers['idempotency-key']).not.toBe(
    keys[0],
  )
})

test('tells a limit that lasts, without waiting for it', async () => {
  const page = await mount(() => problem(429, 'TOO_MANY_JOBS', { 'retry-after': '600' }))
  await act(async () => {
    await expect(page.hook().startExport(input)).rejects.toMatchObject({
      code: 'TOO_MANY_JOBS',
      retryable: true,
    })
  })
  expect(page.paths('POST')).toHaveLength(1)
})

test('cancels on the site and stops looking', async () => {
  let stopped = false
  const page = await mount(({ method }) => {
    if (method === 'POST') return ticket()
    if (method === 'DELETE') stopped = true
    return stopped ? shows(cancelled(), method === 'DELETE' ? 202 : 200) : shows(processing(30))
  })
  let finished: Promise<unknown> | undefined
  await act(async () => {
    finished = page.hook().startExport(input)
  })
  await page.until((hook) => hook.job?.status === 'processing')
  await act(() => page.hook().cancel())
  await expect(finished).rejects.toMatchObject({ kind: 'cancelled' })
  expect(page.hook()).toMatchObject({
    isExporting: false,
    job: { status: 'cancelled' },
    error: { kind: 'cancelled' },
  })
  expect(page.paths('DELETE')).toEqual([STATUS])
  const requests = page.site.seen.length
  await new Promise((done) => setTimeout(done, 100))
  expect(page.site.seen).toHaveLength(requests)
})

test('cancels a job whose name arrives after the click', async () => {
  const page = await mount(async ({ method }) => {
    if (method === 'POST') await new Promise((done) => setTimeout(done, 50))
    return method === 'POST' ? ticket() : shows(cancelled(), method === 'DELETE' ? 202 : 200)
  })
  let finished: Promise<unknown> | undefined
  await act(async () => {
    finished = page.hook().startExport(input)
  })
  await act(() => page.hook().cancel())
  expect(page.hook()).toMatchObject({ phase: 'cancelling', isExporting: true })
  await act(() => expect(finished).rejects.toMatchObject({ kind: 'cancelled' }))
  await page.until((hook) => !hook.isExporting)
  expect(page.paths('DELETE')).toEqual([STATUS])
})

test('goes on looking when the worker has yet to notice a cancel', async () => {
  let asked = 0
  const page = await mount(({ method }) => {
    if (method === 'POST') return ticket()
    if (method === 'DELETE') asked += 1
    else if (asked > 0) asked += 1
    return asked > 3 ? shows(cancelled()) : shows(processing(30), method === 'DELETE' ? 202 : 200)
  })
  await act(async () => {
    void page.hook().startExport(input)
  })
  await page.until((hook) => hook.job?.status === 'processing')
  await act(() => page.hook().cancel())
  expect(page.hook()).toMatchObject({ phase: 'cancelling', isExporting: true })
  await page.until((hook) => !hook.isExporting)
  expect(page.hook()).toMatchObject({ error: { kind: 'cancelled' } })
})

test('runs a failed job again as a new job', async () => {
  const page = await mount(({ method, path }) => {
    if (method === 'POST') return ticket(path.endsWith('/retry') ? 'job-2' : 'job-1')
    return path === STATUS ? shows(failed()) : shows({ ...completed(), jobId: 'job-2', retryOf: 'job-1' })
  })
  await act(async () => {
    await expect(page.hook().startExport(input)).rejects.toMatchObject({
      kind: 'failed',
      code: 'PDF_TOO_LARGE',
    })
  })
  await act(async () => {
    await expect(page.hook().retry()).resolves.toMatchObject({ jobId: 'job-2' })
  })
  expect(page.paths('POST')).toEqual(['/api/export-pdf', `${STATUS}/retry`])
  expect(page.hook()).toMatchObject({ job: { jobId: 'job-2' }, error: undefined })
})

test('looks again after a time-out', async () => {
  let slow = true
  const page = await mount(({ method }) =>
    method === 'POST' ? ticket() : shows(slow ? processing(30) : completed()),
  )
  await act(async () => {
    await expect(page.hook().startExport(input)).rejects.toMatchObject({ kind: 'timed-out' })
  })
  slow = false
  await act(async () => {
    await page.hook().lookAgain()
  })
  expect(page.hook()).toMatchObject({ job: { status: 'completed' }, error: undefined })
  expect(page.paths('POST')).toHaveLength(1)
})

test('sends nothing after unmount, whatever was on its way', async () => {
  const page = await mount(async ({ method }) => {
    if (method === 'POST') return ticket()
    await new Promise((done) => setTimeout(done, 20))
    return shows(processing(30))
  })
  let finished: Promise<unknown> | undefined
  await act(async () => {
    finished = page.hook().startExport(input)
  })
  await page.until((hook) => hook.job?.status === 'processing')
  await page.unmount()
  await expect(finished).rejects.toMatchObject({ kind: 'stopped' })
  const requests = page.site.seen.length
  await new Promise((done) => setTimeout(done, 150))
  expect(page.site.seen.length).toBeLessThanOrEqual(requests)
})

test('follows only the newest export', async () => {
  let posts = 0
  const page = await mount(({ method, path }) => {
    if (method === 'POST') {
      posts += 1
      return ticket(`job-${posts}`)
    }
    return path.endsWith('job-1') ? shows(processing(30)) : shows({ ...completed(), jobId: 'job-2' })
  })
  let first: Promise<unknown> | undefined
  await act(async () => {
    first = page.hook().startExport(input)
  })
  await page.until((hook) => hook.job?.status === 'processing')
  await act(async () => {
    await page.hook().startExport(input)
  })
  await expect(first).rejects.toMatchObject({ kind: 'stopped' })
  expect(page.hook()).toMatchObject({ job: { jobId: 'job-2', status: 'completed' } })
})

test('says that the site cannot be reached', async () => {
  const page = await mount(() => 'drop')
  await act(async () => {
    await expect(page.hook().startExport(input)).rejects.toMatchObject({
      kind: 'unreachable',
      code: 'UNREACHABLE',
    })
  })
})
