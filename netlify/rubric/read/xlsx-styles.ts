import { child, elements, type XmlElement } from './xml.ts'

export interface CellStyle {
  /** Number format code, such as `0%`; `General` when there is none. */
  format: string
  bold: boolean
  /** White letters on no background: nobody sees them. */
  invisible: boolean
}

/** Number formats that have an id but no code in the file (ECMA-376-1 18.8.30). */
const BUILT_IN: Record<number, string> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  12: '# ?/?',
  13: '# ??/??',
  14: 'yyyy-mm-dd',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  22: 'yyyy-mm-dd hh:mm',
  49: '@',
}

export function readCellStyles(root: XmlElement | undefined): (index: number) => CellStyle {
  const formats = new Map(
    elements(child(root, 'numFmts'), 'numFmt').map((item) => [
      Number(item.attributes.numFmtId),
      item.attributes.formatCode ?? 'General',
    ]),
  )
  const fonts = elements(child(root, 'fonts'), 'font').map((font) => {
    const color = child(font, 'color')?.attributes
    const bold = child(font, 'b')
    return {
      bold: bold !== undefined && bold.attributes.val !== '0',
      white: /^(ff)?f[c-f]f[c-f]f[c-f]$/i.test(color?.rgb ?? '') || (color?.theme === '0' && !color.tint),
    }
  })
  const filled = elements(child(root, 'fills'), 'fill').map((fill) => {
    const pattern = child(fill, 'patternFill')
    if (!pattern) return child(fill, 'gradientFill') !== undefined
    if (['none', undefined].includes(pattern.attributes.patternType)) return false
    const color = child(pattern, 'fgColor')?.attributes
    return !(/^(ff)?ffffff$/i.test(color?.rgb ?? '') || (color?.theme === '0' && !color.tint))
  })
  const styles = elements(child(root, 'cellXfs'), 'xf').map((xf): CellStyle => {
    const format = Number(xf.attributes.numFmtId ?? 0)
    const font = fonts[Number(xf.attributes.fontId ?? 0)]
    return {
      format: formats.get(format) ?? BUILT_IN[format] ?? 'General',
      bold: font?.bold ?? false,
      invisible: (font?.white ?? false) && !(filled[Number(xf.attributes.fillId ?? 0)] ?? false),
    }
  })
  const plain: CellStyle = { format: 'General', bold: false, invisible: false }
  return (index) => styles[index] ?? plain
}

/** A number as the sheet shows it, good enough for points: percent, decimals, fractions, dates, units. */
export function formatNumber(value: number, format: string): string {
  const sections = format.split(';')
  const section = (value < 0 && sections[1] ? sections[1] : sections[0]) ?? 'General'
  const code = section.replace(/\[[^\]]*\]/g, '').replace(/_.|\*./g, '')
  const literals = [...code.matchAll(/"([^"]*)"|\\(.)/g)]
  const bare = code.replace(/"[^"]*"|\\./g, '')
  if (/[dmyh]/i.test(bare) && !/general/i.test(bare)) return isoDate(value)
  const sign = value < 0 && sections[1] === undefined ? '-' : ''
  const size = Math.abs(value)
  let text: string
  if (bare.includes('%')) {
    text = `${decimals(size * 100, bare)}%`
  } else if (/\?\/\?|#\/#|\/\d/.test(bare)) {
    text = fraction(size)
  } else if (/^\s*(general|@)?\s*$/i.test(bare)) {
    text = String(Number(size.toPrecision(11)))
  } else {
    text = decimals(size, bare)
  }
  if (literals.length > 0) {
    const digits = code.search(/[0#?@]|general/i)
    const before = literals.filter((item) => item.index < digits).map((item) => item[1] ?? item[2] ?? '')
    const after = literals.filter((item) => item.index >= digits).map((item) => item[1] ?? item[2] ?? '')
    if (digits < 0) return before.join('') + after.join('')
    text = before.join('') + text + after.join('')
  }
  return sign + text
}

function decimals(value: number, bare: string): string {
  const places = /\.([0#]+)/.exec(bare)?.[1] ?? ''
  const required = places.replaceAll('#', '').length
  const fixed = value.toFixed(Math.min(10, places.length))
  if (!fixed.includes('.')) return fixed
  const [whole = '', rest = ''] = fixed.split('.')
  let kept = rest
  while (kept.length > required && kept.endsWith('0')) kept = kept.slice(0, -1)
  return kept === '' ? whole : `${whole}.${kept}`
}

function fraction(value: number): string {
  const whole = Math.floor(value)
  const part = value - whole
  if (part < 1e-9) return String(whole)
  for (let below = 2; below <= 99; below++) {
    const above = Math.round(part * below)
    if (Math.abs(part - above / below) < 1e-6)
      return whole > 0 ? `${whole} ${above}/${below}` : `${above}/${below}`
  }
  return String(value)
}

/** Serial day numbers count from 1899-12-30 (the 1900 system with its leap-year error). */
function isoDate(value: number): string {
  const date = new Date(Math.round((value - 25_569) * 86_400_000))
  return Number.isNaN(date.getTime()) ? String(value) : date.toISOString().slice(0, 10)
}
