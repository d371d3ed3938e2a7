import type { TableCell } from '../../document.ts'
import { type Grid, textAt } from '../grid.ts'
import { parseAmount } from '../words/amount.ts'

const TAIL = /^(.*\p{L}.*?\S)(\s+)(\d{1,3}(?:[.,]\d+)?)$/su
const COUNTED =
  /(?:level|grade|question|part|task|step|week|chapter|section|unit|module|lab|exercise|problem|item|version|sprint|phase|nivel|parte|semana|aufgabe|teil|woche|stufe|opdracht|no\.?|nr\.?|#)\s*$/iu

/**
 * Gives the points that stand at the end of the only text of each row a column of their own: "Does it build?   5".
 * Believed where nearly every row ends so, and most of them after a wide space or with the same few numbers.
 */
export function withTailPoints(grid: Grid): Grid {
  const columns = Array.from({ length: grid.columns }, (_, column) => column)
  const numeric = columns.some((column) => amountsIn(grid, column) >= Math.max(2, grid.rows.length * 0.5))
  const at = numeric ? undefined : columns.find((column) => isTailed(grid, column))
  if (at === undefined) return grid
  const rows = grid.rows.map((row) => {
    const [text, points] = divide(row[at])
    return [...row.slice(0, at), text, points, ...row.slice(at + 1)]
  })
  return { ...grid, columns: grid.columns + 1, rows }
}

function amountsIn(grid: Grid, column: number): number {
  return grid.rows.filter((row) => parseAmount(textAt(row[column])) !== undefined).length
}

function isTailed(grid: Grid, column: number): boolean {
  const cells = [...new Set(grid.rows.map((row) => row[column]))].filter((cell) => textAt(cell) !== '')
  const tails = cells.flatMap((cell) => {
    const [, text = '', space = '', number = ''] = TAIL.exec(textAt(cell)) ?? []
    return number === '' || COUNTED.test(text) ? [] : [{ wide: space.length >= 2, value: number }]
  })
  if (tails.length < 3 || tails.length < (cells.length - 1) * 0.8) return false
  const wide = tails.filter((tail) => tail.wide).length
  const values = new Set(tails.map((tail) => tail.value)).size
  return wide >= tails.length * 0.6 || (tails.length >= 5 && values <= tails.length / 2)
}

function divide(cell: TableCell | undefined): [TableCell | undefined, TableCell | undefined] {
  const [, text = '', , number = ''] = TAIL.exec(textAt(cell)) ?? []
  if (!cell || number === '' || COUNTED.test(text)) return [cell, undefined]
  return [
    { ...cell, text },
    { ...cell, text: number },
  ]
}
