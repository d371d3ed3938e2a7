import type { Block } from '../../document.ts'
import { isSameSum } from '../../same-sum.ts'
import type { Placed } from '../compose.ts'
import { filledCells, type Row, textAt, toGrid } from '../grid.ts'
import { splitAmount } from '../words/split-amount.ts'
import { computedTotal } from '../words/total.ts'
import { totalWord } from '../words/words.ts'

/**
 * A small table that says in front of a list what its parts are worth ("Part 1 | 20 points"): the criteria are those
 * of the list, where its parts are as many and add up to the same.
 */
export function isOverview(block: Block | undefined, { part }: Placed): boolean {
  if (block?.kind !== 'table') return false
  const rows = toGrid(block).rows.filter((row) => !totalWord(textAt(row[0])))
  const stated = rows.map(worthOf).filter((value) => value !== undefined)
  const sections = [...new Set(part.criteria.map(({ section }) => section))]
  const sums = sections.map((section) =>
    computedTotal({ scoring: 'points', criteria: part.criteria.filter((item) => item.section === section) }),
  )
  return (
    sums.length > 1 &&
    sums.length === stated.length &&
    rows.length <= stated.length + 1 &&
    part.criteria.length > sums.length &&
    sums.every((sum, at) => isSameSum(sum, stated[at] ?? 0))
  )
}

/** "20 points", also with what that is of the grade in brackets. */
function worthOf(row: Row): number | undefined {
  const [, ...others] = filledCells(row)
  for (const cell of others) {
    const text = textAt(cell).replace(/\([^()]*\)/g, '')
    const value = splitAmount(`x: ${text}`, true)?.amount.max
    if (value !== undefined) return value
  }
  return undefined
}
