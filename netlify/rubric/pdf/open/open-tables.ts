import { type Box, overlap, unionAll } from '../geometry.ts'
import type { PageCell, PageTable } from '../page-table.ts'
import type { Rule, Rules } from '../ruled/rules.ts'
import { joinMarks, type Line, SIGN, toLines, toRows } from '../text/lines.ts'
import { isNumeric } from '../text/numeric.ts'
import { findProse } from '../text/prose.ts'
import type { Word } from '../text/words.ts'
import { narrowEdges } from './narrow-gaps.ts'
import { buildBody } from './open-body.ts'
import { type Columns, columnsOf, findColumns, withHeadings } from './open-columns.ts'
import { type Continued, continueTable, rowText } from './open-continued.ts'
import { buildHeader } from './open-header.ts'
import { CAPTION, findRegions, makeRow, type Region, type Row } from './open-regions.ts'
import { partRow } from './touching-cells.ts'

/** Tables without cell borders: columns by white space, rows by lines of text and what horizontal rules there are. */

export interface OpenTables {
  tables: PageTable[]
  usedWords: Set<Word>
}

/** Dots that lead the eye from one column to the next. */
export const LEADER = /^[.·…]{3,}$/

/** `continued` is a table that went on to the end of the page before. */
export function openTables(words: Word[], rules: Rules, continued?: Continued): OpenTables {
  const result: OpenTables = { tables: [], usedWords: new Set() }
  const use = (table: PageTable, used: Row[]): void => {
    result.tables.push(table)
    for (const row of used)
      for (const chunk of row.chunks) for (const word of chunk.words) result.usedWords.add(word)
  }
  const inRows = toRows(words)
  const edges = narrowEdges(inRows)
  // A row of nothing but dots that lead the eye is none.
  let rows = inRows.map((row, at) => splitRow(row, rules, edges[at] ?? [])).filter((row) => row.length > 0)
  const top = continued && continueTable(rows.map(makeRow), continued, rules.horizontal)
  if (top) {
    use(top.table, top.rows)
    rows = rows.filter((row) => !row.some((line) => line.words.some((w) => result.usedWords.has(w))))
  }
  const chunks = rows.flat()
  const frames = ladders(rules.horizontal, rows)
  const prose = findProse(chunks, [...frames, ...headedAreas(rows)])
  const candidates = rows
    .map((row) => row.filter((c) => !prose.has(c)))
    .filter((row) => row.length > 0)
    .map(makeRow)
  for (const region of findRegions(joinShifted(candidates), [...prose], rules.horizontal, frames)) {
    const table = toTable(region, rules)
    if (table) use(table, region.rows)
  }
  return result
}

/**
 * Areas crossed by at least three rules of one length, one below the other: the rows of a table. Rules with
 * running text between them belong to the page, not to a table.
 */
function ladders(horizontal: Rule[], rows: Line[][]): Box[] {
  const groups: Rule[][] = []
  for (const rule of [...horizontal].sort((a, b) => a.at - b.at)) {
    const group = groups.find(
      (g) => Math.abs((g[0]?.from ?? 0) - rule.from) < 3 && Math.abs((g[0]?.to ?? 0) - rule.to) < 3,
    )
    if (group) group.push(rule)
    else groups.push([rule])
  }
  return groups.flatMap((group) => {
    const parts: Rule[][] = [[]]
    for (const rule of group) {
      const above = parts.at(-1)?.at(-1)
      if (above && isRunningText(above, rule, rows)) parts.push([])
      parts.at(-1)?.push(rule)
    }
    return parts
      .filter((part) => part.length >= 3)
      .map((part): Box => [part[0]?.from ?? 0, part[0]?.at ?? 0, part[0]?.to ?? 0, part.at(-1)?.at ?? 0])
      .map((frame) => widened(frame, horizontal))
  })
}

/** A cell that spans rows interrupts the rules between them; those above and below it run the whole width. */
function widened(frame: Box, horizontal: Rule[]): Box {
  const [left, top, right, bottom] = frame
  const longer = horizontal.filter(
    (r) =>
      r.at > top - 1 &&
      r.at < bottom + 1 &&
      r.to - r.from < 1.6 * (right - left) &&
      overlap(r.from, r.to, left, right) > 0.95 * (right - left),
  )
  return [
    Math.min(left, ...longer.map((r) => r.from)),
    top,
    Math.max(right, ...longer.map((r) => r.to)),
    bottom,
  ]
}

