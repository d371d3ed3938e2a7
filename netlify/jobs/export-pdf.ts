import {
  type ExportPdfInput,
  type ExportPdfOutput,
  exportFileName,
  exportPdfInput,
} from '../../src/shared/export-pdf.ts'
import { defineJob } from './definition.ts'

/** Turns a JSON Resume into a PDF. */
export const exportPdf = defineJob<ExportPdfInput, ExportPdfOutput>({
  type: 'export-pdf',
  input: exportPdfInput,
  // A resume with a photo of 2 MB inside.
  maxInputBytes: 4_000_000,
  attemptTimeoutMs: 120_000,
  retry: {
    immediateFor: ['BROWSER_CRASHED', 'BROWSER_HUNG', 'BROWSER_UNAVAILABLE', 'PDF_BROKEN', 'PDF_EMPTY'],
  },
  async run({ input, signal, progress, storeFile, log }) {
    progress(10, 'validated')
    const { printPdf, sharedPool } = await import('../pdf/print.ts')
    // Chromium unpacks and starts while the resume is rendered.
    sharedPool.warm()
    const { renderResume } = await import('../pdf/render/render-resume.ts')
    const { loadPhoto } = await import('../pdf/photo/load-photo.ts')
    const document = await renderResume(input, {
      signal,
      loadPhoto: (address) => loadPhoto(address, { signal, pool: sharedPool }),
    })
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
})

function fileNameOf(input: ExportPdfInput): string {
  if (input.fileName === undefined) return exportFileName(input.resume, new Date())
  return /\.pdf$/i.test(input.fileName) ? input.fileName : `${input.fileName}.pdf`
}
