import { toLines } from '../text/lines.ts'
import { partAtEdges } from '../text/touching-words.ts'
import type { Columns } from './open-columns.ts'
import { makeRow, type Row } from './open-regions.ts'

/** Widest gap between words that touch, in type sizes; a space is wider. */
const TOUCHING = 0.1

/** Text that fills its column touches what begins in the next. */
export function partRow(row: Row, { extents }: Columns): Row {
  const edges = extents.slice(1).map(([left]) => left)
  const chunks = row.chunks.flatMap((chunk) => {
    const words = partAtEdges(chunk.words, edges)
    const touching = words.slice(1).flatMap((word, at) => {
      const gap = word.box[0] - (words[at]?.box[2] ?? 0)
      const edge = edges.find((x) => Math.abs(x - word.box[0]) < 1.5)
      return edge !== undefined && gap < TOUCHING * word.size ? [word.box[0]] : []
    })
    return touching.length > 0 ? toLines(words, 1, 0, touching) : [chunk]
  })
  return chunks.length === row.chunks.length ? row : makeRow(chunks)
}
