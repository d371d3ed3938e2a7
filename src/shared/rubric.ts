import { z } from 'zod'

/**
 * A grading rubric as read from a document. Numbers are points unless `scoring` says percent. Every string
 * that was extracted keeps where it came from, and nothing is in a rubric that is not in its document.
 */

/** Where a string stands in its document. */
export const sourceRef = z.discriminatedUnion('in', [
  /** `box` is [left, top, right, bottom] in PDF points from the page's top left corner, as displayed. */
  z.object({
    in: z.literal('page'),
    page: z.int().min(1),
    box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  }),
  /** Row and column are numbered from 0; `table` counts tables (or sheets) from 0. */
  z.object({
    in: z.literal('cell'),
    table: z.int().min(0),
    sheet: z.string().optional(),
    row: z.int().min(0),
    column: z.int().min(0),
  }),
  z.object({ in: z.literal('line'), line: z.int().min(1) }),
  /**
   * Read by a language model from the picture of a page, so it may be wrong in any letter and number. Row and
   * column are those of the table in the picture, numbered from 0.
   */
  z.object({
    in: z.literal('picture'),
    page: z.int().min(1),
    row: z.int().min(0).optional(),
    column: z.int().min(0).optional(),
  }),
  /** Written or accepted by a person on the page, so in no document. */
  z.object({ in: z.literal('edit') }),
])
export type SourceRef = z.infer<typeof sourceRef>

export const rubricWarning = z.object({
  /** Stable, UPPER_SNAKE_CASE. */
  code: z.string(),
  message: z.string(),
  /** Index into `criteria`, and into that criterion's `levels`, when the warning is about one of them. */
  criterion: z.int().min(0).optional(),
  level: z.int().min(0).optional(),
  source: sourceRef.optional(),
})
export type RubricWarning = z.infer<typeof rubricWarning>

export const rubricLevel = z.object({
  label: z.string().optional(),
  /** A level worth one number has `min` equal to `max`. */
  min: z.number().optional(),
  max: z.number().optional(),
  descriptor: z.string().optional(),
  source: sourceRef,
})
export type RubricLevel = z.infer<typeof rubricLevel>

/** What a level is worth at most; undefined without points. */
export function worthOf({ min, max }: Pick<RubricLevel, 'min' | 'max'>): number | undefined {
  return max ?? min
}

export const rubricCriterion = z.object({
  title: z.string(),
  description: z.string().optional(),
  /** As stated: 20 for "20 %", 2 for "× 2". */
  weight: z.number().optional(),
  /** Whether the weight is a share of the whole or a factor, where the document says which. */
  weightUnit: z.enum(['percent', 'factor']).optional(),
  /** The most that the criterion can earn (or lose, below 0), where the document says so beside its levels. */
  points: z.number().optional(),
  section: z.string().optional(),
  levels: z.array(rubricLevel),
  source: sourceRef,
})
export type RubricCriterion = z.infer<typeof rubricCriterion>

export const rubric = z.object({
  title: z.string(),
  kind: z.enum(['grid', 'holistic', 'single-point', 'checklist', 'deduction', 'outline', 'likert']),
  scoring: z.enum(['points', 'percent', 'none']),
  /** The scale's own levels, when every criterion shares them (a header row). */
  levels: z.array(rubricLevel.omit({ descriptor: true })).optional(),
  criteria: z.array(rubricCriterion),
  total: z.object({
    stated: z.number().optional(),
    computed: z.number(),
    /** Where the stated total stands. */
    source: sourceRef.optional(),
  }),
  warnings: z.array(rubricWarning),
  source: sourceRef,
})
export type Rubric = z.infer<typeof rubric>
