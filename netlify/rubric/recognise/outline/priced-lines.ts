import type { RubricCriterion } from '../../../../src/shared/rubric.ts'
import { LEADING_BULLET } from '../../bullets.ts'
import type { DocumentContent, TextBlock } from '../../document.ts'
import { level } from '../part.ts'
import { parseNumber } from '../words/amount.ts'
import { namesRubric, totalWord } from '../words/words.ts'

const PRICED = /^(.*\p{L}.*?)\s*(?:\s[:：=]\s*|[:：=]\s+)(\d{1,3}(?:[.,]\d{1,2})?)$/su
const MIN_ITEMS = 4
const MIN_SHARE = 0.7
/** An item is no longer than this; looking further would take time that grows faster than the text. */
const MAX_LINES = 8
const MAX_LETTERS = 1000

/**
 * Lines that end with a colon and a bare number ("Deletes the account : 0,5"), where nearly all lines do, under
 * lines that end with a colon only ("The manager :"). A line that ends with neither goes on below. Numbers behind
 * colons are anything, so only for a document that calls itself a rubric, and points come in quarters.
 */
export function pricedLines({ blocks }: DocumentContent): RubricCriterion[] {
  const criteria: RubricCriterion[] = []
  let others = 0
  let heading: string | undefined
  for (const block of blocks) {
    if (block.kind !== 'text') continue
    if (block.heading !== undefined) {
      heading = namesRubric(block.text) || block.heading === 1 ? undefined : block.text
      continue
    }
    const read = readBlock(block, heading)
    criteria.push(...read.criteria)
    others += read.others
    // A name on a line of its own heads the lines below it.
    if (read.criteria.length === 0 && read.section !== undefined) heading = read.section
  }
  const values = criteria.map(({ points = 0 }) => points)
  const plausible = values.every((value) => Number.isInteger(value * 4) && value <= 100)
  const share = criteria.length / Math.max(1, criteria.length + others)
  return criteria.length >= MIN_ITEMS && share >= MIN_SHARE && plausible ? criteria : []
}

function readBlock(
  { text, source }: TextBlock,
  heading: string | undefined,
): { criteria: RubricCriterion[]; others: number; section: string | undefined } {
  const criteria: RubricCriterion[] = []
  let section = heading
  let open: string[] = []
  let others = 0
  for (const line of text.split('\n')) {
    open.push(line.trim().replace(LEADING_BULLET, ''))
    const whole = open.join(' ').replace(/\s+/g, ' ').trim()
    const [, title = '', number = ''] = whole.length <= MAX_LETTERS ? (PRICED.exec(whole) ?? []) : []
    const points = parseNumber(number)
    if (points !== undefined) {
      if (totalWord(title) === undefined)
        criteria.push({
          title,
          ...(section === undefined ? {} : { section }),
          points,
          levels: [level(source, { min: points, max: points })],
          source,
        })
      open = []
    } else if (/[:：]$/.test(whole)) {
      section = whole.replace(/\s*[:：]$/u, '')
      open = []
    } else if (open.length === MAX_LINES) {
      others += open.length
      open = []
    }
  }
  return { criteria, others: others + open.length, section }
}
