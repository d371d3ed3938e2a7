import type { JobWarning } from '../../../src/shared/job.ts'
import type { SourceRef } from '../../../src/shared/rubric.ts'
import type { Block, DocumentContent, TableBlock, TableCell } from '../document.ts'
import { listCounter } from './docx-numbering.ts'
import { isOn, isShaded, type RunLook, readStyles, runLook, type StyleSheet } from './docx-styles.ts'
import { HIDDEN_TEXT } from './hidden.ts'
import { refuse } from './refuse.ts'
import { child, elements, parseXml, type XmlElement } from './xml.ts'
import { openZip } from './zip.ts'

/** Below this many half-points (3 pt) nobody reads a text on paper. */
const TINY = 6

interface Reading {
  styles: StyleSheet
  count: ReturnType<typeof listCounter>
  blocks: Block[]
  tables: number
  lines: number
  hidden: Set<string>
}

interface Surroundings {
  /** A coloured background: white text on it can be read. */
  shaded: boolean
}

/**
 * Reads a Word document: paragraphs, lists and tables with merged cells, without text that is deleted or that
 * readers cannot see.
 *
 * @throws NonRetryableError CORRUPT_FILE, PASSWORD_PROTECTED, TOO_LARGE
 */
export async function readDocx(bytes: Uint8Array, signal?: AbortSignal): Promise<DocumentContent> {
  const zip = openZip(bytes)
  const main = zip.names.find((name) => /^word\/document\d*\.xml$/i.test(name))
  const part = async (name: string) => {
    const content = zip.read(name)
    return content ? await parseXml(content, signal) : undefined
  }
  const document = main === undefined ? undefined : await part(main)
  const body = child(document, 'body')
  if (!body) throw refuse('CORRUPT_FILE')
  const reading: Reading = {
    styles: readStyles(await part('word/styles.xml')),
    count: listCounter(await part('word/numbering.xml')),
    blocks: [],
    tables: 0,
    lines: 0,
    hidden: new Set(),
  }
  readBlocks(body, reading, reading.blocks)
  const warnings: JobWarning[] = []
  if (zip.names.some((name) => /vbaProject/i.test(name))) {
    warnings.push({
      code: 'MACROS_IGNORED',
      message: 'The document holds macros. They were not read or run.',
    })
  }
  if (reading.hidden.size > 0) warnings.push(HIDDEN_TEXT([...reading.hidden].join(', ')))
  const title = reading.blocks.find((block) => block.kind === 'text' && block.heading === 1)
  return {
    format: 'docx',
    ...(title?.kind === 'text' ? { title: title.text } : {}),
    blocks: reading.blocks,
    warnings,
  }
}

/** Content controls, revisions and alternatives wrap what they hold; deletions hold what is gone. */
function unwrapped(parent: XmlElement): XmlElement[] {
  return elements(parent).flatMap((part) => {
    switch (part.name) {
      case 'sdt':
        return unwrapped(child(part, 'sdtContent') ?? part)
      case 'ins':
      case 'moveTo':
      case 'smartTag':
      case 'customXml':
      case 'hyperlink':
      case 'fldSimple':
      case 'bdo':
      case 'dir':
        return unwrapped(part)
      case 'AlternateContent':
        return unwrapped(child(part, 'Choice') ?? child(part, 'Fallback') ?? { ...part, children: [] })
      case 'del':
      case 'moveFrom':
        return []
      default:
        return [part]
    }
  })
}

function readBlocks(parent: XmlElement, reading: Reading, into: Block[]): void {
  for (const part of unwrapped(parent)) {
    if (part.name === 'p') {
      reading.lines++
      const source: SourceRef = { in: 'line', line: reading.lines }
      const paragraph = readParagraph(part, reading, { shaded: false })
      if (paragraph.text !== '') {
        into.push({
          kind: 'text',
          text: paragraph.text,
          ...(paragraph.heading === undefined ? {} : { heading: paragraph.heading }),
          ...(paragraph.list ? { listDepth: paragraph.list.depth } : {}),
          source,
        })
      }
      for (const box of paragraph.boxes) readBlocks(box, reading, into)
    }
    if (part.name === 'tbl') readTable(part, reading, into)
  }
}

function readTable(table: XmlElement, reading: Reading, into: Block[]): void {
  const index = reading.tables++
  const properties = child(table, 'tblPr')
  const shades = reading.styles.tableShades(child(properties, 'tblStyle')?.attributes.val)
  const cells: TableCell[] = []
  const nested: Block[] = []
  /** The cell that a vertical merge continues, by its first column. */
  const open = new Map<number, TableCell>()
  let columns = 0
  let headerRows = 0
  let row = 0
  for (const tableRow of unwrapped(table).filter((part) => part.name === 'tr')) {
    const rowProperties = child(tableRow, 'trPr')
    if (child(rowProperties, 'del')) continue
    if (isOn(child(rowProperties, 'hidden'))) {
      reading.hidden.add('hidden table rows')
      continue
    }
    if (isOn(child(rowProperties, 'tblHeader')) && headerRows === row) headerRows = row + 1
    let column = Number(child(rowProperties, 'gridBefore')?.attributes.val ?? 0) || 0
    let leftOfMerge: TableCell | undefined
    for (const tableCell of unwrapped(tableRow).filter((part) => part.name === 'tc')) {
      const about = child(tableCell, 'tcPr')
      const columnSpan = Math.min(
        200,
        Math.max(1, Number(child(about, 'gridSpan')?.attributes.val ?? 1) || 1),
      )
      const horizontal = child(about, 'hMerge')
      if (horizontal && horizontal.attributes.val !== 'restart' && leftOfMerge) {
        leftOfMerge.columnSpan += columnSpan
        column += columnSpan
        continue
      }
      const merge = child(about, 'vMerge')
      const above = open.get(column)
      if (merge && merge.attributes.val !== 'restart' && above && above.row + above.rowSpan === row) {
        above.rowSpan++
        column += columnSpan
        continue
      }
      const shaded = shades || isShaded(child(about, 'shd'))
      const cell: TableCell = {
        row,
        column,
        rowSpan: 1,
        columnSpan,
        ...readCell(tableCell, reading, { shaded }, nested),
        source: { in: 'cell', table: index, row, column },
      }
      cells.push(cell)
      if (merge) open.set(column, cell)
      else open.delete(column)
      leftOfMerge = cell
      column += columnSpan
    }
    columns = Math.max(columns, column)
    row++
  }
  const filled = cells.filter((cell) => cell.text !== '')
  // A table of one cell, or one that only holds tables, is there for the layout.
  if (filled.length <= 1 && nested.length > 0) {
    into.push(...nested)
    return
  }
  if (cells.length === 0) return
  into.push({
    kind: 'table',
    rows: row,
    columns,
    cells,
    ...(headerRows > 0 ? { headerRows } : {}),
    source: { in: 'cell', table: index, row: 0, column: 0 },
  })
  into.push(...nested.filter((block): block is TableBlock => block.kind === 'table'))
}

