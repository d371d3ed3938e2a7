import type { TableCell } from '../document.ts'
import { parseAmount } from './amount.ts'
import { filledCells, type Grid, type Row, textAt } from './grid.ts'
import { isPlaceholder } from './words.ts'

/**
 * Joins each row of texts with the row of bare numbers below it that belongs to the same name: the name's cell is
 * merged over both, or empty where a page ends between them. Undefined where the table is not built of such rows.
 */
export function joinAmountRows(grid: Grid): Grid | undefined {
  const rows: Row[] = []
  let joined = 0
  for (const row of grid.rows) {
    const above = rows.at(-1)
    if (above && isAmountRow(row, above)) {
      rows[rows.length - 1] = above.map((cell, column) => {
        const below = textAt(row[column])
        return column === 0 || !cell || isPlaceholder(below)
          ? cell
          : { ...cell, text: `${cell.text}\n${below}` }
      })
      joined++
    } else rows.push(row)
  }
  if (joined < 3 || joined < 0.5 * (rows.length - 1)) return undefined
  return { ...grid, rows: rows.map(withOwnAmounts) }
}

/** Brackets say that a number is no part of the words, so that it is taken off them. */
const withAmount = (text: string, amount: string): string => `${text} (${amount})`

/** Where somebody wrote the numbers into the cells with the texts. */
function withOwnAmounts(row: Row): (TableCell | undefined)[] {
  const parts = row.map((cell) => /^(.*\p{L}{2}\S*)\s+(\d+(?:[.,]\d+)?)$/su.exec(textAt(cell)))
  const own = parts.filter((part, column) => column > 0 && part !== null).length
  return row.map((cell, column) => {
    const [, text, amount] = parts[column] ?? []
    if (!cell || column === 0 || own < 2 || text === undefined || amount === undefined) return cell
    return { ...cell, text: withAmount(text, amount) }
  })
}

function isAmountRow(row: Row, above: Row): boolean {
  const title = textAt(row[0])
  if ((title !== '' && row[0] !== above[0]) || textAt(above[0]) === '') return false
  const own = filledCells(row.slice(1))
  const amounts = own.filter((cell) => parseAmount(textAt(cell)) !== undefined)
  const words = row.flatMap((cell, column) => (own.includes(cell) ? [textAt(above[column])] : []))
  return (
    amounts.length >= 2 &&
    own.every((cell) => amounts.includes(cell) || isPlaceholder(textAt(cell))) &&
    words.filter((text) => /\p{L}{3}/u.test(text)).length >= 2
  )
}
