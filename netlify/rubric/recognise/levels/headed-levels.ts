import type { RubricCriterion } from '../../../../src/shared/rubric.ts'
import type { TextBlock } from '../../document.ts'
import type { Group } from '../compose.ts'
import { headingCriterion } from '../headings.ts'
import type { RubricPart } from '../part.ts'
import { cleanText } from '../words/clean.ts'
import { splitAmount } from '../words/split-amount.ts'

/**
 * Tables with a column for each level and none for names, under headings of their own: each is one criterion, and its
 * rows are what its levels ask for in turn.
 */

/** A table of levels without a name for any of its rows. */
export function isUntitled({ kind, criteria, warnings }: RubricPart): boolean {
  const untitled = warnings.filter(({ code }) => code === 'UNTITLED_CRITERION').length
  return kind === 'grid' && criteria.length > 0 && untitled === criteria.length
}

/** "Design (15%)" over a table of levels: a criterion, and no rubric of its own. */
export function headsCriterion(heading: TextBlock | undefined, part: RubricPart): boolean {
  return heading !== undefined && isUntitled(part) && splitAmount(heading.text, false) !== undefined
}

export function areHeaded({ parts }: Group): boolean {
  const headings = parts.map(({ heading }) => heading)
  return (
    parts.length > 1 &&
    parts.every(({ placed, heading }) => headsCriterion(heading, placed.part)) &&
    headings.every((heading) => heading?.heading !== undefined) &&
    new Set(headings.map((heading) => heading?.text)).size === parts.length
  )
}

/** The one criterion of a table whose rows have no names. */
export function headedCriterion(
  criteria: readonly RubricCriterion[],
  heading: TextBlock,
  above: TextBlock | undefined,
): RubricCriterion | undefined {
  const [first, ...others] = criteria
  if (!first) return undefined
  const levels = first.levels.map((level) => {
    const same = others.flatMap((other) => other.levels.find(({ label }) => label === level.label) ?? [])
    const said = [level, ...same].flatMap(({ descriptor }) => descriptor ?? [])
    return said.length === 0 ? level : { ...level, descriptor: said.join('\n') }
  })
  const whole = { ...first, levels }
  const description = above && above !== heading ? cleanText(above.text, true) : undefined
  return {
    ...whole,
    ...headingCriterion(heading, whole),
    ...(description === undefined ? {} : { description }),
  }
}
