import { filledCells, type Row, textAt } from '../grid.ts'
import { parseAmount } from '../words/amount.ts'
import { isFormField, isPlaceholder, totalWord } from '../words/words.ts'

const MAX_SHORT = 20

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
