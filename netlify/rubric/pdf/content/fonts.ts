import type { PDFPageProxy } from 'unpdf/pdfjs'

/** What the placing and reading of glyphs needs to know of a font. */

export interface FontStyle {
  name: string
  bold: boolean
  italic: boolean
}

export interface Font {
  style: FontStyle
  ascent: number
  descent: number
  unit: number
  vertical: boolean
  /** Height of an em in units of the font size; other than 1 only for odd Type 3 fonts. */
  em: number
}

const isNumber = (value: unknown): value is number => typeof value === 'number'

export function fontOf(page: PDFPageProxy, fonts: Map<string, Font>, id: string): Font {
  const known = fonts.get(id)
  if (known) return known
  const raw: unknown = page.commonObjs.has(id) ? page.commonObjs.get(id) : undefined
  const found = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>
  const name = typeof found.name === 'string' ? found.name : ''
  const matrix = found.fontMatrix as ArrayLike<number> | undefined
  const unit = matrix?.[0] || 0.001
  const type3 = found.isType3Font === true
  const box = found.bbox as ArrayLike<number> | undefined
  let ascent = isNumber(found.ascent) ? found.ascent : 0
  let descent = isNumber(found.descent) ? found.descent : 0
  let em = 1
  if (type3) {
    const unitY = Math.abs(matrix?.[3] || unit)
    const boxHeight = box ? Math.abs((box[3] ?? 0) - (box[1] ?? 0)) * unitY : 0
    em = boxHeight > 0.01 ? Math.min(boxHeight, 1.2) : 1
    ascent = em * 0.8
    descent = -em * 0.2
  } else {
    if (!(ascent > 0.3 && ascent < 1.3)) ascent = 0.75
    if (!(descent < 0 && descent > -0.6)) descent = -0.25
    // Tall line metrics (scripts with stacked marks) say nothing about where the ink is.
    ascent = Math.min(ascent, 0.8)
    descent = Math.max(descent, -0.25)
  }
  const plain = name.replace(/^[A-Z]{6}\+/, '')
  const font: Font = {
    style: {
      name: plain,
      bold:
        found.bold === true ||
        found.black === true ||
        /bold|black|heavy|semibold|demi|(^|[-,])bd|,b\b/i.test(plain),
      italic: found.italic === true || /italic|oblique/i.test(plain),
    },
    ascent,
    descent,
    unit,
    vertical: found.vertical === true,
    em,
  }
  fonts.set(id, font)
  return font
}
