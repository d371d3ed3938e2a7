import type { Rubric, RubricCriterion } from '../../../src/shared/rubric.ts'

/** The most that a criterion's own numbers give, without its weight; `undefined` when it has no numbers. */
export function criterionMaximum(criterion: RubricCriterion): number | undefined {
  if (criterion.points !== undefined) return criterion.points
  const values = criterion.levels.flatMap((item) => item.max ?? item.min ?? [])
  return values.length === 0 ? undefined : Math.max(...values)
}

/** Weights that share out a whole (percent, or adding up to 100 or 1), as against factors ("× 2"). */
export function weightsAreShares(criteria: readonly RubricCriterion[]): boolean {
  const weighted = criteria.filter((item) => item.weight !== undefined)
  if (weighted.length === 0) return false
  if (weighted.some((item) => item.weightUnit === 'factor')) return false
  if (weighted.some((item) => item.weightUnit === 'percent')) return true
  const sum = weighted.reduce((all, item) => all + (item.weight ?? 0), 0)
  return (
    Math.abs(sum - 100) < 0.5 ||
    Math.abs(sum - 1) < 0.005 ||
    weighted.some((item) => (item.weight ?? 0) >= 15)
  )
}

/**
 * The total that the rubric's numbers give: the sum of the criteria's maxima, times their factors. Shares
 * leave the maxima alone, except where the levels are percentages of them or have no numbers.
 */
export function computedTotal(rubric: Pick<Rubric, 'scoring' | 'criteria'>): number {
  const { criteria } = rubric
  const shares = weightsAreShares(criteria)
  const maxima = criteria.map(criterionMaximum)
  const unweighted = criteria.every((criterion) => criterion.weight === undefined)
  if (rubric.scoring === 'percent' && unweighted && maxima.every((value) => value === 100)) return 100
  const sum = criteria.reduce((all, criterion) => {
    const maximum = criterionMaximum(criterion)
    if (shares && criterion.weight !== undefined && (maximum === undefined || rubric.scoring === 'percent')) {
      return all + criterion.weight * ((maximum ?? 100) / 100)
    }
    const factor = shares ? 1 : (criterion.weight ?? 1)
    return all + (maximum ?? 0) * factor
  }, 0)
  return Math.round(sum * 1000) / 1000
}
