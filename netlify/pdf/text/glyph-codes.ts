import { readArray, readRef, writeDict } from '../../../src/shared/pdf-syntax.ts'
import { dictOf, type PdfObjects } from '../pdf-objects.ts'
import { streamOf, writeStream } from '../pdf-streams.ts'
import { extendToUnicode, readToUnicode } from './to-unicode.ts'
import { type NewGlyph, type Part, readTrueType } from './true-type.ts'

/** A composite font in a PDF: what its codes say, and codes for more glyphs. */
export interface GlyphCodes {
  unitsPerEm: number
  /** What a code says; empty when the font does not tell. */
  textOf(code: number): string
  /** In units of the font. */
  advanceOf(code: number): number
  /** A code that draws `parts` as one glyph and says `text`; undefined without parts, and when the font is full. */
  codeFor(parts: Part[], text: string): number | undefined
  /** A code that draws what `code` draws and says `text`; undefined when the font is full. */
  renamed(code: number, text: string): number | undefined
  /** Writes what was added into the font. */
  save(): void
}

/**
 * Reads a font as Skia writes it: Type 0 with Identity-H over TrueType, so that codes are the glyphs' own numbers.
 * Undefined for any other.
 */
export function readGlyphCodes(pdf: PdfObjects, fontId: number): GlyphCodes | undefined {
  const font = dictOf(pdf, fontId)
  const toUnicodeId = readRef(font.get('ToUnicode'))
  const descendantId = readRef(readArray(font.get('DescendantFonts') ?? '')[0])
  if (font.get('Encoding') !== '/Identity-H' || toUnicodeId === undefined || descendantId === undefined) {
    return undefined
  }
  const descendant = dictOf(pdf, descendantId)
  if (descendant.get('CIDToGIDMap') !== '/Identity') return undefined
  const fileId = readRef(dictOf(pdf, readRef(descendant.get('FontDescriptor'))).get('FontFile2'))
  const file = fileId === undefined ? undefined : readTrueType(streamOf(pdf, fileId))
  if (fileId === undefined || file === undefined) return undefined

  const { unitsPerEm, glyphCount, advanceOf } = file
  const cmap = streamOf(pdf, toUnicodeId).toString('latin1')
  const texts = readToUnicode(cmap)
  const added = new Map<string, NewGlyph & { code: number; text: string }>()

  function codeFor(parts: Part[], text: string): number | undefined {
    if (parts.length === 0) return undefined
    const [only] = parts
    if (parts.length === 1 && only && texts.get(only.glyph) === text) return only.glyph
    const key = JSON.stringify([text, parts])
    const found = added.get(key)
    if (found) return found.code
    const code = glyphCount + added.size
    if (code > 0xffff) return undefined
    const advance = Math.max(...parts.map(({ glyph, x }) => x + advanceOf(glyph)))
    added.set(key, { parts, advance, code, text })
    texts.set(code, text)
    return code
  }

  return {
    unitsPerEm,
    textOf: (code) => texts.get(code) ?? '',
    advanceOf,
    codeFor,
    renamed(code, text) {
      const known = [...added.values()].find((glyph) => glyph.code === code)
      return codeFor(known?.parts ?? [{ glyph: code, x: 0, y: 0 }], text)
    },
    save() {
      if (added.size === 0) return
      const glyphs = [...added.values()]
      writeStream(pdf, fileId, file.withGlyphs(glyphs))
      const meanings = new Map(glyphs.map(({ code, text }) => [code, text]))
      writeStream(pdf, toUnicodeId, Buffer.from(extendToUnicode(cmap, meanings), 'latin1'))
      const widths = glyphs.map(({ advance }) => Math.round((advance / unitsPerEm) * 1e6) / 1e3)
      const known = descendant.get('W') ?? '[]'
      descendant.set('W', `${known.slice(0, known.lastIndexOf(']'))} ${glyphCount} [${widths.join(' ')}]]`)
      pdf.bodies.set(descendantId, writeDict(descendant))
    },
  }
}
