import type { Box } from '../geometry.ts'

/** Frames in which text that is turned on the page reads from left to right. */

/** Degrees clockwise. */
export type Angle = 0 | 90 | 180 | 270

/** Turns displayed coordinates so that text of this angle reads from left to right. */
export function toFrame(box: Box, angle: Angle, width: number, height: number): Box {
  switch (angle) {
    case 0:
      return box
    case 90:
      return [box[1], width - box[2], box[3], width - box[0]]
    case 180:
      return [width - box[2], height - box[3], width - box[0], height - box[1]]
    case 270:
      return [height - box[3], box[0], height - box[1], box[2]]
  }
}

/** The way back from `toFrame`. */
export function fromFrame(box: Box, angle: Angle, width: number, height: number): Box {
  switch (angle) {
    case 0:
      return box
    case 90:
      return [width - box[3], box[0], width - box[1], box[2]]
    case 180:
      return [width - box[2], height - box[3], width - box[0], height - box[1]]
    case 270:
      return [box[1], height - box[2], box[3], height - box[0]]
  }
}
