import type { Box } from './geometry.ts'
import type { RowSigns } from './open/open-body.ts'
import type { Columns } from './open/open-columns.ts'
import type { Line } from './text/lines.ts'

/** A table on one page, before its text is joined. */

export interface PageCell {
  row: number
  column: number
  rowSpan: number
  columnSpan: number
  /** The cell's own area: between rules, or around its text where there are none. */
  box: Box
  lines: Line[]
}

export interface PageTable {
  rows: number
  columns: number
  cells: PageCell[]
  box: Box
  /** Whether lines on all sides bound the cells, so that structure is known rather than inferred. */
  ruled: boolean
  headerRows: number
  /** How a table without cell borders was read, so that the next page can be read the same way. */
  open?: OpenShape
}

export interface OpenShape {
  columns: Columns
  rowSigns: RowSigns | undefined
  /** The rows of text of the header. */
  header: string[]
  bold: boolean
}

/** Drops rows and columns that hold nothing: gutters between double rules and frames around a table. */
export function withoutEmptyTracks(table: PageTable): PageTable {
  const filled = table.cells.filter((c) => c.lines.length > 0)
  const rows = keptTracks(
    table.rows,
    filled.map((c) => [c.row, c.rowSpan]),
  )
  const columns = keptTracks(
    table.columns,
    filled.map((c) => [c.column, c.columnSpan]),
  )
  const cells: PageCell[] = []
  for (const cell of table.cells) {
    const row = span(rows, cell.row, cell.rowSpan)
    const column = span(columns, cell.column, cell.columnSpan)
    if (!row || !column) continue
    cells.push({ ...cell, row: row[0], rowSpan: row[1], column: column[0], columnSpan: column[1] })
  }
  return {
    ...table,
    rows: rows.filter((i) => i >= 0).length,
    columns: columns.filter((i) => i >= 0).length,
    cells,
    headerRows: rows.slice(0, table.headerRows).filter((i) => i >= 0).length,
  }
}

/**
 * New number of each track, -1 where it goes: a track stays when a cell begins and one ends in it, so that
 * tracks that are only ever crossed by the same spans fall together.
 */
function keptTracks(count: number, spans: Array<[start: number, length: number]>): number[] {
  const starts = new Set(spans.map(([start]) => start))
  const used = new Array<boolean>(count).fill(false)
  for (const [start, length] of spans) for (let i = start; i < start + length; i++) used[i] = true
  const kept: number[] = []
  let next = 0
  for (let i = 0; i < count; i++) kept.push(used[i] && starts.has(i) ? next++ : -1)
  return kept
}

function span(tracks: number[], start: number, length: number): [number, number] | undefined {
  const inside = tracks.slice(start, start + length).filter((i) => i >= 0)
  const first = inside[0]
  return first === undefined ? undefined : [first, inside.length]
}
