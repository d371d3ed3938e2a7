import { brotliDecompressSync } from 'node:zlib'

/**
 * What a WOFF2 file can draw, read from the file itself: the `unicode-range` in a package's CSS promises
 * characters that the font does not have. Only the glyph and location tables of WOFF2 are transformed
 * (https://www.w3.org/TR/WOFF2/#table_format), so `cmap` can be read as it is.
 */
export interface FontOutline {
  /** `glyf` is TrueType; `CFF ` would be embedded as Type 3 by Chromium. */
  outlines: 'glyf' | 'CFF '
  /** Code points with a glyph, ascending. */
  codePoints: number[]
}

const CMAP = 0
const GLYF = 10
const LOCA = 11
const CFF = 13
const ANY_TAG = 63

export function readWoff2(bytes: Uint8Array): FontOutline {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (file.toString('latin1', 0, 4) !== 'wOF2') throw new Error('Not a WOFF2 file')
  const tableCount = file.readUInt16BE(12)
  const compressedLength = file.readUInt32BE(20)
  let at = 48
  function base128(): number {
    let value = 0
    for (let i = 0; i < 5; i++) {
      const byte = file.readUInt8(at++)
      value = value * 128 + (byte & 0x7f)
      if ((byte & 0x80) === 0) return value
    }
    throw new Error('Bad length in a WOFF2 table directory')
  }

  let offset = 0
  let cmap: { offset: number; length: number } | undefined
  const tags = new Set<number>()
  for (let i = 0; i < tableCount; i++) {
    const flags = file.readUInt8(at++)
    const tag = flags & 0x3f
    if (tag === ANY_TAG) at += 4
    tags.add(tag)
    const original = base128()
    const version = flags >> 6
    const transformed = tag === GLYF || tag === LOCA ? version !== 3 : version !== 0
    const length = transformed ? base128() : original
    if (tag === CMAP) cmap = { offset, length }
    offset += length
  }
  if (cmap === undefined) throw new Error('The font has no cmap table')
  const tables = brotliDecompressSync(file.subarray(at, at + compressedLength))
  const codePoints = readCmap(tables.subarray(cmap.offset, cmap.offset + cmap.length))
  return { outlines: tags.has(GLYF) && !tags.has(CFF) ? 'glyf' : 'CFF ', codePoints }
}

function readCmap(cmap: Buffer): number[] {
  const points = new Set<number>()
  const subtables = cmap.readUInt16BE(2)
  for (let i = 0; i < subtables; i++) {
    const platform = cmap.readUInt16BE(4 + i * 8)
    const table = cmap.subarray(cmap.readUInt32BE(8 + i * 8))
    const format = table.readUInt16BE(0)
    if (platform !== 0 && platform !== 3) continue
    if (format === 4) addFormat4(table, points)
    if (format === 12) addFormat12(table, points)
  }
  return [...points].sort((a, b) => a - b)
}

function addFormat4(table: Buffer, points: Set<number>): void {
  const segments = table.readUInt16BE(6) / 2
  const ends = 14
  const starts = ends + segments * 2 + 2
  const deltas = starts + segments * 2
  const offsets = deltas + segments * 2
  for (let i = 0; i < segments; i++) {
    const end = table.readUInt16BE(ends + i * 2)
    const start = table.readUInt16BE(starts + i * 2)
    const delta = table.readUInt16BE(deltas + i * 2)
    const range = table.readUInt16BE(offsets + i * 2)
    for (let point = start; point <= end && point !== 0xffff; point++) {
      const glyph =
        range === 0
          ? (point + delta) & 0xffff
          : table.readUInt16BE(offsets + i * 2 + range + (point - start) * 2)
      if (glyph !== 0) points.add(point)
    }
  }
}

function addFormat12(table: Buffer, points: Set<number>): void {
  const groups = table.readUInt32BE(12)
  for (let i = 0; i < groups; i++) {
    const start = table.readUInt32BE(16 + i * 12)
    const end = table.readUInt32BE(20 + i * 12)
    const glyph = table.readUInt32BE(24 + i * 12)
    for (let point = start; point <= end; point++) if (glyph + point - start !== 0) points.add(point)
  }
}
