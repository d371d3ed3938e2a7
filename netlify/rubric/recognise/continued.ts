import type { Block, DocumentContent, TableBlock, TableCell } from '../document.ts'
import { findHeader } from './grid/header.ts'
import { filledCells, type Grid, textAt, toGrid } from './grid.ts'
import { isTotalRow } from './stated-total.ts'
import { isTitleRow } from './titled-pieces.ts'
import { parseAmount } from './words/amount.ts'
import {
  isCriterionWord,
  isDropWord,
  isFormField,
  isPointsWord,
  isStrongCriterionWord,
} from './words/words.ts'

/**
 * The document's blocks with tables that a page break cut in two made one again: a table without a heading of
 * its own goes on where the table before it ended. Its place becomes `undefined`, so that indexes stay.
 */
export function continued(content: DocumentContent): (Block | undefined)[] {
  const blocks: (Block | undefined)[] = [...content.blocks]
  if (content.format !== 'pdf' && content.format !== 'docx') return blocks
  let last: number | undefined
  let divided = false
  for (const [index, block] of content.blocks.entries()) {
    if (block.kind === 'text') {
      // Running heads and page numbers stand between the halves; a heading or a paragraph divides tables.
      const small = block.text.length <= 60 && block.heading === undefined
      if (!(small || isFormField(block.text) || content.format === 'pdf') || block.heading !== undefined)
        last = undefined
      else if (block.text.length > 120) last = undefined
      divided ||= /\p{L}{3}/u.test(block.text)
      continue
    }
    const before = last === undefined ? undefined : blocks[last]
    if (last !== undefined && before?.kind === 'table' && continues(before, block, divided)) {
      blocks[last] = append(before, block)
      blocks[index] = undefined
    } else last = index
    divided = false
  }
  return blocks
}

/** @param divided words stand between the two tables */
function continues(before: TableBlock, table: TableBlock, divided: boolean): boolean {
  if (table.columns > before.columns || table.columns < 2 || table.columns < before.columns - 2) return false
  if (!isBelow(before, table)) return false
  // A file without pages has nothing that cuts a table but its author's words.
  if (before.source.in !== 'page' && divided) return false
  // On one page, words between two tables or a total that closes the first divide them.
  if (isSamePage(before, table) && (divided || isTotalRow(toGrid(before).rows.at(-1) ?? []))) return false
  const [first] = toGrid(table).rows
  if (!first || isTitleRow(first)) return false
  if (findHeader(toGrid(table), 0, 0) || isCriterionWord(textAt(first[0]))) return false
  const old = toGrid(before)
  if (repeatsHeading(old.rows[0], first) || namesPoints(old, first)) return false
  const hasHeader = findHeader(old, 0, 4) !== undefined || isStrongCriterionWord(textAt(old.rows[0]?.[0]))
  const hasNumbers = old.rows.filter((row) => row.some((cell) => parseAmount(textAt(cell)))).length >= 2
  return (hasHeader || hasNumbers) && filledCells(first).length >= 1
}

/** "Basics | Points" and then "Quality | Points": a table of its own with the same heading. */
function repeatsHeading(heading: Grid['rows'][number] | undefined, row: Grid['rows'][number]): boolean {
  return row.some((cell, column) => {
    const text = textAt(cell)
    return (
      text !== '' &&
      text === textAt(heading?.[column]) &&
      (isPointsWord(text) || isDropWord(text) || (cell?.bold === true && parseAmount(text) === undefined))
    )
  })
}

/** "Maximum points" over numbers, and now "Points" where a number would stand: a heading. */
function namesPoints({ rows }: Grid, row: Grid['rows'][number]): boolean {
  return row.some((cell, column) => {
    if (!isPointsWord(textAt(cell)) || !isPointsWord(textAt(rows[0]?.[column]))) return false
    return rows.slice(1).filter((line) => parseAmount(textAt(line[column]))).length >= 2
  })
}

function isSamePage(before: TableBlock, table: TableBlock): boolean {
  return before.source.in === 'page' && table.source.in === 'page' && before.source.page === table.source.page
}

/** On a later page, or right under it on the same page. */
function isBelow(before: TableBlock, table: TableBlock): boolean {
  if (before.source.in !== 'page' || table.source.in !== 'page') return true
  if (before.source.page !== table.source.page) return table.source.page > before.source.page
  const gap = table.source.box[1] - before.source.box[3]
  return gap > -5 && gap < 40
}

function append(before: TableBlock, table: TableBlock): TableBlock {
  const places = columnPlaces(before, table)
  const cells = table.cells.map((cell): TableCell => {
    const column = places[cell.column] ?? cell.column
    const end = places[cell.column + cell.columnSpan - 1] ?? cell.column + cell.columnSpan - 1
    return { ...cell, row: cell.row + before.rows, column, columnSpan: Math.max(1, end - column + 1) }
  })
  // Where the joined table ends is where the next piece has to start.
  const source = table.source.in === 'page' ? table.source : before.source
  return { ...before, rows: before.rows + table.rows, cells: [...before.cells, ...cells], source }
}

/** Which column of the table before each column goes on: by where they stand on the page, else by number. */
function columnPlaces(before: TableBlock, table: TableBlock): number[] {
  const same = Array.from({ length: table.columns }, (_, at) => at)
  if (before.columns === table.columns) return same
  const left = (block: TableBlock, column: number) => {
    const boxes = block.cells.flatMap((cell) =>
      cell.column === column && cell.columnSpan === 1 && cell.source.in === 'page'
        ? [cell.source.box[0]]
        : [],
    )
    return boxes.length === 0 ? undefined : Math.min(...boxes)
  }
  const lefts = Array.from({ length: before.columns }, (_, at) => left(before, at))
  const places = same.map((at) => {
    const x = left(table, at)
    if (x === undefined) return at
    const distances = lefts.map((other) =>
      other === undefined ? Number.POSITIVE_INFINITY : Math.abs(other - x),
    )
    return distances.indexOf(Math.min(...distances))
  })
  const rising = places.every((place, at) => at === 0 || place > (places[at - 1] ?? -1))
  return rising ? places : same
}
