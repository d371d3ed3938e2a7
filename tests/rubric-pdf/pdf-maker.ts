/** Writes small PDFs for tests: what stands where is in the test, not in a program that lays it out. */

export interface PageSpec {
  width?: number
  height?: number
  rotate?: number
  /** Content stream in PDF operators; coordinates from the lower left corner. */
  content: string
}

export interface PdfOptions {
  producer?: string
  title?: string
  /** Replaces the content streams' dictionary entries and bytes, to write broken or compressed ones. */
  stream?: (content: string) => { dictionary: string; bytes: Uint8Array }
  trailer?: string
}

const encoder = new TextEncoder()

export function makePdf(pages: PageSpec[], options: PdfOptions = {}): Uint8Array {
  const objects: Array<string | Uint8Array[]> = []
  const add = (body: string | Uint8Array[]): number => objects.push(body)
  const catalog = add('')
  const tree = add('')
  const fonts = [
    add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>'),
    add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>'),
  ]
  const toUnicode = add(streamOf(UNICODE_CMAP))
  const printed = add(streamOf(PRINT_CMAP))
  for (const [name, widths, cmap] of [
    ['Plain', '/DW 600', toUnicode],
    ['ZapfDingbats', '/DW 600', toUnicode],
    ['Print', PRINT_WIDTHS, printed],
  ] as const) {
    const descriptor = add(
      `<< /Type /FontDescriptor /FontName /${name} /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>`,
    )
    const descendant = add(
      `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /${name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> ${widths} /FontDescriptor ${descriptor} 0 R >>`,
    )
    fonts.push(
      add(
        `<< /Type /Font /Subtype /Type0 /BaseFont /${name} /Encoding /Identity-H /DescendantFonts [${descendant} 0 R] /ToUnicode ${cmap} 0 R >>`,
      ),
    )
  }
  const info = add(
    `<< /Producer (${options.producer ?? 'Test'})${options.title ? ` /Title (${options.title})` : ''} >>`,
  )
  const kids = pages.map(({ width = 595, height = 842, rotate = 0, content }) => {
    const made = options.stream?.(content)
    const stream = add(made ? rawStream(made.dictionary, made.bytes) : streamOf(content))
    return add(
      `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 ${width} ${height}] /Rotate ${rotate} /Contents ${stream} 0 R ` +
        `/Resources << /Font << /F1 ${fonts[0]} 0 R /F2 ${fonts[1]} 0 R /F3 ${fonts[2]} 0 R /F4 ${fonts[3]} 0 R /F5 ${fonts[4]} 0 R >> ` +
        '/ExtGState << /Faint << /ca 0.05 >> /Clear << /ca 0 >> >> >> >>',
    )
  })
  objects[catalog - 1] = `<< /Type /Catalog /Pages ${tree} 0 R >>`
  objects[tree - 1] =
    `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((k) => `${k} 0 R`).join(' ')}] >>`
  return assemble(objects, `/Root ${catalog} 0 R /Info ${info} 0 R ${options.trailer ?? ''}`)
}

