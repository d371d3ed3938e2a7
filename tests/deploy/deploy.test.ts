import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fontGlobs } from '../../netlify/pdf/render/font-sources.ts'
import type { CompletedJob, Job, JobTicket } from '../../src/shared/job.ts'
import sample from '../../src/templates/sample-resume.json' with { type: 'json' }
import { type RunningBlobsServer, startBlobsServer } from '../blobs-server/start.ts'
import { type ProviderServer, startProvider } from '../rubric-enhance/provider-server.ts'
import { blackFax, scanPdf } from '../rubric-model/scan-pdf.ts'
import { type BuiltSite, buildSite } from './built-site.ts'
import { type Front, startFront } from './front.ts'

const deployId = 'deploy123preview'
let site: BuiltSite
let blobs: RunningBlobsServer
let front: Front
let provider: ProviderServer

beforeAll(async () => {
  blobs = await startBlobsServer()
  site = await buildSite()
  provider = await startProvider()
  // What the build step `blobs_upload` does with the files that the build leaves.
  for (const [key, path] of Object.entries(site.deployBlobs)) {
    const { edgeURL, siteID, token } = blobs.access
    const response = await fetch(`${edgeURL}/region:us-east-2/${siteID}/deploy:${deployId}/${key}`, {
      method: 'put',
      headers: { authorization: `Bearer ${token}` },
      body: await readFile(path),
    })
    expect(response.status).toBe(200)
  }
  front = await startFront(site, {
    blobs: { url: blobs.access.uncachedEdgeURL, token: blobs.access.token, siteId: blobs.access.siteID },
    deploy: { id: deployId, context: 'deploy-preview' },
    env: { OPENAI_API_KEY: 'key', OPENAI_BASE_URL: provider.url },
  })
}, 180_000)

afterAll(async () => {
  await front?.stop()
  await provider?.close()
  await blobs?.stop()
  await site?.remove()
})

async function visitor(): Promise<string> {
  const session = await fetch(`${front.url}/api/session`)
  const cookie = session.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  expect(cookie, await session.text()).toMatch(/^offstage_owner=/)
  return cookie
}

