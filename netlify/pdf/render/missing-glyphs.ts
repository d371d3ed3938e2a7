import type { JobWarning } from '../../../src/shared/job.ts'

const SCRIPTS = (
  'Adlam Ahom Armenian Balinese Bamum Bassa_Vah Batak Bengali Bopomofo Brahmi Braille Buginese Buhid ' +
  'Canadian_Aboriginal Chakma Cham Cherokee Coptic Cuneiform Cypriot Cyrillic Deseret Devanagari ' +
  'Egyptian_Hieroglyphs Ethiopic Georgian Glagolitic Gothic Grantha Greek Gujarati Gurmukhi Han Hangul ' +
  'Hanunoo Hebrew Hiragana Imperial_Aramaic Javanese Kannada Katakana Kayah_Li Kharoshthi Khmer Lao Latin ' +
  'Lepcha Limbu Linear_A Linear_B Lisu Malayalam Mandaic Meetei_Mayek Mongolian Myanmar New_Tai_Lue Nko ' +
  'Ogham Ol_Chiki Oriya Osage Phoenician Runic Samaritan Sinhala Sundanese Syloti_Nagri Syriac Tagalog ' +
  'Tai_Le Tai_Tham Tai_Viet Tamil Telugu Thaana Thai Tibetan Tifinagh Vai Wancho Yi Arabic'
)
  .split(' ')
  .map((name) => ({ name: name.replaceAll('_', ' '), test: new RegExp(`^\\p{Script=${name}}$`, 'u') }))

const LISTED = 12

/** One warning for all characters that no font has, by code point and script, with where the first one stands. */
export function missingGlyphWarnings(missing: string[], input: unknown): JobWarning[] {
  const [first] = missing
  if (first === undefined) return []
  const names = missing.slice(0, LISTED).map(nameOf)
  const more = missing.length - names.length
  const where = pointerTo(first, input, '')
  return [
    {
      code: 'MISSING_GLYPH',
      message:
        `No font here can draw ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}` +
        `${where === undefined ? '' : ` (first in ${where})`}. Replace ${missing.length === 1 ? 'it' : 'them'} or leave ${missing.length === 1 ? 'it' : 'them'} out.`,
    },
  ]
}

function nameOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  const script = SCRIPTS.find(({ test }) => test.test(character))?.name
  return `“${character}” U+${code}${script === undefined ? '' : ` (${script})`}`
}

/** JSON Pointer of the first text that has the character. */
function pointerTo(character: string, value: unknown, pointer: string): string | undefined {
  if (typeof value === 'string') return value.normalize('NFC').includes(character) ? pointer : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, inner] of Object.entries(value)) {
    const found = pointerTo(character, inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    if (found !== undefined) return found
  }
  return undefined
}
