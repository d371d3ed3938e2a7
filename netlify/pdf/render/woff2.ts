import { promisify } from 'node:util'
import { brotliCompress, brotliDecompress, brotliDecompressSync, constants } from 'node:zlib'
import { type GlyphOf, readCmap, writeCmap } from './cmap.ts'

/**
 * Reading and changing which characters a WOFF2 file draws (https://www.w3.org/TR/WOFF2/). Only the glyph and
 * location tables are transformed, and all tables are compressed as one stream, so `cmap` can be read and
 * replaced without touching a glyph.
 */

const CMAP = 0
const GLYF = 10
const LOCA = 11
const CFF = 13
const ANY_TAG = 63
const HEADER_BYTES = 48

interface TableEntry {
  flags: number
  /** Four letters, for tags that have no number. */
  tag: Buffer
  originalLength: number
  transformedLength: number | undefined
  /** In the decompressed stream. */
  offset: number
  length: number
}

interface Container {
  header: Buffer
  tables: TableEntry[]
  compressed: Buffer
}

function readContainer(bytes: Uint8Array): Container {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (file.toString('latin1', 0, 4) !== 'wOF2') throw new Error('Not a WOFF2 file')
  const tableCount = file.readUInt16BE(12)
  let at = HEADER_BYTES
  function base128(): number {
    let value = 0
    for (let i = 0; i < 5; i++) {
      const byte = file.readUInt8(at++)
      value = value * 128 + (byte & 0x7f)
      if ((byte & 0x80) === 0) return value
    }
    throw new Error('Bad length in a WOFF2 table directory')
  }

  const tables: TableEntry[] = []
  let offset = 0
  for (let i = 0; i < tableCount; i++) {
    const flags = file.readUInt8(at++)
    const number = flags & 0x3f
    const tag = file.subarray(at, number === ANY_TAG ? at + 4 : at)
    at += tag.length
    const originalLength = base128()
    const version = flags >> 6
    const transformed = number === GLYF || number === LOCA ? version !== 3 : version !== 0
    const transformedLength = transformed ? base128() : undefined
    const length = transformedLength ?? originalLength
    tables.push({ flags, tag, originalLength, transformedLength, offset, length })
    offset += length
  }
  return {
    header: file.subarray(0, HEADER_BYTES),
    tables,
    compressed: file.subarray(at, at + file.readUInt32BE(20)),
  }
}

function cmapOf({ tables }: Container): TableEntry {
  const cmap = tables.find((table) => (table.flags & 0x3f) === CMAP)
  if (cmap === undefined) throw new Error('The font has no cmap table')
  return cmap
}

/** `glyf` outlines are TrueType; Chromium embeds `CFF ` as Type 3. Code points are those with a glyph. */
export function readWoff2(bytes: Uint8Array): { outlines: 'glyf' | 'CFF '; codePoints: number[] } {
  const container = readContainer(bytes)
  const numbers = container.tables.map((table) => table.flags & 0x3f)
  const cmap = cmapOf(container)
  const stream = brotliDecompressSync(container.compressed)
  const glyphs = readCmap(stream.subarray(cmap.offset, cmap.offset + cmap.length))
  return {
    outlines: numbers.includes(GLYF) && !numbers.includes(CFF) ? 'glyf' : 'CFF ',
    codePoints: [...glyphs.keys()].sort((a, b) => a - b),
  }
}

const decompress = promisify(brotliDecompress)
const compress = promisify(brotliCompress)

/**
 * The same font, drawing only `keep`. Chromium tells what a glyph means from the font's own table and takes
 * any of the characters that share it: ’ came out of a PDF as ʼ, Arabic letters as presentation forms. With
 * nothing in the table but the text's own characters there is nothing else to take.
 */
export async function restrictCharacters(bytes: Uint8Array, keep: ReadonlySet<number>): Promise<Uint8Array> {
  const container = readContainer(bytes)
  const cmap = cmapOf(container)
  const stream = await decompress(container.compressed)
  const all = readCmap(stream.subarray(cmap.offset, cmap.offset + cmap.length))
  const kept: GlyphOf = new Map([...all].filter(([point]) => keep.has(point)))
  const newCmap = writeCmap(kept)
  const newStream = await compress(
    Buffer.concat([stream.subarray(0, cmap.offset), newCmap, stream.subarray(cmap.offset + cmap.length)]),
    { params: { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_SIZE_HINT]: stream.length } },
  )

  const directory = Buffer.concat(
    container.tables.flatMap((table) => [
      Buffer.of(table.flags),
      table.tag,
      base128Of(table === cmap ? newCmap.length : table.originalLength),
      ...(table.transformedLength === undefined ? [] : [base128Of(table.transformedLength)]),
    ]),
  )
  const header = Buffer.from(container.header)
  const padding = (4 - ((HEADER_BYTES + directory.length + newStream.length) % 4)) % 4
  header.writeUInt32BE(HEADER_BYTES + directory.length + newStream.length + padding, 8)
  header.writeUInt32BE(header.readUInt32BE(16) + aligned(newCmap.length) - aligned(cmap.length), 16)
  header.writeUInt32BE(newStream.length, 20)
  // Metadata and private data stay behind.
  header.fill(0, 28, HEADER_BYTES)
  return Buffer.concat([header, directory, newStream, Buffer.alloc(padding)])
}

function aligned(length: number): number {
  return Math.ceil(length / 4) * 4
}

function base128Of(value: number): Buffer {
  const bytes = [value & 0x7f]
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80)
  return Buffer.from(bytes)
}
