import type { Line } from './lines.ts'

/**
 * The bold beginning of a cell in front of text that is not bold. It ends with a line or with a mark of
 * punctuation: a bold word in the middle of a sentence only stresses it. `gap` is what stands behind it: a line
 * that ends with it ends there also where the next word would not have fitted.
 */
export function boldLead(
  lines: readonly Line[],
  text: string,
): { text: string; gap: '\n' | ' ' } | undefined {
  const words = lines.flatMap((line) =>
    line.words.map((word, at) => ({ ...word, ends: at === line.words.length - 1 })),
  )
  const first = words[0]?.font
  if (!first?.bold) return undefined
  // Bold italics behind bold are other words already.
  const end = words.findIndex(
    ({ font, text: word }) => font.name !== first.name && /[\p{L}\p{N}]/u.test(word),
  )
  if (end <= 0 || !words.slice(end).some(({ font }) => !font.bold)) return undefined
  const last = words[end - 1]
  if (!last || (!last.ends && !/[.:：]$/u.test(last.text))) return undefined
  const letters = words.slice(0, end).reduce((sum, word) => sum + word.text.replace(/\s/g, '').length, 0)
  const lead = beginning(text, letters)
  return lead === undefined ? undefined : { text: lead, gap: last.ends ? '\n' : ' ' }
}

/** The first `letters` characters of a text, spaces not counted, where they end with a word. */
function beginning(text: string, letters: number): string | undefined {
  let at = 0
  for (let count = 0; count < letters && at < text.length; at++) if (!/\s/.test(text[at] ?? '')) count++
  const lead = text.slice(0, at).trim()
  return /^\s+\S/.test(text.slice(at)) && /\p{L}/u.test(lead) ? lead : undefined
}
