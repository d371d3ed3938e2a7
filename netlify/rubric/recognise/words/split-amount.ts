import {
  AMOUNT,
  type Amount,
  BOUND,
  isPlausible,
  NUMBER,
  PERCENT,
  parseAmount,
  RANGE,
  SIGNED,
  TIMES,
  UNIT,
} from './amount.ts'

export interface SplitAmount {
  amount: Amount
  /** The text without the amount, trimmed; a piece of the original. */
  rest: string
  /** Where the amount stood. */
  at: 'head' | 'tail'
}

const HEAD_PAREN = new RegExp(
  `^[([（【]\\s*(${AMOUNT}|[/／]\\s*${NUMBER})\\s*[)\\]）】]\\s*[-–—:：.]?\\s*`,
  'iu',
)
const HEAD_UNIT = new RegExp(
  `^(${SIGNED}\\s?(?:to|a|à|bis|tot|até)\\s?>\\s?${NUMBER}\\s?${UNIT}|(?:${BOUND}\\s?)?(?:${RANGE}|${SIGNED})\\+?\\s?(?:${UNIT}|${PERCENT}))(?!\\p{L})`,
  'iu',
)
const HEAD_BARE = new RegExp(
  `^(${RANGE}|${SIGNED})\\+?(\\s*[-–—:：=|]\\s*|\\s*[.)]\\s+|\\n\\s*)(?=\\S)`,
  'iu',
)
const TAIL_PAREN = /\s*[-–—:：,]?\s*[([（【]\s*([^()[\]（）【】]{1,40})\s*[)\]）】]\s*[:：.]?$/u
const TAIL_DASH = /(?:\s+[-–—=|]\s*|\s*[:：=]\s*|\s*\.{3,}\s*|\s*…+\s*|\s*_{3,}\s*)([^\n]{1,30})$/u
const TAIL_OUT_OF = new RegExp(
  `[\\s:：(_.…–-]+[/／]\\s*([-−]?${NUMBER}(?:\\s?(?:${UNIT}))?)(?:\\s(?:each|ea\\.?))?\\s*\\)?$`,
  'iu',
)
const TAIL_RANGE = new RegExp(
  `[\\s:：–—-]+((?:${RANGE}|${BOUND}\\s?${NUMBER})\\s?(?:${UNIT}|${PERCENT})?)\\s*$`,
  'iu',
)
const TAIL_UNIT = new RegExp(
  `[\\s,;:–—-]+(${RANGE}\\s?${UNIT}|${SIGNED}\\s?(?:${UNIT}|${PERCENT})|${TIMES})\\s*\\.?$`,
  'iu',
)

/**
 * Splits an amount off the head or tail of a text: "Thesis (10 pts)", "4 - Exemplary", "10 pts: …",
 * "Style — 40%", "Content × 2", "Sources ........ 5".
 *
 * @param loose accept a bare number before or after a separator ("4 - Exemplary"); for headings, not prose
 */
export function splitAmount(text: string, loose: boolean): SplitAmount | undefined {
  const flat = text.trim()
  if (flat.length <= MAX_SCAN) return splitTail(flat, loose) ?? splitHead(flat, loose)
  // Long texts are looked at near their ends only, which also bounds the time.
  const cut = flat.length - MAX_SCAN
  const tail = splitTail(flat.slice(cut), loose)
  if (tail) return { ...tail, rest: (flat.slice(0, cut) + tail.rest).trim() }
  const head = splitHead(flat.slice(0, MAX_SCAN), loose)
  return head ? { ...head, rest: (head.rest + flat.slice(MAX_SCAN)).trim() } : undefined
}

const MAX_SCAN = 200

/** Points on the last line, or as a sentence of their own: "… three examples. Up to 10 points". */
const TAIL_LINE = new RegExp(
  `(?:(?<![.…])[.!?;]\\s+(?=${BOUND}|${NUMBER}\\s?${UNIT}\\s*$)|\\n\\s*)((?:${BOUND}\\s?)?(?:${RANGE}|${NUMBER})\\s?${UNIT})\\s*$`,
  'iu',
)

