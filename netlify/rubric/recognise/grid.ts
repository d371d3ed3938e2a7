import type { TableBlock, TableCell } from '../document.ts'

/** A row with the cell at each place. */
export type Row = readonly (TableCell | undefined)[]

/** A table with every cell at every place it covers, so that spans need no thought afterwards. */
export interface Grid {
  rows: (TableCell | undefined)[][]
  columns: number
  table: TableBlock
  transposed: boolean
}

const MAX_PLACES = 400_000

export function toGrid(table: TableBlock): Grid {
  const rowCount = Math.min(table.rows, 20_000)
  const columns = Math.min(table.columns, Math.floor(MAX_PLACES / Math.max(1, rowCount)))
  const rows: (TableCell | undefined)[][] = Array.from({ length: rowCount }, () =>
    new Array(columns).fill(undefined),
  )
  for (const cell of table.cells) {
    for (let y = cell.row; y < Math.min(rowCount, cell.row + cell.rowSpan); y++) {
      const row = rows[y]
      if (!row) continue
      for (let x = cell.column; x < Math.min(columns, cell.column + cell.columnSpan); x++) {
        // A cell's own place is its own, also where another claims to span it.
        if (row[x] === undefined || (y === cell.row && x === cell.column)) row[x] = cell
      }
    }
  }
  return {
    rows: rows.filter((row) => row.some((cell) => textAt(cell) !== '')),
    columns,
    table,
    transposed: false,
  }
}

/** The grid with other texts in its cells; a cell that is to say nothing is left out. */
export function withTexts(grid: Grid, textOf: (cell: TableCell) => string): Grid {
  const cells = new Map<TableCell, TableCell | undefined>()
  const changed = (cell: TableCell | undefined) => {
    if (!cell) return undefined
    if (!cells.has(cell)) {
      const text = textOf(cell)
      cells.set(cell, text === cell.text ? cell : text === '' ? undefined : { ...cell, text })
    }
    return cells.get(cell)
  }
  return { ...grid, rows: grid.rows.map((row) => row.map(changed)) }
}

export function transpose(grid: Grid): Grid {
  const rows = Array.from({ length: grid.columns }, (_, x) => grid.rows.map((row) => row[x]))
  return {
    rows: rows.filter((row) => row.some((cell) => textAt(cell) !== '')),
    columns: grid.rows.length,
    table: grid.table,
    transposed: !grid.transposed,
  }
}

export function textAt(cell: TableCell | undefined): string {
  return cell?.text.trim() ?? ''
}

/** The different cells of a row that hold text, left to right. */
export function filledCells(row: Row): TableCell[] {
  return [...new Set(row)].filter((cell): cell is TableCell => textAt(cell) !== '')
}

/** How many places of the row the cell covers. */
export function widthIn(row: Row, cell: TableCell): number {
  return row.filter((other) => other === cell).length
}

/** The texts of a column in some rows, each cell once. */
export function columnCells(grid: Grid, column: number, from: number, to: number): TableCell[] {
  const cells = grid.rows.slice(from, to).map((row) => row[column])
  return [...new Set(cells)].filter((cell): cell is TableCell => textAt(cell) !== '')
}
