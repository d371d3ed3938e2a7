import type { DocumentContent } from '../document.ts'
import { columnCells, type Grid, textAt, toGrid } from '../recognise/grid.ts'
import type { RubricPart } from '../recognise/part.ts'
import type { Recognised } from '../recognise/recognise.ts'
import { parseAmount } from '../recognise/words/amount.ts'
import { levelRank } from '../recognise/words/level-words.ts'
import { isDropWord, isPointsWord, isWeightWord } from '../recognise/words/words.ts'
import { qualityOf } from './quality.ts'

/** A table that the rules are not sure about. */
export interface Doubt {
  /** Index of the table in the document's blocks. */
  block: number
  grid: Grid
  parts: RubricPart[]
  /** 0 to 1: how much in doubt. */
  doubt: number
  reasons: DoubtReason[]
  /** Whether it belongs to the table before it is a part of the doubt. */
  joining: boolean
}

export type DoubtReason =
  /** The rules see no rubric in a table of sentences. */
  | 'refused'
  /** The heading row was guessed from the shape of the table. */
  | 'heading'
  /** Levels with neither name nor points. */
  | 'levels'
  /** Criteria without a name. */
  | 'titles'
  /** Text of the table that is nowhere in the rubric. */
  | 'left-out'
  /** Several columns of numbers, and no heading that says which counts. */
  | 'rival-numbers'
  /** Rows that hold too little for a criterion. */
  | 'ragged'
  /** Sums or orders that do not fit. */
  | 'arithmetic'
  /** One rubric or two. */
  | 'joining'

/** From here on a model is asked. */
export const IN_DOUBT = 0.5

/** Larger tables are no rubrics, or too many tokens. */
const MAX_ROWS = 80
const MAX_COLUMNS = 20

/** How sure the rules are of each table that they read or refused; only those in doubt. */
export function doubtsOf(content: DocumentContent, { blocks, placed, namedRubric }: Recognised): Doubt[] {
  if (content.format === 'canvas-csv' || content.format === 'moodle-xml') return []
  const tables = blocks.flatMap((block, at) => (block?.kind === 'table' ? [{ table: block, block: at }] : []))
  const read = tables.map(({ table, block }) => ({
    block,
    grid: toGrid(table),
    parts: placed.filter((item) => item.block === block).map((item) => item.part),
  }))
  const nothing = placed.length === 0
  return read
    .map(({ block, grid, parts }, at): Doubt => {
      const before = read[at - 1]
      const weights = new Map<DoubtReason, number>()
      if (parts.length === 0) {
        const asked = nothing || namedRubric || read.some((other) => isAlike(other, grid))
        if (isProse(grid)) weights.set('refused', nothing ? 0.8 : asked ? 0.5 : 0.3)
      } else {
        for (const [reason, weight] of doubtsOfParts(grid, parts, content)) weights.set(reason, weight)
      }
      const joining = before !== undefined && isJoining(before, { grid, parts }, blocks, before.block, block)
      if (joining) weights.set('joining', 0.5)
      const doubt = 1 - [...weights.values()].reduce((sure, weight) => sure * (1 - weight), 1)
      return { block, grid, parts, doubt, reasons: [...weights.keys()], joining }
    })
    .filter(
      ({ doubt, grid }) => doubt >= IN_DOUBT && grid.rows.length <= MAX_ROWS && grid.columns <= MAX_COLUMNS,
    )
}

function doubtsOfParts(
  grid: Grid,
  parts: readonly RubricPart[],
  content: DocumentContent,
): [DoubtReason, number][] {
  const { words, untitled, unnamed, faults } = qualityOf(grid, parts, content)
  const reasons: [DoubtReason, number][] = [
    ['heading', parts.some(isGuessed) ? 0.6 : 0],
    ['levels', unnamed >= 0.5 ? 0.6 : 0],
    // A table that has no names at all has none to find.
    ['titles', untitled >= 0.5 && words < 0.95 ? 0.55 : 0],
    ['left-out', words < 0.8 ? Math.min(0.9, 0.4 + (0.8 - words)) : 0],
    ['rival-numbers', rivals(grid) ? 0.5 : 0],
    ['ragged', ragged(parts) >= 0.2 ? 0.5 : 0],
    ['arithmetic', faults === 0 ? 0 : Math.min(0.6, 0.45 + 0.05 * faults)],
  ]
  return reasons.filter(([, weight]) => weight > 0)
}

/** The heading was told by the table's shape alone: no known name of a level, and no points in the cells. */
function isGuessed({ confidence, levels, criteria }: RubricPart): boolean {
  if (confidence >= 0.6) return false
  const known = levels.filter(({ label }) => label !== undefined && levelRank(label) !== undefined)
  const scored = criteria.filter((item) => item.levels.filter(({ max }) => max !== undefined).length >= 2)
  return known.length < levels.length / 2 && scored.length < criteria.length
}

/** A table of sentences, as rubrics are, or of sentences with numbers. */
function isProse(grid: Grid): boolean {
  if (grid.rows.length < 3 || grid.columns < 2) return false
  const cells = [...new Set(grid.rows.flat())].filter((cell) => textAt(cell) !== '')
  const prose = cells.filter((cell) => textAt(cell).split(/\s+/).length >= 4)
  const numbers = cells.filter((cell) => parseAmount(textAt(cell)) !== undefined)
  const listed = prose.length >= 2 && numbers.length >= 2
  return (listed || prose.length >= 4) && prose.length + numbers.length >= cells.length * 0.3
}

function isAlike(other: { grid: Grid; parts: RubricPart[] }, grid: Grid): boolean {
  return other.parts.length > 0 && other.grid.columns === grid.columns
}

/** At least two columns of numbers beside texts, one of which no heading explains. */
function rivals(grid: Grid): boolean {
  const columns = Array.from({ length: grid.columns }, (_, column) => column).filter((column) => {
    const cells = columnCells(grid, column, 1, grid.rows.length)
    const numbers = cells.filter((cell) => parseAmount(textAt(cell)) !== undefined)
    return cells.length >= 2 && numbers.length >= cells.length * 0.6
  })
  // Three and more are a scale.
  if (columns.length !== 2) return false
  const known = (text: string) => isPointsWord(text) || isWeightWord(text) || isDropWord(text)
  return columns.some((column) => !known(textAt(grid.rows[0]?.[column])))
}

/** Share of criteria of which one level at most says something, where the others say more. */
function ragged(parts: readonly RubricPart[]): number {
  const levelled = parts.flatMap((part) => part.criteria).filter((criterion) => criterion.levels.length >= 3)
  const counts = levelled.map(({ levels }) => levels.filter((level) => level.descriptor !== undefined).length)
  if (Math.max(0, ...counts) < 3) return 0
  return counts.filter((count) => count <= 1).length / counts.length
}

/** Two tables of one width in a row, the second without levels of its own names: one rubric, or two? */
function isJoining(
  before: { grid: Grid; parts: RubricPart[] },
  { grid, parts }: { grid: Grid; parts: RubricPart[] },
  blocks: Recognised['blocks'],
  from: number,
  to: number,
): boolean {
  const [first] = before.parts
  const [second] = parts
  if (!first || !second || before.grid.columns !== grid.columns) return false
  if (blocks.slice(from + 1, to).some((block) => block?.kind === 'text' && block.heading !== undefined))
    return false
  const names = (part: RubricPart) => part.levels.map(({ label, max }) => label ?? max).join('|')
  return names(first) !== names(second) && first.levels.length === second.levels.length
}
