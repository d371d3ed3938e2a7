import type { RubricCriterion } from '../../../src/shared/rubric.ts'
import type { Block, DocumentContent } from '../document.ts'
import { blockOfCriterion } from './headings.ts'
import type { StatedTotal } from './part.ts'
import { splitTail } from './words/split-amount.ts'

/** Totals that a document says in passing, where no row or line of sums states one. */

const NUMBER = String.raw`(\d+(?:[.,]\d+)?)`
const UNIT = String.raw`(?:points?|pts\.?|marks?|puntos|pontos|punkte)`
/** "200 points total", "(Total = 85)", "(Total Marks: 100)", "(total 100 points)". */
const IN_BRACKETS = [
  new RegExp(String.raw`(?<![\d.,])${NUMBER}\s*${UNIT}\s+(?:in\s+)?total\b`, 'i'),
  new RegExp(String.raw`[([]\s*total(?:\s+${UNIT})?\s*(?:of\s+)?[:=]?\s*${NUMBER}\s*${UNIT}?\s*[)\]]`, 'i'),
]
/** "will be graded out of 20 points", "Score: ___ out of 100"; "out of 5 for each part" is said of parts. */
const GRADED_OUT_OF = new RegExp(
  String.raw`\b(?:graded|marked|scored|assessed|evaluated|score|grade)\b[^.\d]{0,30}\bout\s+of\s+(?:a\s+total\s+of\s+)?${NUMBER}(?![\d.,]*\d)(?!\s*${UNIT}?\s*(?:for\s+)?(?:each|per)\b)`,
  'i',
)

const MAX_LINE = 120
/** A total this far from what the criteria give is one of something else. */
const FAR = 2
/** The same of a number that only stands behind the heading. */
const NEAR = 1.25

/**
 * The one total of `blocks` that may be of criteria that make `sum`.
 *
 * @param heads the blocks above the first criterion: behind a heading there, a number of points is that of the whole
 */
export function totalInWords(
  blocks: readonly Block[],
  heads: readonly Block[],
  criteria: readonly RubricCriterion[],
  sum: number,
): Omit<StatedTotal, 'sub'> | undefined {
  const isOf = (value: number, far: number) => value > 0 && value <= sum * far && value >= sum / far
  const said = blocks.flatMap((block) =>
    textsOf(block).flatMap(({ text, source }) => {
      const value = saidIn(text)
      return value !== undefined && isOf(value, FAR) ? [{ value, source }] : []
    }),
  )
  if (new Set(said.map(({ value }) => value)).size === 1) return said[0]
  if (said.length > 0) return undefined
  const names = new Set(criteria.flatMap(({ section, title }) => [section, title]))
  const headed = heads.flatMap((block) => {
    if (block.kind !== 'text' || block.heading === undefined || block.text.length > MAX_LINE) return []
    const split = splitTail(block.text.replace(/\s*[:：.]$/u, ''), false)
    if (split?.amount.unit !== 'points' || split.amount.max === undefined || split.amount.range) return []
    return isOf(split.amount.max, NEAR) && !names.has(split.rest)
      ? [{ value: split.amount.max, source: block.source }]
      : []
  })
  return headed.length === 1 ? headed[0] : undefined
}

/** The lines of a text, and of a small table that is none of criteria. */
function textsOf(block: Block): { text: string; source: StatedTotal['source'] }[] {
  if (block.kind === 'text') return [block]
  return block.rows > 3 ? [] : block.cells
}

function saidIn(text: string): number | undefined {
  const flat = text.replace(/\s+/g, ' ')
  const short = flat.length <= MAX_LINE ? IN_BRACKETS : []
  for (const pattern of [...short, GRADED_OUT_OF]) {
    const found = pattern.exec(flat.slice(0, 1000))?.[1]
    if (found !== undefined) return Number(found.replace(',', '.'))
  }
  return undefined
}

/** The blocks above the first criterion, in running text too. */
export function headsOf(
  content: DocumentContent,
  first: RubricCriterion | undefined,
  from: number,
  to: number,
) {
  const begins = blockOfCriterion(content, first)
  return content.blocks.slice(from, begins < 0 ? to : begins)
}
