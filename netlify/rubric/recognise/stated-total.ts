import { filledCells, type Row, textAt } from './grid.ts'
import type { RubricPart } from './part.ts'
import { parseAmount } from './words/amount.ts'
import { splitAmount } from './words/split-amount.ts'
import { totalWord } from './words/words.ts'

/**
 * Stated totals in rows that are no criterion: "Total | 36", "/40", "Total: 100 points".
 *
 * @param column where the criteria have their points: of several sums in a row, the one there is theirs
 */
export function readTotals(
  rows: readonly Row[],
  part: Pick<RubricPart, 'statedTotals'>,
  column?: number,
): void {
  for (const row of rows) {
    const cells = filledCells(row)
    const named = cells.map((cell) => totalWord(textAt(cell)))
    const at = named.findIndex(Boolean)
    if (at < 0) continue
    const own = statedIn(textAt(cells[at]))
    const others = cells.slice(at + 1).map((cell) => ({ cell, amount: parseAmount(textAt(cell)) }))
    const other =
      others.find(({ cell, amount }) => amount && column !== undefined && cell === row[column]) ??
      others.find(({ amount }) => amount?.outOf) ??
      others.find(({ amount }) => amount)
    const value = own ?? other?.amount?.max
    if (value === undefined || value <= 0) continue
    const { source } = (own === undefined ? other?.cell : cells[at]) ?? {}
    part.statedTotals.push({ value, sub: named[at] === 'subtotal', source })
  }
}

/** A row that says no more than a total: few cells, and one of them a word for it. */
export function isTotalRow(row: Row): boolean {
  const cells = filledCells(row)
  return cells.length <= 3 && cells.some((cell) => totalWord(textAt(cell)) !== undefined)
}

/** The number in "Total: 100 points", "Total (100)", "Total ____ / 40". */
export function statedIn(text: string): number | undefined {
  const slash = /[/／]\s*(\d+(?:[.,]\d+)?)\s*(?:\p{L}+\.?)?\s*\)?$/u.exec(text.trim())
  if (slash) return Number(slash[1]?.replace(',', '.'))
  const split = splitAmount(text.replace(/\s+/g, ' '), true)
  const value = split?.amount.max
  if (value !== undefined) return value
  const number = /(?:total|points?|possible|of|:|=)\s*(\d+(?:[.,]\d+)?)\s*(?:points?|pts?|%)?\.?$/i.exec(
    text.trim(),
  )
  return number ? Number(number[1]?.replace(',', '.')) : undefined
}
