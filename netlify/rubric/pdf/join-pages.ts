import type { TableCell } from '../document.ts'
import { overlap } from './geometry.ts'
import type { PlacedTable } from './table-block.ts'
import { isBullet, isWrapped } from './text/cell-text.ts'

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
  const cut = isCutRow(first, next, cells, { lastRow, repeated, columns })
  const offset = cut ? lastRow : block.rows
  const joined = block.cells.map((cell) => ({ ...cell }))
  for (const cell of cells) {
    if (cut && cell.row === 0) {
      const upper = joined.find((c) => c.row + c.rowSpan - 1 === lastRow && c.column === cell.column)
      if (upper) {
        // A name at the end of the page, and what is said about it at the top of the next.
        const named = upper.bold === true && cell.bold !== true && cell.lead === undefined
        if (named) upper.lead = upper.text
        delete upper.bold
        upper.text += (named || isBullet(cell.text) ? '\n' : ' ') + cell.text
        upper.rowSpan += cell.rowSpan - 1
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
    edges: next.edges.map((edge) => ({
      ...edge,
      column: columns[edge.column] ?? edge.column,
      row: edge.row - repeated + offset,
      lastRow: edge.lastRow - repeated + offset,
    })),
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
  // The row that is repeated may be all that stands there, and the rest a table of its own.
  const most = Math.min(4, Math.max(1, next.block.rows - 1))
  while (repeated < most) {
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

interface Seam {
  lastRow: number
  repeated: number
  columns: number[]
}

/** Whether the first row after the page's end is the rest of the last row before it. */
function isCutRow(first: PlacedTable, next: PlacedTable, below: TableCell[], seam: Seam): boolean {
  const row = below.filter((c) => c.row === 0)
  const last = first.block.cells.filter((c) => c.row + c.rowSpan - 1 === seam.lastRow)
  if (row.length === 0 || row.some((cell) => !last.some((c) => c.column === cell.column))) return false
  if (isHeadAlone(first, last, row)) return false
  // Between rules, the rest of a cell is as wide as the cell.
  const isOther = (cell: TableCell) =>
    last.some((c) => c.column === cell.column && c.columnSpan !== cell.columnSpan)
  if (first.ruled && next.ruled && row.some(isOther)) return false
  const seams = toSeams(first, next, seam)
  // Typesetters fill every cell of a cut row to the end of the page, but for a line that would part from its last.
  const full = seams.every(({ toEnd }) => toEnd)
  if (!first.ruled && !full) return false
  const label = labelColumn(first, seam.lastRow)
  const labelled = label === undefined || row.some((c) => c.column === label)
  if (!labelled && full) return true
  if (lacksPoints(first, row, seam.lastRow) && full) return true
  if (readsOn(row, last)) return true
  // A label is broken where its column was narrow, which its ink does not show: one word of it follows its cells.
  const [tail, ...others] = [...seams].sort((a, b) => Number(b.column === label) - Number(a.column === label))
  // An item of a list begins a line wherever it stands.
  const texts = others.filter(({ item }) => !item)
  const follows = texts.length >= 2 && tail?.column === label && tail?.words === 1
  const told = follows ? texts : seams.filter(({ item }) => !item)
  return full && told.length > 0 && told.every(({ wrapped }) => wrapped)
}

/** Short bold words are all that stands of the table before the page ends: its head, and no row. */
function isHeadAlone(
  { block }: PlacedTable,
  head: readonly TableCell[],
  below: readonly TableCell[],
): boolean {
  return (
    block.rows === 1 &&
    head.length >= 2 &&
    head.every(({ bold, text }) => bold === true && text.length <= 40) &&
    below.length === head.length &&
    below.some(({ bold }) => bold !== true)
  )
}

/** For each cell that stands on both sides: whether its text reaches the end of the page, and would wrap there. */
function toSeams(first: PlacedTable, next: PlacedTable, { lastRow, repeated, columns }: Seam) {
  const upper = first.edges.filter((e) => e.lastRow === lastRow)
  const end = Math.max(...upper.map((e) => e.last.base))
  return next.edges
    .filter((e) => e.row === repeated)
    .flatMap((lower) => {
      const own = upper.find((e) => e.column === (columns[lower.column] ?? lower.column))
      if (!own) return []
      return [
        {
          column: own.column,
          words: lower.first.words.length,
          item: isBullet(lower.first.text),
          toEnd: own.last.base > end - 1.6 * own.last.size,
          wrapped: isWrapped(own.last, lower.first, own.room),
        },
      ]
    })
}

/** The leftmost column that every row of the body fills. */
function labelColumn({ block }: PlacedTable, lastRow: number): number | undefined {
  const start = block.headerRows ?? 0
  const rows = Array.from({ length: lastRow + 1 - start }, (_, i) => start + i).filter((row) =>
    block.cells.some((c) => c.row === row && c.columnSpan < block.columns),
  )
  if (rows.length === 0) return undefined
  for (let column = 0; column < block.columns; column++) {
    const own = block.cells.filter((c) => c.column === column)
    // A heading beside two rows of headings fills both.
    const fills = (row: number) => own.some((c) => c.row === row || (c.row === 0 && c.rowSpan > row))
    if (rows.every(fills)) return column
  }
  return undefined
}

/** Every row has its points at its right end, and only this one has none: they stand in its upper part. */
function lacksPoints({ block }: PlacedTable, row: readonly TableCell[], lastRow: number): boolean {
  const column = block.columns - 1
  const start = Math.max(1, block.headerRows ?? 0)
  const points = block.cells.filter((c) => c.column === column && c.row >= start)
  const isAmount = ({ text }: TableCell) => text.length <= 20 && /\d/.test(text) && !/\p{L}{7}/u.test(text)
  const everywhere = new Set(points.map((c) => c.row)).size === lastRow + 1 - start
  return points.length >= 2 && everywhere && points.every(isAmount) && row.every((c) => c.column !== column)
}

/** The text goes on in the middle of sentences. */
function readsOn(below: TableCell[], last: TableCell[]): boolean {
  let count = 0
  for (const cell of below) {
    const upper = last.find((c) => c.column === cell.column)
    const open = upper !== undefined && !/[.!?:;)]$/.test(upper.text.trim())
    if (/^[\p{Ll}(,;]/u.test(cell.text) && open) count++
    else if (open && !/^[\p{Lu}\d•☐]/u.test(cell.text) && !isBullet(cell.text)) count++
  }
  const label = below.some((c) => c.column === 0)
  return count > 0 && count >= 0.5 * below.length && (!label || count === below.length)
}
