import type { LossReport } from './loss.ts'

// Characters XML 1.0 forbids (§2.2), the C1 controls, and noncharacters.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g

/**
 * Text that every target can hold: line ends are `\n`, no control characters, no half surrogate pairs, nothing
 * around it. A change is reported.
 */
export function plainText(text: string, pointer: string, losses: LossReport): string {
  const plain = text
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .toWellFormed()
    .replace(FORBIDDEN, '')
    .trim()
  if (plain !== text) {
    losses.add('CHANGED', 'Invisible characters or spaces around a text are left out.', pointer)
  }
  return plain
}

/** At most `length` characters, cut at a word where one ends in the last third. */
export function shortened(text: string, length: number): string {
  const characters = [...text]
  if (characters.length <= length) return text
  const cut = characters.slice(0, length - 1).join('')
  const word = cut.search(/\s+\S*$/)
  return `${(word > (length * 2) / 3 ? cut.slice(0, word) : cut).trimEnd()}…`
}

/** A file name without what file systems refuse. */
export function fileNameOf(title: string, extension: string): string {
  const stem = title
    .toWellFormed()
    .replace(/[\p{C}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  return `${[...stem].slice(0, 80).join('').trim() || 'Rubric'}.${extension}`
}

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

/** A number as every target reads it: no exponent, at most `decimals` decimals. */
export function decimal(value: number, decimals: number): string {
  const text = value.toFixed(decimals)
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text
  return short === '-0' ? '0' : short
}
