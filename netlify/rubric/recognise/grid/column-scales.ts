import type { RubricCriterion, RubricLevel } from '../../../../src/shared/rubric.ts'
import type { TableCell } from '../../document.ts'
import { columnCells, type Grid, textAt } from '../grid.ts'
import { emptyPart, level, type RubricPart } from '../part.ts'
import { parseAmount } from '../words/amount.ts'
import { cleanText } from '../words/clean.ts'
import { parseCriterion } from '../words/criterion-title.ts'
import { parseLevelHead } from '../words/level-head.ts'
import { isMonotone } from './header.ts'

const MAX_NAME = 90

/**
 * Reads a table whose every column is a criterion with its levels below it: "Method (10 marks) | Style (5 marks)"
 * over "5 marks / Tests each claim …" and "0 marks / …". Cells that bring no points go on with the level above, as
 * where the end of a page cut it.
 *
 * @param wrapped see `parseCriterion`
 */
export function readColumnScales(grid: Grid, wrapped: boolean): RubricPart | undefined {
  const [heading = []] = grid.rows
  if (grid.columns < 2 || grid.rows.length < 3) return undefined
  const criteria = heading.flatMap((cell, column): RubricCriterion[] => {
    const head = cell && nameOf(cell)
    const levels = head ? levelsIn(columnCells(grid, column, 1, grid.rows.length), wrapped) : []
    return head && levels.length >= 2 ? [{ ...head, levels, source: cell.source }] : []
  })
  if (criteria.length < grid.columns) return undefined
  return emptyPart({
    kind: 'grid',
    criteria,
    hasHeader: true,
    confidence: 0.85,
    source: heading[0]?.source ?? grid.table.source,
  })
}

/** A name with points, which is not that of a level. */
function nameOf(cell: TableCell): Pick<RubricCriterion, 'title' | 'points'> | undefined {
  const text = textAt(cell)
  const { points, title } = parseCriterion(text, true)
  if (points === undefined || title === '' || text.length > MAX_NAME) return undefined
  return parseLevelHead(text)?.rank === undefined ? { title, points } : undefined
}

/** Levels from most to least or the other way round; none where a text stands above the first. */
function levelsIn(cells: readonly TableCell[], wrapped: boolean): RubricLevel[] {
  const read: { cell: TableCell; value: number; min: number; texts: string[] }[] = []
  for (const cell of cells) {
    const [first = '', ...others] = textAt(cell).split('\n')
    const amount = parseAmount(first)
    const last = read.at(-1)
    if (amount?.unit === 'points' && amount.max !== undefined)
      read.push({ cell, value: amount.max, min: amount.min ?? amount.max, texts: others })
    else if (last) last.texts.push(...textAt(cell).split('\n'))
    else return []
  }
  if (!isMonotone(read.map(({ value }) => value))) return []
  if (read.filter(({ texts }) => texts.join('').length >= 12).length < read.length * 0.6) return []
  return read.map(({ cell, value, min, texts }) =>
    level(cell.source, { min, max: value, descriptor: cleanText(texts.join('\n'), wrapped) }),
  )
}
