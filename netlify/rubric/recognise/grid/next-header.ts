import { filledCells, type Grid, type Row, textAt, widthIn } from '../grid.ts'
import { findHeader, type Header } from './header.ts'

/** The row of the next heading in the same table: the same columns, read as levels again. */
export function nextHeader(grid: Grid, header: Header, columns: readonly number[]): number {
  const first = Math.min(...columns)
  for (let at = header.bottom; at < grid.rows.length - 1; at++) {
    const row = grid.rows[at] ?? []
    if (isRepeated(grid, header, row)) continue
    const next = findHeader(grid, at, 0)
    if (!next || next.top < at) continue
    const nextColumns = next.levels.flatMap((item) => item.columns)
    if (Math.min(...nextColumns) !== first && !/^\D*$/.test(textAt(row[0]))) continue
    const sameHeads = next.levels.every((item) => item.head.label !== undefined || first === 0)
    const original = header.levels.every((item) => item.head.label === undefined)
    const lead = row
      .slice(0, Math.min(...nextColumns))
      .map(textAt)
      .filter(Boolean)
    const headed = lead.length === 0 || lead.every((text) => headingTexts(grid, header).has(text))
    if (headed && (sameHeads || original) && next.levels.length >= 2 && next.strength >= header.strength) {
      const above = grid.rows[at - 1]
      return above && at - 1 >= header.bottom && isSpanning(above) ? at - 1 : at
    }
  }
  return grid.rows.length
}

function headingTexts(grid: Grid, header: Header): Set<string> {
  return new Set(grid.rows.slice(header.top, header.bottom).flatMap((row) => row.map(textAt)))
}

/** The same heading again, as at the top of each page. */
export function isRepeated(grid: Grid, header: Header, row: Row): boolean {
  const texts = row.map(textAt).join('\u0000')
  return grid.rows.slice(header.top, header.bottom).some((head) => head.map(textAt).join('\u0000') === texts)
}

function isSpanning(row: Row): boolean {
  const cells = filledCells(row)
  const [cell] = cells
  return (
    cells.length === 1 && cell !== undefined && (widthIn(row, cell) >= row.length * 0.6 || row[0] === cell)
  )
}
