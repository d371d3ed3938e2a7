import { type Box, contains } from '../geometry.ts'
import type { Line } from './lines.ts'

/** Running text: lines that follow each other, begin at one edge and fill a column. No table is made of it. */

/** Words a line, on average, from which stacked lines read as sentences rather than as cells. */
const WORDS = 5.5

/** The lines that are running text; `lines` are split at wide gaps. */
export function findProse(lines: Line[], tables: Box[]): Set<Line> {
  const prose = new Set<Line>()
  const all = chains(lines)
  const cells = alignedChains(all)
  for (const chain of all) {
    if (cells.has(chain) || isCell(chain, lines, tables)) continue
    if (chain.length < 3) continue
    const widths = chain.map((l) => l.box[2] - l.box[0])
    const full = Math.max(...widths)
    const size = chain[0]?.size ?? 10
    const words = chain.reduce((sum, l) => sum + l.words.length, 0) / chain.length
    if (words < WORDS || full < 14 * size) continue
    // All lines but the last of a paragraph reach the right edge, ragged or not.
    const filled = widths.filter((w) => w > 0.72 * full).length
    if (filled < 0.6 * chain.length) continue
    if (letterShare(chain) < 0.6) continue
    for (const line of chain) prose.add(line)
  }
  return prose
}

/** Inside the rules of a table, with other text beside it. */
function isCell(chain: Line[], lines: Line[], tables: Box[]): boolean {
  const first = chain[0]
  if (!first) return false
  const table = tables.find((t) => contains(t, (first.box[0] + first.box[2]) / 2, first.base))
  return (
    table !== undefined &&
    chain.some((own) =>
      lines.some(
        (l) =>
          l !== own && Math.abs(l.base - own.base) < 0.8 * own.size && contains(table, l.box[0], l.base, 2),
      ),
    )
  )
}

function chains(lines: Line[]): Line[][] {
  const sorted = [...lines].sort((a, b) => a.base - b.base)
  const open: Line[][] = []
  const done: Line[][] = []
  for (const line of sorted) {
    for (let i = open.length - 1; i >= 0; i--) {
      const last = open[i]?.at(-1)
      if (last && line.base - last.base > 2 * last.size) done.push(...open.splice(i, 1))
    }
    const host = open.find((chain) => {
      const last = chain.at(-1)
      const first = chain[0]
      if (!last || !first) return false
      const spacing = line.base - last.base
      const left = Math.min(...chain.map((l) => l.box[0]))
      return (
        spacing > 0.5 * line.size &&
        spacing < 1.9 * line.size &&
        Math.abs(line.size - last.size) < 0.12 * line.size &&
        (Math.abs(line.box[0] - left) < 2.6 * line.size ||
          Math.abs(line.box[0] - last.box[0]) < 2.6 * line.size) &&
        line.box[0] < last.box[2]
      )
    })
    if (host) host.push(line)
    else open.push([line])
  }
  return [...done, ...open]
}

function letterShare(lines: Line[]): number {
  const text = lines.map((l) => l.text.replace(/\s/g, '')).join('')
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  return text.length === 0 ? 0 : letters / text.length
}

/**
 * Cells of a table without lines are paragraphs too, but they begin level with their neighbours, again and
 * again. Columns of running text do so once a page.
 */
function alignedChains(all: Line[][]): Set<Line[]> {
  const starts: Line[][][] = []
  for (const chain of [...all].sort((a, b) => (a[0]?.base ?? 0) - (b[0]?.base ?? 0))) {
    const level = starts.at(-1)
    const first = level?.[0]?.[0]
    const own = chain[0]
    if (level && first && own && Math.abs(first.base - own.base) < 0.2 * own.size) level.push(chain)
    else starts.push([chain])
  }
  const rows = starts.filter((level) => level.length >= 2 && level.some((chain) => chain.length > 1))
  const places = toPlaces(rows)
  const result = new Set<Line[]>()
  rows.forEach((row, at) => {
    const labelled = row.some((chain) => chain.length <= 2 && (chain[0]?.words.length ?? 9) <= 5)
    if (row.length < 3 && !labelled) return
    if (hasSimilarRows(places, at, row.length >= 3 ? 2 : 3)) for (const chain of row) result.add(chain)
  })
  return result
}

/** Where a chain begins and where its middle is. */
interface Place {
  row: number
  left: number
  centre: number
  size: number
}

/** Places by row, and by whole steps of their left edges and centres, so that only near ones are compared. */
interface Places {
  rows: Place[][]
  step: number
  lefts: Map<number, Place[]>
  centres: Map<number, Place[]>
}

function toPlaces(rows: Line[][][]): Places {
  const places: Places = { rows: [], step: 1, lefts: new Map(), centres: new Map() }
  for (const [row, chains] of rows.entries()) {
    places.rows.push(
      chains.map((chain) => {
        const { from, to } = widest(chain)
        return { row, left: chain[0]?.box[0] ?? from, centre: (from + to) / 2, size: chain[0]?.size ?? 0 }
      }),
    )
  }
  const all = places.rows.flat()
  for (const { size } of all) places.step = Math.max(places.step, 0.5 * size)
  const put = (map: Map<number, Place[]>, value: number, place: Place): void => {
    const key = Math.floor(value / places.step)
    const list = map.get(key)
    if (list) list.push(place)
    else map.set(key, [place])
  }
  for (const place of all) {
    put(places.lefts, place.left, place)
    put(places.centres, place.centre, place)
  }
  return places
}

function widest(chain: Line[]): { from: number; to: number } {
  let from = Infinity
  let to = -Infinity
  for (const { box } of chain) {
    from = Math.min(from, box[0])
    to = Math.max(to, box[2])
  }
  return { from, to }
}

/** Whether at least `needed` rows, itself among them, have two places where the row has some. */
function hasSimilarRows(places: Places, at: number, needed: number): boolean {
  const shared = new Map<number, number>()
  let similar = 0
  for (const place of places.rows[at] ?? []) {
    const met = new Set<number>()
    for (const other of near(places, place)) {
      if (met.has(other.row)) continue
      met.add(other.row)
      const count = (shared.get(other.row) ?? 0) + 1
      shared.set(other.row, count)
      if (count === 2) similar++
      if (similar >= needed) return true
    }
  }
  return false
}

function* near(places: Places, { left, centre }: Place): Generator<Place> {
  for (const offset of [0, -1, 1]) {
    for (const other of places.lefts.get(Math.floor(left / places.step) + offset) ?? [])
      if (Math.abs(other.left - left) < 0.5 * other.size) yield other
    for (const other of places.centres.get(Math.floor(centre / places.step) + offset) ?? [])
      if (Math.abs(other.centre - centre) < 0.5 * other.size) yield other
  }
}
