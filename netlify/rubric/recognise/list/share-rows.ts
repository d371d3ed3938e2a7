import { type Row, textAt } from '../grid.ts'
import { type Amount, parseAmount } from '../words/amount.ts'

/**
 * The rows that share out the points of the row above them: "Soil | 6" over "Dug | 20%" and "Watered | 80%". Only
 * where every share of the list stands in such a group.
 */
export function shareRows(rows: readonly Row[], column: number | undefined): ReadonlySet<Row> {
  if (column === undefined) return new Set()
  const scored = rows.flatMap((row) => {
    const amount = parseAmount(textAt(row[column]))
    return amount ? [{ row, share: shareOf(amount), worth: amount.max ?? 0 }] : []
  })
  const shares = new Set<Row>()
  for (const [at, { share, worth }] of scored.entries()) {
    if (share !== undefined) continue
    const end = scored.findIndex((other, next) => next > at && other.share === undefined)
    const below = scored.slice(at + 1, end < 0 ? scored.length : end)
    if (below.length < 2) continue
    const sum = below.reduce((all, other) => all + (other.share ?? 0), 0)
    // Parts that add up to the points of the whole are points themselves. One share may be missing or there twice.
    const isWhole = Math.abs(sum - 1) < 0.005 || (shares.size > 0 && Math.abs(sum - 1) <= 0.25)
    if (isWhole && worth !== 1) for (const { row } of below) shares.add(row)
  }
  return shares.size === scored.filter(({ share }) => share !== undefined).length ? shares : new Set()
}

/** "20%" and 0.2 of a whole. */
function shareOf({ unit, max }: Amount): number | undefined {
  if (max === undefined || max < 0) return undefined
  if (unit === 'percent') return max / 100
  return unit === 'none' && max > 0 && max < 1 ? max : undefined
}
