import type { PdfObjects } from '../../../netlify/pdf/pdf-objects.ts'
import { absent, type Checkpoint, edit, editStream } from './checkpoint.ts'
import { statedWidth, type UsedFont, usedFonts } from './fonts.ts'
import type { TaggedPdf } from './tagged-pdf.ts'

/** 10, 31: fonts. Skia embeds composite TrueType fonts with Identity-H, and nothing else of ours is drawn. */

const each = (wrong: (font: UsedFont) => string[] | boolean) => (pdf: TaggedPdf) =>
  usedFonts(pdf).flatMap((font) => {
    const found = wrong(font)
    const name = font.dict.get('BaseFont') ?? `object ${font.id}`
    return found === true ? [name] : found === false ? [] : found.map((text) => `${name}: ${text}`)
  })
const eachCode = (wrong: (font: UsedFont, code: number) => boolean) =>
  each((font) =>
    [...font.codes].filter((code) => wrong(font, code)).map((code) => `code ${code.toString(16)}`),
  )

/** That fonts are composite, for what is asked of the others. */
const composite = (id: string, failure: string): Checkpoint => ({
  id,
  failure,
  check: each(({ dict }) => dict.get('Subtype') !== '/Type0'),
  damage: (pdf) => edit(pdf, /\/Subtype \/Type0/, '/Subtype /TrueType'),
})
const identity = (id: string, failure: string): Checkpoint => ({
  id,
  failure,
  check: each(({ dict }) => !/^\/Identity-[HV]$/.test(dict.get('Encoding') ?? '')),
  damage: (pdf) => edit(pdf, /\/Encoding \/Identity-H/, '/Encoding /UniJIS-UTF16-H'),
})
const withCmap = (id: string, failure: string): Checkpoint => ({
  id,
  failure,
  ...absent(/\/Type \/CMap\b/, '<</Type /CMap /WMode 1>>'),
})
const withCidSet = (id: string, failure: string): Checkpoint => ({
  id,
  failure,
  ...absent(/\/CIDSet\b/, '<</CIDSet 1 0 R>>'),
})
/** Changes what a code says, wherever it is written so. */
const damageToUnicode = (to: string) => (pdf: PdfObjects) =>
  editStream(pdf, /(begin(bfchar|bfrange)\n<[\dA-F]+> (?:<[\dA-F]+> )?)<[\dA-F]+>/i, `$1<${to}>`)
const says = (character: string) =>
  eachCode(({ toUnicode }, code) => toUnicode.get(code)?.includes(character) ?? false)

export const fontChecks: Checkpoint[] = [
  {
    id: '10-001',
    failure: 'a character code without Unicode',
    check: eachCode(({ toUnicode }, code) => (toUnicode.get(code) ?? '') === ''),
    damage: (pdf) => edit(pdf, /\/ToUnicode \d+ 0 R/, ''),
  },
  identity('31-001', 'registries that differ'),
  identity('31-002', 'orderings that differ'),
  identity('31-003', 'supplements that differ'),
  {
    id: '31-004',
    failure: 'CIDToGIDMap is neither a stream nor Identity',
    check: each(({ descendant }) => descendant.get('CIDToGIDMap') !== '/Identity'),
    damage: (pdf) => edit(pdf, /\/CIDToGIDMap \/Identity/, '/CIDToGIDMap /Other'),
  },
  {
    id: '31-005',
    failure: 'no CIDToGIDMap',
    check: each(
      ({ descendant }) => descendant.get('Subtype') !== '/CIDFontType2' || !descendant.has('CIDToGIDMap'),
    ),
    damage: (pdf) => edit(pdf, /\/CIDToGIDMap \/Identity/, ''),
  },
  identity('31-006', 'a CMap that is neither predefined nor embedded'),
  withCmap('31-007', 'a CMap whose WMode differs'),
  withCmap('31-008', 'a CMap that uses another'),
  {
    id: '31-009',
    failure: 'a font that is not embedded',
    check: each(({ program }) => program === undefined),
    damage: (pdf) => edit(pdf, /\/FontFile2 \d+ 0 R/, ''),
  },
  {
    id: '31-011',
    failure: 'a glyph that the font does not have',
    check: eachCode(({ program }, code) => code >= (program?.glyphCount ?? 0)),
    damage: (pdf) => editStream(pdf, /<[\dA-F]{4}> Tj/, '<FFF0> Tj'),
  },
  composite('31-012', 'a Type 1 font whose CharSet misses glyphs'),
  composite('31-013', 'a Type 1 font whose CharSet has too many'),
  withCidSet('31-014', 'a CIDSet that misses glyphs'),
  withCidSet('31-015', 'a CIDSet that has too many'),
  {
    id: '31-016',
    failure: 'a width in the dictionary that differs from the font by more than 1/1000 em',
    check: eachCode(
      (font, code) => Math.abs((font.program?.widthOf(code) ?? 0) - statedWidth(font, code)) > 1,
    ),
    damage: (pdf) => edit(pdf, /\/W \[/, '/W [0 65535 1 '),
  },
  composite('31-017', 'a TrueType font without a cmap for its characters'),
  composite('31-018', 'a TrueType font whose cmap misses a glyph'),
  composite('31-019', 'a TrueType font without Encoding'),
  composite('31-020', 'an Encoding without BaseEncoding'),
  composite('31-021', 'an Encoding that is neither MacRoman nor WinAnsi'),
  composite('31-022', 'Differences with unknown names'),
  composite('31-023', 'Differences without a Unicode cmap'),
  composite('31-024', 'a symbolic TrueType font with Encoding'),
  composite('31-025', 'a symbolic TrueType font without cmap'),
  composite('31-026', 'a symbolic TrueType font with several cmaps'),
  {
    id: '31-027',
    failure: 'a font without ToUnicode',
    check: each(({ dict }) => !dict.has('ToUnicode')),
    damage: (pdf) => edit(pdf, /\/ToUnicode \d+ 0 R/, ''),
  },
  { id: '31-028', failure: 'a code that means U+0000', check: says('\0'), damage: damageToUnicode('0000') },
  {
    id: '31-029',
    failure: 'a code that means U+FEFF or U+FFFE',
    check: (pdf) => [...says('\ufeff')(pdf), ...says('\ufffe')(pdf)],
    damage: damageToUnicode('FEFF'),
  },
  {
    id: '31-030',
    failure: 'the glyph .notdef is shown',
    check: eachCode((_, code) => code === 0),
    damage: (pdf) => editStream(pdf, /<[\dA-F]{4}> Tj/, '<0000> Tj'),
  },
]
