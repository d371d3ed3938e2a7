import { median, overlap } from '../geometry.ts'
import type { Line } from '../text/lines.ts'
import type { Row } from './open-regions.ts'

export interface Columns {
  /** Boundaries in the middle of the white stretches, one fewer than there are columns. */
  splits: number[]
  /** Where the text of each column begins and ends. */
  extents: Array<[left: number, right: number]>
}

/** Columns are the stretches of ink between white stretches that (nearly) no body row crosses. */
export function findColumns(rows: Row[]): Columns | undefined {
  const counts = rows.map((r) => r.chunks.length)
  const most = counts.length === 0 ? 0 : Math.max(...counts)
  if (most < 2) return undefined
  const typical = median(counts.filter((c) => c > 1))
  const body = rows.filter((r) => r.chunks.length > 1 && r.chunks.length >= 0.6 * typical)
  if (body.length < 2) return undefined
  const tolerated = body.length >= 10 ? Math.floor(body.length * 0.08) : 0
  const size = median(body.map((r) => r.size))
  const events: Array<[x: number, change: number]> = []
  for (const row of body) for (const chunk of row.chunks) events.push([chunk.box[0], 1], [chunk.box[2], -1])
  events.sort((a, b) => a[0] - b[0] || a[1] - b[1])
  const extents: Array<[number, number]> = []
  let depth = 0
  let start: number | undefined
  for (const [x, change] of events) {
    depth += change
    if (start === undefined && depth > tolerated) start = x
    else if (start !== undefined && depth <= tolerated) {
      const last = extents.at(-1)
      if (last && start - last[1] < 0.3 * size) last[1] = x
      else extents.push([start, x])
      start = undefined
    }
  }
  const refined = extents.flatMap((extent) => splitExtent(extent, body, size))
  extents.splice(0, extents.length, ...refined)
  if (extents.length < 2) return undefined
  return toColumns(extents)
}

/** Adds the columns that only have a heading, as those to write scores and comments in have. */
export function withHeadings(columns: Columns, header: Row[]): Columns {
  const extents = [...columns.extents]
  for (const row of header) {
    for (const { box, size } of row.chunks) {
      const free = extents.every(([left, right]) => overlap(left, right, box[0], box[2]) < -0.3 * size)
      const outer = box[0] > (columns.extents.at(-1)?.[1] ?? 0) || box[2] < (columns.extents[0]?.[0] ?? 0)
      const own = extents.findIndex(
        (extent) => !columns.extents.includes(extent) && overlap(extent[0], extent[1], box[0], box[2]) > 0,
      )
      const extent = extents[own]
      if (extent) extents[own] = [Math.min(extent[0], box[0]), Math.max(extent[1], box[2])]
      else if (free && (outer || row.chunks.length > columns.extents.length)) extents.push([box[0], box[2]])
    }
  }
  return extents.length === columns.extents.length ? columns : toColumns(extents)
}

function toColumns(extents: Columns['extents']): Columns {
  const sorted = extents.sort((a, b) => a[0] - b[0])
  const splits = sorted.slice(1).map(([left], i) => ((sorted[i]?.[1] ?? left) + left) / 2)
  return { splits, extents: sorted }
}

/** The first and last column that a chunk touches. */
export function columnsOf(chunk: Line, columns: Columns): [first: number, last: number] {
  const slack = 0.15 * chunk.size
  let first = 0
  while (first < columns.splits.length && chunk.box[0] + slack >= (columns.splits[first] ?? 0)) first++
  let last = first
  while (last < columns.splits.length && chunk.box[2] - slack > (columns.splits[last] ?? 0)) last++
  // Headings wider than their column reach into the white space beside it.
  while (last > first && chunk.box[2] < (columns.extents[last]?.[0] ?? 0)) last--
  while (first < last && chunk.box[0] > (columns.extents[first]?.[1] ?? Infinity)) first++
  return [first, last]
}

/**
 * Columns of text may stand closer than a type size. Then a white stretch runs down through many rows, and the
 * words behind it begin (or those before it end) at one edge, which spaces between words never do.
 */
function splitExtent([left, right]: [number, number], rows: Row[], size: number): Array<[number, number]> {
  const lines = rows.map((row) =>
    row.chunks.flatMap((c) => c.words).filter((w) => w.box[0] >= left - 1 && w.box[2] <= right + 1),
  )
  const words = lines.flat().sort((a, b) => a.box[0] - b.box[0])
  const edges: number[] = []
  let reach = left
  for (const word of words) {
    if (word.box[0] - reach > 0.4 * size) {
      const from = reach
      const to = word.box[0]
      const before = lines.flatMap((line) => line.filter((w) => w.box[2] <= from + 0.5).slice(-1))
      const behind = lines.flatMap((line) => line.filter((w) => w.box[0] >= to - 0.5).slice(0, 1))
      const both = lines.filter(
        (line) => line.some((w) => w.box[2] <= from + 0.5) && line.some((w) => w.box[0] >= to - 0.5),
      ).length
      const aligned = Math.max(
        behind.filter((w) => w.box[0] - to < 0.2 * size).length / Math.max(1, behind.length),
        before.filter((w) => from - w.box[2] < 0.2 * size).length / Math.max(1, before.length),
      )
      if (both >= 4 && aligned >= 0.8) edges.push((from + to) / 2)
    }
    reach = Math.max(reach, word.box[2])
  }
  if (edges.length === 0) return [[left, right]]
  const parts: Array<[number, number]> = []
  for (const [i, to] of [...edges, Infinity].entries()) {
    const from = edges[i - 1] ?? -Infinity
    const own = words.filter((w) => w.box[0] > from && w.box[0] < to)
    if (own.length > 0)
      parts.push([Math.min(...own.map((w) => w.box[0])), Math.max(...own.map((w) => w.box[2]))])
  }
  return parts
}
