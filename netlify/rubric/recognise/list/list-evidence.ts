import { isSameSum } from '../../same-sum.ts'
import type { ColumnRoles } from '../grid/columns.ts'
import { headingOf } from '../grid/columns.ts'
import type { Header } from '../grid/header.ts'
import { filledCells, type Grid, type Row, textAt } from '../grid.ts'
import type { StatedTotal } from '../part.ts'
import { statedIn } from '../stated-total.ts'
import { BOUND, parseAmount } from '../words/amount.ts'
import { parseCriterion } from '../words/criterion-title.ts'
import { amountIn } from '../words/item-amount.ts'
import { splitAmount } from '../words/split-amount.ts'
import {
  fold,
  isCriterionWord,
  isDescriptionWord,
  isDropWord,
  isPlaceholder,
  isPointsWord,
  isStrongCriterionWord,
  isWeightWord,
  totalWord,
} from '../words/words.ts'
import { isBareList } from './bare-list.ts'
import { sumRows } from './sum-rows.ts'
import { isSummary } from './summary-row.ts'

/** What is known of the document around a list. */
export interface Named {
  /** The document says so, or its file's name does. */
  namedRubric: boolean
  /** The document says so itself. */
  namedList: boolean
  /** Another table of the document, under the same heading row, is a list of criteria. */
  sibling?: boolean
}

/** How many criteria make a list. */
export const leastItems = ({ sibling }: Named): number => (sibling ? 1 : 2)

/** A table that may be a list of criteria, and what its columns hold. */
export interface List {
  grid: Grid
  header: Pick<Header, 'top' | 'bottom'>
  roles: ColumnRoles
  title: number
  wrapped: boolean
  /** See `closingRow`. */
  closing: Row | undefined
}

/**
 * Whether a list is one of criteria: how much speaks for it, and whether most of its rows are `scored`.
 * `undefined` where too little does: prices, measurements and tables of contents are lists of numbers, too.
 */
export function believe(list: List, named: Named): { evidence: number; isScored: boolean } | undefined {
  const { grid, header, roles, title, wrapped, closing } = list
  const heading = (column: number | undefined) =>
    column === undefined ? '' : headingOf(grid, header, column)
  const column = roles.points ?? roles.weight
  const isItem = (row: Row) => row !== closing && !isSummary(row)
  const rows = grid.rows.slice(header.bottom).filter(isItem)
  const titled = rows.filter((row) => textAt(row[title]) !== '')
  const inTitle = titled.filter((row) => {
    const head = parseCriterion(textAt(row[title]), wrapped)
    return head.points !== undefined || head.weight !== undefined
  }).length
  const amounts = column === undefined ? [] : titled.flatMap((row) => amountIn(textAt(row[column])) ?? [])
  // "≥ 70 %" is an aim, and gives nobody points.
  const aims = amounts.filter(({ min, max }) => min === undefined || max === undefined).length
  if (aims >= 2 && aims >= amounts.length / 2) return undefined
  const scored = column === undefined ? inTitle : amounts.length
  const values = amounts.flatMap((amount) => amount.max ?? amount.min ?? [])
  const shares = amounts.filter(({ unit }) => unit === 'percent').length
  // The sums of a sheet that nobody has filled in.
  if (values.length > 0 && values.every((value) => value === 0)) return undefined
  // Thousands are somebody's money, and figures of several units a report's.
  const isFigures = values.some((value) => Math.abs(value) > 1000) && values.some((value) => value < 100)
  if (isFigures && shares > 0) return undefined
  if (!named.namedRubric && values.some((value) => Math.abs(value) > 1000)) return undefined
  // Names of groups stand alone, and numbers are explained below the list.
  const rated = titled.filter(
    (row) =>
      filledCells(row).length > 1 &&
      !parseAmount(textAt(row[title])) &&
      !isPointsWord(textAt(row[column ?? title])),
  )
  // "0:40 - 0:59 | 20%": what a measure gives, not what is asked for.
  const spans = rated.filter((row) => isSpan(textAt(row[title]))).length
  if (spans > 0 && spans >= rated.length / 2) return undefined
  const isScored =
    scored >= leastItems(named) && scored >= (column === undefined ? titled : rated).length * 0.5
  const strong = isStrongCriterionWord(heading(title)) || isStrongCriterionWord(heading(roles.description))
  const heads = header.bottom > 0 ? (grid.rows[header.top] ?? []).map(textAt) : []
  // "Points" over nothing waits for those that somebody will give.
  const waits = (text: string, at: number) =>
    isPointsWord(text) &&
    rows.filter((row) => isPlaceholder(textAt(row[at]))).length >= Math.max(2, rows.length * 0.8)
  const pointsNamed =
    isPointsWord(heading(roles.points)) ||
    isWeightWord(heading(roles.weight)) ||
    /\b(?:points?|marks?)\b/.test(fold(heading(roles.points))) ||
    (column === undefined && inTitle > 0 && heads.some(waits))
  const drops = heads.some((text, at) => isDropWord(text) || waits(text, at))
  const ticks = heads.some((text) => /\p{L}\s*\/\s*\p{L}/u.test(text) && isDropWord(text))
  const boxes = titled.filter((row) => row.some((cell) => /^[☐□◯○⬜]|^\[\s?\]/.test(textAt(cell)))).length
  const known = isCriterionWord(heading(title))
  const whole = amounts.every(({ unit }) => unit === 'percent') && isSameSum(sumOf(values), 100)
  const texts = titled.map((row) => textAt(row[title]))
  // A document that names a rubric may hold lists of anything: what they count must look like points.
  const plausible = pointsNamed || strong || known || column === undefined || values.every(isPoints)
  const evidence =
    (named.namedList && plausible ? 2 : 0) +
    (strong ? 2 : known ? 1 : 0) +
    (pointsNamed ? 1 : 0) +
    (roles.description !== undefined && isDescriptionWord(heading(roles.description)) ? 0.5 : 0) +
    (drops ? 0.5 : 0) +
    (ticks ? 1 : 0) +
    (named.namedRubric && !named.namedList && pointsNamed && isDescriptionWord(heading(title)) ? 0.5 : 0) +
    (whole && known ? 0.5 : 0) +
    (named.namedRubric && heads.length === 0 && isPlainList(texts, values) ? 2 : 0) +
    (heads.length === 0 && isBareList(rows, title, roles.points, named.namedRubric) ? 2 : 0) +
    // Groups that add up their items, and make the whole: that takes care.
    (named.namedRubric &&
    column !== undefined &&
    sumRows(grid.rows.slice(header.bottom), title, column).size > 0
      ? 2
      : 0) +
    (scored > 0 && hasUnit(titled.map((row) => textAt(row[column ?? title]))) ? 1 : 0)
  const totalled = pointsNamed || named.namedList || known
  const total = closing ? { worth: 1.5 } : totalEvidence(grid, header.bottom, title, roles.points)
  if (evidence + (totalled ? total.worth : 0) < 2) return undefined
  const isTicked =
    (named.namedList && boxes >= 2 && boxes >= titled.length * 0.5) ||
    ((strong || ((named.namedList || ticks) && known)) && drops && titled.length >= 2 && isWordy(texts))
  const isDescribed = named.namedList && evidence >= 2.5 && describes(titled, title, roles.description)
  const isWhole = closing !== undefined && named.namedList && titled.length >= 2
  return isScored || isTicked || isDescribed || isWhole ? { evidence, isScored } : undefined
}

