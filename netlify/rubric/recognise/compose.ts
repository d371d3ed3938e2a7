import type { Rubric, RubricCriterion } from '../../../src/shared/rubric.ts'
import type { DocumentContent, TextBlock } from '../document.ts'
import { parseAmount } from './amount.ts'
import { cleanText } from './clean.ts'
import { ownTotal, partTotal, statedTotal } from './document-total.ts'
import { withNestedSums } from './nested-sums.ts'
import type { RubricPart } from './part.ts'
import { computedTotal } from './total.ts'
import { fold, isFormField, namesRubric, totalWord } from './words.ts'

/** A part and the index of its block in the document. */
export interface Placed {
  part: RubricPart
  block: number
  /** Known from elsewhere: whether it belongs to the rubric of the part before it. Default: by the rules. */
  joined?: boolean
}

interface Group {
  parts: { placed: Placed; heading?: TextBlock | undefined }[]
  title: string
}

/** Joins the parts of a document to rubrics: the tables of one rubric become its sections. */
export function composeRubrics(content: DocumentContent, all: readonly Placed[]): Rubric[] {
  const placed = all.filter((item, at) => !sumsUp(item.part, all.slice(0, at)))
  const groups = groupParts(content, placed)
  const used = new Set(placed.map((item) => item.block))
  return groups.map((group, index) => {
    const rubric = composeGroup(group)
    const from = group.parts[0]?.placed.block ?? 0
    const next = groups[index + 1]?.parts[0]?.placed.block ?? content.blocks.length
    const stated = statedTotal(
      content,
      group.parts.map((item) => item.placed.part),
      used,
      index === 0 ? 0 : from,
      next,
    )
    if (stated !== undefined) {
      rubric.total.stated = stated.value
      if (stated.source) rubric.total.source = stated.source
      if (rubric.kind === 'checklist' || rubric.kind === 'outline') {
        rubric.criteria = withNestedSums(rubric.criteria, stated.value)
        rubric.total.computed = computedTotal(rubric)
      }
    }
    return rubric
  })
}

/** A closing list whose lines are the sums of the tables before it ("Summary") adds no criteria. */
function sumsUp(part: RubricPart, before: readonly Placed[]): boolean {
  const points = part.criteria.flatMap((criterion) => criterion.points ?? [])
  if (before.length < 2 || points.length < 2 || points.length !== part.criteria.length) return false
  const sums = before.map(({ part: other }) => partTotal(other))
  return (
    points.length === sums.length && points.every((value, at) => Math.abs(value - (sums[at] ?? 0)) < 0.01)
  )
}

function groupParts(content: DocumentContent, placed: readonly Placed[]): Group[] {
  const groups: Group[] = []
  const headings = placed.map((item, at) => headingBefore(content, item.block, placed[at - 1]?.block ?? -1))
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
        !isSameScale(last.part, item.part)) ||
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
        (heading.heading ?? 9) === 1 &&
        first.heading.heading === 1) ||
      // Two tables that each add up to the same whole, under headings of their own.
      (heading?.heading !== undefined &&
        first?.heading?.heading === heading.heading &&
        (ownTotal(item.part) ?? 0) >= 10 &&
        ownTotal(item.part) === ownTotal(last.part)) ||
      !isJoinable(last.part, item.part)
    if (separate && !(item.joined && group)) groups.push({ parts: [{ placed: item, heading }], title: '' })
    else group?.parts.push({ placed: item, heading })
  })
  groups.forEach((group, at) => {
    group.title = titleOf(content, group, groups[at - 1])
  })
  return groups
}

