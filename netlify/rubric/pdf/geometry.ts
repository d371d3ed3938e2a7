import { apply, type Matrix } from '../../pdf/matrix.ts'

/** [left, top, right, bottom] in points from the displayed page's top left corner. */
export type Box = [left: number, top: number, right: number, bottom: number]

/** The axis-aligned box around the image of a rectangle. */
export function mapBox(m: Matrix, x0: number, y0: number, x1: number, y1: number): Box {
  const corners = [apply(m, x0, y0), apply(m, x1, y0), apply(m, x0, y1), apply(m, x1, y1)]
  const xs = corners.map((c) => c[0])
  const ys = corners.map((c) => c[1])
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

export function union(a: Box, b: Box): Box {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]
}

export function unionAll(boxes: Iterable<Box>): Box {
  let all: Box | undefined
  for (const box of boxes) all = all ? union(all, box) : box
  return all ?? [0, 0, 0, 0]
}

export function intersect(a: Box, b: Box): Box {
  return [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])]
}

export function contains(box: Box, x: number, y: number, slack = 0): boolean {
  return x >= box[0] - slack && x <= box[2] + slack && y >= box[1] - slack && y <= box[3] + slack
}

export const width = (box: Box): number => box[2] - box[0]
export const height = (box: Box): number => box[3] - box[1]
export const centerX = (box: Box): number => (box[0] + box[2]) / 2

/** How much of two intervals is shared, in points; negative when they are apart. */
export function overlap(a0: number, a1: number, b0: number, b1: number): number {
  return Math.min(a1, b1) - Math.max(a0, b0)
}

export function median(values: number[]): number {
  if (values.length === 0) return 0
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

/** Groups sorted-by-value items whose neighbours are at most `gap` apart. */
export function cluster<T>(items: T[], value: (item: T) => number, gap: number): T[][] {
  const sorted = [...items].sort((a, b) => value(a) - value(b))
  const groups: T[][] = []
  let last = Number.NEGATIVE_INFINITY
  for (const item of sorted) {
    const v = value(item)
    const group = groups.at(-1)
    if (group && v - last <= gap) group.push(item)
    else groups.push([item])
    last = v
  }
  return groups
}
