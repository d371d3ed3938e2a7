import type { TableCell } from '../../document.ts'
import { isSameSum } from '../../same-sum.ts'
import { filledCells, type Row, textAt } from '../grid.ts'
import type { StatedTotal } from '../part.ts'
import { parseAmount } from '../words/amount.ts'
import { cleanText } from '../words/clean.ts'
import { isPlaceholder, isScaleWord, totalWord } from '../words/words.ts'
import type { Reading } from './grid-rubric.ts'

/** Rows of a grid that are no criterion of their own: they name a group, add up, or go on with the row above. */

/** The names of the levels once more, beside the name of the group of criteria that follows. */
export function leadOf({ header, roles, columns }: Reading, row: Row): TableCell | undefined {
  const title = roles.title === undefined ? undefined : row[roles.title]
  const named = header.levels.filter(({ head }) => head.label !== undefined)
  const same = named.every(({ cell, columns: own }) =>
    own.some((column) => textAt(row[column]) === textAt(cell)),
  )
  if (named.length < 2 || named.length < header.levels.length || !same || textAt(title) === '')
    return undefined
  return columns.some((column) => row[column] === title) ? undefined : title
}

/** "25 %" alone in the column of titles, above the levels that it is the weight of. */
export function isShare({ roles, columns }: Reading, row: Row): boolean {
  const [cell, other] = filledCells(row)
  if (!cell || other || roles.title === undefined || row[roles.title] !== cell) return false
  if (columns.some((column) => textAt(row[column]) !== '')) return false
  const unit = parseAmount(textAt(cell))?.unit
  return unit !== undefined && unit !== 'none'
}

/** "Overall Score | Level 4: 129 or more | …": the levels of the whole, below those of the criteria. */
export function isOverall(reading: Reading, row: Row): boolean {
  const { header, roles, part } = reading
  if (roles.title === undefined || part.criteria.length === 0) return false
  if (isScaleOfWhole(reading, row)) return true
  if (totalWord(textAt(row[roles.title])) !== 'total') return false
  const named = header.levels.filter(({ cell, columns }) => {
    const [name, text] = [textAt(cell), textAt(row[columns[0] ?? 0])]
    return name !== '' && text.startsWith(name)
  })
  return named.length >= 2 && named.length >= header.levels.length / 2
}

/** "Overall evaluation | 80-100 | 60-79 | …": ranges up to what the criteria add up to, and no other words. */
function isScaleOfWhole({ columns, part, roles }: Reading, row: Row): boolean {
  if (part.criteria.length < 2 || !amountsOnly(row, columns)) return false
  const amounts = columns.flatMap((column) => parseAmount(textAt(row[column])) ?? [])
  if (amounts.filter(({ range }) => range).length < amounts.length / 2) return false
  if (isScaleWord(textAt(row[roles.title ?? 0]))) return true
  const sum = part.criteria.reduce((all, { points = Number.NaN }) => all + points, 0)
  return isSameSum(Math.max(...amounts.map(({ max = 0 }) => max)), sum)
}

/** "Correctness | checked by peers": a name without the weight or points that the other rows have, and without levels. */
export function isGroup({ grid, header, roles, columns }: Reading, row: Row): boolean {
  const column = roles.weight ?? roles.points
  if (column === undefined || roles.title === undefined || textAt(row[roles.title]) === '') return false
  if (parseAmount(textAt(row[column])) !== undefined || columns.some((at) => textAt(row[at]) !== ''))
    return false
  const rows = grid.rows.slice(header.bottom)
  return rows.filter((line) => parseAmount(textAt(line[column])) !== undefined).length >= rows.length * 0.5
}

/** "1.05 | Meets all and then some" below the total: what the scores mean. */
export function isLegend({ part, roles }: Reading, row: Row): boolean {
  if (roles.title === undefined || part.criteria.length < 2) return false
  return part.statedTotals.some(({ sub }) => !sub) && parseAmount(textAt(row[roles.title])) !== undefined
}

/** "Overall | /12": a row that says no more than what the rows above it add up to, and where it says so. */
export function sumOf(
  { part, summed = 0 }: Reading,
  cells: readonly TableCell[],
): Omit<StatedTotal, 'sub'> | undefined {
  const above = part.criteria.slice(summed)
  const [label, points] = cells
  const amount = cells.length === 2 ? parseAmount(textAt(points)) : undefined
  if (!amount?.outOf || amount.max === undefined || above.length < 2) return undefined
  if (parseAmount(textAt(label)) !== undefined) return undefined
  const best = above.map(({ levels }) => Math.max(...levels.map(({ max }) => max ?? 0)))
  const sum = best.reduce((all, value) => all + value, 0)
  return isSameSum(sum, amount.max) ? { value: sum, source: points?.source } : undefined
}

/** The row below holds nothing but the points of some of this row's levels; its other cells are merged with it. */
export function withAmountsBelow({ roles, columns }: Reading, row: Row, next: Row): Row | undefined {
  const title = roles.title === undefined ? undefined : row[roles.title]
  if (!title || next[roles.title ?? 0] !== title) return undefined
  const own = columns.filter((column) => next[column] !== row[column] && textAt(next[column]) !== '')
  const unit = own.filter((column) => parseAmount(textAt(next[column]))?.unit === 'points')
  if (own.length === 0 || unit.length < own.length) return undefined
  return row.map((cell, column) =>
    cell && own.includes(column) ? { ...cell, text: `${cell.text}\n${textAt(next[column])}` } : cell,
  )
}

/**
 * A row whose levels are the merged cells of the row above only goes on with its title ("* Note: …"). The text
 * joins the criterion's description.
 */
export function continuesTitle(
  { roles, columns, part, wrapped }: Reading,
  row: Row,
  above: Row | undefined,
): boolean {
  const criterion = part.criteria.at(-1)
  const cell = roles.title === undefined ? undefined : row[roles.title]
  if (!criterion || !above || !cell || textAt(cell) === '' || cell === above[roles.title ?? 0]) return false
  const filled = columns.filter((column) => textAt(row[column]) !== '')
  if (filled.length < 2 || filled.some((column) => row[column] !== above[column])) return false
  const text = [criterion.description, cleanText(textAt(cell), wrapped)].filter(Boolean)
  if (text.length > 0) criterion.description = text.join(wrapped ? ' ' : '\n')
  return true
}

/** At least half of the levels say something of their own. */
export function fullRow({ columns }: Reading, row: Row): boolean {
  const beside = new Set(row.filter((_, column) => !columns.includes(column)))
  const own = [...new Set(columns.map((column) => row[column]))].filter(
    (cell) => !beside.has(cell) && !isPlaceholder(textAt(cell)),
  )
  return own.length >= Math.max(2, columns.length / 2)
}

export function amountsOnly(row: Row, columns: readonly number[]): boolean {
  const cells = [...new Set(columns.map((column) => row[column]))].filter(
    (cell) => !isPlaceholder(textAt(cell)),
  )
  return cells.length >= 2 && cells.every((cell) => parseAmount(textAt(cell)) !== undefined)
}

/** Descriptors or points of its own: more than the one number or mark that somebody gave. */
export function saysMore(row: Row, columns: readonly number[]): boolean {
  const cells = [...new Set(columns.map((column) => row[column]))].filter(
    (cell) => !isPlaceholder(textAt(cell)),
  )
  return cells.length >= 2 || cells.some((cell) => textAt(cell).length > 3 && !parseAmount(textAt(cell)))
}
