import { unionAll } from '../geometry.ts'
import type { PageCell, PageTable } from '../page-table.ts'
import { isWrapped } from '../text/cell-text.ts'
import { type Line, makeLine, toLines, toRows } from '../text/lines.ts'
import type { Word } from '../text/words.ts'
import type { OpenTables } from './open-tables.ts'

/**
 * Tables that were pasted into running text, so that tabs stand where columns were: what follows a label goes on at
 * the next tab stop, wherever that is, and its second line begins below the label.
 */

/** The distances of tab stops that office programs begin with, in points: half an inch, and 1.25 cm. */
const STOPS = [36, 35.4]

/** Less space before a stop, in points, and the text goes on at the one behind it. */
const LEAST_GAP = 2

/** Fewer lines of this kind on a page are chance. */
const LEAST = 4

interface Tabbed {
  label: Line
  said: Line
  stop: number
}

export function tabbedTables(words: Word[]): OpenTables {
  const result: OpenTables = { tables: [], usedWords: new Set() }
  const rows = toRows(words)
  const tabbed = findTabbed(rows)
  const right = Math.max(...words.map((w) => w.box[2]))
  let open: { label: Line; said: Line[] }[] = []
  const close = (): void => {
    if (open.length >= 2) {
      const table = toTable(open)
      result.tables.push(table)
      for (const line of table.cells.flatMap((cell) => cell.lines))
        for (const word of line.words) result.usedWords.add(word)
    }
    open = []
  }
  for (const row of rows) {
    const own = tabbed.get(row)
    const last = open.at(-1)
    const above = last?.said.at(-1)
    if (own) {
      if (above && own.label.base - above.base > 4 * own.label.size) close()
      open.push({ label: own.label, said: [own.said] })
    } else if (last && above && goesOn(row, last.label, above, right)) last.said.push(makeLine(row))
    else close()
  }
  close()
  return result
}

/** The rows whose only gap ends at the next tab stop, where they end at several: in a table it would be one. */
function findTabbed(rows: Word[][]): Map<Word[], Tabbed> {
  for (const step of STOPS) {
    const found = rows.flatMap((row): [Word[], Tabbed][] => {
      const tabbed = partAtTab(row, step)
      return tabbed ? [[row, tabbed]] : []
    })
    const left = mostFrequent(found.map(([, { label }]) => Math.round(label.box[0])))
    const aligned = found.filter(([, { label }]) => Math.abs(label.box[0] - left) < 1.5)
    if (aligned.length < LEAST || new Set(aligned.map(([, { stop }]) => stop)).size < 2) continue
    const near = rows.flatMap((row): [Word[], Tabbed][] => {
      const tabbed = partBeforeNumber(row, left, step)
      return tabbed ? [[row, tabbed]] : []
    })
    return new Map([...near, ...aligned])
  }
  return new Map()
}

function partAtTab(row: Word[], step: number): Tabbed | undefined {
  const parts = toLines(row, 0.6)
  const [label, said] = parts
  if (!label || !said || parts.length > 2 || label.words.length > 6) return undefined
  const left = label.box[0]
  const stop = Math.ceil((label.box[2] + LEAST_GAP - left) / step)
  return Math.abs(said.box[0] - left - stop * step) < 1 ? { label, said, stop } : undefined
}

/** A number at a stop that its label reaches almost, or that a space before the label has put off. */
function partBeforeNumber(row: Word[], left: number, step: number): Tabbed | undefined {
  const [first, last] = [row[0], row.at(-1)]
  if (!first || !last || row.length < 2 || row.length > 7 || Math.abs(first.box[0] - left) > 4)
    return undefined
  const stop = Math.round((last.box[0] - left) / step)
  if (Math.abs(last.box[0] - left - stop * step) > 1.5 || !/^\d+(?:[.,]\d+)?%?$/.test(last.text))
    return undefined
  return { label: makeLine(row.slice(0, -1)), said: makeLine([last]), stop }
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most), [0, 0])[0]
}

/** The second line of a row: it begins below the label, where the first had no room for its first word. */
function goesOn(row: Word[], label: Line, above: Line, right: number): boolean {
  const line = makeLine(row)
  const isBelow = Math.abs(line.box[0] - label.box[0]) < 1.5 && toLines(row, 1).length === 1
  return isBelow && line.base - above.base < 1.7 * line.size && isWrapped(above, line, right - above.box[0])
}

function toTable(rows: readonly { label: Line; said: Line[] }[]): PageTable {
  const cells = rows.flatMap(({ label, said }, row): PageCell[] =>
    [[label], said].map((lines, column) => ({
      row,
      column,
      rowSpan: 1,
      columnSpan: 1,
      lines,
      box: unionAll(lines.map((line) => line.box)),
    })),
  )
  return {
    rows: rows.length,
    columns: 2,
    cells,
    box: unionAll(cells.map((cell) => cell.box)),
    ruled: false,
    headerRows: 0,
  }
}
