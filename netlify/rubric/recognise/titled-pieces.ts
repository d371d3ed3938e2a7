import type { TableBlock } from '../document.ts'
import { filledCells, type Grid, type Row, textAt, toGrid, widthIn } from './grid.ts'
import { namesRubric } from './words/words.ts'

const MAX_TITLE = 80

/** "Quiz rubric" over the whole width: what follows is a rubric of its own. */
export function isTitleRow(row: Row): boolean {
  const [cell, other] = filledCells(row)
  if (!cell || other || widthIn(row, cell) < row.length || row.length < 2) return false
  const text = textAt(cell)
  return text.length <= MAX_TITLE && !/[.;,]$/.test(text) && namesRubric(text)
}

/** The rubrics of a table, where its first row is the title of one and other rows are the titles of others. */
export function titledPieces(table: TableBlock): TableBlock[] {
  const rows: Grid['rows'] = table.rows > 0 ? toGrid(table).rows : []
  if (!rows[0] || !isTitleRow(rows[0])) return [table]
  const tops = rows.flatMap((row) => (isTitleRow(row) ? [filledCells(row)[0]?.row ?? 0] : []))
  return tops.map((top, at) => {
    const end = tops[at + 1] ?? table.rows
    const cells = table.cells.filter(({ row }) => row >= top && row < end)
    return { ...table, rows: end - top, cells: cells.map((cell) => ({ ...cell, row: cell.row - top })) }
  })
}
