import type { Rules } from '../ruled/rules.ts'
import type { Word } from './words.ts'

/** A sentence, or a number, ends and another begins: "beds.Digs", "deepAll". */
const SEAM = /(?<=[\p{Ll}\p{N}.,;:!?)])(?=\p{Lu}\p{L}*)/gu
/** Where no rule says that two cells meet, a number begins behind a word as well: "Presentation20". */
const OPEN_SEAM = /(?<=[\p{Ll}\p{N}.,;:!?)])(?=\p{Lu}\p{Ll}+)|(?<=\p{Ll}{3})(?=\p{N}{1,3}$)/gu

/**
 * Parts words that touch where a rule stands between two cells: the text of the one fills its cell, and that of the
 * other begins at the rule.
 */
export function partTouching(words: readonly Word[], { vertical }: Rules): Word[] {
  return words.flatMap((word) => {
    const [left, top, right, bottom] = word.box
    const rule = vertical.find(
      ({ at, from, to }) => at > left + 2 && at < right - 2 && from < top + 2 && to > bottom - 2,
    )
    return rule ? partAt(word, rule.at, SEAM) : [word]
  })
}

/** Parts words that fill a column without rules and touch what begins at `edges`, the left edges of the columns. */
export function partAtEdges(words: readonly Word[], edges: readonly number[]): Word[] {
  return words.flatMap((word) => {
    const edge = edges.find((x) => x > word.box[0] + word.size && x < word.box[2] - 0.5 * word.size)
    return edge === undefined ? [word] : partAt(word, edge, OPEN_SEAM)
  })
}

function partAt(word: Word, at: number, seams: RegExp): Word[] {
  const [left, top, right, bottom] = word.box
  if (word.rightToLeft) return [word]
  const step = (right - left) / word.text.length
  const seam = [...word.text.matchAll(seams)].find(
    ({ index }) => Math.abs(left + index * step - at) < word.size,
  )
  if (!seam) return [word]
  return [
    { ...word, text: word.text.slice(0, seam.index), box: [left, top, at, bottom] as Word['box'] },
    {
      ...word,
      text: word.text.slice(seam.index),
      box: [at, top, right, bottom] as Word['box'],
      spaced: true,
    },
  ]
}
