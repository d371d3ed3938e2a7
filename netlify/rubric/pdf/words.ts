import type { FontStyle } from './fonts.ts'
import { type Box, median, union, unionAll } from './geometry.ts'
import type { Glyph } from './page-content.ts'

/** Glyphs to words to lines, in a frame where the text reads from left to right. */

export interface Word {
  text: string
  box: Box
  /** y of the baseline. */
  base: number
  size: number
  font: FontStyle
  color: string | undefined
  /** Where the word came in the content stream. */
  order: number
  /** A space belongs between the previous word of the line and this one even when they nearly touch. */
  spaced: boolean
}

/** Words that stand side by side without a gap wider than a space. */
export interface Line {
  words: Word[]
  text: string
  box: Box
  base: number
  size: number
  bold: boolean
  /** Degrees clockwise from the reading direction of the page. */
  angle: 0 | 90 | 180 | 270
}

export type Angle = 0 | 90 | 180 | 270

/** Turns displayed coordinates so that text of this angle reads from left to right. */
export function toFrame(box: Box, angle: Angle, width: number, height: number): Box {
  switch (angle) {
    case 0:
      return box
    case 90:
      return [box[1], width - box[2], box[3], width - box[0]]
    case 180:
      return [width - box[2], height - box[3], width - box[0], height - box[1]]
    case 270:
      return [height - box[3], box[0], height - box[1], box[2]]
  }
}

/** The way back from `toFrame`. */
export function fromFrame(box: Box, angle: Angle, width: number, height: number): Box {
  switch (angle) {
    case 0:
      return box
    case 90:
      return [width - box[3], box[0], width - box[1], box[2]]
    case 180:
      return [width - box[2], height - box[3], width - box[0], height - box[1]]
    case 270:
      return [box[1], height - box[2], box[3], height - box[0]]
  }
}

const SPACE = /^[\s\u00a0]+$/
export const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/
const LTR = /[A-Za-z\u00c0-\u024f\u0370-\u04ff]/
const CJK = /[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]/
const MARK = /^\p{M}+$/u

interface Building extends Word {
  glyphs: Array<{ text: string; x: number }>
  lastText: string
  lastStart: number
}

/** Words of one reading direction. `glyphs` come in content order; boxes and pens are already in the frame. */
export function toWords(glyphs: Glyph[]): Word[] {
  const words: Building[] = []
  let current: Building | undefined
  let space = false
  for (const glyph of glyphs) {
    if (glyph.text === '') {
      if (current && !space)
        current.box = [current.box[0], current.box[1], Math.max(current.box[2], glyph.end[0]), current.box[3]]
      continue
    }
    if (SPACE.test(glyph.text)) {
      space = true
      continue
    }
    const x0 = Math.min(glyph.start[0], glyph.end[0])
    const x1 = Math.max(glyph.start[0], glyph.end[0])
    const base = glyph.start[1]
    if (current) {
      const size = Math.max(current.size, glyph.size)
      const gap = x0 - current.box[2]
      const sameBase =
        Math.abs(base - current.base) < 0.15 * size && Math.abs(glyph.size - current.size) < 0.25 * size
      const overprint = glyph.text === current.lastText && Math.abs(x0 - current.lastStart) < 0.12 * size
      if (sameBase && overprint) continue
      const mark = MARK.test(glyph.text) && gap > -1.2 * size && gap < 0.3 * size
      const near = gap > -0.4 * size && gap < wordGap(size)
      if (sameBase && (mark || near) && !(space && gap > 0.04 * size)) {
        current.glyphs.push({ text: glyph.text, x: x0 })
        current.box = union(current.box, [x0, glyph.box[1], Math.max(x1, x0), glyph.box[3]])
        current.lastText = glyph.text
        current.lastStart = x0
        space = false
        continue
      }
    }
    current = {
      text: '',
      box: [x0, glyph.box[1], x1, glyph.box[3]],
      base,
      size: glyph.size,
      font: glyph.font,
      color: glyph.color,
      order: glyph.order,
      spaced: space,
      glyphs: [{ text: glyph.text, x: x0 }],
      lastText: glyph.text,
      lastStart: x0,
    }
    words.push(current)
    space = false
  }
  for (const word of words) {
    word.text = word.glyphs.map((g) => g.text).join('')
    if (RTL.test(word.text)) {
      // Painted from left to right or right to left, the logical order of a right-to-left word is by falling x.
      const sorted = [...word.glyphs].sort((a, b) => b.x - a.x)
      word.text = mirror(restoreNumbers(sorted.map((g) => g.text).join('')))
    }
  }
  return withoutDoubles(words.flatMap(splitLeaders))
}

