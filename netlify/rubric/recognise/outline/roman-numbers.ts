const VALUES: Record<string, number> = { I: 1, V: 5, X: 10 }
const ROMAN = /^([IVX]{1,5})[.)]?\s/

/**
 * The ranks of lines with Roman numbers: "V." behind "IV." is the fifth of them, though a letter with a point begins
 * items as well.
 */
export function romanRanks(): (text: string, rank: number) => number {
  let last: { value: number; rank: number } | undefined
  return (text, rank) => {
    const letters = ROMAN.exec(text)?.[1]
    if (letters === undefined) return rank
    const value = numberOf(letters)
    // One letter may as well be the ninth or the twenty-second.
    if (letters.length === 1 && last?.value !== value - 1) return rank
    last = { value, rank: letters.length === 1 ? (last?.rank ?? rank) : rank }
    return last.rank
  }
}

function numberOf(letters: string): number {
  return [...letters].reduce((sum, letter, at) => {
    const worth = VALUES[letter] ?? 0
    return sum + (worth < (VALUES[letters[at + 1] ?? ''] ?? 0) ? -worth : worth)
  }, 0)
}
