import type { Block, TableBlock } from '../../document.ts'
import type { Placed } from '../compose.ts'
import { filledCells, textAt, toGrid } from '../grid.ts'
import type { RubricPart } from '../part.ts'
import { parseAmount } from '../words/amount.ts'
import { fold } from '../words/words.ts'

/**
 * Lists under the heading row of a list that was read are read with it, also where they hold a single criterion:
 * alone, one row with a number would say too little.
 *
 * @param readOne reads a table that is known to be a list
 */
export function withSiblings(
  blocks: readonly (Block | undefined)[],
  placed: readonly Placed[],
  readOne: (table: TableBlock) => RubricPart[],
): Placed[] {
  const lists = placed.filter(({ part }) => part.kind === 'checklist' || part.kind === 'deduction')
  const headings = new Set(lists.flatMap(({ block }) => headingOf(blocks[block]) ?? []))
  if (headings.size === 0) return [...placed]
  const read = new Set(placed.map(({ block }) => block))
  const others = blocks.flatMap((block, at): Placed[] => {
    if (read.has(at) || block?.kind !== 'table' || !headings.has(headingOf(block) ?? '')) return []
    return readOne(block).map((part) => ({ part, block: at }))
  })
  return [...placed, ...others].sort((a, b) => a.block - b.block)
}

/** The texts of a table's first row, where it has several and none is an amount. */
function headingOf(block: Block | undefined): string | undefined {
  if (block?.kind !== 'table') return undefined
  const cells = filledCells(toGrid(block).rows[0] ?? [])
  if (cells.length < 2 || cells.some((cell) => parseAmount(textAt(cell)))) return undefined
  return cells.map((cell) => fold(textAt(cell))).join('\n')
}
