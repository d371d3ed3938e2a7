import { filledCells, type Row, textAt } from '../grid.ts'
import { parseAmount } from '../words/amount.ts'

const MIN_ROWS = 3
const MAX_ROWS = 60

/**
 * Rows of a name and a number and nothing else, not even a heading ("Syntax | 40"), add up to a round sum where
 * they share out points. In a file that is named for a rubric that is enough; elsewhere they must be phrases with
 * points in steps of five, some of them the same, as prices and counts rarely are.
 *
 * @param namedRubric the document or its file's name says that it is a rubric
 */
export function isBareList(
  rows: readonly Row[],
  titleColumn: number,
  pointsColumn: number | undefined,
  namedRubric: boolean,
): boolean {
  if (pointsColumn === undefined || rows.length < MIN_ROWS || rows.length > MAX_ROWS) return false
  const values = rows.flatMap((row) => {
    const amount = parseAmount(textAt(row[pointsColumn]))
    const bare = filledCells(row).every(
      (cell) => cell === row[titleColumn] || parseAmount(textAt(cell)) !== undefined,
    )
    const named = /\p{L}{2}/u.test(textAt(row[titleColumn]))
    return amount?.max !== undefined && amount.max > 0 && !amount.range && bare && named ? [amount.max] : []
  })
  if (values.length < rows.length) return false
  const sum = values.reduce((all, value) => all + value, 0)
  if (namedRubric) return sum <= 1000 && (isMultiple(sum, 5) || sum === 1)
  const phrases = rows.filter((row) => textAt(row[titleColumn]).split(/\s+/).length >= 3).length
  return (
    rows.length > MIN_ROWS &&
    phrases >= rows.length / 2 &&
    new Set(values).size < values.length &&
    values.every((value) => isMultiple(value, 5)) &&
    isMultiple(sum, 10) &&
    sum <= 200
  )
}

function isMultiple(value: number, of: number): boolean {
  return Math.abs(value - Math.round(value / of) * of) < 1e-6
}
