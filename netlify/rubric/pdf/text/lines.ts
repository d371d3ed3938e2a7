import { BULLETS } from '../../bullets.ts'
import { type Box, median, unionAll } from '../geometry.ts'
import type { Angle } from '../ruled/frames.ts'
import { logicalOrder, RTL } from './right-to-left.ts'
import type { Word } from './words.ts'

/** Words to rows and lines of text. */

/** Words that stand side by side without a gap wider than a space. */
export interface Line {
  words: Word[]
  text: string
  box: Box
  base: number
  size: number
  bold: boolean
  /** Degrees clockwise from the reading direction of the page. */
  angle: Angle
}

export const SIGN = new RegExp(`^[${BULLETS}☐☑☒✓✔✗]$`, 'u')
const MARK = new RegExp(`${SIGN.source}|^-$`, 'u')
const SENTENCE_GAP = 1.5
const CJK = /[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]/

/** Groups words into rows of text by their height on the page, top to bottom, each sorted from left to right. */
export function toRows(words: Word[]): Word[][] {
  const sorted = [...words].sort((a, b) => a.base - b.base || a.box[0] - b.box[0])
  const rows: Array<{ base: number; size: number; words: Word[] }> = []
  const open: typeof rows = []
  // Larger words first settle the rows; sub- and superscripts then join the row they overlap.
  const typical = median(words.map((w) => w.size))
  const small = (w: Word): boolean => w.size < 0.82 * typical
  for (const word of sorted) {
    if (small(word)) continue
    const row = open.findLast((r) => Math.abs(r.base - word.base) <= 0.3 * Math.min(r.size, word.size))
    if (row) {
      row.words.push(word)
    } else {
      const made = { base: word.base, size: word.size, words: [word] }
      rows.push(made)
      open.push(made)
      if (open.length > 8) open.shift()
    }
  }
  const loose: Word[] = []
  for (const word of sorted) {
    if (!small(word)) continue
    const host = nearestHost(rows, word)
    if (host) host.words.push(word)
    else loose.push(word)
  }
  const own: typeof rows = []
  for (const word of loose) {
    const row = own.findLast((r) => Math.abs(r.base - word.base) <= 0.35 * Math.min(r.size, word.size))
    if (row) row.words.push(word)
    else own.push({ base: word.base, size: word.size, words: [word] })
  }
  return [...rows, ...own]
    .sort((a, b) => a.base - b.base)
    .map((row) => row.words.sort((a, b) => a.box[0] - b.box[0] || a.order - b.order))
}

/** The row of larger type that a small word is a sub- or superscript of, or stands level with. */
function nearestHost<R extends { base: number; size: number; words: Word[] }>(
  rows: R[],
  word: Word,
): R | undefined {
  let best: R | undefined
  let distance = Infinity
  for (const row of rows) {
    const rise = row.base - word.base
    const level = Math.abs(rise) <= 0.25 * word.size
    if (!level && !(rise > -0.35 * row.size && rise < 0.6 * row.size)) continue
    const touch = row.words.some(
      (w) => word.box[0] - w.box[2] < 0.35 * w.size && w.box[0] - word.box[2] < 0.35 * w.size,
    )
    if (!level && !touch) continue
    if (Math.abs(rise) < distance) {
      distance = Math.abs(rise)
      best = row
    }
  }
  return best
}

/** Splits a row of words where the gap is wider than `gap` times the type size. */
export function toLines(row: Word[], gap: number, angle: Angle = 0, splits: number[] = []): Line[] {
  const lines: Word[][] = []
  for (const word of row) {
    const line = lines.at(-1)
    const previous = line?.at(-1)
    if (line && previous) {
      const reach = Math.max(...line.slice(-3).map((w) => w.box[2]))
      const size = Math.max(word.size, previous.size)
      const divided = splits.some((x) => x >= reach - 1 && x <= word.box[0] + 1)
      if (word.box[0] - reach <= gap * size && !divided) {
        line.push(word)
        continue
      }
    }
    lines.push([word])
  }
  return lines.map((words) => makeLine(words, angle))
}

/**
 * A list mark and its text are one line, though a tab of up to three type sizes stands between them.
 *
 * @param marks what is a mark: in a table a dash may as well be a value that is missing
 */
export function joinMarks(row: Line[], marks = MARK): Line[] {
  const isMark = (mark: Line, line: Line): boolean => {
    const gap = line.box[0] - mark.box[2]
    return marks.test(mark.text) && gap > 0 && gap <= 3 * line.size
  }
  return row.flatMap((line, at) => {
    const before = row[at - 1]
    if (before && isMark(before, line)) return [makeLine([...before.words, ...line.words], line.angle)]
    const next = row[at + 1]
    return next && isMark(line, next) ? [] : [line]
  })
}

/** Where a line is stretched to the margin, a sentence may end more than a type size before the next. */
export function joinSentences(row: Line[]): Line[] {
  const joined: Line[] = []
  for (const line of row) {
    const before = joined.at(-1)
    const gap = line.box[0] - (before?.box[2] ?? 0)
    const goesOn =
      before !== undefined &&
      before.words.length > 2 &&
      /[.!?]["”)]?$/u.test(before.text) &&
      gap < SENTENCE_GAP * line.size &&
      /^["“(]?\p{Lu}/u.test(line.text)
    if (goesOn) joined[joined.length - 1] = makeLine([...before.words, ...line.words], line.angle)
    else joined.push(line)
  }
  return joined
}

export function makeLine(words: Word[], angle: Angle = 0): Line {
  const main = words.reduce((a, b) => (b.size > a.size * 1.1 ? b : a))
  return {
    words,
    text: lineText(words),
    box: unionAll(words.map((w) => w.box)),
    base: main.base,
    size: main.size,
    bold: words.filter((w) => w.font.bold).length * 2 > words.length,
    angle,
  }
}

/** Joins the words of a line, in logical order, with a space wherever a space is seen. */
export function lineText(words: Word[]): string {
  const ordered = words.some((w) => w.rightToLeft || RTL.test(w.text)) ? logicalOrder(words) : words
  let text = ''
  let previous: Word | undefined
  for (const word of ordered) {
    if (previous) {
      const gap =
        previous.box[0] <= word.box[0] ? word.box[0] - previous.box[2] : previous.box[0] - word.box[2]
      const size = Math.min(previous.size, word.size)
      const ideographs = CJK.test(text.at(-1) ?? '') && CJK.test(word.text[0] ?? '')
      const wide = ideographs ? gap > 0.5 * size : gap > 0.12 * size
      if (wide || (word.spaced && gap > 0.02 * size && !ideographs)) text += ' '
    }
    text += word.text
    previous = word
  }
  return text.normalize('NFC')
}
