import { type Line, lineText } from './lines.ts'
import type { Word } from './words.ts'

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/**
 * Digits that are smaller than their line and stand above it lead to a note or are a power: written as digits
 * of the line they would change the number or the word before them.
 */
export function withSuperscripts(line: Line): Line {
  if (!line.words.some((word) => isRaised(word, line))) return line
  const words = line.words.map((word) =>
    isRaised(word, line)
      ? { ...word, text: word.text.replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)] ?? digit) }
      : word,
  )
  return { ...line, words, text: lineText(words) }
}

function isRaised(word: Word, line: Line): boolean {
  const rise = line.base - word.base
  return (
    /^\d{1,2}(?:[,;]\d{1,2})*$/.test(word.text) &&
    word.size < 0.87 * line.size &&
    rise > 0.15 * line.size &&
    rise < 0.7 * line.size
  )
}
