import { type PdfDict, readArray, readRef } from '../../../src/shared/pdf-syntax.ts'
import { resolve, streamOf, type TaggedPdf } from './tagged-pdf.ts'

/** A font that text on the pages is shown with. */
export interface UsedFont {
  id: number
  dict: PdfDict
  descendant: PdfDict
  descriptor: PdfDict
  /** Codes that are shown. */
  codes: Set<number>
  toUnicode: Map<number, string>
  /** The TrueType program; undefined when none is embedded. */
  program: Program | undefined
}

interface Program {
  glyphCount: number
  /** In thousandths of an em. */
  widthOf(glyph: number): number
}

export function usedFonts(pdf: TaggedPdf): UsedFont[] {
  const fonts = new Map<number, UsedFont>()
  for (const { font: id, shown } of pdf.pages.flatMap(({ items }) => items)) {
    if (id === undefined) continue
    const font = fonts.get(id) ?? readFont(pdf, id)
    fonts.set(id, font)
    const digits = font.dict.get('Subtype') === '/Type0' ? /[\da-f]{4}/gi : /[\da-f]{2}/gi
    for (const [code] of shown.replace(/[<>\s]/g, '').matchAll(digits))
      font.codes.add(Number.parseInt(code, 16))
  }
  return [...fonts.values()]
}

function readFont({ objects }: TaggedPdf, id: number): UsedFont {
  const dict = resolve(objects, `${id} 0 R`)
  const descendant = resolve(objects, readArray(dict.get('DescendantFonts') ?? '')[0])
  const descriptor = resolve(objects, descendant.get('FontDescriptor'))
  const file = readRef(descriptor.get('FontFile2'))
  const cmap = readRef(dict.get('ToUnicode'))
  return {
    id,
    dict,
    descendant,
    descriptor,
    codes: new Set(),
    toUnicode: cmap === undefined ? new Map() : readToUnicode(streamOf(objects, cmap).toString('latin1')),
    program: file === undefined ? undefined : readProgram(streamOf(objects, file)),
  }
}

function readToUnicode(cmap: string): Map<number, string> {
  const codes = new Map<number, string>()
  const hex = (digits: string | undefined) => Number.parseInt(digits ?? '', 16)
  for (const [, block = ''] of cmap.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, code, text = ''] of block.matchAll(/<([\da-f]+)>\s*<([\da-f]*)>/gi))
      codes.set(hex(code), utf16(text))
  }
  for (const [, block = ''] of cmap.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, from, to, text = ''] of block.matchAll(/<([\da-f]+)>\s*<([\da-f]+)>\s*<([\da-f]*)>/gi)) {
      for (let code = hex(from); code <= hex(to); code++) {
        codes.set(code, String.fromCodePoint((utf16(text).codePointAt(0) ?? 0) + code - hex(from)))
      }
    }
  }
  return codes
}

function utf16(digits: string): string {
  return (digits.match(/.{4}/g) ?? []).map((unit) => String.fromCharCode(Number.parseInt(unit, 16))).join('')
}

function readProgram(file: Buffer): Program {
  const tables = new Map<string, number>()
  for (let i = 0; i < file.readUInt16BE(4); i++) {
    const at = 12 + 16 * i
    tables.set(file.toString('latin1', at, at + 4), file.readUInt32BE(at + 8))
  }
  const at = (table: string) => tables.get(table) ?? 0
  const unitsPerEm = file.readUInt16BE(at('head') + 18)
  const metrics = file.readUInt16BE(at('hhea') + 34)
  return {
    glyphCount: file.readUInt16BE(at('maxp') + 4),
    widthOf: (glyph) =>
      (file.readUInt16BE(at('hmtx') + 4 * Math.min(glyph, metrics - 1)) * 1000) / unitsPerEm,
  }
}

/** What the font dictionary says about the width of a CID. */
export function statedWidth({ descendant }: UsedFont, cid: number): number {
  const widths = readArray(descendant.get('W') ?? '')
  for (let at = 0; at < widths.length; ) {
    const from = Number(widths[at])
    const list = widths[at + 1] ?? ''
    if (list.startsWith('[')) {
      const found = readArray(list)[cid - from]
      if (cid >= from && found !== undefined) return Number(found)
      at += 2
    } else {
      if (cid >= from && cid <= Number(list)) return Number(widths[at + 2])
      at += 3
    }
  }
  return Number(descendant.get('DW') ?? 1000)
}
