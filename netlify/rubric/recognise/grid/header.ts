import type { TableCell } from '../../document.ts'
import { filledCells, type Grid, type Row, textAt } from '../grid.ts'
import { parseAmount } from '../words/amount.ts'
import { type LevelHead, parseLevelHead } from '../words/level-head.ts'
import { levelRank } from '../words/level-words.ts'
import {
  isCriterionWord,
  isDropWord,
  isPlaceholder,
  isPointsWord,
  isRole,
  isScaleWord,
  isWeightWord,
  totalWord,
} from '../words/words.ts'
import { extend, isScaleRow } from './header-rows.ts'
import { blankHeadings, isLikeBelow } from './like-below.ts'
import { numberedBetween, numbersOfNames, steps } from './numbered-heads.ts'

/** The heading rows of a grid and what they say about its columns. */
export interface Header {
  /** First heading row and the first row after them. */
  top: number
  bottom: number
  /** One per level, left to right; a level may cover several columns under one merged heading. */
  levels: { head: LevelHead; columns: number[]; cell?: TableCell }[]
  /** How sure: 3 known words or units, 2 bare numbers, 1 only the shape of the table. */
  strength: number
}

/** How many rows around a heading are looked at: enough for any rubric, and linear in a long table. */
const MAX_NEAR = 40

/** Finds the next heading of levels at or below row `from`; looks at most `within` rows down. */
export function findHeader(grid: Grid, from: number, within: number): Header | undefined {
  const last = Math.min(grid.rows.length - 1, from + within)
  for (let at = from; at <= last; at++) {
    const row = grid.rows[at]
    if (!row) continue
    const named = numberedBetween(row) ?? levelColumns(row, blankHeadings(grid, at))
    const levels = withoutWeights(named, grid.rows[at - 1])
    if (!levels || !plausible(grid, at, levels)) continue
    return extend(grid, at, levels)
  }
  return undefined
}

export type Levels = Map<number, { head: LevelHead; cell: TableCell }>

/** "Weight" over "100 %", right of levels in numbers. */
function withoutWeights(levels: Levels | undefined, above: Row | undefined): Levels | undefined {
  for (const column of [...(levels?.keys() ?? [])])
    if (isWeightWord(textAt(above?.[column]))) levels?.delete(column)
  return levels && levels.size > 1 ? levels : undefined
}

/**
 * The cells of a row that read like levels, when at least two stand side by side.
 *
 * @param blank see `blankHeadings`
 */
