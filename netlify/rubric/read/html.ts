import { parse, parseFragment, type DefaultTreeAdapterTypes as Tree } from 'parse5'
import type { SourceRef } from '../../../src/shared/rubric.ts'
import type { Block, DocumentContent, TableBlock, TableCell } from '../document.ts'
import { decodeText } from './decode.ts'
import { HIDDEN_TEXT } from './hidden.ts'
import { rowCells } from './html-nested.ts'
import { refuse } from './refuse.ts'

const MAX_CELLS = 200_000
const MAX_DEPTH = 500
const SKIPPED = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'head',
  'svg',
  'math',
  'iframe',
  'object',
  'select',
])
const BLOCKS = new Set(
  'address article aside blockquote body dd div dl dt fieldset figcaption figure footer form header hr li main nav ol p pre section ul'.split(
    ' ',
  ),
)

interface Reading {
  blocks: Block[]
  tables: number
  lines: number
  hidden: number
}

/**
 * Reads a web page: headings, paragraphs, lists and tables with `rowspan` and `colspan`, without scripts and
 * without text that its inline style hides.
 */
export function readHtml(bytes: Uint8Array): DocumentContent {
  let { text } = decodeText(bytes)
  const declared = /<meta[^>]+charset=["']?\s*([\w-]+)/i.exec(text.slice(0, 2048))?.[1]
  if (declared && !/utf-?8/i.test(declared)) {
    try {
      text = new TextDecoder(declared).decode(bytes)
    } catch {
      // An unknown label: what was guessed from the bytes stays.
    }
  }
  const document = parse(text)
  const title = findTitle(document)
  const { blocks, hidden } = htmlBlocks(document)
  return {
    format: 'html',
    ...(title ? { title } : {}),
    blocks,
    warnings: hidden > 0 ? [HIDDEN_TEXT('elements hidden by their style')] : [],
  }
}

/** The blocks of a piece of HTML inside another format; tables are numbered from `firstTable`. */
export function fragmentBlocks(
  html: string,
  firstTable: number,
  line: number,
): { blocks: Block[]; hidden: number } {
  return htmlBlocks(parseFragment(html), firstTable, line)
}

function htmlBlocks(root: Tree.ParentNode, firstTable = 0, line = 0): { blocks: Block[]; hidden: number } {
  const reading: Reading = { blocks: [], tables: firstTable, lines: line, hidden: 0 }
  const loose: string[] = []
  walkBlocks(root, reading, loose, {}, 0)
  flush(reading, loose, {})
  return reading
}

interface About {
  heading?: number
  listDepth?: number
}

function flush(reading: Reading, loose: string[], about: About): void {
  const text = tidy(loose.join(''))
  loose.length = 0
  if (text === '') return
  reading.lines++
  reading.blocks.push({ kind: 'text', text, ...about, source: { in: 'line', line: reading.lines } })
}

function walkBlocks(
  node: Tree.ParentNode,
  reading: Reading,
  loose: string[],
  about: About,
  depth: number,
): void {
  if (depth > MAX_DEPTH) throw refuse('CORRUPT_FILE')
  for (const part of node.childNodes) {
    if (isText(part)) {
      loose.push(part.value.replace(/\s+/g, ' '))
      continue
    }
    if (!isElement(part) || SKIPPED.has(part.tagName)) continue
    if (isHidden(part)) {
      reading.hidden++
      continue
    }
    const { tagName } = part
    if (tagName === 'br') loose.push('\n')
    else if (tagName === 'input') loose.push(checkbox(part))
    else if (tagName === 'table') {
      flush(reading, loose, about)
      readTable(part, reading, depth)
    } else if (/^h[1-6]$/.test(tagName)) {
      flush(reading, loose, about)
      walkBlocks(part, reading, loose, { heading: Number(tagName[1]) }, depth + 1)
      flush(reading, loose, { heading: Number(tagName[1]) })
    } else if (tagName === 'li') {
      flush(reading, loose, about)
      const item = { listDepth: about.listDepth ?? 0 }
      walkBlocks(part, reading, loose, item, depth + 1)
      flush(reading, loose, item)
    } else if (tagName === 'ul' || tagName === 'ol') {
      flush(reading, loose, about)
      const inner = { listDepth: about.listDepth === undefined ? 0 : about.listDepth + 1 }
      walkBlocks(part, reading, loose, inner, depth + 1)
      flush(reading, loose, inner)
    } else if (BLOCKS.has(tagName)) {
      flush(reading, loose, about)
      walkBlocks(part, reading, loose, about, depth + 1)
      flush(reading, loose, about)
    } else {
      walkBlocks(part, reading, loose, about, depth + 1)
    }
  }
}

function readTable(table: Tree.Element, reading: Reading, depth: number): void {
  const index = reading.tables++
  const rows: { row: Tree.Element; head: boolean }[] = []
  let caption = ''
  const collect = (node: Tree.ParentNode, head: boolean) => {
    for (const part of node.childNodes) {
      if (!isElement(part)) continue
      if (isHidden(part)) reading.hidden++
      else if (part.tagName === 'tr') rows.push({ row: part, head })
      else if (part.tagName === 'caption') caption = tidy(inlineText(part, reading, [], depth))
      else if (['thead', 'tbody', 'tfoot'].includes(part.tagName)) collect(part, part.tagName === 'thead')
    }
  }
  collect(table, false)
  const cells: TableCell[] = []
  const taken = new Set<string>()
  const nested: Tree.Element[] = []
  let columns = 0
  let headerRows = 0
  const spread = rowCells(rows.map(({ row }) => row))
  rows.forEach(({ head }, y) => {
    let x = 0
    if (head && headerRows === y) headerRows = y + 1
    for (const { element: part, columns: wide, gap = 0 } of spread[y] ?? []) {
      if (isHidden(part)) {
        reading.hidden++
        continue
      }
      while (taken.has(`${y},${x}`)) x++
      const columnSpan = wide ?? span(part, 'colspan', 1000)
      const rowSpan = Math.min(rows.length - y, span(part, 'rowspan', 65_534) || rows.length - y)
      for (let dy = 0; dy < rowSpan; dy++)
        for (let dx = 0; dx < columnSpan; dx++) taken.add(`${y + dy},${x + dx}`)
      if (taken.size > MAX_CELLS) throw refuse('TOO_LARGE')
      const source: SourceRef = { in: 'cell', table: index, row: y, column: x }
      const text = tidy(inlineText(part, reading, nested, depth))
      cells.push({
        row: y,
        column: x,
        rowSpan,
        columnSpan: Math.max(1, columnSpan),
        text,
        ...(part.tagName === 'th' || isBold(part) ? { bold: true } : {}),
        source,
      })
      x += Math.max(1, columnSpan) + gap
      columns = Math.max(columns, x)
    }
  })
  const filled = cells.filter((cell) => cell.text !== '')
  if (cells.length > 0 && !(filled.length <= 1 && nested.length > 0)) {
    const block: TableBlock = {
      kind: 'table',
      rows: rows.length,
      columns,
      cells,
      ...(headerRows > 0 ? { headerRows } : {}),
      ...(caption ? { name: caption } : {}),
      source: { in: 'cell', table: index, row: 0, column: 0 },
    }
    reading.blocks.push(block)
  } else {
    for (const cell of filled) {
      reading.lines++
      reading.blocks.push({ kind: 'text', text: cell.text, source: { in: 'line', line: reading.lines } })
    }
  }
  for (const inner of nested) readTable(inner, reading, depth + 1)
}

/** The text of a cell: one line per block, bullets kept; tables inside are collected for later. */
function inlineText(node: Tree.ParentNode, reading: Reading, nested: Tree.Element[], depth: number): string {
  if (depth > MAX_DEPTH) throw refuse('CORRUPT_FILE')
  let text = ''
  let item = 0
  for (const part of node.childNodes) {
    if (isText(part)) text += part.value.replace(/\s+/g, ' ')
    if (!isElement(part) || SKIPPED.has(part.tagName)) continue
    if (isHidden(part)) {
      reading.hidden++
      continue
    }
    if (part.tagName === 'br') text += '\n'
    else if (part.tagName === 'input') text += checkbox(part)
    else if (part.tagName === 'table') nested.push(part)
    else if (part.tagName === 'li') {
      item++
      const ordered = 'tagName' in node && node.tagName === 'ol'
      const bare = 'attrs' in node && /list-style(-type)?:\s*none/i.test(attribute(node, 'style'))
      const mark = bare ? '' : ordered ? `${item}. ` : '• '
      text += `\n${mark}${inlineText(part, reading, nested, depth + 1).trim()}\n`
      // Small print right behind a word is shown on a line of its own.
    } else if (part.tagName === 'small' && /[\p{L}\p{N}]$/u.test(text)) {
      text += `\n${inlineText(part, reading, nested, depth + 1)}`
    } else if (BLOCKS.has(part.tagName) || /^h[1-6]$/.test(part.tagName)) {
      text += `\n${inlineText(part, reading, nested, depth + 1)}\n`
    } else text += inlineText(part, reading, nested, depth + 1)
  }
  return text
}

function tidy(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n')
}

function span(cell: Tree.Element, name: string, most: number): number {
  const value = Number.parseInt(attribute(cell, name) || '1', 10)
  return Number.isNaN(value) || value < 0
    ? 1
    : Math.min(most, name === 'colspan' ? Math.max(1, value) : value)
}

function isHidden(element: Tree.Element): boolean {
  if (element.attrs.some((item) => item.name === 'hidden')) return true
  const style = attribute(element, 'style').toLowerCase().replace(/\s+/g, '')
  if (style === '') return false
  if (/display:none|visibility:(hidden|collapse)|opacity:0(\.0+)?(;|$)/.test(style)) return true
  if (/font-size:0*(\.\d+|[0-2](\.\d+)?)(px|pt)|font-size:0(;|$)/.test(style)) return true
  if (/(left|top|text-indent):-\d{3,}/.test(style)) return true
  const white = /(^|;)color:(white|#fff|#ffffff|rgb\(255,255,255\)|transparent)(;|$)/.test(style)
  // White on a coloured cell is a usual header, and its background may come from a style sheet.
  return white && !/background/.test(style) && element.tagName !== 'th' && element.tagName !== 'td'
    ? !hasColouredAncestor(element)
    : false
}

function hasColouredAncestor(element: Tree.Element): boolean {
  let at: Tree.ParentNode | null = element.parentNode
  while (at) {
    if ('attrs' in at) {
      if (/background/i.test(attribute(at, 'style')) || attribute(at, 'bgcolor') !== '') return true
      if (at.tagName === 'th' || attribute(at, 'class') !== '') return true
    }
    at = 'parentNode' in at ? at.parentNode : null
  }
  return false
}

function isBold(cell: Tree.Element): boolean {
  const parts = cell.childNodes.filter((part) => !isText(part) || part.value.trim() !== '')
  return parts.length > 0 && parts.every((part) => isElement(part) && ['b', 'strong'].includes(part.tagName))
}

function checkbox(input: Tree.Element): string {
  const type = attribute(input, 'type')
  return type === 'checkbox' || type === 'radio' ? '☐ ' : ''
}

function attribute(element: Tree.Element, name: string): string {
  return element.attrs.find((item) => item.name === name)?.value ?? ''
}

function findTitle(document: Tree.Document): string {
  const search = (node: Tree.ParentNode, depth: number): string => {
    for (const part of node.childNodes) {
      if (!isElement(part)) continue
      if (part.tagName === 'title')
        return tidy(part.childNodes.map((item) => (isText(item) ? item.value : '')).join(''))
      if (depth < 3) {
        const found = search(part, depth + 1)
        if (found) return found
      }
    }
    return ''
  }
  return search(document, 0)
}

function isText(node: Tree.Node): node is Tree.TextNode {
  return node.nodeName === '#text'
}

function isElement(node: Tree.Node): node is Tree.Element {
  return 'tagName' in node
}
