import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAnswerStore } from '../../netlify/files/answer-cache.ts'
import { createBlobsFileStore } from '../../netlify/files/blobs.ts'
import { openBlobs } from '../../netlify/store/blobs/blob-access.ts'
import type { CompletedJob, Job, JobTicket } from '../../src/shared/job.ts'
import { type RunningBlobsServer, startBlobsServer } from '../blobs-server/start.ts'
import { type App, createApp, json } from './app.ts'
import { type EchoInput, type EchoOutput, echo, echoJob } from './jobs.ts'

const DAY = 86_400_000

let blobs: RunningBlobsServer
beforeAll(async () => {
  blobs = await startBlobsServer()
})
afterAll(() => blobs.stop())

/** An app whose job counts its runs; its files and notes are kept where `kind` says. */
function setup(kind: 'memory' | 'blobs', more: Partial<Parameters<typeof echoJob>[1]> = {}) {
  const runs: string[] = []
  let ms = Date.parse('2026-11-25T12:00:00Z')
  const now = () => ms
  const job = echoJob(
    async (context) => {
      runs.push(context.input.text)
      return echo(context)
    },
    {
      reuse: {
        contentOf: ({ text }: EchoInput) => (text.startsWith('outside') ? undefined : { text }),
        fileNameOf: ({ document }: EchoInput) => `${document?.id ?? 'echo'}.txt`,
        lasts: ({ warnings }: EchoOutput) => warnings === undefined,
      },
      ...more,
    },
  )
  const app = createApp(job, { now, env: { JOB_TTL_SECONDS: '864000' } })
  if (kind === 'blobs') {
    const place = { name: `reuse-${randomUUID()}`, access: blobs.access }
    const keepMs = 7 * DAY
    app.services.files = createBlobsFileStore(place, { now, keepMs })
    app.services.answers = createAnswerStore(openBlobs({ ...place, name: `${place.name}-answers` }), {
      now,
      keepMs,
    })
  }
  const pass = (by: number) => {
    ms += by
  }
  return { app, runs, pass }
}

type Visit = Awaited<ReturnType<App['visitor']>>

async function ask(app: App, visit: Visit, input: EchoInput): Promise<CompletedJob<EchoOutput>> {
  const ticket = (await (await visit('/api/echo', json(input))).json()) as JobTicket
  await app.idle()
  const job = (await (await visit(ticket.statusUrl)).json()) as Job<EchoOutput>
  if (job.status !== 'completed') throw new Error(JSON.stringify(job))
  return job
}

const remove = (visit: Visit, { jobId }: { jobId: string }) =>
  visit(`/api/echo/${jobId}`, { method: 'DELETE' })

async function textOf(visit: Visit, { output }: CompletedJob<EchoOutput>): Promise<string> {
  const response = await visit(output.downloadUrl ?? '')
  return response.status === 200 ? response.text() : String(response.status)
}

