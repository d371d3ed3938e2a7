import { type Box, overlap } from './geometry.ts'

/** Orders what stands on a page: from top to bottom, and column by column where the page has columns. */
export function inReadingOrder<T extends { box: Box }>(items: T[]): T[] {
  const sorted = [...items].sort((a, b) => a.box[1] - b.box[1] || a.box[0] - b.box[0])
  if (sorted.length < 3) return sorted
  const gutter = findGutter(sorted)
  if (gutter === undefined) return sorted
  // What crosses the gutter divides the page into bands, each of which is read column by column.
  const ordered: T[] = []
  let left: T[] = []
  let right: T[] = []
  for (const item of sorted) {
    if (item.box[2] <= gutter + 1) left.push(item)
    else if (item.box[0] >= gutter - 1) right.push(item)
    else {
      ordered.push(...left, ...right, item)
      left = []
      right = []
    }
  }
  return [...ordered, ...left, ...right]
}

/** The x at which much stands on either side, level with each other, and little crosses. */
function findGutter(items: Array<{ box: Box }>): number | undefined {
  let best: { x: number; score: number } | undefined
  for (const { box } of items) {
    const x = box[0] - 4
    const left = items.filter((i) => i.box[2] <= x + 1)
    const right = items.filter((i) => i.box[0] >= x - 1)
    const crossing = items.filter((i) => i.box[0] < x - 1 && i.box[2] > x + 1)
    const height = (list: Array<{ box: Box }>): number =>
      list.reduce((sum, i) => sum + i.box[3] - i.box[1], 0)
    const span = overlap(extent(left)[0], extent(left)[1], extent(right)[0], extent(right)[1])
    const score = Math.min(height(left), height(right), span)
    if (score < 60 || height(crossing) > 1.5 * (height(left) + height(right))) continue
    if (!best || score > best.score) best = { x, score }
  }
  return best?.x
}

function extent(items: Array<{ box: Box }>): [number, number] {
  return [Math.min(...items.map((i) => i.box[1])), Math.max(...items.map((i) => i.box[3]))]
}
