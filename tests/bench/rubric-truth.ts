import type { Rubric, RubricCriterion, RubricLevel } from '../../src/shared/rubric.ts'

/**
 * What a person read in a document, beside it as `<file>.truth.json`. A part that is left out is not compared,
 * `null` says that there must be none, and a list names several answers that are all right.
 *
 * - Text is compared without regard to case, white space, quotation signs, dashes, list signs and emphasis. Long
 *   text may be given as `begin … end`.
 * - Where a long item is split between its title, its description and an only level is not compared.
 * - `levels: []` is an item without a scale: at most one level. Its points are `points`, or those of the level.
 */
export interface Truth {
  isRubric: boolean
  /** The name that the document had where it was found. Default: that of the file. */
  fileName?: string
  rubrics?: TruthRubric[]
  /** Other readings of the whole document that are as good. */
  alternatives?: TruthRubric[][]
  /** The error codes that are right for what is no rubric. Default: NOT_A_RUBRIC. */
  refusal?: string[]
  notes?: string
}

export interface TruthRubric {
  kind?: string
  criteria: TruthCriterion[]
  statedTotal?: Answer<number>
}

export interface TruthCriterion {
  title: Answer<string>
  description?: string
  section?: Answer<string>
  points?: Answer<number>
  /** Percent or factor; 20 and 0.2 are one. */
  weight?: Answer<number>
  levels?: TruthLevel[]
}

export interface TruthLevel {
  label?: Answer<string>
  min?: Answer<number>
  max?: Answer<number>
  descriptor?: Answer<string>
}

type Answer<T> = T | null | (T | null)[]

export interface Difference {
  part: 'criteria' | 'levels' | 'points'
  text: string
}

/** What is wrong in the rubrics that were read, by the reading of the truth that they are nearest to. */
export function differences(truth: Truth, found: readonly Rubric[]): Difference[] {
  const readings = [truth.rubrics ?? [], ...(truth.alternatives ?? [])].map((rubrics) =>
    compareRubrics(rubrics, found),
  )
  return readings.reduce((best, reading) => (reading.length < best.length ? reading : best))
}

/** Whether the numbers are right, whatever the words: of rubrics, criteria and levels, and the points of each criterion. */
export function sameFigures(truth: Truth, found: readonly Rubric[]): boolean {
  return [truth.rubrics ?? [], ...(truth.alternatives ?? [])].some(
    (rubrics) =>
      rubrics.length === found.length &&
      rubrics.every(({ criteria }, i) => {
        const read = found[i]?.criteria ?? []
        return criteria.length === read.length && criteria.every((each, at) => isAlike(each, read[at]))
      }),
  )
}

function isAlike(truth: TruthCriterion, found: RubricCriterion | undefined): boolean {
  if (!found) return false
  const { levels = found.levels } = truth
  const sameLevels = levels.length === found.levels.length || (levels.length === 0 && found.levels.length < 2)
  return sameLevels && isNumber(truth.points, mostPoints(found))
}

/** What a reader that makes no mistake would return. Text that the truth shortens stays short. */
export function asRead({ rubrics = [] }: Truth): Rubric[] {
  const source = { in: 'line', line: 1 } as const
  return rubrics.map(({ criteria, statedTotal }) => ({
    title: '',
    kind: 'grid',
    scoring: 'points',
    criteria: criteria.map(({ title, description, section, points, weight, levels = [] }) => ({
      title: first(title),
      ...told({ description, section, points, weight }),
      levels: levels.map((level) => ({ ...told(level), source })),
      source,
    })),
    total: { computed: 0, ...told({ stated: statedTotal }) },
    warnings: [],
    source,
  }))
}

/** The first answer to each part that has one. */
function told<T extends object>(parts: T) {
  const given = Object.entries(parts).map(([name, answer]) => [name, [answer].flat()[0]])
  return Object.fromEntries(given.filter(([, answer]) => answer !== undefined && answer !== null))
}

function compareRubrics(truth: readonly TruthRubric[], found: readonly Rubric[]): Difference[] {
  const wrong: Difference[] = []
  if (truth.length !== found.length)
    wrong.push({ part: 'criteria', text: `${found.length} rubrics, not ${truth.length}` })
  truth.forEach((rubric, i) => {
    const same = found[i]
    if (!same) wrong.push(...rubric.criteria.map(({ title }) => missing(title)))
    else wrong.push(...compareRubric(rubric, same))
  })
  return wrong
}

function compareRubric(truth: TruthRubric, found: Rubric): Difference[] {
  const wrong: Difference[] = []
  let next = 0
  for (const criterion of truth.criteria) {
    const at = found.criteria.findIndex((c, i) => i >= next && isCriterion(criterion, c))
    if (at < 0) {
      wrong.push(missing(criterion.title))
      continue
    }
    wrong.push(...found.criteria.slice(next, at).map(extra))
    wrong.push(...compareCriterion(criterion, found.criteria[at] as RubricCriterion))
    next = at + 1
  }
  wrong.push(...found.criteria.slice(next).map(extra))
  if (!isNumber(truth.statedTotal, found.total.stated))
    wrong.push({
      part: 'points',
      text: `total ${shown(found.total.stated)}, not ${shown(truth.statedTotal)}`,
    })
  return wrong
}

const missing = (title: Answer<string>): Difference => ({
  part: 'criteria',
  text: `no "${short(first(title))}"`,
})
const extra = ({ title }: RubricCriterion): Difference => ({
  part: 'criteria',
  text: `extra "${short(title)}"`,
})

