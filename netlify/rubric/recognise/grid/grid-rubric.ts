import type { TableCell } from '../../document.ts'
import { columnCells, filledCells, type Grid, type Row, textAt, widthIn } from '../grid.ts'
import { emptyPart, type RubricPart } from '../part.ts'
import { readTotals } from '../stated-total.ts'
import { type Amount, parseAmount } from '../words/amount.ts'
import { cleanText } from '../words/clean.ts'
import { parseCriterion, sharedNames } from '../words/criterion-title.ts'
import { levelRank } from '../words/level-words.ts'
import {
  isCriterionWord,
  isDropWord,
  isFormField,
  isPlaceholder,
  isRole,
  isScaleWord,
  totalWord,
} from '../words/words.ts'
import { type ColumnRoles, columnRoles, headingOf } from './columns.ts'
import { addCriterion } from './grid-criterion.ts'
import {
  amountsOnly,
  continuesTitle,
  fullRow,
  isGroup,
  isLegend,
  isOverall,
  isShare,
  leadOf,
  saysMore,
  sumOf,
  withAmountsBelow,
} from './grid-rows.ts'
import { headLevels } from './head-levels.ts'
import type { Header } from './header.ts'
import { isRepeated, nextHeader } from './next-header.ts'
import { joinPointRows } from './point-rows.ts'
import { joinSharedRows } from './stacked-cells.ts'

export interface Reading {
  grid: Grid
  header: Header
  roles: ColumnRoles
  columns: number[]
  wrapped: boolean
  part: RubricPart
  section?: string | undefined
  /** The last name in the section column. */
  group?: string
  /** What follows grades the whole work. */
  closed?: boolean
  /** See `sharedNames`. */
  shared?: ReadonlySet<string>
  /** The cell that names the group, beside the names of the levels; see `leadOf`. */
  lead?: TableCell
  /** The share or points of the criterion whose levels stand below. */
  share?: Amount | undefined
  /** How many criteria the last sum among the rows covers. */
  summed?: number
}

/**
 * Reads the criteria under a heading of levels. Ends at the next heading; `end` says where.
 *
 * @param wrapped see `parseCriterion`
 */
export function readGrid(grid: Grid, header: Header, wrapped: boolean): { part: RubricPart; end: number } {
  if (wrapped) dropForeignTail(header)
  const columns = header.levels.flatMap((item) => item.columns)
  const end = nextHeader(grid, header, columns)
  const body: Grid = { ...grid, rows: grid.rows.slice(0, end) }
  const roles = columnRoles(body, header, columns)
  const cell = header.levels[0]?.cell ?? filledCells(grid.rows[header.top] ?? [])[0]
  const part = emptyPart({
    kind: 'grid',
    percent: header.levels.some((item) => item.head.amount?.unit === 'percent'),
    hasHeader: true,
    confidence: header.strength === 3 ? 0.9 : header.strength === 2 ? 0.7 : 0.5,
    source: cell?.source ?? grid.table.source,
  })
  part.levels = headLevels(header, part.source)
  const title = titleAbove(grid, header)
  if (title !== undefined) part.title = title
  const lead = textAt(grid.rows[header.bottom - 1]?.[roles.title ?? 0])
  if (/\p{L}{3}/u.test(lead) && lead.length <= 80 && !isRole(lead, 0) && !isScaleWord(lead))
    part.lead = lead.replace(/\s+/g, ' ')
  readTotals(grid.rows.slice(0, header.bottom), part)
  const joined = joinSharedRows(grid.rows.slice(header.bottom, end), roles, columns)
  const rows = [...grid.rows.slice(0, header.bottom), ...joined]
  const shared = sharedNames(joined.map((row) => textAt(row[roles.title ?? 0])))
  const reading: Reading = { grid: { ...grid, rows }, header, roles, columns, wrapped, part, shared }
  if (part.percent) unnamedWeights(reading)
  const first = grid.rows[header.bottom - 1]?.[roles.title ?? -1]
  const leading = rows.some((row, at) => at >= header.bottom && leadOf(reading, row) !== undefined)
  if (first && leading && !isCriterionWord(textAt(first))) {
    reading.section = parseCriterion(textAt(first), wrapped).title
    reading.lead = first
  }
  for (let at = header.bottom; at < rows.length; at++) at += readRow(reading, at, rows.length)
  joinPointRows(part)
  finish(part, header)
  return { part, end }
}

