import type { TableCell } from '../../document.ts'
import { type Grid, type Row, textAt } from '../grid.ts'
import { emptyPart, level, type RubricPart } from '../part.ts'
import { parseAmount } from '../words/amount.ts'
import { cleanText } from '../words/clean.ts'
import { parseCriterion } from '../words/criterion-title.ts'
import { totalWord } from '../words/words.ts'

/**
 * Reads a sheet whose groups and items stand in steps: "20 | Soil" over "| 5 points | Dug deep" and
 * "| 15 points | Watered". Lines beside neither, as remarks, describe the item above them.
 */
export function readNestedList(grid: Grid, wrapped: boolean): RubricPart | undefined {
  if (grid.columns < 3) return undefined
  const groups = grid.rows.filter(isGroup)
  const items = grid.rows.filter(isItem)
  if (groups.length < 2 || items.length < 4 || groups.length + items.length < grid.rows.length * 0.5)
    return undefined
  if (!isGroup(grid.rows.find((row) => isGroup(row) || isItem(row)) ?? [])) return undefined
  const part = emptyPart({
    kind: 'checklist',
    hasHeader: false,
    confidence: 0.75,
    source: grid.table.source,
  })
  grid.rows.forEach((row, at) => {
    const group = grid.rows.slice(0, at + 1).findLast(isGroup)
    const last = part.criteria.at(-1)
    if (isItem(row))
      add(part, row[2], textAt(row[1]), wrapped, group && parseCriterion(textAt(group[1]), wrapped).title)
    else if (isGroup(row) && !totalWord(textAt(row[1]))) {
      const next = grid.rows.slice(at + 1).find((line) => isItem(line) || isGroup(line))
      if (!next || isGroup(next)) add(part, row[1], textAt(row[0]), wrapped, undefined)
    } else if (last && group && textAt(row[0]) === '' && textAt(row[1]) === '' && textAt(row[2]) !== '') {
      const said = [last.description, cleanText(textAt(row[2]), wrapped)].filter(Boolean).join('\n')
      if (said !== '') last.description = said
    }
  })
  return part
}

/** "20 | Soil": points, then a name. */
function isGroup(row: Row): boolean {
  return amountOf(row[0]) !== undefined && isText(row[1]) && row[0] !== row[1]
}

/** "| 5 points | Dug deep". */
function isItem(row: Row): boolean {
  return textAt(row[0]) === '' && amountOf(row[1]) !== undefined && isText(row[2])
}

function amountOf(cell: TableCell | undefined): number | undefined {
  return parseAmount(textAt(cell))?.max
}

function isText(cell: TableCell | undefined): boolean {
  return /\p{L}{2}/u.test(textAt(cell)) && parseAmount(textAt(cell)) === undefined
}

function add(
  part: RubricPart,
  cell: TableCell | undefined,
  amount: string,
  wrapped: boolean,
  section: string | undefined,
): void {
  const points = parseAmount(amount)?.max
  if (!cell || points === undefined) return
  const { title, description } = parseCriterion(textAt(cell), wrapped)
  part.criteria.push({
    title,
    ...(description === undefined ? {} : { description }),
    ...(section === undefined ? {} : { section }),
    points,
    levels: [level(cell.source, { min: points, max: points })],
    source: cell.source,
  })
}
