import { type Line, makeLine } from '../text/lines.ts'
import { type Columns, columnsOf } from './open-columns.ts'
import type { Row } from './open-regions.ts'

/** A row of text as cells: which column each piece of it stands in. */

export interface Draft {
  cells: Map<number, { last: number; lines: Line[] }>
  base: number
  bottom: number
  size: number
}

export function toDraft(row: Row, columns: Columns): Draft {
  const cells: Draft['cells'] = new Map()
  const put = (column: number, last: number, line: Line): void => {
    const cell = cells.get(column)
    if (cell) {
      cell.lines.push(line)
      cell.last = Math.max(cell.last, last)
    } else cells.set(column, { last, lines: [line] })
  }
  for (const [i, chunk] of row.chunks.entries()) {
    const [first, last] = columnsOf(chunk, columns)
    if (first === last) {
      put(first, first, chunk)
      continue
    }
    const apart = splitByColumn(chunk, columns, 0.4)
    if (
      apart.length > 1 &&
      apart.every((part) => columnsOf(part, columns)[0] === columnsOf(part, columns)[1])
    ) {
      for (const part of apart) put(columnsOf(part, columns)[0], columnsOf(part, columns)[0], part)
      continue
    }
    const next = row.chunks[i + 1]
    const alone = row.chunks.length === 1
    const left = columns.extents[first]?.[0] ?? 0
    // Text that starts at its column's edge and runs over empty columns is that column's.
    if (
      Math.abs(chunk.box[0] - left) < 2 * chunk.size &&
      (alone || !next || columnsOf(next, columns)[0] > last)
    ) {
      if (alone || first === 0) {
        put(first, first, chunk)
        continue
      }
    }
    if (alone) {
      // A heading centred over the columns it is about.
      put(first === 0 ? 0 : Math.min(first, 1), columns.extents.length - 1, chunk)
      continue
    }
    const parts = splitByColumn(chunk, columns)
    if (parts.length > 1)
      for (const part of parts) put(columnsOf(part, columns)[0], columnsOf(part, columns)[0], part)
    else put(first, last, chunk)
  }
  return { cells, base: row.base, bottom: row.bottom, size: row.size }
}

/** Splits a chunk between words where a column boundary runs through the gap. */
export function splitByColumn(chunk: Line, columns: Columns, leastGap = 0): Line[] {
  const parts: Line[] = []
  let words = chunk.words.slice(0, 1)
  for (let i = 1; i < chunk.words.length; i++) {
    const a = chunk.words[i - 1]
    const b = chunk.words[i]
    if (!a || !b) continue
    const divided =
      b.box[0] - a.box[2] >= leastGap * b.size &&
      columns.splits.some((x) => x > a.box[2] - 0.3 * a.size && x < b.box[0] + 0.3 * b.size)
    if (divided) {
      parts.push(makeLine(words))
      words = []
    }
    words.push(b)
  }
  parts.push(makeLine(words))
  return parts
}
