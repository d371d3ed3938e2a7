import { deflateSync, inflateSync } from 'node:zlib'
import { type PdfDict, readDict, writeDict } from '../../../src/shared/pdf-syntax.ts'
import type { PdfObjects } from '../pdf-objects.ts'

const MAX_CONTENT_BYTES = 100_000_000

/** A stream's dictionary and its text as latin-1; undefined when it is none or packed in another way. */
export function readStream(pdf: PdfObjects, id: number): { dict: PdfDict; content: string } | undefined {
  const body = pdf.bodies.get(id) ?? ''
  const read = readDict(body)
  const start = read ? body.indexOf('stream\n', read.end) + 'stream\n'.length : -1
  if (!read || start < read.end) return undefined
  const data = Buffer.from(body.slice(start, start + Number(read.dict.get('Length'))), 'latin1')
  const filter = read.dict.get('Filter')
  if (filter !== undefined && filter !== '/FlateDecode') return undefined
  const plain = filter ? inflateSync(data, { maxOutputLength: MAX_CONTENT_BYTES }) : data
  return { dict: read.dict, content: plain.toString('latin1') }
}

export function writeStream(pdf: PdfObjects, id: number, dict: PdfDict, content: string): void {
  const data = deflateSync(Buffer.from(content, 'latin1')).toString('latin1')
  dict.set('Filter', '/FlateDecode').set('Length', String(data.length))
  pdf.bodies.set(id, `${writeDict(dict)}\nstream\n${data}\nendstream`)
}
