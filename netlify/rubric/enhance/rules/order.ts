import { levelsText, plainTotal, pointsText } from '../../../../src/shared/enhance-rubric.ts'
import { planLevels } from '../../../../src/shared/level-plan.ts'
import type { Rubric, RubricCriterion } from '../../../../src/shared/rubric.ts'
import type { Findings, RuleContext } from './row.ts'

/** Proposes the order of levels and the arithmetic that the rubric's own numbers ask for. */
export function orderRules({ rubric, allowed }: RuleContext): Findings {
  const found: Findings = { proposals: [], warnings: [] }
  const rising = isMostlyRising(rubric)
  rubric.criteria.forEach((criterion, c) => {
    criterion.levels.forEach((level, l) => {
      const cell = { at: 'points', criterion: c, level: l } as const
      if (level.min === undefined || level.max === undefined || level.min <= level.max || !allowed(cell))
        return
      found.proposals.push({
        cell,
        before: pointsText(level),
        after: pointsText({ min: level.max, max: level.min }),
        reason: 'The lower end of a range comes first.',
        rule: 'order-range',
      })
    })
    sortLevels(rubric, criterion, c, rising, allowed, found)
  })
  checkTotal(rubric, allowed, found)
  checkWeights(rubric, found)
  return found
}

function points(criterion: RubricCriterion): number[] | undefined {
  const values = criterion.levels.map((level) => {
    const ends = [level.min, level.max].filter((end) => end !== undefined)
    return ends.length > 0 ? Math.max(...ends) : undefined
  })
  return values.every((value) => value !== undefined) ? values : undefined
}

function isMostlyRising(rubric: Rubric): boolean {
  let balance = 0
  for (const criterion of [
    ...rubric.criteria,
    { title: '', levels: rubric.levels ?? [], source: rubric.source },
  ]) {
    const values = points(criterion) ?? []
    if (values.length < 2) continue
    if (values.every((value, at) => at === 0 || value > (values[at - 1] ?? 0))) balance += 1
    if (values.every((value, at) => at === 0 || value < (values[at - 1] ?? 0))) balance -= 1
  }
  return balance > 0
}

function sortLevels(
  rubric: Rubric,
  criterion: RubricCriterion,
  c: number,
  rising: boolean,
  allowed: RuleContext['allowed'],
  found: Findings,
): void {
  const values = points(criterion)
  const cell = { at: 'levels', criterion: c } as const
  if (!values || !allowed(cell)) return
  const direction = rising ? 1 : -1
  const sorted = values.map((_, l) => l).toSorted((a, b) => direction * ((values[a] ?? 0) - (values[b] ?? 0)))
  if (sorted.every((from, to) => from === to)) return
  // Under a header row the place says what a level means: then the number is wrong, and which one nobody knows.
  const named = criterion.levels.every(({ label }) => label?.trim())
  const underHeader =
    rubric.levels?.length === criterion.levels.length && rubric.levels.some(({ label }) => label)
  const scale = rubric.levels?.map(({ label }) => label)
  const follows = criterion.levels.every(({ label }, l) => label === scale?.[l])
  if (underHeader && (!named || follows)) {
    found.warnings.push({
      code: 'POINTS_OUT_OF_ORDER',
      cell,
      message: `“${criterion.title}”: the points ${values.join(', ')} do not follow the header row. Correct the wrong one.`,
    })
    return
  }
  const plan = sorted.map((keep) => ({ keep }))
  const levels = planLevels(rubric, criterion, plan)
  if (!levels) return
  found.proposals.push({
    cell,
    before: levelsText(criterion.levels),
    after: levelsText(levels),
    reason: `The other criteria run from ${rising ? 'the lowest to the highest' : 'the highest to the lowest'} points.`,
    rule: 'order-levels',
    plan,
  })
}

function checkTotal(rubric: Rubric, allowed: RuleContext['allowed'], found: Findings): void {
  const { stated } = rubric.total
  const sum = plainTotal(rubric)
  if (stated === undefined || sum === undefined || stated === sum || !allowed({ at: 'total' })) return
  found.proposals.push({
    cell: { at: 'total' },
    before: String(stated),
    after: String(sum),
    reason: `The best levels of all criteria add up to ${sum}.`,
    rule: 'order-total',
  })
}

function checkWeights(rubric: Rubric, found: Findings): void {
  const weights = rubric.criteria.map(({ weight }) => weight)
  if (weights.some((weight) => weight === undefined)) {
    if (weights.some((weight) => weight !== undefined)) {
      found.warnings.push({
        code: 'WEIGHT_MISSING',
        message: 'Some criteria have a weight and some have none.',
      })
    }
    return
  }
  const sum = weights.reduce<number>((total, weight) => total + (weight ?? 0), 0)
  // Multipliers ("× 2") add up to anything; percentages to 100.
  if (sum > 50 && Math.abs(sum - 100) > 0.5) {
    found.warnings.push({
      code: 'WEIGHTS_NOT_100',
      message: `The weights add up to ${Math.round(sum * 100) / 100}, not to 100.`,
    })
  }
}
