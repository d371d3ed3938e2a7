import type { TableCell } from '../../document.ts'
import { filledCells, type Grid, type Row, textAt, widthIn } from '../grid.ts'
import { parseAmount } from '../words/amount.ts'
import { parseLevelHead } from '../words/level-head.ts'
import { splitAmount } from '../words/split-amount.ts'
import { isCriterionWord, isRole, isScaleWord, isStrongCriterionWord, totalWord } from '../words/words.ts'
import { amountsOnly } from './grid-rows.ts'
import { type Header, isEnumerated, isMonotone, type Levels } from './header.ts'
import { extend } from './header-rows.ts'
import { isLikeBelow } from './like-below.ts'

/**
 * A heading without any known level: "Criteria | Rookie | Pro | Star", or "Criteria | Ratings" over cells that
 * bring their own points. Needs a word that only rubrics use, a known rubric around it, or points in the cells.
 */
export function findLooseHeader(grid: Grid, namedRubric: boolean): Header | undefined {
  for (let at = 0; at < Math.min(4, grid.rows.length - 1); at++) {
    const row = grid.rows[at] ?? []
    const cells = filledCells(row)
    const firstText = textAt(row[0])
    const below = grid.rows.slice(at + 1)
    const scale = scaleOf(row, cells)
    if (scale) {
      // The heading stands over its own columns and over those that have none.
      const from = row.indexOf(scale)
      const columns: number[] = []
      for (let column = from; column < row.length; column++) {
        if (row[column] !== scale && textAt(row[column]) !== '') break
        columns.push(column)
      }
      const named = namesBelow(grid, at, columns)
      if (named) return named
      const own = below.filter((line, row) => {
        const under = below[row + 1] ?? []
        return ownAmounts(line, columns) >= 2 || [line, under].some((one) => amountsOnly(one, columns))
      })
      if (own.length >= below.length / 2 && !below.some((line) => isTwice(line, columns)))
        return withoutHeads(at, columns)
    }
    if (cells.length < 3) continue
    // Two columns of anything are a comparison.
    const named = namedRubric && cells.length >= (firstText === '' ? 3 : 4)
    const believed =
      isStrongCriterionWord(firstText) || (named && (isCriterionWord(firstText) || isOverNames(grid, at)))
    const columns = row.flatMap((cell, column) =>
      cell && column > 0 && textAt(cell) !== '' && !isRole(textAt(cell), column) && cell !== row[0]
        ? [column]
        : [],
    )
    if (columns.length < 2 || cells.some((cell) => textAt(cell).length > 80)) continue
    if (isLikeBelow(grid, at, columns)) continue
    const counted =
      columns.length >= 3 && isCriterionWord(firstText) ? overPoints(grid, at, at, columns) : undefined
    if (counted) return counted
    const own = below.filter((line) => ownAmounts(line, columns, !namedRubric) >= 2).length
    const wordy = below.filter(
      (line) => columns.filter((column) => textAt(line[column]).length >= 12).length >= 2,
    )
    if ((believed && wordy.length >= below.length / 2) || (own >= 2 && own >= below.length * 0.6)) {
      const levels: Levels = new Map()
      for (const column of columns) {
        const cell = row[column]
        const head = parseLevelHead(textAt(cell))
        if (cell && head) levels.set(column, { head, cell })
      }
      const heads = [...levels.values()].map((item) => item.head)
      const values = heads.flatMap((head) => (head.label === undefined ? [] : (head.amount?.max ?? [])))
      // Names with points that run up and down are criteria, and the table somebody's marks.
      if (values.length === heads.length && (isEnumerated(heads, values) || !isMonotone(values))) continue
      if (levels.size >= 2) return { ...extend(grid, at, levels), strength: 1 }
    }
  }
  // No heading at all, as Moodle shows a rubric: every cell right of the title brings its points.
  const columns = Array.from({ length: Math.max(0, grid.columns - 1) }, (_, column) => column + 1).filter(
    // "/5" at the end of every row is where somebody writes what was given.
    (column) => !grid.rows.every((row) => parseAmount(textAt(row[column]))?.outOf),
  )
  const own = grid.rows.filter((row) => textAt(row[0]) !== '' && ownAmounts(row, columns, true) >= 2)
  return grid.rows.length >= 2 && own.length === grid.rows.length ? withoutHeads(-1, columns) : undefined
}

