import { deflateSync, inflateSync } from 'node:zlib'
import { readDict, writeDict } from '../../../src/shared/pdf-syntax.ts'
import { type PdfObjects, PdfSyntaxError } from '../pdf-objects.ts'

/** More than any page of ours; a bound all the same. */
const MAX_STREAM_BYTES = 50_000_000

/** What a compressed stream object holds. */
export function readStream(pdf: PdfObjects, id: number): Buffer {
  const body = pdf.bodies.get(id) ?? ''
  const head = readDict(body)
  const start = head ? body.indexOf('stream\n', head.end) : -1
  if (!head || start === -1 || head.dict.get('Filter') !== '/FlateDecode') {
    throw new PdfSyntaxError(`Object ${id} is not a compressed stream`)
  }
  const data = body.slice(start + 'stream\n'.length, body.lastIndexOf('\nendstream'))
  return inflateSync(Buffer.from(data, 'latin1'), { maxOutputLength: MAX_STREAM_BYTES })
}

/** Puts `bytes` in the place of what the stream object held. */
export function writeStream(pdf: PdfObjects, id: number, bytes: Buffer): void {
  const dict = readDict(pdf.bodies.get(id) ?? '')?.dict ?? new Map<string, string>()
  const packed = deflateSync(bytes).toString('latin1')
  dict.set('Filter', '/FlateDecode')
  dict.set('Length', String(packed.length))
  if (dict.has('Length1')) dict.set('Length1', String(bytes.length))
  pdf.bodies.set(id, `${writeDict(dict)}\nstream\n${packed}\nendstream`)
}