const SPAN = new RegExp(
  `^(?:${BOUND}\\s?\\d|[\\d:.,]+\\s?(?:[-–—]|to)\\s?\\d)[\\d:.,]*\\s?(?:%|\\p{L}{0,7})$`,
  'iu',
)

/** "10-19", "0:40 - 0:59", "below 80 %": a span of numbers, and no name. */
const isSpan = (text: string): boolean => SPAN.test(text)

/** What is looked at and what is looked for, without points: names beside texts that say more. */
function describes(rows: Grid['rows'], title: number, description: number | undefined): boolean {
  if (description === undefined || rows.length < 2) return false
  const said = rows.filter((row) => row[description] !== row[title] && textAt(row[description]).length >= 25)
  return (
    said.length >= rows.length * 0.75 &&
    rows.every((row) => textAt(row[title]).length <= 120 && parseAmount(textAt(row[title])) === undefined)
  )
}

/** "Notes are in the README | 5": sentences with round numbers that add up to a round number. */
function isPlainList(texts: readonly string[], values: readonly number[]): boolean {
  return values.length >= 4 && values.every(isPoints) && sumOf(values) % 5 === 0 && isWordy(texts)
}

/** Most rows say something, as criteria do; names of people and things are shorter. */
function isWordy(texts: readonly string[]): boolean {
  const wordy = texts.filter((text) => /\p{L}{2}.*\s.*\p{L}{3}/su.test(text)).length
  return wordy >= texts.length * 0.5
}

function isPoints(value: number): boolean {
  return Math.abs(value) <= 200 && isSameSum(value * 4, Math.round(value * 4))
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

/** A row that adds up the rows above it, with or without a word for it: nobody totals a list by accident. */
export function totalEvidence(
  grid: Grid,
  from: number,
  titleColumn: number,
  column: number | undefined,
): { worth: number; sum?: Omit<StatedTotal, 'sub'> } {
  if (column === undefined) return { worth: 0 }
  let sum = 0
  let count = 0
  for (const row of grid.rows.slice(from)) {
    const text = textAt(row[column])
    // "Total: 100" stands in the column of points itself.
    const value = parseAmount(text)?.max ?? (totalWord(text) ? statedIn(text) : undefined)
    if (value === undefined) continue
    const closes = isSummary(row) || (textAt(row[titleColumn]) === '' && count >= 2)
    if (closes && count >= 2 && isSameSum(sum, value))
      return { worth: 1.5, sum: { value, source: row[column]?.source } }
    if (closes) return { worth: 0 }
    sum += value
    count++
  }
  return { worth: 0 }
}

function hasUnit(texts: readonly string[]): boolean {
  return texts.some((text) => {
    const amount = parseAmount(text) ?? splitAmount(text, false)?.amount
    return amount?.unit === 'points' || amount?.outOf === true
  })
}
