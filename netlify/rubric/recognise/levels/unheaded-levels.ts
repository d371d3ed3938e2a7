import type { TableCell } from '../../document.ts'
import { type Header, isMonotone } from '../grid/header.ts'
import { type Row, textAt } from '../grid.ts'
import { type Amount, parseNumber, UNIT } from '../words/amount.ts'
import type { LevelHead } from '../words/level-head.ts'
import { isPlaceholder } from '../words/words.ts'

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
const TAIL = new RegExp(`^(?:(.*\\p{L}{3}.*?)\\s+)?(\\d{1,3}(?:[.,]\\d+)?)(?:\\s?(${UNIT}))?$`, 'isu')
const STARTS = /^[([]\s*[-−–+]\s?\d/u

/**
 * The levels of a row under one heading for all of them: each cell is one, however wide it is, as rows have their
 * own numbers of levels. A cell with several deductions holds a level for each.
 */
export function unheadedLevels(levels: Header['levels'], row: Row): LevelCell[] {
  const seen = new Set<TableCell>()
  const cells = levels.flatMap((item): LevelCell[] => {
    const cell = item.columns.map((column) => row[column]).find((other) => textAt(other) !== '')
    if (cell && seen.has(cell)) return []
    if (cell) seen.add(cell)
    const parts = STARTS.test(textAt(cell)) ? textAt(cell).split(DEDUCTION) : []
    const own = cell && parts.length > 1 ? parts.map((text) => ({ ...cell, text })) : [cell]
    return own.map((one) => ({ head: item.head, cell: one, beside: undefined, item }))
  })
  return withTails(cells)
}

/**
 * "Complete 4 | In parts 2 | Missing 0", "Complete 4 pts | …": numbers that run one way behind the texts of a row are
 * its points. Two levels may be worth the same, and one may have no text.
 */
function withTails(cells: LevelCell[]): LevelCell[] {
  const said = cells.filter(({ cell }) => !isPlaceholder(textAt(cell)))
  const tails = said.map(({ cell }) => TAIL.exec(textAt(cell)))
  const values = tails.flatMap((tail) => parseNumber(tail?.[2] ?? '') ?? [])
  const texts = tails.filter((tail) => tail?.[1] !== undefined)
  const steps = values.filter((value, at) => value !== values[at - 1])
  if (texts.length < 2 || values.length < said.length || steps.length < 2 || !isMonotone(steps)) return cells
  return said.map((one, at) => {
    const value = values[at] ?? 0
    const text = tails[at]?.[1] ?? ''
    return {
      ...one,
      cell: one.cell && { ...one.cell, text },
      beside: { min: value, max: value, unit: tails[at]?.[3] ? ('points' as const) : ('none' as const) },
    }
  })
}
