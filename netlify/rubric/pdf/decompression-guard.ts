import { inflateSync } from 'node:zlib'
import { tooComplex } from './read-errors.ts'

/**
 * Refuses files that would keep pdf.js busy without end, before it sees them: it unpacks a stream whole, never
 * yields to a timer within a page, and needs time quadratic in the depth of saved graphics states.
 */

/** Content of real pages stays far below. */
const MAX_CONTENT_BYTES = 8 * 1024 * 1024
/** Fonts and profiles; pictures are never unpacked, but nothing vouches that a picture is one. */
const MAX_STREAM_BYTES = 64 * 1024 * 1024
const MAX_TOTAL_BYTES = 192 * 1024 * 1024
const MAX_DEPTH = 500
/** Deflate makes nothing more than this many times smaller. */
const MAX_FACTOR = 1032

export function guardAgainstBombs(bytes: Uint8Array): void {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  let total = 0
  for (let at = file.indexOf('stream'); at >= 0; at = file.indexOf('stream', at + 6)) {
    if (file.subarray(at - 3, at).toString('latin1') === 'end') continue
    let start = at + 6
    if (file[start] === 13) start++
    if (file[start] === 10) start++
    const before = file.subarray(Math.max(0, at - 2048), at).toString('latin1')
    const dictionary = before.slice(before.lastIndexOf(' obj') + 1)
    const end = file.indexOf('endstream', start)
    const raw = file.subarray(start, end < 0 ? file.length : end)
    const binary =
      /\/(?:Image|Length1|FontFile|CIDFontType0C|Type1C|OpenType|XRef|ICCBased|Alternate)\b/.test(dictionary)
    const limit = binary ? MAX_STREAM_BYTES : MAX_CONTENT_BYTES
    const filters = dictionary.match(/\/(?:FlateDecode|Fl)\b/g)?.length ?? 0
    at = start + raw.length
    // A picture that cannot swell beyond the limit needs no look.
    if (binary && filters < 2 && raw.length * MAX_FACTOR < limit) continue
    const data = unpack(raw, filters, limit)
    total += data.length
    if (data.length > limit || total > MAX_TOTAL_BYTES) throw tooComplex()
    if (!binary && isDeep(data)) throw tooComplex()
  }
}

function unpack(raw: Buffer, filters: number, limit: number): Buffer {
  let data = raw
  for (let i = 0; i < filters; i++) {
    try {
      data = inflateSync(data, {
        maxOutputLength: i === filters - 1 ? limit : MAX_STREAM_BYTES,
        finishFlush: 2,
      })
    } catch (error) {
      const code = (error as { code?: string }).code
      if (error instanceof RangeError || code === 'ERR_BUFFER_TOO_LARGE') throw tooComplex(error)
      // Encrypted or damaged: pdf.js will say what is wrong with it.
      return data
    }
  }
  return data
}

const SPACE = new Set([0, 9, 10, 12, 13, 32])

/** Whether `q` operators are nested deeper than any drawing needs. */
function isDeep(data: Buffer): boolean {
  let depth = 0
  for (let i = 0; i < data.length; i++) {
    const byte = data[i]
    if (byte !== 113 && byte !== 81) continue
    if (i > 0 && !SPACE.has(data[i - 1] ?? 0)) continue
    if (i + 1 < data.length && !SPACE.has(data[i + 1] ?? 0)) continue
    depth = byte === 113 ? depth + 1 : Math.max(0, depth - 1)
    if (depth > MAX_DEPTH) return true
  }
  return false
}
