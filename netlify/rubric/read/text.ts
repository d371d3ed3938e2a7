import type { Block, DocumentContent } from '../document.ts'
import { decodeText } from './decode.ts'
import { tableFromRows } from './table.ts'

/** What stands before an item of a list; a box keeps its meaning and stays in the text. */
const BULLET = /^([-*+•‣▪●○◦·–—]|\(?[a-z0-9]{1,3}[.)])\s+(?=\S)/i

/** "----minimax", "-Submission": signs in front of a name, of which more go deeper. */
const SIGNS = /^(-{1,16}|>{1,8}|={1,8}|\+{1,8})(?=[\p{L}\p{N}"'(])/u
const MIN_SIGNED = 3
/** A line of this length was broken because it was full. */
const FULL_LINE = 60

/**
 * Reads plain text: a block per line, list items by bullet, signs and indentation, and tables that are drawn with
 * pipes or tabs. An item that goes on in the next line is one block.
 */
export function readText(bytes: Uint8Array): DocumentContent {
  return textContent(decodeText(bytes).text)
}

export function textContent(text: string): DocumentContent {
  const lines = text.split(/\r\n|\r|\n|\f/)
  const isSigned = lines.filter((line) => SIGNS.test(line.trim())).length >= MIN_SIGNED
  const blocks: Block[] = []
  let tables = 0
  let at = 0
  let indents: number[] = []
  while (at < lines.length) {
    const drawn = drawnTable(lines, at, isSigned)
    if (drawn) {
      blocks.push(tableFromRows(drawn.rows, { table: tables++ }))
      at = drawn.end
      continue
    }
    const start = at
    const { body, indent, signs } = lineAt(lines, at, isSigned)
    at++
    if (body === '' || /^[-=_*~]{4,}$/.test(body)) continue
    const bullet = BULLET.exec(body)
    const isItem = bullet !== null || signs > 0
    let whole = body
    while (isItem && goesOn(whole, indent, lines[at] ?? '', isSigned))
      whole = `${whole} ${(lines[at++] ?? '').trim()}`
    const reach = indent + signs
    indents = indents.filter((step) => step < reach)
    const depth = indents.length
    indents.push(reach)
    blocks.push({
      kind: 'text',
      text: bullet && !/^[a-z0-9]/i.test(bullet[1] ?? '') ? whole.slice(bullet[0].length) : whole,
      ...(isItem || depth > 0 ? { listDepth: depth } : {}),
      source: { in: 'line', line: start + 1 },
    })
  }
  return { format: 'text', blocks, warnings: [] }
}

function lineAt(lines: readonly string[], at: number, isSigned: boolean) {
  const line = (lines[at] ?? '').replaceAll('\t', '    ')
  const trimmed = line.trim()
  const signs = isSigned ? (SIGNS.exec(trimmed)?.[0].length ?? 0) : 0
  return { body: trimmed.slice(signs), indent: line.length - line.trimStart().length, signs }
}

/** The item's line was full, ends in the middle of a sentence, and the next line begins there. */
function goesOn(text: string, indent: number, next: string, isSigned: boolean): boolean {
  const { body, indent: inner, signs } = lineAt([next], 0, isSigned)
  if (text.length < FULL_LINE || signs > 0 || inner < indent || BULLET.test(body)) return false
  return /[\p{L},]$/u.test(text) && /^\p{Ll}/u.test(body)
}

/** Three or more lines in a row with the same separator, at least two cells each. */
function drawnTable(
  lines: readonly string[],
  start: number,
  isSigned: boolean,
): { rows: string[][]; end: number } | undefined {
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
      const isItem = BULLET.test(line.trim()) || (isSigned && SIGNS.test(line.trim()))
      if (isItem && !line.trim().startsWith('|')) break
      const cells = line.split(separator).map((cell) => cell.trim())
      if (separator === '|') {
        if (cells[0] === '') cells.shift()
        if (cells.at(-1) === '') cells.pop()
      }
      if (cells.filter((cell) => cell !== '').length < 1) break
      // Indented lines are items, and what stands behind a tab in them is theirs.
      if (separator === '\t' && /^(?:\t|\s{2,})/.test(line)) break
      rows.push(cells)
      at++
    }
    const wide = rows.filter((row) => row.length >= 2)
    if (wide.length >= 3 && wide.length === rows.length) return { rows, end: at }
  }
  return undefined
}