/** "Criteria | Ratings", or "Task | Criteria | Points" where the heading in the middle stands over several columns. */
function scaleOf(row: Row, cells: readonly TableCell[]): TableCell | undefined {
  const [first, ...others] = cells
  if (isCriterionWord(textAt(first))) return others.find((cell) => isScaleWord(textAt(cell)))
  return others.find((cell) => isStrongCriterionWord(textAt(cell)) && widthIn(row, cell) >= 3)
}

/**
 * "Levels of achievement" over "NA | PA | A": short names right below a heading of the scale, each over a column of
 * points, are levels whatever they are.
 */
function namesBelow(grid: Grid, at: number, columns: readonly number[]): Header | undefined {
  const [row = [], names = []] = grid.rows.slice(at, at + 2)
  const isOther = (column: number) => names[column] !== row[column] && textAt(names[column]) !== ''
  if (columns.length < 2 || row.some((_, column) => column < (columns[0] ?? 0) && isOther(column)))
    return undefined
  return overPoints(grid, at, at + 1, columns)
}

/** Short names in one row, and points in all of their columns below it. */
function overPoints(grid: Grid, top: number, at: number, columns: readonly number[]): Header | undefined {
  const row = grid.rows[at] ?? []
  const texts = columns.map((column) => textAt(row[column]))
  if (new Set(texts).size < texts.length || texts.some((text) => text === '' || text.length > 20))
    return undefined
  if (texts.some((text) => parseAmount(text))) return undefined
  const body = grid.rows
    .slice(at + 1)
    .filter((line) => !filledCells(line).some((cell) => totalWord(textAt(cell))))
  const worth = body.map((line) => columns.flatMap((column) => parseAmount(textAt(line[column]))?.max ?? []))
  const counted = worth.filter((values) => values.length === columns.length && isMonotone(values))
  if (counted.length < 2 || counted.length < body.length * 0.75) return undefined
  const levels = columns.flatMap((column) => {
    const cell = row[column]
    return cell ? [{ head: { label: textAt(cell), strength: 1 as const }, columns: [column], cell }] : []
  })
  return { top, bottom: at + 1, levels, strength: 1 }
}

/** Nothing in the corner, and a heading over every other column, above rows with names. */
function isOverNames({ rows }: Grid, at: number): boolean {
  const [corner, ...heads] = rows[at] ?? []
  const above = rows.slice(0, at).every((row) => filledCells(row).length === 1)
  const named = rows.slice(at + 1).filter((row) => textAt(row[0]) !== '' && filledCells(row).length > 1)
  return above && textAt(corner) === '' && heads.every((cell) => textAt(cell) !== '') && named.length >= 2
}

/** What can be had, and the same beside it, as somebody got it. */
function isTwice(line: Row, columns: readonly number[]): boolean {
  const amounts = [...new Set(columns.map((column) => line[column]))].flatMap((cell) => {
    const amount = parseAmount(textAt(cell))
    return amount?.max === undefined || amount.range ? [] : [amount.max]
  })
  return amountsOnly(line, columns) && new Set(amounts).size < amounts.length
}

/** Levels that no row names; `at` is the row above the first of them, -1 where there is none. */
export function withoutHeads(at: number, columns: readonly number[]): Header {
  return {
    top: Math.max(0, at),
    bottom: at + 1,
    levels: columns.map((column) => ({ head: { strength: 1 as const }, columns: [column] })),
    strength: 1,
  }
}

/** How many cells of a row start or end with points of their own. */
function ownAmounts(row: Row, columns: readonly number[], needsUnit = false): number {
  const cells = [...new Set(columns.map((column) => row[column]))]
  return cells.filter((cell) => {
    const split = splitAmount(textAt(cell), false)
    return split !== undefined && (needsUnit ? split.amount.unit === 'points' : split.amount.unit !== 'times')
  }).length
}
