import type { TableBlock } from '../document.ts'
import { isWholeOfShares } from '../same-sum.ts'
import { readBoxedItems } from './grid/boxed-items.ts'
import { readColumnScales } from './grid/column-scales.ts'
import { readGrid } from './grid/grid-rubric.ts'
import { findHeader, type Header } from './grid/header.ts'
import { findLooseHeader } from './grid/loose-header.ts'
import { liftNames } from './grid/names-in-cells.ts'
import { withoutScores } from './grid/score-columns.ts'
import { readSideBySide } from './grid/side-by-side.ts'
import { readSingleLevel, readSinglePoint } from './grid/single-point.ts'
import { joinStackedCells } from './grid/stacked-cells.ts'
import { withoutTicks } from './grid/tick-columns.ts'
import { readTurnedGrid } from './grid/turned-grid.ts'
import { filledCells, type Grid, textAt, toGrid, transpose } from './grid.ts'
import { readNumberedLevels } from './levels/numbered-levels.ts'
import { readRepeatedLevels } from './levels/repeated-levels.ts'
import { readScaleTable } from './levels/scale-table.ts'
import { readStackedLevels } from './levels/stacked-levels.ts'
import { readSteppedList } from './levels/stepped-list.ts'
import type { Named } from './list/list-evidence.ts'
import { readListTable } from './list/list-table.ts'
import { readNestedList } from './list/nested-list.ts'
import { withTailPoints } from './list/tail-points.ts'
import { readWorthTables } from './list/worth-table.ts'
import type { RubricPart } from './part.ts'
import { isResults } from './results.ts'
import { readTotals } from './stated-total.ts'
import { isTitleRow, titledPieces } from './titled-pieces.ts'
import { parseAmount } from './words/amount.ts'
import { cleanText } from './words/clean.ts'
import { levelRank, ordinalLevel } from './words/level-words.ts'
import { splitAmount } from './words/split-amount.ts'
import { isCriterionWord, isFormField, isScaleWord, isStrongCriterionWord, totalWord } from './words/words.ts'

const MAX_ROWS = 2000

/** What is known of the document around a table. */
interface Around extends Named {
  /** See `parseCriterion`. */
  wrapped: boolean
}

/**
 * Every way of reading a table as (part of) a rubric, tried in order of how much evidence each asks for.
 * A table with several headings of levels gives a part for each.
 */
export function readTable(table: TableBlock, around: Around): RubricPart[] {
  // Thousands of rows are somebody's data.
  if (table.rows > MAX_ROWS) return []
  const pieces = titledPieces(table)
  if (pieces.length > 1) return pieces.flatMap((piece) => readTable(piece, around))
  const numbered = readNumberedLevels(table)
  if (numbered) return [numbered]
  if (isResults(toGrid(table))) return []
  const boxed = around.namedRubric ? readBoxedItems(toGrid(table), around.wrapped) : undefined
  if (boxed) return [boxed]
  const plain = withTailPoints(withoutScores(withoutTicks(toGrid(table))))
  const whole = liftNames(plain) ?? plain
  if (whole.rows.length < 2 || whole.columns < 1) return []
  const { grid, title, above } = withoutTitle(whole)
  const parts = readGridTable(joinStackedCells(grid) ?? grid, around)
  const [first] = parts
  if (first) {
    if (title !== undefined) first.title ??= title
    readTotals(above, first)
  }
  return parts
}

/** Rows with one cell above the rest are the table's title, its form fields or a stated total. */
function withoutTitle(grid: Grid): { grid: Grid; title?: string; above: Grid['rows'] } {
  if (grid.columns < 2) return { grid, above: [] }
  // "(nothing) | Assessment criteria" heads the second column.
  const several = grid.rows.findIndex((row) => {
    const cells = filledCells(row)
    return cells.length > 1 || (isStrongCriterionWord(textAt(cells[0])) && row[0] !== cells[0])
  })
  // Items, too, may be as wide as the table, over a last row with what they are worth.
  const isTitled = several > 2 && several === grid.rows.length - 1 && isTitleRow(grid.rows[0] ?? [])
  const at = isTitled ? 1 : several
  if (at <= 0 || grid.rows.length - at < 2) return { grid, above: [] }
  if (isFirstGroup(grid, at)) return { grid, above: [] }
  const above = grid.rows.slice(0, at)
  const texts = above.map((row) => textAt(filledCells(row)[0]))
  const title = texts.find((text) => text.length <= 150 && !isFormField(text) && !totalWord(text))
  return {
    grid: { ...grid, rows: grid.rows.slice(at) },
    above,
    ...(title === undefined ? {} : { title: cleanText(title.split('\n')[0] ?? title, true) ?? title }),
  }
}

