import { MAX_CELL_LENGTH } from '../../../src/shared/enhance-rubric.ts'
import { withoutHidden } from './hidden.ts'
import type { CellQuestion } from './question.ts'

// Numbers where points stand: "4 points", "Score: 4", "3/4", "(4)", "4 -" at the start, in the languages that
// the extraction knows.
const POINTS = [
  /\p{Nd}+(?:[.,]\p{Nd}+)?\s*(?:-\s*)?(?:points?|pts?|marks?|puntos?|ptos?|pontos?|punkten?|punten|баллов|балла|балл|poin|puan|điểm|คะแนน|نقاط|نقطة|अंक)(?!\p{L})/giu,
  /(?<!\p{L})(?:points?|pts?|score|scores|grade|marks?|punkte|puntos|pontos|nota|note|分数|得分|总分)\s*(?:[:=：]|of|is|to|de|auf|为|是)?\s*[+-]?\p{Nd}+/giu,
  /\p{Nd}+\s*(?:分(?![钟鐘之析类類别別])|[点點점](?!\p{Nd}))/gu,
  /(?<!\p{L})(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|twenty|fifty|hundred|thousand|full|maximum)\s+(?:points?|pts|marks?|score)(?!\p{L})/giu,
  /\p{Nd}+\s*[/／]\s*\p{Nd}+/gu,
  /^\s*[([]?\s*[+-]?\p{Nd}+(?:[.,]\p{Nd}+)?\s*[)\]]?\s*(?:[-–—:|.)=]|$)/gu,
  /[([（]\s*[+-]?\p{Nd}+(?:[.,]\p{Nd}+)?\s*[)\]）]\s*[.!]?\s*$/gu,
]
const MARKUP = /<\/?[a-z!?][^>]*>|\]\(|!\[|```|https?:\/\/|www\.|javascript:|data:\w+\/|mailto:/gi

/**
 * The answer for one cell, made safe, or why it cannot be taken. A cell holds text alone: no points, no links,
 * no markup, nothing hidden, nothing much longer than it was.
 */
export function checkAnswer(
  question: CellQuestion,
  answer: string,
): { text: string; cleaned: boolean } | { refused: string } {
  const seen = withoutHidden(answer)
  const text = seen
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim()
  const { text: before, kind, tasks } = question
  if (text === '') return { refused: 'it is empty' }
  const isLine = kind !== 'descriptor' && kind !== 'description'
  const longest = Math.max(before.length, question.better?.length ?? 0, question.worse?.length ?? 0)
  const limit = Math.min(MAX_CELL_LENGTH, Math.max(isLine ? 80 : 400, longest * 3))
  if (text.length > limit) return { refused: `it has ${text.length} characters, more than ${limit}` }
  if (isLine && text.includes('\n') && !before.includes('\n')) return { refused: 'it has several lines' }
  if (lines(text) > Math.max(3, lines(before) * 2)) return { refused: 'it has many more lines' }
  if (/^[=+@]/.test(text) && !/^[=+@]/.test(before)) return { refused: 'it would run as a formula' }
  if (/^\s*[[{]/.test(text) && !/^\s*[[{]/.test(before)) return { refused: 'it is no plain text' }
  const markup = markupIn(text).find((found) => !markupIn(before).includes(found))
  if (markup) return { refused: `it adds “${markup}”` }
  // Another language has other words for points, but the same numbers.
  const translated = tasks.includes('translate')
  const stated = pointsIn(before)
  const points = pointsIn(text).find(
    (found) =>
      !stated.some((known) => (translated ? known.worth === found.worth : known.text === found.text)),
  )
  if (points) return { refused: `it adds points (“${points.text}”)` }
  const kept = numbersOf(before)
  const now = numbersOf(text)
  const free = tasks.includes('fill') || tasks.includes('language')
  if (kept.some((number, at) => kept.indexOf(number) === at && count(kept, number) > count(now, number))) {
    return { refused: 'a number of the text is gone' }
  }
  if (!free && now.length > kept.length) return { refused: 'it adds a number' }
  return { text, cleaned: seen !== answer.replace(/\r\n?/g, '\n') }
}

function markupIn(text: string): string[] {
  return text.normalize('NFKC').toLowerCase().match(MARKUP) ?? []
}

/** Where a text speaks of points, and of how many: the words differ between languages, the number does not. */
function pointsIn(text: string): { text: string; worth: string }[] {
  // Full-width and decorated letters and digits count as what they stand for.
  const plain = text.normalize('NFKC')
  return POINTS.flatMap((pattern) =>
    [...plain.matchAll(pattern)].map(([match]) => ({
      text: match.toLowerCase().replace(/\s+/g, ''),
      worth: numbersOf(match).join('/') || match.toLowerCase(),
    })),
  )
}

function numbersOf(text: string): string[] {
  // Digits of every script, thousands and decimals written either way.
  return [...text.normalize('NFKC').matchAll(/\p{Nd}+(?:[.,]\p{Nd}+)*/gu)].map(([number]) =>
    number.replace(/[.,]/g, '.').replace(/\p{Nd}/gu, digit),
  )
}

function digit(character: string): string {
  let code = character.codePointAt(0) ?? 0
  let value = 0
  // Decimal digits stand in runs of ten (Unicode §4.6).
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - 1))) {
    code -= 1
    value += 1
  }
  return String(value)
}

function count(numbers: readonly string[], number: string): number {
  return numbers.filter((each) => each === number).length
}

function lines(text: string): number {
  return text.split('\n').length
}

/** A model's reason as the teacher may see it: one short plain line. */
export function plainReason(reason: string, instead: string): string {
  const text = withoutHidden(reason).replace(/\s+/g, ' ').trim()
  return text === '' || text.length > 300 || text.search(MARKUP) >= 0 ? instead : text
}
