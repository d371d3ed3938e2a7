import { type PdfDict, readDict, readRef } from '../../src/shared/pdf-syntax.ts'

/**
 * A PDF taken apart into its objects, to be changed and put together again. It reads what Skia, Chromium's
 * PDF writer, writes: one classic cross-reference table, no object streams, no encryption. Objects that
 * nobody changes keep their bytes, tags and fonts included. (A general library takes 200 ms to load, longer
 * than the whole of a print.)
 */
export interface PdfObjects {
  /** Bodies by object number: what stands between `obj` and `endobj`, as latin-1. */
  bodies: Map<number, string>
  trailer: PdfDict
  /** The number that the next object gets. */
  nextId: number
}

export class PdfSyntaxError extends Error {
  override readonly name = 'PdfSyntaxError'
}

export function readPdf(bytes: Uint8Array): PdfObjects {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const tail = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(text.slice(-64))
  if (!tail) throw new PdfSyntaxError('The PDF does not end in startxref and %%EOF')
  const tableStart = Number(tail[1])
  const table = /^xref\s+0 (\d+)\s*\n/.exec(text.slice(tableStart, tableStart + 40))
  if (!table) throw new PdfSyntaxError('The PDF has no classic cross-reference table')

  const size = Number(table[1])
  const offsets: { id: number; start: number }[] = []
  for (let id = 0, at = tableStart + table[0].length; id < size; id++, at += 20) {
    if (text[at + 17] === 'n') offsets.push({ id, start: Number(text.slice(at, at + 10)) })
  }
  offsets.sort((a, b) => a.start - b.start)

  const bodies = new Map<number, string>()
  for (const [index, { id, start }] of offsets.entries()) {
    const whole = text.slice(start, offsets[index + 1]?.start ?? tableStart)
    const head = /^(\d+) 0 obj\s*/.exec(whole.slice(0, 40))
    const end = whole.lastIndexOf('endobj')
    if (!head || Number(head[1]) !== id || end === -1)
      throw new PdfSyntaxError(`Object ${id} is not in its place`)
    bodies.set(id, whole.slice(head[0].length, end).replace(/\s$/, ''))
  }
  const trailer = readDict(text, text.indexOf('trailer', tableStart) + 'trailer'.length)
  if (!trailer) throw new PdfSyntaxError('The PDF has no trailer')
  return { bodies, trailer: trailer.dict, nextId: size }
}

/** The dictionary that an object is. */
export function dictOf(pdf: PdfObjects, id: number | undefined): PdfDict {
  const found = id === undefined ? undefined : readDict(pdf.bodies.get(id) ?? '')
  if (!found) throw new PdfSyntaxError(`Object ${id} is not a dictionary`)
  return found.dict
}

export function rootOf(pdf: PdfObjects): { id: number; dict: PdfDict } {
  const id = readRef(pdf.trailer.get('Root'))
  return { id: id ?? 0, dict: dictOf(pdf, id) }
}

/** Adds an object and returns the reference to it. */
export function addObject(pdf: PdfObjects, body: string): string {
  const id = pdf.nextId++
  pdf.bodies.set(id, body)
  return `${id} 0 R`
}

export function writePdf(pdf: PdfObjects): Uint8Array<ArrayBuffer> {
  // The second line tells transfer programs that the file is binary (ISO 32000-1, 7.5.2).
  const parts = ['%PDF-1.7\n%\xd3\xeb\xe9\xe1\n']
  let length = parts[0]?.length ?? 0
  const ids = [...pdf.bodies.keys()].sort((a, b) => a - b)
  const size = (ids.at(-1) ?? 0) + 1
  const rows = new Array<string>(size).fill('0000000000 65535 f \n')
  for (const id of ids) {
    rows[id] = `${String(length).padStart(10, '0')} 00000 n \n`
    const part = `${id} 0 obj\n${pdf.bodies.get(id)}\nendobj\n`
    parts.push(part)
    length += part.length
  }
  const trailer = new Map(pdf.trailer).set('Size', String(size))
  const entries = [...trailer].map(([key, value]) => `/${key} ${value}`).join('\n')
  parts.push(`xref\n0 ${size}\n${rows.join('')}trailer\n<<${entries}>>\nstartxref\n${length}\n%%EOF\n`)
  const bytes = Buffer.from(parts.join(''), 'latin1')
  return new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength)
}
