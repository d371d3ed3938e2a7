import { deflateSync, inflateSync } from 'node:zlib'
import { type PdfDict, readDict, writeDict } from '../../src/shared/pdf-syntax.ts'
import { type PdfObjects, PdfSyntaxError } from './pdf-objects.ts'

/** More than any page or font of ours; a bound all the same. */
const MAX_STREAM_BYTES = 100_000_000

/** A stream's dictionary and what it holds; undefined when the object is none or is packed in another way than Flate. */
export function readStream(pdf: PdfObjects, id: number): { dict: PdfDict; bytes: Buffer } | undefined {
  const body = pdf.bodies.get(id) ?? ''
  const head = readDict(body)
  const start = head ? body.indexOf('stream\n', head.end) : -1
  if (!head || start === -1) return undefined
  const filter = head.dict.get('Filter')
  if (filter !== undefined && filter !== '/FlateDecode') return undefined
  const data = body.slice(start + 'stream\n'.length, body.lastIndexOf('\nendstream'))
  const bytes = Buffer.from(data, 'latin1')
  return {
    dict: head.dict,
    bytes: filter ? inflateSync(bytes, { maxOutputLength: MAX_STREAM_BYTES }) : bytes,
  }
}

/** What a stream holds that must be there. Throws PdfSyntaxError when it is not. */
export function streamOf(pdf: PdfObjects, id: number): Buffer {
  const found = readStream(pdf, id)
  if (!found) throw new PdfSyntaxError(`Object ${id} is not a stream that can be read`)
  return found.bytes
}

/** Puts `bytes` in the place of what the stream held, compressed. Its other entries stay. */
export function writeStream(pdf: PdfObjects, id: number, bytes: Buffer): void {
  const dict = readDict(pdf.bodies.get(id) ?? '')?.dict ?? new Map<string, string>()
  const packed = deflateSync(bytes).toString('latin1')
  dict.set('Filter', '/FlateDecode')
  dict.set('Length', String(packed.length))
  if (dict.has('Length1')) dict.set('Length1', String(bytes.length))
  pdf.bodies.set(id, `${writeDict(dict)}\nstream\n${packed}\nendstream`)
}
