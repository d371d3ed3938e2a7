/**
 * Adjacency relations, as in Göbel, Hassan, Oro, Orsi: "ICDAR 2013 Table Competition" and its published
 * scorer: each cell with text is related to the next cell with text to the right and below, counting the blank
 * positions in between. Text is compared without white space, in upper case, other characters as `_`.
 */

export interface ScoredCell {
  row: number
  column: number
  rowSpan: number
  columnSpan: number
  text: string
}

export interface ScoredTable {
  /** From 1: where the table begins. */
  page: number
  cells: ScoredCell[]
}

export interface Score {
  correct: number
  expected: number
  found: number
}

export const normalize = (text: string): string =>
  text
    .replace(/\s+/g, '')
    .replace(/[^A-Za-z0-9_]/g, '_')
    .toUpperCase()

/** The table's relations, with how often each occurs. */
export function relationsOf(table: ScoredTable): Map<string, number> {
  const cells = table.cells
    .map((cell) => ({ ...cell, text: normalize(cell.text) }))
    .filter((c) => c.text !== '')
  const rows = Math.max(0, ...cells.map((c) => c.row + c.rowSpan))
  const columns = Math.max(0, ...cells.map((c) => c.column + c.columnSpan))
  const grid: Array<Array<number | undefined>> = Array.from({ length: rows }, () => [])
  for (const [i, cell] of cells.entries()) {
    for (let r = cell.row; r < cell.row + cell.rowSpan; r++) {
      for (let c = cell.column; c < cell.column + cell.columnSpan; c++) (grid[r] ?? [])[c] = i
    }
  }
  const relations = new Map<string, number>()
  const pairs = new Set<string>()
  const relate = (direction: string, line: Array<number | undefined>): void => {
    let last: number | undefined
    let at = 0
    for (const [position, cell] of line.entries()) {
      if (cell === undefined) continue
      if (last !== undefined && cell !== last && !pairs.has(`${direction}${last}>${cell}`)) {
        // Neighbours that touch along several rows are related once.
        pairs.add(`${direction}${last}>${cell}`)
        const key = `${direction}${position - at - 1} ${cells[last]?.text} > ${cells[cell]?.text}`
        relations.set(key, (relations.get(key) ?? 0) + 1)
      }
      last = cell
      at = position
    }
  }
  for (let r = 0; r < rows; r++)
    relate(
      'right',
      Array.from({ length: columns }, (_, c) => grid[r]?.[c]),
    )
  for (let c = 0; c < columns; c++)
    relate(
      'down',
      Array.from({ length: rows }, (_, r) => grid[r]?.[c]),
    )
  return relations
}

const size = (relations: Map<string, number>): number => [...relations.values()].reduce((a, b) => a + b, 0)

export function shared(a: Map<string, number>, b: Map<string, number>): number {
  let count = 0
  for (const [key, n] of a) count += Math.min(n, b.get(key) ?? 0)
  return count
}

/** One document: tables of the same page are paired so that the most relations agree; the rest count as wrong. */
export function scoreDocument(truth: ScoredTable[], found: ScoredTable[]): Score {
  const expected = truth.map((table) => ({ page: table.page, relations: relationsOf(table) }))
  const results = found.map((table) => ({ page: table.page, relations: relationsOf(table) }))
  const pairs = expected.flatMap((t, i) =>
    results.flatMap((r, j) =>
      r.page === t.page ? [{ i, j, common: shared(t.relations, r.relations) }] : [],
    ),
  )
  pairs.sort((a, b) => b.common - a.common)
  const usedTruth = new Set<number>()
  const usedFound = new Set<number>()
  let correct = 0
  for (const { i, j, common } of pairs) {
    if (common === 0 || usedTruth.has(i) || usedFound.has(j)) continue
    usedTruth.add(i)
    usedFound.add(j)
    correct += common
  }
  return {
    correct,
    expected: expected.reduce((sum, t) => sum + size(t.relations), 0),
    found: results.reduce((sum, t) => sum + size(t.relations), 0),
  }
}

export const recall = ({ correct, expected }: Score): number => (expected === 0 ? 1 : correct / expected)
export const precision = ({ correct, found }: Score): number => (found === 0 ? 0 : correct / found)

export function f1(score: Score): number {
  const p = precision(score)
  const r = recall(score)
  return p + r === 0 ? 0 : (2 * p * r) / (p + r)
}

/** Reads the competition's `*-str.xml`. */
export function readTruth(xml: string): ScoredTable[] {
  const tables: ScoredTable[] = []
  for (const [, body = ''] of xml.matchAll(/<table\b[^>]*>([\s\S]*?)<\/table>/g)) {
    const table: ScoredTable = { page: 0, cells: [] }
    for (const [, attributes = '', region = ''] of body.matchAll(/<region\b([^>]*)>([\s\S]*?)<\/region>/g)) {
      const rowOffset = attribute(attributes, 'row-increment') ?? 0
      const columnOffset = attribute(attributes, 'col-increment') ?? 0
      if (table.page === 0) table.page = attribute(attributes, 'page') ?? 1
      for (const [, cell = '', content = ''] of region.matchAll(/<cell\b([^>]*)>([\s\S]*?)<\/cell>/g)) {
        const row = attribute(cell, 'start-row') ?? 0
        const column = attribute(cell, 'start-col') ?? 0
        table.cells.push({
          row: row + rowOffset,
          column: column + columnOffset,
          rowSpan: (attribute(cell, 'end-row') ?? row) - row + 1,
          columnSpan: (attribute(cell, 'end-col') ?? column) - column + 1,
          text: decode(/<content\b[^>]*>([\s\S]*?)<\/content>/.exec(content)?.[1] ?? ''),
        })
      }
    }
    tables.push(table)
  }
  return tables
}

function attribute(source: string, name: string): number | undefined {
  const value = new RegExp(`\\b${name}\\s*=\\s*["'](-?\\d+)["']`).exec(source)?.[1]
  return value === undefined ? undefined : Number(value)
}

function decode(text: string): string {
  return text
    .replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, '$1')
    .replace(/&#x([0-9a-f]+);/gi, (_, hex) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, digits) => String.fromCodePoint(Number(digits)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&amp;/g, '&')
}
