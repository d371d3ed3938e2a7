import { median } from '../geometry.ts'
import type { Word } from '../text/words.ts'

/** Least gap before a column, in type sizes, and in spaces of the page, which are wide in type of a fixed width. */
const LEAST_GAP = 0.42
const LEAST_SPACES = 1.4
/** `1.`, `(*)`, `Source:` */
const MARK = /^(?:.{1,3}|.*[:.)])$/u
const MOST_EDGES = 40

/**
 * Where columns begin that stand closer than a type size: at an edge that the words of many rows one below the
 * other begin at, behind white that no word of these rows crosses. Words of running text never line up so.
 *
 * @param rows from top to bottom, the words of each from left to right
 * @returns for each row the edges at which it is parted, in points from the left
 */
export function narrowEdges(rows: readonly (readonly Word[])[]): number[][] {
  const edges: number[][] = rows.map(() => [])
  const least = Math.max(LEAST_GAP, LEAST_SPACES * space(rows))
  for (const x of commonEdges(rows, least)) {
    let run: number[] = []
    let crossed = false
    const close = (): void => {
      if (holds(run, rows, x, least))
        for (const at of run) {
          const seam = seamAt(rows[at] ?? [], x)
          if (seam && seam.gap > least * seam.behind.size) edges[at]?.push(x)
        }
      run = []
    }
    for (const [at, row] of rows.entries()) {
      const above = rows[run.at(-1) ?? -1]?.[0]
      if (above && row[0] && !isNear(above, row[0])) close()
      const crosses = row.some((word) => word.box[0] < x - 1 && word.box[2] > x + 1)
      // One line across all columns names the group of rows below it.
      if (crosses && (crossed || hasColumns(row))) close()
      if (!crosses) run.push(at)
      crossed = crosses
    }
    close()
  }
  return edges
}

/** The words on both sides of `x` and the white between them, in points; undefined where one side is empty. */
function seamAt(row: readonly Word[], x: number): { before: Word; behind: Word; gap: number } | undefined {
  const at = row.findIndex((word) => word.box[0] >= x - 1)
  const [before, behind] = [row[at - 1], row[at]]
  return before && behind ? { before, behind, gap: behind.box[0] - before.box[2] } : undefined
}

/** The space between words of one line, in type sizes. */
function space(rows: readonly (readonly Word[])[]): number {
  const gaps = rows.flatMap((row) =>
    row.slice(1).map((word, at) => (word.box[0] - (row[at]?.box[2] ?? 0)) / word.size),
  )
  return median(gaps.filter((gap) => gap > 0.1 && gap <= 1))
}

const hasColumns = (row: readonly Word[]): boolean =>
  row.some((word, at) => word.box[0] - (row[at - 1] ?? word).box[2] > word.size)

/** Of one size of type, and not parted by more than a few empty lines. */
function isNear(above: Word, below: Word): boolean {
  const size = Math.max(above.size, below.size)
  return below.base - above.base <= 6 * size && Math.min(above.size, below.size) > 0.8 * size
}

/** Left edges that several words share, at least one of them behind a gap that is too narrow to part words by itself. */
function commonEdges(rows: readonly (readonly Word[])[], least: number): number[] {
  const found = rows.flatMap((row) =>
    row.flatMap((word, at) => {
      const before = row[at - 1]
      const gap = before ? word.box[0] - before.box[2] : 0
      return gap > least * word.size ? [{ x: word.box[0], narrow: gap <= word.size }] : []
    }),
  )
  found.sort((a, b) => a.x - b.x)
  const groups: (typeof found)[] = []
  for (const edge of found) {
    const group = groups.at(-1)
    if (group && edge.x - (group[0]?.x ?? edge.x) < 1.5) group.push(edge)
    else groups.push([edge])
  }
  return groups
    .filter((group) => group.length >= 3 && group.some(({ narrow }) => narrow))
    .sort((a, b) => b.length - a.length)
    .slice(0, MOST_EDGES)
    .map((group) => group[group.length >> 1]?.x ?? 0)
}

function holds(
  run: readonly number[],
  rows: readonly (readonly Word[])[],
  x: number,
  least: number,
): boolean {
  let aligned = 0
  let wide = 0
  let others = 0
  let marks = 0
  for (const at of run) {
    const row = rows[at] ?? []
    const seam = seamAt(row, x)
    if (!seam) continue
    const { before, behind, gap } = seam
    if (Math.abs(behind.box[0] - x) < 1.5 && gap > least * behind.size) {
      aligned++
      if (gap > behind.size) wide++
      if (before === row[0] && MARK.test(before.text)) marks++
    } else if (gap <= behind.size) others++
    // Behind a wide gap begins a further column: the cell at this edge is empty.
  }
  const enough = aligned >= 4 || (aligned === 3 && wide > 0 && others === 0)
  return enough && others <= 0.25 * aligned && marks < 0.5 * aligned
}
