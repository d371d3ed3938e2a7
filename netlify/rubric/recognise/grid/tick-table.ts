import type { RubricCriterion } from '../../../../src/shared/rubric.ts'
import type { TableBlock } from '../../document.ts'
import { filledCells, type Row, textAt, toGrid, widthIn } from '../grid.ts'
import { emptyPart, type RubricPart } from '../part.ts'
import { parseAmount } from '../words/amount.ts'
import { cleanLine } from '../words/clean.ts'
import { isFormField, isPlaceholder } from '../words/words.ts'

const MIN_GROUPS = 2
const MIN_ITEMS = 8
const MAX_LABEL = 60
const CHOICE = /(?:^|\s)(?:yes|ja|s[ií]|oui|sim|y)\s*\/\s*(?:no|nein|nee|non|n[aã]o|n)\b/iu

/**
 * Reads a table whose every cell is something to tick or to mark: names of groups over the whole width, a label in
 * front of a row, and no points, no heading and no names of levels anywhere. Only for a document that calls itself
 * a rubric and holds no other: a timetable has the same shape.
 */
export function readTickTable(table: TableBlock): RubricPart | undefined {
  const grid = toGrid(table)
  if (grid.columns < 3) return undefined
  const groups = grid.rows.filter(isGroup)
  const rows = grid.rows.filter((row) => !isGroup(row))
  const labels = rows.map((row) => textAt(row[0]))
  const cells = rows.flatMap((row) => itemsOf(row))
  const counted = cells.filter(
    (cell) => /\d{1,2}[:/.-]\d{1,2}/.test(textAt(cell)) || parseAmount(textAt(cell)),
  )
  const wordy = cells.filter((cell) => textAt(cell).split(/\s+/).length >= 2)
  const isTicked =
    groups.length >= MIN_GROUPS &&
    grid.rows[0] !== undefined &&
    isGroup(grid.rows[0]) &&
    cells.length >= MIN_ITEMS &&
    cells.length >= rows.length * 1.5 &&
    wordy.length >= cells.length * 0.75 &&
    counted.length <= cells.length * 0.1 &&
    labels.every((label) => label.length <= MAX_LABEL)
  if (!isTicked) return undefined
  return emptyPart({
    kind: 'checklist',
    criteria: criteriaOf(grid.rows),
    hasHeader: false,
    confidence: 0.6,
    source: table.source,
  })
}

function criteriaOf(rows: readonly Row[]): RubricCriterion[] {
  let group = ''
  let label = ''
  return rows.flatMap((row) => {
    if (isGroup(row)) {
      group = cleanLine(textAt(filledCells(row)[0]))
      label = ''
      return []
    }
    label = cleanLine(textAt(row[0])) || label
    const section = [group, label].filter(Boolean).join(': ')
    return itemsOf(row).map((cell) => ({
      title: cleanLine(textAt(cell)),
      ...(section === '' ? {} : { section }),
      levels: [],
      source: cell.source,
    }))
  })
}

/** One cell over the whole width. */
function isGroup(row: Row): boolean {
  const [cell, other] = filledCells(row)
  return cell !== undefined && other === undefined && widthIn(row, cell) >= row.length * 0.6
}

/** What stands behind the label; a place to answer yes or no is none. */
function itemsOf(row: Row) {
  return filledCells(row.slice(1)).filter((cell) => {
    const text = textAt(cell)
    return cell !== row[0] && !isPlaceholder(text) && !isFormField(text) && !CHOICE.test(text)
  })
}
