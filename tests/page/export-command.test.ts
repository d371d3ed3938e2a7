import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Job } from '../../src/shared/job.ts'
import { type FaultSite, type SeenRequest, startFaultSite } from './fault-site.ts'
import { cancelled, completed, failed, processing } from './jobs.ts'

const STATUS = '/api/export-pdf/job-1'
const root = resolve(import.meta.dirname, '../..')

let folder: string
let site: FaultSite | undefined
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'offstage-export-'))
  await writeFile(join(folder, 'resume.json'), '{ "basics": { "name": "Ada" } }')
})
afterEach(async () => {
  await site?.close()
  site = undefined
  await rm(folder, { recursive: true })
})

/** Runs the command in the test's folder; `onOutput` may send it a signal. */
async function command(args: string[], onOutput: (text: string, kill: () => void) => void = () => {}) {
  const child = spawn(join(root, 'node_modules/.bin/node'), [join(root, 'scripts/export.ts'), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
    onOutput(text, () => child.kill('SIGINT'))
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  const code = await new Promise<number | null>((done) => child.on('close', done))
  return { code, out, err }
}

/** A site with one job; `look` answers the status route by the number of the look, from 1. */
async function siteWith(look: (count: number, seen: SeenRequest) => Job): Promise<string> {
  site = await startFaultSite((request, count) => {
    if (request.path === '/api/session') {
      return new Response(null, { status: 204, headers: { 'set-cookie': 'owner=me; HttpOnly; Path=/' } })
    }
    if (request.headers.cookie !== 'owner=me') return Response.json({}, { status: 403 })
    if (request.path.startsWith('/api/files/')) return new Response('%PDF-')
    if (request.method === 'POST') {
      return Response.json(
        { jobId: 'job-1', status: 'pending', statusUrl: STATUS, disposition: 'created' },
        { status: 202 },
      )
    }
    return Response.json(look(count, request))
  })
  return site.url
}

test('writes the PDF under its own name and tells each stage on a line', async () => {
  const url = await siteWith((count) => (count < 3 ? processing(count * 30) : completed()))
  const { code, out, err } = await command(['resume.json', '--url', url, '--paper', 'letter'])
  expect(err).toBe('')
  expect(code).toBe(0)
  expect(out.split('\n').filter((line) => line.includes('%'))).toEqual([
    '0 %  sending',
    '30 %  rendered',
    '60 %  rendered',
    '100 %  completed',
  ])
  expect(out).not.toContain('\u001b')
  expect(await readFile(join(folder, 'Ada-Resume.pdf'), 'utf8')).toBe('%PDF-')
  const post = site?.seen.find(({ method }) => method === 'POST')
  expect(JSON.parse(post?.body ?? '')).toEqual({
    resume: { basics: { name: 'Ada' } },
    template: 'modern',
    paper: 'letter',
  })
  expect(post?.headers.origin).toBe(url)
})

test('names the place of each mistake before it asks any site', async () => {
  await writeFile(join(folder, 'resume.json'), '{ "work": [{ "name": [] }] }')
  const { code, err } = await command(['resume.json'])
  expect(code).toBe(2)
  expect(err).toContain('/work/0/name: must be text')
})

test.each([
  [['nothing.json'], 'There is no file nothing.json.'],
  [[], 'Usage:'],
  [['resume.json', '--tempalte', 'classic'], "Unknown option '--tempalte'"],
  [['resume.json', '--url', 'nowhere'], '--url must be an address'],
])('explains wrong usage: %j', async (args, text) => {
  const { code, err } = await command(args)
  expect(err).toContain(text)
  expect(code).toBe(2)
})

test('passes on why a job failed', async () => {
  const url = await siteWith(() => failed())
  const { code, err } = await command(['resume.json', '--url', url])
  expect(err).toContain('Use a smaller photo. [PDF_TOO_LARGE]')
  expect(code).toBe(1)
})

test('says that a named site cannot be reached', async () => {
  const { code, err } = await command(['resume.json', '--url', 'http://127.0.0.1:9'])
  expect(err).toContain('cannot be reached')
  expect(code).toBe(1)
})

test('cancels the job on Ctrl-C', async () => {
  let stopped = false
  const url = await siteWith((_count, { method }) => {
    if (method === 'DELETE') stopped = true
    return stopped ? cancelled() : processing(30)
  })
  // Once only: the line comes again while the job is cancelled, and a signal to a process that ends kills it.
  let interrupted = false
  const { code, err } = await command(['resume.json', 'out.pdf', '--url', url], (text, interrupt) => {
    if (!text.includes('30 %') || interrupted) return
    interrupted = true
    interrupt()
  })
  expect(err).toContain('cancelled')
  expect(code).toBe(130)
  expect(site?.seen.filter(({ method }) => method === 'DELETE').map(({ path }) => path)).toEqual([STATUS])
})
