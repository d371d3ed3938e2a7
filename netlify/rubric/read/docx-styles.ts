import { child, elements, type XmlElement } from './xml.ts'

/** What styles say about a run or paragraph, as far as reading needs it (ECMA-376-1 17.7). */
export interface RunLook {
  vanish?: boolean
  bold?: boolean
  white?: boolean
  /** Font size in half-points. */
  size?: number
  shaded?: boolean
}

export interface StyleSheet {
  /** The look of a paragraph or character style with what it is based on. */
  look(styleId: string | undefined): RunLook
  /** 1 to 9 for a heading style, 0 for the title style. */
  outlineLevel(styleId: string | undefined): number | undefined
  /** True when a table style gives some cells a background. */
  tableShades(styleId: string | undefined): boolean
  numbering(styleId: string | undefined): XmlElement | undefined
}

export function isOn(property: XmlElement | undefined): boolean | undefined {
  if (!property) return undefined
  return !['0', 'false', 'off', 'none'].includes(property.attributes.val ?? 'true')
}

/** Reads run properties (`w:rPr`) over an inherited look. */
export function runLook(properties: XmlElement | undefined, inherited: RunLook = {}): RunLook {
  if (!properties) return inherited
  const look = { ...inherited }
  const vanish = isOn(child(properties, 'vanish'))
  if (vanish !== undefined) look.vanish = vanish
  const bold = isOn(child(properties, 'b'))
  if (bold !== undefined) look.bold = bold
  const color = child(properties, 'color')?.attributes
  if (color) look.white = /^f[c-f]f[c-f]f[c-f]$/i.test(color.val ?? '') || color.themeColor === 'background1'
  const size = Number(child(properties, 'sz')?.attributes.val)
  if (size > 0) look.size = size
  if (isShaded(child(properties, 'shd')) || isOn(child(properties, 'highlight'))) look.shaded = true
  return look
}

/** True for a fill that is neither automatic nor white. */
export function isShaded(shading: XmlElement | undefined): boolean {
  if (!shading) return false
  const { fill, val, themeFill } = shading.attributes
  if (themeFill && themeFill !== 'background1') return true
  if (val && !['clear', 'nil'].includes(val) && fill === 'auto') return true
  return fill !== undefined && !/^(auto|f[c-f]f[c-f]f[c-f])$/i.test(fill)
}

export function readStyles(root: XmlElement | undefined): StyleSheet {
  const styles = new Map<string, XmlElement>()
  for (const style of elements(root, 'style')) {
    if (style.attributes.styleId) styles.set(style.attributes.styleId, style)
  }
  const chain = (styleId: string | undefined): XmlElement[] => {
    const found: XmlElement[] = []
    let style = styles.get(styleId ?? '')
    while (style && !found.includes(style) && found.length < 20) {
      found.push(style)
      style = styles.get(child(style, 'basedOn')?.attributes.val ?? '')
    }
    return found
  }
  return {
    look: (styleId) =>
      chain(styleId)
        .reverse()
        .reduce<RunLook>((look, style) => runLook(child(style, 'rPr'), look), {}),
    outlineLevel(styleId) {
      for (const style of chain(styleId)) {
        const name = child(style, 'name')?.attributes.val?.toLowerCase() ?? ''
        const heading = /^heading (\d)/.exec(name)
        if (heading) return Number(heading[1])
        if (name === 'title') return 0
        const level = child(style, 'pPr', 'outlineLvl')?.attributes.val
        if (level !== undefined && Number(level) < 9) return Number(level) + 1
      }
      return undefined
    },
    tableShades: (styleId) => chain(styleId).some((style) => hasShading(style)),
    numbering: (styleId) =>
      chain(styleId)
        .map((style) => child(style, 'pPr', 'numPr'))
        .find(Boolean),
  }
}

function hasShading(element: XmlElement): boolean {
  return elements(element).some((part) => (part.name === 'shd' ? isShaded(part) : hasShading(part)))
}
