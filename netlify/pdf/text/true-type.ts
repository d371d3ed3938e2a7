/**
 * Adding glyphs that are put together from others to a TrueType font
 * (https://learn.microsoft.com/typography/opentype/spec/glyf#composite-glyph-description).
 */

/** Where a part of a glyph stands, in units of the font. */
export interface Part {
  glyph: number
  x: number
  y: number
}

export interface NewGlyph {
  parts: Part[]
  /** In units of the font. */
  advance: number
}

export interface TrueType {
  unitsPerEm: number
  glyphCount: number
  advanceOf(glyph: number): number
  /** The font with more glyphs, numbered from `glyphCount` on. */
  withGlyphs(added: NewGlyph[]): Buffer
}

/** All that a PDF needs of a font (ISO 32000-1, 9.9); the others may depend on the number of glyphs. */
const KEPT = ['cvt ', 'fpgm', 'glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp', 'prep']

/** Undefined for what is no whole TrueType font. */
export function readTrueType(file: Buffer): TrueType | undefined {
  const tables = tablesOf(file)
  const [head, maxp, hhea, hmtx, loca, glyf] = ['head', 'maxp', 'hhea', 'hmtx', 'loca', 'glyf'].map((tag) =>
    tables.get(tag),
  )
  if (!head || !maxp || !hhea || !hmtx || !loca || !glyf || maxp.length < 32) return undefined
  const glyphCount = maxp.readUInt16BE(4)
  const longMetrics = hhea.readUInt16BE(34)
  const offsets = Array.from({ length: glyphCount + 1 }, (_, i) =>
    head.readInt16BE(50) === 0 ? 2 * loca.readUInt16BE(2 * i) : loca.readUInt32BE(4 * i),
  )
  const advanceOf = (glyph: number) => hmtx.readUInt16BE(4 * Math.min(glyph, longMetrics - 1))
  const bearingOf = (glyph: number) =>
    glyph < longMetrics
      ? hmtx.readInt16BE(4 * glyph + 2)
      : hmtx.readInt16BE(4 * longMetrics + 2 * (glyph - longMetrics))
  const boxOf = (glyph: number): Box | undefined => {
    const start = offsets[glyph] ?? 0
    if (start >= (offsets[glyph + 1] ?? 0)) return undefined
    return {
      left: glyf.readInt16BE(start + 2),
      bottom: glyf.readInt16BE(start + 4),
      right: glyf.readInt16BE(start + 6),
      top: glyf.readInt16BE(start + 8),
    }
  }

  return {
    unitsPerEm: head.readUInt16BE(18),
    glyphCount,
    advanceOf,
    withGlyphs(added) {
      const drawn = added.map(({ parts, advance }) => ({ ...composite(parts, boxOf), advance }))
      const ends: number[] = []
      let end = glyf.length + (-glyf.length & 3)
      const outlines = [glyf, Buffer.alloc(end - glyf.length)]
      // What stood at the end of the table stays there; an empty glyph may come before the padding.
      ends.push(end)
      for (const { outline } of drawn) {
        outlines.push(outline)
        end += outline.length
        ends.push(end)
      }
      const count = glyphCount + added.length
      const newLoca = Buffer.alloc(4 * (count + 1))
      for (const [i, offset] of [...offsets.slice(0, -1), ...ends].entries())
        newLoca.writeUInt32BE(offset, 4 * i)
      const newHmtx = Buffer.alloc(4 * count)
      for (let glyph = 0; glyph < glyphCount; glyph++) {
        newHmtx.writeUInt16BE(advanceOf(glyph), 4 * glyph)
        newHmtx.writeInt16BE(bearingOf(glyph), 4 * glyph + 2)
      }
      for (const [i, { advance, left }] of drawn.entries()) {
        newHmtx.writeUInt16BE(Math.max(0, Math.min(0xffff, advance)), 4 * (glyphCount + i))
        newHmtx.writeInt16BE(left, 4 * (glyphCount + i) + 2)
      }
      const newHead = Buffer.from(head)
      newHead.writeInt16BE(1, 50)
      newHead.writeUInt32BE(0, 8)
      const newHhea = Buffer.from(hhea)
      newHhea.writeUInt16BE(count, 34)
      const changed = new Map([
        ['glyf', Buffer.concat(outlines)],
        ['head', newHead],
        ['hhea', newHhea],
        ['hmtx', newHmtx],
        ['loca', newLoca],
        ['maxp', roomier(maxp, count, Math.max(...added.map(({ parts }) => parts.length)))],
      ])
      return writeTables(
        KEPT.flatMap((tag) => {
          const table = changed.get(tag) ?? tables.get(tag)
          return table ? [[tag, table] as const] : []
        }),
      )
    },
  }
}

