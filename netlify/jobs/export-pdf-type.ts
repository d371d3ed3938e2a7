import { type ExportPdfInput, templateIds } from '../../src/shared/export-pdf.ts'
import { type ExportRubricPdfInput, exportPdfJobInput } from '../../src/shared/export-rubric-pdf.ts'
import { themeInstalled } from '../pdf/render/installed-themes.ts'
import { describeJob } from './definition.ts'

/** Turns a JSON Resume or a rubric into a PDF. */
export const exportPdfType = describeJob<ExportPdfInput | ExportRubricPdfInput>({
  type: 'export-pdf',
  input: exportPdfJobInput.superRefine((input, context) => {
    const theme = 'template' in input && /^theme:(.*)$/.exec(input.template)?.[1]
    if (!theme || themeInstalled(theme)) return
    const message = `the theme ${theme} is not installed on this site: choose one of ${templateIds.join(', ')}, or add its npm package to the site’s dependencies`
    context.addIssue({ code: 'custom', path: ['template'], message })
  }),
  // A resume with a photo of 2 MB inside.
  maxInputBytes: 4_000_000,
  attemptTimeoutMs: 120_000,
  retry: {
    immediateFor: ['BROWSER_CRASHED', 'BROWSER_HUNG', 'BROWSER_UNAVAILABLE', 'PDF_BROKEN', 'PDF_EMPTY'],
  },
})
