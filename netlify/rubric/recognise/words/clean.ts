import { BULLETS } from '../../bullets.ts'
import { isPlaceholder } from './words.ts'

const ITEM = new RegExp(`^([☐☑☒✓✔✗${BULLETS}-]|\\d{1,2}[.)]|\\(?[a-z][.)])\\s`, 'u')

/**
 * A descriptor as it is kept: placeholders become nothing; in documents whose lines are only wrapped (PDF),
 * line breaks become spaces except before bullets.
 */
export function cleanText(text: string, wrapped: boolean): string | undefined {
  if (isPlaceholder(text)) return undefined
  const lines = text
    .split('\n')
    .map((line) => line.replace(/[^\S\n]+/g, ' ').trim())
    .filter(Boolean)
  if (!wrapped) return lines.join('\n')
  return lines.reduce((all, line) => (ITEM.test(line) ? `${all}\n${line}` : `${all} ${line}`))
}

/** A name as it is kept: on one line; empty where nothing but a placeholder stands. */
export function cleanLine(text: string): string {
  return cleanText(text, true)?.replace(/\s+/g, ' ') ?? ''
}

/** The name of a level; "N/A" is one, though it says nothing as a descriptor. */
export function cleanLabel(text: string): string | undefined {
  return cleanText(text, true) ?? (/\p{L}/u.test(text) ? text.trim() : undefined)
}
