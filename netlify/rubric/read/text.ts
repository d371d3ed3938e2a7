import type { Block, DocumentContent } from '../document.ts'
import { decodeText } from './decode.ts'
import { tableFromRows } from './table.ts'

/** What stands before an item of a list; a box keeps its meaning and stays in the text. */
const BULLET = /^([-*+•‣▪●○◦·–—]|\(?[a-z0-9]{1,3}[.)])\s+(?=\S)/i

/**
 * Reads plain text: a block per line, list items by bullet and indentation, and tables that are drawn with
 * pipes or tabs.
 */
export function readText(bytes: Uint8Array): DocumentContent {
  return textContent(decodeText(bytes).text)
}

export function textContent(text: string): DocumentContent {
  const lines = text.split(/\r\n|\r|\n|\f/)
  const blocks: Block[] = []
  let tables = 0
  let at = 0
  let indents: number[] = []
  while (at < lines.length) {
    const drawn = drawnTable(lines, at)
    if (drawn) {
      blocks.push(tableFromRows(drawn.rows, { table: tables++ }))
      at = drawn.end
      continue
    }
    const line = (lines[at] ?? '').replaceAll('\t', '    ')
    const body = line.trim()
    at++
    if (body === '' || /^[-=_*~]{4,}$/.test(body)) continue
    const indent = line.length - line.trimStart().length
    const bullet = BULLET.exec(body)
    indents = indents.filter((step) => step < indent)
    const depth = indents.length
    indents.push(indent)
    blocks.push({
      kind: 'text',
      text: bullet && !/^[a-z0-9]/i.test(bullet[1] ?? '') ? body.slice(bullet[0].length) : body,
      ...(bullet || depth > 0 ? { listDepth: depth } : {}),
      source: { in: 'line', line: at },
    })
  }
  return { format: 'text', blocks, warnings: [] }
}

/** Three or more lines in a row with the same separator, at least two cells each. */
function drawnTable(lines: readonly string[], start: number): { rows: string[][]; end: number } | undefined {
  for (const separator of ['|', '\t'] as const) {
    const rows: string[][] = []
    let at = start
    while (at < lines.length) {
      const line = lines[at] ?? ''
      if (/^[\s+|=-]+$/.test(line) && /[-=]{2}/.test(line)) {
        at++
        continue
      }
      if (line.trim() === '' || !line.includes(separator)) break
      if (separator === '|' && !/^\s*\||\s\|\s|\|\s*$/.test(line)) break
      if (BULLET.test(line.trim()) && !line.trim().startsWith('|')) break
      const cells = line.split(separator).map((cell) => cell.trim())
      if (separator === '|') {
        if (cells[0] === '') cells.shift()
        if (cells.at(-1) === '') cells.pop()
      }
      if (cells.filter((cell) => cell !== '').length < 1) break
      if (separator === '\t' && line.startsWith('\t')) break
      rows.push(cells)
      at++
    }
    const wide = rows.filter((row) => row.length >= 2)
    if (wide.length >= 3 && wide.length === rows.length) return { rows, end: at }
  }
  return undefined
}