function isRunningText(above: Rule, below: Rule, rows: Line[][]): boolean {
  const between = rows.filter((row) =>
    row.some((l) => l.base > above.at && l.base < below.at && l.box[2] > above.from && l.box[0] < above.to),
  )
  const wide = (line: Line | undefined): boolean =>
    line !== undefined && line.box[2] - line.box[0] > 0.5 * (above.to - above.from)
  const caption = (row: Line[]): boolean =>
    row.length === 1 &&
    row[0] !== undefined &&
    ((CAPTION.test(row[0].text) && row[0].words.length > 3) || (row[0].words.length >= 8 && wide(row[0])))
  if (between.some(caption)) return true
  return (
    between.length >= 2 &&
    between.every((row) => row.length === 1) &&
    between.filter((row) => wide(row[0])).length > 0.5 * between.length
  )
}

/** What stands below a row of three or more short bold headings, down to the first line that runs across them. */
function headedAreas(rows: Line[][]): Box[] {
  return rows.flatMap((row, i): Box[] => {
    const first = row[0]
    const last = row.at(-1)
    if (!first || !last || row.length < 3 || !row.every((l) => l.bold && l.words.length <= 6)) return []
    const pitch = (last.box[0] - first.box[0]) / (row.length - 1)
    const end = rows
      .slice(i + 1)
      .find(
        (r) =>
          r.length === 1 &&
          row.filter((l) => l.box[0] > (r[0]?.box[0] ?? 0) + 5 && l.box[0] < (r[0]?.box[2] ?? 0)).length >= 2,
      )
    return [
      [first.box[0] - 0.5 * pitch, first.box[1], last.box[0] + 1.5 * pitch, end?.[0]?.box[1] ?? Infinity],
    ]
  })
}

/** Cells centred in their row stand half a line off their neighbours: such rows of text are one. */
function joinShifted(rows: Row[]): Row[] {
  const joined: Row[] = []
  for (const row of rows) {
    const above = joined.at(-1)
    const near = above && row.base - above.base < 0.75 * Math.min(row.size, above.size)
    const free = above?.chunks.every((a) =>
      row.chunks.every((b) => overlap(a.box[0], a.box[2], b.box[0], b.box[2]) < -0.3 * b.size),
    )
    if (above && near && free)
      joined[joined.length - 1] = { ...makeRow([...above.chunks, ...row.chunks]), base: above.base }
    else joined.push(row)
  }
  return joined
}

/** Chunks of a row: split at wide gaps, leaders and vertical rules, and between two numbers already at a narrow gap. */
function splitRow(row: Word[], rules: Rules, edges: readonly number[]): Line[] {
  const splits = [...edges]
  for (let i = 1; i < row.length; i++) {
    const a = row[i - 1]
    const b = row[i]
    if (!a || !b) continue
    const gap = b.box[0] - a.box[2]
    const size = Math.min(a.size, b.size)
    if (gap > 0.42 * size && isNumeric(a.text) && isNumeric(b.text)) splits.push(b.box[0])
    if (LEADER.test(a.text) || LEADER.test(b.text)) splits.push(b.box[0])
    const divided = rules.vertical.some(
      (v) => v.at >= a.box[2] - 1 && v.at <= b.box[0] + 1 && v.from < b.base && v.to > b.base - size,
    )
    if (divided) splits.push(b.box[0])
  }
  const lines = toLines(row, 1, 0, splits).filter((l) => !LEADER.test(l.text))
  return joinSigns(joinMarks(lines, SIGN))
}

/** A currency sign at the left edge of its column belongs to the number behind it. */
function joinSigns(lines: Line[]): Line[] {
  const joined: Line[] = []
  for (const line of lines) {
    const last = joined.at(-1)
    if (last && /^[$€£¥]$/.test(last.text) && isNumeric(line.text)) {
      joined[joined.length - 1] = {
        ...line,
        words: [...last.words, ...line.words],
        text: last.text + line.text,
        box: unionAll([last.box, line.box]),
      }
    } else joined.push(line)
  }
  return joined
}