function levelColumns(row: Row, blank: ReadonlySet<TableCell>): Levels | undefined {
  const cells = filledCells(row)
  const found: Levels = new Map()
  const strong: TableCell[] = []
  let others = 0
  const known = cells.filter((cell) => levelRank(textAt(cell)) !== undefined && !isPointsWord(textAt(cell)))
  // Beside three known names "Final grade" heads what comes of them.
  const summed = cells.some((cell) => totalWord(textAt(cell)) && !isDropWord(textAt(cell)))
  if (summed && known.length < 3) return undefined
  const all = steps(cells)
  const behind = all.size > 0 ? all : steps(cells.slice(1))
  // "4. Distinguished | 3. Good | 2. Fair | 1. Poor": what counts, too, is no heading of the criteria.
  const [second] = behind.values()
  const counts = parseLevelHead(textAt(cells[0]))?.amount?.max === (second?.amount?.max ?? Number.NaN) + 1
  const stepped = counts && behind !== all ? all : behind
  const sharing = numbersOfNames(cells)
  const headOf = (cell: TableCell) => stepped.get(cell) ?? sharing.get(cell) ?? parseLevelHead(textAt(cell))
  cells.forEach((cell, index) => {
    const text = textAt(cell)
    // "Pass | Credit | Distinction": a grade, though alone it would be a word for points.
    const isGrade = known.length >= 2 && levelRank(text) !== undefined
    if (isRole(text, index) && !isGrade) return
    // "Research (50) | Excellent | Good": a name with points beside names of levels without is that of a group.
    if (index === 0 && known.length >= 2 && !known.includes(cell) && isPriced(cell) && !known.some(isPriced))
      return
    const head = stepped.size > 0 && !stepped.has(cell) ? undefined : headOf(cell)
    if (stepped.size > 0 && !head && index === 0) return
    if (!head || head.strength === 1 || head.amount?.unit === 'times' || head.amount?.outOf) {
      if ((index > 0 || head === undefined) && !blank.has(cell)) others++
      return
    }
    strong.push(cell)
    row.forEach((other, column) => {
      if (other === cell) found.set(column, { head, cell })
    })
  })
  if (strong.length < 2 || strong.length < others) return undefined
  const heads = strong.map(headOf)
  const amounts = heads.filter((head) => head?.amount !== undefined).length
  const labels = heads.filter((head) => head?.label !== undefined).length
  // Names in some places and bare numbers in others are data, not a scale.
  if (amounts < heads.length && labels < heads.length) return undefined
  if (labels === 0 && others > 0 && heads.every((head) => head?.strength === 2)) return undefined
  // So are numbers that run up and down, where only some have names ("3.1 - Use case", "216", "194").
  const values = heads.flatMap((head) => head?.amount?.max ?? head?.amount?.min ?? [])
  const ranked = heads.some((head) => head?.rank !== undefined)
  if (labels > 0 && labels < heads.length && amounts === heads.length && (!ranked || !isMonotone(values))) {
    return undefined
  }
  // Unknown names with numbers that do not run one way are criteria, and the table somebody's marks.
  if (labels === heads.length && amounts === heads.length && !ranked && stepped.size === 0) {
    if (!isMonotone(values) || isEnumerated(heads, values)) return undefined
  }
  // Levels with unknown names among known ones: "Wow", "Good", "Getting there".
  if (others > 0 && strong.length > 1) {
    const columns = [...found.keys()]
    const first = Math.min(...columns)
    const last = Math.max(...columns)
    // Names without points beside names with points are something else.
    const alike = strong.every((other) => headOf(other)?.amount === undefined)
    const trailing = trailingNames(cells, strong)
    cells.forEach((cell, index) => {
      const column = row.indexOf(cell)
      if (column <= 0 || strong.includes(cell) || isRole(textAt(cell), index)) return
      const head = parseLevelHead(textAt(cell))
      if (!head || isCriterionWord(textAt(cell))) return
      // A heading that is higher than those of the levels stands beside them.
      if (strong.every((other) => other.rowSpan < cell.rowSpan)) return
      const between = column > first && column < last
      if (
        between ||
        (alike && column > last && index >= cells.length - trailing) ||
        (alike && column === first - 1 && column > 0)
      ) {
        row.forEach((other, at) => {
          if (other === cell) found.set(at, { head, cell })
        })
      }
    })
  }
  return found
}

const isPriced = (cell: TableCell): boolean => parseLevelHead(textAt(cell))?.amount !== undefined

/** How many cells at the end of a heading go on with the names of levels: "Excellent | Good | Meh | Ugh". */
function trailingNames(cells: readonly TableCell[], strong: readonly TableCell[]): number {
  const ranked = strong.filter((cell) => levelRank(textAt(cell)) !== undefined)
  const known = ranked.length < 2 ? -1 : cells.findLastIndex((cell) => strong.includes(cell))
  if (known < 0) return 0
  const after = cells
    .slice(known + 1)
    .filter(
      (cell, at, all) =>
        !(isRole(textAt(cell), 1) && all.slice(at).every((other) => isRole(textAt(other), 1))),
    )
  const names = after.every(
    (cell) =>
      textAt(cell).length <= 40 &&
      !isRole(textAt(cell), 1) &&
      totalWord(textAt(cell)) === undefined &&
      parseLevelHead(textAt(cell))?.amount === undefined,
  )
  if (!names || after.length > strong.length) return 0
  return cells.length - known - 1
}

/** "1. Oak", "2. Elm", … "7. Ash", or numbers too large for a scale. */
export function isEnumerated(heads: readonly (LevelHead | undefined)[], values: readonly number[]): boolean {
  const bare = heads.every((head) => head?.amount?.unit === 'none')
  const counted = values.length > 6 && values.every((value, at) => value === at + 1)
  return bare && (counted || Math.max(...values) > 100)
}