function readCell(
  tableCell: XmlElement,
  reading: Reading,
  around: Surroundings,
  nested: Block[],
): { text: string; bold?: boolean } {
  const lines: string[] = []
  let bold = true
  let inside = false
  for (const part of unwrapped(tableCell)) {
    if (part.name === 'p') {
      const paragraph = readParagraph(part, reading, around)
      if (paragraph.text !== '') {
        lines.push(paragraph.list?.mark ? `${paragraph.list.mark} ${paragraph.text}` : paragraph.text)
        bold &&= paragraph.bold
      }
      for (const box of paragraph.boxes) readBlocks(box, reading, nested)
    }
    if (part.name === 'tbl') {
      if (!inside && lines.length > 0) {
        nested.push({ kind: 'text', text: lines.join('\n'), source: { in: 'line', line: reading.lines } })
      }
      inside = true
      readTable(part, reading, nested)
    }
  }
  // What stands beside a nested table goes before it, as the document shows it.
  if (inside) return { text: '' }
  return { text: lines.join('\n'), ...(lines.length > 0 && bold ? { bold } : {}) }
}

interface Paragraph {
  text: string
  bold: boolean
  heading?: number
  list?: { depth: number; mark: string }
  boxes: XmlElement[]
}

function readParagraph(paragraph: XmlElement, reading: Reading, around: Surroundings): Paragraph {
  const properties = child(paragraph, 'pPr')
  const styleId = child(properties, 'pStyle')?.attributes.val
  const look = reading.styles.look(styleId)
  const shaded = around.shaded || isShaded(child(properties, 'shd'))
  const boxes: XmlElement[] = []
  let bold = true
  let raw = ''
  for (const run of unwrapped(paragraph).filter((part) => part.name === 'r')) {
    const own = child(run, 'rPr')
    const style = child(own, 'rStyle')?.attributes.val
    const inherited = style === undefined ? look : { ...look, ...reading.styles.look(style) }
    const runs = runLook(own, inherited)
    const text = runText(run, boxes)
    if (text === '') continue
    const reason = hiddenBecause(runs, shaded)
    if (reason) {
      if (text.trim() !== '') reading.hidden.add(reason)
      continue
    }
    if (text.trim() !== '') bold &&= runs.bold ?? false
    raw += text
  }
  const text = raw
    .split('\n')
    .map((line) => line.replace(/[^\S\n]+/g, ' ').trim())
    .join('\n')
    .trim()
  const outline = reading.styles.outlineLevel(styleId)
  const numPr = child(properties, 'numPr') ?? reading.styles.numbering(styleId)
  const list = numPr && text !== '' ? reading.count(numPr) : undefined
  return {
    text,
    bold,
    ...(outline === undefined ? {} : { heading: Math.min(6, Math.max(1, outline)) }),
    ...(list ? { list } : {}),
    boxes,
  }
}

function hiddenBecause(look: RunLook, shaded: boolean): string | undefined {
  if (look.vanish) return 'text marked as hidden'
  if (look.white && !look.shaded && !shaded) return 'white text on white'
  if (look.size !== undefined && look.size < TINY) return 'text smaller than 3 points'
  return undefined
}

function runText(run: XmlElement, boxes: XmlElement[]): string {
  let text = ''
  for (const part of unwrapped(run)) {
    if (part.name === 't') text += part.children.filter((piece) => typeof piece === 'string').join('')
    else if (part.name === 'tab' || part.name === 'ptab') text += ' '
    else if (part.name === 'br' || part.name === 'cr') text += '\n'
    else if (part.name === 'noBreakHyphen') text += '-'
    else if (part.name === 'sym') text += symbol(part.attributes.char ?? '')
    else if (part.name === 'drawing' || part.name === 'pict' || part.name === 'object')
      collectBoxes(part, boxes)
  }
  return text
}

function collectBoxes(drawing: XmlElement, into: XmlElement[]): void {
  for (const part of unwrapped(drawing)) {
    if (part.name === 'txbxContent') into.push(part)
    else collectBoxes(part, into)
  }
}

/** Wingdings boxes and ticks, which forms use; other symbols are left out. */
function symbol(code: string): string {
  const known: Record<string, string> = {
    F06F: '☐',
    F0A8: '☐',
    F071: '☐',
    F0FE: '☒',
    F0FD: '☒',
    F0FC: '✓',
    F0B7: '•',
  }
  return known[code.toUpperCase()] ?? ''
}
