import type { PageCell, PageTable } from '../page-table.ts'
import { toLines, toRows } from '../text/lines.ts'

/**
 * A first row without lines between its cells, over columns that have them: its text is parted where the
 * columns are, when every column has some and a gap wider than between words stands at each boundary.
 *
 * @param gap how far apart, in type sizes, the words of one line may stand
 */
export function partHeading(table: PageTable, gap: number): PageTable {
  const [heading, ...others] = table.cells.filter((cell) => cell.row === 0)
  if (!heading || others.length > 0 || heading.columnSpan !== table.columns || heading.rowSpan > 1)
    return table
  const below = table.cells.filter((cell) => cell.row === 1).sort((a, b) => a.column - b.column)
  if (below.length < 3 || below[0]?.column !== 0) return table
  const words = heading.lines.flatMap((line) => line.words)
  const parts = below.map((cell, at) => {
    const right = below[at + 1]?.box[0] ?? heading.box[2]
    return words.filter((word) => word.box[0] >= cell.box[0] - 1 && word.box[2] <= right + 1)
  })
  if (parts.some((part) => part.length === 0) || parts.flat().length < words.length) return table
  const close = toRows(words).some((row) =>
    row.slice(1).some((word, at) => {
      const before = row[at]
      const apart = parts.some((part) => before && part.includes(before) && !part.includes(word))
      return before && apart && word.box[0] - before.box[2] < 0.6 * word.size
    }),
  )
  if (close) return table
  const cells = below.map(
    ({ column, columnSpan, box }, at): PageCell => ({
      row: 0,
      column,
      rowSpan: 1,
      columnSpan,
      box: [box[0], heading.box[1], box[2], heading.box[3]],
      lines: toRows(parts[at] ?? []).flatMap((row) => toLines(row, gap)),
    }),
  )
  return { ...table, cells: [...cells, ...table.cells.filter((cell) => cell !== heading)] }
}
