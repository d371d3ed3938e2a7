import { createCanvas } from '@napi-rs/canvas'

/** A page of a PDF by hand: a picture over the whole page or a part of it, under (or without) text. */
export interface ScanPage {
  /** A JPEG or a fax, and where it stands as [left, bottom, width, height]; the whole page by default. */
  picture?: { width: number; height: number; at?: [number, number, number, number] } & (
    | { jpeg: Uint8Array }
    | { fax: Uint8Array }
  )
  /** Operators painted after the picture; font /F1 is Helvetica. */
  content?: string
}

export const PAGE = { width: 600, height: 800 }

/** A PDF as scanners make it. */
export function scanPdf(pages: readonly ScanPage[]): Uint8Array {
  const bodies: Uint8Array[] = []
  const add = (body: string | Uint8Array) => bodies.push(typeof body === 'string' ? Buffer.from(body) : body)
  const stream = (dictionary: string, bytes: Uint8Array) =>
    Buffer.concat([
      Buffer.from(`<< ${dictionary} /Length ${bytes.length} >>\nstream\n`),
      bytes,
      Buffer.from('\nendstream'),
    ])
  add('<< /Type /Catalog /Pages 2 0 R >>')
  add('')
  const font = add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>')
  const kids = pages.map(({ picture, content = '' }) => {
    let resources = `/Font << /F1 ${font} 0 R >>`
    let painted = ''
    if (picture) {
      const { width, height, at = [0, 0, PAGE.width, PAGE.height] } = picture
      const about = `/Type /XObject /Subtype /Image /Width ${width} /Height ${height}`
      const image = add(
        'jpeg' in picture
          ? stream(`${about} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode`, picture.jpeg)
          : stream(
              `${about} /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns ${width} /Rows ${height} >>`,
              picture.fax,
            ),
      )
      resources += ` /XObject << /I ${image} 0 R >>`
      painted = `q ${at[2]} 0 0 ${at[3]} ${at[0]} ${at[1]} cm /I Do Q\n`
    }
    const contents = add(stream('', Buffer.from(painted + content, 'latin1')))
    return add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${PAGE.width} ${PAGE.height}] /Contents ${contents} 0 R /Resources << ${resources} >> >>`,
    )
  })
  bodies[1] = Buffer.from(
    `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] >>`,
  )
  const parts: Uint8Array[] = [Buffer.from('%PDF-1.7\n')]
  const offsets: number[] = []
  const length = () => parts.reduce((sum, part) => sum + part.length, 0)
  bodies.forEach((body, at) => {
    offsets.push(length())
    parts.push(Buffer.from(`${at + 1} 0 obj\n`), body, Buffer.from('\nendobj\n'))
  })
  const start = length()
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  parts.push(
    Buffer.from(
      `xref\n0 ${bodies.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${bodies.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`,
    ),
  )
  return new Uint8Array(Buffer.concat(parts))
}

/** A black square as fax machines write it (ITU-T T.6), which scanners use for pages of black and white. */
export function blackFax() {
  const side = 64
  // Horizontal mode, no white, 64 black; then every row as the one above it; then the end of the block.
  const bits = `001${'00110101'}${'0000001111'}${'0000110111'}${'11'.repeat(side - 1)}${'000000000001'.repeat(2)}`
  const bytes = bits.match(/.{1,8}/g)?.map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2)) ?? []
  return { fax: new Uint8Array(bytes), width: side, height: side }
}

/** A photograph of a page: ruled, with a coloured square in its upper left corner to know it by. */
export function photograph(colour: string, width = 900, height = 1_200) {
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  context.fillStyle = '#f6f4ee'
  context.fillRect(0, 0, width, height)
  context.fillStyle = '#222222'
  for (let y = height / 4; y < height; y += 40) context.fillRect(60, y, width - 120, 4)
  context.fillStyle = colour
  context.fillRect(0, 0, width / 6, width / 6)
  return { jpeg: canvas.toBuffer('image/jpeg', 90), png: canvas.toBuffer('image/png'), width, height }
}