/** A column without a heading whose numbers add up to 100, beside levels in percent, shares out the whole. */
function unnamedWeights({ grid, header, roles }: Reading): void {
  const { points, ...others } = roles
  if (points === undefined || others.weight !== undefined || headingOf(grid, header, points) !== '') return
  const amounts = columnCells(grid, points, header.bottom, grid.rows.length).map(
    (cell) => parseAmount(textAt(cell))?.max ?? 0,
  )
  if (Math.abs(amounts.reduce((sum, value) => sum + value, 0) - 100) > 0.5) return
  delete roles.points
  roles.weight = points
}

/**
 * On a page without rules the heading of an empty column beside the levels ("Score", "Comments") can run into
 * the last level's name.
 */
function dropForeignTail(header: Header): void {
  const head = header.levels.at(-1)?.head
  const words = head?.label?.split(/\s+/) ?? []
  for (let at = 1; head && at < words.length; at++) {
    const name = words.slice(0, at).join(' ')
    const rest = words.slice(at)
    if (
      levelRank(name) !== undefined &&
      (isDropWord(rest.join(' ')) || rest.every((word) => isDropWord(word)))
    ) {
      head.label = name
      return
    }
  }
}

function titleAbove(grid: Grid, header: Header): string | undefined {
  for (const row of grid.rows.slice(0, header.top)) {
    const cells = filledCells(row)
    const text = textAt(cells[0])
    if (cells.length === 1 && text.length <= 150 && !isFormField(text) && !totalWord(text)) {
      return cleanText(text.split('\n')[0] ?? text, true)
    }
  }
  return undefined
}

