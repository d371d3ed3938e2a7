import type { Rubric, RubricCriterion, RubricWarning } from '../../src/shared/rubric.ts'
import { levelRank } from './recognise/words/level-words.ts'
import { criterionMaximum, weightsAreShares } from './recognise/words/total.ts'
import { isSameSum } from './same-sum.ts'

/**
 * Checks a rubric's own arithmetic and order. Every warning says where. A scheme with weights, factors,
 * percent or deductions is only blamed when none of the usual ways to add it up gives the stated number.
 */
export function auditRubric(rubric: Rubric): RubricWarning[] {
  return [
    ...auditTotal(rubric),
    ...auditWeights(rubric),
    ...rubric.criteria.flatMap((criterion, index) => auditCriterion(rubric, criterion, index)),
    ...auditDuplicates(rubric),
  ]
}

function auditTotal(rubric: Rubric): RubricWarning[] {
  const { stated, computed } = rubric.total
  if (
    stated === undefined ||
    rubric.criteria.length === 0 ||
    sums(rubric).some((sum) => isSameSum(sum, stated))
  )
    return []
  if (rubric.scoring === 'none' && computed === 0) return []
  return [
    {
      code: 'TOTAL_MISMATCH',
      message: `The document says ${stated} in total, but its criteria add up to ${computed}.`,
      source: rubric.total.source ?? rubric.source,
    },
  ]
}

/** The totals that a reader could mean. */
function sums({ criteria, total, kind }: Rubric): number[] {
  const maxima = criteria.map(criterionMaximum)
  const add = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
  const known = maxima.filter((value) => value !== undefined)
  const weights = criteria.map((criterion) => criterion.weight)
  const weighted = weights.some((weight) => weight !== undefined)
  const all = [total.computed, add(known)]
  // A bonus row is often outside of the stated total.
  all.push(add(maxima.map((value, at) => (isBonus(criteria[at]) ? 0 : (value ?? 0)))))
  if (weighted) {
    const scale = Math.max(...known, 0)
    all.push(add(weights.map((weight) => weight ?? 0)), 100, scale)
    all.push(add(maxima.map((value, at) => (value ?? 0) * (weights[at] ?? 1))))
    all.push(add(maxima.map((value, at) => ((value ?? 0) * (weights[at] ?? 0)) / 100)))
  }
  // A holistic score, and deductions from a full mark, state a number of their own.
  if (kind === 'holistic') all.push(Math.max(...known, 0))
  return all
}

function isBonus(criterion: RubricCriterion | undefined): boolean {
  return /bonus|extra credit|puntos extra|zusatz/i.test(
    `${criterion?.title ?? ''} ${criterion?.section ?? ''}`,
  )
}

function auditWeights(rubric: Rubric): RubricWarning[] {
  const weights = rubric.criteria.flatMap((criterion) => criterion.weight ?? [])
  if (weights.length < 2 || weights.length < rubric.criteria.length || !weightsAreShares(rubric.criteria))
    return []
  const sum = weights.reduce((all, weight) => all + weight, 0)
  const bonus = rubric.criteria.reduce((all, item) => all + (isBonus(item) ? (item.weight ?? 0) : 0), 0)
  if ([1, 100].some((whole) => isSameSum(sum, whole) || isSameSum(sum - bonus, whole))) return []
  // Each section may share out a whole of its own.
  const sections = new Map<string, number>()
  for (const item of rubric.criteria) {
    sections.set(item.section ?? '', (sections.get(item.section ?? '') ?? 0) + (item.weight ?? 0))
  }
  if (sections.size > 1 && [...sections.values()].every((value) => isSameSum(value, 100))) return []
  // Thirds and sixths are rounded.
  if (Math.abs(sum - 100) < 0.06 * weights.length && sum !== Math.round(sum)) return []
  const stated = rubric.total.stated
  if (stated !== undefined && isSameSum(stated, sum)) return []
  return [
    {
      code: 'WEIGHTS_MISMATCH',
      message: `The weights add up to ${round(sum)}, not to 100.`,
      source: rubric.source,
    },
  ]
}

