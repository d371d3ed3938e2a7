import type { TableBlock, TableCell } from '../document.ts'
import type { Box } from './geometry.ts'
import type { PageLayout } from './page-layout.ts'
import type { PageTable } from './page-table.ts'
import { boldLead } from './text/bold-lead.ts'
import { boxOfLines, joinLines, paintsSpaces } from './text/cell-text.ts'
import type { Line } from './text/lines.ts'
import { roundBox } from './text/text-blocks.ts'

/** A page's table with its text joined, and where its columns stand for finding its continuation. */
export interface PlacedTable {
  block: TableBlock
  page: number
  box: Box
  /** Left and right of each column, in the frame of the page's text. */
  columns: Array<[number, number]>
  ruled: boolean
  edges: CellEdges[]
}

/** Where the text of a cell begins and ends. */
export interface CellEdges {
  row: number
  lastRow: number
  column: number
  first: Line
  last: Line
  /** How long a line may get. */
  room: number
}

export function toPlacedTable(
  table: PageTable,
  layout: PageLayout,
  dropHyphen: (before: string, after: string) => boolean,
): PlacedTable {
  const columns = columnExtents(table)
  const edges: CellEdges[] = []
  const spaced = paintsSpaces(table.cells)
  const cells = table.cells
    .filter((cell) => cell.lines.length > 0)
    .flatMap((cell): TableCell[] => {
      const ink = boxOfLines(cell.lines)
      const bold = cell.lines.every((l) => l.bold)
      const room = roomOf(cell, table, columns, ink)
      const joined = joinLines(cell.lines, { room, dropHyphen, spaced })
      const lead = bold ? undefined : boldLead(cell.lines, joined)
      const text =
        lead === undefined ? joined : `${lead.text}${lead.gap}${joined.slice(lead.text.length + 1)}`
      const [first, last] = [cell.lines[0], cell.lines.at(-1)]
      if (text === '' || !first || !last) return []
      const { row, column, rowSpan, columnSpan } = cell
      edges.push({ row, lastRow: row + rowSpan - 1, column, first, last, room })
      return [
        {
          row,
          column,
          rowSpan,
          columnSpan,
          text,
          ...(bold ? { bold } : {}),
          ...(lead === undefined ? {} : { lead: lead.text }),
          source: {
            in: 'page',
            page: layout.page,
            box: roundBox(layout.toPage(table.ruled ? cell.box : ink)),
          },
        },
      ]
    })
    .sort((a, b) => a.row - b.row || a.column - b.column)
  // The first column of a table in a right-to-left script is its rightmost.
  const letters = cells.map((c) => c.text).join('')
  const rightToLeft =
    (letters.match(/[\u0590-\u08ff]/g)?.length ?? 0) > (letters.match(/\p{Script=Latin}/gu)?.length ?? 0)
  if (rightToLeft) {
    for (const cell of cells) cell.column = table.columns - cell.column - cell.columnSpan
    for (const edge of edges) edge.column = table.columns - edge.column - 1
    cells.sort((a, b) => a.row - b.row || a.column - b.column)
    columns.reverse()
  }
  const block: TableBlock = {
    kind: 'table',
    rows: table.rows,
    columns: table.columns,
    cells,
    ...(table.headerRows > 0 ? { headerRows: table.headerRows } : {}),
    source: { in: 'page', page: layout.page, box: roundBox(layout.toPage(table.box)) },
  }
  return { block, page: layout.page, box: table.box, columns, ruled: table.ruled, edges }
}

/** How long a line of text may get in a cell. */
function roomOf(
  cell: PageTable['cells'][number],
  table: PageTable,
  columns: PlacedTable['columns'],
  ink: Box,
): number {
  const turned = cell.lines[0]?.angle === 90 || cell.lines[0]?.angle === 270
  if (turned) return cell.box[3] - cell.box[1] - 6
  if (table.ruled) {
    const padding = Math.max(0, Math.min(ink[0] - cell.box[0], cell.box[2] - ink[2], 12))
    return cell.box[2] - cell.box[0] - 2 * padding
  }
  const left = columns[cell.column]?.[0] ?? ink[0]
  const right = columns[cell.column + cell.columnSpan - 1]?.[1] ?? ink[2]
  return Math.max(right - left, ink[2] - ink[0])
}

function columnExtents(table: PageTable): Array<[number, number]> {
  const known = table.open?.columns.extents
  return Array.from({ length: table.columns }, (_, column) => {
    const own = table.cells.filter((c) => c.column === column && c.columnSpan === 1)
    const any =
      own.length > 0 ? own : table.cells.filter((c) => c.column <= column && c.column + c.columnSpan > column)
    const boxes = any.map((c): [number, number] => [c.box[0], c.box[2]])
    const wide = known?.[column] ? [...boxes, known[column]] : boxes
    return [Math.min(...wide.map(([left]) => left)), Math.max(...wide.map(([, right]) => right))]
  })
}
