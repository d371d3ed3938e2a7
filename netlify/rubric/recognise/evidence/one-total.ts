import type { Rubric } from '../../../../src/shared/rubric.ts'
import { isSameSum } from '../../same-sum.ts'

/**
 * Whether tables that look like several rubrics, because their levels differ, are the sections of one: the only
 * total that the document states is the sum of them all.
 */
export function makeOneTotal(rubrics: readonly Rubric[]): boolean {
  const [first, ...others] = rubrics
  if (!first || others.length === 0) return false
  const stated = rubrics.flatMap(({ total }) => total.stated ?? [])
  const sum = rubrics.reduce((all, { total }) => all + total.computed, 0)
  const [only] = stated
  return (
    only !== undefined &&
    stated.length === 1 &&
    isSameSum(only, sum) &&
    rubrics.every(({ kind, total }) => kind === first.kind && total.computed > 0) &&
    !rubrics.some(({ total }) => total.stated === total.computed)
  )
}
