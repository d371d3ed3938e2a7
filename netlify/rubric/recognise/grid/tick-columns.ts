import type { TableCell } from '../../document.ts'
import { type Grid, type Row, textAt, withTexts } from '../grid.ts'
import { parseAmount } from '../words/amount.ts'
import { fold, isDropWord, isPlaceholder } from '../words/words.ts'

const TICK = /^(?:true|false|wahr|falsch|vrai|faux|verdadero|falso|verdadeiro|waar|onwaar|x|[✓✔✗✘☑☒])$/iu
const ANSWER = /^(?:y|n|yes|no|si|oui|non|ja|nein|nee|sim|nao|done|ok|是|否|[01])$/u
const ASKS =
  /\?$|^(?:completed?|done|checked|met|present|fulfilled|ticked|erledigt|vorhanden|behaald|hecho)$/u
const BOX_LINE = /^(?:[☐□◯○⬜❍❏❐❑❒☑☒](?!\p{L})|\[[ xX]?\])\s*\n\s*/u

/**
 * Takes out what somebody ticked: "TRUE" and "FALSE" of check boxes in a sheet, crosses and check marks, the
 * answers below "Completed?", the 1 in one of the columns "0 | 0.5 | 1", and a box over the text of its cell.
 */
export function withoutTicks(grid: Grid): Grid {
  const columns = Array.from({ length: grid.columns }, (_, column) => column)
  const marks = columns.flatMap((column) => marksIn(grid, column))
  const answers = columns.flatMap((column) => answersIn(grid, column))
  const ticks = new Set([...(marks.length >= 2 ? marks : []), ...answers, ...onesAndNoughts(grid)])
  return withTexts(grid, (cell) => (ticks.has(cell) ? '' : cell.text.replace(BOX_LINE, '')))
}

/** The marks of a column that holds nothing else below its heading, but perhaps their count. */
function marksIn(grid: Grid, column: number): TableCell[] {
  const cells = filledIn(grid, column)
  const above = cells.findLastIndex((cell) => !TICK.test(textAt(cell)))
  const told = cells.slice(0, above + 1).filter((cell) => textAt(cell).split(/\s+/).length >= 3)
  // Below texts a cross says that there is nothing to say.
  return told.length >= 2 ? [] : cells.slice(above + 1)
}

/** "Yes" and "no" below a heading that asks for them. */
function answersIn(grid: Grid, column: number): TableCell[] {
  const cells = filledIn(grid, column)
  const above = cells.findLastIndex((cell) => !isMark(cell))
  const answers = cells.slice(above + 1)
  const heading = fold(textAt(cells[above]))
  const asked = ASKS.test(heading) || (isDropWord(heading) && !answers.some(isDigit))
  return asked && answers.length >= 2 ? answers : []
}

function filledIn(grid: Grid, column: number): TableCell[] {
  const filled = [...new Set(grid.rows.map((row) => row[column]))].filter(
    (cell): cell is TableCell => !isPlaceholder(textAt(cell)),
  )
  const last = filled.at(-1)
  return last && !isMark(last) && parseAmount(textAt(last)) ? filled.slice(0, -1) : filled
}

const isMark = (cell: TableCell): boolean => TICK.test(textAt(cell)) || ANSWER.test(fold(textAt(cell)))
const isDigit = (cell: TableCell): boolean => /^\d$/.test(textAt(cell))

/** "0 | 0.5 | 1" over rows with a 1 in one place and nothing or 0 in the others. */
function onesAndNoughts(grid: Grid): TableCell[] {
  const top = grid.rows.slice(0, 4).findIndex((row) => steps(row).length >= 2)
  const columns = steps(grid.rows[top] ?? [])
  const rows = grid.rows.slice(top + 1).filter((row) => columns.some((column) => textAt(row[column]) !== ''))
  if (top < 0 || columns.length < 3 || rows.length < 2) return []
  const cells = rows.map((row) => columns.flatMap((column) => row[column] ?? []))
  const fit = cells.every(
    (row) =>
      row.every((cell) => /^[01]?$/.test(textAt(cell))) &&
      row.filter((cell) => textAt(cell) === '1').length <= 1,
  )
  return fit ? cells.flat() : []
}

/** The columns of a heading that are numbers side by side, each once. */
function steps(row: Row): number[] {
  const columns = row.flatMap((cell, column) => (parseAmount(textAt(cell)) ? [column] : []))
  const first = columns[0] ?? 0
  const run = columns.filter((column, at) => column === first + at)
  return first > 0 && new Set(run.map((column) => textAt(row[column]))).size === run.length ? run : []
}
