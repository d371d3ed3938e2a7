import { headingOf } from '../grid/columns.ts'
import { filledCells, type Grid, type Row, textAt } from '../grid.ts'
import { parseAmount } from '../words/amount.ts'
import {
  isCriterionWord,
  isDescriptionWord,
  isDropWord,
  isFormField,
  isPointsWord,
  isStrongCriterionWord,
  isWeightWord,
} from '../words/words.ts'
import type { List } from './list-evidence.ts'
import { isSummary } from './summary-row.ts'

/** The heading of a table without levels. */

/** "Max. grade = 100": the heading of a column of points says what they add up to. */
export const MOST = /\bmax(?:imum)?\.?(?:\s\p{L}+)?\s*[=:]\s*(\d+)$/iu

/** The row whose cells are headings: the one with most known words before the first row of data. */
export function headerRow(grid: Grid): number | undefined {
  let best: { at: number; known: number } | undefined
  for (let at = 0; at < Math.min(6, grid.rows.length - 1); at++) {
    const row = grid.rows[at] ?? []
    const cells = filledCells(row)
    if (cells.some((cell) => parseAmount(textAt(cell)))) break
    const [only] = cells
    const lone = cells.length === 1 && only !== row[0] && isStrongCriterionWord(textAt(only))
    if (cells.length < 2 && !lone) continue
    const known = cells.filter((cell) => isHeading(textAt(cell))).length
    const points = row.findIndex(
      (cell) => isPointsWord(textAt(cell)) || isWeightWord(textAt(cell)) || MOST.test(textAt(cell)),
    )
    const below = grid.rows.slice(at + 1).filter((line) => parseAmount(textAt(line[points])) !== undefined)
    // "Design phases | Points": one known heading is enough over a column of numbers.
    const enough =
      lone ||
      known >= 2 ||
      (known === 1 && ((grid.table.headerRows ?? 0) > at || (points >= 0 && below.length >= 2)))
    const worth = known + (points >= 0 && below.length >= 2 ? 1 : 0)
    if (enough && worth > (best?.known ?? 0)) best = { at, known: worth }
  }
  return best?.at
}

function isHeading(text: string): boolean {
  return (
    isCriterionWord(text) ||
    isPointsWord(text) ||
    isWeightWord(text) ||
    isDescriptionWord(text) ||
    isDropWord(text)
  )
}

/** The row below a heading, some of whose cells may be more than a row high. */
export function belowHead(grid: Grid, top: number): number {
  const head = new Set(grid.rows[top])
  const reaches = (row: Row | undefined) => {
    const cells = filledCells(row ?? [])
    return cells.length > 1 && cells.filter((cell) => !head.has(cell)).length <= 1
  }
  let bottom = top + 1
  while (reaches(grid.rows[bottom])) bottom++
  return bottom
}

/** A heading that names no column heads the first group, when the table has groups. */
export function leadingSection({ grid, header, title }: List): string | undefined {
  if (header.bottom === 0) return undefined
  const rows = grid.rows.slice(header.bottom)
  const last = rows.findLastIndex((row) => filledCells(row).length > 1 && !isSummary(row))
  const grouped = rows.some((row, at) => at < last && filledCells(row).length === 1 && !isSummary(row))
  const lead = headingOf(grid, header, title)
  // "Description (points)"
  const name = lead.replace(/\s*\([^()]*\)$/, '')
  const isRole = isCriterionWord(name) || isDescriptionWord(name)
  return grouped && lead !== '' && !isRole && !isFormField(lead) ? lead : undefined
}

/** The heading once more, in the middle of the list. */
export function repeats(row: Grid['rows'][number], heading: Grid['rows'][number] | undefined): boolean {
  const same = row.filter((cell, column) => textAt(cell) !== '' && textAt(cell) === textAt(heading?.[column]))
  return new Set(same).size >= 2 && same.every((cell) => parseAmount(textAt(cell)) === undefined)
}
