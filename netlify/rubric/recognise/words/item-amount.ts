import { LEADING_BULLET } from '../../bullets.ts'
import { type Amount, parseAmount } from './amount.ts'

/** The amount of a cell, or of the first of its items where all have one ("• 1 point", "• 2 points"). */
export function amountIn(text: string): Amount | undefined {
  const whole = parseAmount(text)
  if (whole) return whole
  const items = text
    .split('\n')
    .map((line) => (LEADING_BULLET.test(line) ? parseAmount(line.replace(LEADING_BULLET, '')) : undefined))
  return items.length > 1 && items.every((item) => item !== undefined) ? items[0] : undefined
}