/** The one row above rows with points names them, where rows like it name more of them below. */
function isFirstGroup({ rows }: Grid, at: number): boolean {
  const isName = (row: Grid['rows'][number]) => {
    const [cell, other] = filledCells(row)
    return cell !== undefined && other === undefined && !totalWord(textAt(cell)) && !isFormField(textAt(cell))
  }
  const scored = (rows[at] ?? []).some((cell) => parseAmount(textAt(cell)) !== undefined)
  return at === 1 && scored && rows.slice(at + 1, -1).some(isName)
}

function readGridTable(grid: Grid, around: Around): RubricPart[] {
  const { namedRubric, wrapped } = around
  const single = readSinglePoint(grid, wrapped)
  if (single) return [single]
  const passing = readSingleLevel(grid, namedRubric, wrapped)
  if (passing) return [passing]
  const items = namedRubric
    ? (readRepeatedLevels(grid, wrapped) ??
      readSideBySide(grid) ??
      readNestedList(grid, wrapped) ??
      readSteppedList(grid, wrapped))
    : undefined
  if (items) return [items]
  const weighted = areWeighted(grid)
  const sideways = (weighted ? undefined : readTurnedGrid(grid, wrapped)) ?? readColumnScales(grid, wrapped)
  if (sideways) return [sideways]
  const stacked = readStackedLevels(grid, namedRubric, wrapped)
  if (stacked) return [stacked]
  const loose = findLooseHeader(grid, namedRubric)
  const own = loose ? readGrid(grid, loose, wrapped).part : undefined
  const levelled = own !== undefined && own.criteria.length > 0 && own.criteria.every(isLevelled)
  // "Criteria | Ratings | Pts" over cells that bring their names and points: no row of them is a heading.
  const mostly = own !== undefined && own.criteria.filter(isLevelled).length >= own.criteria.length * 0.8
  const bare = loose?.levels.every(({ cell }) => cell === undefined)
  if (loose && own && own.criteria.length > 0 && mostly && bare && isRatings(grid, loose)) return [own]
  const upright = readSegments(grid, namedRubric, wrapped)
  const worth = readWorthTables(grid, namedRubric, wrapped)
  if (worth.length > 0) return worth
  const scale = readScaleTable(grid, namedRubric, wrapped)
  if (scale && (scale.hasHeader || weak(upright))) return [scale]
  if (!weak(upright)) return upright
  // Cells with points of their own right of named criteria are levels, which way round is plain.
  if (own && levelled && isStrongCriterionWord(textAt(grid.rows[0]?.[0]))) return [own]
  const turned = readSegments(transpose(grid), false, wrapped)
  const isWhole = (part: RubricPart) => part.criteria.length >= 2 && part.levels.length >= 2
  // Numbers in front of the rows are steps where names say so, or the document: lines and equations have some, too.
  const isTurned = turned.every((part) => isWhole(part) && (namedRubric || rankedIn(part) >= 2))
  if (!weak(turned) && isTurned && !weighted) return turned
  // Cells with points of their own are levels, whatever else the table could be.
  if (own && levelled) return [own]
  const list = readListTable(grid, around, wrapped)
  // A list that leaves columns of text unread is none, where the columns have headings that could be levels.
  const scored = list?.criteria.filter((item) => item.points !== undefined || item.weight !== undefined)
  const isScored = scored && scored.length > (list?.criteria.length ?? 0) / 2
  const described = own?.criteria.every((item) => item.levels.filter((one) => one.descriptor).length >= 2)
  if (list && (isScored || !described || own?.criteria.length === 0)) return [list]
  if (upright.length > 0) return upright
  if (own && own.criteria.length > 0) return [own]
  return scale ? [scale] : []
}

