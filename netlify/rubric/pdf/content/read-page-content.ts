import { OPS, type PDFPageProxy } from 'unpdf/pdfjs'
import { multiply, toMatrix } from '../../../pdf/matrix.ts'
import { type Box, intersect, mapBox } from '../geometry.ts'
import { type Font, fontOf } from './fonts.ts'
import { type GraphicsState, initialState, setState } from './graphics-state.ts'
import { withLigatures } from './ligatures.ts'
import type { PageContent } from './page-content.ts'
import { clipBy, paintPath, toPaint } from './painted-paths.ts'
import { addPicture, addUndecoded } from './painted-pictures.ts'
import { moveText, newPen, nextLine, setTextMatrix, showText } from './painted-text.ts'
import { toSubpaths } from './paths.ts'

/** Pages with more painting than this (maps, plots) keep their text but lose further paths. */
const MAX_PATHS = 60_000
/** What is painted fainter than this is not there for a reader of the page. */
const LEAST_ALPHA = 0.05

export interface ContentOptions {
  /** Whether an optional content group (a layer) is shown. */
  isVisible?: (group: unknown) => boolean
}

/** Reads one page from pdf.js's operator list: each operator changes the state or paints with it. */
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
    shapes: 0,
  }
  const fonts = new Map<string, Font>()
  const font = (id: string): Font => fontOf(page, fonts, id)
  const base = toMatrix(viewport.transform)
  let state = initialState(base, pageBox)
  let pen = newPen()
  const stack: GraphicsState[] = []
  const visibility: boolean[] = []
  let hiddenDepth = 0
  let maskDepth = 0
  let pendingClip = false
  let order = 0
  let paths = 0
  // A picture that was not decoded leaves `save, transform, restore` with nothing painted in between.
  let transformsSinceSave = 0

  const save = (): void => {
    stack.push({ ...state })
    transformsSinceSave = 0
  }
  const restore = (): void => {
    if (transformsSinceSave > 0) addUndecoded(content, state, order++)
    transformsSinceSave = 0
    state = stack.pop() ?? state
  }
  const shown = (): boolean => hiddenDepth === 0 && maskDepth === 0

  const path = (operator: number, data: ArrayLike<number>): void => {
    const subpaths = toSubpaths(data, state.ctm)
    if (pendingClip) state.clip = clipBy(state.clip, subpaths)
    pendingClip = false
    const paint = toPaint(operator)
    if (!paint.fills && !paint.strokes) return
    order++
    if (!shown()) return
    paint.fills &&= state.fillAlpha >= LEAST_ALPHA
    paint.strokes &&= state.strokeAlpha >= LEAST_ALPHA
    paths += subpaths.length
    if (paths <= MAX_PATHS) paintPath(content, state, subpaths, paint, order)
  }

  for (let i = 0; i < list.fnArray.length; i++) {
    const op = list.fnArray[i]
    const args = list.argsArray[i] ?? []
    switch (op) {
      case OPS.save:
        save()
        continue
      case OPS.restore:
        restore()
        continue
      case OPS.transform:
        state.ctm = multiply(state.ctm, toMatrix(args))
        transformsSinceSave++
        continue
      case OPS.setGState:
        setState(state, args[0] ?? [], font)
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
        if (data && typeof data.length === 'number') path(args[0], data)
        else pendingClip = false
        if (args[0] !== OPS.endPath) transformsSinceSave = 0
        continue
      }
      case OPS.shadingFill:
        content.fills.push({ box: state.clip, color: undefined, opaque: true, order: order++ })
        break
      case OPS.beginText:
        pen = newPen()
        continue
      case OPS.setTextMatrix:
        setTextMatrix(pen, toMatrix(args[0]?.length === undefined ? args : args[0]))
        continue
      case OPS.moveText:
        moveText(pen, args[0], args[1])
        continue
      case OPS.setLeadingMoveText:
        state.leading = args[1]
        moveText(pen, args[0], args[1])
        continue
      case OPS.nextLine:
        nextLine(pen, state.leading)
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
        state.font = font(args[0])
        state.fontSize = args[1]
        continue
      case OPS.showText:
        showText(state, pen, args[0] ?? [], { order: ++order, shown: shown() }, (glyph) =>
          content.glyphs.push(glyph),
        )
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
        continue
      }
      case OPS.paintFormXObjectEnd:
      case OPS.endAnnotation:
        transformsSinceSave = 0
        restore()
        continue
      case OPS.beginGroup:
        save()
        if (args[0]?.smask) maskDepth++
        continue
      case OPS.endGroup:
        transformsSinceSave = 0
        restore()
        if (args[0]?.smask) maskDepth--
        continue
      case OPS.beginAnnotation:
        save()
        state.clip = pageBox
        state.ctm = multiply(multiply(base, toMatrix(args[2])), toMatrix(args[3]))
        continue
      case OPS.paintImageXObject:
      case OPS.paintInlineImageXObject:
        addPicture(content, state, undefined, order++)
        break
      case OPS.paintImageMaskXObject:
      case OPS.paintSolidColorImageMask:
        addPicture(content, state, state.fill, order++)
        break
      default:
        continue
    }
    transformsSinceSave = 0
  }
  page.cleanup()
  content.glyphs = withLigatures(content.glyphs)
  return content
}
