import { afterAll, describe, expect, it } from 'vitest'
import { exportPdf } from '../../netlify/jobs/export-pdf.ts'
import { browserHealth } from '../../netlify/pdf/browser-health.ts'
import { sharedPool } from '../../netlify/pdf/print.ts'
import type { ExportPdfRequest } from '../../src/shared/export-pdf.ts'
import { readAttachment } from '../../src/shared/pdf-attachment.ts'
import sample from '../../src/templates/sample-resume.json' with { type: 'json' }

afterAll(() => sharedPool.close())

async function run(request: ExportPdfRequest, signal = new AbortController().signal) {
  const progress: [number, string][] = []
  const stored: { bytes: Uint8Array; fileName: string; contentType: string }[] = []
  const output = await exportPdf.run({
    jobId: 'job',
    attempt: 1,
    input: exportPdf.input.parse(request),
    signal,
    progress: (percent, stage) => progress.push([percent, stage]),
    log() {},
    async storeFile(bytes, about) {
      stored.push({ bytes, ...about })
      return { fileId: 'file', bytes: bytes.length, ...about }
    },
  })
  return { output, progress, stored }
}

describe('exportPdf', () => {
  it('stores a checked PDF, tells how far it is, and the PDF gives back its resume', async () => {
    const { output, progress, stored } = await run({ resume: sample, template: 'modern' })
    expect(progress).toEqual([
      [10, 'validated'],
      [30, 'rendered'],
      [60, 'printed'],
      [80, 'checked'],
      [90, 'stored'],
    ])
    const [file] = stored
    expect(file?.fileName).toMatch(/^[\p{L}-]+-Resume-\d{4}-\d\d-\d\d\.pdf$/u)
    expect(output).toMatchObject({ file: { fileId: 'file', contentType: 'application/pdf' } })
    expect(output.pages).toBeGreaterThanOrEqual(1)
    const resume = await readAttachment(file?.bytes ?? new Uint8Array(), 'resume.json')
    expect(JSON.parse(new TextDecoder().decode(resume))).toEqual(sample)
  })

  it('gives the same bytes for the same input', async () => {
    const [first, second] = [
      await run({ resume: sample, template: 'classic' }),
      await run({ resume: sample, template: 'classic' }),
    ]
    expect(
      Buffer.compare(first.stored[0]?.bytes ?? Buffer.of(1), second.stored[0]?.bytes ?? Buffer.of(2)),
    ).toBe(0)
  })

  it('names the file as it was asked to', async () => {
    const { stored } = await run({ resume: sample, template: 'compact', fileName: 'My CV' })
    expect(stored[0]?.fileName).toBe('My CV.pdf')
  })

  it('prints without a photo that it may not fetch, and says so', async () => {
    const resume = { ...sample, basics: { ...sample.basics, image: 'http://127.0.0.1:9/me.png' } }
    const { output } = await run({ resume, template: 'creative' })
    expect(output.warnings?.map(({ code }) => code)).toEqual(['PHOTO_UNAVAILABLE'])
  })

  it('stores nothing once it is cancelled', async () => {
    const controller = new AbortController()
    controller.abort(new Error('cancelled'))
    await expect(run({ resume: sample, template: 'modern' }, controller.signal)).rejects.toThrow('cancelled')
  })
})

describe('browserHealth', () => {
  it('tells the browser’s version', async () => {
    expect(await browserHealth()).toEqual({ version: expect.stringMatching(/^HeadlessChrome\/\d/) })
  })
})
