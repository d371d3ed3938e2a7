import type { PageCell, PageTable } from '../page-table.ts'
import { toLines, toRows } from '../text/lines.ts'
import type { Word } from '../text/words.ts'

/** How far above the first rule a heading may stand, in type sizes. */
const NEAR = 2

/**
 * A row of bold headings right above a grid whose lines begin under it belongs to the grid: one heading over each
 * column, none of them wider than its column.
 */
export function withHeadingAbove(
  table: PageTable,
  words: readonly Word[],
): { table: PageTable; used: Word[] } | undefined {
  const [left, top, right] = table.box
  const near = words.filter(
    ({ box, base, size }) =>
      base < top + 1 && base > top - NEAR * size && box[0] > left - 4 && box[2] < right + 4,
  )
  const row = toRows(near).at(-1)
  if (!row?.every(({ font }) => font.bold)) return undefined
  const first = table.cells.filter((cell) => cell.row === 0 && cell.lines.length > 0)
  if (first.every((cell) => cell.lines.every((line) => line.bold))) return undefined
  const columns = Array.from({ length: table.columns }, (_, column) =>
    table.cells.find((cell) => cell.column === column && cell.columnSpan === 1),
  )
  const cells = toLines(row, 1).flatMap((line): PageCell[] => {
    const column = columns.findIndex(
      (cell) => cell && line.box[0] > cell.box[0] - 2 && line.box[2] < cell.box[2] + 2,
    )
    const under = columns[column]
    if (!under) return []
    const box: PageCell['box'] = [under.box[0], line.box[1], under.box[2], top]
    return [{ row: 0, column, rowSpan: 1, columnSpan: 1, box, lines: [line] }]
  })
  const placed = new Set(cells.map(({ column }) => column))
  if (cells.length < 2 || placed.size < cells.length || placed.size < table.columns - 1) return undefined
  if (cells.flatMap((cell) => cell.lines.flatMap((line) => line.words)).length < row.length) return undefined
  const height = Math.min(...row.map(({ box }) => box[1]))
  return {
    table: {
      ...table,
      rows: table.rows + 1,
      headerRows: table.headerRows + 1,
      box: [left, height, right, table.box[3]],
      cells: [...cells, ...table.cells.map((cell) => ({ ...cell, row: cell.row + 1 }))],
    },
    used: row,
  }
}