/** `Thesis........20` is three words. */
function splitLeaders(word: Building): Building[] {
  if (!/[.·…]{4}/.test(word.text) || RTL.test(word.text)) return [word]
  const dot = (i: number): boolean => /^[.·…]$/.test(word.glyphs[i]?.text ?? '')
  const parts: Building[] = []
  let start = 0
  for (let i = 1; i <= word.glyphs.length; i++) {
    if (i < word.glyphs.length && dot(i) === dot(start)) continue
    const end = word.glyphs[i]?.x ?? word.box[2]
    const glyphs = word.glyphs.slice(start, i)
    const text = glyphs.map((g) => g.text).join('')
    const last = parts.at(-1)
    // A dot or two belong to the word they follow.
    if (last && dot(start) && i - start < 4) {
      last.text += text
      last.glyphs.push(...glyphs)
      last.box = [last.box[0], last.box[1], end, last.box[3]]
    } else if (last && !/^[.·…]{4}/.test(last.text) && !dot(start)) {
      last.text += text
      last.glyphs.push(...glyphs)
      last.box = [last.box[0], last.box[1], end, last.box[3]]
    } else {
      parts.push({
        ...word,
        text,
        glyphs,
        box: [glyphs[0]?.x ?? word.box[0], word.box[1], end, word.box[3]],
        spaced: start > 0 || word.spaced,
      })
    }
    start = i
  }
  return parts
}

const wordGap = (size: number): number => 0.19 * size

/** Digits inside a right-to-left word still read from left to right. */
function restoreNumbers(text: string): string {
  return text.replace(/[0-9][0-9.,:/%]*[0-9%]/g, (number) => [...number].reverse().join(''))
}

/** Text that is painted twice to look bold, or as a shadow, counts once. */
function withoutDoubles(words: Building[]): Word[] {
  const seen = new Map<string, Building[]>()
  const kept: Word[] = []
  for (const word of words) {
    const others = seen.get(word.text) ?? []
    const reach = 0.15 * word.size
    const double = others.some(
      (o) => Math.abs(o.box[0] - word.box[0]) < reach && Math.abs(o.base - word.base) < reach,
    )
    if (double) continue
    others.push(word)
    seen.set(word.text, others)
    const { glyphs: _glyphs, lastText: _lastText, lastStart: _lastStart, ...plain } = word
    kept.push(plain)
  }
  return kept
}

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
  const ordered = words.some((w) => RTL.test(w.text)) ? logicalOrder(words) : words
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

const MIRRORED: Record<string, string> = {
  '(': ')',
  ')': '(',
  '[': ']',
  ']': '[',
  '{': '}',
  '}': '{',
  '«': '»',
  '»': '«',
}

/** Brackets are painted by their shape; read from right to left, the left one closes. */
const mirror = (text: string): string =>
  text.replace(/[()[\]{}«»]/g, (bracket) => MIRRORED[bracket] ?? bracket)

/** A number keeps its direction between right-to-left words, but what surrounds it changes sides. */
function turnNumber(word: Word): Word {
  const parts = /^([^\p{L}\p{N}+-]*)([^\p{L}]*[\p{N}%])([^\p{L}\p{N}%]*)$/u.exec(word.text)
  if (!parts) return word
  const [, left = '', number = '', right = ''] = parts
  const turned = (text: string): string => mirror([...text].reverse().join(''))
  return { ...word, text: turned(right) + number + turned(left) }
}

/** Right-to-left lines: the words from right to left, runs of numbers and Latin words kept in their own order. */
function logicalOrder(words: Word[]): Word[] {
  const rtl = words.filter((w) => RTL.test(w.text)).length
  const ltr = words.filter((w) => LTR.test(w.text)).length
  const rightToLeft = rtl >= ltr
  const runs: Array<{ rtl: boolean; words: Word[] }> = []
  for (const word of words) {
    const own = RTL.test(word.text) ? true : LTR.test(word.text) || /\d/.test(word.text) ? false : undefined
    const last = runs.at(-1)
    const direction = own ?? last?.rtl ?? rightToLeft
    if (last && last.rtl === direction) last.words.push(word)
    else runs.push({ rtl: direction, words: [word] })
  }
  if (rightToLeft) {
    for (const run of runs) if (!run.rtl) run.words = run.words.map(turnNumber)
  }
  const ordered = rightToLeft ? runs.reverse() : runs
  return ordered.flatMap((run) => (run.rtl ? run.words.reverse() : run.words))
}
