/**
 * Whether two sums of points or weights are one but for the rounding of fractions: three thirds of 100, written
 * as 33.33 each, add up to 99.99.
 */
export function isSameSum(a: number, b: number): boolean {
  return Math.abs(a - b) < 0.011
}

/** Whether shares add up to a whole, as percentages or as fractions of 1; shares are often rounded to whole percents. */
export function isWholeOfShares(sum: number): boolean {
  return Math.abs(sum - 100) < 0.5 || Math.abs(sum - 1) < 0.005
}
