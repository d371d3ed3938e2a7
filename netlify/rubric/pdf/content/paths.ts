import { apply, type Matrix } from '../../../pdf/matrix.ts'
import type { Box } from '../geometry.ts'

/** Path data of pdf.js as points in display coordinates. */

export type Point = [number, number]

export interface Subpath {
  points: Point[]
  curved: boolean
  closed: boolean
  /** Some of it is drawn with straight lines. */
  straight: boolean
}

/** pdf.js path data: 0 move, 1 line, 2 cubic, 3 quadratic, 4 close, each followed by its coordinates. */
export function toSubpaths(data: ArrayLike<number>, ctm: Matrix): Subpath[] {
  const subpaths: Subpath[] = []
  let current: Subpath | undefined
  const at = (i: number): Point => apply(ctm, data[i] ?? 0, data[i + 1] ?? 0)
  for (let i = 0; i < data.length; ) {
    switch (data[i++]) {
      case 0:
        current = { points: [at(i)], curved: false, closed: false, straight: false }
        subpaths.push(current)
        i += 2
        break
      case 1:
        if (current) {
          current.points.push(at(i))
          current.straight = true
        }
        i += 2
        break
      case 2:
        if (current) {
          current.points.push(at(i), at(i + 2), at(i + 4))
          current.curved = true
        }
        i += 6
        break
      case 3:
        if (current) {
          current.points.push(at(i), at(i + 2))
          current.curved = true
        }
        i += 4
        break
      case 4:
        if (current) {
          current.closed = true
          const first = current.points[0]
          current = undefined
          // Drawing may go on from the start of the closed subpath.
          if (first && i < data.length && data[i] !== 0) {
            current = { points: [first], curved: false, closed: false, straight: false }
            subpaths.push(current)
          }
        }
        break
      default:
        return subpaths
    }
  }
  return subpaths
}

export function boxOf(points: Point[]): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of points) {
    box[0] = Math.min(box[0], x)
    box[1] = Math.min(box[1], y)
    box[2] = Math.max(box[2], x)
    box[3] = Math.max(box[3], y)
  }
  return box
}

export function isRectangle(points: Point[]): boolean {
  if (points.length < 4 || points.length > 6) return false
  const box = boxOf(points)
  return points.every(
    ([x, y]) =>
      (Math.abs(x - box[0]) < 0.5 || Math.abs(x - box[2]) < 0.5) &&
      (Math.abs(y - box[1]) < 0.5 || Math.abs(y - box[3]) < 0.5),
  )
}