/** Bare numbers or one-word cells in the middle of data are no heading: something must hang below them. */
function plausible(grid: Grid, at: number, levels: Levels): boolean {
  const below = grid.rows.slice(at + 1, at + 1 + MAX_NEAR)
  if (below.length === 0) return false
  const columns = [...levels.keys()]
  const heads = [...new Set([...levels.values()].map((level) => level.head))]
  if (heads.every((head) => head.rank === undefined) && isLikeBelow(grid, at, columns)) return false
  // A full row above belongs to the same table, so this one is in its body.
  const above = grid.rows
    .slice(Math.max(0, at - MAX_NEAR), at)
    .filter((row) => filledCells(row).length >= 3 && !isScaleRow(row, columns[0] ?? 0))
  const sure = heads.every((head) => head.amount !== undefined || head.rank !== undefined)
  if (
    above.some(
      (row) => new Set(columns.map((column) => row[column]).filter((cell) => textAt(cell) !== '')).size >= 2,
    ) &&
    !(sure && restarts(grid, at))
  ) {
    return false
  }
  // Cells that bring a name and points of their own in every row are levels, and no row of them is a heading.
  const alike = below.filter((row) => {
    const own = [...new Set(columns.map((column) => row[column]))].map((cell) => parseLevelHead(textAt(cell)))
    // "Length × 2" is no level.
    const levels = own.filter((head) => head?.amount !== undefined && head.amount.unit !== 'times')
    return levels.filter((head) => head?.label !== undefined).length >= 2
  })
  const names = heads.map((head) => `${head.label ?? ''}|${head.amount?.max ?? ''}|${head.amount?.min ?? ''}`)
  if (new Set(names).size < names.length) return false
  const named = heads.every((head) => head.rank !== undefined && head.amount === undefined)
  if (!named && alike.length > 0 && alike.length >= below.length / 2) return false
  const bare = heads.every((head) => head.strength === 2 && head.label === undefined)
  // So are "20 %" and "0" side by side, where the rows below them are alike.
  const mixed = isMixed(heads)
  if (!bare && !mixed) return true
  const values = heads.map((head) => head.amount?.max ?? head.amount?.min ?? 0)
  if (new Set(values).size < values.length) return false
  const texts = below.flatMap((row) => columns.map((column) => textAt(row[column])))
  const numbers = texts.filter((text) => parseAmount(text) !== undefined).length
  const filled = texts.filter((text) => !isPlaceholder(text)).length
  const first = textAt(grid.rows[at]?.[0])
  if (mixed) return numbers <= filled / 3
  if (!isMonotone(values)) return false
  const known =
    first === '' ||
    columns.includes(0) ||
    isCriterionWord(first) ||
    isScaleWord(first) ||
    isPointsWord(first) ||
    (grid.rows[at] ?? []).some((cell) => isWeightWord(textAt(cell)))
  // Ascending numbers beside an unknown word count weeks or items.
  if (!known && (values[0] ?? 0) < (values.at(-1) ?? 0)) return false
  if (filled === 0) return first !== '' ? isCriterionWord(first) || below.length >= 2 : below.length >= 2
  return numbers <= filled / 3
}

/** Numbers without names, of which some are percent and some are not. */
function isMixed(heads: readonly LevelHead[]): boolean {
  const units = new Set(heads.map((head) => head.amount?.unit))
  return units.size > 1 && heads.every((head) => head.label === undefined)
}

/** A second table in the same grid: its heading follows a row with one cell, or repeats the lead of the first. */
function restarts(grid: Grid, at: number): boolean {
  const before = grid.rows[at - 1]
  if (before && filledCells(before).length <= 2) return true
  const lead = textAt(grid.rows[at]?.[0])
  return (
    isCriterionWord(lead) ||
    grid.rows.slice(Math.max(0, at - MAX_NEAR), at).some((row) => textAt(row[0]) === lead)
  )
}

export function isMonotone(values: readonly number[]): boolean {
  const steps = values.slice(1).map((value, at) => value - (values[at] ?? 0))
  return steps.every((step) => step > 0) || steps.every((step) => step < 0)
}