describe('the built site', () => {
  it('keeps every zip under 50 MB', () => {
    const names = Object.keys(site.zipBytes)
    expect(names).toContain('export-pdf-background')
    for (const name of names) expect(site.zipBytes[name], name).toBeLessThan(50_000_000)
  })

  it('packs the fonts that the templates use', async () => {
    const settings = await readFile(resolve(import.meta.dirname, '../../netlify.toml'), 'utf8')
    const listed = [...settings.matchAll(/"(node_modules\/@fontsource[^"]+)"/g)].map(([, glob]) => glob)
    expect(listed).toEqual([...new Set(fontGlobs())])
  })

  it('serves the routes that the functions declare', () => {
    const routes = site.manifest.functions
      .flatMap(({ name, routes = [] }) => routes.map(({ pattern }) => `${pattern} ${name}`))
      .sort()
    const types = ['enhance-rubric', 'export-pdf', 'extract-rubric']
    const expected = [
      '/api/files/:fileId download',
      '/api/health health',
      '/api/session session',
      ...types.flatMap((type) => [
        `/api/${type} ${type}-trigger`,
        `/api/${type}/batch ${type}-trigger`,
        `/api/${type}/:jobId ${type}-status`,
        `/api/${type}/:jobId/retry ${type}-status`,
      ]),
    ].sort()
    expect(routes).toEqual(expected)
    for (const type of types) {
      const status = site.manifest.functions.find(({ name }) => name === `${type}-status`)
      expect(status?.excludedRoutes).toEqual([expect.objectContaining({ pattern: `/api/${type}/batch` })])
      const worker = site.manifest.functions.find(({ name }) => name === `${type}-background`)
      expect(worker?.invocationMode).toBe('background')
    }
  })

  it('schedules the sweep and limits what starts work', () => {
    const sweep = site.manifest.functions.find(({ name }) => name === 'jobs-sweep')
    expect(sweep?.schedule).toBe('* * * * *')
    const limited = site.manifest.functions.filter(({ trafficRules }) => trafficRules).map(({ name }) => name)
    expect(limited).toEqual(['enhance-rubric-trigger', 'export-pdf-trigger'])
  })

  it('carries a job through trigger, background and status, each a process of its own', async () => {
    const cookie = await visitor()
    const started = await fetch(`${front.url}/api/export-pdf`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ resume: sample, template: 'modern', paper: 'a4' }),
    })
    expect(started.status, await started.clone().text()).toBe(202)
    const ticket = (await started.json()) as JobTicket
    await front.idle()
    const status = await fetch(front.url + ticket.statusUrl, { headers: { cookie } })
    const job = (await status.json()) as Job
    expect(job.status, front.logs.join('\n')).toBe('completed')
    const { output } = job as CompletedJob
    const file = await fetch(front.url + output.downloadUrl)
    const pdf = Buffer.from(await file.arrayBuffer())
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    // The browser came from the deploy's own Blobs store: nothing of this machine's packages was in reach.
    expect(blobs.core.stores()).toEqual(
      expect.arrayContaining([`deploy:${deployId}`, `deploy:${deployId}:offstage-jobs`]),
    )
    expect(front.calls.filter((call) => call.endsWith('export-pdf-background'))).toHaveLength(1)
  }, 120_000)

  it('reads a document in a thread of the same bundle', async () => {
    const cookie = await visitor()
    const started = await fetch(`${front.url}/api/extract-rubric`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ text: '| Criteria | Good (2) | Poor (1) |\n|---|---|---|\n| A | x | y |' }),
    })
    expect(started.status, await started.clone().text()).toBe(202)
    const ticket = (await started.json()) as JobTicket
    await front.idle()
    const status = await fetch(front.url + ticket.statusUrl, { headers: { cookie } })
    expect(await status.json(), front.logs.join('\n')).toMatchObject({
      status: 'completed',
      attempt: 1,
      output: { rubrics: [{ criteria: [{ title: 'A' }] }] },
    })
  }, 60_000)

  it('shows a language model the pictures of a scan', async () => {
    const cookie = await visitor()
    const table = [
      ['Criteria', 'Good (2)', 'Poor (1)'],
      ['Thesis', 'argued', 'missing'],
      ['Style', 'clear', 'muddled'],
    ]
    const cells = table.flatMap((row, y) =>
      row.map((text, x) => ({ row: y, column: x, rows: 1, columns: 1, text })),
    )
    provider.reply(() => JSON.stringify({ blocks: [{ kind: 'table', text: '', cells }] }))
    const pdf = scanPdf([{ picture: { ...blackFax(), at: [0, 0, 300, 400] } }])
    const started = await fetch(`${front.url}/api/extract-rubric`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ contentBase64: Buffer.from(pdf).toString('base64') }),
    })
    expect(started.status, await started.clone().text()).toBe(202)
    const { statusUrl } = (await started.json()) as JobTicket
    await front.idle()
    const job = (await (await fetch(front.url + statusUrl, { headers: { cookie } })).json()) as Job
    expect(job, front.logs.join('\n')).toMatchObject({
      status: 'completed',
      output: { picturesRead: [1], usage: { provider: 'openai', calls: 1 } },
    })
    const [picture] = provider.requests[0]?.pictures ?? []
    const image = await loadImage(picture?.bytes ?? Buffer.alloc(0))
    expect([image.width, image.height]).toEqual([1_350, 1_800])
    // What is black and white went through the decoder that the function carries.
    const canvas = createCanvas(image.width, image.height)
    canvas.getContext('2d').drawImage(image, 0, 0)
    expect([...canvas.getContext('2d').getImageData(300, 1_500, 1, 1).data]).toEqual([0, 0, 0, 255])
  })

  it('answers unknown routes with a problem', async () => {
    const response = await fetch(`${front.url}/api/export-pdf/${crypto.randomUUID()}`)
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
  })
})
