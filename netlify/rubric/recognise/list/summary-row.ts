import { isSameSum } from '../../same-sum.ts'
import { filledCells, type Row, textAt } from '../grid.ts'
import { parseAmount } from '../words/amount.ts'
import { isFormField, isPlaceholder, isPointsWord, totalWord } from '../words/words.ts'

const MAX_SHORT = 20
const MAX_NAME = 40

/** A row that adds up, or only waits to be filled in. */
export function isSummary(row: Row): boolean {
  const cells = filledCells(row)
  const texts = cells.filter(
    (cell) => parseAmount(textAt(cell)) === undefined && !isPlaceholder(textAt(cell)),
  )
  if (texts.length > 0 && texts.length <= 2 && texts.some((cell) => totalWord(textAt(cell)))) return true
  // "Total points | Description | Group": the first rows of a sheet may add up, beside headings.
  if (totalWord(textAt(texts[0])) && texts.every((cell) => textAt(cell).length <= MAX_SHORT)) return true
  return cells.length > 0 && cells.every((cell) => isFormField(textAt(cell)) || isPlaceholder(textAt(cell)))
}

/**
 * "Report mark: | / 50" below the items that make it, or below items without points: the last row says what can be
 * reached, without a word for totals.
 *
 * @param column where the items have their points
 */
export function closingRow(rows: readonly Row[], column: number | undefined): Row | undefined {
  const at = rows.findLastIndex((row) => filledCells(row).length > 0)
  const row = rows[at]
  const [name, worth, other] = filledCells(row ?? [])
  const amount = parseAmount(textAt(worth))
  if (!row || at < 2 || other || !amount?.outOf || amount.max === undefined) return undefined
  const words = textAt(name)
    .replace(/[\s:：]+$/u, '')
    .split(/\s+/)
  if (textAt(name).length > MAX_NAME || !isPointsWord(words.at(-1) ?? '')) return undefined
  const worthOf = (one: Row) => (column === undefined ? filledCells(one).at(-1) : one[column])
  const values = rows.slice(0, at).flatMap((one) => parseAmount(textAt(worthOf(one)))?.max ?? [])
  if (column === undefined && values.length > 0) return undefined
  const sum = values.reduce((all, value) => all + value, 0)
  return values.length === 0 || (values.length > 1 && isSameSum(sum, amount.max)) ? row : undefined
}
