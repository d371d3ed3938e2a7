import type { RubricCriterion } from '../../../src/shared/rubric.ts'
import { isSameSum } from '../same-sum.ts'

/**
 * Lines whose points are the sum of the lines below them ("Context 15", "Users 10", "Rivals 5") are the headings
 * of those. That is believed only when it makes the whole list give the total that the document states, which
 * the plain sum misses.
 */
export function withNestedSums(criteria: readonly RubricCriterion[], stated: number): RubricCriterion[] {
  const points = criteria.map((item) => item.points)
  if (points.some((value) => value === undefined || value <= 0)) return [...criteria]
  const add = (from: number, to: number) =>
    points.slice(from, to).reduce<number>((sum, value) => sum + (value ?? 0), 0)
  if (isSameSum(add(0, points.length), stated)) return [...criteria]
  const nested: RubricCriterion[] = []
  let total = 0
  for (let at = 0; at < criteria.length; ) {
    const head = criteria[at]
    const worth = points[at] ?? 0
    if (!head) break
    let end = at + 1
    while (end < criteria.length && add(at + 1, end) < worth - 0.005) end++
    const isHeading = end > at + 2 && isSameSum(add(at + 1, end), worth)
    if (isHeading)
      nested.push(...criteria.slice(at + 1, end).map((item) => ({ ...item, section: head.title })))
    else nested.push(head)
    total += worth
    at = isHeading ? end : at + 1
  }
  return isSameSum(total, stated) ? nested : [...criteria]
}
