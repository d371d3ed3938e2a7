import { apply, IDENTITY, type Matrix, multiply } from '../../../pdf/matrix.ts'
import { type Box, mapBox } from '../geometry.ts'
import type { GraphicsState } from './graphics-state.ts'
import type { Glyph } from './page-content.ts'
import { seenAs } from './symbols.ts'

/** Text objects: where the pen stands, and the glyphs that it sets. */

/** Position in text space; `line` is where the current line began. */
export interface Pen {
  matrix: Matrix
  x: number
  y: number
  lineX: number
  lineY: number
}

export const newPen = (): Pen => ({ matrix: IDENTITY, x: 0, y: 0, lineX: 0, lineY: 0 })

export function setTextMatrix(pen: Pen, matrix: Matrix): void {
  pen.matrix = matrix
  pen.x = pen.y = pen.lineX = pen.lineY = 0
}

export function moveText(pen: Pen, dx: number, dy: number): void {
  pen.x = pen.lineX += dx
  pen.y = pen.lineY += dy
}

export function nextLine(pen: Pen, leading: number): void {
  pen.x = pen.lineX
  pen.y = pen.lineY += leading
}

/** A glyph as pdf.js decodes it; a number in its place moves the pen, in thousandths of an em. */
export interface PdfGlyph {
  unicode: string
  originalCharCode?: number | undefined
  width: number
  isSpace: boolean
  vmetric?: [number, number, number] | null
}

const isNumber = (value: unknown): value is number => typeof value === 'number'

/** Sets glyphs from the pen on, and moves the pen behind them. Hidden glyphs only move it. */
export function showText(
  state: GraphicsState,
  pen: Pen,
  glyphs: Array<PdfGlyph | number | null>,
  { order, shown }: { order: number; shown: boolean },
  emit: (glyph: Glyph) => void,
): void {
  const font = state.font
  if (!font || state.fontSize === 0) return
  const direction = state.fontSize < 0 ? -1 : 1
  const size = Math.abs(state.fontSize)
  const hScale = state.hScale * direction
  const text = multiply(state.ctm, pen.matrix)
  const look = {
    size: size * font.em * Math.hypot(text[2], text[3]),
    font: font.style,
    color: state.fill,
    alpha: state.fillAlpha,
    invisible: state.mode === 3 || state.mode === 7,
    clip: state.clip,
    order,
  }
  const angle = angleOf(text, direction)
  let advance = 0
  for (const glyph of glyphs) {
    if (isNumber(glyph)) {
      advance += ((font.vertical ? 1 : -1) * glyph * size) / 1000
      continue
    }
    if (!glyph) continue
    const spacing = (glyph.isSpace ? state.wordSpacing : 0) + state.charSpacing
    const glyphWidth = glyph.width * size * font.unit
    if (font.vertical) {
      const metric = glyph.vmetric ?? [-1000, glyph.width / 2, 880]
      const height = -metric[0] * size * font.unit
      const left = pen.x - metric[1] * size * font.unit * hScale
      const top = pen.y - advance + (metric[2] - 880) * size * font.unit
      const box = mapBox(text, left, top, left + glyphWidth, top - height)
      push(glyph, box, [box[0], box[1]], [box[0], box[3]], 90)
      advance += height - spacing * direction
      continue
    }
    const x0 = pen.x + advance * hScale
    const x1 = pen.x + (advance + glyphWidth) * hScale
    const baseline = pen.y + state.rise
    const box = mapBox(text, x0, baseline + font.descent * size, x1, baseline + font.ascent * size)
    push(glyph, box, apply(text, x0, baseline), apply(text, x1, baseline), angle)
    advance += glyphWidth + spacing * direction
  }
  if (font.vertical) pen.y -= advance
  else pen.x += advance * hScale

  function push(
    glyph: PdfGlyph,
    box: Box,
    start: [number, number],
    end: [number, number],
    angle: Glyph['angle'],
  ): void {
    const seen = seenAs(glyph.unicode, font?.style.name ?? '')
    if (shown) emit({ text: seen, code: glyph.originalCharCode, box, start, end, angle, ...look })
  }
}

function angleOf(text: Matrix, direction: number): Glyph['angle'] {
  const dx = text[0] * direction
  const dy = text[1] * direction
  const length = Math.hypot(dx, dy)
  if (length === 0) return 0
  const slant = 0.05 * length
  if (Math.abs(dy) <= slant) return dx > 0 ? 0 : 180
  if (Math.abs(dx) <= slant) return dy > 0 ? 90 : 270
  return undefined
}
