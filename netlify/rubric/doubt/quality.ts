import type { RubricCriterion } from '../../../src/shared/rubric.ts'
import { auditRubric } from '../audit.ts'
import type { DocumentContent, TableCell } from '../document.ts'
import { composeRubrics } from '../recognise/compose.ts'
import { filledCells, type Grid, textAt, widthIn } from '../recognise/grid.ts'
import type { RubricPart } from '../recognise/part.ts'
import { parseAmount } from '../recognise/words/amount.ts'
import { splitAmount } from '../recognise/words/split-amount.ts'
import { isDropWord, isPlaceholder, totalWord } from '../recognise/words/words.ts'

/** How well a reading of a table accounts for the table. Shares are from 0 to 1. */
export interface Quality {
  /** Words of the table that are in the rubric. */
  words: number
  /** Numbers of the table, in cells of their own, that are in the rubric. */
  numbers: number
  /** Criteria without a name of their own. */
  untitled: number
  /** Levels with neither name nor points. */
  unnamed: number
  /** Sums and orders that do not fit; see `auditRubric`. */
  faults: number
}

const FAULTS = new Set(['TOTAL_MISMATCH', 'LEVEL_ORDER', 'RANGE_ORDER', 'RANGE_OVERLAP', 'POINTS_MISMATCH'])

/**
 * Looks at a table's body: rows under its first heading, without those that cannot hold a criterion and without
 * columns that are named for the grader.
 */
export function qualityOf(grid: Grid, parts: readonly RubricPart[], content: DocumentContent): Quality {
  const cells = bodyCells(grid)
  const criteria = parts.flatMap((part) => part.criteria)
  const said = wordsOf(
    parts.flatMap((part) => [
      part.title ?? '',
      ...part.levels.map((level) => level.label ?? ''),
      ...part.criteria.flatMap(stringsOf),
    ]),
  )
  const texts = cells.filter((cell) => parseAmount(textAt(cell)) === undefined)
  // Points at a cell's head or tail are numbers of the rubric, and "points" is no word of it.
  const wanted = wordsOf(texts.map((cell) => splitAmount(textAt(cell), false)?.rest ?? textAt(cell)))
  const counted = new Set([
    ...criteria.flatMap(numbersOf),
    ...parts.flatMap((part) => part.statedTotals.map(({ value }) => value)),
  ])
  const amounts = cells.flatMap((cell) => parseAmount(textAt(cell)) ?? [])
  const levels = criteria.flatMap((criterion) => (criterion.levels.length > 1 ? criterion.levels : []))
  const audited = composeRubrics(
    { ...content, blocks: [grid.table] },
    parts.map((part) => ({ part, block: 0 })),
  ).flatMap(auditRubric)
  return {
    words: shared(wanted, said),
    numbers:
      amounts.length === 0
        ? 1
        : amounts.filter(({ min, max }) => counted.has(max ?? min ?? Number.NaN)).length / amounts.length,
    untitled: share(
      parts.flatMap((part) => part.warnings.filter(({ code }) => code === 'UNTITLED_CRITERION')).length,
      criteria.length,
    ),
    unnamed: share(
      levels.filter(({ label, min, max }) => label === undefined && min === undefined && max === undefined)
        .length,
      levels.length,
    ),
    faults: audited.filter(({ code }) => FAULTS.has(code)).length,
  }
}

/** One number to compare two readings of the same table by; more is better. */
export function worth({ words, numbers, untitled, unnamed, faults }: Quality): number {
  return words + 0.5 * numbers - 0.3 * untitled - 0.3 * unnamed - Math.min(0.4, 0.1 * faults)
}

/** Every string of a criterion. */
function stringsOf(criterion: RubricCriterion): string[] {
  const { title, description = '', section = '', levels } = criterion
  return [
    title,
    description,
    section,
    ...levels.flatMap(({ label = '', descriptor = '' }) => [label, descriptor]),
  ]
}

function numbersOf({ points, weight, levels }: RubricCriterion): number[] {
  return [points, weight, ...levels.flatMap(({ min, max }) => [min, max])].filter(
    (value) => value !== undefined,
  )
}

/** The cells that a rubric could be made of. */
function bodyCells(grid: Grid): TableCell[] {
  const head = new Set(filledCells(grid.rows[0] ?? []))
  const graders = new Set(
    (grid.rows[0] ?? []).flatMap((cell, column) => (isDropWord(textAt(cell)) ? [column] : [])),
  )
  const rows = grid.rows.slice(1).filter((row) => !isApart(row))
  const cells = rows.flatMap((row) => row.filter((_, column) => !graders.has(column)))
  return [...new Set(cells)].filter(
    (cell): cell is TableCell => cell !== undefined && !head.has(cell) && !isPlaceholder(textAt(cell)),
  )
}

/** Totals, notes and section heads: rows with one text, or with few cells among many. */
export function isApart(row: Grid['rows'][number]): boolean {
  const cells = filledCells(row)
  const [only] = cells
  if (cells.some((cell) => totalWord(textAt(cell)))) return true
  if (cells.length === 1 && only) return row.length > 1
  return cells.length > 0 && cells.some((cell) => widthIn(row, cell) >= row.length * 0.75)
}

function wordsOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of texts
    .join(' ')
    .toLowerCase()
    .match(/[\p{L}\p{M}]+/gu) ?? []) {
    counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return counts
}

function shared(wanted: ReadonlyMap<string, number>, said: ReadonlyMap<string, number>): number {
  let all = 0
  let found = 0
  for (const [word, count] of wanted) {
    all += count * word.length
    found += Math.min(count, said.get(word) ?? 0) * word.length
  }
  return all === 0 ? 1 : found / all
}

function share(some: number, all: number): number {
  return all === 0 ? 0 : some / all
}