function auditCriterion(rubric: Rubric, criterion: RubricCriterion, index: number): RubricWarning[] {
  const warnings: RubricWarning[] = []
  const { levels } = criterion
  const at = { criterion: index, source: criterion.source }
  const name = short(criterion.title)
  const values = levels.map((level) => level.max ?? level.min)
  const numbers = values.filter((value) => value !== undefined)
  const wrong = firstOutOfOrder(numbers)
  if (wrong !== undefined) {
    const level = values.indexOf(numbers[wrong])
    warnings.push({
      code: 'LEVEL_ORDER',
      message: `The points of "${name}" neither rise nor fall: ${numbers.join(', ')}.`,
      ...at,
      level,
    })
  }
  const ranks = levels.map((level) => (level.label === undefined ? undefined : levelRank(level.label)))
  const up = values.every((value, i) => i === 0 || (value ?? 0) >= (values[i - 1] ?? 0))
  levels.forEach((level, i) => {
    const [rank, before] = [ranks[i], ranks[i - 1]]
    const [value, last] = [values[i], values[i - 1]]
    if (rank === undefined || before === undefined || value === undefined || last === undefined) return
    if (wrong === undefined && Math.abs(rank - before) >= 2 && rank > before !== up && value !== last) {
      warnings.push({
        code: 'LEVEL_ORDER',
        message: `"${level.label}" of "${name}" is worth ${value}, although its name says otherwise.`,
        ...at,
        level: i,
      })
    }
    if (level.min !== undefined && level.max !== undefined && level.min > level.max) {
      warnings.push({
        code: 'RANGE_ORDER',
        message: `A range of "${name}" ends below its start.`,
        ...at,
        level: i,
      })
    }
  })
  overlaps(levels).forEach((i) => {
    warnings.push({
      code: 'RANGE_OVERLAP',
      message: `Two ranges of "${name}" overlap, so a score can fall into both.`,
      ...at,
      level: i,
    })
  })
  const described = rubric.criteria.some((item) =>
    item.levels.some((level) => level.descriptor !== undefined),
  )
  if (described && rubric.kind === 'grid') {
    levels.forEach((level, i) => {
      if (level.descriptor !== undefined || isLeftOpen(rubric, i)) return
      const label = level.label ?? values[i] ?? i + 1
      const message = `"${name}" does not say what level "${label}" means.`
      warnings.push({ code: 'MISSING_LEVEL', message, ...at, level: i })
    })
  }
  if (
    criterion.points !== undefined &&
    numbers.length > 1 &&
    !isSameSum(Math.max(...numbers), criterion.points)
  ) {
    // Levels in percent, or on one small scale that is scaled up to the points, are no mistake.
    const scaled = rubric.scoring === 'percent' || criterion.weight !== undefined || isScaled(rubric)
    if (!scaled) {
      const message = `"${name}" is worth ${criterion.points}, but its best level gives ${Math.max(...numbers)}.`
      warnings.push({ code: 'POINTS_MISMATCH', message, ...at })
    }
  }
  return warnings
}

/** A level that half of the criteria leave blank is a step between the described ones, not an oversight. */
function isLeftOpen({ criteria }: Rubric, level: number): boolean {
  const blank = criteria.filter((item) => item.levels[level]?.descriptor === undefined).length
  return blank >= 2 && blank >= criteria.length / 2
}

/** True when most criteria's points differ from their best level: then the levels are a scale of their own. */
function isScaled({ criteria }: Rubric): boolean {
  const both = criteria.filter((item) => item.points !== undefined && item.levels.length > 1)
  const differ = both.filter((item) => {
    const best = Math.max(...item.levels.map((level) => level.max ?? level.min ?? 0))
    return !isSameSum(best, item.points ?? 0)
  })
  return differ.length > both.length / 2 && both.length > 1
}

/** The first number that breaks the direction; equal neighbours break nothing. */
function firstOutOfOrder(numbers: readonly number[]): number | undefined {
  let direction = 0
  for (let i = 1; i < numbers.length; i++) {
    const step = Math.sign((numbers[i] ?? 0) - (numbers[i - 1] ?? 0))
    if (step === 0) continue
    if (direction !== 0 && step !== direction) return i
    direction = step
  }
  return undefined
}

/** Indexes of levels whose range shares more than an end with the one before. */
function overlaps(levels: RubricCriterion['levels']): number[] {
  return levels.flatMap((level, i) => {
    const before = levels[i - 1]
    if (
      before?.min === undefined ||
      before.max === undefined ||
      level.min === undefined ||
      level.max === undefined
    ) {
      return []
    }
    if (level.min === level.max || before.min === before.max) return []
    const shared = Math.min(level.max, before.max) - Math.max(level.min, before.min)
    // "20 to >0": the next range starts where the one above ends, or each starts at 0.
    return shared > 0 && !(level.min === before.min) ? [i] : []
  })
}

function auditDuplicates(rubric: Rubric): RubricWarning[] {
  const seen = new Map<string, number>()
  return rubric.criteria.flatMap((criterion, index): RubricWarning[] => {
    const key = [criterion.section ?? '', criterion.title, criterion.description ?? '']
      .concat(criterion.levels.map((level) => level.descriptor ?? ''))
      .join('\u0000')
      .toLowerCase()
      .replace(/\s+/g, ' ')
    const first = seen.get(key)
    seen.set(key, first ?? index)
    if (first === undefined) return []
    const message = `"${short(criterion.title)}" stands in the rubric twice (criteria ${first + 1} and ${index + 1}).`
    return [{ code: 'DUPLICATE_CRITERION', message, criterion: index, source: criterion.source }]
  })
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}

function short(text: string): string {
  const flat = text.replace(/\s+/g, ' ')
  return flat.length > 60 ? `${Array.from(flat).slice(0, 57).join('')}…` : flat
}
