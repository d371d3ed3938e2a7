import type { FontStyle } from '../content/fonts.ts'
import type { Glyph } from '../content/page-content.ts'
import { type Box, union } from '../geometry.ts'
import { RTL, readsRightToLeft, rightToLeftWord } from './right-to-left.ts'

/** Glyphs to words, in a frame where the text reads from left to right. */

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
  /** The page is written from right to left. */
  rightToLeft?: boolean
}

const SPACE = /^[\s\u00a0]+$/
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
      const capital = isSmallCapital(current, glyph, gap)
      const sameBase =
        Math.abs(base - current.base) < 0.15 * size &&
        (Math.abs(glyph.size - current.size) < 0.25 * size || capital)
      const overprint = glyph.text === current.lastText && Math.abs(x0 - current.lastStart) < 0.12 * size
      if (sameBase && overprint) continue
      const mark = MARK.test(glyph.text) && gap > -1.2 * size && gap < 0.3 * size
      const near = gap > -0.4 * size && gap < wordGap(size)
      const accented =
        current.lastText in ACCENTS &&
        /^\p{L}/u.test(glyph.text) &&
        Math.abs(x0 - current.lastStart) < 0.25 * size
      if (sameBase && (mark || near || accented) && !(space && gap > 0.04 * size)) {
        current.glyphs.push({ text: glyph.text, x: x0 })
        current.box = union(current.box, [x0, glyph.box[1], Math.max(x1, x0), glyph.box[3]])
        if (capital) current.size = size
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
    word.text = withAccents(word.glyphs, word.size)
    if (RTL.test(word.text)) word.text = rightToLeftWord(word.glyphs)
  }
  const rightToLeft = readsRightToLeft(words)
  return withoutDoubles(words.flatMap(splitLeaders)).map((word) => ({ ...word, rightToLeft }))
}

/** Small capitals that a program makes are capitals of a smaller size, close behind one of the full size. */
function isSmallCapital(word: Building, glyph: Glyph, gap: number): boolean {
  const [small, large] = [Math.min(word.size, glyph.size), Math.max(word.size, glyph.size)]
  const close = gap < 0.1 * large && Math.abs(glyph.start[1] - word.base) < 0.02 * large
  return close && small > 0.6 * large && /\p{Lu}$/u.test(word.lastText) && /^\p{Lu}/u.test(glyph.text)
}

const ACCENTS: Record<string, string> = {
  '´': '\u0301',
  '`': '\u0300',
  '¨': '\u0308',
  ˆ: '\u0302',
  '˜': '\u0303',
  ˇ: '\u030c',
  '˚': '\u030a',
  '¸': '\u0327',
}

/** TeX sets "é" as an accent and a letter over each other; an accent that stands free stays as it is. */
function withAccents(glyphs: ReadonlyArray<{ text: string; x: number }>, size: number): string {
  let text = ''
  let accent: { mark: string; sign: string; x: number } | undefined
  for (const glyph of glyphs) {
    const letter = glyph.text === 'ı' ? 'i' : glyph.text
    const whole = accent ? `${letter[0]}${accent.mark}`.normalize('NFC') : ''
    const over = accent && Math.abs(glyph.x - accent.x) < 0.25 * size && whole.length === 1
    if (accent) text += over ? whole + letter.slice(1) : accent.sign + glyph.text
    const mark = over ? undefined : ACCENTS[glyph.text]
    if (!accent && mark === undefined) text += glyph.text
    accent = accent || mark === undefined ? undefined : { mark, sign: glyph.text, x: glyph.x }
  }
  return text + (accent?.sign ?? '')
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
