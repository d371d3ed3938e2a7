import type { RubricCriterion } from '../../../../src/shared/rubric.ts'
import type { TableCell } from '../../document.ts'
import { isWholeOfShares } from '../../same-sum.ts'
import { isMonotone } from '../grid/header.ts'
import { filledCells, type Grid, type Row, textAt } from '../grid.ts'
import { emptyPart, level, type RubricPart } from '../part.ts'
import { readTotals } from '../stated-total.ts'
import { type Amount, parseAmount } from '../words/amount.ts'
import { cleanText } from '../words/clean.ts'
import { parseCriterion } from '../words/criterion-title.ts'
import { type LevelHead, parseLevelHead } from '../words/level-head.ts'
import { headWeight, readWeight } from '../words/weight.ts'
import {
  isCriterionWord,
  isDescriptionWord,
  isDropWord,
  isPlaceholder,
  isPointsWord,
  isScaleWord,
  isWeightWord,
  totalWord,
} from '../words/words.ts'

interface Columns {
  title: number
  /** About the criterion: the same for all of its levels. */
  description?: number
  weight?: number
  /** About the level: its name or number, its points, what it asks for. Name and text may share a cell. */
  label?: number
  points?: number
  text?: number
}

interface Read {
  head: LevelHead | undefined
  amount: Amount | undefined
  descriptor: string
  cell: TableCell
}

/**
 * Reads a table with a row for every level of every criterion: "Thesis | Excellent | 4 | …", "| Good | 3 | …",
 * the criterion merged over its rows, written once, or written in each.
 */
export function readStackedLevels(
  grid: Grid,
  namedRubric: boolean,
  wrapped: boolean,
): RubricPart | undefined {
  if (grid.columns < 2 || grid.columns > 8 || grid.rows.length < 4) return undefined
  const top = headingRow(grid)
  const body = grid.rows
    .slice(top + 1)
    .filter((row) => !filledCells(row).some((cell) => totalWord(textAt(cell))))
  const groups = groupRows(body)
  const several = groups.filter((rows) => rows.length >= 2)
  if (several.length < 2 || several.length < groups.length * 0.6) return undefined
  const columns = findColumns(grid.rows[top], weightColumns(grid, groups), several)
  if (!columns) return undefined
  const read = groups.map((rows) => rows.map((row) => readLevel(row, columns)))
  // "1. Rephrase the problem", "2. Give its background" are the items of a criterion.
  if (several.every((rows) => rows.every((row, at) => isItem(row, columns, at)))) return undefined
  const scales = read.filter((levels) => isScale(levels)).length
  if (scales < 2 || scales < several.length * 0.75) return undefined
  const headed = top >= 0 && isCriterionWord(textAt(grid.rows[top]?.[columns.title]))
  if (!namedRubric && !(headed && read.flat().some((item) => item?.head?.rank !== undefined)))
    return undefined
  const part = emptyPart({
    kind: 'grid',
    percent: read.flat().some((item) => item?.amount?.unit === 'percent'),
    hasHeader: top >= 0,
    confidence: 0.8,
    source: grid.table.source,
  })
  groups.forEach((rows, at) => {
    const criterion = readCriterion(rows, read[at] ?? [], columns, wrapped)
    const weight = rows.map((row) => readWeight(grid, { top, bottom: top + 1 }, columns.weight, row))
    if (criterion) part.criteria.push({ ...criterion, ...weight.find(Boolean) })
  })
  readTotals(grid.rows.slice(top + 1), part)
  return part
}

/** The row of headings above the criteria, -1 where there is none. */
function headingRow(grid: Grid): number {
  const at = grid.rows.slice(0, 3).findIndex((row) => {
    const cells = filledCells(row).map(textAt)
    // "Category | Part of it | Level | Points": one of several may be a word that nobody knows.
    const known = cells.filter(isHeading).length
    const enough = known === cells.length || known >= Math.max(3, cells.length - 1)
    return cells.length >= 2 && enough && cells.every((text) => parseAmount(text) === undefined)
  })
  return at
}

function isHeading(text: string): boolean {
  return [isCriterionWord, isDescriptionWord, isScaleWord, isPointsWord, isDropWord, isWeightWord].some(
    (test) => test(text),
  )
}

/** Rows that share their criterion: one merged cell, the same text again, or nothing below it. */
function groupRows(rows: readonly Row[]): Row[][] {
  const groups: Row[][] = []
  for (const row of rows) {
    const before = groups.at(-1)?.[0]
    const text = textAt(row[0])
    const same = before && (row[0] === before[0] || text === '' || text === textAt(before[0]))
    if (same) groups.at(-1)?.push(row)
    else groups.push([row])
  }
  return groups
}

/**
 * A criterion's share of the whole is no level, though shares can run one way like points: a column headed so, or
 * one number for each criterion that make 100.
 */
function weightColumns(grid: Grid, groups: readonly Row[][]): Set<number> {
  const columns = new Set<number>()
  for (let column = 1; column < grid.columns; column++) {
    const values = groups.map((rows) => new Set(rows.map((row) => textAt(row[column])).filter(Boolean)))
    const shares = values.map((texts) =>
      texts.size === 1 ? parseAmount([...texts][0] ?? '')?.max : undefined,
    )
    const sum = shares.reduce<number>((all, share) => all + (share ?? Number.NaN), 0)
    if (isWholeOfShares(sum)) columns.add(column)
  }
  for (const row of grid.rows.slice(0, 3)) {
    row.forEach((cell, column) => {
      if (isWeightWord(textAt(cell))) columns.add(column)
    })
  }
  return columns
}

