import type { Box } from '../geometry.ts'
import type { FontStyle } from './fonts.ts'

/** What is painted on a page, in points from the displayed page's top left, after the page's rotation. */

export interface Glyph {
  text: string
  /** Its number in the font. */
  code?: number | undefined
  box: Box
  /** Where the pen is before and after the glyph, on the baseline. */
  start: [number, number]
  end: [number, number]
  /** Type size in displayed points. */
  size: number
  /** Direction of reading: 0 to the right, 90 downwards, 180, 270 upwards; undefined when askew. */
  angle: 0 | 90 | 180 | 270 | undefined
  font: FontStyle
  /** `#rrggbb`, or undefined for a pattern. */
  color: string | undefined
  alpha: number
  /** The text rendering mode paints nothing. */
  invisible: boolean
  clip: Box
  /** Counts painting operations, so that what covers what is known. */
  order: number
}

export interface Segment {
  horizontal: boolean
  /** y of a horizontal segment, x of a vertical one. */
  at: number
  from: number
  to: number
  thickness: number
  color: string | undefined
}

export interface Fill {
  box: Box
  /** Undefined for patterns and shadings. */
  color: string | undefined
  opaque: boolean
  order: number
}

export interface PageContent {
  /** From 1. */
  page: number
  width: number
  height: number
  glyphs: Glyph[]
  segments: Segment[]
  fills: Fill[]
  /** Where pictures stand; the pictures themselves are never decoded. */
  images: Fill[]
  /** Small filled shapes and squares, as drawn for bullets and boxes to tick. */
  marks: Mark[]
  /** How many filled shapes have curves, as the outlines of letters do. */
  shapes: number
}

export interface Mark {
  box: Box
  kind: 'bullet' | 'box'
}
