import { median } from './geometry.ts'
import type { Row } from './open-regions.ts'
import type { Line } from './words.ts'

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
  if (extents.length < 2) return undefined
  const splits = extents.slice(1).map(([left], i) => ((extents[i]?.[1] ?? left) + left) / 2)
  return { splits, extents }
}

/** The first and last column that a chunk touches. */
export function columnsOf(chunk: Line, columns: Columns): [first: number, last: number] {
  const slack = 0.15 * chunk.size
  let first = 0
  while (first < columns.splits.length && chunk.box[0] + slack >= (columns.splits[first] ?? 0)) first++
  let last = first
  while (last < columns.splits.length && chunk.box[2] - slack > (columns.splits[last] ?? 0)) last++
  return [first, last]
}
