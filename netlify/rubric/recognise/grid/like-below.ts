import type { TableCell } from '../../document.ts'
import { columnCells, filledCells, type Grid, type Row, textAt } from '../grid.ts'
import { parseAmount } from '../words/amount.ts'
import { splitTail } from '../words/split-amount.ts'

/** What tells a heading from a row of data: it differs in kind from the rows below it. */

/** How many rows below a heading are looked at, which keeps a long table linear. */
const NEAR = 40

/**
 * Most of the cells have the kind of those below them in the same columns: bare amounts, whole sentences, texts with
 * points at their end; one of them goes on from the row above; or the next row, of another name, holds the same again.
 *
 * @param columns of the levels that the row would name
 */
export function isLikeBelow(grid: Grid, at: number, columns: readonly number[]): boolean {
  const row = grid.rows[at] ?? []
  const cells = columns.filter((column, index) => row[column] !== row[columns[index - 1] ?? -1])
  const alike = cells.filter((column) => {
    const below = columnCells(grid, column, at + 1, at + 1 + NEAR).filter((cell) => cell !== row[column])
    return isLike(row[column], below)
  })
  const above = grid.rows[at - 1]
  const merged = columns.filter((column) => row[column] && row[column] === above?.[column])
  if (merged.length > 0 && merged.length < columns.length) return true
  return (
    (cells.length >= 2 && alike.length >= cells.length / 2) || comesAgain(row, grid.rows[at + 1], columns)
  )
}

function isLike(cell: TableCell | undefined, below: readonly TableCell[]): boolean {
  const text = textAt(cell)
  const others = below.map(textAt)
  const most = (test: (text: string) => boolean) =>
    test(text) && others.length > 0 && others.filter(test).length > others.length / 2
  const mean = others.reduce((sum, other) => sum + other.length, 0) / Math.max(1, others.length)
  return (
    most((other) => parseAmount(other) !== undefined) ||
    most(isSentence) ||
    (text.length >= mean / 2 && most(isPriced))
  )
}

/** With points at its end, or at the end of its first line. */
function isPriced(text: string): boolean {
  return [text, text.split('\n')[0] ?? ''].some((said) => splitTail(said, false) !== undefined)
}

function isSentence(text: string): boolean {
  const said = splitTail(text, false)?.rest ?? text
  return /[.!?]$/.test(said) && said.split(/\s+/).length >= 5
}

/** "On time | No | Yes" over "Complete | No | Yes": each row brings its answers. */
function comesAgain(row: Row, next: Row | undefined, columns: readonly number[]): boolean {
  const [name, other] = [textAt(row[0]), textAt(next?.[0])]
  if (columns.includes(0) || name === '' || other === '' || name === other) return false
  return columns.every((column) => textAt(row[column]) === textAt(next?.[column]))
}

/** The headings over columns with nothing below them, where others have something: rooms to write in. */
export function blankHeadings(grid: Grid, at: number): ReadonlySet<TableCell> {
  const row = grid.rows[at] ?? []
  const below = grid.rows.slice(at + 1, at + 1 + NEAR)
  const isBlank = (cell: TableCell) =>
    row.every((other, column) => other !== cell || below.every((line) => textAt(line[column]) === ''))
  const blank = filledCells(row).filter(isBlank)
  return new Set(blank.length < filledCells(row.slice(1)).length ? blank : [])
}
