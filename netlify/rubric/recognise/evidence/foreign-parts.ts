import type { DocumentContent } from '../../document.ts'
import type { Placed } from '../compose.ts'
import { headingBefore } from '../headings.ts'
import type { RubricPart } from '../part.ts'
import { namesRubric } from '../words/words.ts'

const MAX_NAME = 25

/**
 * Leaves out what stands beside a rubric with points and is none: names without points under a heading of their own,
 * where the points stand under one that says "rubric" ("What is allowed" before "Grading rubric"), and a scale that
 * says what a number of points means, where each criterion is worth as many.
 */
export function withoutForeign(content: DocumentContent, placed: readonly Placed[]): Placed[] {
  const scored = placed.filter(({ part }) => part.kind !== 'holistic' && part.criteria.every(isScored))
  if (scored.length === 0 || scored.length === placed.length) return [...placed]
  const headings = new Map(
    placed.map((item, at) => [item, headingBefore(content, item.block, placed[at - 1]?.block ?? -1)?.text]),
  )
  const isNamed = (item: Placed) => namesRubric(headings.get(item) ?? '')
  const isElsewhere = (item: Placed) =>
    headings.get(item) !== undefined && !isNamed(item) && isBare(item.part) && scored.some(isNamed)
  const isLegend = ({ part }: Placed) =>
    isNames(part) && scored.every((other) => areWorth(other.part, bestOf(part)))
  return placed.filter((item) => !isElsewhere(item) && !isLegend(item))
}

const isScored = ({ points, weight, levels }: RubricPart['criteria'][number]): boolean =>
  points !== undefined || weight !== undefined || levels.some(({ max }) => max !== undefined)

function isBare({ kind, levels, criteria }: RubricPart): boolean {
  return (
    kind === 'checklist' &&
    levels.length === 0 &&
    criteria.every((item) => !isScored(item) && item.levels.length < 2)
  )
}

/** One scale of numbers with a short name for each. */
function isNames({ kind, criteria }: RubricPart): boolean {
  const [scale, another] = criteria
  if (kind !== 'holistic' || !scale || another || scale.levels.length < 3) return false
  return scale.levels.every(
    ({ max, label = '', descriptor = '' }) => max !== undefined && `${label}${descriptor}`.length <= MAX_NAME,
  )
}

function bestOf({ criteria }: RubricPart): number {
  return Math.max(...criteria.flatMap(({ levels }) => levels.flatMap(({ max }) => max ?? [])))
}

function areWorth({ criteria }: RubricPart, value: number): boolean {
  return criteria.every(({ points, levels }) => points === value && levels.length < 2)
}
