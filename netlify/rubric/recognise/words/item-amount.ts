import { LEADING_BULLET } from '../../bullets.ts'
import { type Amount, parseAmount } from './amount.ts'
import { splitHead } from './split-amount.ts'
import { isPointsWord, totalWord } from './words.ts'

/** "12 + 5 (LUT)", "3 (only in year 2)": what is said beside the number. */
const REMARK = /(?<=[1-9][\d.,]{0,4})\s*[(（][^()（）]{0,30}\p{L}{3}[^()（）]{0,30}[)）]$/u

/**
 * The amount of a cell: of all of it, of the line above its items ("3 points total"), or of the first of its items
 * where all have one ("• 1 point", "• 2 points"), also below "Points".
 */
export function amountIn(text: string): Amount | undefined {
  const whole = parseAmount(text) ?? parseAmount(text.trim().replace(REMARK, ''))
  if (whole) return whole
  const lines = text.split('\n')
  const [first = ''] = lines
  const total = splitHead(first, true)
  const sum = total && totalWord(total.rest) ? total.amount : undefined
  const items = (sum || isPointsWord(first) ? lines.slice(1) : lines).map((line) =>
    LEADING_BULLET.test(line) ? parseAmount(line.replace(LEADING_BULLET, '')) : undefined,
  )
  return items.length > 0 && items.every((item) => item !== undefined) ? (sum ?? items[0]) : undefined
}
