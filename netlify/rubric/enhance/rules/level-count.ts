import { levelsText } from '../../../../src/shared/enhance-rubric.ts'
import { type LevelPlan, planLevels } from '../../../../src/shared/level-plan.ts'
import type { Rubric, RubricCriterion } from '../../../../src/shared/rubric.ts'
import { describeBetween } from './fill.ts'
import { descriptorOf, type Findings, isRising, type RuleContext } from './row.ts'
import { wordBetween } from './scales.ts'

/**
 * Proposes, for each criterion, `count` levels: the first and the last stay, levels between them go or come at
 * even distances. Levels that stay keep their points; a new one gets the middle between its neighbours.
 */
export function levelCountRules({ rubric, language, allowed }: RuleContext, count: number): Findings {
  const found: Findings = { proposals: [], warnings: [] }
  rubric.criteria.forEach((criterion, c) => {
    const cell = { at: 'levels', criterion: c } as const
    const have = criterion.levels.length
    if (have === count || !allowed(cell)) return
    if (have < 2) {
      found.warnings.push({
        code: 'CANNOT_ADD_LEVELS',
        cell,
        message: `“${criterion.title}” has ${have === 0 ? 'no levels' : 'one level'}: there is nothing to put a level between. Write the best and the worst level first.`,
      })
      return
    }
    const plan = have > count ? keepEvenly(have, count) : addEvenly(rubric, criterion, count, language)
    const levels = planLevels(rubric, criterion, plan)
    if (!levels) return
    found.proposals.push({
      cell,
      before: levelsText(criterion.levels),
      after: levelsText(levels),
      reason:
        have > count
          ? `${have - count} of ${have} levels go, the best and the worst stay. What the others say is dropped: move it first if it matters.`
          : `${count - have} new levels stand between those there are; their points are the middle of the points beside them.`,
      rule: have > count ? 'levels-remove' : 'levels-add',
      plan,
    })
  })
  return found
}

function keepEvenly(have: number, count: number): LevelPlan {
  return Array.from({ length: count }, (_, at) => ({ keep: Math.round((at * (have - 1)) / (count - 1)) }))
}

function addEvenly(
  rubric: Rubric,
  criterion: RubricCriterion,
  count: number,
  language: RuleContext['language'],
): LevelPlan {
  const have = criterion.levels.length
  const rising = isRising(criterion)
  const plan: LevelPlan = []
  for (let at = 0; at < have; at += 1) {
    plan.push({ keep: at })
    if (at === have - 1) break
    const share = (gap: number) => Math.round(((count - have) * gap) / (have - 1))
    const missing = share(at + 1) - share(at)
    const rank = (place: number) => (rising ? place : have - 1 - place) / (have - 1)
    const first = { text: descriptorOf(criterion, at), rank: rank(at) }
    const second = { text: descriptorOf(criterion, at + 1), rank: rank(at + 1) }
    const [better, worse] = (rising ? [second, first] : [first, second]).map((each) =>
      each.text === '' ? undefined : each,
    )
    for (let step = 1; step <= missing; step += 1) {
      // One text between two levels can be made by rule, two different ones cannot.
      const text =
        missing === 1
          ? describeBetween(better, worse, {
              rank: rank(at + 0.5),
              title: criterion.title,
              worthless: false,
              language,
            })
          : undefined
      const names = [at, at + 1].map((l) => criterion.levels[l]?.label ?? rubric.levels?.[l]?.label)
      const [upper = '', lower = ''] = names
      const graded = missing === 1 && language ? wordBetween(upper, lower, language) : undefined
      const label =
        graded ?? (upper && lower ? `${upper} – ${lower}${missing > 1 ? ` ${step}` : ''}` : undefined)
      plan.push({ add: { ...(label ? { label } : {}), ...(text ? { descriptor: text.after } : {}) } })
    }
  }
  return plan
}
