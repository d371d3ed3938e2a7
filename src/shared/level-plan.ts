import { z } from 'zod'
import type { Rubric, RubricCriterion, RubricLevel } from './rubric.ts'

/**
 * Another order or number of levels. A plan names what stays and what comes; the points of what comes are
 * computed here and nowhere else.
 */

/** A criterion's levels after the change, in order: one that is kept, by its index, or a new one. */
export const levelPlan = z.array(
  z.union([
    z.object({ keep: z.int().min(0) }),
    z.object({ add: z.object({ label: z.string().optional(), descriptor: z.string().optional() }) }),
  ]),
)
export type LevelPlan = z.infer<typeof levelPlan>

/** The plan of one criterion, by its index. */
export interface CriterionPlan {
  criterion: number
  plan: LevelPlan
}

/**
 * The levels a plan leads to. Kept levels keep their points; a new level gets those of the shared scale's level
 * of the same label, or the middle between its neighbours. Undefined when the plan names a level twice or one
 * that is not there.
 */
export function planLevels(
  of: Rubric,
  criterion: RubricCriterion,
  plan: LevelPlan,
): RubricLevel[] | undefined {
  const seen = new Set<number>()
  const levels: RubricLevel[] = []
  for (const step of plan) {
    if ('add' in step) {
      levels.push({ ...step.add, ...scalePoints(of, step.add.label), source: { in: 'edit' } })
      continue
    }
    const level = criterion.levels[step.keep]
    if (!level || seen.has(step.keep)) return undefined
    seen.add(step.keep)
    levels.push(level)
  }
  return levels.map((level, at) => {
    const step = plan[at]
    if (!step || 'keep' in step || hasPoints(level)) return level
    return { ...level, ...middle(levels, at) }
  })
}

function scalePoints(of: Rubric, label: string | undefined): Pick<RubricLevel, 'min' | 'max'> {
  const match = label === undefined ? undefined : of.levels?.find((level) => level.label === label)
  return match ? withPoints(match) : {}
}

/** Even steps between the ends that face each other, whichever way the scale runs. */
function middle(levels: readonly RubricLevel[], at: number): Pick<RubricLevel, 'min' | 'max'> {
  const from = levels.slice(0, at).findLastIndex(hasPoints)
  const after = levels.slice(at + 1).findIndex(hasPoints)
  const above = levels[from]
  const below = after < 0 ? undefined : levels[at + 1 + after]
  if (!above || !below) return {}
  const falling = (above.max ?? above.min ?? 0) >= (below.max ?? below.min ?? 0)
  const upper = falling ? (above.min ?? above.max) : (above.max ?? above.min)
  const lower = falling ? (below.max ?? below.min) : (below.min ?? below.max)
  if (upper === undefined || lower === undefined) return {}
  const share = (at - from) / (at + 1 + after - from)
  const points = Math.round((upper + (lower - upper) * share) * 100) / 100
  return { min: points, max: points }
}

function hasPoints({ min, max }: Pick<RubricLevel, 'min' | 'max'>): boolean {
  return min !== undefined || max !== undefined
}

/** Follows a plan in `to`, with the numbers that it has in `from`, the rubric that it was made for. */
export function followPlan(to: Rubric, from: Rubric, { criterion: c, plan }: CriterionPlan): void {
  const criterion = to.criteria[c]
  const original = from.criteria[c]
  const planned = original && planLevels(from, original, plan)
  if (!criterion || !planned) return
  const { levels } = criterion
  criterion.levels = planned.map((level, at) => {
    const step = plan[at]
    return (step && 'keep' in step && levels[step.keep]) || level
  })
  to.warnings = to.warnings.flatMap((warning) => {
    if (warning.criterion !== c || warning.level === undefined) return [warning]
    const level = plan.findIndex((step) => 'keep' in step && step.keep === warning.level)
    return level < 0 ? [] : [{ ...warning, level }]
  })
}

/**
 * The shared scale follows when every criterion follows the same plan. Otherwise it no longer is shared: its
 * labels and points move into the levels that relied on it.
 */
export function followScale(to: Rubric, from: Rubric, plans: readonly CriterionPlan[]): Rubric {
  const { levels: scale, ...rest } = to
  if (!scale) return to
  const relies = from.criteria.map(({ levels }) => levels.length === scale.length)
  const shapes = new Set(plans.map(({ plan }) => JSON.stringify(plan.map(planShape))))
  const [first] = plans
  if (shapes.size === 1 && plans.length === from.criteria.length && relies.every(Boolean) && first) {
    const levels = planLevels(from, { title: '', levels: scale, source: from.source }, first.plan)
    return levels ? { ...to, levels: levels.map(({ descriptor: _, ...head }) => head) } : rest
  }
  const fits = plans.every((plan) => {
    if (!relies[plan.criterion]) return true
    const levels = to.criteria[plan.criterion]?.levels ?? []
    if (levels.length !== scale.length) return false
    return levels.every(({ label }, l) => label !== undefined && label === scale[l]?.label)
  })
  if (fits) return to
  return {
    ...rest,
    criteria: to.criteria.map((criterion, c) => {
      const plan = plans.find((each) => each.criterion === c)?.plan
      if (!relies[c]) return criterion
      const levels = criterion.levels.map((level, at): RubricLevel => {
        const step = plan?.[at]
        const head = step === undefined ? scale[at] : 'keep' in step ? scale[step.keep] : undefined
        if (!head) return level
        return {
          ...(head.label === undefined ? {} : { label: head.label }),
          ...(hasPoints(level) ? {} : withPoints(head)),
          ...level,
        }
      })
      return { ...criterion, levels }
    }),
  }
}

function planShape(step: LevelPlan[number]): string {
  return 'keep' in step ? String(step.keep) : `+${step.add.label ?? ''}`
}

function withPoints({ min, max }: Pick<RubricLevel, 'min' | 'max'>): Pick<RubricLevel, 'min' | 'max'> {
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) }
}
