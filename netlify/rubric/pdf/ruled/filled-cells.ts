import type { Fill, Segment } from '../content/page-content.ts'
import { type Box, height, overlap, width } from '../geometry.ts'
import { toRows } from '../text/lines.ts'
import type { Word } from '../text/words.ts'
import type { Rules } from './rules.ts'

/**
 * Cells that only their ground tells apart: areas painted side by side, in at least two rows with the same columns.
 * Every other row may have no ground.
 */

/** Smaller areas, in points, are marks or the ground of single words. */
const LEAST: readonly [width: number, height: number] = [14, 8]
/** Edges this close are one. */
const SNAP = 1.5
const MARGIN = 6
/** More areas than this are a picture. */
const MOST = 2000

/** A row of cells: the edges of its columns from left to right. */
interface Band {
  top: number
  bottom: number
  xs: number[]
}

/** The edges of filled cells as segments; where rules part their columns already, those of their rows only. */
export function filledCells(fills: readonly Fill[], words: readonly Word[], rules: Rules): Segment[] {
  if (fills.length > MOST) return []
  const boxes = fills
    .filter(({ color, opaque }) => opaque && color !== undefined)
    .filter(({ box }) => width(box) >= LEAST[0] && height(box) >= LEAST[1])
    .map(({ box }) => box)
  const groups = groupBands(toBands(boxes)).filter((group) => group.length >= 2 && !isCrossed(group, words))
  return groups.flatMap((group) =>
    group.some((band) => isRuled(band, rules))
      ? group.flatMap(rowEdges).filter((edge) => !isDrawn(edge, rules))
      : [...group, ...between(group), ...below(group, words, rules)].flatMap((band) => [
          ...rowEdges(band),
          ...columnEdges(band),
        ]),
  )
}

function toBands(boxes: readonly Box[]): Band[] {
  const rows = new Map<string, Box[]>()
  for (const box of boxes) {
    const key = `${Math.round(box[1] / SNAP)} ${Math.round(box[3] / SNAP)}`
    const row = rows.get(key)
    if (row) row.push(box)
    else rows.set(key, [box])
  }
  return [...rows.values()].flatMap((row) => {
    const bands: Band[] = []
    for (const [left, top, right, bottom] of row.sort((a, b) => a[0] - b[0])) {
      const last = bands.at(-1)
      if (last && Math.abs((last.xs.at(-1) ?? 0) - left) < SNAP) last.xs.push(right)
      else bands.push({ top, bottom, xs: [left, right] })
    }
    return bands.filter(({ xs }) => xs.length > 2)
  })
}

function isRuled({ top, bottom, xs }: Band, { vertical }: Rules): boolean {
  const middle = (top + bottom) / 2
  return xs
    .slice(1, -1)
    .some((x) => vertical.some((rule) => Math.abs(rule.at - x) < 4 && rule.from < middle && rule.to > middle))
}

/** Bands with the same columns, from top to bottom, each near the one above it. */
function groupBands(bands: readonly Band[]): Band[][] {
  const groups: Band[][] = []
  for (const band of [...bands].sort((a, b) => a.top - b.top)) {
    const group = groups.find(([first]) => first && haveSameColumns(first, band))
    const gap = band.top - (group?.at(-1)?.bottom ?? 0)
    if (group && gap <= 3 * Math.max(...[...group, band].map((one) => one.bottom - one.top))) group.push(band)
    else groups.unshift([band])
  }
  return groups
}

const haveSameColumns = (a: Band, b: Band): boolean =>
  a.xs.length === b.xs.length && a.xs.every((x, at) => Math.abs(x - (b.xs[at] ?? 0)) < SNAP)

/** Text runs over the edges, as it does over what is painted behind a page. */
function isCrossed(group: readonly Band[], words: readonly Word[]): boolean {
  const [first, last] = [group[0], group.at(-1)]
  if (!first || !last) return true
  const inner = first.xs.slice(1, -1)
  const inside = words.filter(({ base }) => base > first.top && base < last.bottom)
  const crossing = inside.filter(({ box }) => inner.some((x) => x > box[0] + 1 && x < box[2] - 1))
  return crossing.length > 0.05 * inside.length
}

/** The rows without ground between those with it. */
function between(group: readonly Band[]): Band[] {
  return group.slice(1).flatMap((band, at) => {
    const above = group[at]
    return above && band.top - above.bottom > SNAP ? [{ ...band, top: above.bottom, bottom: band.top }] : []
  })
}

/** A last row without ground, down to its rule or to the end of its words, where every other row has none. */
function below(group: readonly Band[], words: readonly Word[], { horizontal }: Rules): Band[] {
  const last = group.at(-1)
  if (!last || between(group).length === 0) return []
  const { bottom: top, xs } = last
  const [left, right] = [xs[0] ?? 0, xs.at(-1) ?? 0]
  const rule = horizontal.find(
    ({ at, from, to }) => at > top + LEAST[1] && Math.abs(from - left) < 4 && Math.abs(to - right) < 4,
  )
  const under = words.filter(({ box }) => box[1] > top - 1 && box[0] > left - 1 && box[2] < right + 1)
  let bottom = top
  const columns = new Set<number>()
  for (const row of toRows(under)) {
    const [first] = row
    if (!first || (rule ? first.base > rule.at : first.box[1] - bottom > first.size)) break
    if (row.some(({ box }) => xs.some((x) => x > box[0] + 1 && x < box[2] - 1))) break
    for (const { box } of row) columns.add(xs.findIndex((x) => x > box[0]))
    bottom = Math.max(...row.map(({ box }) => box[3])) + 1
  }
  return columns.size < 2 ? [] : [{ top, bottom: rule?.at ?? bottom, xs }]
}

function rowEdges({ top, bottom, xs }: Band): Segment[] {
  const [from, to] = [xs[0] ?? 0, xs.at(-1) ?? 0]
  return [top, bottom].map((at) => ({ horizontal: true, at, from, to, thickness: 0.5, color: undefined }))
}

/** A rule stands there, or as near as one on the other side of a cell's margin. */
const isDrawn = ({ at, from, to }: Segment, { horizontal }: Rules): boolean =>
  horizontal.some(
    (rule) => Math.abs(rule.at - at) < MARGIN && overlap(rule.from, rule.to, from, to) > 0.5 * (to - from),
  )

const columnEdges = ({ top, bottom, xs }: Band): Segment[] =>
  xs.map((at) => ({ horizontal: false, at, from: top, to: bottom, thickness: 0.5, color: undefined }))
