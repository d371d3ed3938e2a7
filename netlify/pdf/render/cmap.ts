/**
 * The table that maps characters to glyphs (https://learn.microsoft.com/typography/opentype/spec/cmap):
 * formats 4 and 12 are read, format 12 is written.
 */

/** Code point → glyph number. */
export type GlyphOf = Map<number, number>

const UNICODE = 0
const WINDOWS = 3

export function readCmap(cmap: Buffer): GlyphOf {
  const glyphs: GlyphOf = new Map()
  const subtables = cmap.readUInt16BE(2)
  for (let i = 0; i < subtables; i++) {
    const platform = cmap.readUInt16BE(4 + i * 8)
    const table = cmap.subarray(cmap.readUInt32BE(8 + i * 8))
    const format = table.readUInt16BE(0)
    if (platform !== UNICODE && platform !== WINDOWS) continue
    if (format === 4) addFormat4(table, glyphs)
    if (format === 12) addFormat12(table, glyphs)
  }
  return glyphs
}

function addFormat4(table: Buffer, glyphs: GlyphOf): void {
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
      let glyph = point
      if (range !== 0) {
        glyph = table.readUInt16BE(offsets + i * 2 + range + (point - start) * 2)
        if (glyph === 0) continue
      }
      glyph = (glyph + delta) & 0xffff
      if (glyph !== 0) glyphs.set(point, glyph)
    }
  }
}

function addFormat12(table: Buffer, glyphs: GlyphOf): void {
  const groups = table.readUInt32BE(12)
  for (let i = 0; i < groups; i++) {
    const start = table.readUInt32BE(16 + i * 12)
    const end = table.readUInt32BE(20 + i * 12)
    const first = table.readUInt32BE(24 + i * 12)
    for (let point = start; point <= end; point++) {
      const glyph = first + point - start
      if (glyph !== 0) glyphs.set(point, glyph)
    }
  }
}

export function writeCmap(glyphs: GlyphOf): Buffer {
  const points = [...glyphs].sort(([a], [b]) => a - b)
  const cmap = Buffer.alloc(12 + 16 + points.length * 12)
  cmap.writeUInt16BE(1, 2)
  cmap.writeUInt16BE(WINDOWS, 4)
  cmap.writeUInt16BE(10, 6)
  cmap.writeUInt32BE(12, 8)
  cmap.writeUInt16BE(12, 12)
  cmap.writeUInt32BE(16 + points.length * 12, 16)
  cmap.writeUInt32BE(points.length, 24)
  points.forEach(([point, glyph], i) => {
    cmap.writeUInt32BE(point, 28 + i * 12)
    cmap.writeUInt32BE(point, 32 + i * 12)
    cmap.writeUInt32BE(glyph, 36 + i * 12)
  })
  return cmap
}
