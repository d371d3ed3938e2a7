import { type Rubric, worthOf } from '../rubric.ts'
import type { Loss, LossReport } from './loss.ts'
import { plainText } from './text.ts'

/** A rubric as the writers take it: plain texts, and the shared scale's labels and points in every criterion. */
export interface FlatRubric {
  title: string
  criteria: FlatCriterion[]
}

export interface FlatCriterion {
  pointer: string
  title: string
  description: string
  section: string
  weight: number | undefined
  levels: FlatLevel[]
}

export interface FlatLevel {
  pointer: string
  label: string
  min: number | undefined
  max: number | undefined
  descriptor: string
}

/**
 * Flattens a rubric and reports what no flat target can hold of the shared scale. Provenance (`source`) and
 * the warnings of reading are about the document, not part of the rubric, and only JSON carries them.
 */
export function flatten(rubric: Rubric, losses: LossReport): FlatRubric {
  const scale = rubric.levels ?? []
  const text = (value: string | undefined, pointer: string) =>
    value === undefined ? '' : plainText(value, pointer, losses)
  const criteria = rubric.criteria.map((criterion, c): FlatCriterion => {
    const pointer = `/criteria/${c}`
    const shares = criterion.levels.length === scale.length
    return {
      pointer,
      title: text(criterion.title, `${pointer}/title`),
      description: text(criterion.description, `${pointer}/description`),
      section: text(criterion.section, `${pointer}/section`),
      weight: criterion.weight,
      levels: criterion.levels.map((level, l): FlatLevel => {
        const at = `${pointer}/levels/${l}`
        const head = shares ? scale[l] : undefined
        const own = level.min !== undefined || level.max !== undefined
        return {
          pointer: at,
          label: text(level.label ?? head?.label, `${at}/label`),
          min: own ? level.min : head?.min,
          max: own ? level.max : head?.max,
          descriptor: text(level.descriptor, `${at}/descriptor`),
        }
      }),
    }
  })
  scale.forEach((head, l) => {
    const held = criteria.some(({ levels }) => {
      const level = levels.length === scale.length ? levels[l] : undefined
      if (!level) return false
      const label = head.label === undefined || level.label === head.label
      return label && (head.min ?? level.min) === level.min && (head.max ?? level.max) === level.max
    })
    if (!held)
      losses.add('DROPPED', 'A level of the header row that no criterion has is left out.', `/levels/${l}`)
  })
  return { title: text(rubric.title, '/title'), criteria }
}

/**
 * One number for each level, for targets that demand them: those the rubric states, otherwise the middle
 * between stated neighbours, otherwise steps of one that keep the order (the first level is the best).
 */
export function completePoints(levels: readonly FlatLevel[]): number[] {
  const stated = levels.map(worthOf)
  return stated.map((points, at) => {
    if (points !== undefined) return points
    const above = stated.slice(0, at).findLastIndex((value) => value !== undefined)
    const after = stated.slice(at + 1).findIndex((value) => value !== undefined)
    const below = after < 0 ? -1 : at + 1 + after
    const high = stated[above]
    const low = stated[below]
    if (high !== undefined && low !== undefined) {
      return high + ((low - high) * (at - above)) / (below - above)
    }
    if (high !== undefined) return Math.max(0, high - (at - above))
    if (low !== undefined) return low + (below - at)
    return levels.length - 1 - at
  })
}

interface Held {
  weight?: boolean
  section?: boolean
  /** Both ends of a range of points, or says itself what becomes of them. */
  range?: boolean
  title?: boolean
  /** Default true. */
  points?: boolean
  demandsPoints?: boolean
}

/** Reports what only a few targets can hold. */
export function reportUnheld(
  rubric: Rubric,
  flat: FlatRubric,
  losses: LossReport,
  target: string,
  held: Held = {},
): void {
  if (rubric.kind !== 'grid') {
    losses.add('DROPPED', `${target} has one kind of rubric: a ${rubric.kind} becomes a grid.`, '/kind')
  }
  if (rubric.scoring === 'percent') {
    losses.add('CHANGED', `${target} counts in points: the percentages are written as points.`, '/scoring')
  }
  if (rubric.scoring === 'none' && held.demandsPoints) {
    losses.add('CHANGED', `${target} demands points: a rubric without them gets some.`, '/scoring')
  }
  const { stated } = rubric.total
  const best = flat.criteria.map(({ levels }) => Math.max(0, ...levels.map((level) => worthOf(level) ?? 0)))
  const complete = flat.criteria.every(
    ({ levels }) => levels.length > 0 && levels.every((level) => worthOf(level) !== undefined),
  )
  const same = stated === best.reduce((sum, points) => sum + points, 0) && (complete || !held.demandsPoints)
  if (stated !== undefined && (!same || held.points === false)) {
    const message = `${target} adds up the total itself: the stated total is left out.`
    losses.add('DROPPED', message, '/total/stated')
  }
  if (!held.title) {
    losses.add('DROPPED', `${target} keeps no title: it is in the file's name only.`, '/title')
  }
  for (const { pointer, weight, section, levels } of flat.criteria) {
    if (weight !== undefined && !held.weight) {
      losses.add('DROPPED', `${target} has no weights: set them by hand.`, `${pointer}/weight`)
    }
    if (section !== '' && !held.section) {
      losses.add('DROPPED', `${target} has no sections.`, `${pointer}/section`)
    }
    if (held.range) continue
    for (const { pointer: at, min, max } of levels) {
      if (min === undefined || max === undefined || min === max) continue
      losses.add('DROPPED', `${target} keeps the upper end of a range of points only.`, `${at}/min`)
    }
  }
}

/** What a level of a criterion loses, the level of the shared scale that it repeats loses too. */
export function withScale(rubric: Rubric, losses: Loss[]): Loss[] {
  const scale = rubric.levels ?? []
  return losses.map((loss) => {
    if (loss.code === 'ADDED') return loss
    const heads = loss.pointers.flatMap((pointer) => {
      const [, c, l, field = ''] =
        /^\/criteria\/(\d+)\/levels\/(\d+)(\/(?:label|min|max))?$/.exec(pointer) ?? []
      const repeats = rubric.criteria[Number(c)]?.levels.length === scale.length
      return l !== undefined && repeats ? [`/levels/${l}${field}`] : []
    })
    return { ...loss, pointers: [...new Set([...loss.pointers, ...heads])] }
  })
}
