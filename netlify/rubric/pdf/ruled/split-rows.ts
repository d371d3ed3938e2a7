import { median, unionAll } from '../geometry.ts'
import { buildBody, findRowSigns, toGroups } from '../open/open-body.ts'
import type { Columns } from '../open/open-columns.ts'
import { type Draft, toDraft } from '../open/open-drafts.ts'
import { makeRow, type Row } from '../open/open-regions.ts'
import type { PageCell, PageTable } from '../page-table.ts'
import { isBullet } from '../text/cell-text.ts'
import { type Line, toLines } from '../text/lines.ts'
import { isNumeric } from '../text/numeric.ts'
import type { Word } from '../text/words.ts'

/**
 * Grids whose lines bound groups of rows or columns only. Numbers tell: a cell of a finished grid does not
 * hold a stack of numbers that stand level with the numbers of its neighbours.
 */

const numericShare = (lines: Line[]): number =>
  lines.length === 0 ? 0 : lines.filter((l) => l.words.every((w) => isNumeric(w.text))).length / lines.length

/** Whether cells hold several aligned columns, so that the grid's own columns are too few. */
export function lacksColumns(table: PageTable): boolean {
  let several = 0
  let single = 0
  for (const cell of table.cells) {
    const rows = rowsOf(cell.lines)
    const entries = rows.filter((row) => {
      const parts = toLines(row, 1)
      return parts.length >= 2 && parts.at(-1)?.words.every((w) => isNumeric(w.text))
    })
    if (entries.length >= 4 && entries.length > 0.7 * rows.length) several += entries.length
    for (const line of rows) {
      const parts = toLines(line, 1).flatMap((part) => splitNumbers(part.words))
      const numbers = parts.filter((words) => words.every((w) => isNumeric(w.text))).length
      if (parts.length >= 2 && numbers >= 2 && numbers >= 0.5 * parts.length) several++
      else if (line.length > 0) single++
    }
  }
  return several >= 2 && several > 0.2 * single
}

function splitNumbers(words: Word[]): Word[][] {
  const parts: Word[][] = []
  for (const word of words) {
    const last = parts.at(-1)
    const previous = last?.at(-1)
    const near =
      previous &&
      !(isNumeric(previous.text) && isNumeric(word.text) && word.box[0] - previous.box[2] > 0.42 * word.size)
    if (last && near) last.push(word)
    else parts.push([word])
  }
  return parts
}

function rowsOf(lines: Line[]): Word[][] {
  const rows: Line[][] = []
  for (const line of [...lines].sort((a, b) => a.base - b.base)) {
    if (line.angle !== 0) continue
    const last = rows.at(-1)
    if (last?.[0] && Math.abs(last[0].base - line.base) < 0.3 * line.size) last.push(line)
    else rows.push([line])
  }
  return rows.map((row) => row.flatMap((l) => l.words).sort((a, b) => a.box[0] - b.box[0]))
}

/** Splits rows of the grid in which numbers are stacked into one row for each line of text. */
export function splitRows(table: PageTable): PageTable {
  const cells: PageCell[] = []
  const shift: number[] = []
  let added = 0
  for (let row = 0; row < table.rows; row++) {
    shift.push(added)
    const band = table.cells.filter((c) => c.row === row)
    const crossed = table.cells.some(
      (c) => c.rowSpan > 1 && c.lines.length > 0 && c.row <= row && c.row + c.rowSpan > row,
    )
    const parts = crossed ? undefined : splitBand(band, table)
    if (!parts) continue
    cells.push(...parts.cells.map((c) => ({ ...c, row: c.row + row + added })))
    added += parts.rows - 1
    for (const cell of band) cell.lines = []
  }
  shift.push(added)
  if (cells.length === 0) return table
  const at = (row: number): number => row + (shift[row] ?? added)
  const kept = table.cells
    .filter((c) => c.lines.length > 0)
    .map((c) => ({ ...c, row: at(c.row), rowSpan: at(c.row + c.rowSpan - 1) - at(c.row) + 1 }))
  return { ...table, rows: table.rows + added, cells: [...kept, ...cells] }
}

