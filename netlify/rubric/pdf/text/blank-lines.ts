import { joinMarks, type Line, makeLine, toLines, toRows } from './lines.ts'
import type { Word } from './words.ts'

/** "___ / 5 pts": a blank to write points in, in front of what they are for. */
const BLANK = /^_{2,}\s*[/／]\s*\d+(?:[.,]\d+)?\s*(?:points?|pts?\.?)?$/i
/** "________": a blank behind a line that brings its points in brackets. */
const CLOSING = /^_{3,}$/
const PRICED = /[([（]\s*[-+−]?\d[^()[\]（）]{0,20}[)\]）]\s*[:：.]?$/u

/** Fewer lines of a kind on a page are chance. */
const LEAST = 3

export const startsWithBlank = (text: string): boolean => /^_{2,}\s*[/／]\s*\d/.test(text)
export const endsWithBlank = (text: string): boolean => /\S\s+_{3,}$/.test(text)

/**
 * Lines that begin with a blank and go on behind a tab, or end with points and a blank at the edge of the page: each
 * is one line, though the gap is wide as between columns.
 */
export function blankLines(words: Word[]): Line[] {
  const rows = toRows(words).map((row) => ({ row, parts: joinMarks(toLines(row, 1)) }))
  const found = (isOne: (first: string, last: string) => boolean): Line[] => {
    const lines = rows.flatMap(({ row, parts: [first, last, more] }) =>
      first && last && !more && isOne(first.text, last.text) ? [makeLine(row)] : [],
    )
    return lines.length < LEAST ? [] : lines
  }
  return [
    ...found((first) => BLANK.test(first)),
    ...found((first, last) => CLOSING.test(last) && PRICED.test(first)),
  ]
}