describe.each(['memory', 'blobs'] as const)('asking again, with files in %s', (kind) => {
  it('is answered from the stored file, by a job of its own', async () => {
    const { app, runs } = setup(kind)
    const visit = await app.visitor()
    const first = await ask(app, visit, { text: 'hello' })
    const second = await ask(app, visit, { text: 'hello', document: { id: 'letter' } })
    expect(runs).toEqual(['hello'])
    expect(second.jobId).not.toBe(first.jobId)
    expect(second).toMatchObject({ attempt: 1, document: { id: 'letter' } })
    expect(second.output).toMatchObject({ text: 'hello', reused: true })
    expect(first.output).not.toHaveProperty('reused')
    expect(second.output.file).toMatchObject({ fileName: 'letter.txt', contentType: 'text/plain', bytes: 5 })
    expect(second.output.file?.fileId).not.toBe(first.output.file?.fileId)
    expect(await textOf(visit, second)).toBe('hello')
  })

  it('is run again after an edit', async () => {
    const { app, runs } = setup(kind)
    const visit = await app.visitor()
    await ask(app, visit, { text: 'hello' })
    const edited = await ask(app, visit, { text: 'hello!' })
    expect(await textOf(visit, edited)).toBe('hello!')
    expect(runs).toEqual(['hello', 'hello!'])
  })

  it('is run again for another owner', async () => {
    const { app, runs } = setup(kind)
    await ask(app, await app.visitor(), { text: 'hello' })
    const other = await ask(app, await app.visitor(), { text: 'hello' })
    expect(other.output).not.toHaveProperty('reused')
    expect(runs).toHaveLength(2)
  })

  it('is run again by another version of the site, and where nobody can tell the version', async () => {
    const { app, runs } = setup(kind)
    const visit = await app.visitor()
    await ask(app, visit, { text: 'hello' })
    app.services.version = async () => 'next'
    await ask(app, visit, { text: 'hello' })
    app.services.version = async () => undefined
    await ask(app, visit, { text: 'hello' })
    await ask(app, visit, { text: 'hello' })
    expect(runs).toHaveLength(4)
  })

  it('is run again when the result depends on what is not in the input', async () => {
    const { app, runs } = setup(kind)
    const visit = await app.visitor()
    await ask(app, visit, { text: 'outside' })
    await ask(app, visit, { text: 'outside' })
    expect(runs).toHaveLength(2)
  })

  it('is run again once the first job was deleted with its file', async () => {
    const { app, runs } = setup(kind)
    const visit = await app.visitor()
    const first = await ask(app, visit, { text: 'hello' })
    expect((await remove(visit, first)).status).toBe(204)
    const second = await ask(app, visit, { text: 'hello' })
    expect(second.output).not.toHaveProperty('reused')
    expect(runs).toHaveLength(2)
    expect((await ask(app, visit, { text: 'hello' })).output.reused).toBe(true)
  })

  it('leaves each file to its own job: deleting either leaves the other', async () => {
    const { app } = setup(kind)
    const visit = await app.visitor()
    const first = await ask(app, visit, { text: 'hello' })
    const second = await ask(app, visit, { text: 'hello' })
    await remove(visit, first)
    expect(await textOf(visit, first)).toBe('404')
    expect(await textOf(visit, second)).toBe('hello')
    const third = await ask(app, visit, { text: 'hello' })
    await remove(visit, second)
    expect(await textOf(visit, second)).toBe('404')
    expect(await textOf(visit, third)).toBe('hello')
  })

  it('is run again once the file is past its keeping time', async () => {
    const { app, runs, pass } = setup(kind)
    const visit = await app.visitor()
    await ask(app, visit, { text: 'hello' })
    pass(7 * DAY - 1)
    expect((await ask(app, visit, { text: 'hello' })).output.reused).toBe(true)
    pass(1)
    expect((await ask(app, visit, { text: 'hello' })).output).not.toHaveProperty('reused')
    expect(runs).toHaveLength(2)
  })

  it('survives a deletion at the very moment of reading: the copy is whole or the job is run', async () => {
    const { app, runs } = setup(kind)
    const visit = await app.visitor()
    const first = await ask(app, visit, { text: 'hello' })
    const { files } = app.services
    const get = files.get.bind(files)
    app.services.files = {
      ...files,
      async get(fileId) {
        const found = await get(fileId)
        if (found && fileId === first.output.file?.fileId) await remove(visit, first)
        return found
      },
    }
    const second = await ask(app, visit, { text: 'hello' })
    expect(second.output.reused).toBe(true)
    expect(await textOf(visit, first)).toBe('404')
    expect(await textOf(visit, second)).toBe('hello')
    const third = await ask(app, visit, { text: 'hello' })
    expect(third.output).not.toHaveProperty('reused')
    expect(runs).toHaveLength(2)
  })
})

describe('a result', () => {
  it('that does not last is not given again', async () => {
    const { app, runs } = setup('memory', {
      run: async (context) => {
        runs.push(context.input.text)
        return { ...(await echo(context)), warnings: [{ code: 'AWAY', message: 'Not there just now.' }] }
      },
    })
    const visit = await app.visitor()
    await ask(app, visit, { text: 'hello' })
    expect((await ask(app, visit, { text: 'hello' })).output.warnings).toHaveLength(1)
    expect(runs).toHaveLength(2)
  })

  it('is made again when the notes or the files cannot be read', async () => {
    const { app, runs } = setup('memory')
    const visit = await app.visitor()
    await ask(app, visit, { text: 'hello' })
    const { files } = app.services
    let broken = true
    app.services.files = {
      ...files,
      get: (fileId) => (broken ? Promise.reject(new Error('away')) : files.get(fileId)),
    }
    const second = await ask(app, visit, { text: 'hello' })
    broken = false
    expect(await textOf(visit, second)).toBe('hello')
    expect(runs).toHaveLength(2)
    expect(app.logs.filter(({ event }) => event === 'reuse-failed')).toHaveLength(1)
  })
})

it('costs two reads and one write of Blobs', async () => {
  const { app } = setup('blobs')
  const visit = await app.visitor()
  await ask(app, visit, { text: 'hello' })
  blobs.resetCounts()
  const ticket = (await (await visit('/api/echo', json({ text: 'hello' }))).json()) as JobTicket
  await app.idle()
  expect(ticket.status).toBe('pending')
  expect(blobs.counts).toMatchObject({ get: 2, set: 1, setNew: 0, head: 0, list: 0, delete: 0 })
})
