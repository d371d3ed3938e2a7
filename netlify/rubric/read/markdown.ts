import type { Block, DocumentContent, TableBlock } from '../document.ts'
import { decodeText } from './decode.ts'
import { HIDDEN_TEXT } from './hidden.ts'
import { fragmentBlocks } from './html.ts'
import { htmlEnds, withoutComments } from './markdown-html.ts'
import { tableFromRows } from './table.ts'

/** A delimiter row of a pipe table (GFM 4.10), one dash being enough. */
const DELIMITER_ROW = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-*:?\s*)*\|?\s*$/

/**
 * Reads Markdown: headings, lists, pipe tables (also with fewer or more delimiters than cells) and HTML
 * tables. Marks of emphasis, code and links are dropped, their text stays.
 */
export function readMarkdown(bytes: Uint8Array): DocumentContent {
  const { text } = decodeText(bytes)
  const lines = withoutComments(text)
    .replace(/^---\r?\n[\s\S]*?\r?\n---\r?\n/, (front) => front.replace(/[^\n]/g, ''))
    .split(/\r\n|\r|\n/)
  const blocks: Block[] = []
  const htmlEnd = htmlEnds(lines)
  let tables = 0
  let hidden = 0
  let at = 0
  /** The language of the fenced program that the line stands in; its comments are no headings. */
  let program: string | undefined
  /** Paragraph lines that belong together until a blank line ends them. */
  let paragraph: { text: string; line: number; listDepth?: number } | undefined
  const flush = () => {
    if (paragraph && paragraph.text !== '') {
      blocks.push({
        kind: 'text',
        text: paragraph.text,
        ...(paragraph.listDepth === undefined ? {} : { listDepth: paragraph.listDepth }),
        source: { in: 'line', line: paragraph.line },
      })
    }
    paragraph = undefined
  }
  while (at < lines.length) {
    const given = (lines[at] ?? '').replace(/^\s*(>\s?)+/, '')
    const line = program === undefined ? given : given.replace(/^\s*#+\s*/, '')
    const next = lines[at + 1] ?? ''
    const fence = /^\s*(?:`{3,}|~{3,})\s*([\w+#-]*)/.exec(line)
    if (fence) {
      program = program === undefined && isProgram(fence[1] ?? '') ? fence[1] : undefined
      at++
    } else if (line.trim() === '') {
      flush()
      at++
    } else if (line.includes('|') && next.includes('-') && DELIMITER_ROW.test(next) && next.includes('|')) {
      flush()
      const table = pipeTable(lines, at, tables)
      blocks.push(table.block)
      tables++
      at = table.end
    } else if (/^\s*<(table|div|p|center|details|section|h[1-6])\b/i.test(line)) {
      flush()
      const end = htmlEnd(at)
      const inner = fragmentBlocks(lines.slice(at, end).join('\n'), tables, at)
      hidden += inner.hidden
      tables += inner.blocks.filter((block) => block.kind === 'table').length
      blocks.push(...inner.blocks)
      at = end
    } else {
      const heading = /^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$/.exec(line)
      const item = /^(\s*)([-*+•]|\d{1,3}[.)])\s+(.*)$/.exec(line)
      const underline = /^\s{0,3}(=+|-+)\s*$/.exec(next)
      if (heading) {
        flush()
        const content = inline(heading[2] ?? '')
        if (content !== '') {
          blocks.push({
            kind: 'text',
            text: content,
            heading: (heading[1] ?? '#').length,
            source: source(at),
          })
        }
        at++
      } else if (/^\s{0,3}([-*_])(\s*\1){2,}\s*$/.test(line)) {
        flush()
        at++
      } else if (item) {
        flush()
        const depth = Math.floor((item[1] ?? '').replaceAll('\t', '    ').length / 2)
        paragraph = { text: inline(item[3] ?? ''), line: at + 1, listDepth: depth }
        at++
      } else if (underline && !paragraph) {
        blocks.push({
          kind: 'text',
          text: inline(line),
          heading: underline[1]?.startsWith('=') ? 1 : 2,
          source: source(at),
        })
        at += 2
      } else if (paragraph) {
        paragraph.text += `\n${inline(line)}`
        at++
      } else {
        paragraph = { text: inline(line), line: at + 1 }
        at++
      }
    }
  }
  flush()
  const title = blocks.find((block) => block.kind === 'text' && block.heading === 1)
  return {
    format: 'markdown',
    ...(title?.kind === 'text' ? { title: title.text } : {}),
    blocks: listDepths(blocks),
    warnings: hidden > 0 ? [HIDDEN_TEXT('elements hidden by their style')] : [],
  }
}

/** Whether a fence says that it holds a program; people also put texts and whole rubrics into fences. */
function isProgram(language: string): boolean {
  return !/^(?:|te?xt|plain|plaintext|md|markdown|none|csv|tsv)$/i.test(language)
}

function source(index: number) {
  return { in: 'line' as const, line: index + 1 }
}

function pipeTable(
  lines: readonly string[],
  start: number,
  table: number,
): { block: TableBlock; end: number } {
  const rows = [pipeCells(lines[start] ?? '')]
  let at = start + 2
  while (at < lines.length) {
    const line = lines[at] ?? ''
    if (line.trim() === '' || !line.includes('|')) break
    rows.push(pipeCells(line))
    at++
  }
  const bold = new Set<string>()
  const texts = rows.map((row, y) =>
    row.map((cell, x) => {
      if (/^\s*(\*\*|__).+\1\s*$/.test(cell)) bold.add(`${y},${x}`)
      return inline(cell)
    }),
  )
  const block = tableFromRows(texts, { table, headerRows: 1 })
  for (const cell of block.cells) if (bold.has(`${cell.row},${cell.column}`)) cell.bold = true
  return { block, end: at }
}

/** Cells of one row; an escaped pipe is text, every other one divides, also in code (GFM 4.10). */
function pipeCells(line: string): string[] {
  const trimmed = line.trim().replace(/^\|/, '')
  const cells = trimmed.split(/(?<!\\)\|/).map((cell) => cell.replaceAll('\\|', '|').trim())
  if (cells.length > 1 && cells.at(-1) === '') cells.pop()
  return cells
}

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  le: '≤',
  ge: '≥',
  times: '×',
  check: '✓',
  hellip: '…',
}

/** The visible text of inline Markdown. */
export function inline(markdown: string): string {
  const code: string[] = []
  const keep = (text: string) => {
    code.push(text)
    return `\ue000${code.length - 1}\ue001`
  }
  let text = markdown
    .replace(/(`+)(.+?)\1/g, (_, __: string, inner: string) => keep(inner.trim()))
    .replace(/\\([!-/:-@[-`{-~])/g, (_, sign: string) => keep(sign))
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<\/?(p|div|li|ul|ol)\b[^>]*>/gi, '\n')
    .replace(/<(https?:[^>\s]+)>/g, '$1')
    .replace(/<\/?[a-z][^>]*>/gi, '')
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/\[\^[^\]]+\]/g, '')
  // Emphasis nests at most a few times; lines made of nothing but marks would take quadratic time.
  const marks = text.match(/\*\*|~~|__|\*|_/g)?.length ?? 0
  for (let round = 0; round < 3 && (marks <= 60 || text.length < 1000); round++) {
    text = text
      .replace(/(\*\*|~~)(?=\S)(.+?)(?<=\S)\1/g, '$2')
      .replace(/(?<![\p{L}\p{N}_])__(?=[^\s_])(.+?)(?<=[^\s_])__(?![\p{L}\p{N}_])/gu, '$1')
      .replace(/(?<![\p{L}\p{N}*])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?!\*)/gu, '$1')
      .replace(/(?<![\p{L}\p{N}_])_(?=[^\s_])(.+?)(?<=[^\s_])_(?![\p{L}\p{N}_])/gu, '$1')
  }
  return text
    .replace(/&#(\d{1,6});/g, (_, number: string) => String.fromCodePoint(Math.min(0x10ffff, Number(number))))
    .replace(/&#x([0-9a-f]{1,6});/gi, (_, hex: string) =>
      String.fromCodePoint(Math.min(0x10ffff, parseInt(hex, 16))),
    )
    .replace(/&([a-z]+);/gi, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole)
    .replace(/\ue000(\d+)\ue001/g, (_, index: string) => code[Number(index)] ?? '')
    .split('\n')
    .map((line) => line.replace(/[^\S\n]+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n')
}

/** Indents of 2 or 4 spaces both mean one step: ranks the indents within each list. */
function listDepths(blocks: Block[]): Block[] {
  let stack: number[] = []
  return blocks.map((block) => {
    if (block.kind !== 'text' || block.listDepth === undefined) {
      stack = []
      return block
    }
    const indent = block.listDepth
    stack = stack.filter((step) => step < indent)
    const depth = stack.length
    stack.push(indent)
    return { ...block, listDepth: depth }
  })
}
