import { OPS } from 'unpdf/pdfjs'
import { type Box, intersect, unionAll } from '../geometry.ts'
import type { GraphicsState } from './graphics-state.ts'
import type { PageContent, Segment } from './page-content.ts'
import { boxOf, isRectangle, type Point, type Subpath } from './paths.ts'

/** What painted paths say of a page: strokes and thin fills are rules, other rectangles are backgrounds. */

/** A filled shape at most this thick, in points, is a rule. */
export const RULE_THICKNESS = 3
const MAX_MARKS = 2000

const FILLS: number[] = [
  OPS.fill,
  OPS.eoFill,
  OPS.fillStroke,
  OPS.eoFillStroke,
  OPS.closeFillStroke,
  OPS.closeEOFillStroke,
]
const STROKES: number[] = [
  OPS.stroke,
  OPS.closeStroke,
  OPS.fillStroke,
  OPS.eoFillStroke,
  OPS.closeFillStroke,
  OPS.closeEOFillStroke,
]

export interface Paint {
  fills: boolean
  strokes: boolean
  closes: boolean
}

/** What pdf.js's painting operator, the first argument of `constructPath`, does with the path. */
export function toPaint(operator: number): Paint {
  return {
    fills: FILLS.includes(operator),
    strokes: STROKES.includes(operator),
    closes: operator === OPS.closeStroke || operator === OPS.closeFillStroke,
  }
}

/** The clip that a path of the displayed page leaves of `clip`. */
export function clipBy(clip: Box, subpaths: Subpath[]): Box {
  return subpaths.length === 0 ? clip : intersect(clip, unionAll(subpaths.map(({ points }) => boxOf(points))))
}

export function paintPath(
  content: PageContent,
  state: GraphicsState,
  subpaths: Subpath[],
  { fills, strokes, closes }: Paint,
  order: number,
): void {
  const scale = Math.sqrt(Math.abs(state.ctm[0] * state.ctm[3] - state.ctm[1] * state.ctm[2]))
  const thickness = Math.max(state.lineWidth * scale, 0.1)
  for (const path of subpaths) {
    if (path.points.length < 2) continue
    if (fills && path.curved) content.shapes++
    if (fills && state.fill !== 'none') addFill(content, state, path, order)
    if (strokes) addStroke(content, state, { ...path, closed: path.closed || closes }, thickness)
  }
}

function addFill(
  content: PageContent,
  state: GraphicsState,
  { points, curved, straight }: Subpath,
  order: number,
): void {
  const box = intersect(boxOf(points), state.clip)
  const w = box[2] - box[0]
  const h = box[3] - box[1]
  if (w < -0.01 || h < -0.01) return
  const color = state.fill
  const ticked = straight && w > 5.5
  if (isMark(w, h, 1.5, ticked ? 14 : 7) && content.marks.length < MAX_MARKS) {
    content.marks.push({ box, kind: ticked ? 'box' : 'bullet' })
  }
  if (!curved || w <= RULE_THICKNESS || h <= RULE_THICKNESS) {
    if (h <= RULE_THICKNESS && w > 2 * h && w > 0.5) {
      addSegment(content, state.clip, bar(box, true, color))
      return
    }
    if (w <= RULE_THICKNESS && h > 2 * w && h > 0.5) {
      addSegment(content, state.clip, bar(box, false, color))
      return
    }
  }
  if (w <= RULE_THICKNESS && h <= RULE_THICKNESS) {
    // The dots of a dotted line and the corner pieces of cell borders.
    if (w > 0.05 && h > 0.05) {
      addSegment(content, state.clip, bar(box, true, color))
      addSegment(content, state.clip, bar(box, false, color))
    }
    return
  }
  if (isRectangle(points) && !curved) {
    content.fills.push({ box, color, opaque: state.fillAlpha > 0.95 && !state.blends, order })
  }
}

function addStroke(
  content: PageContent,
  state: GraphicsState,
  { points, curved, straight, closed }: Subpath,
  thickness: number,
): void {
  const bounds = boxOf(points)
  const [across, down] = [bounds[2] - bounds[0], bounds[3] - bounds[1]]
  const round = curved && !straight
  if (isMark(across, down, 2, 16) && (closed || points.length > 4) && content.marks.length < MAX_MARKS) {
    content.marks.push({ box: bounds, kind: across > 5.5 && !round ? 'box' : 'bullet' })
  }
  if (curved && points.length > 12) return
  const all = closed && points[0] ? [...points, points[0]] : points
  for (let i = 1; i < all.length; i++) {
    const a = all[i - 1]
    const b = all[i]
    if (a && b) addEdge(content, state, a, b, thickness)
  }
}

function addEdge(
  content: PageContent,
  { clip, stroke: color }: GraphicsState,
  a: Point,
  b: Point,
  thickness: number,
): void {
  const dx = Math.abs(a[0] - b[0])
  const dy = Math.abs(a[1] - b[1])
  if (dx < 0.05 && dy < 0.05) return
  const thick = thickness > RULE_THICKNESS * 4
  if (dy <= 1 && dx > dy * 8) {
    if (thick) return
    const [from, to] = [Math.min(a[0], b[0]), Math.max(a[0], b[0])]
    addSegment(content, clip, { horizontal: true, at: (a[1] + b[1]) / 2, from, to, thickness, color })
  } else if (dx <= 1 && dy > dx * 8) {
    if (thick && dy < thickness * 2) return
    const [from, to] = [Math.min(a[1], b[1]), Math.max(a[1], b[1])]
    addSegment(content, clip, { horizontal: false, at: (a[0] + b[0]) / 2, from, to, thickness, color })
  }
}

/** A thin box as the line along its middle. */
export function bar(box: Box, horizontal: boolean, color: string | undefined): Segment {
  const [left, top, right, bottom] = box
  return horizontal
    ? {
        horizontal,
        at: (top + bottom) / 2,
        from: left,
        to: right,
        thickness: Math.max(bottom - top, 0.1),
        color,
      }
    : {
        horizontal,
        at: (left + right) / 2,
        from: top,
        to: bottom,
        thickness: Math.max(right - left, 0.1),
        color,
      }
}

export function addSegment(content: PageContent, clip: Box, segment: Segment): void {
  const [left, top, right, bottom] = clip
  const [near, far] = segment.horizontal ? [top, bottom] : [left, right]
  const [first, last] = segment.horizontal ? [left, right] : [top, bottom]
  if (segment.at < near - 1 || segment.at > far + 1) return
  segment.from = Math.max(segment.from, first)
  segment.to = Math.min(segment.to, last)
  if (segment.to - segment.from > 0.05) content.segments.push(segment)
}

const isMark = (w: number, h: number, least: number, most: number): boolean =>
  w >= least && w <= most && Math.abs(w - h) < 0.2 * w
