import type { Line } from '../text/lines.ts'
import { type Columns, columnsOf } from './open-columns.ts'
import { makeRow, type Row } from './open-regions.ts'

/**
 * A first column whose cells stand beside several rows each, as those that name sections do: its lines follow
 * each other closely and pay no heed to where the rows beside them begin.
 */
export interface SpanningColumn {
  /** The rows of text without the column. */
  rows: Row[]
  /** The lines of each cell. */
  cells: Line[][]
}

/** Lines of one cell stand at most this far apart, in type sizes. */
const PITCH = 1.6

export function partSpanningColumn(rows: Row[], columns: Columns): SpanningColumn | undefined {
  if (columns.extents.length < 3) return undefined
  const inFirst = (line: Line): boolean => columnsOf(line, columns)[1] === 0
  const starts = rowStarts(
    rows.map((row) => row.chunks.filter((line) => !inFirst(line))),
    columns,
  )
  const isLevel = (line: Line): boolean => starts.some((base) => Math.abs(base - line.base) < 0.3 * line.size)
  const cells = paragraphs(rows.flatMap((row) => row.chunks.filter(inFirst))).filter(
    ([first]) => first && isLevel(first),
  )
  // A row that begins closer to the column's line than two lines can stand is not the row of that line.
  const spans = cells.some((lines) => {
    const [first, last] = [lines[0], lines.at(-1)]
    if (!first || !last || lines.length < 2) return false
    return starts.some(
      (base) =>
        base > first.base + 0.5 * first.size &&
        base < last.base + last.size &&
        lines.every((line) => Math.abs(base - line.base) > 0.3 * line.size),
    )
  })
  if (!spans || cells.length >= starts.length) return undefined
  const taken = new Set(cells.flat())
  return {
    cells,
    rows: rows
      .map((row) => row.chunks.filter((line) => !taken.has(line)))
      .filter((chunks) => chunks.length > 0)
      .map(makeRow),
  }
}

/** The heights at which most columns begin a paragraph. */
function rowStarts(rows: Line[][], columns: Columns): number[] {
  const bottoms = new Map<number, number>()
  return rows.flatMap((lines) => {
    const fresh = lines.filter((line) => {
      const [column] = columnsOf(line, columns)
      const apart = line.base - (bottoms.get(column) ?? -Infinity) > PITCH * line.size
      bottoms.set(column, line.base)
      return apart
    })
    const first = fresh[0]
    return first && fresh.length >= 2 && fresh.length >= 0.5 * (columns.extents.length - 1)
      ? [first.base]
      : []
  })
}

function paragraphs(lines: Line[]): Line[][] {
  const groups: Line[][] = []
  for (const line of lines) {
    const group = groups.at(-1)
    const last = group?.at(-1)
    if (group && last && line.base - last.base <= PITCH * line.size) group.push(line)
    else groups.push([line])
  }
  return groups
}
