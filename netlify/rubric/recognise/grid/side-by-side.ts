import { filledCells, type Grid, textAt } from '../grid.ts'
import { emptyPart, level, type RubricPart } from '../part.ts'
import { statedIn } from '../stated-total.ts'
import { parseCriterion } from '../words/criterion-title.ts'
import { levelRank } from '../words/level-words.ts'
import { splitAmount } from '../words/split-amount.ts'
import { isFormField, totalWord } from '../words/words.ts'

const MAX_ITEM = 120

/**
 * Reads a marking sheet in two or more columns that have nothing to do with each other, where each cell is an item
 * with what it is worth: "Soil /5 | Watering /3". Cells without points head the items below them.
 */
export function readSideBySide(grid: Grid): RubricPart | undefined {
  const cells = [...new Set(grid.rows.flatMap(filledCells))]
    .filter((cell) => !isFormField(textAt(cell)))
    .filter((cell) => cell.columnSpan < grid.columns)
  const items = cells.filter((cell) => isItem(textAt(cell)))
  const starts = [...new Set(items.map((cell) => cell.column))].sort((a, b) => a - b)
  const most = starts.map((start) => items.filter((cell) => cell.column === start).length)
  if (starts.length < 2 || most.some((count) => count < 3) || items.length < cells.length * 0.6)
    return undefined
  if (cells.some((cell) => textAt(cell).length > MAX_ITEM || levelRank(textAt(cell)) !== undefined))
    return undefined
  const part = emptyPart({
    kind: 'checklist',
    hasHeader: false,
    confidence: 0.7,
    source: grid.table.source,
  })
  const title = grid.rows
    .slice(0, 2)
    .map(filledCells)
    .find((row) => row.length === 1 && !isItem(textAt(row[0])))
  if (title) part.title = textAt(title[0]).replace(/\s+/g, ' ')
  for (const start of starts) {
    let section: string | undefined
    for (const cell of cells.filter((item) => item.column === start).sort((a, b) => a.row - b.row)) {
      const text = textAt(cell)
      if (totalWord(text)) {
        const value = statedIn(text.replace(/[():：]+\s*$/u, ''))
        if (value !== undefined && value > 0)
          part.statedTotals.push({ value, sub: totalWord(text) === 'subtotal' })
        continue
      }
      const head = parseCriterion(text, true)
      if (head.points === undefined) {
        section = head.title
        continue
      }
      part.criteria.push({
        title: head.title,
        ...(section === undefined ? {} : { section }),
        points: head.points,
        levels: [level(cell.source, { min: head.points, max: head.points })],
        source: cell.source,
      })
    }
  }
  return part
}

function isItem(text: string): boolean {
  const split = totalWord(text) ? undefined : splitAmount(text, false)
  return (
    split?.at === 'tail' &&
    split.rest !== '' &&
    (split.amount.outOf === true || split.amount.unit === 'points')
  )
}
