import type { RubricCriterion } from '../../../src/shared/rubric.ts'
import type { TableBlock, TableCell } from '../document.ts'
import { readGrid } from './grid/grid-rubric.ts'
import { type Header, isMonotone, type Levels } from './grid/header.ts'
import { extend } from './grid/header-rows.ts'
import { withoutHeads } from './grid/loose-header.ts'
import { columnCells, filledCells, type Grid, type Row, textAt, toGrid } from './grid.ts'
import { emptyPart, level, type RubricPart } from './part.ts'
import { parseAmount } from './words/amount.ts'
import { cleanLine } from './words/clean.ts'
import { parseLevelHead } from './words/level-head.ts'
import { isCriterionWord, isDropWord, isFormField, isPlaceholder, isRole, totalWord } from './words/words.ts'

const MIN_TEXT = 12
const MAX_HEAD = 60
const MIN_ACROSS = 4
/** "Oak et al. [20]" */
const REFERENCE = /\[\d+\]|\bet al\b/i

/**
 * Reads a table by its shape where nothing in it is a word that rules know. Only for a document that calls itself a
 * rubric and holds no other: tables of anything have these shapes.
 *
 * - short headings over columns of sentences are levels ("Topic | 1 | 2 | 3"), and columns of sentences without
 *   headings are too;
 * - names beside an empty column "1-5" are criteria, each with that scale;
 * - names over empty columns, beside rows for teams, are criteria.
 *
 * @param wrapped see `parseCriterion`
 */
export function readByShape(table: TableBlock, wrapped: boolean): RubricPart | undefined {
  const grid = toGrid(table)
  return readSentences(grid, wrapped) ?? readScaleColumn(grid) ?? readAcross(grid)
}

function readSentences(grid: Grid, wrapped: boolean): RubricPart | undefined {
  for (const at of [0, 1, 2, -1]) {
    if (at > grid.rows.length - 3) continue
    const row = grid.rows[at] ?? []
    const columns = Array.from({ length: grid.columns - 1 }, (_, i) => i + 1).filter((column) =>
      isTold(grid, column, at + 1),
    )
    const [name = 0, ...told] = [0, ...columns].map((column) => meanLength(grid, column, at + 1))
    // Two columns of anything are a comparison.
    if (columns.length < 3 || told.some((length) => length < 1.5 * name)) continue
    if (at < 0 && isCriterionWord(textAt(grid.rows[0]?.[0]))) continue
    const header = at < 0 ? withoutHeads(at, columns) : headerOf(grid, row, at, columns)
    const part = header && readGrid(grid, header, wrapped).part
    const levelled = part?.criteria.filter(({ levels }) => levels.length >= 2) ?? []
    if (part && levelled.length >= 2 && levelled.length >= part.criteria.length * 0.75) return part
  }
  return undefined
}

/** Most cells of a column are sentences. */
function isTold(grid: Grid, column: number, from: number): boolean {
  const cells = columnCells(grid, column, from, grid.rows.length)
  const told = cells.filter((cell) => textAt(cell).length >= MIN_TEXT && / /.test(textAt(cell)))
  return told.length >= 2 && told.length >= cells.length * 0.6
}

function meanLength(grid: Grid, column: number, from: number): number {
  const cells = columnCells(grid, column, from, grid.rows.length)
  return cells.reduce((sum, cell) => sum + textAt(cell).length, 0) / Math.max(1, cells.length)
}

function headerOf(grid: Grid, row: Row, at: number, columns: readonly number[]): Header | undefined {
  const levels: Levels = new Map()
  for (const column of columns) {
    const cell = row[column]
    const text = textAt(cell)
    const head = parseLevelHead(text)
    if (!cell || !head || text.length > MAX_HEAD || isRole(text, column) || REFERENCE.test(text))
      return undefined
    levels.set(column, { head, cell })
  }
  if (new Set([...levels.values()].map(({ cell }) => textAt(cell))).size < columns.length) return undefined
  // Points that run up and down are those of criteria, and the table somebody's marks.
  const values = [...levels.values()].flatMap(({ head }) => head.amount?.max ?? [])
  if (values.length === columns.length && !isMonotone(values)) return undefined
  return { ...extend(grid, at, levels), strength: 1 }
}

/** "Category | Criterion | 1-5" over names and an empty last column. */
function readScaleColumn(grid: Grid): RubricPart | undefined {
  const [head = [], ...rows] = grid.rows
  const column = grid.columns - 1
  const scale = parseAmount(textAt(head[column]))
  const empty = rows.every((row) => isPlaceholder(textAt(row[column])))
  const title = column - 1
  const { min, max } = scale ?? {}
  if (!scale?.range || min === undefined || max === undefined || !empty || title < 0 || rows.length < 2)
    return undefined
  if (!rows.every((row) => isName(row[title]))) return undefined
  const group = title > 0 ? title - 1 : undefined
  return emptyPart({
    kind: 'checklist',
    criteria: rows.flatMap((row) => {
      const cell = row[title]
      if (!cell) return []
      const section = group === undefined ? undefined : cleanLine(textAt(row[group]))
      const levels = [level(cell.source, { min, max })]
      return [{ ...criterion(cell), ...(section ? { section } : {}), levels }]
    }),
    hasHeader: true,
    confidence: 0.6,
    source: head[column]?.source ?? grid.table.source,
  })
}

/** "Team | Design | Technology | Idea | Total" over rows to write in: a form for judges. */
function readAcross(grid: Grid): RubricPart | undefined {
  const at = grid.rows.findIndex((row) => filledCells(row).length > MIN_ACROSS)
  const head = grid.rows[at] ?? []
  const rows = grid.rows.slice(at + 1)
  const [, ...cells] = filledCells(head)
  const columns = cells.map((cell) => head.indexOf(cell))
  const empty = rows.every((row) =>
    columns.every((column) => {
      const text = textAt(row[column])
      return isPlaceholder(text) || /^\/\s*\d+$/.test(text)
    }),
  )
  const criteria = cells.filter((cell) => !totalWord(textAt(cell)) && !isDropWord(textAt(cell)))
  // The rows may be left to whoever prints the form.
  const isForm = rows.length >= 3 || cells.some((cell) => totalWord(textAt(cell)))
  if (at < 0 || !isForm || !empty || criteria.length < MIN_ACROSS || !criteria.every(isName)) return undefined
  return emptyPart({
    kind: 'checklist',
    criteria: criteria.map((cell) => ({ ...criterion(cell), levels: [] })),
    hasHeader: true,
    confidence: 0.6,
    source: grid.table.source,
  })
}

function isName(cell: TableCell | undefined): cell is TableCell {
  const text = textAt(cell)
  return /\p{L}{3}/u.test(text) && !isFormField(text) && parseAmount(text) === undefined
}

const criterion = (cell: TableCell): Omit<RubricCriterion, 'levels'> => ({
  title: cleanLine(textAt(cell)),
  source: cell.source,
})
