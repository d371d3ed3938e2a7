import type { RubricCriterion, RubricLevel } from '../../../../src/shared/rubric.ts'
import type { RubricPart } from '../part.ts'
import { isPointsWord } from '../words/words.ts'

/**
 * Rows of text with rows of bare points below them, each with a name of its own: "Marks" gives the points of the
 * text above it; other names are parts of what the text describes, and the text's own name is their section.
 */
export function joinPointRows(part: RubricPart): void {
  const { criteria } = part
  const points = criteria.map(isPointsOnly)
  const texts = criteria.map(isTextOnly)
  const isAnswered = (at: number) => texts[at] === true && points[at + 1] === true
  const heads = criteria.filter((_, at) => isAnswered(at)).length
  if (heads === 0 || !points.every((yes, at) => yes || texts[at]) || points[0]) return
  if (heads < texts.filter(Boolean).length) return
  const joined: RubricCriterion[] = []
  const places = new Map<number, number>()
  let head: RubricCriterion | undefined
  criteria.forEach((criterion, at) => {
    places.set(at, joined.length)
    if (texts[at]) head = criterion
    if (texts[at] || !head) return
    const lone = texts[at - 1] === true && points[at + 1] !== true
    const levels = withDescriptors(criterion.levels, head.levels)
    if (lone && isPointsWord(criterion.title)) joined.push({ ...head, levels })
    else joined.push({ ...criterion, section: head.title, levels })
  })
  part.criteria = joined
  part.warnings = part.warnings.map((warning) =>
    warning.criterion === undefined
      ? warning
      : { ...warning, criterion: Math.min(joined.length - 1, places.get(warning.criterion) ?? 0) },
  )
}

/** Some levels may have none, where nothing is said of them in the row above either. */
function isPointsOnly({ levels }: RubricCriterion): boolean {
  const worth = levels.filter((one) => one.max !== undefined)
  return worth.length >= 2 && levels.every((one) => one.descriptor === undefined)
}

function isTextOnly({ levels, points }: RubricCriterion): boolean {
  return (
    points === undefined &&
    levels.some((one) => one.descriptor !== undefined) &&
    levels.every((one) => one.max === undefined && one.min === undefined)
  )
}

/** The points of one row with the texts that stand over them; a level with neither is not to be had. */
function withDescriptors(points: readonly RubricLevel[], texts: readonly RubricLevel[]): RubricLevel[] {
  return points.flatMap((one, at) => {
    const same = texts.find(({ label }) => label !== undefined && label === one.label) ?? texts[at]
    if (same?.descriptor !== undefined) return { ...one, descriptor: same.descriptor, source: same.source }
    return one.max === undefined ? [] : one
  })
}
