import { z } from 'zod'
import { proposal } from '../shared/enhance-rubric.ts'
import { type ExtractRubricOutput, extractRubricResult } from '../shared/extract-rubric.ts'
import { rubric } from '../shared/rubric.ts'
import type { Work } from './review.ts'

/** A document as it was read, and what the visitor has made of it. */
export interface SavedWork {
  name: string
  extracted: ExtractRubricOutput
  work: Work
}

const warnings = z.array(z.looseObject({ code: z.string(), message: z.string() }))
const shape = z.object({
  name: z.string(),
  extracted: extractRubricResult.extend({ warnings: warnings.optional() }),
  work: z.object({
    rubrics: z.array(rubric).min(1),
    current: z.int().min(0),
    review: z
      .object({
        of: z.int().min(0),
        engine: z.enum(['rules', 'model']),
        warnings,
        items: z.array(
          z.object({
            proposal,
            decision: z.enum(['accepted', 'rejected']).optional(),
            outdated: z.literal(true).optional(),
          }),
        ),
      })
      .optional(),
  }),
})

/** Raise the number when the shape changes: what an older page saved is then left aside. */
const KEY = 'offstage-rubric-1'

/** What this browser kept, so that a reload loses nothing. Undefined when there is nothing, or nothing usable. */
export function loadWork(): SavedWork | undefined {
  try {
    const text = localStorage.getItem(KEY)
    if (text === null) return undefined
    const parsed = shape.safeParse(JSON.parse(text))
    return parsed.success ? (parsed.data as SavedWork) : undefined
  } catch {
    // Storage that is switched off, or that another program wrote to.
    return undefined
  }
}

/** Keeps the work in this browser; without one, forgets it. */
export function saveWork(saved: SavedWork | undefined): void {
  try {
    if (saved === undefined) localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, JSON.stringify(saved))
  } catch {
    // Full or switched off: the page works on, only a reload would lose the edits.
  }
}
