import { linesOf, type PageLayout } from '../page-layout.ts'

/** What words that keep their hyphen begin with in English: "well-organized"; no word is broken there. */
const COMPOUND = /^(?:well|ill|self)$/

/**
 * Whether a hyphen at the end of a line belongs to the word. The document itself says so where the word occurs
 * a second time; otherwise only programs that are known to break words are taken to have put it there.
 */
export function toHyphenRule(
  layouts: PageLayout[],
  hyphenates: boolean,
): (before: string, after: string) => boolean {
  const known = new Set<string>()
  for (const layout of layouts) {
    for (const line of linesOf(layout)) for (const word of line.text.split(/\s+/)) known.add(bare(word))
  }
  return (before, after) => {
    if (!/^\p{Ll}/u.test(after)) return false
    const start = before.slice(0, -1)
    if (known.has(bare(before + after))) return false
    if (known.has(bare(start + after))) return true
    if (COMPOUND.test(bare(start)) && !/^(?:ness|ish)/.test(after)) return false
    return hyphenates && /^\p{L}+$/u.test(bare(start))
  }
}

const bare = (word: string): string => word.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
