import type { TableCell } from '../../document.ts'
import { filledCells, type Grid, textAt } from '../grid.ts'
import { splitAmount } from '../words/split-amount.ts'
import { isCriterionWord, isPointsWord, isScaleWord } from '../words/words.ts'
import type { ColumnRoles } from './columns.ts'
import { amountsOnly } from './grid-rows.ts'

/**
 * Rubrics copied out of a learning platform into Word or Excel have a row each for points, names and
 * descriptions of the levels, held together by the criterion's points merged over them. Joins such rows, so that
 * every cell says all of its level; `undefined` where the table is none of that kind.
 */
export function joinStackedCells(grid: Grid): Grid | undefined {
  const top = grid.rows.findIndex((row) => {
    const texts = filledCells(row).map(textAt)
    return isCriterionWord(texts[0] ?? '') && texts.slice(1).some(isScaleWord)
  })
  const heading = grid.rows[top]
  const column = heading?.findLastIndex((cell) => isPointsWord(textAt(cell))) ?? -1
  if (!heading || top > 3 || column < 2) return undefined
  const groups = groupByCell(grid.rows.slice(top + 1), column)
  const several = groups.filter((rows) => rows.length >= 2)
  const counted = several.filter((rows) =>
    rows.some((row) => filledCells(row).filter((cell) => splitAmount(`x ${textAt(cell)}`, true)).length >= 2),
  )
  if (several.length === 0 || several.length < groups.length / 2 || counted.length < several.length * 0.75)
    return undefined
  return { ...grid, rows: [...grid.rows.slice(0, top + 1), ...groups.map(joinRows)] }
}

/** A list whose points are merged over several rows: the rows are one criterion. */
export function joinMergedRows(grid: Grid, from: number, column: number): Grid {
  const rows = groupByCell(grid.rows.slice(from), column).map(joinRows)
  return { ...grid, rows: [...grid.rows.slice(0, from), ...rows] }
}

/**
 * Rows that share the cell of their title, and their points, their weight or most of their levels, are one
 * criterion, some of whose cells are divided.
 */
export function joinSharedRows(
  rows: Grid['rows'],
  { title, points, weight }: ColumnRoles,
  columns: readonly number[],
): Grid['rows'] {
  if (title === undefined) return rows
  const groups: Grid['rows'][] = []
  for (const row of rows) {
    const before = groups.at(-1)?.at(-1)
    const same = (column: number | undefined) =>
      column !== undefined && textAt(row[column]) !== '' && row[column] === before?.[column]
    const shared = columns.filter(same).length
    const isOne = same(title) && (same(points) || same(weight) || shared > columns.length / 2)
    if (isOne && before && !amountsOnly(row, columns) && !amountsOnly(before, columns))
      groups.at(-1)?.push(row)
    else groups.push([row])
  }
  return groups.map(joinRows)
}

function groupByCell(rows: Grid['rows'], column: number): Grid['rows'][] {
  const groups: Grid['rows'][] = []
  for (const row of rows) {
    const before = groups.at(-1)?.[0]
    if (before && textAt(row[column]) !== '' && row[column] === before[column]) groups.at(-1)?.push(row)
    else groups.push([row])
  }
  return groups
}

function joinRows(rows: readonly Grid['rows'][number][]): Grid['rows'][number] {
  return (rows[0] ?? []).map((_, column) => {
    const cells = [...new Set(rows.map((row) => row[column]))].filter(
      (cell): cell is TableCell => textAt(cell) !== '',
    )
    const [first] = cells
    if (!first || cells.length === 1) return first
    // What is written last says most, so its place stands for the whole.
    const source = (cells.at(-1) ?? first).source
    return { ...first, text: cells.map(textAt).join('\n'), source }
  })
}
