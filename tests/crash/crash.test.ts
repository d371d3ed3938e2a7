import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lookAfter } from '../../netlify/handlers/look-after.ts'
import { createBlobsStore } from '../../netlify/store/blobs/create-blobs-store.ts'
import type { JobRecord, JobRef, JobStore } from '../../netlify/store/job-store.ts'
import sample from '../../src/templates/sample-resume.json' with { type: 'json' }
import { type RunningBlobsServer, startBlobsServer } from '../blobs-server/start.ts'

const node = join(import.meta.dirname, '../../node_modules/.bin/node')
let blobs: RunningBlobsServer
let store: JobStore
const workers = new Set<ChildProcess>()

beforeAll(async () => {
  blobs = await startBlobsServer()
  store = createBlobsStore({ name: 'jobs', access: blobs.access })
})
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL')
  await blobs.stop()
})

interface Worker {
  /** Resolves at the first line with this event; rejects when the worker ends without it. */
  event(name: string): Promise<Record<string, unknown>>
  events: string[]
  kill(): void
  ended: Promise<void>
}

function startWorker(jobId: string, mode = ''): Worker {
  const child = spawn(
    node,
    [join(import.meta.dirname, 'worker.ts'), jobId, JSON.stringify(blobs.access), mode],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  workers.add(child)
  const lines: Record<string, unknown>[] = []
  const waiting = new Map<string, (line: Record<string, unknown>) => void>()
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = JSON.parse(text) as Record<string, unknown>
    lines.push(line)
    waiting.get(String(line.event))?.(line)
  })
  const ended = new Promise<void>((done) => child.once('close', () => done()))
  return {
    get events() {
      return lines.map(({ event }) => String(event))
    },
    event(name) {
      const seen = lines.find((line) => line.event === name)
      if (seen) return Promise.resolve(seen)
      return new Promise((resolve, reject) => {
        waiting.set(name, resolve)
        void ended.then(() => reject(new Error(`the worker ended without ${name}`)))
      })
    },
    kill: () => void child.kill('SIGKILL'),
    ended,
  }
}

async function newJob(): Promise<JobRef> {
  const jobId = randomUUID()
  const input = { resume: sample, template: 'classic', paper: 'a4' }
  const job = { jobId, type: 'export-pdf', owner: randomUUID(), input, inputHash: '', maxAttempts: 5 }
  await store.create([job])
  return { jobId, type: 'export-pdf' }
}

/** Watches the job as a page does; each worker that is asked for comes. Returns it when it is over. */
async function watch(jobId: string): Promise<{ job: JobRecord; recoveryMs: number }> {
  const startedMs = Date.now()
  const services = {
    store,
    now: Date.now,
    log: () => {},
    dispatch: async (jobs: readonly JobRef[]) => {
      for (const job of jobs) startWorker(job.jobId)
    },
  }
  for (;;) {
    const job = await store.get(jobId)
    if (!job) throw new Error('the job is gone')
    const looked = await lookAfter(job, services)
    if (looked && looked.status !== 'pending' && looked.status !== 'processing') {
      return { job: looked, recoveryMs: Date.now() - startedMs }
    }
    await new Promise((done) => setTimeout(done, 250))
  }
}

const filesStored = () => [...blobs.core.dump('site:files').keys()].filter((key) => key.startsWith('file/'))

describe('a worker killed with SIGKILL', () => {
  it('in the middle of a PDF: the job is completed once by the next attempt', async ({ annotate }) => {
    const { jobId } = await newJob()
    const worker = startWorker(jobId)
    await worker.event('job-progress')
    worker.kill()
    await worker.ended
    const { job, recoveryMs } = await watch(jobId)
    await annotate(`completed ${recoveryMs} ms after the kill, with a lease of 2 s`)
    expect(job).toMatchObject({ status: 'completed', attempt: 2 })
  }, 60_000)

  it('between storing the file and finishing: the next attempt has a file of its own', async ({
    annotate,
  }) => {
    const before = filesStored().length
    const { jobId } = await newJob()
    const worker = startWorker(jobId, 'hang-after-store')
    await worker.event('file-stored')
    worker.kill()
    await worker.ended
    const { job, recoveryMs } = await watch(jobId)
    await annotate(`completed ${recoveryMs} ms after the kill, with a lease of 2 s`)
    expect(job).toMatchObject({ status: 'completed', attempt: 2 })
    const fileId = job.status === 'completed' ? job.output.file?.fileId : ''
    // The dead worker's file stays until the sweep of its day; nothing refers to it.
    const stored = filesStored()
    expect(stored).toHaveLength(before + 2)
    expect(stored.filter((key) => key.endsWith(String(fileId)))).toHaveLength(1)
  }, 60_000)
})

describe('a background call delivered three times', () => {
  it('runs the job once', async () => {
    const { jobId } = await newJob()
    const three = [startWorker(jobId), startWorker(jobId), startWorker(jobId)]
    await Promise.all(three.map((worker) => worker.ended))
    const outcomes = three.flatMap((worker) => worker.events)
    expect(outcomes.filter((event) => event === 'job-claimed')).toHaveLength(1)
    expect(outcomes.filter((event) => event === 'job-finished')).toHaveLength(1)
    expect(outcomes.filter((event) => event === 'claim-refused')).toHaveLength(2)
    expect(await store.get(jobId)).toMatchObject({ status: 'completed', attempt: 1 })
  }, 60_000)
})