function readSegments(grid: Grid, namedRubric: boolean, wrapped: boolean): RubricPart[] {
  const parts: RubricPart[] = []
  let header = findHeader(grid, 0, 12)
  while (header) {
    const { part, end } = readGrid(grid, header, wrapped)
    if (part.criteria.length > 0) parts.push(part)
    if (end >= grid.rows.length) break
    const next = findHeader(grid, end, 3)
    header = next && next.bottom > end ? next : undefined
  }
  return namedRubric ? parts : parts.filter((part) => speaksForItself(grid, part))
}

/**
 * Without the word "rubric" in the document a table needs more: known names of levels or a heading for the
 * criteria, and cells that say something. Measurements and schedules have neither.
 */
function speaksForItself(grid: Grid, part: RubricPart): boolean {
  const ranked = rankedIn(part)
  const texts = part.criteria.flatMap((item) => item.levels.flatMap((one) => one.descriptor ?? []))
  const places = part.criteria.reduce((sum, item) => sum + item.levels.length, 0)
  const headed = grid.rows.slice(0, 3).some((row) => isStrongCriterionWord(textAt(row[0])))
  const weakly = grid.rows.slice(0, 3).some((row) => isCriterionWord(textAt(row[0])) || textAt(row[0]) === '')
  const mean = texts.reduce((sum, text) => sum + text.length, 0) / Math.max(1, texts.length)
  const numbers = part.criteria.some((item) => item.levels.some((one) => one.max !== undefined))
  if (texts.length < places * 0.2) return ranked >= 2 && (headed || weakly || numbers)
  if (ranked >= 2) return headed || weakly || mean >= 12
  return headed || (weakly && mean >= 12)
}

/** "Report 60 %" over "Talk 40 %" down the first column: the rows are criteria, not levels. */
function areWeighted({ rows }: Grid): boolean {
  const names = rows.slice(1).map((row) => splitAmount(textAt(row[0]).replace(/\s+/g, ' '), true)?.amount)
  const shares = names.flatMap((amount) => (amount?.unit === 'percent' ? (amount.max ?? []) : []))
  return shares.length === names.length && isWholeOfShares(shares.reduce((sum, share) => sum + share, 0))
}

/** How many levels have a known name, or are steps of a scale by name: "Level 3". */
function rankedIn({ levels }: RubricPart): number {
  const isKnown = (label: string) =>
    levelRank(label) !== undefined ||
    // A letter may be an answer, and a phase has a time.
    (/^(?!fase|stage|step)\p{L}{3}/iu.test(label) && ordinalLevel(label) !== undefined)
  const labels = levels.flatMap(({ label }) => label ?? [])
  // "A | B | C | D | F": letters that leave one out, or have signs, are grades.
  const letters = labels.filter((label) => /^[A-F][+-]?$/.test(label))
  const isGraded = letters.length >= 4 && (!letters.includes('E') || letters.some((one) => one.length > 1))
  if (isGraded && letters.length === labels.length && /^F|[+-]$/.test(letters.at(-1) ?? ''))
    return letters.length
  return labels.filter(isKnown).length
}

/** The heading that Canvas prints, or one cell over all of the levels. */
function isRatings(grid: Grid, { top, levels }: Header): boolean {
  const row = grid.rows[top] ?? []
  const cells = filledCells(row).map(textAt)
  if (isStrongCriterionWord(cells[0] ?? '') && isScaleWord(cells[1] ?? '') && cells.length <= 3) return true
  const over = row[levels[0]?.columns[0] ?? 0]
  return over !== row[0] && levels.length >= 3 && levels.every(({ columns: [at = 0] }) => row[at] === over)
}

function isLevelled(criterion: RubricPart['criteria'][number]): boolean {
  return criterion.levels.filter((item) => item.max !== undefined).length >= 2
}

function weak(parts: readonly RubricPart[]): boolean {
  return parts.length === 0 || parts.every((part) => part.confidence < 0.6)
}
