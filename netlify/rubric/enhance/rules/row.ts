import type { EnhanceWarning, Proposal, RubricCell } from '../../../../src/shared/enhance-rubric.ts'
import { type Rubric, type RubricCriterion, worthOf } from '../../../../src/shared/rubric.ts'
import type { RuleLanguage } from '../language.ts'

/** What a rule finds. */
export interface Findings {
  proposals: Proposal[]
  warnings: EnhanceWarning[]
}

/** What a rule is given. */
export interface RuleContext {
  rubric: Rubric
  /** Undefined when the texts are in none that the rules know. */
  language: RuleLanguage | undefined
  /** Says whether a cell may change. */
  allowed(cell: RubricCell): boolean
}

// Dashes, dots, underscores, brackets or "n/a" that stand for an empty cell.
const PLACEHOLDER = /^[\s\-–—_.…·*/\\|()[\]]*$|^(?:n\/?a|tbd|todo|none given|x+)\.?$/i

/** The descriptor, or an empty string when the cell is empty or only holds its place. */
export function descriptorOf(criterion: RubricCriterion, level: number): string {
  const text = criterion.levels[level]?.descriptor?.trim() ?? ''
  return PLACEHOLDER.test(text) ? '' : text
}

/** A checklist has no descriptors to fill, unless someone has begun to write them. */
export function wantsDescriptors({ kind }: Rubric, criterion: RubricCriterion): boolean {
  if (kind === 'grid' || kind === 'holistic' || kind === 'single-point') return true
  return criterion.levels.some((_, l) => descriptorOf(criterion, l) !== '')
}

/** True when a criterion's levels run from the worst to the best; by points, else by words of the labels. */
export function isRising(criterion: RubricCriterion): boolean {
  const points = criterion.levels.map(worthOf).filter((value) => value !== undefined)
  const [first, last] = [points[0], points.at(-1)]
  if (first !== undefined && last !== undefined && first !== last) return first < last
  const low = /\b(poor|unsatisfactory|beginning|emerging|below|novice|insufficient|inadequate|fail|none)\b/i
  return low.test(criterion.levels[0]?.label ?? '')
}

/** How good a level is, 1 for the best and 0 for the worst. */
export function rankOf(criterion: RubricCriterion, level: number): number {
  const steps = Math.max(1, criterion.levels.length - 1)
  return isRising(criterion) ? level / steps : 1 - level / steps
}

/** Puts the case of `like`'s first letter on `text`. */
export function withCaseOf(text: string, like: string): string {
  const first = [...like][0] ?? ''
  if (first === '' || first.toLowerCase() === first) return text
  return text.charAt(0).toUpperCase() + text.slice(1)
}
