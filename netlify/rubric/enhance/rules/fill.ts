import type { Proposal } from '../../../../src/shared/enhance-rubric.ts'
import { levelsText } from '../../../../src/shared/enhance-rubric.ts'
import { planLevels } from '../../../../src/shared/level-plan.ts'
import { type Rubric, type RubricCriterion, worthOf } from '../../../../src/shared/rubric.ts'
import type { RuleLanguage } from '../language.ts'
import { phrases, topicOf } from './phrases.ts'
import {
  descriptorOf,
  type Findings,
  isRising,
  type RuleContext,
  rankOf,
  wantsDescriptors,
  withCaseOf,
} from './row.ts'
import { findGradedWord, wordForRank } from './scales.ts'

interface Neighbour {
  text: string
  rank: number
}

/** Proposes texts for empty cells, made of what stands beside them, and levels that a criterion lacks. */
export function fillRules({ rubric, language, allowed }: RuleContext): Findings {
  const found: Findings = { proposals: [], warnings: [] }
  rubric.criteria.forEach((criterion, c) => {
    const missing = missingLevels(rubric, criterion, c, language)
    if (missing && allowed(missing.cell)) {
      found.proposals.push(missing)
      return
    }
    const wants = wantsDescriptors(rubric, criterion)
    const beyond: number[] = []
    criterion.levels.forEach((level, l) => {
      const cell = { at: 'level', criterion: c, level: l, field: 'descriptor' } as const
      if (wants && descriptorOf(criterion, l) === '' && allowed(cell)) {
        const filled = describe(criterion, l, language)
        if (filled) found.proposals.push({ cell, before: level.descriptor ?? '', ...filled })
        else beyond.push(l + 1)
      }
      const label = { ...cell, field: 'label' } as const
      const name = level.label?.trim() ? undefined : labelFor(rubric, c, l)
      if (name !== undefined && allowed(label)) {
        found.proposals.push({
          cell: label,
          before: level.label ?? '',
          after: name,
          reason: 'The other criteria name this level so.',
          rule: 'fill-label',
        })
      }
    })
    if (beyond.length > 0) {
      found.warnings.push({
        code: 'CANNOT_FILL',
        cell: { at: 'levels', criterion: c },
        message: `“${criterion.title}”: rules cannot fill level ${beyond.join(', ')}, for want of a text beside it to go by. Write one level of the row yourself, or set up a language model.`,
      })
    }
  })
  return found
}

/** A text for an empty level from its neighbours; undefined when there is nothing to go by. */
export function describe(
  criterion: RubricCriterion,
  level: number,
  language: RuleLanguage | undefined,
): Pick<Proposal, 'after' | 'reason' | 'rule'> | undefined {
  const rank = rankOf(criterion, level)
  const filled = criterion.levels
    .map((_, l): Neighbour => ({ text: descriptorOf(criterion, l), rank: rankOf(criterion, l) }))
    .filter(({ text }) => text !== '')
  return describeBetween(
    filled.filter((each) => each.rank > rank).toSorted((a, b) => a.rank - b.rank)[0],
    filled.filter((each) => each.rank < rank).toSorted((a, b) => b.rank - a.rank)[0],
    { rank, title: criterion.title, worthless: worthOf(criterion.levels[level] ?? {}) === 0, language },
  )
}

/** The same for a level that is not there yet: what it would say between two others. */
export function describeBetween(
  better: Neighbour | undefined,
  worse: Neighbour | undefined,
  cell: { rank: number; title: string; worthless: boolean; language: RuleLanguage | undefined },
): Pick<Proposal, 'after' | 'reason' | 'rule'> | undefined {
  const { rank, title, worthless, language } = cell
  if (!language) return undefined
  const graded = better && gradedText(better, worse, rank, language)
  if (graded) return graded
  const say = phrases[language]
  const topic = topicOf(title, language)
  const quote = ({ text }: Neighbour) => text.replace(/[.;,\s]+$/u, '').replace(/\s*\n\s*/g, '; ')
  if (better && worse) {
    if (better.text === worse.text) return undefined
    return {
      after: say.both(quote(worse), quote(better)),
      reason: 'Stands between the two levels beside it. Replace it by what you would see there.',
      rule: 'fill-between',
    }
  }
  if (better && topic && worthless) {
    return { after: say.none(topic), reason: 'The lowest level is worth nothing.', rule: 'fill-none' }
  }
  if (better && topic && rank === 0) {
    return {
      after: say.little(topic),
      reason: 'The lowest level. Say what you would see there, if it is more than this.',
      rule: 'fill-lowest',
    }
  }
  if (better) {
    return {
      after: say.below(quote(better)),
      reason: 'Stands below the level beside it. Say which part is met.',
      rule: 'fill-below',
    }
  }
  if (worse) {
    return {
      after: say.above(quote(worse)),
      reason: 'Stands above the level beside it. Say what more there is.',
      rule: 'fill-above',
    }
  }
  return undefined
}

