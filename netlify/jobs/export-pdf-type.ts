import type { ExportPdfInput } from '../../src/shared/export-pdf.ts'
import { type ExportRubricPdfInput, exportPdfJobInput } from '../../src/shared/export-rubric-pdf.ts'
import { describeJob } from './definition.ts'

/** Turns a JSON Resume or a rubric into a PDF. */
export const exportPdfType = describeJob<ExportPdfInput | ExportRubricPdfInput>({
  type: 'export-pdf',
  input: exportPdfJobInput,
  // A resume with a photo of 2 MB inside.
  maxInputBytes: 4_000_000,
  attemptTimeoutMs: 120_000,
  retry: {
    immediateFor: ['BROWSER_CRASHED', 'BROWSER_HUNG', 'BROWSER_UNAVAILABLE', 'PDF_BROKEN', 'PDF_EMPTY'],
  },
})
