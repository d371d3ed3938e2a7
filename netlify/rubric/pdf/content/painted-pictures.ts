import { intersect, mapBox } from '../geometry.ts'
import type { GraphicsState } from './graphics-state.ts'
import type { PageContent } from './page-content.ts'
import { addSegment, bar, RULE_THICKNESS } from './painted-paths.ts'

/** Smaller pictures than this, in points, hide nothing. */
const SMALLEST = 8
/** Shorter one-pixel pictures than this are no rules. */
const SHORTEST_RULE = 10

/** A picture fills the unit square of its user space. Some producers draw rules as one-pixel pictures. */
export function addPicture(
  content: PageContent,
  state: GraphicsState,
  color: string | undefined,
  order: number,
): void {
  const box = intersect(mapBox(state.ctm, 0, 0, 1, 1), state.clip)
  const w = box[2] - box[0]
  const h = box[3] - box[1]
  if (h <= RULE_THICKNESS && w > SHORTEST_RULE) addSegment(content, state.clip, bar(box, true, color))
  else if (w <= RULE_THICKNESS && h > SHORTEST_RULE) addSegment(content, state.clip, bar(box, false, color))
  else if (w > SMALLEST && h > SMALLEST) content.images.push({ box, color: undefined, opaque: true, order })
}

/** The place of a picture that was never decoded. */
export function addUndecoded(content: PageContent, state: GraphicsState, order: number): void {
  const box = intersect(mapBox(state.ctm, 0, 0, 1, 1), state.clip)
  if (box[2] - box[0] > SMALLEST && box[3] - box[1] > SMALLEST) {
    content.images.push({ box, color: undefined, opaque: true, order })
  }
}
