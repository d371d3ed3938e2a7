import { headingOf } from '../grid/columns.ts'
import { filledCells, type Grid, type Row, textAt } from '../grid.ts'
import { emptyPart, level, type RubricPart } from '../part.ts'
import { parseAmount } from '../words/amount.ts'
import { parseCriterion } from '../words/criterion-title.ts'
import { isPointsWord, isWeightWord, totalWord } from '../words/words.ts'

/**
 * Reads a sheet whose parts have a column a step further right each: "Use cases | | 40" over "| Actors | 10" and
 * "| Scenarios | 30". The innermost are the criteria, under the name of what they are part of.
 */
export function readSteppedList(grid: Grid, wrapped: boolean): RubricPart | undefined {
  const top = grid.rows.slice(0, 6).findIndex((row) => pointsColumn(row) >= 2)
  const heading = grid.rows[top]
  if (!heading) return undefined
  const points = pointsColumn(heading)
  const rows = grid.rows.slice(top + 1)
  const isShare = (column: number) =>
    isWeightWord(headingOf(grid, { top, bottom: top + 1 }, column).replace(/^\S+ /, ''))
  const steps = heading.flatMap((_, column) =>
    column < points && !isShare(column) && rows.some((row) => isText(row, column)) ? [column] : [],
  )
  const depths = rows.map((row) => steps.filter((column) => isText(row, column)))
  const scored = rows.filter((row, at) => depths[at]?.length === 1 && worth(row, points) !== undefined)
  const single = depths.filter((depth) => depth.length === 1).length
  const used = new Set(depths.flatMap((depth) => (depth.length === 1 ? depth : [])))
  if (used.size < 2 || scored.length < 4 || single < depths.filter((depth) => depth.length > 0).length * 0.85)
    return undefined
  const part = emptyPart({ kind: 'checklist', hasHeader: true, confidence: 0.75, source: grid.table.source })
  rows.forEach((row, at) => {
    const word = filledCells(row).flatMap((cell) => totalWord(textAt(cell)) ?? [])[0]
    const stated = word && worth(row, points)
    if (stated !== undefined)
      part.statedTotals.push({ value: stated, sub: word === 'subtotal', source: row[points]?.source })
    if (word) return
    const [column, other] = depths[at] ?? []
    const cell = column === undefined ? undefined : row[column]
    const value = worth(row, points)
    if (column === undefined || !cell || other !== undefined || value === undefined) return
    const next = depths.slice(at + 1).find((depth) => depth.length > 0)?.[0]
    if (next !== undefined && next > column) return
    const above = depths.slice(0, at).findLastIndex((depth) => (depth[0] ?? column) < column)
    const group = rows[above]?.[depths[above]?.[0] ?? -1]
    const { title, description } = parseCriterion(textAt(cell), wrapped)
    part.criteria.push({
      title,
      ...(description === undefined ? {} : { description }),
      ...(group ? { section: parseCriterion(textAt(group), wrapped).title } : {}),
      points: value,
      levels: [level(row[points]?.source ?? cell.source, { min: value, max: value })],
      source: cell.source,
    })
  })
  return part.criteria.length >= 3 ? part : undefined
}

function pointsColumn(row: Row): number {
  return row.findIndex((cell) => isPointsWord(textAt(cell)))
}

function isText(row: Row, column: number): boolean {
  return /\p{L}{2}/u.test(textAt(row[column])) && parseAmount(textAt(row[column])) === undefined
}

function worth(row: Row, column: number): number | undefined {
  return parseAmount(textAt(row[column]))?.max
}
