import type { Glyph } from '../content/page-content.ts'

const MIN_SIGNS = 40
const MIN_LETTERS = 200
/** What forms are filled with, in long rows. */
const FILLING = /[\s._\-–—…·•*☐□○◯●✓✔|/()]/u

/**
 * Whether the text of a page is a cipher: a font that does not say which letters its shapes are (no usable
 * ToUnicode) gives the numbers of the shapes, taken for letters. Such text is mostly signs ("!\"#$%&"), mostly of the
 * Latin letters that languages add to the common 26 and use for less than a third of their text (Vietnamese, Latvian),
 * or has hardly any vowels, which are 35 to 50 % of the letters in languages written with them.
 */
export function isUnreadable(glyphs: readonly Glyph[]): boolean {
  const signs = glyphs
    .map(({ text }) => text)
    .filter((text, at, all) => text !== '' && !FILLING.test(text) && text !== all[at - 1])
  if (signs.length < MIN_SIGNS) return false
  const share = (pattern: RegExp, of: readonly string[]) =>
    of.filter((text) => pattern.test(text)).length / of.length
  if (share(/[\p{L}\p{M}\p{N}]/u, signs) < 0.4) return true
  const latin = signs.filter((text) => /\p{Script=Latin}/u.test(text))
  if (latin.length < MIN_SIGNS || latin.length < signs.length / 2) return false
  if (share(/[a-z]/i, latin) < 0.3) return true
  return latin.length >= MIN_LETTERS && share(/[aeiouyà-åè-ïò-öø-ý]/iu, latin) < 0.2
}
