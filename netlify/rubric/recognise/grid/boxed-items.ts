import type { TableCell } from '../../document.ts'
import { columnCells, filledCells, type Grid, type Row, textAt } from '../grid.ts'
import { emptyPart, level, type RubricPart } from '../part.ts'
import { cleanText } from '../words/clean.ts'

const MIN_ITEMS = 3
const BOXES = /^[☐☑☒□◯○⬜❍❏❐❑❒✓✔✗✘\s]+$/u

/**
 * Reads boxes to tick left of what is looked at: "Done | Not done | Garden" over "☐ | ☐ | The beds are dug". Only for
 * a document that calls itself a rubric.
 */
export function readBoxedItems(grid: Grid, wrapped: boolean): RubricPart | undefined {
  const at = grid.rows.findIndex((row) => filledCells(row).length >= 2)
  const heading = grid.rows[at]
  if (!heading || filledCells(heading).some(isBox)) return undefined
  const boxes = heading.flatMap((_, column) => (isBoxed(grid, column, at + 1) ? [column] : []))
  const title = boxes.length
  const rows = grid.rows.slice(at + 1).filter((row) => boxes.some((column) => isBox(row[column])))
  // They are the first columns, and one of texts follows.
  if (title === 0 || boxes.at(-1) !== title - 1 || grid.columns !== title + 1) return undefined
  const items = rows.flatMap((row) => (isItem(row, title) ? (row[title] ?? []) : []))
  if (items.length < MIN_ITEMS || items.length < rows.length) return undefined
  const levels = boxes.flatMap((column) => {
    const cell = heading[column]
    const label = cleanText(textAt(cell), true)
    return cell && label !== undefined ? [level(cell.source, { label })] : []
  })
  return emptyPart({
    kind: 'checklist',
    levels,
    criteria: items.map((cell) => ({
      title: cleanText(textAt(cell), wrapped)?.replace(/\s+/g, ' ') ?? '',
      levels: levels.length > 1 ? levels.map((one) => ({ ...one })) : [],
      source: cell.source,
    })),
    hasHeader: true,
    confidence: 0.8,
    source: grid.table.source,
  })
}

const isBox = (cell: TableCell | undefined): boolean => textAt(cell) !== '' && BOXES.test(textAt(cell))
const isItem = (row: Row, title: number): boolean => /\p{L}{3}/u.test(textAt(row[title]))

/** Most cells of the column are boxes, and hardly another holds anything. */
function isBoxed(grid: Grid, column: number, from: number): boolean {
  const cells = columnCells(grid, column, from, grid.rows.length)
  const boxes = cells.filter(isBox).length
  return boxes >= MIN_ITEMS && boxes >= cells.length - 1
}
