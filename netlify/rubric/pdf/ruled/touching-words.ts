import type { Word } from '../text/words.ts'
import type { Rules } from './rules.ts'

/** A sentence, or a number, ends and another begins: "beds.Digs", "deepAll". */
const SEAM = /(?<=[\p{Ll}\p{N}.,;:!?)])(?=\p{Lu}\p{L}*)/gu

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
    if (!rule || word.rightToLeft) return [word]
    const step = (right - left) / word.text.length
    const seam = [...word.text.matchAll(SEAM)].find(
      ({ index }) => Math.abs(left + index * step - rule.at) < word.size,
    )
    if (!seam) return [word]
    return [
      { ...word, text: word.text.slice(0, seam.index), box: [left, top, rule.at, bottom] as Word['box'] },
      {
        ...word,
        text: word.text.slice(seam.index),
        box: [rule.at, top, right, bottom] as Word['box'],
        spaced: true,
      },
    ]
  })
}
