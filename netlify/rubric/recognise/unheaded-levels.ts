import type { TableCell } from '../document.ts'
import type { Amount } from './amount.ts'
import { type Row, textAt } from './grid.ts'
import type { Header } from './header.ts'
import type { LevelHead } from './level-head.ts'

/** A cell of a row that is read as a level. */
export interface LevelCell {
  head: LevelHead
  cell: TableCell | undefined
  /** Points that stand beside the text. */
  beside: Amount | undefined
  item: Header['levels'][number]
}

/** "(-2) Leaves weeds" after "(-3) Forgets the seeds" in one cell. */
const DEDUCTION = /\n(?=[([]\s*[-−–+]\s?\d{1,3}(?:[.,]\d+)?\s*[)\]]\s*\p{L})/u
const STARTS = /^[([]\s*[-−–+]\s?\d/u

/**
 * The levels of a row under one heading for all of them: each cell is one, however wide it is, as rows have their
 * own numbers of levels. A cell with several deductions holds a level for each.
 */
export function unheadedLevels(levels: Header['levels'], row: Row): LevelCell[] {
  const seen = new Set<TableCell>()
  return levels.flatMap((item) => {
    const cell = item.columns.map((column) => row[column]).find((other) => textAt(other) !== '')
    if (cell && seen.has(cell)) return []
    if (cell) seen.add(cell)
    const parts = STARTS.test(textAt(cell)) ? textAt(cell).split(DEDUCTION) : []
    const cells = cell && parts.length > 1 ? parts.map((text) => ({ ...cell, text })) : [cell]
    return cells.map((own) => ({ head: item.head, cell: own, beside: undefined, item }))
  })
}
