import { afterAll, describe, expect, it } from 'vitest'
import { exportPdf } from '../../netlify/jobs/export-pdf.ts'
import { sharedPool } from '../../netlify/pdf/print.ts'
import type { ExportPdfOutput } from '../../src/shared/export-pdf.ts'
import type { CompletedJob, Job, JobTicket } from '../../src/shared/job.ts'
import type { Problem } from '../../src/shared/problem.ts'
import sample from '../../src/templates/sample-resume.json' with { type: 'json' }
import { createApp, json } from '../http/app.ts'
import { essayRubric } from '../rubric-export/rubrics.ts'

afterAll(() => sharedPool.close())

const app = createApp(exportPdf)
const visit = await app.visitor()

async function exported(input: object): Promise<{ job: CompletedJob<ExportPdfOutput>; bytes: Buffer }> {
  const ticket = (await (await visit('/api/export-pdf', json(input))).json()) as JobTicket
  await app.idle()
  const job = (await (await visit(ticket.statusUrl)).json()) as Job<ExportPdfOutput>
  if (job.status !== 'completed') throw new Error(JSON.stringify(job))
  return { job, bytes: Buffer.from(await (await visit(job.output.downloadUrl ?? '')).arrayBuffer()) }
}

const resume = { ...sample, basics: { ...sample.basics, image: undefined } }
const withImage = (image: string) => ({ ...sample, basics: { ...sample.basics, image } })
const printed = () => app.logs.filter(({ stage }) => stage === 'printed').length

describe('an export repeated without a change', () => {
  it('gives the same bytes without a browser, under the name that was asked for', async () => {
    const input = { resume, template: 'modern', options: { accent: '#aa0000' } }
    const first = await exported(input)
    const before = printed()
    const second = await exported({ ...input, fileName: 'For the bakery', document: { id: 'cv' } })
    expect(printed()).toBe(before)
    expect(Buffer.compare(first.bytes, second.bytes)).toBe(0)
    expect(second.job.output).toMatchObject({ reused: true, pages: first.job.output.pages })
    expect(second.job.output.file?.fileName).toBe('For the bakery.pdf')
  })

  it.each([
    ['the resume', { resume: { ...resume, basics: { ...resume.basics, label: 'Baker' } } }],
    ['the template', { template: 'compact' }],
    ['the paper', { paper: 'letter' }],
    ['an option', { options: { accent: '#aa0001' } }],
    ['the fit', { fit: 1 }],
  ])('is printed again after an edit of %s', async (_, edit) => {
    const before = printed()
    const { job } = await exported({ resume, template: 'modern', options: { accent: '#aa0000' }, ...edit })
    expect(job.output).not.toHaveProperty('reused')
    expect(printed()).toBe(before + 1)
  })

  it('keeps its warnings', async () => {
    const input = { resume: { ...resume, basics: { ...resume.basics, name: 'A 𐎀' } }, template: 'modern' }
    const first = await exported(input)
    const second = await exported(input)
    expect(second.job.output.reused).toBe(true)
    expect(second.job.output.warnings?.map(({ code }) => code)).toEqual(['MISSING_GLYPH'])
    expect(second.job.output.warnings).toEqual(first.job.output.warnings)
  })

  it.each([
    [
      'a photo comes from an address',
      { resume: withImage('http://127.0.0.1:9/me.png'), template: 'creative' },
    ],
    ['a photo could not be used', { resume: withImage('data:image/png;base64,AAAA'), template: 'creative' }],
    ['a theme printed it', { resume, template: 'theme:jsonresume-theme-even' }],
  ])('is printed again when %s', async (_, input) => {
    await exported(input)
    expect((await exported(input)).job.output).not.toHaveProperty('reused')
  })

  it('is answered from the file when the template shows no photo', async () => {
    const input = { resume: withImage('http://127.0.0.1:9/me.png'), template: 'classic' }
    await exported(input)
    expect((await exported(input)).job.output.reused).toBe(true)
  })

  it('is answered from the file for a rubric too', async () => {
    const rubric = essayRubric()
    await exported({ rubric })
    const { job } = await exported({ rubric, fileName: 'grid' })
    expect(job.output.reused).toBe(true)
    expect(job.output.file?.fileName).toBe('grid.pdf')
    const wider = await exported({ rubric, paper: 'letter' })
    expect(wider.job.output).not.toHaveProperty('reused')
  })
})

describe('a theme that is not installed', () => {
  it('is refused before there is a job, with where it stands and what to do', async () => {
    const template = 'theme:jsonresume-theme-nobody-made'
    const single = await visit('/api/export-pdf', json({ resume, template }))
    expect(single.status).toBe(422)
    const problem = (await single.json()) as Problem
    expect(problem).toMatchObject({ code: 'INVALID_INPUT', errors: [{ pointer: '/template' }] })
    expect(problem.errors?.[0]?.message).toMatch(/jsonresume-theme-nobody-made is not installed.*modern/)
    const inputs = [
      { resume, template: 'modern' },
      { resume, template },
    ]
    const batch = await visit('/api/export-pdf/batch', json({ inputs }))
    expect(batch.status).toBe(422)
    expect(await batch.json()).toMatchObject({ errors: [{ pointer: '/inputs/1/template' }] })
  })
})
