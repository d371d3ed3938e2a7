import { unionAll } from '../geometry.ts'
import type { OpenShape, PageTable } from '../page-table.ts'
import type { Rule } from '../ruled/rules.ts'
import type { Line } from '../text/lines.ts'
import { buildBody } from './open-body.ts'
import { type Columns, columnsOf } from './open-columns.ts'
import { splitByColumn } from './open-drafts.ts'
import { buildHeader } from './open-header.ts'
import type { Row } from './open-regions.ts'

/** A table without cell borders that goes on at the top of a page: read by the columns of the page before. */

export interface Continued {
  shape: OpenShape
  /** What stands above and below the table on every page, by its text without digits. */
  furniture: Set<string>
}

export const rowText = (row: Row): string => withoutDigits(row.chunks.map((c) => c.text).join(''))

/** A text as it comes back on another page, whatever number stands in it. */
export const withoutDigits = (text: string): string => text.toLowerCase().replace(/[\d\s]+/g, '')

/** Widest empty stretch between two rows, in type sizes. */
const MAX_GAP = 3
/** More words than this in a line over several columns are running text. */
const MOST_WORDS = 10

export function continueTable(
  rows: Row[],
  { shape, furniture }: Continued,
  horizontal: Rule[],
): { table: PageTable; rows: Row[] } | undefined {
  const { columns } = shape
  // A head with words at both edges of the page is one row of several lines.
  const isFurniture = (row: Row): boolean =>
    furniture.has(rowText(row)) || row.chunks.every((chunk) => furniture.has(withoutDigits(chunk.text)))
  const start = rows.findIndex((row) => !isFurniture(row))
  if (start < 0) return undefined
  const taken: Row[] = []
  for (const row of rows.slice(start)) {
    const last = taken.at(-1)
    if (last && row.top - last.bottom > MAX_GAP * row.size && !ruledBetween(last, row, horizontal)) break
    if (!fits(row, columns)) break
    taken.push(row)
  }
  const header = shape.header.every((text, i) => taken[i] && rowText(taken[i]) === text)
    ? shape.header.length
    : 0
  // A heading row of its own begins a table of its own.
  const bold = (row: Row | undefined): boolean =>
    row !== undefined && row.chunks.length > 1 && row.chunks.every((c) => c.bold)
  if (header === 0 && shape.bold && bold(taken[0]) && !taken.every(bold)) return undefined
  const kept = withoutTail(taken, columns)
  const full = kept.slice(header)
  if (full.length === 0 || !full.some((row) => row.chunks.length > 1 || inside(row, columns)))
    return undefined
  const box = unionAll(kept.flatMap((row) => row.chunks.map((c) => c.box)))
  const rules = horizontal.filter((r) => r.to - r.from > 0.6 * (box[2] - box[0])).map((r) => r.at)
  const head = buildHeader(kept.slice(0, header), columns, horizontal)
  const body = buildBody(full, columns, rules, shape.rowSigns)
  return {
    rows: kept,
    table: {
      rows: head.rows + body.rows,
      columns: columns.extents.length,
      cells: [...head.cells, ...body.cells.map((c) => ({ ...c, row: c.row + head.rows }))],
      box,
      ruled: false,
      headerRows: head.rows,
      open: shape,
    },
  }
}

function ruledBetween(above: Row, below: Row, horizontal: Rule[]): boolean {
  return (
    below.top - above.bottom < 2 * MAX_GAP * below.size &&
    horizontal.some((r) => r.at > above.bottom - 1 && r.at < below.top + 1)
  )
}

/** Each piece of text keeps to a column, or the only one begins at the table's edge. */
function fits(row: Row, columns: Columns): boolean {
  const only = row.chunks.length === 1 ? row.chunks[0] : undefined
  if (only && only.words.length <= MOST_WORDS && isNear(only.box[0], columns.extents[0]?.[0], only.size))
    return true
  return row.chunks.every((chunk) =>
    splitByColumn(chunk, columns, 0.4).every((part) => keepsTo(part, columns)),
  )
}

function keepsTo(part: Line, columns: Columns): boolean {
  const [first, last] = columnsOf(part, columns)
  const own = columns.extents[first]
  if (first !== last || !own) return false
  const next = columns.extents[first + 1]
  const [left, right]: [number, number] = [part.box[0], part.box[2]]
  return (
    isNear(left, own[0], part.size) ||
    (left > own[0] - part.size && right < Math.max(own[1] + part.size, next ? next[0] - part.size : 0))
  )
}

const isNear = (x: number, edge: number | undefined, size: number): boolean =>
  edge !== undefined && Math.abs(x - edge) < 0.4 * size

/** All of it stands in columns behind the first, so that it is no paragraph of the page. */
const inside = (row: Row, columns: Columns): boolean =>
  row.chunks.every((chunk) => columnsOf(chunk, columns)[0] > 0)

/** Lines at the end that may be what follows the table. */
function withoutTail(rows: Row[], columns: Columns): Row[] {
  const kept = [...rows]
  for (let end = kept.at(-1); end && end.chunks.length === 1 && !inside(end, columns); end = kept.at(-1)) {
    const above = kept.at(-2)
    if (above && above.chunks.length > 1 && wrapsInto(above, end)) break
    kept.pop()
  }
  return kept
}

/** A label of two lines beside cells of one. */
function wrapsInto(above: Row, below: Row): boolean {
  const [upper, lower] = [above.chunks[0], below.chunks[0]]
  return (
    upper !== undefined &&
    lower !== undefined &&
    Math.abs(upper.box[0] - lower.box[0]) < 0.4 * lower.size &&
    below.base - above.base < 1.5 * lower.size &&
    lower.box[2] < (above.chunks[1]?.box[0] ?? 0)
  )
}
