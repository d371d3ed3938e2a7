import type { Glyph } from './page-content.ts'

/**
 * What PDFs do not tell of ligatures. TeX's fonts may give their codes for text, which no text has: control
 * characters. Browsers that print write U+0000 or U+FFFD, and macOS a digit or "+" ("ques3on"), which
 * then stands nowhere but in words. What such a sign stands for shows in how wide it is, for a ligature is about as
 * wide as its letters, and in the letters that follow it.
 */

const UNREAD = /^[\0\ufffd]$/
/** Of TeX's T1 encoding. */
const TEX_LIGATURES: Record<string, string> = {
  '\u001b': 'ff',
  '\u001c': 'fi',
  '\u001d': 'fl',
  '\u001e': 'ffi',
  '\u001f': 'ffl',
}
/** What macOS writes for a ligature. */
const SIGN = /^[\d+]$/
const LEAST_SIGNS = 3
const SHAPES = ['ff', 'fi', 'fl', 'ffi', 'ffl', 'tt', 'ti'] as const
type Shape = (typeof SHAPES)[number]
/** "i" and "l" are mostly of one width. */
const TWINS: ReadonlyArray<readonly [Shape, Shape]> = [
  ['fi', 'fl'],
  ['ffi', 'ffl'],
]
/** How much wider than "i" an "f" is where a font shows none: about this in most fonts for reading. */
const USUAL_F = 1.3
/** Of the width. Letters are rounded to thousandths of an em. */
const NEAR = 0.015
const NEAR_BY_GUESS = 0.08
const NEAR_IN_WORDS = 0.03

/** The glyphs of a page, with the letters of its ligatures where the document leaves them out. */
export function withLigatures(glyphs: readonly Glyph[]): Glyph[] {
  const unread = new Map<Glyph['font'], Map<number, number[]>>()
  const whole = [...glyphs]
  glyphs.forEach((glyph, at) => {
    const { text, code, font } = glyph
    const known = TEX_LIGATURES[text]
    if (known && followedBy(glyphs, at).inWord) whole[at] = { ...glyph, text: known }
    if (code === undefined || !(UNREAD.test(text) || SIGN.test(text))) return
    const codes = unread.get(font) ?? new Map<number, number[]>()
    unread.set(font, codes)
    const places = codes.get(code)
    if (places) places.push(at)
    else codes.set(code, [at])
  })
  const widths = letterWidths(glyphs, unread)
  const [usualF = USUAL_F] = [...widths.values()].flatMap(({ f, i }) => (f && i ? [f / i] : []))
  for (const [font, codes] of unread) {
    for (const places of codes.values()) {
      if (!areLigatures(glyphs, places)) continue
      const text = lettersOf(glyphs, places, widths.get(font) ?? {}, usualF)
      if (text) for (const at of places) whole[at] = { ...(glyphs[at] as Glyph), text }
    }
  }
  return whole
}

/** Whether the signs of one code are none that the text could mean: each in a word, and some in the midst of one. */
function areLigatures(glyphs: readonly Glyph[], places: readonly number[]): boolean {
  const [first] = places
  if (first === undefined || UNREAD.test(glyphs[first]?.text ?? '')) return true
  if (places.length < LEAST_SIGNS) return false
  const isLetter = (at: number, beside: number) =>
    /^\p{Ll}/u.test(glyphs[beside]?.text ?? '') &&
    touch(glyphs[Math.min(at, beside)], glyphs[Math.max(at, beside)])
  const sides = places.map((at) => [isLetter(at, at - 1), isLetter(at, at + 1)].filter(Boolean).length)
  return sides.every((count) => count > 0) && sides.filter((count) => count === 2).length >= LEAST_SIGNS
}

interface LetterWidths {
  f?: number
  i?: number
  l?: number
  t?: number
}

/** How wide the letters of a font are, in em. */
function letterWidths(
  glyphs: readonly Glyph[],
  fonts: ReadonlyMap<Glyph['font'], unknown>,
): Map<Glyph['font'], LetterWidths> {
  const widths = new Map<Glyph['font'], LetterWidths>()
  for (const glyph of glyphs) {
    const { text, font } = glyph
    if (!fonts.has(font) || (text !== 'f' && text !== 'i' && text !== 'l' && text !== 't')) continue
    const known = widths.get(font) ?? {}
    known[text] ??= widthOf(glyph)
    widths.set(font, known)
  }
  return widths
}

const widthOf = ({ start, end, size }: Glyph): number =>
  Math.hypot(end[0] - start[0], end[1] - start[1]) / size

function lettersOf(
  glyphs: readonly Glyph[],
  places: readonly number[],
  known: LetterWidths,
  usualF: number,
): Shape | undefined {
  const one = glyphs[places[0] ?? -1]
  const i = known.i ?? known.l
  if (!one || !i) return undefined
  const width = widthOf(one)
  const f = known.f ?? i * usualF
  const letter: Record<string, number | undefined> = { f, i, l: known.l ?? i, t: known.t }
  const near = (shape: Shape): number => {
    if (!UNREAD.test(one.text)) return known.f || !shape.includes('f') ? NEAR_IN_WORDS : 0
    return known.f || shape.includes('t') ? NEAR : NEAR_BY_GUESS
  }
  const off = (shape: Shape): number =>
    Math.abs([...shape].reduce((sum, each) => sum + (letter[each] ?? Number.NaN), 0) / width - 1)
  const fitting = SHAPES.filter((shape) => off(shape) < near(shape)).sort((a, b) => off(a) - off(b))
  const [best] = fitting
  const follow = places.map((at) => followedBy(glyphs, at))
  if (!best || !follow.some(({ inWord }) => inWord)) return undefined
  const twins = TWINS.find((pair) => pair.includes(best))
  if (!twins?.every((each) => fitting.includes(each))) return best
  return follow.reduce((sum, { text }) => sum + leaningToL(text), 0) > 0 ? twins[1] : twins[0]
}

/** The two characters behind a glyph that touch it, and whether a letter touches it at all. */
function followedBy(glyphs: readonly Glyph[], at: number): { text: string; inWord: boolean } {
  let text = ''
  for (let next = at + 1; next <= at + 2; next++) {
    if (!touch(glyphs[next - 1], glyphs[next])) break
    text += glyphs[next]?.text ?? ''
  }
  const before = touch(glyphs[at - 1], glyphs[at]) ? (glyphs[at - 1]?.text ?? '') : ''
  return { text, inWord: /^\p{Ll}/u.test(text) || /\p{L}$/u.test(before) }
}

function touch(before: Glyph | undefined, after: Glyph | undefined): boolean {
  if (!before || !after) return false
  return Math.hypot(after.start[0] - before.end[0], after.start[1] - before.end[1]) < 0.1 * after.size
}

/**
 * Whether what follows speaks for "fl" (above 0) or "fi" (below): no consonant follows "fl" and no "i" follows
 * "fi", in the languages that are written with these letters. "fie" is a "field" or ends a word on "-fied",
 * "fle" comes in "flex" and "reflect".
 */
function leaningToL(follows: string): number {
  if (/^[iuy]/.test(follows)) return 1
  if (/^[ao]/.test(follows)) return 0.5
  if (/^e/.test(follows)) return /^e[ctx]/.test(follows) ? 1 : -1
  return -1
}
