import { inflateSync } from 'node:zlib'
import { tooComplex } from './read-errors.ts'

/**
 * Refuses files whose compressed streams swell beyond all use before pdf.js unpacks them, because it unpacks a
 * stream whole. Deflate reaches a factor of 1032 at most, so only streams longer than a thousandth of the
 * limit need a look, unless they are compressed more than once.
 */

/** Content and fonts of real documents stay far below; pictures are never unpacked. */
const MAX_STREAM_BYTES = 64 * 1024 * 1024
const MAX_TOTAL_BYTES = 256 * 1024 * 1024
const MAX_FACTOR = 1032

export function guardAgainstBombs(bytes: Uint8Array): void {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  let total = 0
  for (let at = file.indexOf('stream'); at >= 0; at = file.indexOf('stream', at + 6)) {
    if (file.subarray(at - 3, at).toString('latin1') === 'end') continue
    let start = at + 6
    if (file[start] === 13) start++
    if (file[start] === 10) start++
    const dictionary = file.subarray(Math.max(0, at - 2048), at).toString('latin1')
    const own = dictionary.slice(dictionary.lastIndexOf(' obj') + 1)
    const filters = own.match(/\/(?:FlateDecode|Fl)\b/g)?.length ?? 0
    if (filters === 0) continue
    const end = file.indexOf('endstream', start)
    const length = (end < 0 ? file.length : end) - start
    if (
      filters < 2 &&
      length * MAX_FACTOR < MAX_STREAM_BYTES &&
      total + length * MAX_FACTOR < MAX_TOTAL_BYTES
    ) {
      total += Math.min(length * 4, MAX_STREAM_BYTES)
      at = start + length
      continue
    }
    let data: Buffer = file.subarray(start, start + length)
    for (let i = 0; i < filters; i++) {
      const inflated = inflateWithin(data)
      if (!inflated) break
      data = inflated
    }
    total += data.length
    if (total > MAX_TOTAL_BYTES) throw tooComplex()
    at = start + length
  }
}

function inflateWithin(data: Buffer): Buffer | undefined {
  try {
    return inflateSync(data, { maxOutputLength: MAX_STREAM_BYTES, finishFlush: 2 })
  } catch (error) {
    if (error instanceof RangeError || (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE')
      throw tooComplex(error)
    // Encrypted or damaged: pdf.js will say what is wrong with it.
    return undefined
  }
}
