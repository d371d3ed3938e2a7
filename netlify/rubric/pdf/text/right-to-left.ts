import type { Word } from './words.ts'

/** Text in scripts that read from right to left, which a page holds in the order in which it looks. */

export const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/
const LTR = /[A-Za-z\u00c0-\u024f\u0370-\u04ff]/

/** Whether most words of a page are in a script that reads from right to left. */
export function readsRightToLeft(words: ReadonlyArray<{ text: string }>): boolean {
  const rtl = words.filter(({ text }) => RTL.test(text)).length
  return rtl > 0 && rtl > words.filter(({ text }) => LTR.test(text)).length
}

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

/**
 * A Latin run in right-to-left text: signs at its ends that belong to the text around it stand on the other side
 * (Unicode Standard Annex 9, rule N2). Those are told by facing the wrong way: an opening quotation mark or an
 * unpaired bracket behind the run, a full stop before it.
 */
function turnEnds(words: Word[]): Word[] {
  const [first, last] = [words[0], words.at(-1)]
  if (!first || !last) return words
  const run = words.map(({ text }) => text).join(' ')
  const unpaired = (sign: string): boolean => {
    const other = MIRRORED[sign]
    return other !== undefined && run.split(sign).length > run.split(other).length
  }
  const start = [...first.text]
  const end = [...last.text]
  const isBefore = (sign: string): boolean =>
    /[.,;:!?…”’]/.test(sign) || (/[([{«]/.test(sign) && unpaired(sign))
  const isBehind = (sign: string): boolean => /[“‘]/.test(sign) || (/[)\]}»]/.test(sign) && unpaired(sign))
  const firstKept = start.findIndex((sign) => !isBefore(sign))
  const lastKept = end.findLastIndex((sign) => !isBehind(sign))
  const [left, right] = [start.slice(0, Math.max(0, firstKept)), end.slice(lastKept + 1)]
  if (left.length + right.length === 0 || lastKept < 0) return words
  const turned = (signs: string[]): string => mirror([...signs].reverse().join(''))
  return words.map((word) => {
    const from = word === first ? left.join('').length : 0
    const to = word.text.length - (word === last ? right.join('').length : 0)
    const text = word.text.slice(from, to)
    return {
      ...word,
      text: (word === first ? turned(right) : '') + text + (word === last ? turned(left) : ''),
    }
  })
}

interface Run {
  rtl: boolean
  words: Word[]
}

/**
 * Lines with right-to-left words, or on a page that is written so: the words from right to left, runs of numbers
 * and Latin words kept in their own order.
 */
export function logicalOrder(words: Word[]): Word[] {
  const rtl = words.filter((w) => RTL.test(w.text)).length
  const ltr = words.filter((w) => LTR.test(w.text)).length
  const page = words.some((w) => w.rightToLeft)
  if (rtl === 0) return page && ltr > 0 ? turnEnds(words) : words
  const rightToLeft = page || rtl >= ltr
  const runs = toRuns(words, rightToLeft)
  if (rightToLeft) {
    for (const run of runs) if (!run.rtl) run.words = turnRun(run.words)
  }
  const ordered = rightToLeft ? runs.reverse() : runs
  return ordered.flatMap((run) => (run.rtl ? run.words.reverse() : run.words))
}

function toRuns(words: Word[], rightToLeft: boolean): Run[] {
  const runs: Run[] = []
  for (const word of words) {
    const own = RTL.test(word.text) ? true : LTR.test(word.text) || /\d/.test(word.text) ? false : undefined
    const last = runs.at(-1)
    const direction = own ?? last?.rtl ?? rightToLeft
    if (last && last.rtl === direction) last.words.push(word)
    else runs.push({ rtl: direction, words: [word] })
  }
  return runs
}

const turnRun = (words: Word[]): Word[] =>
  words.some((word) => LTR.test(word.text)) ? turnEnds(words) : words.map(turnNumber)
