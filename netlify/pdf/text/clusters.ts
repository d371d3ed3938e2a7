import type { GlyphCodes } from './glyph-codes.ts'
import { hex4, readHex4, readUtf16 } from './to-unicode.ts'
import type { Part } from './true-type.ts'

/**
 * Chromium puts a span with `/ActualText` around letters and glyphs that do not go one to one. Poppler reads it;
 * pdf.js and many of its kind do not: they take glyphs in the order in which they are drawn, which in Devanagari
 * and Thai is not the order of the letters. So what stands in such a span becomes one glyph of the font with a
 * code of its own, which says the text of the span, and the span goes.
 */

const SPAN = /\/Span<<\/ActualText <FEFF([0-9A-F]*)> >> BDC\n([\s\S]*?)EMC\n/gi
const SHOWN = /(?:(\S+) (\S+) Td )?<([0-9A-F]+)> Tj\n/gi
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u

/** The page's content with each cluster as one glyph. `fonts` has the page's fonts by name. */
export function joinClusters(content: string, fonts: ReadonlyMap<string, GlyphCodes>): string {
  return content.replace(SPAN, (span, digits: string, inside: string, offset: number) => {
    const { name, size } = fontAt(content, offset, inside)
    const font = fonts.get(name)
    const scale = font && size > 0 ? font.unitsPerEm / size : 0
    const parts = font && size > 0 ? partsOf(inside, font, scale) : []
    // The glyph begins where the leftmost of its parts does: gaps between glyphs are taken for spaces.
    const left = Math.min(0, ...parts.map(({ x }) => x))
    const text = asExtracted(readUtf16(digits))
    const code = font?.codeFor(
      parts.map((part) => ({ ...part, x: part.x - left })),
      text,
    )
    if (code === undefined) return span
    let shown = 0
    return inside.replace(SHOWN, (_, x = '0', y = '0') => {
      shown++
      if (shown === 1) {
        const move = x === '0' && y === '0' && left === 0 ? '' : `${plus(x, left / scale)} ${y} Td `
        return `${move}<${hex4(code)}> Tj\n`
      }
      return `${shown === 2 ? plus(x, -left / scale) : x} ${y} Td\n`
    })
  })
}

function plus(written: string, more: number): string {
  return more === 0 ? written : (Number(written) + more).toFixed(6)
}

/** Extractors turn a right-to-left line round, the letters of each single glyph too. */
function asExtracted(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? Array.from(text).toReversed().join('') : text
}

/** The glyphs of a span and where they stand from the first one. `scale` is units of the font in one of text. */
function partsOf(inside: string, font: GlyphCodes, scale: number): Part[] {
  const parts: Part[] = []
  let [lineX, lineY] = [0, 0]
  for (const [, x = '0', y = '0', shown = ''] of inside.matchAll(SHOWN)) {
    // The first move leads to the span, the following ones go on from there.
    if (parts.length > 0) {
      lineX += Number(x) * scale
      lineY += Number(y) * scale
    }
    let penX = lineX
    for (const glyph of readHex4(shown)) {
      parts.push({ glyph, x: Math.round(penX), y: Math.round(lineY) })
      penX += font.advanceOf(glyph)
    }
  }
  return parts
}

/** The codes of all glyphs that a piece of content shows. */
export function codesShown(content: string): number[] {
  return [...content.matchAll(SHOWN)].flatMap(([, , , shown = '']) => readHex4(shown))
}

const FONT = /\/(\S+) (\S+) Tf\n/

/** The font that a span is drawn with. */
function fontAt(content: string, offset: number, inside: string): { name: string; size: number } {
  const before = content.lastIndexOf(' Tf\n', offset)
  const line = content.lastIndexOf('\n', before) + 1
  const found = FONT.exec(inside) ?? FONT.exec(content.slice(line, before + 4))
  return { name: found?.[1] ?? '', size: Number(found?.[2] ?? 0) }
}
