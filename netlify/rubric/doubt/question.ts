import { withoutHidden } from '../enhance/hidden.ts'
import type { TableQuestion } from '../model/reading-model.ts'
import { filledCells, type Grid, textAt, widthIn } from '../recognise/grid.ts'

/** Enough to tell what a cell is; a role needs no more. */
const MAX_TEXT = 120

/** Tables as a model is shown them: numbered rows, columns and cells, each text shortened. */
export function questionOf(grids: readonly Grid[]): TableQuestion {
  let cell = 0
  return {
    tables: grids.map((grid, at) => ({
      table: at + 1,
      rows: grid.rows.length,
      columns: grid.columns,
      cells: grid.rows.flatMap((row, y) =>
        filledCells(row)
          // A cell is shown where it begins.
          .filter((each) => grid.rows[y - 1]?.[row.indexOf(each)] !== each)
          .map((each) => ({
            cell: ++cell,
            row: y + 1,
            column: row.indexOf(each) + 1,
            rows: grid.rows.filter((other) => other.includes(each)).length,
            columns: widthIn(row, each),
            text: shortened(withoutHidden(textAt(each)).replace(/\s+/g, ' ')),
          })),
      ),
    })),
  }
}

function shortened(text: string): string {
  if (text.length <= MAX_TEXT) return text
  return `${text
    .slice(0, MAX_TEXT)
    .toWellFormed()
    .replace(/\ufffd$/, '')}…`
}
