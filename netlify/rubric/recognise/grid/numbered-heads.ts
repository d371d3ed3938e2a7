import type { TableCell } from '../../document.ts'
import { type Row, textAt } from '../grid.ts'
import { type LevelHead, parseLevelHead } from '../words/level-head.ts'
import { levelRank } from '../words/level-words.ts'
import { fold } from '../words/words.ts'
import type { Levels } from './header.ts'

/** Headings of levels by number. */

/**
 * "5 EXC | 4 MB | 3B | 2 DEF | 1 MAL": numbers that go step by step to 1 or 0, each before a short name, count
 * down a scale whatever the names are.
 */
export function steps(cells: readonly TableCell[]): Map<TableCell, LevelHead> {
  const found = new Map<TableCell, LevelHead>()
  const values: number[] = []
  for (const cell of cells) {
    const parts = /^(\d{1,2})\s*[-–.:=]?\s*(\p{L}[\p{L}.]{0,11})$/u.exec(textAt(cell))
    const value = Number(parts?.[1])
    if (!parts) {
      if (found.size > 0) break
      continue
    }
    values.push(value)
    found.set(cell, {
      label: parts[2] ?? '',
      amount: { min: value, max: value, unit: 'none' },
      strength: 2,
    })
  }
  const down = values.slice(1).every((value, at) => (values[at] ?? 0) - value === 1)
  // "4 - Sehr gut | 3 - Gut | …": beside longer names with points, the short ones are not the whole scale.
  const others = cells.filter((cell) => !found.has(cell))
  const whole = others.every((cell) => parseLevelHead(textAt(cell))?.amount === undefined)
  return found.size >= 3 && down && whole && (values.at(-1) ?? 2) <= 1 ? found : new Map()
}

/** "In progress 2 | In progress 1 | Beginning": the numbers tell two levels of one name apart, and are no points. */
export function numbersOfNames(cells: readonly TableCell[]): Map<TableCell, LevelHead> {
  const heads = new Map(cells.map((cell) => [cell, parseLevelHead(textAt(cell))] as const))
  const priced = [...heads].filter(([, head]) => head?.label !== undefined && head.amount !== undefined)
  const names = priced.map(([, head]) => fold(head?.label ?? ''))
  const others = [...heads.values()].some((head) => head?.rank !== undefined && head.amount === undefined)
  const isShared = names.length >= 2 && new Set(names).size === 1
  if (!isShared || !others || priced.some(([, head]) => head?.amount?.unit !== 'none')) return new Map()
  return new Map(
    priced.map(([cell, head]) => {
      const rank = head?.rank
      return [cell, { label: textAt(cell), strength: 3, ...(rank === undefined ? {} : { rank }) }] as const
    }),
  )
}

/** "Advanced | 2 | 3 | 4 | Unsatisfactory": only the ends have names, and what stands between them counts. */
export function numberedBetween(row: Row): Levels | undefined {
  const ends = row.flatMap((cell, column) => (levelRank(textAt(cell)) === undefined ? [] : [column]))
  const [first = 0, last = 0] = [ends.at(0), ends.at(-1)]
  const between = row.slice(first + 1, last).map(textAt)
  const values = between.map(Number)
  const step = (values[1] ?? 0) - (values[0] ?? 0)
  const counts =
    between.length >= 2 &&
    between.every((text) => /^\d{1,2}$/.test(text)) &&
    Math.abs(step) === 1 &&
    values.every((value, at) => value === (values[0] ?? 0) + at * step)
  if (ends.length !== 2 || !counts) return undefined
  const columns = Array.from({ length: last - first + 1 }, (_, at) => first + at)
  return new Map(
    columns.flatMap((column) => {
      const cell = row[column]
      const rank = levelRank(textAt(cell))
      const head: LevelHead = { label: textAt(cell), strength: 3, ...(rank === undefined ? {} : { rank }) }
      return cell ? [[column, { head, cell }] as const] : []
    }),
  )
}