/** Reads one row; answers how many rows below it were used too. */
function readRow(reading: Reading, at: number, end: number): number {
  const { grid, header, roles, columns, part } = reading
  const row = grid.rows[at] ?? []
  const cells = filledCells(row)
  if (cells.length === 0 || isRepeated(grid, header, row)) return 0
  if (reading.closed || isOverall(reading, row)) {
    reading.closed = true
    return 0
  }
  const lead = part.criteria.length > 0 ? leadOf(reading, row) : undefined
  if (lead) {
    reading.section = parseCriterion(textAt(lead), reading.wrapped).title
    reading.lead = lead
    return 0
  }
  if (isShare(reading, row)) {
    reading.share = parseAmount(textAt(cells[0]))
    return 0
  }
  if (isLegend(reading, row)) return 0
  if (isGroup(reading, row) && at < end - 1) {
    reading.section = parseCriterion(textAt(row[roles.title ?? 0]), reading.wrapped).title
    return 0
  }
  if (at > header.bottom && continuesTitle(reading, row, grid.rows[at - 1])) return 0
  const meaningful = cells.filter(
    (cell) => parseAmount(textAt(cell)) === undefined && !isPlaceholder(textAt(cell)),
  )
  // "Total: 100 | Grade: | Your total | Teacher's total"
  const closes = meaningful.length <= 3 || totalWord(textAt(row[roles.title ?? -1])) === 'total'
  if (closes && meaningful.some((cell) => totalWord(textAt(cell))) && !fullRow(reading, row)) {
    readTotals([row], part, roles.points)
    return 0
  }
  if (meaningful.length > 0 && meaningful.every((cell) => isFormField(textAt(cell)))) return 0
  if (cells.every((cell) => isFormField(textAt(cell)) || isPlaceholder(textAt(cell)))) {
    if (
      !cells.some((cell) => columns.some((column) => row[column] === cell)) ||
      cells.some((cell) => isFormField(textAt(cell)))
    ) {
      return 0
    }
  }
  const titleCell = roles.title === undefined ? undefined : row[roles.title]
  // One text over all levels, with no criterion beside it, names the criteria below.
  const [over] = columns.map((column) => row[column])
  if (
    textAt(titleCell) === '' &&
    columns.length >= 2 &&
    columns.every((column) => row[column] === over) &&
    textAt(over).length <= 120 &&
    textAt(over) !== ''
  ) {
    reading.section = cleanText(textAt(over), true) ?? textAt(over)
    return 0
  }
  // A name that reaches over levels, with a number behind it: what comes of the rows above.
  const reaches = columns.filter((column) => row[column] === titleCell).length
  if (textAt(titleCell) !== '' && reaches >= 2 && cells.length === 2 && meaningful.length === 1) return 0
  const [only] = cells
  if (cells.length === 1 && only) {
    const wide = widthIn(row, only) >= Math.max(2, row.length * 0.6)
    const last = at >= end - 1
    const others = reading.grid.rows
      .slice(header.bottom, end)
      .some((line) => line !== row && saysMore(line, columns))
    if (wide || (row[0] === only && others)) {
      const head = parseCriterion(textAt(only), reading.wrapped)
      const name = head.description === undefined ? head.title : (cleanText(textAt(only), true) ?? head.title)
      if (!last && name.length <= 200) reading.section = name
      return 0
    }
    if (columns.some((column) => row[column] === only) && part.criteria.length > 0) return 0
  }
  const sum = sumOf(reading, cells)
  if (sum !== undefined) {
    // Sums of some of the rows each are no total of the table.
    if (reading.summed !== undefined) for (const total of part.statedTotals) total.sub = true
    part.statedTotals.push({ ...sum, sub: reading.summed !== undefined })
    reading.summed = part.criteria.length
    return 0
  }
  const next = at + 1 < end ? grid.rows[at + 1] : undefined
  // Points on a row of their own, over or under the descriptors of the same criterion.
  if (next && belongsTogether(reading, row, next, titleCell)) {
    const [amounts, texts] = amountsOnly(row, columns) ? [row, next] : [next, row]
    addCriterion(reading, texts, row, amounts)
    return 1
  }
  // The upper half of a merged criterion whose levels stand in the lower half.
  const isEmpty = columns.every((column) => textAt(row[column]) === '')
  if (next && titleCell && roles.title !== undefined && next[roles.title] === titleCell && isEmpty) return 0
  const whole = next && withAmountsBelow(reading, row, next)
  if (whole) {
    addCriterion(reading, whole, whole, undefined)
    return 1
  }
  if (textAt(titleCell) === '' && amountsOnly(row, columns) && part.criteria.length > 0) return 0
  addCriterion(reading, row, row, undefined)
  return 0
}

function belongsTogether(reading: Reading, row: Row, next: Row, titleCell: TableCell | undefined): boolean {
  const { roles, columns } = reading
  const nextTitle = roles.title === undefined ? undefined : next[roles.title]
  const same =
    (titleCell !== undefined && nextTitle === titleCell) ||
    (textAt(titleCell) !== '' && textAt(nextTitle) === '')
  if (!same) return false
  return amountsOnly(row, columns) !== amountsOnly(next, columns) && fullRow(reading, next)
}

export function finish(part: RubricPart, header: Header): void {
  const described = part.criteria.some((item) => item.levels.some((one) => one.descriptor !== undefined))
  if (!described && part.criteria.length > 0) {
    const counted =
      part.criteria.some((item) => item.levels.some((one) => one.max !== undefined)) &&
      part.levels.every((one) => one.max === undefined)
    if (counted) return
    const yesNo = header.levels.length <= 3 && header.levels.some((item) => isYes(item.head.label))
    part.kind = yesNo ? 'checklist' : header.levels.length >= 3 ? 'likert' : 'grid'
  }
}

function isYes(label: string | undefined): boolean {
  return /^(yes|y|si|sí|oui|ja|sim|是|met|present|complete|completed|done|logrado|✓)$/i.test(
    label?.trim() ?? '',
  )
}
