import {
  type ExportPdfInput,
  type ExportPdfOutput,
  exportFileName,
  templates,
} from '../../src/shared/export-pdf.ts'
import type { ExportRubricPdfInput } from '../../src/shared/export-rubric-pdf.ts'
import type { Json } from '../../src/shared/job.ts'
import { fileNameOf as fileNameOfTitle } from '../../src/shared/rubric-export/text.ts'
import { readConfig } from '../config.ts'
import { isBundled } from '../pdf/chromium.ts'
import type { PrintDocument } from '../pdf/print-document.ts'
import { defineJob } from './definition.ts'
import { exportPdfType } from './export-pdf-type.ts'

/** The work of `exportPdfType`: renders, prints, checks and keeps. */
export const exportPdf = defineJob<ExportPdfInput | ExportRubricPdfInput, ExportPdfOutput>({
  ...exportPdfType,
  async run({ input, signal, progress, storeFile, log }) {
    progress(10, 'validated')
    const { printPdf, sharedPool } = await import('../pdf/print.ts')
    // Chromium unpacks and starts while the document is rendered.
    sharedPool.warm()
    const document = 'rubric' in input ? await rubricDocument(input) : await resumeDocument(input, signal)
    signal.throwIfAborted()
    const percent = { rendered: 30, printed: 60, checked: 80 }
    const { bytes, pages, warnings } = await printPdf(document, {
      signal,
      log,
      onStage: (stage) => progress(percent[stage], stage),
    })
    const file = await storeFile(bytes, { fileName: fileNameOf(input), contentType: 'application/pdf' })
    progress(90, 'stored')
    return { file, pages, ...(warnings.length > 0 ? { warnings } : {}) }
  },
  reuse: {
    contentOf(input) {
      if (!isBundled(readConfig().CHROME_PATH) || dependsOnOthers(input)) return undefined
      const { fileName, document, ...content } = input
      return content as Json
    },
    fileNameOf,
    lasts: ({ warnings = [] }) => warnings.every(({ code }) => code !== 'PHOTO_UNAVAILABLE'),
  },
})

/** A photo at an address may be another one tomorrow, and what a theme's own code looks at is not known. */
function dependsOnOthers(input: ExportPdfInput | ExportRubricPdfInput): boolean {
  if ('rubric' in input) return false
  const template = templates.find(({ id }) => id === input.template)
  const image = String(input.resume.basics?.image ?? '').trim()
  return !template || (template.photo && image !== '' && !/^data:/i.test(image))
}

async function resumeDocument(input: ExportPdfInput, signal: AbortSignal): Promise<PrintDocument> {
  const { renderResume } = await import('../pdf/render/render-resume.ts')
  const { loadPhoto } = await import('../pdf/photo/load-photo.ts')
  const { sharedPool } = await import('../pdf/print.ts')
  return renderResume(input, {
    signal,
    loadPhoto: (address) => loadPhoto(address, { signal, pool: sharedPool }),
  })
}

async function rubricDocument({ rubric, paper, fit }: ExportRubricPdfInput): Promise<PrintDocument> {
  const { renderRubric } = await import('../pdf/render/rubric.ts')
  return renderRubric(rubric, { paper, ...(fit === undefined ? {} : { fit }) })
}

function fileNameOf(input: ExportPdfInput | ExportRubricPdfInput): string {
  const { fileName } = input
  if (fileName !== undefined) return /\.pdf$/i.test(fileName) ? fileName : `${fileName}.pdf`
  if ('rubric' in input) return fileNameOfTitle(input.rubric.title, 'pdf')
  return exportFileName(input.resume, new Date())
}