/** The nearest heading or short line above a table, below the table before it. */
function headingBefore(content: DocumentContent, block: number, after: number): TextBlock | undefined {
  let short: TextBlock | undefined
  for (let at = block - 1; at > after; at--) {
    const other = content.blocks[at]
    if (other?.kind !== 'text') break
    if (other.heading !== undefined && !isFormField(other.text)) return other
    const text = other.text.trim()
    if (
      short === undefined &&
      text.length <= 120 &&
      !isFormField(text) &&
      !totalWord(text) &&
      !parseAmount(text)
    ) {
      if (other.listDepth === undefined && !/[;,]$|[.!?]\s/.test(text)) short = other
    }
  }
  return short
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

/** Parts of one kind whose scales agree: the same names, or points of one scale (3 2 1 0 and 3 1 0). */
function isJoinable(a: RubricPart, b: RubricPart): boolean {
  if (a.kind === 'holistic' && b.kind === 'holistic')
    return isSameScale(a, b) || a.levels.length === b.levels.length || (isNumbers(a) && isNumbers(b))
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

/** The rubric's title: inside its table, the heading that names a rubric, the document's title, a first line. */
function titleOf(content: DocumentContent, group: Group, before: Group | undefined): string {
  const [first] = group.parts
  if (!first) return ''
  const { part, block } = first.placed
  const earliest = before?.parts.at(-1)?.placed.block ?? -1
  const above = content.blocks
    .slice(earliest + 1, block)
    .filter((item): item is TextBlock => item.kind === 'text')
    .filter((item) => item.text.length <= 200 && !isFormField(item.text) && /\p{L}/u.test(item.text))
  const flat = (text: string | undefined) => (text === undefined ? undefined : cleanText(text, true))
  if (part.title !== undefined && (part.kind === 'outline' || namesRubric(part.title) || above.length === 0))
    return flat(part.title) ?? ''
  const naming = [...above].reverse().find((item) => namesRubric(item.text) && item.text.length <= 150)
  if (naming) return flat(naming.text) ?? ''
  if (before === undefined) {
    const top = above.find((item) => item.heading === 1)
    const title = top?.text ?? documentTitle(content)
    if (title !== undefined && title !== '') return flat(title) ?? ''
  }
  const nearest =
    before === undefined && group.parts.length > 1
      ? (above.find((item) => item.heading !== undefined) ?? above[0])
      : (first.heading ?? above.at(-1))
  if (nearest && nearest.text.length <= 120) return flat(nearest.text) ?? ''
  if (part.title !== undefined) return flat(part.title) ?? ''
  const table = content.blocks[block]
  const name = table?.kind === 'table' ? table.name : undefined
  return name !== undefined && !/^(sheet|hoja|feuille|tabelle|blad|planilha|工作表)\s?\d*$/i.test(name)
    ? name
    : ''
}

/** The title among a file's properties, where somebody gave it one. */
function documentTitle({ title }: DocumentContent): string | undefined {
  const bare = title
    ?.replace(/\.(docx?|xlsx?|pdf|odt|pages|numbers|pptx?|html?)$/i, '')
    .replace(/\s[-–—]\s(Google (Sheets|Docs|Drive|Slides)|Microsoft Word)$/i, '')
  return bare === undefined || /^(untitled|document|sheet|book|presentation)[\s\d]*$/i.test(bare)
    ? undefined
    : bare
}

function composeGroup(group: Group): Rubric {
  const parts = group.parts.map((item) => item.placed.part)
  const [first] = parts
  if (!first) throw new Error('A group has at least one part')
  const criteria: RubricCriterion[] = []
  const warnings: Rubric['warnings'] = []
  const several = new Set(group.parts.map((item) => item.placed.block)).size > 1
  const isScales = parts.length > 1 && parts.every((part) => part.kind === 'holistic')
  for (const { placed, heading } of group.parts) {
    const { part } = placed
    const start = criteria.length
    const headingText = heading ? (cleanText(heading.text, true) ?? '') : ''
    const named = part.title ?? (headingText === group.title ? undefined : headingText)
    for (const criterion of part.criteria) {
      const section =
        criterion.section ??
        (several || (part.title !== undefined && part.title !== group.title) ? named : undefined)
      const copy = { ...criterion }
      if (isScales && heading && copy.title === '') {
        Object.assign(copy, headingCriterion(heading, copy))
      } else if (section !== undefined && section !== '' && section !== group.title) copy.section = section
      if (copy.title === '' && part.kind === 'holistic') copy.title = group.title
      criteria.push(copy)
    }
    for (const warning of part.warnings) {
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

function headingCriterion(heading: TextBlock, criterion: RubricCriterion): Partial<RubricCriterion> {
  const text = cleanText(heading.text, true) ?? ''
  const bare = text.replace(/^\d+[.)]\s+/, '')
  const match = /^(.*?)\s*[([（]\s*([^()[\]（）]+)\s*[)\]）]\s*:?$/u.exec(bare)
  const amount = match ? parseAmount(match[2] ?? '') : undefined
  const value = amount?.max
  if (!match || value === undefined) return { title: bare, source: heading.source }
  const weighted = amount?.unit === 'percent' || amount?.unit === 'times'
  return {
    title: match[1] ?? bare,
    source: heading.source,
    ...(weighted
      ? { weight: value, weightUnit: amount?.unit === 'percent' ? ('percent' as const) : ('factor' as const) }
      : { points: value }),
    levels: criterion.levels,
  }
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
