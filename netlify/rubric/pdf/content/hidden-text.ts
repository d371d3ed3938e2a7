import { type Box, contains, height, width } from '../geometry.ts'
import type { Fill, Glyph, PageContent } from './page-content.ts'

/**
 * Text that a reader of the printed page cannot see is no part of the document: it is how instructions for
 * machines are smuggled into files.
 */

export type HiddenReason = 'invisible' | 'background' | 'tiny' | 'off-page' | 'covered' | 'zero-width'

export interface VisibleText {
  glyphs: Glyph[]
  hidden: Map<HiddenReason, number>
}

/** Below this many points type cannot be read. */
const TINY = 2
/** Largest difference of a colour channel, of 255, at which text cannot be told from what is behind it. */
const SAME_COLOR = 14

const ZERO_WIDTH =
  /[\u200b\u2060-\u2064\u180e\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|[\u{e0100}-\u{e01ef}]/gu
const DIRECTION_MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]|(?![\t\n\r])\p{Cc}/gu

/** Ligatures and Arabic letter forms: shapes of letters, not letters. */
const PRESENTATION = /[\ufb00-\ufb06\ufb50-\ufdfb\ufe70-\ufefc]/g

/** `isScan`: what is painted invisibly is what text recognition found in the picture of the page. */
export function visibleText(content: PageContent, isScan = false): VisibleText {
  const hidden = new Map<HiddenReason, number>()
  const count = (reason: HiddenReason): void => {
    hidden.set(reason, (hidden.get(reason) ?? 0) + 1)
  }
  const page: Box = [0, 0, content.width, content.height]
  const backdrops = [...content.fills, ...content.images].sort((a, b) => a.order - b.order)
  const covers = content.fills.filter((f) => f.opaque && f.color !== undefined && f.color !== 'none')
  const glyphs: Glyph[] = []
  for (const glyph of content.glyphs) {
    const marks = glyph.text.match(ZERO_WIDTH)
    const text = glyph.text
      .replace(ZERO_WIDTH, '')
      .replace(DIRECTION_MARKS, '')
      .replace(PRESENTATION, (form) => form.normalize('NFKC'))
      .replace(/\u00ad/g, '-')
    if (marks) count('zero-width')
    // A mark without width still bridges the gap between the letters around it.
    if (text === '') {
      if (marks && glyphs.at(-1)?.order === glyph.order) glyphs.push({ ...glyph, text })
      continue
    }
    const kept = text === glyph.text ? glyph : { ...glyph, text }
    const blank = text.trim() === ''
    const reason = blank ? undefined : whyHidden(kept, page, backdrops, covers, isScan)
    if (reason) count(reason)
    else if (!blank || !((glyph.invisible && !isScan) || glyph.size < TINY)) glyphs.push(kept)
  }
  return { glyphs, hidden }
}

function whyHidden(
  glyph: Glyph,
  page: Box,
  backdrops: Fill[],
  covers: Fill[],
  isScan: boolean,
): HiddenReason | undefined {
  if ((glyph.invisible && !isScan) || glyph.alpha < 0.1 || glyph.color === 'none') return 'invisible'
  if (glyph.size < TINY) return 'tiny'
  const x = (glyph.box[0] + glyph.box[2]) / 2
  const y = (glyph.box[1] + glyph.box[3]) / 2
  if (!contains(page, x, y)) return 'off-page'
  if (!contains(glyph.clip, x, y, 0.6 * glyph.size)) return 'off-page'
  for (const cover of covers) {
    if (cover.order > glyph.order && isCovered(cover.box, glyph.box)) return 'covered'
  }
  if (glyph.color === undefined || glyph.invisible) return undefined
  let behind: string | undefined = '#ffffff'
  for (let i = backdrops.length - 1; i >= 0; i--) {
    const backdrop = backdrops[i]
    if (!backdrop || backdrop.order > glyph.order || !contains(backdrop.box, x, y)) continue
    if (backdrop.color === 'none') continue
    behind = backdrop.opaque ? backdrop.color : undefined
    break
  }
  return behind !== undefined && sameColor(behind, glyph.color) ? 'background' : undefined
}

function isCovered(cover: Box, glyph: Box): boolean {
  if (width(cover) < 4 || height(cover) < 4) return false
  const middle = (glyph[1] + glyph[3]) / 2
  const reach = 0.3 * (glyph[3] - glyph[1])
  return contains(cover, glyph[0], middle - reach, 0.2) && contains(cover, glyph[2], middle + reach, 0.2)
}

function sameColor(a: string, b: string): boolean {
  const pa = channels(a)
  const pb = channels(b)
  return pa.every((v, i) => Math.abs(v - (pb[i] ?? 0)) <= SAME_COLOR)
}

function channels(color: string): number[] {
  return [1, 3, 5].map((i) => Number.parseInt(color.slice(i, i + 2), 16))
}
