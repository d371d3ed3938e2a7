import type { TableCell } from '../../document.ts'
import { isMonotone } from '../grid/header.ts'
import { filledCells, type Grid, type Row, textAt } from '../grid.ts'
import { emptyPart, level, type RubricPart } from '../part.ts'
import { parseAmount } from '../words/amount.ts'
import { cleanText } from '../words/clean.ts'
import { parseLevelHead } from '../words/level-head.ts'
import { isRunningNumber } from '../words/numbering.ts'
import { splitAmount } from '../words/split-amount.ts'
import {
  isCriterionWord,
  isDescriptionWord,
  isDropWord,
  isPlaceholder,
  isPointsWord,
  isScaleWord,
  totalWord,
} from '../words/words.ts'

const MAX_STEPS = 10

/**
 * Reads one scale: a row per level with what it means ("Excellent | 4 | The essay …"). A holistic rubric, or
 * one criterion of a rubric whose criteria each have such a table.
 */
export function readScaleTable(grid: Grid, namedRubric: boolean, wrapped: boolean): RubricPart | undefined {
  if (grid.columns < 2 || grid.columns > 5 || grid.rows.length < 2) return undefined
  const first = filledCells(grid.rows[0] ?? []).map(textAt)
  // "Score | What it means": unknown words over a column of points are headings, too.
  const numbered = grid.rows.slice(1).filter((row) => parseAmount(textAt(row[0])) !== undefined).length
  const overPoints =
    numbered >= 2 &&
    numbered >= (grid.rows.length - 1) * 0.6 &&
    (isScaleWord(first[0] ?? '') || isPointsWord(first[0] ?? ''))
  const headed =
    first.length >= 2 &&
    (overPoints ||
      first.every(
        (text) =>
          isScaleWord(text) ||
          isPointsWord(text) ||
          isDescriptionWord(text) ||
          isCriterionWord(text) ||
          isDropWord(text),
      ))
  const rows = grid.rows
    .slice(headed ? 1 : 0)
    .filter((row) => !filledCells(row).some((cell) => totalWord(textAt(cell))) && !isBlank(row))
  if (rows.length < 2) return undefined
  const heads = rows.map((row) => parseLevelHead(textAt(row[0])))
  const known = heads.filter((head) => head && head.strength >= 2).length
  if (known < 2 || known < rows.length * 0.6) return undefined
  const column = (test: (text: string, at: number) => boolean) =>
    Array.from({ length: grid.columns - 1 }, (_, at) => at + 1).find((at) =>
      test(headed ? textAt(grid.rows[0]?.[at]) : '', at),
    )
  const numbers = (at: number) => rows.filter((row) => parseAmount(textAt(row[at])) !== undefined).length
  const points = column((_, at) => numbers(at) >= rows.length * 0.6)
  const wordColumns = Array.from({ length: grid.columns - 1 }, (_, at) => at + 1).filter((at) => {
    const filled = rows.filter((row) => textAt(row[at]) !== '').length
    return at !== points && filled >= rows.length * 0.5 && !(headed && isDropWord(textAt(grid.rows[0]?.[at])))
  })
  const worth = rows.flatMap((row, at) => {
    const amount = (points === undefined ? undefined : parseAmount(textAt(row[points]))) ?? heads[at]?.amount
    return amount?.max ?? amount?.min ?? []
  })
  // The items of a list are numbered, too; only the points of levels run one way.
  if (worth.length > 1 && !isMonotone(worth) && !(namedRubric && fallsToNothing(worth))) return undefined
  // "Week 16, 17, 18": a scale counts from the start.
  if (!heads.some((head) => head?.rank !== undefined) && Math.min(...worth) > 3 && isCounted(worth))
    return undefined
  // Numbered rows with a sum below them are a list to fill in: levels add up to nothing.
  const isSummed = grid.rows.some((row) => filledCells(row).some((cell) => totalWord(textAt(cell))))
  if (isSummed && isRunningNumber(rows.map((row) => textAt(row[0])).filter(Boolean))) return undefined
  // So many steps from 1 upwards number the items of a list.
  if (!headed && rows.length > MAX_STEPS && isRunningNumber(rows.map((row) => textAt(row[0]))))
    return undefined
  const [texts] = wordColumns
  if (texts === undefined || wordColumns.length > 1) return undefined
  const scored = points !== undefined || heads.some((head) => head?.amount !== undefined)
  const ranked = heads.filter((head) => head?.rank !== undefined).length
  if (!namedRubric && !(headed && (scored || ranked >= 2)) && !(ranked >= 2 && scored)) return undefined
  if (ranked < 2 && !scored) return undefined
  const part = emptyPart({
    kind: 'holistic',
    criteria: [{ title: '', levels: [], source: grid.table.source }],
    hasHeader: headed,
    confidence: namedRubric ? 0.8 : 0.6,
    source: grid.table.source,
  })
  rows.forEach((row, at) => {
    const head = heads[at]
    const cell: TableCell | undefined = row[texts]
    const text = textAt(cell)
    if (isPlaceholder(text) && !head?.label && !head?.amount) return
    const beside = points === undefined ? undefined : parseAmount(textAt(row[points]))
    const split = head?.amount || beside ? undefined : splitAmount(text, false)
    const amount = beside ?? head?.amount ?? split?.amount
    if (amount?.unit === 'percent') part.percent = true
    const about = {
      label: head?.label === undefined ? undefined : cleanText(head.label, true),
      min: amount?.min,
      max: amount?.max,
    }
    const descriptor = cleanText(split ? split.rest : text, wrapped)
    part.criteria[0]?.levels.push(level(cell?.source ?? grid.table.source, { ...about, descriptor }))
    part.levels.push(level(row[0]?.source ?? grid.table.source, about))
  })
  return part
}

function isCounted(values: readonly number[]): boolean {
  return values.slice(1).every((value, at) => value - (values[at] ?? 0) === 1)
}

/** "1, ½, ½, 0": several ways to lose the same. */
function fallsToNothing(values: readonly number[]): boolean {
  const falls = values.every((value, at) => at === 0 || value <= (values[at - 1] ?? 0))
  return falls && values.at(-1) === 0 && (values[0] ?? 0) > 0 && new Set(values).size >= 3
}

/** "Additional comments: |": room to write in. */
function isBlank(row: Row): boolean {
  const [only, other] = filledCells(row)
  return only !== undefined && other === undefined && isDropWord(textAt(only))
}
