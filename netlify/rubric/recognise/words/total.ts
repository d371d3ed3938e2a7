import type { Rubric, RubricCriterion } from '../../../../src/shared/rubric.ts'
import { isWholeOfShares } from '../../same-sum.ts'

/** The most that a criterion's own numbers give, without its weight; `undefined` when it has no numbers. */
export function criterionMaximum(criterion: RubricCriterion): number | undefined {
  if (criterion.points !== undefined) return criterion.points
  const numbered = criterion.levels.filter((item) => item.max !== undefined || item.min !== undefined)
  // A level whose cell is blank or struck out ("__") among described ones cannot be reached.
  const described = numbered.filter((item) => item.descriptor !== undefined)
  const values = (described.length > 0 ? described : numbered).map((item) => item.max ?? item.min ?? 0)
  return values.length === 0 ? undefined : Math.max(...values)
}

/** Weights that share out a whole (percent, or adding up to 100 or 1), as against factors ("× 2"). */
export function weightsAreShares(criteria: readonly RubricCriterion[]): boolean {
  const weighted = criteria.filter((item) => item.weight !== undefined)
  if (weighted.length === 0) return false
  if (weighted.some((item) => item.weightUnit === 'factor')) return false
  if (weighted.some((item) => item.weightUnit === 'percent')) return true
  const sum = weighted.reduce((all, item) => all + (item.weight ?? 0), 0)
  return isWholeOfShares(sum) || isLarge(weighted.map((item) => item.weight ?? 0))
}

/** Factors are small numbers; most weights of 5 and more are shares, also where they miss 100. */
function isLarge(weights: number[]): boolean {
  const middle = weights.toSorted((a, b) => a - b)[Math.floor(weights.length / 2)] ?? 0
  return middle >= 5 || weights.some((weight) => weight >= 15)
}

/**
 * The total that the rubric's numbers give: the sum of the criteria's maxima, times their factors; where every
 * criterion has a share, the sum of the shares, in percent.
 */
export function computedTotal(rubric: Pick<Rubric, 'scoring' | 'criteria'>): number {
  const { criteria } = rubric
  const shares = weightsAreShares(criteria)
  const maxima = criteria.map(criterionMaximum)
  const unweighted = criteria.every((criterion) => criterion.weight === undefined)
  if (rubric.scoring === 'percent' && unweighted && maxima.every((value) => value === 100)) return 100
  const allShared = shares && criteria.every((criterion) => criterion.weight !== undefined)
  // What is taken off cannot be earned, so beside points it adds nothing.
  const earns = maxima.some((value) => (value ?? 0) > 0)
  const sum = criteria.reduce((all, criterion, at) => {
    if (allShared) return all + (criterion.weight ?? 0)
    const factor = shares ? 1 : (criterion.weight ?? 1)
    const most = maxima[at] ?? 0
    return all + (earns ? Math.max(0, most) : most) * factor
  }, 0)
  // Shares written as fractions of 1 share out 100 as well.
  return Math.round(sum * (allShared && Math.abs(sum - 1) < 0.005 ? 100_000 : 1000)) / 1000
}