function findColumns(
  heading: Row | undefined,
  weights: ReadonlySet<number>,
  groups: readonly Row[][],
): Columns | undefined {
  const width = groups[0]?.[0]?.length ?? 0
  const found: Columns = { title: 0 }
  const own = (column: number) =>
    groups.filter((rows) => {
      const cells = new Set(rows.map((row) => row[column]))
      const texts = new Set(rows.map((row) => textAt(row[column])).filter((text) => text !== ''))
      return cells.size === rows.length && texts.size === rows.length
    }).length
  for (let column = 1; column < width; column++) {
    if (weights.has(column)) {
      found.weight ??= column
      continue
    }
    const name = textAt(heading?.[column])
    const rows = groups.flat()
    const filled = rows.filter((row) => !isPlaceholder(textAt(row[column])))
    if (filled.length < groups.length) continue
    const numbers = filled.filter((row) => parseAmount(textAt(row[column])) !== undefined).length
    if (own(column) < groups.length * 0.75) {
      const once = groups.every(
        (group) => new Set(group.map((row) => textAt(row[column])).filter(Boolean)).size <= 1,
      )
      if (once && numbers < filled.length / 2 && !isDropWord(name)) found.description ??= column
      continue
    }
    const heads = filled.map((row) => parseLevelHead(textAt(row[column])))
    const named = heads.filter((head) => head !== undefined && head.strength >= 2).length
    const short = filled.every((row) => textAt(row[column]).length <= 60)
    if (numbers >= filled.length * 0.8 && found.label !== undefined) found.points ??= column
    else if (named >= filled.length * 0.75 && short && found.label === undefined) found.label = column
    else found.text ??= column
  }
  return found.label === undefined && found.text === undefined ? undefined : found
}

function isItem(row: Row, columns: Columns, at: number): boolean {
  const text = columns.label === undefined && columns.text !== undefined ? textAt(row[columns.text]) : ''
  return new RegExp(`^${at + 1}[.)]\\s`).test(text)
}

function readLevel(row: Row, columns: Columns): Read | undefined {
  const labelCell = columns.label === undefined ? undefined : row[columns.label]
  const textCell = columns.text === undefined ? undefined : row[columns.text]
  const cell = textCell ?? labelCell
  if (!cell) return undefined
  const points = columns.points === undefined ? undefined : parseAmount(textAt(row[columns.points]))
  if (labelCell) {
    const head = parseLevelHead(textAt(labelCell))
    // Beside a column of points the number of a level is none.
    const amount = columns.points === undefined ? head?.amount : points
    return { head, amount, descriptor: textAt(textCell), cell }
  }
  // "2-3 Partly cleaned data", "Good: …": name and text in one cell.
  const lead = /^(\S+?)[.:)]?\s+(\S[\s\S]*)$/u.exec(textAt(cell))
  const amount = parseAmount(lead?.[1] ?? '')
  if (lead && amount) return { head: { amount, strength: 2 }, amount, descriptor: lead[2] ?? '', cell }
  const split = /^([^:：\n]{2,30})[:：]\s*(\S[\s\S]*)$/u.exec(textAt(cell))
  const head = parseLevelHead(split?.[1] ?? '')
  if (!split || !head || head.strength < 2) return undefined
  return { head, amount: head.amount ?? points, descriptor: split[2] ?? '', cell }
}

/** Known names, or numbers that run one way. */
function isScale(levels: readonly (Read | undefined)[]): boolean {
  if (levels.length < 2 || levels.some((item) => item === undefined)) return false
  const ranked = levels.filter((item) => item?.head?.rank !== undefined).length
  const values = levels.flatMap((item) => item?.amount?.max ?? item?.amount?.min ?? [])
  return values.length === levels.length ? isMonotone(values) : ranked >= levels.length / 2
}

function readCriterion(
  rows: readonly Row[],
  levels: readonly (Read | undefined)[],
  columns: Columns,
  wrapped: boolean,
): RubricCriterion | undefined {
  const cell = rows.map((row) => row[columns.title]).find((item) => textAt(item) !== '')
  if (!cell) return undefined
  const head = parseCriterion(textAt(cell), wrapped)
  const about = columns.description
  const beside = about === undefined ? undefined : rows.map((row) => textAt(row[about])).find(Boolean)
  const description = beside === undefined ? head.description : cleanText(beside, wrapped)
  return {
    title: head.title,
    ...(description === undefined ? {} : { description }),
    ...headWeight(head),
    ...(head.points === undefined ? {} : { points: head.points }),
    levels: levels.flatMap((item) => {
      if (!item) return []
      const { head: own, amount } = item
      return [
        level(item.cell.source, {
          label: own?.label === undefined ? undefined : cleanText(own.label, true),
          min: amount?.min,
          max: amount?.max,
          descriptor: cleanText(item.descriptor, wrapped),
        }),
      ]
    }),
    source: cell.source,
  }
}
