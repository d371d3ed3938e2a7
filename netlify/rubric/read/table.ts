import type { SourceRef } from '../../../src/shared/rubric.ts'
import type { TableBlock } from '../document.ts'

/** A table without merged cells from rows of text, for formats that have nothing more. */
export function tableFromRows(
  rows: readonly (readonly string[])[],
  about: { table: number; sheet?: string; name?: string; headerRows?: number },
): TableBlock {
  const at = (row: number, column: number): SourceRef => ({
    in: 'cell',
    table: about.table,
    ...(about.sheet === undefined ? {} : { sheet: about.sheet }),
    row,
    column,
  })
  return {
    kind: 'table',
    rows: rows.length,
    columns: rows.reduce((most, row) => Math.max(most, row.length), 0),
    cells: rows.flatMap((row, y) =>
      row.map((text, x) => ({ row: y, column: x, rowSpan: 1, columnSpan: 1, text, source: at(y, x) })),
    ),
    ...(about.headerRows === undefined ? {} : { headerRows: about.headerRows }),
    ...(about.name === undefined ? {} : { name: about.name }),
    source: at(0, 0),
  }
}