interface Box {
  left: number
  bottom: number
  right: number
  top: number
}

function tablesOf(file: Buffer): Map<string, Buffer> {
  const tables = new Map<string, Buffer>()
  if (file.length < 12 || file.readUInt32BE(0) !== 0x00010000) return tables
  const count = file.readUInt16BE(4)
  for (let i = 0; i < count && 12 + 16 * (i + 1) <= file.length; i++) {
    const at = 12 + 16 * i
    const start = file.readUInt32BE(at + 8)
    tables.set(file.toString('latin1', at, at + 4), file.subarray(start, start + file.readUInt32BE(at + 12)))
  }
  return tables
}

const ARGUMENTS_ARE_WORDS = 0x0001
const ARGUMENTS_ARE_OFFSETS = 0x0002
const MORE_PARTS = 0x0020

function composite(parts: Part[], boxOf: (glyph: number) => Box | undefined) {
  // A part without an outline draws nothing, and some readers stumble over it.
  const visible = parts.flatMap((part) => {
    const box = boxOf(part.glyph)
    return box ? [{ ...part, box }] : []
  })
  if (visible.length === 0) return { outline: Buffer.alloc(0), left: 0 }
  const left = Math.min(...visible.map(({ box, x }) => box.left + x))
  const header = Buffer.alloc(10)
  header.writeInt16BE(-1, 0)
  header.writeInt16BE(left, 2)
  header.writeInt16BE(Math.min(...visible.map(({ box, y }) => box.bottom + y)), 4)
  header.writeInt16BE(Math.max(...visible.map(({ box, x }) => box.right + x)), 6)
  header.writeInt16BE(Math.max(...visible.map(({ box, y }) => box.top + y)), 8)
  const records = visible.map(({ glyph, x, y }, i) => {
    const record = Buffer.alloc(8)
    const more = i < visible.length - 1 ? MORE_PARTS : 0
    record.writeUInt16BE(ARGUMENTS_ARE_WORDS | ARGUMENTS_ARE_OFFSETS | more, 0)
    record.writeUInt16BE(glyph, 2)
    record.writeInt16BE(x, 4)
    record.writeInt16BE(y, 6)
    return record
  })
  const bytes = Buffer.concat([header, ...records])
  return { outline: Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]), left }
}

/** `maxp` for more glyphs of up to `parts` parts, each as large as the largest so far. */
function roomier(maxp: Buffer, glyphCount: number, parts: number): Buffer {
  const table = Buffer.from(maxp)
  const atLeast = (at: number, value: number) =>
    table.writeUInt16BE(Math.min(0xffff, Math.max(table.readUInt16BE(at), value)), at)
  table.writeUInt16BE(glyphCount, 4)
  atLeast(10, parts * Math.max(maxp.readUInt16BE(6), maxp.readUInt16BE(10)))
  atLeast(12, parts * Math.max(maxp.readUInt16BE(8), maxp.readUInt16BE(12)))
  atLeast(28, parts)
  atLeast(30, maxp.readUInt16BE(30) + 1)
  return table
}

function writeTables(tables: (readonly [tag: string, table: Buffer])[]): Buffer {
  const entries = 2 ** Math.floor(Math.log2(tables.length))
  const header = Buffer.alloc(12 + 16 * tables.length)
  header.writeUInt32BE(0x00010000, 0)
  header.writeUInt16BE(tables.length, 4)
  header.writeUInt16BE(16 * entries, 6)
  header.writeUInt16BE(Math.log2(entries), 8)
  header.writeUInt16BE(16 * (tables.length - entries), 10)
  let offset = header.length
  const parts = [header]
  let headAt = 0
  for (const [i, [tag, table]] of tables.entries()) {
    const padded = Buffer.concat([table, Buffer.alloc(-table.length & 3)])
    header.write(tag, 12 + 16 * i, 'latin1')
    header.writeUInt32BE(checksum(padded), 16 + 16 * i)
    header.writeUInt32BE(offset, 20 + 16 * i)
    header.writeUInt32BE(table.length, 24 + 16 * i)
    if (tag === 'head') headAt = offset
    parts.push(padded)
    offset += padded.length
  }
  const file = Buffer.concat(parts)
  file.writeUInt32BE((0xb1b0afba - checksum(file)) >>> 0, headAt + 8)
  return file
}

function checksum(bytes: Buffer): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += 4) sum = (sum + bytes.readUInt32BE(at)) >>> 0
  return sum
}
