import { OPS, type PDFPageProxy } from 'unpdf/pdfjs'
import { type Font, type FontStyle, fontOf } from './fonts.ts'
import { apply, type Box, IDENTITY, intersect, type Matrix, mapBox, multiply, toMatrix } from './geometry.ts'
import { boxOf, isRectangle, type Point, toSubpaths } from './paths.ts'

/**
 * What is painted on a page, read from pdf.js's operator list and moved to display coordinates: glyphs with
 * what decides their visibility, and the strokes and fills that tables are ruled with.
 */

export interface Glyph {
  text: string
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
}

export interface Mark {
  box: Box
  kind: 'bullet' | 'box'
}

interface State {
  ctm: Matrix
  clip: Box
  fill: string | undefined
  stroke: string | undefined
  fillAlpha: number
  blends: boolean
  lineWidth: number
  fontSize: number
  font: Font | undefined
  charSpacing: number
  wordSpacing: number
  hScale: number
  leading: number
  rise: number
  mode: number
}

interface PdfGlyph {
  unicode: string
  width: number
  isSpace: boolean
  vmetric?: [number, number, number] | null
}

/** A filled shape at most this thick, in points, is a rule. */
const RULE_THICKNESS = 3
/** Pages with more painting than this (maps, plots) keep their text but lose further paths. */
const MAX_PATHS = 60_000

const isNumber = (value: unknown): value is number => typeof value === 'number'

export interface ContentOptions {
  /** Whether an optional content group (a layer) is shown. */
  isVisible?: (group: unknown) => boolean
}

