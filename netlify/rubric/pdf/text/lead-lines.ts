import { type Line, makeLine, toLines, toRows } from './lines.ts'
import type { Word } from './words.ts'

/** "___ / 5 pts": a blank to write points in, in front of what they are for. */
const BLANK = /^_{2,}\s*[/／]\s*\d+(?:[.,]\d+)?\s*(?:points?|pts?\.?)?$/i

/** Fewer lines of a kind on a page are chance. */
const LEAST = 3

export const startsWithBlank = (text: string): boolean => /^_{2,}\s*[/／]\s*\d/.test(text)

/** Lines that begin with a blank and go on behind a tab: each is one line, though the gap is wide as between columns. */
export function leadLines(words: Word[]): Line[] {
  const found = toRows(words).flatMap((row) => {
    const [lead, said, more] = toLines(row, 1)
    return lead && said && !more && BLANK.test(lead.text) ? [makeLine(row)] : []
  })
  return found.length < LEAST ? [] : found
}
