import { z } from 'zod'
import { type ExportPdfInput, exportPdfInput } from './export-pdf.ts'
import { rubric } from './rubric.ts'

/** `export-pdf` of a rubric: a table, across the page when it is wide. */
export const exportRubricPdfInput = z.object({
  rubric: rubric.refine(({ criteria }) => criteria.length > 0, {
    path: ['criteria'],
    error: 'The rubric has no criteria.',
  }),
  paper: exportPdfInput.shape.paper,
  /** Default: the rubric's title. `.pdf` is added where it is missing. */
  fileName: exportPdfInput.shape.fileName,
  document: exportPdfInput.shape.document,
  fit: exportPdfInput.shape.fit,
})
export type ExportRubricPdfInput = z.infer<typeof exportRubricPdfInput>

/**
 * Either input of `export-pdf`: a rubric where there is a `rubric`, otherwise a resume. A union would answer
 * with the problems of both.
 */
export const exportPdfJobInput: z.ZodType<ExportPdfInput | ExportRubricPdfInput> = z
  .unknown()
  .transform((value, context) => {
    const asks = typeof value === 'object' && value !== null && 'rubric' in value
    const parsed = asks ? exportRubricPdfInput.safeParse(value) : exportPdfInput.safeParse(value)
    if (parsed.success) return parsed.data
    for (const { path, message } of parsed.error.issues) {
      context.issues.push({ code: 'custom', path, message, input: value })
    }
    return z.NEVER
  })
