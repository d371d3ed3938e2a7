import type { Rubric, RubricCriterion } from '../../../src/shared/rubric.ts'
import type { DocumentContent, TextBlock } from '../document.ts'
import { isSameSum, isWholeOfShares } from '../same-sum.ts'
import { ownTotal, partTotal, statedTotal } from './document-total.ts'
import { withoutForeign } from './evidence/foreign-parts.ts'
import { makeOneTotal } from './evidence/one-total.ts'
import { headingCriterion, headingsBefore, lineAbove, namedBy } from './headings.ts'
import { areHeaded, headedCriterion, headsCriterion } from './levels/headed-levels.ts'
import { withNestedSums } from './nested-sums.ts'
import type { RubricPart } from './part.ts'
import { titleOf } from './title.ts'
import { cleanText } from './words/clean.ts'
import { computedTotal } from './words/total.ts'
import { fold, namesRubric } from './words/words.ts'

/** A part and the index of its block in the document. */
export interface Placed {
  part: RubricPart
  block: number
  /** Known from elsewhere: whether it belongs to the rubric of the part before it. Default: by the rules. */
  joined?: boolean
}

export interface Group {
  /** With the heading of each, and the line right above it. */
  parts: { placed: Placed; heading?: TextBlock | undefined; above?: TextBlock | undefined }[]
  title: string
}

/** Joins the parts of a document to rubrics: the tables of one rubric become its sections. */
export function composeRubrics(content: DocumentContent, all: readonly Placed[]): Rubric[] {
  const placed = withoutForeign(
    content,
    all.filter((item, at) => !sumsUp(item.part, all.slice(0, at))),
  )
  const groups = groupParts(content, placed)
  const used = new Set(placed.map((item) => item.block))
  const compose = (group: Group, index: number) => {
    const rubric = composeGroup(group)
    const from = group.parts[0]?.placed.block ?? 0
    const next = groups[index + 1]?.parts[0]?.placed.block ?? content.blocks.length
    const parts = group.parts.map((item) => item.placed.part)
    const stated = statedTotal(content, parts, used, index === 0 ? 0 : from, next)
    if (stated !== undefined) {
      rubric.total.stated = stated.value
      if (stated.source) rubric.total.source = stated.source
      // Totals of groups that make the plain sum say that every criterion counts.
      const grouped = parts.flatMap((part) => part.statedTotals).reduce((sum, { value }) => sum + value, 0)
      const counts = isSameSum(grouped, rubric.total.computed)
      if (!counts && (rubric.kind === 'checklist' || rubric.kind === 'outline')) {
        rubric.criteria = withNestedSums(rubric.criteria, stated.value)
        rubric.total.computed = computedTotal(rubric)
      }
    }
    return rubric
  }
  const rubrics = groups.map(compose)
  if (makeOneTotal(rubrics)) {
    const whole: Group = { parts: groups.flatMap(({ parts }) => parts), title: '' }
    whole.title = titleOf(content, whole, undefined)
    groups.splice(0, groups.length, whole)
    return groups.map(compose)
  }
  return rubrics.filter((rubric, at) => !rubrics.slice(0, at).some((other) => isOverview(rubric, other)))
}

/** A list that says again, in short, what share each criterion of a rubric before it has. */
function isOverview(list: Rubric, { criteria }: Rubric): boolean {
  const shares = (of: readonly RubricCriterion[]) => of.map(({ weight = Number.NaN }) => weight)
  const own = shares(list.criteria)
  const isShort = list.criteria.every(({ levels, description }) => levels.length < 2 && !description)
  return (
    isShort &&
    new Set(own).size >= 2 &&
    own.length === criteria.length &&
    shares(criteria).every((share, at) => share === own[at])
  )
}

/** A closing list whose lines are the sums of the tables before it ("Summary") adds no criteria. */
function sumsUp(part: RubricPart, before: readonly Placed[]): boolean {
  const points = part.criteria.flatMap((criterion) => criterion.points ?? [])
  if (before.length < 2 || points.length < 2 || points.length !== part.criteria.length) return false
  const sums = before.map(({ part: other }) => partTotal(other))
  return points.length === sums.length && points.every((value, at) => isSameSum(value, sums[at] ?? 0))
}

