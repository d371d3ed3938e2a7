import type { TableCell } from '../../document.ts'
import { filledCells, type Grid, type Row, textAt, widthIn } from '../grid.ts'
import { parseAmount } from '../words/amount.ts'
import { parseLevelHead } from '../words/level-head.ts'
import { isCriterionWord, isPointsWord, isRole, isScaleWord } from '../words/words.ts'
import type { Header, Levels } from './header.ts'

/** The rows over and under a heading of levels that complete it. */

/** Adds the row below or above that completes the heading: points under names, names over points. */
export function extend(grid: Grid, at: number, first: Levels): Header {
  let top = at
  let bottom = at + 1
  const levels: Levels = new Map(first)
  const row = grid.rows[at] ?? []
  const next = grid.rows[at + 1]
  const columns = [...levels.keys()]
  const start = Math.min(...columns)
  // The last row is what the levels mean, however short it is.
  if (next && grid.rows.length > at + 2 && isCompanion(next, row, levels, start)) {
    for (const column of columns) merge(levels, column, next[column])
    bottom = at + 2
  }
  const above = grid.rows[at - 1]
  const unnamed = [...levels.values()].every((level) => level.head.label === undefined)
  if (above && unnamed && bottom === at + 1) {
    const names = columns.map((column) => above[column])
    const cells = filledCells(names)
    const good = cells.every((cell) => {
      const head = parseLevelHead(textAt(cell))
      return head !== undefined && head.amount === undefined && !isScaleWord(textAt(cell))
    })
    if (cells.length >= 2 && good && names.every((cell) => textAt(cell) !== '')) {
      for (const column of columns) merge(levels, column, above[column])
      top = at - 1
    }
  }
  // Headings that are higher than one row, beside others in steps.
  while (columns.every((column) => row[column] && grid.rows[bottom]?.[column] === row[column])) bottom++
  const under = grid.rows[bottom]
  if (under && isRoleRow(under, columns)) bottom++
  while (top > 0 && isScaleRow(grid.rows[top - 1], start)) top--
  const groups: Header['levels'] = []
  for (const column of columns.sort((a, b) => a - b)) {
    const level = levels.get(column)
    if (!level) continue
    const group = groups.at(-1)
    if (group && group.cell === level.cell && !first.get(column)?.head.more) group.columns.push(column)
    else groups.push({ head: level.head, columns: [column], cell: level.cell })
  }
  adoptBlankColumns(grid, groups, at, bottom)
  const strengths = groups.map((group) => group.head.strength)
  return { top, bottom, levels: groups, strength: Math.max(...strengths) }
}

/** "Pts | Description | Pts | Description" under the names of the levels. */
function isRoleRow(row: Row, columns: readonly number[]): boolean {
  const cells = filledCells(row)
  if (cells.length < 2 || !columns.some((column) => textAt(row[column]) !== '')) return false
  return (
    cells.every((cell, index) => isRole(textAt(cell), index)) &&
    new Set(cells.map(textAt)).size < cells.length
  )
}

/** A column without a heading right of a level, with text in it, belongs to that level (its points beside). */
function adoptBlankColumns(grid: Grid, groups: Header['levels'], at: number, bottom: number): void {
  const taken = new Set(groups.flatMap((group) => group.columns))
  const row = grid.rows[at] ?? []
  for (const [index, group] of groups.entries()) {
    const next = groups[index + 1]?.columns[0] ?? row.length
    for (let column = Math.max(...group.columns) + 1; column < next; column++) {
      if (taken.has(column) || textAt(row[column]) !== '') break
      const cells = grid.rows.slice(bottom).map((line) => textAt(line[column]))
      const own = grid.rows
        .slice(bottom)
        .filter((line) => parseAmount(textAt(line[group.columns[0] ?? 0])) !== undefined)
      if (cells.filter((text) => text !== '').length < cells.length / 2 || own.length < cells.length / 2)
        break
      group.columns.push(column)
    }
  }
}

/** True when the row gives only points where the heading gives only names, or the other way round. */
function isCompanion(next: Row, row: Row, levels: Levels, start: number): boolean {
  const heads = [...levels.values()].map((level) => level.head)
  const lacksAmount = heads.every((head) => head.amount === undefined)
  const lacksLabel = heads.every((head) => head.label === undefined)
  if (!lacksAmount && !lacksLabel) return false
  for (let column = 0; column < start; column++) {
    const text = textAt(next[column])
    const same = next[column] === row[column]
    if (text !== '' && !same && !isCriterionWord(text) && !isPointsWord(text) && !isScaleWord(text))
      return false
  }
  const cells = [...levels.keys()].map((column) => next[column])
  if (cells.some((cell, at) => cell !== undefined && cell === row[[...levels.keys()][at] ?? -1])) return false
  const parsed = cells.filter((cell) => textAt(cell) !== '').map((cell) => parseLevelHead(textAt(cell)))
  if (parsed.length < heads.length * 0.75) return false
  if (lacksAmount) return parsed.every((head) => head?.amount !== undefined && head.label === undefined)
  return parsed.every(
    (head) => head !== undefined && head.amount === undefined && (head.label?.length ?? 0) <= 40,
  )
}

function merge(levels: Levels, column: number, cell: TableCell | undefined): void {
  const level = levels.get(column)
  const other = parseLevelHead(textAt(cell))
  if (!level || !other || !cell) return
  const amount = level.head.amount ?? other.amount
  const label = level.head.label ?? other.label
  const rank = level.head.rank ?? other.rank
  levels.set(column, {
    // Under a merged name, each column with points of its own is a level of its own.
    cell: level.head.amount === undefined && other.amount !== undefined ? cell : level.cell,
    head: {
      ...(label === undefined ? {} : { label }),
      ...(amount === undefined ? {} : { amount }),
      ...(rank === undefined ? {} : { rank }),
      // biome-ignore lint/complexity/useMathMinMax: Math.max widens the type to number
      strength: other.strength > level.head.strength ? other.strength : level.head.strength,
    },
  })
}

/** "Levels of performance" over the levels, with nothing else but headings beside it. */
export function isScaleRow(row: Row | undefined, start: number): boolean {
  if (!row) return false
  const cells = filledCells(row)
  if (cells.length === 0 || cells.length > 3) return false
  const scale = cells.find((cell) => row.indexOf(cell) >= start - 1 && isScaleWord(textAt(cell)))
  if (!scale || widthIn(row, scale) < 1) return false
  return cells.every((cell) => cell === scale || isCriterionWord(textAt(cell)) || isRole(textAt(cell), 1))
}
