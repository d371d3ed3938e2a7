import { decodeText } from './decode.ts'
import { refuse } from './refuse.ts'
import { listZip } from './zip.ts'

export type FileKind =
  | 'pdf'
  | 'picture'
  | 'docx'
  | 'xlsx'
  | 'csv'
  | 'canvas-csv'
  | 'markdown'
  | 'html'
  | 'moodle-xml'
  | 'text'

const CFB = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
const BINARY: [string, number[]][] = [
  ['a gzip archive', [0x1f, 0x8b]],
  ['a 7-Zip archive', [0x37, 0x7a, 0xbc, 0xaf]],
  ['a RAR archive', [0x52, 0x61, 0x72, 0x21]],
  ['an RTF document', [0x7b, 0x5c, 0x72, 0x74, 0x66]],
  ['a program', [0x7f, 0x45, 0x4c, 0x46]],
  ['a program', [0x4d, 0x5a, 0x90, 0x00]],
]

/**
 * Says what a file is by its content; the name only helps to tell kinds of plain text apart.
 *
 * @throws NonRetryableError EMPTY_FILE, PASSWORD_PROTECTED, UNSUPPORTED_TYPE, CORRUPT_FILE
 */
export function sniff(bytes: Uint8Array, fileName = ''): FileKind {
  if (bytes.length === 0) throw refuse('EMPTY_FILE')
  // A PDF may have some bytes before its header (ISO 32000-1, annex H.3.4.1).
  if (indexOfAscii(bytes, '%PDF-', 1024) >= 0) return 'pdf'
  if (startsWith(bytes, CFB)) throw compoundFile(bytes)
  if (startsWith(bytes, [0x50, 0x4b])) return zipKind(bytes)
  const picture = pictureKind(bytes)
  if (picture === 'readable') return 'picture'
  if (picture) {
    throw refuse(
      'UNSUPPORTED_TYPE',
      `The file is a picture (${picture}). Save it as PNG or JPEG and upload that.`,
    )
  }
  const binary = BINARY.find(([, magic]) => startsWith(bytes, magic))
  if (binary) {
    throw refuse('UNSUPPORTED_TYPE', `The file is ${binary[0]}. Upload a PDF, DOCX, XLSX, CSV or text file.`)
  }
  return textKind(decodeText(bytes).text, fileName)
}

/** Encrypted OOXML is a compound file with an `EncryptedPackage` stream ([MS-OFFCRYPTO] 2.3.4.4). */
function compoundFile(bytes: Uint8Array) {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf16le')
  const shifted = Buffer.from(bytes.buffer, bytes.byteOffset + 1, bytes.byteLength - 1).toString('utf16le')
  if (text.includes('EncryptedPackage') || shifted.includes('EncryptedPackage'))
    return refuse('PASSWORD_PROTECTED')
  return refuse(
    'UNSUPPORTED_TYPE',
    'The file has the old Office format (.doc, .xls). Save it as DOCX or XLSX and upload that.',
  )
}

