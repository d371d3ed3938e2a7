import { union } from '../geometry.ts'
import { toRows } from './lines.ts'
import type { Word } from './words.ts'

/** The widest blank to write in, in type sizes. */
const WIDEST = 12

/** "The speaker [      ] answers questions": brackets around nothing are one word, not the edges of two columns. */
export function withBracketBlanks(words: Word[]): Word[] {
  if (!words.some(({ text }) => text === '[')) return words
  const closing = new Map<Word, Word>()
  for (const row of toRows(words)) {
    for (const [at, word] of row.entries()) {
      const next = row[at + 1]
      const isBlank = word.text === '[' && next && /^\][.,;:]?$/.test(next.text)
      if (isBlank && next.box[0] - word.box[2] < WIDEST * word.size) closing.set(word, next)
    }
  }
  const closed = new Set(closing.values())
  return words.flatMap((word) => {
    const end = closing.get(word)
    if (end) return [{ ...word, text: `${word.text} ${end.text}`, box: union(word.box, end.box) }]
    return closed.has(word) ? [] : [word]
  })
}
