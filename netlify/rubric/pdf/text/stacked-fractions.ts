import type { Segment } from '../content/page-content.ts'
import { union } from '../geometry.ts'
import type { Word } from './words.ts'

/** "½" as mathematics sets it, a number over a number with a line between them, as the one word "1/2". */
export function withFractions(words: Word[], segments: readonly Segment[]): Word[] {
  const bars = segments.filter(({ horizontal }) => horizontal)
  const numbers = words.filter(({ text }) => /^\d{1,2}$/.test(text))
  const used = new Set<Word>()
  const made = numbers.flatMap((upper): Word[] => {
    const lower = numbers.find((word) => !used.has(word) && isOver(upper, word, bars))
    if (!lower || used.has(upper)) return []
    used.add(upper).add(lower)
    return [
      {
        ...upper,
        text: `${upper.text}/${lower.text}`,
        box: union(upper.box, lower.box),
        // The bar stands where a minus would: as far above the baseline as each number is off it.
        base: (upper.base + lower.base) / 2,
        size: upper.size / SMALL,
        spaced: true,
      },
    ]
  })
  return made.length === 0 ? words : [...words.filter((word) => !used.has(word)), ...made]
}

/** How much smaller than the text around it a fraction's numbers are set. */
const SMALL = 0.7

function isOver(upper: Word, lower: Word, bars: readonly Segment[]): boolean {
  const middle = (upper.box[0] + upper.box[2]) / 2
  const off = Math.abs(middle - (lower.box[0] + lower.box[2]) / 2)
  const drop = (lower.base - upper.base) / upper.size
  if (upper === lower || off > 0.35 * upper.size || drop < 0.7 || drop > 1.9) return false
  if (Math.abs(upper.size - lower.size) > 0.1 * upper.size) return false
  const width = Math.max(upper.box[2] - upper.box[0], lower.box[2] - lower.box[0])
  return bars.some(
    ({ at, from, to }) =>
      at > upper.base - 0.2 * upper.size &&
      at < lower.base &&
      from < middle &&
      to > middle &&
      to - from < 1.6 * width + 1,
  )
}