/** By its title, or by its whole text wherever that is split. */
function isCriterion(truth: TruthCriterion, found: RubricCriterion): boolean {
  const title = undecorated(found.title)
  if (answers(truth.title).some((t) => isText(undecorated(t ?? ''), title))) return true
  const whole = undecorated(wholeText(found))
  return answers(truth.title).some((t) =>
    isText(undecorated([t, truth.description].filter(Boolean).join(' ')), whole),
  )
}

function wholeText({ title, description, levels }: RubricCriterion): string {
  const only = levels.length === 1 ? [levels[0]?.label, levels[0]?.descriptor] : []
  return [title, description, ...only].filter(Boolean).join(' ')
}

function compareCriterion(truth: TruthCriterion, found: RubricCriterion): Difference[] {
  const wrong: Difference[] = []
  const add = (part: Difference['part'], text: string) =>
    wrong.push({ part, text: `"${short(first(truth.title))}" ${text}` })
  if (truth.section !== undefined && !answers(truth.section).some((s) => isSection(s, found.section)))
    add('criteria', `in section "${short(found.section ?? '')}", not "${short(first(truth.section))}"`)
  const described =
    truth.description === undefined ||
    isText(normal(truth.description), normal(found.description ?? '')) ||
    isText(undecorated(`${first(truth.title)} ${truth.description}`), undecorated(wholeText(found)))
  if (!described) add('levels', `described by "${short(found.description ?? wholeText(found))}"`)
  if (!isNumber(truth.points, mostPoints(found)))
    add('points', `${shown(mostPoints(found))} points, not ${shown(truth.points)}`)
  const { weight } = found
  if (!isNumber(truth.weight, weight) && !isNumber(truth.weight, weight && weight * 100))
    add('points', `weight ${shown(weight)}, not ${shown(truth.weight)}`)
  if (truth.levels?.length === 0) {
    if (found.levels.length > 1) add('levels', `has ${found.levels.length} levels, and no scale`)
  } else if (truth.levels && truth.levels.length !== found.levels.length) {
    add('levels', `has ${found.levels.length} levels, not ${truth.levels.length}`)
  } else {
    truth.levels?.forEach((level, i) => {
      for (const { part, text } of compareLevel(level, found.levels[i])) add(part, `level ${i + 1} ${text}`)
    })
  }
  return wrong
}

function compareLevel(truth: TruthLevel, found: RubricLevel | undefined): Difference[] {
  const wrong: Difference[] = []
  const { label, descriptor } = truth
  if (label !== undefined && !answers(label).some((l) => isText(normal(l ?? ''), normal(found?.label ?? ''))))
    wrong.push({
      part: 'levels',
      text: `labelled "${short(found?.label ?? '')}", not "${short(first(label))}"`,
    })
  if (!isNumber(truth.min, found?.min) || !isNumber(truth.max, found?.max))
    wrong.push({
      part: 'points',
      text: `${shown(found?.min)}..${shown(found?.max)}, not ${shown(truth.min)}..${shown(truth.max)}`,
    })
  const text = normal(found?.descriptor ?? '')
  if (descriptor !== undefined && !answers(descriptor).some((d) => isText(normal(d ?? ''), text)))
    wrong.push({ part: 'levels', text: `says "${short(text)}", not "${short(first(descriptor))}"` })
  return wrong
}

function mostPoints({ points, levels }: RubricCriterion): number | undefined {
  if (points !== undefined) return points
  const most = levels.map(({ min, max }) => max ?? min).filter((p) => p !== undefined)
  return most.length > 0 ? Math.max(...most) : undefined
}

function isNumber(truth: Answer<number> | undefined, found: number | undefined): boolean {
  if (truth === undefined) return true
  return answers(truth).some((t) =>
    t === null ? found === undefined : found !== undefined && Math.abs(t - found) < 1e-9,
  )
}

/** A section may be told with those it stands in. */
function isSection(truth: string | null, found: string | undefined): boolean {
  if (truth === null) return found === undefined
  return isText(undecorated(truth), undecorated(found ?? ''))
}

function isText(truth: string, found: string): boolean {
  const [begin = '', end] = truth.split(' … ')
  if (end === undefined) return begin === found
  return found.startsWith(begin) && found.endsWith(end) && found.length >= begin.length + end.length
}

function normal(text: string): string {
  return (
    text
      .normalize('NFKC')
      .replaceAll('...', '…')
      .toLowerCase()
      .replace(/[’‘´`'“”„«»"]/g, '')
      .replace(/[*_#•●○■▪◦·❏☐□✓❑]/g, ' ')
      .replace(/[‐-―−]/g, '-')
      .replace(/\s+/g, ' ')
      // The gap of `begin … end` stays.
      .replace(/(?<!…) ?- ?/g, '-')
      .replace(/(?<!…) ?\/ ?/g, '/')
      .replace(/(?<!…) ([.,;:!?)])/g, '$1')
      .replace(/^[-\s]+|[\s.]+$/g, '')
  )
}

/** A title or heading without its number and its last colon. */
function undecorated(text: string): string {
  return normal(text)
    .replace(/^\(?(?:\d{1,3}|[a-z])(?:[.)]|(?:\.\d+)+[.)]?)\s+/, '')
    .replace(/[:;,.]+$/, '')
    .replace(/: /g, ' ')
    .trim()
}

const answers = <T>(answer: Answer<T>): (T | null)[] => (Array.isArray(answer) ? answer : [answer])
const first = (answer: Answer<string>): string => answers(answer)[0] ?? ''
const short = (text: string): string => (text.length > 34 ? `${text.slice(0, 33)}…` : text)
const shown = (value: Answer<number> | undefined): string =>
  value === undefined || value === null
    ? 'none'
    : [value]
        .flat()
        .map((v) => v ?? 'none')
        .join(' or ')
