import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { readDict, writeDict, writeName, writeText } from '../../src/shared/pdf-syntax.ts'
import { addObject, type PdfObjects, readPdf, rootOf, writePdf } from './pdf-objects.ts'
import type { PrintDocument } from './print-document.ts'
import { repairText } from './text/repair-text.ts'
import type { DocumentLink } from './ua/describe-links.ts'
import { makeAccessible } from './ua/make-accessible.ts'
import { xmpPacket } from './xmp.ts'

type About = Pick<PrintDocument, 'title' | 'author' | 'subject' | 'keywords' | 'lang' | 'attachments'> & {
  /** The links of the HTML, in its order. */
  links?: DocumentLink[]
}

/**
 * Gives Chromium's PDF what it lacks: author, subject, keywords, language, XMP metadata with the PDF/UA mark,
 * tags by the rules, descriptions of links, and embedded files. Dates go and the file's ID is made from its content, so that the
 * same document gives the same bytes.
 */
export function finishPdf(printed: Uint8Array, about: About): Uint8Array<ArrayBuffer> {
  const pdf = readPdf(printed)
  repairText(pdf, about.lang)
  const conforms = makeAccessible(pdf, { links: about.links ?? [], lang: about.lang })

  const info = new Map([
    ['Title', writeText(about.title)],
    ...(about.author ? [['Author', writeText(about.author)] as const] : []),
    ...(about.subject ? [['Subject', writeText(about.subject)] as const] : []),
    ...(about.keywords?.length ? [['Keywords', writeText(about.keywords.join(', '))] as const] : []),
    ['Creator', '(Offstage)'],
    ['Producer', '(Skia/PDF)'],
  ])
  const infoId = Number.parseInt(pdf.trailer.get('Info') ?? '', 10)
  pdf.bodies.set(infoId, writeDict(info))

  const root = rootOf(pdf)
  root.dict.set('Lang', writeText(about.lang))
  root.dict.set('ViewerPreferences', '<</DisplayDocTitle true>>')
  root.dict.set('MarkInfo', '<</Marked true>>')
  root.dict.set(
    'Metadata',
    addStream(pdf, '/Type /Metadata /Subtype /XML', xmpPacket({ ...about, conforms })),
  )
  const files = [...(about.attachments ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1))
  if (files.length > 0) {
    const specs = files.map((file) => ({ name: file.name, ref: embed(pdf, file) }))
    const names = readDict(root.dict.get('Names') ?? '<<>>')?.dict ?? new Map<string, string>()
    const pairs = specs.map(({ name, ref }) => `${writeText(name)} ${ref}`).join(' ')
    names.set('EmbeddedFiles', `<</Names [${pairs}]>>`)
    root.dict.set('Names', writeDict(names))
    root.dict.set('AF', `[${specs.map(({ ref }) => ref).join(' ')}]`)
  }
  pdf.bodies.set(root.id, writeDict(root.dict))

  const digest = createHash('sha256')
  for (const body of pdf.bodies.values()) digest.update(body, 'latin1')
  const id = digest.digest('hex').slice(0, 32).toUpperCase()
  pdf.trailer.set('ID', `[<${id}> <${id}>]`)
  return writePdf(pdf)
}

function addStream(pdf: PdfObjects, entries: string, bytes: Uint8Array): string {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  return addObject(pdf, `<<${entries} /Length ${data.length}>>\nstream\n${data}\nendstream`)
}

function embed(pdf: PdfObjects, file: { name: string; contentType: string; bytes: Uint8Array }): string {
  const checkSum = createHash('md5').update(file.bytes).digest('hex')
  const stream = addStream(
    pdf,
    `/Type /EmbeddedFile /Subtype ${writeName(file.contentType)} /Filter /FlateDecode ` +
      `/Params <</Size ${file.bytes.length} /CheckSum <${checkSum}>>>`,
    deflateSync(file.bytes, { level: 9 }),
  )
  const name = writeText(file.name)
  return addObject(
    pdf,
    `<</Type /Filespec /F ${name} /UF ${name} /Desc ${name} /AFRelationship /Source /EF <</F ${stream} /UF ${stream}>>>>`,
  )
}