/** The better neighbour's text with its graded word moved along the scale. */
function gradedText(better: Neighbour, worse: Neighbour | undefined, rank: number, language: RuleLanguage) {
  const from = findGradedWord(better.text, language)
  if (!from) return undefined
  const other = worse && findGradedWord(worse.text, language)
  let { at } = wordForRank(from.scale, rank)
  if (worse && other?.scale === from.scale) {
    const share = (better.rank - rank) / (better.rank - worse.rank)
    at = from.at + Math.round(share * (other.at - from.at))
    if (at <= from.at || at >= other.at) return undefined
  }
  const word = from.scale[Math.max(at, from.at + 1)] ?? ''
  if (word === '') return undefined
  const after =
    better.text.slice(0, from.index) +
    withCaseOf(word, from.word) +
    better.text.slice(from.index + from.word.length)
  if (after === worse?.text) return undefined
  return {
    after,
    reason: `The level above with “${from.word}” turned down to “${word}”.`,
    rule: 'fill-scale',
  }
}

/** What every other criterion with as many levels calls this one; undefined when they differ or do not say. */
function labelFor(rubric: Rubric, criterion: number, level: number): string | undefined {
  const count = rubric.criteria[criterion]?.levels.length
  if (rubric.levels?.length === count && rubric.levels?.[level]?.label) return undefined
  const names = rubric.criteria
    .filter((each, c) => c !== criterion && each.levels.length === count)
    .map(({ levels }) => levels[level]?.label?.trim())
  const [name] = names
  return name && names.every((each) => each === name) ? name : undefined
}

/** A criterion whose labels are some of the shared scale's, in its order, lacks the others. */
function missingLevels(
  rubric: Rubric,
  criterion: RubricCriterion,
  c: number,
  language: RuleLanguage | undefined,
): Proposal | undefined {
  const scale = rubric.levels ?? []
  const { levels } = criterion
  if (levels.length === 0 || levels.length >= scale.length) return undefined
  if (scale.some(({ label }) => !label) || new Set(scale.map(({ label }) => label)).size < scale.length)
    return undefined
  const places = levels.map(({ label }) => scale.findIndex((head) => head.label === label))
  if (places.includes(-1) || places.some((place, at) => at > 0 && place <= (places[at - 1] ?? -1)))
    return undefined
  const rising = isRising({ ...criterion, levels: scale })
  const rank = (place: number) => (rising ? place : scale.length - 1 - place) / (scale.length - 1)
  const filled = levels.map((_, l) => ({ text: descriptorOf(criterion, l), rank: rank(places[l] ?? 0) }))
  const plan = scale.map((head, place) => {
    const at = places.indexOf(place)
    if (at >= 0) return { keep: at }
    const own = rank(place)
    const text = describeBetween(
      filled.filter((each) => each.text !== '' && each.rank > own).toSorted((a, b) => a.rank - b.rank)[0],
      filled.filter((each) => each.text !== '' && each.rank < own).toSorted((a, b) => b.rank - a.rank)[0],
      { rank: own, title: criterion.title, worthless: worthOf(head) === 0, language },
    )
    return {
      add: {
        ...(head.label === undefined ? {} : { label: head.label }),
        ...(text ? { descriptor: text.after } : {}),
      },
    }
  })
  const after = planLevels(rubric, criterion, plan)
  if (!after) return undefined
  return {
    cell: { at: 'levels', criterion: c },
    before: levelsText(levels),
    after: levelsText(after),
    reason: 'The header row has levels that this criterion lacks.',
    rule: 'fill-level',
    plan,
  }
}