function assemble(objects: Array<string | Uint8Array[]>, trailer: string): Uint8Array {
  const parts: Uint8Array[] = [encoder.encode('%PDF-1.7\n')]
  const offsets: number[] = []
  let length = parts[0]?.length ?? 0
  const push = (bytes: Uint8Array): void => {
    parts.push(bytes)
    length += bytes.length
  }
  for (const [i, body] of objects.entries()) {
    offsets.push(length)
    push(encoder.encode(`${i + 1} 0 obj\n`))
    for (const piece of typeof body === 'string' ? [encoder.encode(body)] : body) push(piece)
    push(encoder.encode('\nendobj\n'))
  }
  const start = length
  const table = offsets.map((o) => `${String(o).padStart(10, '0')} 00000 n \n`).join('')
  push(
    encoder.encode(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} ${trailer} >>\nstartxref\n${start}\n%%EOF\n`,
    ),
  )
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const streamOf = (content: string): Uint8Array[] => rawStream('', encoder.encode(content))

function rawStream(dictionary: string, bytes: Uint8Array): Uint8Array[] {
  return [
    encoder.encode(`<< /Length ${bytes.length} ${dictionary} >>\nstream\n`),
    bytes,
    encoder.encode('\nendstream'),
  ]
}

const UNICODE_CMAP = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Plain def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap end end`

/** A ligature is as wide as its letters. */
const PRINT_WIDTHS =
  '/DW 520 /W [1 [500 500 556 778] 32 [278] 51 [544] 102 [278] 105 [222] 108 [222] 116 [322]]'
const PRINT_CMAP = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Print def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
4 beginbfchar <0001> <0000> <0002> <0000> <0003> <0000> <0004> <0000> endbfchar
1 beginbfrange <0020> <007F> <0020> endbfrange
endcmap end end`

export interface TextOptions {
  size?: number
  /**
   * F1 Helvetica, F2 bold, F3 any character of the basic plane, each 0.6 of the size wide, F4 the same as dingbats,
   * F5 as browsers print: codes 1 to 4 are ligatures (fi, fl, ff, ffi) whose letters the font does not tell, and "3"
   * is as wide as "ti".
   */
  font?: 'F1' | 'F2' | 'F3' | 'F4' | 'F5'
  color?: string
  /** Text rendering mode. */
  mode?: number
  /** Degrees counter-clockwise. */
  turn?: number
  state?: string
}

/** A run of text with its baseline's start at x, y. */
export function text(x: number, y: number, content: string, options: TextOptions = {}): string {
  const { size = 10, font = 'F1', color = '0 0 0', mode = 0, turn = 0, state = '' } = options
  const angle = (turn * Math.PI) / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)].map((v) => Number(v.toFixed(6)))
  const shown =
    font === 'F3' || font === 'F4' || font === 'F5'
      ? `<${[...content].map((c) => (c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')).join('')}>`
      : `<${[...content].map((c) => winAnsi(c).toString(16).padStart(2, '0')).join('')}>`
  return `q ${state} BT ${color} rg ${mode} Tr /${font} ${size} Tf ${cos} ${sin} ${-(sin ?? 0)} ${cos} ${x} ${y} Tm ${shown} Tj ET Q\n`
}

function winAnsi(char: string): number {
  const special: Record<string, number> = {
    '•': 0x95,
    '–': 0x96,
    '—': 0x97,
    '’': 0x92,
    '“': 0x93,
    '”': 0x94,
    '…': 0x85,
  }
  return special[char] ?? char.charCodeAt(0)
}

export const line = (x0: number, y0: number, x1: number, y1: number, state = '1 w'): string =>
  `q ${state} ${x0} ${y0} m ${x1} ${y1} l S Q\n`

export const fill = (x: number, y: number, w: number, h: number, color = '0 0 0'): string =>
  `q ${color} rg ${x} ${y} ${w} ${h} re f Q\n`

export interface GridOptions {
  x?: number
  /** Upper edge. */
  y?: number
  widths: number[]
  /** Lines of each cell, divided by `\n`; a number says how many columns the cell before it spans. */
  rows: string[][]
  size?: number
  /** Which lines are drawn. */
  rules?: 'all' | 'horizontal' | 'vertical' | 'none'
  boldHeader?: boolean
  /** Which other lines of cells are bold. */
  bold?: (row: number, column: number, line: number) => boolean
  drawLine?: (x0: number, y0: number, x1: number, y1: number) => string
  /** Least height of a row. */
  height?: number
}

/** A table whose cells begin 4 points inside their corner; rows are as high as their longest cell. */
export function grid(options: GridOptions): { content: string; bottom: number } {
  const {
    x = 50,
    y = 780,
    widths,
    rows,
    size = 10,
    rules = 'all',
    boldHeader = true,
    bold = () => false,
    drawLine = line,
    height = 0,
  } = options
  const right = x + widths.reduce((a, b) => a + b, 0)
  let content = ''
  let top = y
  const horizontal = (at: number): void => {
    if (rules === 'all' || rules === 'horizontal') content += drawLine(x, at, right, at)
  }
  horizontal(top)
  for (const [r, row] of rows.entries()) {
    const most = Math.max(...row.map((cell) => cell.split('\n').length))
    const bottom = top - Math.max(height, most * size * 1.2 + 8)
    let left = x
    for (const [c, cell] of row.entries()) {
      for (const [i, part] of cell.split('\n').entries()) {
        if (part !== '')
          content += text(left + 4, top - 4 - size - i * size * 1.2, part, {
            size,
            font: (r === 0 && boldHeader) || bold(r, c, i) ? 'F2' : 'F1',
          })
      }
      if (rules === 'all' || (rules === 'vertical' && c > 0)) content += drawLine(left, top, left, bottom)
      left += widths[c] ?? 0
    }
    if (rules === 'all') content += drawLine(right, top, right, bottom)
    top = bottom
    horizontal(top)
  }
  return { content, bottom: top }
}