function zipKind(bytes: Uint8Array): FileKind {
  const names = new Set(listZip(bytes).map((entry) => entry.name))
  const has = (pattern: RegExp) => [...names].some((name) => pattern.test(name))
  if (has(/^word\/document\d*\.xml$/)) return 'docx'
  if (has(/^xl\/workbook\.xml$/)) return 'xlsx'
  if (has(/^xl\/workbook\.bin$/)) {
    throw refuse('UNSUPPORTED_TYPE', 'The file is a binary workbook (XLSB). Save it as XLSX and upload that.')
  }
  if (has(/^ppt\//)) {
    throw refuse('UNSUPPORTED_TYPE', 'The file is a presentation. Export it as PDF and upload that.')
  }
  if (names.has('mimetype') || has(/^content\.xml$/)) {
    throw refuse('UNSUPPORTED_TYPE', 'The file is an OpenDocument. Save it as DOCX or XLSX and upload that.')
  }
  throw refuse('UNSUPPORTED_TYPE', 'The file is a ZIP archive. Unpack it and upload the document inside.')
}

function textKind(text: string, fileName: string): FileKind {
  const head = text.slice(0, 20_000)
  if (text.trim() === '') throw refuse('EMPTY_FILE')
  const controls = [...head].filter(
    (character) => /[\p{Cc}\ufffd]/u.test(character) && !/\s/.test(character),
  ).length
  if (controls > head.length / 50) throw refuse('UNSUPPORTED_TYPE')
  const extension = /\.([a-z]+)$/i.exec(fileName)?.[1]?.toLowerCase() ?? ''
  const start = head.trimStart()
  if (/^<(!doctype\s+html|html|head|body|table|div|h[1-6]|p|section|article|main)\b/i.test(start))
    return 'html'
  if (/^<\?xml/.test(start) || /^<[A-Za-z_][\w.-]*[\s>/]/.test(start)) {
    if (/<html\b|<!doctype\s+html/i.test(head)) return 'html'
    if (/<(criteri|rubric|guidecriteri|definition|area|grading|gradingform)/i.test(text)) return 'moodle-xml'
    if (/<(table|tr|p|ul|ol|h[1-6]|b|strong|em|center|font|style|meta|title)\b/i.test(start)) return 'html'
    throw refuse(
      'NOT_A_RUBRIC',
      'The XML file holds no Moodle rubric. Upload the grading.xml of a Moodle backup, or another format.',
    )
  }
  if (/^\s*<table\b/im.test(head) && /<\/table>/i.test(text))
    return extension === 'html' ? 'html' : 'markdown'
  const firstLine = start.slice(0, 400)
  if (/rubric name/i.test(firstLine) && /criteri(a|on) name/i.test(firstLine)) return 'canvas-csv'
  if (/^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{1,}:?\s*)+\|?\s*$/m.test(head)) return 'markdown'
  if (looksDelimited(head) && !['md', 'markdown'].includes(extension)) return 'csv'
  if (extension === 'csv' || extension === 'tsv') return 'csv'
  if (/^#{1,6}\s+\S/m.test(head) || ['md', 'markdown'].includes(extension) || /^\s*[-*+] \*\*/m.test(head)) {
    return 'markdown'
  }
  return 'text'
}

/** True when most lines hold the same number (one or more) of some delimiter outside quotes. */
function looksDelimited(text: string): boolean {
  const lines = text
    .replace(/"(?:[^"]|"")*"/g, (quoted) => quoted.replace(/[,;\t|\n\r]/g, ' '))
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '')
  if (lines.length < 2) return false
  for (const delimiter of ['\t', ';', ',']) {
    const counts = lines.map((line) => line.split(delimiter).length - 1)
    const first = counts[0] ?? 0
    if (first < 1) continue
    // A single comma a line is prose, unless every line has exactly one.
    if (delimiter === ',' && first === 1 && !(lines.length >= 3 && counts.every((count) => count === 1)))
      continue
    const same = counts.filter((count) => count > 0 && Math.abs(count - first) <= 1).length
    if (same >= lines.length * 0.7) return true
  }
  return false
}

/** PNG, JPEG and WebP are readable; of others, their name. */
function pictureKind(bytes: Uint8Array): string | undefined {
  const ascii = (from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString('latin1')
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47]) || startsWith(bytes, [0xff, 0xd8, 0xff])) return 'readable'
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'readable'
  if (ascii(0, 4) === 'GIF8') return 'GIF'
  if (ascii(0, 4) === 'II*\0' || ascii(0, 4) === 'MM\0*') return 'TIFF'
  // ISO/IEC 23008-12: what telephones of Apple take.
  if (ascii(4, 8) === 'ftyp' && /^(?:hei|hev|mif1|msf1|avif)/.test(ascii(8, 12))) return 'HEIC'
  return undefined
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((value, at) => bytes[at] === value)
}

function indexOfAscii(bytes: Uint8Array, text: string, within: number): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, within)).indexOf(
    text,
    0,
    'latin1',
  )
}
