import type { Rubric, RubricWarning, SourceRef } from '../../src/shared/rubric.ts'
import type { DocumentContent } from './document.ts'
import { UNIT } from './recognise/words/amount.ts'
import { criterionMaximum } from './recognise/words/total.ts'

const POINTS = new RegExp(
  String.raw`(?<![\d.,/–-])(\d{1,3}(?:[.,]\d{1,2})?)\s?-?(?:${UNIT})(?![\p{L}])`,
  'giu',
)
const MIN_UNREAD = 3

/**
 * Numbers of points that a document names and no criterion has, where they are more than half of those it names: then
 * the rubric was read from the wrong place, or in part. Numbers that only count up (1, 2, 3, …) name the steps of a
 * scale, and no more is known of a scale without points.
 */
export function auditPoints(content: DocumentContent, rubrics: readonly Rubric[]): RubricWarning[] {
  const [first] = rubrics
  if (!first) return []
  const read = new Set(rubrics.flatMap(numbersOf).map(Math.abs))
  const named = textsOf(content).flatMap(({ text, source }) =>
    [...text.matchAll(POINTS)].map(([, value = '']) => ({ value: Number(value.replace(',', '.')), source })),
  )
  const unread = named.filter(({ value }) => value > 0 && !read.has(value))
  const values = [...new Set(unread.map(({ value }) => value))]
  const counts = values.toSorted((a, b) => a - b).every((value, at) => value === at + 1)
  const [where] = unread
  if (
    !where ||
    unread.length < MIN_UNREAD ||
    unread.length <= named.length / 2 ||
    values.length < 2 ||
    counts
  )
    return []
  const some = values.slice(0, 3).join(', ')
  return [
    {
      code: 'POINTS_NOT_READ',
      message: `The document gives points that are in no criterion (${some}${values.length > 3 ? ', …' : ''}). Check whether the rubric is whole.`,
      source: where.source,
    },
  ]
}

function textsOf({ blocks }: DocumentContent): { text: string; source: SourceRef }[] {
  return blocks.flatMap((block): { text: string; source: SourceRef }[] =>
    block.kind === 'text' ? [block] : block.cells,
  )
}

/** Every number of a rubric, with the sums of its sections. */
function numbersOf({ criteria, levels = [], total }: Rubric): number[] {
  const sections = new Map<string, number>()
  for (const item of criteria) {
    const section = item.section ?? ''
    sections.set(section, (sections.get(section) ?? 0) + (criterionMaximum(item) ?? 0))
  }
  const scales = [...levels, ...criteria.flatMap((item) => item.levels)]
  return [
    total.stated,
    total.computed,
    ...sections.values(),
    ...criteria.flatMap(({ points, weight }) => [points, weight]),
    ...scales.flatMap(({ min, max }) => [min, max]),
  ].filter((value) => value !== undefined)
}