function toTable(found: Region, rules: Rules): PageTable | undefined {
  const inked = findColumns(found.rows)
  if (!inked || !isTable(found, inked)) return undefined
  const region = { ...found, rows: found.rows.map((row) => partRow(row, inked)) }
  const headerRows = countHeaderRows(region, inked)
  const columns = withHeadings(inked, region.rows.slice(0, headerRows))
  const partial = rules.horizontal.filter((r) => r.at > region.box[1] - 4 && r.at < region.box[3] + 4)
  const header = buildHeader(region.rows.slice(0, headerRows), columns, partial)
  const body = buildBody(region.rows.slice(headerRows), columns, region.rules)
  const cells: PageCell[] = [...header.cells, ...body.cells.map((c) => ({ ...c, row: c.row + header.rows }))]
  const table: PageTable = {
    rows: header.rows + body.rows,
    columns: columns.extents.length,
    cells,
    box: region.box,
    ruled: false,
    headerRows: header.rows,
    open: {
      columns,
      rowSigns: body.rowSigns,
      header: region.rows.slice(0, headerRows).map(rowText),
      bold: headerRows > 0 && headerRows <= leadingBold(region.rows),
    },
  }
  return holdsTogether(table) ? table : undefined
}

/** A last look at the result: charts leave most positions empty, columns of running text read on downwards. */
function holdsTogether(table: PageTable): boolean {
  const { rows, columns, cells } = table
  const area = cells.reduce((sum, c) => sum + c.rowSpan * c.columnSpan, 0)
  if (columns >= 3 && area < 0.4 * rows * columns) return false
  const filledRows = Array.from({ length: rows }, (_, r) => cells.filter((c) => c.row === r).length)
  if (filledRows.filter((n) => n > 1).length < Math.max(2, 0.35 * rows)) return false
  const at = new Map(cells.map((c) => [`${c.row} ${c.column}`, c]))
  let pairs = 0
  let readOn = 0
  for (const lower of cells) {
    const upper = at.get(`${lower.row - 1} ${lower.column}`)
    const last = upper?.lines.at(-1)
    const first = lower.lines[0]
    if (!last || !first) continue
    pairs++
    if (last.words.length > 2 && /^\p{Ll}/u.test(first.text) && !/[.:;!?]$/.test(last.text)) readOn++
  }
  return readOn <= 0.35 * pairs || readOn < 3
}

function isTable(region: Region, columns: Columns): boolean {
  const many = region.rows.filter((r) => r.chunks.length > 1)
  const framed = region.rules.length >= 2
  if (many.length < (framed ? 2 : 3)) return false
  if (many.length < 0.35 * region.rows.length) return false
  // In most rows the text keeps to the columns.
  const crossing = many.filter((r) =>
    r.chunks.some((c) => {
      const [first, last] = columnsOf(c, columns)
      return last > first
    }),
  )
  if (crossing.length > 0.5 * many.length) return false
  // Lists whose first column is only bullets or numbers are text.
  const first = many.map((r) => r.chunks[0]?.text ?? '')
  const marks = first.filter((text) => /^(?:[^\p{L}\p{N}]|\(?[\da-zA-Z]{1,3}[.)])$/u.test(text)).length
  if (columns.extents.length === 2 && marks > 0.6 * first.length) return false
  return true
}

/** Rows above the rule that ends the header, or above the first row of numbers. */
function countHeaderRows({ rows, rules }: Region, columns: Columns): number {
  const top = rows[0]?.base ?? 0
  const below = rules.filter((y) => y > top)
  const first = below[0]
  if (first !== undefined) {
    const count = rows.filter((r) => r.base < first).length
    if (count > 0 && count <= 8 && count < rows.length) {
      const bold = leadingBold(rows)
      return bold > count && rules.some((y) => y > (rows[bold - 1]?.base ?? 0) && y < (rows[bold]?.base ?? 0))
        ? bold
        : count
    }
  }
  const bold = leadingBold(rows)
  if (bold > 0 && bold <= 6 && (rows[0]?.chunks.length ?? 0) > 1) return bold
  const numeric = (row: Row): boolean => {
    const rest = row.chunks.filter((c) => columnsOf(c, columns)[0] > 0)
    return rest.length > 0 && rest.filter((c) => isNumericText(c.text)).length > 0.5 * rest.length
  }
  const start = rows.findIndex(numeric)
  if (start <= 0 || start > 6) return 0
  // Years in a header look like numbers; a heading between header and numbers is body.
  let end = start
  while (
    end > 1 &&
    rows[end - 1]?.chunks.length === 1 &&
    columnsOf(rows[end - 1]?.chunks[0] as Line, columns)[0] === 0
  )
    end--
  return end
}

/** How many rows at the top are set in bold, when others are not. */
function leadingBold(rows: Row[]): number {
  const end = rows.findIndex((r) => !r.chunks.every((c) => c.bold))
  return Math.max(end, 0)
}

const isNumericText = (text: string): boolean => text.split(/\s+/).every(isNumeric)
