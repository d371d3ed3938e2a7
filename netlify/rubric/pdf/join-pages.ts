import type { TableCell } from '../document.ts'
import { isBullet } from './cell-text.ts'
import { overlap } from './geometry.ts'
import type { PlacedTable } from './table-block.ts'

/**
 * Joins a table with its continuation at the top of the next page: header rows that come again are dropped,
 * and a row that the page's end cut in two becomes one again. Undefined when `next` is a table of its own.
 */
export function joinTables(first: PlacedTable, next: PlacedTable): PlacedTable | undefined {
  const columns = matchColumns(first, next)
  if (!columns) return undefined
  const repeated = countRepeatedRows(first, next, columns)
  // A table with a header of its own is a table of its own.
  if (repeated === 0 && startsAnew(first, next)) return undefined
  const cells = next.block.cells.flatMap((cell): TableCell[] => {
    if (cell.row < repeated) return []
    const column = columns[cell.column] ?? cell.column
    const last = columns[cell.column + cell.columnSpan - 1] ?? column
    return [{ ...cell, column, columnSpan: last - column + 1, row: cell.row - repeated }]
  })
  const { block } = first
  const lastRow = block.rows - 1
  const cut = isCutRow(block.cells, cells, lastRow)
  const offset = cut ? lastRow : block.rows
  const joined = block.cells.map((cell) => ({ ...cell }))
  for (const cell of cells) {
    if (cut && cell.row === 0) {
      const upper = joined.find((c) => c.row + c.rowSpan - 1 === lastRow && c.column === cell.column)
      if (upper) {
        upper.text += (isBullet(cell.text) ? '\n' : ' ') + cell.text
        continue
      }
    }
    joined.push({ ...cell, row: cell.row + offset })
  }
  const headerRows = Math.max(block.headerRows ?? 0, repeated)
  return {
    ...first,
    page: next.page,
    box: next.box,
    columns: first.columns,
    block: {
      ...block,
      rows: offset + next.block.rows - repeated,
      cells: joined.sort((a, b) => a.row - b.row || a.column - b.column),
      ...(headerRows > 0 ? { headerRows } : {}),
    },
  }
}

/** For each column of `next`, the column of `first` below which it stands; undefined when they do not match. */
function matchColumns(first: PlacedTable, next: PlacedTable): number[] | undefined {
  if (first.ruled !== next.ruled && next.columns.length !== first.columns.length) return undefined
  if (next.columns.length > first.columns.length) return undefined
  const slack = first.ruled && next.ruled ? 6 : 24
  const matched: number[] = []
  for (const [left, right] of next.columns) {
    const from = (matched.at(-1) ?? -1) + 1
    let best = -1
    let most = 0
    for (let i = from; i < first.columns.length; i++) {
      const own = first.columns[i]
      if (!own) continue
      const common = overlap(own[0], own[1], left, right)
      const close =
        first.ruled && next.ruled
          ? Math.abs(own[0] - left) < slack && Math.abs(own[1] - right) < slack
          : common > 0
      if (close && common > most) {
        best = i
        most = common
      }
    }
    if (best < 0) return undefined
    matched.push(best)
  }
  return matched
}

const plain = (text: string): string => text.toLowerCase().replace(/\s+/g, '')

function countRepeatedRows(first: PlacedTable, next: PlacedTable, columns: number[]): number {
  const rowText = (cells: TableCell[], row: number, map?: number[]): string =>
    cells
      .filter((c) => c.row === row)
      .map((c) => `${map ? map[c.column] : c.column} ${plain(c.text)}`)
      .sort()
      .join('|')
  let repeated = 0
  while (repeated < Math.min(4, next.block.rows - 1)) {
    const mine = rowText(first.block.cells, repeated)
    if (mine === '' || mine !== rowText(next.block.cells, repeated, columns)) break
    repeated++
  }
  return repeated
}

/** The first row below the page's end looks like a header again, though another one than the first table's. */
function startsAnew(first: PlacedTable, next: PlacedTable): boolean {
  const bold = (table: PlacedTable): boolean => {
    const cells = table.block.cells.filter((c) => c.row === 0)
    return cells.length > 1 && cells.every((c) => c.bold === true)
  }
  const allBold = first.block.cells.every((c) => c.bold === true)
  return !allBold && bold(first) && bold(next)
}

/** The first row after the page's end reads on where the last row before it stopped. */
function isCutRow(above: TableCell[], below: TableCell[], lastRow: number): boolean {
  const first = below.filter((c) => c.row === 0)
  if (first.length === 0) return false
  const last = above.filter((c) => c.row + c.rowSpan - 1 === lastRow)
  let readOn = 0
  for (const cell of first) {
    const upper = last.find((c) => c.column === cell.column)
    if (!upper) return false
    const open = !/[.!?:;)]$/.test(upper.text.trim())
    if (/^[\p{Ll}(,;]/u.test(cell.text) && open) readOn++
    else if (open && !/^[\p{Lu}\d•☐]/u.test(cell.text) && !isBullet(cell.text)) readOn++
  }
  const label = first.some((c) => c.column === 0)
  return readOn > 0 && readOn >= 0.5 * first.length && (!label || readOn === first.length)
}
