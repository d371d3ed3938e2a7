import type { JobWarning } from '../../../src/shared/job.ts'
import type { SourceRef } from '../../../src/shared/rubric.ts'
import type { Block, DocumentContent, TableBlock, TableCell } from '../document.ts'
import { HIDDEN_TEXT } from './hidden.ts'
import { refuse } from './refuse.ts'
import { type CellStyle, formatNumber, readCellStyles } from './xlsx-styles.ts'
import { child, elements, parseXml, textOf, type XmlElement } from './xml.ts'
import { openZip } from './zip.ts'

const MAX_CELLS = 100_000
const MAX_COLUMNS = 16_384

/**
 * Reads a workbook: one table per visible sheet, without empty rows, hidden rows, hidden columns and white
 * letters. Formulas give their stored result.
 *
 * @throws NonRetryableError CORRUPT_FILE, PASSWORD_PROTECTED, TOO_LARGE
 */
export async function readXlsx(bytes: Uint8Array, signal?: AbortSignal): Promise<DocumentContent> {
  const zip = openZip(bytes)
  const part = async (name: string) => {
    const content = zip.read(name)
    return content ? await parseXml(content, signal) : undefined
  }
  const workbook = await part('xl/workbook.xml')
  if (!workbook) throw refuse('CORRUPT_FILE')
  const targets = new Map(
    elements(await part('xl/_rels/workbook.xml.rels'), 'Relationship').map((item) => [
      item.attributes.Id,
      (item.attributes.Target ?? '').replace(/^\/?(xl\/)?/, 'xl/'),
    ]),
  )
  const strings = elements(await part('xl/sharedStrings.xml'), 'si').map(richText)
  const styles = readCellStyles(await part('xl/styles.xml'))
  const blocks: Block[] = []
  const hidden = new Set<string>()
  const sheets = elements(child(workbook, 'sheets'), 'sheet')
  for (const [index, sheet] of sheets.entries()) {
    const name = sheet.attributes.name ?? `Sheet${index + 1}`
    if (sheet.attributes.state === 'hidden' || sheet.attributes.state === 'veryHidden') {
      hidden.add(`the hidden sheet "${name}"`)
      continue
    }
    const target = targets.get(sheet.attributes.id) ?? `xl/worksheets/sheet${index + 1}.xml`
    if (!/worksheets\//i.test(target)) continue
    const root = await part(target)
    if (!root) throw refuse('CORRUPT_FILE')
    const table = readSheet(root, { table: index, name, strings, styles, hidden })
    if (table) blocks.push(table)
  }
  const warnings: JobWarning[] = []
  if (zip.names.some((name) => /vbaProject|macrosheets/i.test(name))) {
    warnings.push({
      code: 'MACROS_IGNORED',
      message: 'The workbook holds macros. They were not read or run.',
    })
  }
  if (hidden.size > 0) warnings.push(HIDDEN_TEXT([...hidden].join(', ')))
  return { format: 'xlsx', blocks, warnings }
}

interface SheetContext {
  table: number
  name: string
  strings: readonly string[]
  styles: (index: number) => CellStyle
  hidden: Set<string>
}

function readSheet(root: XmlElement, context: SheetContext): TableBlock | undefined {
  const hiddenColumns = elements(child(root, 'cols'), 'col')
    .filter((col) => col.attributes.hidden === '1' || col.attributes.hidden === 'true')
    .map((col) => [Number(col.attributes.min), Number(col.attributes.max)] as const)
  const isHiddenColumn = (column: number) =>
    hiddenColumns.some(([first, last]) => column + 1 >= first && column + 1 <= last)
  const found: { row: number; column: number; text: string; bold: boolean }[] = []
  let nextRow = 0
  for (const row of elements(child(root, 'sheetData'), 'row')) {
    const y = row.attributes.r === undefined ? nextRow : Number(row.attributes.r) - 1
    nextRow = y + 1
    let nextColumn = 0
    for (const cell of elements(row, 'c')) {
      const x = cell.attributes.r === undefined ? nextColumn : columnIndex(cell.attributes.r)
      nextColumn = x + 1
      const style = context.styles(Number(cell.attributes.s ?? 0))
      const text = cellText(cell, context.strings, style).trim()
      if (text === '') continue
      if (x >= MAX_COLUMNS || !Number.isInteger(y) || y < 0) throw refuse('CORRUPT_FILE')
      if (row.attributes.hidden === '1' || row.attributes.hidden === 'true') {
        context.hidden.add('hidden rows')
      } else if (isHiddenColumn(x)) {
        context.hidden.add('hidden columns')
      } else if (style.invisible) {
        context.hidden.add('white text on white')
      } else {
        found.push({ row: y, column: x, text, bold: style.bold })
        if (found.length > MAX_CELLS) throw refuse('TOO_LARGE')
      }
    }
  }
  if (found.length === 0) return undefined
  return compact(found, merges(root), context)
}

interface Merge {
  top: number
  left: number
  bottom: number
  right: number
}

function merges(root: XmlElement): Map<string, Merge> {
  const all = new Map<string, Merge>()
  for (const item of elements(child(root, 'mergeCells'), 'mergeCell').slice(0, MAX_CELLS)) {
    const [from = '', to = from] = (item.attributes.ref ?? '').split(':')
    const top = Number(/\d+/.exec(from)?.[0]) - 1
    const bottom = Number(/\d+/.exec(to)?.[0]) - 1
    const left = columnIndex(from)
    const right = columnIndex(to)
    if (bottom >= top && right >= left) all.set(`${top},${left}`, { top, left, bottom, right })
  }
  return all
}

/**
 * Leaves out rows and columns that hold nothing (a used range of a thousand rows may have twenty real ones);
 * merged cells shrink with them. Sources keep the sheet's own numbers.
 */
function compact(
  found: readonly { row: number; column: number; text: string; bold: boolean }[],
  merged: ReadonlyMap<string, Merge>,
  context: SheetContext,
): TableBlock {
  const rows = [...new Set(found.map((cell) => cell.row))].sort((a, b) => a - b)
  const columns = [...new Set(found.map((cell) => cell.column))].sort((a, b) => a - b)
  const rowAt = new Map(rows.map((row, at) => [row, at]))
  const columnAt = new Map(columns.map((column, at) => [column, at]))
  const count = (sorted: readonly number[], from: number, to: number, at: number) => {
    let end = at
    while (end < sorted.length && (sorted[end] ?? Number.POSITIVE_INFINITY) <= to) end++
    return Math.max(1, from <= to ? end - at : 1)
  }
  const source = (row: number, column: number): SourceRef => ({
    in: 'cell',
    table: context.table,
    sheet: context.name,
    row,
    column,
  })
  const covered = new Set<string>()
  const cells = found.map((cell): TableCell => {
    const row = rowAt.get(cell.row) ?? 0
    const column = columnAt.get(cell.column) ?? 0
    const merge = merged.get(`${cell.row},${cell.column}`)
    const rowSpan = merge ? count(rows, merge.top, merge.bottom, row) : 1
    const columnSpan = merge ? count(columns, merge.left, merge.right, column) : 1
    if (merge) {
      for (let y = row; y < row + rowSpan; y++) {
        for (let x = column; x < column + columnSpan; x++)
          if (y !== row || x !== column) covered.add(`${y},${x}`)
      }
    }
    return {
      row,
      column,
      rowSpan,
      columnSpan,
      text: cell.text,
      ...(cell.bold ? { bold: true } : {}),
      source: source(cell.row, cell.column),
    }
  })
  return {
    kind: 'table',
    rows: rows.length,
    columns: columns.length,
    // A value under a merge is kept in the file but not shown.
    cells: cells.filter((cell) => !covered.has(`${cell.row},${cell.column}`)),
    name: context.name,
    source: source(rows[0] ?? 0, columns[0] ?? 0),
  }
}

function cellText(cell: XmlElement, strings: readonly string[], style: CellStyle): string {
  const value = textOf(child(cell, 'v'))
  switch (cell.attributes.t) {
    case 's':
      return strings[Number(value)] ?? ''
    case 'inlineStr':
      return richText(child(cell, 'is') ?? cell)
    case 'str':
    case 'd':
      return value
    case 'b':
      return value === '1' ? 'TRUE' : 'FALSE'
    case 'e':
      return ''
    default:
      return value === '' || Number.isNaN(Number(value)) ? value : formatNumber(Number(value), style.format)
  }
}

/** Runs of a string without phonetic hints (`rPh`); `_x000D_` is an escaped character (ECMA-376-1 22.9.2.19). */
function richText(item: XmlElement): string {
  return elements(item)
    .map((part) => (part.name === 't' ? textOf(part) : part.name === 'r' ? textOf(child(part, 't')) : ''))
    .join('')
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\r\n?/g, '\n')
}

function columnIndex(reference: string): number {
  let column = 0
  for (const letter of /^[A-Z]+/i.exec(reference)?.[0].toUpperCase() ?? '') {
    column = column * 26 + letter.charCodeAt(0) - 64
  }
  return column - 1
}