function splitBand(band: PageCell[], table: PageTable): { rows: number; cells: PageCell[] } | undefined {
  const filled = band.filter((c) => c.lines.length > 0)
  if (filled.length < 2 || filled.some((c) => c.lines.some((l) => l.angle !== 0))) return undefined
  const lines = filled.flatMap((c) => c.lines).sort((a, b) => a.base - b.base)
  const size = median(lines.map((l) => l.size))
  const stacked = stacksNumbers(filled, size)
  if (!stacked && filled.length < 0.7 * table.columns) return undefined

  const rows: Row[] = []
  let chunks: Line[] = []
  for (const line of lines) {
    const last = chunks.at(-1)
    if (last && line.base - last.base > 0.4 * size) {
      rows.push(makeRow(chunks))
      chunks = []
    }
    chunks.push(line)
  }
  rows.push(makeRow(chunks))
  if (rows.length < 2) return undefined
  const boundaries = filled.map((c) => c.box[0])
  const order = [...filled].sort((a, b) => a.column - b.column)
  const columns: Columns = {
    splits: order.slice(1).map((c) => c.box[0]),
    extents: order.map((c) => [c.box[0], c.box[2]]),
  }
  if (boundaries.length !== new Set(order.map((c) => c.column)).size) return undefined
  if (!stacked && (!hasLabels(order) || !startsLevel(rows, columns))) return undefined
  const body = buildBody(rows, columns, [])
  if (body.rows < 2) return undefined
  return {
    rows: body.rows,
    cells: body.cells.map((c) => {
      const host = order[c.column]
      return {
        ...c,
        column: host?.column ?? c.column,
        columnSpan: host?.columnSpan ?? 1,
        box: [
          host?.box[0] ?? 0,
          unionAll(c.lines.map((l) => l.box))[1],
          host?.box[2] ?? table.box[2],
          unionAll(c.lines.map((l) => l.box))[3],
        ],
      }
    }),
  }
}

/** Numbers stand below each other in most cells, level with those of the next. */
function stacksNumbers(filled: PageCell[], size: number): boolean {
  const stacks = filled.filter((c) => rowsOf(c.lines).length >= 2)
  const numbers = stacks.filter((c) => numericShare(c.lines) >= 0.7)
  if (numbers.length < 1 || numbers.length < 0.5 * filled.filter((c) => c.column > 0).length) return false
  const bases = numbers.map((c) => c.lines.map((l) => l.base))
  const level = (base: number): number =>
    bases.filter((own) => own.some((b) => Math.abs(b - base) < 0.35 * size)).length
  const first = bases[0] ?? []
  return numbers.length === 1 || first.filter((b) => level(b) > 1).length >= 0.6 * first.length
}

/** What names a row is shorter than what stands beside it; cells of one kind are paragraphs side by side. */
function hasLabels([first, ...others]: readonly PageCell[]): boolean {
  const letters = (cell: PageCell | undefined): number =>
    (cell?.lines ?? []).reduce((sum, line) => sum + line.text.length, 0)
  return letters(first) < 0.7 * Math.max(...others.map(letters))
}

/** White space divides the text of all cells at the same heights, the first column included. */
function startsLevel(rows: Row[], columns: Columns): boolean {
  const drafts = rows.map((row) => toDraft(row, columns))
  const signs = findRowSigns(drafts, [])
  const groups = signs ? toGroups(drafts, [], signs) : []
  if (groups.length < 2) return false
  const firsts = groups.flatMap(([first]) => first ?? [])
  const [top, ...others] = firsts
  if (top && !goesOn(top) && others.some(goesOn)) return false
  return firsts.every(({ cells }) => cells.has(0) && cells.size >= 0.7 * columns.extents.length)
}

/** Beside its label a row begins in the middle of sentences. An item of a list begins a line wherever it stands. */
function goesOn({ cells }: Draft): boolean {
  const texts = [...cells].flatMap(([column, { lines }]) => (column === 0 ? [] : (lines[0]?.text ?? '')))
  const starts = texts.filter((text) => !isBullet(text))
  return starts.filter((text) => /^[\p{Ll}(]/u.test(text)).length > starts.length / 2
}