/** Reads one page. Coordinates are points from the displayed page's top left, after the page's rotation. */
export async function readPageContent(
  page: PDFPageProxy,
  options: ContentOptions = {},
): Promise<PageContent> {
  const viewport = page.getViewport({ scale: 1 })
  const list = await page.getOperatorList()
  const pageBox: Box = [0, 0, viewport.width, viewport.height]
  const content: PageContent = {
    page: page.pageNumber,
    width: viewport.width,
    height: viewport.height,
    glyphs: [],
    segments: [],
    fills: [],
    images: [],
    marks: [],
  }
  const fonts = new Map<string, Font>()
  const base = toMatrix(viewport.transform)
  let state: State = {
    ctm: base,
    clip: pageBox,
    fill: '#000000',
    stroke: '#000000',
    fillAlpha: 1,
    blends: false,
    lineWidth: 1,
    fontSize: 0,
    font: undefined,
    charSpacing: 0,
    wordSpacing: 0,
    hScale: 1,
    leading: 0,
    rise: 0,
    mode: 0,
  }
  const stack: State[] = []
  const visibility: boolean[] = []
  let hiddenDepth = 0
  let maskDepth = 0
  let pendingClip = false
  let textMatrix = IDENTITY
  let x = 0
  let y = 0
  let lineX = 0
  let lineY = 0
  let order = 0
  let paths = 0
  // A picture that was not decoded leaves `save, transform, restore` with nothing painted in between.
  let transformsSinceSave = 0

  const save = (): void => {
    stack.push({ ...state })
    transformsSinceSave = 0
  }
  const restore = (): void => {
    if (transformsSinceSave > 0) {
      const box = intersect(mapBox(state.ctm, 0, 0, 1, 1), state.clip)
      if (box[2] - box[0] > 8 && box[3] - box[1] > 8) {
        content.images.push({ box, color: undefined, opaque: true, order: order++ })
      }
    }
    transformsSinceSave = 0
    state = stack.pop() ?? state
  }

  const showText = (glyphs: Array<PdfGlyph | number | null>): void => {
    const font = state.font
    if (!font || state.fontSize === 0) return
    order++
    const direction = state.fontSize < 0 ? -1 : 1
    const size = Math.abs(state.fontSize)
    const hScale = state.hScale * direction
    const text = multiply(state.ctm, textMatrix)
    const shown = hiddenDepth === 0 && maskDepth === 0
    const angle = angleOf(text, direction)
    const em = size * font.em * Math.hypot(text[2], text[3])
    let advance = 0
    for (const glyph of glyphs) {
      if (isNumber(glyph)) {
        advance += ((font.vertical ? 1 : -1) * glyph * size) / 1000
        continue
      }
      if (!glyph) continue
      const spacing = (glyph.isSpace ? state.wordSpacing : 0) + state.charSpacing
      if (font.vertical) {
        const metric = glyph.vmetric ?? [-1000, glyph.width / 2, 880]
        const height = -metric[0] * size * font.unit
        const left = x - metric[1] * size * font.unit * hScale
        const top = y - advance + (metric[2] - 880) * size * font.unit
        const box = mapBox(text, left, top, left + glyph.width * size * font.unit, top - height)
        push(glyph, box, [box[0], box[1]], [box[0], box[3]], 90)
        advance += height - spacing * direction
        continue
      }
      const glyphWidth = glyph.width * size * font.unit
      const x0 = x + advance * hScale
      const x1 = x + (advance + glyphWidth) * hScale
      const baseline = y + state.rise
      const box = mapBox(text, x0, baseline + font.descent * size, x1, baseline + font.ascent * size)
      push(glyph, box, apply(text, x0, baseline), apply(text, x1, baseline), angle)
      advance += glyphWidth + spacing * direction
    }
    if (font.vertical) y -= advance
    else x += advance * hScale

    function push(
      glyph: PdfGlyph,
      box: Box,
      start: [number, number],
      end: [number, number],
      angle: Glyph['angle'],
    ): void {
      if (!font || !shown) return
      content.glyphs.push({
        text: glyph.unicode,
        box,
        start,
        end,
        size: em,
        angle,
        font: font.style,
        color: state.fill,
        alpha: state.fillAlpha,
        invisible: state.mode === 3 || state.mode === 7,
        clip: state.clip,
        order,
      })
    }
  }

  const addPath = (paint: number, data: ArrayLike<number>): void => {
    const fills =
      paint === OPS.fill ||
      paint === OPS.eoFill ||
      paint === OPS.fillStroke ||
      paint === OPS.eoFillStroke ||
      paint === OPS.closeFillStroke ||
      paint === OPS.closeEOFillStroke
    const strokes =
      paint === OPS.stroke ||
      paint === OPS.closeStroke ||
      paint === OPS.fillStroke ||
      paint === OPS.eoFillStroke ||
      paint === OPS.closeFillStroke ||
      paint === OPS.closeEOFillStroke
    const subpaths = toSubpaths(data, state.ctm)
    if (pendingClip) {
      let box: Box | undefined
      for (const { points } of subpaths) {
        const own = boxOf(points)
        box = box
          ? [
              Math.min(box[0], own[0]),
              Math.min(box[1], own[1]),
              Math.max(box[2], own[2]),
              Math.max(box[3], own[3]),
            ]
          : own
      }
      if (box) state.clip = intersect(state.clip, box)
      pendingClip = false
    }
    if (!fills && !strokes) return
    order++
    if (hiddenDepth > 0 || maskDepth > 0 || state.fillAlpha < 0.05) return
    paths += subpaths.length
    if (paths > MAX_PATHS) return
    const closes = paint === OPS.closeStroke || paint === OPS.closeFillStroke
    const scale = Math.sqrt(Math.abs(state.ctm[0] * state.ctm[3] - state.ctm[1] * state.ctm[2]))
    for (const { points, curved, closed, straight } of subpaths) {
      if (points.length < 2) continue
      if (fills && state.fill !== 'none') addFill(points, curved, straight)
      if (strokes)
        addStroke(
          points,
          curved && !straight,
          curved,
          closed || closes,
          Math.max(state.lineWidth * scale, 0.1),
        )
    }
  }

  const addFill = (points: Point[], curved: boolean, straight: boolean): void => {
    const raw = boxOf(points)
    const box = intersect(raw, state.clip)
    const w = box[2] - box[0]
    const h = box[3] - box[1]
    if (w < -0.01 || h < -0.01) return
    const color = state.fill
    const ticked = straight && w > 5.5
    if (isMark(w, h, 1.5, ticked ? 14 : 7) && content.marks.length < 2000) {
      content.marks.push({ box, kind: ticked ? 'box' : 'bullet' })
    }
    if (!curved || w <= RULE_THICKNESS || h <= RULE_THICKNESS) {
      if (h <= RULE_THICKNESS && w > 2 * h && w > 0.5) {
        addSegment({
          horizontal: true,
          at: (box[1] + box[3]) / 2,
          from: box[0],
          to: box[2],
          thickness: Math.max(h, 0.1),
          color,
        })
        return
      }
      if (w <= RULE_THICKNESS && h > 2 * w && h > 0.5) {
        addSegment({
          horizontal: false,
          at: (box[0] + box[2]) / 2,
          from: box[1],
          to: box[3],
          thickness: Math.max(w, 0.1),
          color,
        })
        return
      }
    }
    if (w <= RULE_THICKNESS && h <= RULE_THICKNESS) {
      // The dots of a dotted line and the corner pieces of cell borders.
      if (w > 0.05 && h > 0.05) {
        addSegment({
          horizontal: true,
          at: (box[1] + box[3]) / 2,
          from: box[0],
          to: box[2],
          thickness: h,
          color,
        })
        addSegment({
          horizontal: false,
          at: (box[0] + box[2]) / 2,
          from: box[1],
          to: box[3],
          thickness: w,
          color,
        })
      }
      return
    }
    if (isRectangle(points) && !curved) {
      content.fills.push({ box, color, opaque: state.fillAlpha > 0.95 && !state.blends, order })
    }
  }

  const addStroke = (
    points: Point[],
    round: boolean,
    curved: boolean,
    closed: boolean,
    thickness: number,
  ): void => {
    const bounds = boxOf(points)
    const [across, down] = [bounds[2] - bounds[0], bounds[3] - bounds[1]]
    if (isMark(across, down, 2, 16) && (closed || points.length > 4) && content.marks.length < 2000) {
      content.marks.push({ box: bounds, kind: across > 5.5 && !round ? 'box' : 'bullet' })
    }
    if (curved && points.length > 12) return
    const all = closed && points[0] ? [...points, points[0]] : points
    for (let i = 1; i < all.length; i++) {
      const a = all[i - 1]
      const b = all[i]
      if (!a || !b) continue
      const dx = Math.abs(a[0] - b[0])
      const dy = Math.abs(a[1] - b[1])
      if (dx < 0.05 && dy < 0.05) continue
      const color = state.stroke
      if (dy <= 1 && dx > dy * 8) {
        if (thickness > RULE_THICKNESS * 4) continue
        addSegment({
          horizontal: true,
          at: (a[1] + b[1]) / 2,
          from: Math.min(a[0], b[0]),
          to: Math.max(a[0], b[0]),
          thickness,
          color,
        })
      } else if (dx <= 1 && dy > dx * 8) {
        if (thickness > RULE_THICKNESS * 4 && dy < thickness * 2) continue
        addSegment({
          horizontal: false,
          at: (a[0] + b[0]) / 2,
          from: Math.min(a[1], b[1]),
          to: Math.max(a[1], b[1]),
          thickness,
          color,
        })
      }
    }
  }

  const addSegment = (segment: Segment): void => {
    const { clip } = state
    const across = segment.horizontal ? [clip[1], clip[3]] : [clip[0], clip[2]]
    const along = segment.horizontal ? [clip[0], clip[2]] : [clip[1], clip[3]]
    if (segment.at < (across[0] ?? 0) - 1 || segment.at > (across[1] ?? 0) + 1) return
    segment.from = Math.max(segment.from, along[0] ?? 0)
    segment.to = Math.min(segment.to, along[1] ?? 0)
    if (segment.to - segment.from > 0.05) content.segments.push(segment)
  }

  for (let i = 0; i < list.fnArray.length; i++) {
    const op = list.fnArray[i]
    const args = list.argsArray[i] ?? []
    switch (op) {
      case OPS.save:
        save()
        break
      case OPS.restore:
        restore()
        break
      case OPS.transform:
        state.ctm = multiply(state.ctm, toMatrix(args))
        transformsSinceSave++
        continue
      case OPS.setGState:
        for (const [key, value] of args[0] ?? []) {
          if (key === 'ca') state.fillAlpha = value
          else if (key === 'BM') state.blends = value !== 'source-over' && value !== 'Normal'
          else if (key === 'LW') state.lineWidth = value
          else if (key === 'Font' && Array.isArray(value)) {
            state.font = fontOf(page, fonts, value[0])
            state.fontSize = value[1]
          }
        }
        continue
      case OPS.setLineWidth:
        state.lineWidth = args[0]
        continue
      case OPS.setFillRGBColor:
        state.fill = args[0]
        continue
      case OPS.setStrokeRGBColor:
        state.stroke = args[0]
        continue
      case OPS.setFillColorN:
        state.fill = undefined
        continue
      case OPS.setFillTransparent:
        state.fill = 'none'
        continue
      case OPS.setStrokeColorN:
      case OPS.setStrokeTransparent:
        state.stroke = undefined
        continue
      case OPS.clip:
      case OPS.eoClip:
        pendingClip = true
        continue
      case OPS.constructPath: {
        const data = args[1]?.[0]
        if (data && typeof data.length === 'number') addPath(args[0], data)
        else pendingClip = false
        if (args[0] !== OPS.endPath) transformsSinceSave = 0
        continue
      }
      case OPS.shadingFill:
        content.fills.push({ box: state.clip, color: undefined, opaque: true, order: order++ })
        break
      case OPS.beginText:
        textMatrix = IDENTITY
        x = y = lineX = lineY = 0
        continue
      case OPS.setTextMatrix:
        textMatrix = toMatrix(args[0]?.length === undefined ? args : args[0])
        x = y = lineX = lineY = 0
        continue
      case OPS.moveText:
        x = lineX += args[0]
        y = lineY += args[1]
        continue
      case OPS.setLeadingMoveText:
        state.leading = args[1]
        x = lineX += args[0]
        y = lineY += args[1]
        continue
      case OPS.nextLine:
        x = lineX
        y = lineY += state.leading
        continue
      case OPS.setLeading:
        state.leading = -args[0]
        continue
      case OPS.setCharSpacing:
        state.charSpacing = args[0]
        continue
      case OPS.setWordSpacing:
        state.wordSpacing = args[0]
        continue
      case OPS.setHScale:
        state.hScale = args[0] / 100
        continue
      case OPS.setTextRise:
        state.rise = args[0]
        continue
      case OPS.setTextRenderingMode:
        state.mode = args[0] & 7
        continue
      case OPS.setFont:
        state.font = fontOf(page, fonts, args[0])
        state.fontSize = args[1]
        continue
      case OPS.showText:
        showText(args[0] ?? [])
        break
      case OPS.beginMarkedContentProps: {
        const hides = args[0] === 'OC' && args[1] && options.isVisible && !options.isVisible(args[1])
        visibility.push(!hides)
        if (hides) hiddenDepth++
        continue
      }
      case OPS.beginMarkedContent:
        visibility.push(true)
        continue
      case OPS.endMarkedContent:
        if (visibility.pop() === false) hiddenDepth--
        continue
      case OPS.paintFormXObjectBegin: {
        save()
        state.ctm = multiply(state.ctm, toMatrix(args[0]))
        const box = args[1]
        if (box) state.clip = intersect(state.clip, mapBox(state.ctm, box[0], box[1], box[2], box[3]))
        break
      }
      case OPS.paintFormXObjectEnd:
        transformsSinceSave = 0
        restore()
        break
      case OPS.beginGroup:
        save()
        if (args[0]?.smask) maskDepth++
        break
      case OPS.endGroup:
        transformsSinceSave = 0
        restore()
        if (args[0]?.smask) maskDepth--
        break
      case OPS.beginAnnotation: {
        save()
        state.clip = pageBox
        state.ctm = multiply(multiply(base, toMatrix(args[2])), toMatrix(args[3]))
        break
      }
      case OPS.endAnnotation:
        transformsSinceSave = 0
        restore()
        break
      case OPS.paintImageXObject:
      case OPS.paintInlineImageXObject:
      case OPS.paintImageMaskXObject:
      case OPS.paintSolidColorImageMask: {
        const box = intersect(mapBox(state.ctm, 0, 0, 1, 1), state.clip)
        const color =
          op === OPS.paintImageMaskXObject || op === OPS.paintSolidColorImageMask ? state.fill : undefined
        addImage(box, color)
        break
      }
      default:
        continue
    }
    if (op !== OPS.save && op !== OPS.paintFormXObjectBegin) transformsSinceSave = 0
  }
  page.cleanup()
  return content

  function addImage(box: Box, color: string | undefined): void {
    const w = box[2] - box[0]
    const h = box[3] - box[1]
    // Some producers draw rules as one-pixel pictures.
    if (h <= RULE_THICKNESS && w > 10) {
      addSegment({
        horizontal: true,
        at: (box[1] + box[3]) / 2,
        from: box[0],
        to: box[2],
        thickness: h,
        color,
      })
    } else if (w <= RULE_THICKNESS && h > 10) {
      addSegment({
        horizontal: false,
        at: (box[0] + box[2]) / 2,
        from: box[1],
        to: box[3],
        thickness: w,
        color,
      })
    } else if (w > 8 && h > 8) content.images.push({ box, color: undefined, opaque: true, order: order++ })
  }
}

const isMark = (w: number, h: number, least: number, most: number): boolean =>
  w >= least && w <= most && Math.abs(w - h) < 0.2 * w

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
