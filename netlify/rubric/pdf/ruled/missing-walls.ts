import type { PageCell } from '../page-table.ts'
import type { Word } from '../text/words.ts'
import type { Grid } from './grid.ts'

/** White space that divides two cells is at least this wide, in type sizes. */
const GAP = 0.5

/**
 * Parts cells that span columns only because a print left out the line between them: running text stands on both
 * sides of the line that the other rows have, and no word crosses it. Words keep the cell they stand in.
 */
export function withMissingWalls(
  cells: readonly PageCell[],
  byCell: Map<PageCell, Word[]>,
  { xs }: Grid,
): PageCell[] {
  return cells.flatMap((cell) => {
    const words = byCell.get(cell) ?? []
    const inner = Array.from({ length: cell.columnSpan - 1 }, (_, at) => cell.column + at + 1)
    // A heading over several columns is one line, or a few centred ones.
    const walls = words.length < 8 ? [] : inner.filter((column) => isWall(xs[column] ?? 0, words))
    if (walls.length === 0) return [cell]
    const starts = [cell.column, ...walls]
    const parts = starts.map((column, at): PageCell => {
      const end = starts[at + 1] ?? cell.column + cell.columnSpan
      const [left, right] = [xs[column] ?? 0, xs[end] ?? 0]
      return {
        ...cell,
        column,
        columnSpan: end - column,
        box: [left, cell.box[1], right, cell.box[3]],
        lines: [],
      }
    })
    byCell.delete(cell)
    for (const part of parts) {
      const own = words.filter(({ box }) => {
        const middle = (box[0] + box[2]) / 2
        return middle >= part.box[0] && middle < part.box[2]
      })
      byCell.set(part, own)
    }
    return parts
  })
}

function isWall(x: number, words: readonly Word[]): boolean {
  if (words.some(({ box }) => box[0] < x && box[2] > x)) return false
  const sides = [words.filter(({ box }) => box[2] <= x), words.filter(({ box }) => box[0] >= x)]
  const rows = sides.map((side) => new Set(side.map(({ base }) => Math.round(base))))
  const [left, right] = rows
  if (!left || !right || left.size < 2 || right.size < 2) return false
  const both = words.filter(({ base }) => left.has(Math.round(base)) && right.has(Math.round(base)))
  const near = (side: readonly Word[] | undefined, edge: 0 | 2) => (side ?? []).map(({ box }) => box[edge])
  const gap = Math.min(...near(sides[1], 0)) - Math.max(...near(sides[0], 2))
  return both.length > 0 && gap >= GAP * (words[0]?.size ?? 10)
}
