import type { Word } from './words.ts'

/** Text in scripts that read from right to left, which a page holds in the order in which it looks. */

export const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/
const LTR = /[A-Za-z\u00c0-\u024f\u0370-\u04ff]/

/** Painted from left to right or right to left, the logical order of such a word is by falling x. */
export function rightToLeftWord(glyphs: ReadonlyArray<{ text: string; x: number }>): string {
  const sorted = [...glyphs].sort((a, b) => b.x - a.x)
  return mirror(restoreNumbers(sorted.map((g) => g.text).join('')))
}

/** Digits inside a right-to-left word still read from left to right. */
function restoreNumbers(text: string): string {
  return text.replace(/[0-9][0-9.,:/%]*[0-9%]/g, (number) => [...number].reverse().join(''))
}

const MIRRORED: Record<string, string> = {
  '(': ')',
  ')': '(',
  '[': ']',
  ']': '[',
  '{': '}',
  '}': '{',
  '«': '»',
  '»': '«',
}

/** Brackets are painted by their shape; read from right to left, the left one closes. */
const mirror = (text: string): string =>
  text.replace(/[()[\]{}«»]/g, (bracket) => MIRRORED[bracket] ?? bracket)

/** A number keeps its direction between right-to-left words, but what surrounds it changes sides. */
function turnNumber(word: Word): Word {
  const parts = /^([^\p{L}\p{N}+-]*)([^\p{L}]*[\p{N}%])([^\p{L}\p{N}%]*)$/u.exec(word.text)
  if (!parts) return word
  const [, left = '', number = '', right = ''] = parts
  const turned = (text: string): string => mirror([...text].reverse().join(''))
  return { ...word, text: turned(right) + number + turned(left) }
}

/** Right-to-left lines: the words from right to left, runs of numbers and Latin words kept in their own order. */
export function logicalOrder(words: Word[]): Word[] {
  const rtl = words.filter((w) => RTL.test(w.text)).length
  const ltr = words.filter((w) => LTR.test(w.text)).length
  const rightToLeft = rtl >= ltr
  const runs: Array<{ rtl: boolean; words: Word[] }> = []
  for (const word of words) {
    const own = RTL.test(word.text) ? true : LTR.test(word.text) || /\d/.test(word.text) ? false : undefined
    const last = runs.at(-1)
    const direction = own ?? last?.rtl ?? rightToLeft
    if (last && last.rtl === direction) last.words.push(word)
    else runs.push({ rtl: direction, words: [word] })
  }
  if (rightToLeft) {
    for (const run of runs) if (!run.rtl) run.words = run.words.map(turnNumber)
  }
  const ordered = rightToLeft ? runs.reverse() : runs
  return ordered.flatMap((run) => (run.rtl ? run.words.reverse() : run.words))
}