export function splitTail(flat: string, loose: boolean): SplitAmount | undefined {
  const outOf = TAIL_OUT_OF.exec(flat)
  // "floor(seconds / 60)" divides.
  if (outOf && outOf.index > 0 && isClosed(flat.slice(0, outOf.index))) {
    const amount = parseAmount(`/${outOf[1] ?? ''}`)
    if (amount) return { amount, rest: trimSeparators(flat.slice(0, outOf.index)), at: 'tail' }
  }
  const line = TAIL_LINE.exec(flat)
  const lineAmount = line && line.index > 0 ? parseAmount(line[1] ?? '') : undefined
  if (line && lineAmount) {
    const sentence = /^[.!?;]/.test(line[0]) ? flat.slice(0, line.index + 1) : flat.slice(0, line.index)
    return { amount: lineAmount, rest: sentence.trim(), at: 'tail' }
  }
  const range = loose ? TAIL_RANGE.exec(flat) : null
  if (range && range.index > 0 && hasWord(flat.slice(0, range.index))) {
    const amount = parseAmount(range[1] ?? '')
    if (amount) return { amount, rest: trimSeparators(flat.slice(0, range.index)), at: 'tail' }
  }
  const paren = TAIL_PAREN.exec(flat)
  if (paren && paren.index > 0) {
    const amount = parseAmount(paren[1] ?? '') ?? parseLabelledAmount(paren[1] ?? '')
    if (
      amount &&
      (loose ||
        amount.unit !== 'none' ||
        amount.outOf ||
        // "(15-18]" is an interval, and "(15-18)" no year of birth and death.
        (amount.range && isPlausible(amount)) ||
        /^[-+]?\d+([.,]\d+)?$/.test((paren[1] ?? '').trim()))
    ) {
      return { amount, rest: flat.slice(0, paren.index).trim(), at: 'tail' }
    }
  }
  // "Conclusion (half a page, 15 pts)"
  const [, before, last] = /^(.*\([^()]*),\s*([^(),]{1,20})\)[:：]?$/su.exec(flat) ?? []
  const behind = last === undefined ? undefined : parseAmount(last)
  if (before !== undefined && behind?.unit === 'points')
    return { amount: behind, rest: `${before})`, at: 'tail' }
  const unit = TAIL_UNIT.exec(flat)
  if (
    unit &&
    unit.index > 0 &&
    (loose || /[-–—:,;.\n]\s*$/.test(unit[0].slice(0, unit[0].indexOf(unit[1] ?? ''))))
  ) {
    const amount = parseAmount(unit[1] ?? '')
    if (amount) return { amount, rest: trimSeparators(flat.slice(0, unit.index)), at: 'tail' }
  }
  const dash = TAIL_DASH.exec(flat)
  if (dash && dash.index > 0 && hasWord(flat.slice(0, dash.index))) {
    const amount = parseAmount(dash[1] ?? '')
    const leader = /\.{3,}|…|_{3,}/.test(dash[0])
    if (amount && (loose || leader || amount.unit !== 'none')) {
      return { amount, rest: trimSeparators(flat.slice(0, dash.index)), at: 'tail' }
    }
  }
  return undefined
}

export function splitHead(flat: string, loose: boolean): SplitAmount | undefined {
  const paren = HEAD_PAREN.exec(flat)
  if (paren && paren[0].length < flat.length) {
    const amount = parseAmount(paren[1] ?? '')
    if (amount) return { amount, rest: flat.slice(paren[0].length).trim(), at: 'head' }
  }
  const unit = HEAD_UNIT.exec(flat)
  if (unit && unit[0].length < flat.length) {
    const after = flat.slice(unit[0].length)
    const separated = /^\s*([-–—:：.=)|]\s*|\n\s*)(?=\S)/.exec(after)
    if (separated || loose || /^\s+(?=[\p{Lu}•☐"“¿¡])/u.test(after)) {
      const amount = parseAmount(unit[0])
      if (amount) return { amount, rest: after.replace(/^\s*[-–—:：.=)|]?\s*/, ''), at: 'head' }
    }
  }
  const bare = HEAD_BARE.exec(flat)
  if (bare && (loose || /\n|[-–—:：=]/.test(bare[2] ?? ''))) {
    const amount = parseAmount(bare[1] ?? '')
    const rest = flat.slice(bare[0].length).trim()
    if (amount && rest !== '' && !/^\d/.test(rest)) return { amount, rest, at: 'head' }
  }
  return undefined
}

/** "Max 10 points", "worth 5 pts", "up to 10", "value: 4", "out of 20". */
function parseLabelledAmount(text: string): Amount | undefined {
  const match =
    /^(?:max(?:imum)?\.?|worth|value|weight(?:ing)?|rated|graded|marked|scored|total|possible|peso|valor|poids|gewicht(?:ung)?|weging|out of|de|sur|von|van|满分|权重)\s*(?:of|:|：|=|de)?\s*(.+)$/i.exec(
      text.trim(),
    )
  return match ? parseAmount((match[1] ?? '').replace(/\s*(total|possible|max(imum)?)$/i, '')) : undefined
}

function isClosed(text: string): boolean {
  return text.split('(').length <= text.split(')').length
}

/** "9:00" and "3-4" are no label with points. */
function hasWord(text: string): boolean {
  return /[^\d\s.,:;/–—-]/u.test(text)
}

function trimSeparators(text: string): string {
  return text.replace(/[\s:：;,\-–—=|.…_]+$/u, '').trim()
}
