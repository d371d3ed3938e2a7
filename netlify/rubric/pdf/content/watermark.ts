import { contains, median } from '../geometry.ts'
import type { Word } from '../text/words.ts'

/** How many times the usual type size a watermark has at least. */
const LARGE = 2.5

/** Leaves out large type that other text is set over: no part of what the page says, but across all of it. */
export function withoutWatermark(words: Word[]): Word[] {
  const usual = median(words.map((word) => word.size))
  const large = words.filter((word) => word.size > LARGE * usual)
  if (large.length === 0) return words
  const others = words.filter((word) => word.size <= LARGE * usual)
  const marks = large.filter((word) => {
    const [left, , right] = word.box
    const body = [left, word.base - 0.7 * word.size, right, word.base] as const
    const under = others.filter(({ box, base, size }) =>
      contains([...body], (box[0] + box[2]) / 2, base - 0.3 * size),
    )
    return under.length >= 2
  })
  const dropped = new Set(
    large.filter((word) =>
      marks.some(
        (mark) =>
          Math.abs(mark.base - word.base) < 0.1 * mark.size &&
          Math.abs(mark.size - word.size) < 0.1 * mark.size,
      ),
    ),
  )
  return words.filter((word) => !dropped.has(word))
}