function groupParts(content: DocumentContent, placed: readonly Placed[]): Group[] {
  const groups: Group[] = []
  const blocks = placed.map(({ block }) => block)
  const headings = headingsBefore(content, blocks)
  const naming = headings.filter((heading) => heading && namesRubric(heading.text)).length
  placed.forEach((item, at) => {
    const heading = headings[at]
    const group = groups.at(-1)
    const last = group?.parts.at(-1)?.placed
    const first = group?.parts[0]
    const separate =
      !group ||
      !last ||
      item.joined === false ||
      (item.part.title !== undefined &&
        item.part.title !== last.part.title &&
        (!isSameScale(last.part, item.part) ||
          [item, last].every(({ part }) => part.title !== undefined && namesRubric(part.title)))) ||
      (content.format === 'canvas-csv' && item.part.title !== last.part.title) ||
      content.format === 'moodle-xml' ||
      (content.format === 'xlsx' && item.block !== last.block) ||
      // The same title again heads a page, not a rubric.
      (naming >= 2 &&
        heading !== undefined &&
        namesRubric(heading.text) &&
        heading.text !== first?.heading?.text) ||
      (heading !== undefined &&
        first?.heading?.heading !== undefined &&
        !headsCriterion(heading, item.part) &&
        (heading.heading ?? 9) === 1 &&
        first.heading.heading === 1) ||
      // Two tables that each add up to the same whole that they state, under headings of their own or none.
      ((heading === undefined ||
        (heading !== first?.heading && first?.heading?.heading === heading.heading)) &&
        (ownTotal(item.part) ?? 0) >= 10 &&
        ownTotal(item.part) === ownTotal(last.part)) ||
      // Two tables whose shares make a whole each, with names of their own in their headings.
      (item.part.lead !== undefined &&
        item.part.lead !== last.part.lead &&
        isWholeShared(item.part) &&
        isWholeShared(last.part)) ||
      comesAgain(last.part, item.part) ||
      !isJoinable(last.part, item.part)
    const one = { placed: item, heading, above: lineAbove(content, item.block) }
    if (separate && !(item.joined && group)) groups.push({ parts: [one], title: '' })
    else group?.parts.push(one)
  })
  groups.forEach((group, at) => {
    group.title = titleOf(content, group, groups[at - 1])
  })
  return groups
}

/** The same criteria with other points: the rubric of another course or group, not more of this one. */
function comesAgain(a: RubricPart, b: RubricPart): boolean {
  const names = ({ criteria }: RubricPart) =>
    criteria.map(({ section = '', title }) => `${fold(section)}: ${fold(title)}`)
  const shared = names(b).filter((name) => names(a).includes(name)).length
  const values = ({ criteria }: RubricPart) =>
    criteria.map(({ points, levels }) => [points, levels.map(({ min, max }) => [min, max])])
  return (
    Math.min(a.criteria.length, b.criteria.length) >= 4 &&
    shared >= 0.75 * Math.max(a.criteria.length, b.criteria.length) &&
    JSON.stringify(values(a)) !== JSON.stringify(values(b))
  )
}

/** A table with the levels of one criterion, and no name for it. */
function isNameless({ kind, criteria, warnings }: RubricPart): boolean {
  return (
    kind === 'grid' && criteria.length === 1 && warnings.some(({ code }) => code === 'UNTITLED_CRITERION')
  )
}

function isWholeShared({ criteria }: RubricPart): boolean {
  const sum = criteria.reduce((all, { weight = Number.NaN }) => all + weight, 0)
  return criteria.length > 1 && isWholeOfShares(sum)
}

function isSameScale(a: RubricPart, b: RubricPart): boolean {
  const key = (part: RubricPart) =>
    part.levels.map((item) => `${item.label ?? ''}:${item.max ?? ''}`).join('|')
  return a.levels.length > 0 && key(a) === key(b)
}

/** "12, 10, 8, …" and "1, 0": each scale has as many points as its criterion is worth. */
function isNumbers(part: RubricPart): boolean {
  return part.levels.every((item) => item.label === undefined && item.max !== undefined)
}

/** "Good, Fair, None" where the other has "Excellent, Good, Fair, None": a criterion may go without some levels. */
function isPartOf(few: RubricPart, many: RubricPart): boolean {
  const names = ({ levels }: RubricPart) => levels.map(({ label = '' }) => fold(label))
  return few.levels.length >= 2 && names(few).every((name) => name !== '' && names(many).includes(name))
}

