// Characters that nobody sees and that carry text past a reader: controls, soft hyphen, zero width, bidi
// controls, invisible operators, variation selectors past emoji's, interlinear marks, tags (U+E0000).
// https://www.unicode.org/reports/tr36/ and UAX #31 §2.3
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each stands for itself
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\uffff\u{e0000}-\u{e0fff}\u{1d173}-\u{1d17a}]/gu
// Joiners belong to the spelling of these scripts, between two of their letters.
const JOINED =
  /(?<=[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{M}])[\u200c\u200d](?=[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}])/gu

/** The text without invisible characters and half surrogate pairs; line ends are `\n`. */
export function withoutHidden(text: string): string {
  const plain = text.toWellFormed().replace(/\r\n?|\u2028|\u2029/g, '\n')
  const joiners = new Set([...plain.matchAll(JOINED)].map(({ index }) => index))
  return plain.replace(HIDDEN, (character: string, at: number) => (joiners.has(at) ? character : ''))
}
