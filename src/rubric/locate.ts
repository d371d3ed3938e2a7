import { type RubricCell, readCell } from '../shared/enhance-rubric.ts'
import type { Rubric } from '../shared/rubric.ts'

export interface Span {
  start: number
  end: number
}

/** So many words of a text that is not there as a whole are enough to know its place. */
const FIRST_WORDS = 6

/**
 * Where a cell's text stands in the text of its document. The same words may stand in many cells, so they are
 * looked for between the title of their criterion and the next one first.
 *
 * @param from The rubric as it was read, before any edit.
 * @param now What the cell says now; where that is not in the document, what it said is looked for.
 */
export function locate(text: string, from: Rubric, cell: RubricCell, now: string): Span | undefined {
  const region = regionOf(text, from, cell)
  for (const wanted of new Set([now, readCell(from, cell) ?? ''])) {
    const earlier = earlierAlike(from, cell, wanted)
    const found =
      (region && findNth(text, wanted, region, earlier)) ??
      findNth(text, wanted, { start: 0, end: text.length }, 0)
    if (found) return found
  }
  return undefined
}

/** From the criterion's title to the next one's. */
function regionOf(text: string, from: Rubric, cell: RubricCell): Span | undefined {
  if (!('criterion' in cell)) return undefined
  let start = 0
  for (const [index, { title }] of from.criteria.entries()) {
    const found = findNth(text, title, { start, end: text.length }, 0)
    if (!found) continue
    if (index > cell.criterion) return { start, end: found.start }
    start = index === cell.criterion ? found.start : found.end
  }
  return { start, end: text.length }
}

/** How many levels of the criterion before this one say the same. */
function earlierAlike(from: Rubric, cell: RubricCell, wanted: string): number {
  if (cell.at !== 'level' || cell.field !== 'descriptor') return 0
  const levels = from.criteria[cell.criterion]?.levels ?? []
  return levels.slice(0, cell.level).filter(({ descriptor }) => descriptor === wanted).length
}

function findNth(text: string, wanted: string, { start, end }: Span, skip: number): Span | undefined {
  const words = wanted.trim().split(/\s+/u).filter(Boolean)
  const upTo = text.slice(0, end)
  return (
    match(upTo, words, WHOLE_CELL, start, skip) ??
    match(upTo, words, WHOLE_WORDS, start, skip) ??
    (words.length > FIRST_WORDS ? match(upTo, words.slice(0, FIRST_WORDS), WHOLE_WORDS, start, 0) : undefined)
  )
}

/** What may stand before and after. Cells are divided by tabs, rows by line breaks. */
const WHOLE_CELL = ['(?<=^|[\\t\\n])', '(?=$|[\\t\\n])'] as const
const WHOLE_WORDS = ['(?<![\\p{L}\\p{N}])', '(?![\\p{L}\\p{N}])'] as const

/** White space aside. */
function match(
  text: string,
  words: readonly string[],
  [before, after]: readonly [string, string],
  from: number,
  skip: number,
): Span | undefined {
  if (words.length === 0) return undefined
  const inner = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+')
  const pattern = new RegExp(`${before}${inner}${after}`, 'giu')
  pattern.lastIndex = from
  for (let left = skip; ; left--) {
    const found = pattern.exec(text)
    if (!found) return undefined
    if (left === 0) return { start: found.index, end: found.index + found[0].length }
  }
}