/** Parts of one kind whose scales agree: the same names, or points of one scale (3 2 1 0 and 3 1 0). */
function isJoinable(a: RubricPart, b: RubricPart): boolean {
  if (a.kind === 'holistic' && b.kind === 'holistic')
    return (
      isSameScale(a, b) ||
      a.levels.length === b.levels.length ||
      (isNumbers(a) && isNumbers(b)) ||
      isPartOf(a, b) ||
      isPartOf(b, a)
    )
  if (a.kind === 'holistic' || b.kind === 'holistic') return false
  if (isSameScale(a, b)) return true
  const grid = (part: RubricPart) => part.kind === 'grid' || part.kind === 'likert'
  if (grid(a) !== grid(b)) return !grid(a) && !grid(b)
  if (!grid(a)) return a.kind === b.kind
  const labels = (part: RubricPart) =>
    part.levels.flatMap((item) => (item.label === undefined ? [] : [fold(item.label)]))
  const points = (part: RubricPart) => part.levels.flatMap((item) => item.max ?? [])
  const shared = (x: readonly unknown[], y: readonly unknown[]) =>
    x.filter((value) => y.includes(value)).length
  if (labels(a).length > 0 && labels(b).length > 0) {
    return shared(labels(a), labels(b)) >= Math.min(labels(a).length, labels(b).length) / 2
  }
  if (labels(a).length !== labels(b).length && labels(a).length * labels(b).length === 0)
    return a.levels.length === b.levels.length
  const few = Math.min(points(a).length, points(b).length)
  return few === 0 || shared(points(a), points(b)) >= few / 2 || a.levels.length === b.levels.length
}

function composeGroup(group: Group): Rubric {
  const parts = group.parts.map((item) => item.placed.part)
  const [first] = parts
  if (!first) throw new Error('A group has at least one part')
  const criteria: RubricCriterion[] = []
  const warnings: Rubric['warnings'] = []
  const several = new Set(group.parts.map((item) => item.placed.block)).size > 1
  const isScales = parts.length > 1 && parts.every((part) => part.kind === 'holistic')
  // "Part A. Parsing. 15 points." over each of several tables names what it grades.
  const isAllAbove = group.parts.every(({ above }) => above)
  const isNamed = parts.length > 1 && parts.every(isNameless) && isAllAbove
  // "1. Parsing (20 %)" over each of several scales, as an item of a list that the tables cut up.
  const isListed = isScales && isAllAbove && group.parts.some(({ heading }) => heading === undefined)
  const isHeaded = areHeaded(group)
  let headingText = ''
  for (const { placed, heading, above } of group.parts) {
    const { part } = placed
    const whole = isHeaded && heading && headedCriterion(part.criteria, heading, above)
    if (whole) {
      criteria.push(whole)
      continue
    }
    const start = criteria.length
    // A table under no heading of its own goes on under that of the table before.
    if (heading) headingText = cleanText(heading.text, true) ?? ''
    const named = part.title ?? (headingText === group.title ? undefined : headingText)
    for (const criterion of part.criteria) {
      const section =
        criterion.section ??
        (several || (part.title !== undefined && part.title !== group.title) ? named : undefined)
      const copy = { ...criterion }
      if (isNamed && above) Object.assign(copy, namedBy(above))
      else if (isListed && above && copy.title === '') {
        Object.assign(copy, headingCriterion(above, copy))
      } else if (isScales && heading && copy.title === '') {
        Object.assign(copy, headingCriterion(heading, copy))
      } else if (section !== undefined && section !== '' && section !== group.title) copy.section = section
      if (copy.title === '' && part.kind === 'holistic') copy.title = group.title
      if (copy.title === '' && part.kind === 'single-point' && copy.section !== undefined) {
        copy.title = copy.section
        delete copy.section
      }
      criteria.push(copy)
    }
    for (const warning of part.warnings) {
      if (isNamed && warning.code === 'UNTITLED_CRITERION') continue
      warnings.push(
        warning.criterion === undefined ? warning : { ...warning, criterion: warning.criterion + start },
      )
    }
  }
  const rubric: Rubric = {
    title: group.title,
    kind: isScales ? 'grid' : first.kind,
    scoring: scoringOf(parts, criteria),
    criteria,
    total: { computed: 0 },
    warnings,
    source: first.source,
  }
  const scale = sharedScale(parts)
  if (scale) rubric.levels = scale
  rubric.total.computed = computedTotal(rubric)
  return rubric
}

function scoringOf(parts: readonly RubricPart[], criteria: readonly RubricCriterion[]): Rubric['scoring'] {
  if (parts.some((part) => part.percent)) return 'percent'
  const numbered = criteria.some(
    (item) =>
      item.points !== undefined || item.levels.some((one) => one.max !== undefined || one.min !== undefined),
  )
  return numbered ? 'points' : 'none'
}

/** The scale that every part shares. */
function sharedScale(parts: readonly RubricPart[]): Rubric['levels'] | undefined {
  const [first] = parts
  if (!first || first.levels.length === 0) return undefined
  return parts.every((part) => isSameScale(first, part)) ? first.levels : undefined
}
