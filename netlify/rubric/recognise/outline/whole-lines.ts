import type { RubricCriterion } from '../../../../src/shared/rubric.ts'
import { isSameSum } from '../../same-sum.ts'
import type { RubricPart } from '../part.ts'
import { fold, isDropWord, namesRubric } from '../words/words.ts'

/**
 * Lines that say what the whole is worth and are no criterion: "Rubric for the garden (50 points)" in front of
 * criteria that add up to it, or any line in front of four and more; and "Grade: /150", which is more than any criterion.
 */
export function withoutWhole(criteria: RubricCriterion[], part: RubricPart): RubricCriterion[] {
  const grade = criteria.find((criterion) => isGrade(criterion, criteria))
  const items = criteria.filter((criterion) => criterion !== grade)
  if (grade?.points !== undefined)
    part.statedTotals.push({ value: grade.points, sub: false, source: grade.source })
  const [first, ...others] = items
  const value = first?.points
  if (!first || value === undefined || others.length < (namesRubric(first.title) ? 2 : 4)) return items
  const sum = others.reduce((all, { points = 0 }) => all + points, 0)
  if (!isSameSum(sum, value)) return items
  part.statedTotals.push({ value, sub: false })
  return others
}

function isGrade(criterion: RubricCriterion, criteria: readonly RubricCriterion[]): boolean {
  const { title, points, section, description } = criterion
  if (points === undefined || section !== undefined || description !== undefined) return false
  const others = criteria.filter((other) => other !== criterion).map((other) => other.points ?? 0)
  const sum = others.reduce((all, value) => all + value, 0)
  return isDropWord(title) && others.length >= 2 && points > Math.max(...others) && points >= sum / 2
}

/** "90-100: excellent work", … beside criteria whose points add up to its best: what the sum of them means. */
export function withoutGradeScale(criteria: readonly RubricCriterion[]): RubricCriterion[] {
  const others = criteria.filter(({ levels }) => levels.length < 2)
  const sum = others.reduce((all, { points = 0 }) => all + points, 0)
  const best = ({ levels }: RubricCriterion) => Math.max(...levels.map(({ max = 0 }) => max))
  const isScale = (criterion: RubricCriterion) =>
    criterion.points === undefined && criterion.levels.length >= 3 && best(criterion) >= sum
  return others.length < 3 || sum === 0 ? [...criteria] : criteria.filter((item) => !isScale(item))
}

/** A table of contents names all that follows once before. */
export function withoutContents(criteria: readonly RubricCriterion[]): RubricCriterion[] {
  const key = ({ title, points, weight }: RubricCriterion) => `${fold(title)}|${points ?? ''}|${weight ?? ''}`
  const later = criteria.findIndex((item, at) => at > 1 && key(item) === key(criteria[0] ?? item))
  const first = criteria.slice(0, Math.max(0, later))
  const rest = criteria.slice(first.length)
  const contents = first.length >= 3 && first.every((item) => rest.some((other) => key(other) === key(item)))
  return contents ? rest : [...criteria]
}
