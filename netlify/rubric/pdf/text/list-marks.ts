import type { Mark } from '../content/page-content.ts'
import { overlap } from '../geometry.ts'
import type { Word } from './words.ts'

/** Bullets and tick boxes that are drawn rather than typed, as words in front of the text they mark. */
export function withMarks(words: Word[], marks: Mark[]): Word[] {
  const made: Word[] = []
  for (const { box, kind } of marks) {
    const middle = (box[1] + box[3]) / 2
    const level = words.filter(
      (w) => middle > w.box[1] - 1 && middle < w.box[3] + 1 && box[3] - box[1] < 1.3 * w.size,
    )
    if (level.some((w) => overlap(w.box[0], w.box[2], box[0], box[2]) > 0.5)) continue
    const next = level.filter((w) => w.box[0] >= box[2] - 0.5).sort((a, b) => a.box[0] - b.box[0])[0]
    if (!next || next.box[0] - box[2] > 2.2 * next.size || next.box[0] - box[2] < 0.1 * next.size) continue
    // Nothing stands right before a bullet.
    if (level.some((w) => w.box[2] <= box[0] + 0.5 && box[0] - w.box[2] < 1.5 * w.size)) continue
    if (made.some((m) => Math.abs(m.box[0] - box[0]) < 2 && Math.abs(m.base - next.base) < 2)) continue
    made.push({
      text: kind === 'box' ? '☐' : '•',
      box: [box[0], next.box[1], box[2], next.box[3]],
      base: next.base,
      size: next.size,
      font: next.font,
      color: next.color,
      order: next.order,
      spaced: true,
    })
  }
  // The word behind a mark is parted from it even where they nearly touch.
  return made.length === 0
    ? words
    : [
        ...words.map((w) =>
          made.some((m) => m.base === w.base && m.box[2] <= w.box[0]) ? { ...w, spaced: true } : w,
        ),
        ...made,
      ]
}
