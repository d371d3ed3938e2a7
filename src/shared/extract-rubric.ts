import { z } from 'zod'
import type { ModelUsage } from './enhance-rubric.ts'
import type { JobOutput } from './job.ts'
import { type Rubric, rubric } from './rubric.ts'

/** What `extract-rubric` takes and gives. */

/** Largest file that comes inside the request, in bytes. */
export const MAX_RUBRIC_FILE_BYTES = 4_000_000
export const MAX_RUBRIC_TEXT = 500_000

const fileName = z.string().trim().min(1).max(255)
const document = z.object({ id: z.string().min(1).max(200), version: z.string().max(200).optional() })

/** A document as base64, or pasted text (plain, Markdown, CSV, HTML). */
export const extractRubricInput = z.union(
  [
    z.strictObject({
      fileName: fileName.optional(),
      contentBase64: z
        .string()
        .min(1, { error: 'must hold the file as base64' })
        .max(Math.ceil(MAX_RUBRIC_FILE_BYTES / 3) * 4, { error: 'must be a file of at most 4 MB' })
        .regex(/^[A-Za-z0-9+/]+={0,2}$/, { error: 'must be base64 without line breaks' }),
      document: document.optional(),
    }),
    z.strictObject({
      text: z.string().min(1, { error: 'must hold some text' }).max(MAX_RUBRIC_TEXT),
      fileName: fileName.optional(),
      document: document.optional(),
    }),
  ],
  { error: 'must be { fileName?, contentBase64 } or { text }' },
)
export type ExtractRubricInput = z.infer<typeof extractRubricInput>

export const documentFormats = [
  'pdf',
  'picture',
  'docx',
  'xlsx',
  'csv',
  'markdown',
  'html',
  'moodle-xml',
  'canvas-csv',
  'text',
] as const

export const extractRubricResult = z.object({
  rubrics: z.array(rubric).min(1),
  format: z.enum(documentFormats),
  /** The document's text as it was read, cells divided by tabs, at most `MAX_PREVIEW` characters. */
  preview: z.string(),
  previewTruncated: z.boolean(),
  /**
   * Pages that held only pictures of text, and that a language model read. What comes from them has a source in
   * a `picture`, and must be checked by a person. An uploaded picture is page 1.
   */
  picturesRead: z.array(z.int().min(1)).optional(),
})

export const MAX_PREVIEW = 40_000

export type ExtractRubricOutput = JobOutput & {
  rubrics: Rubric[]
  format: (typeof documentFormats)[number]
  preview: string
  previewTruncated: boolean
  picturesRead?: number[]
  /** What a language model cost, when one was asked. */
  usage?: ModelUsage
}
