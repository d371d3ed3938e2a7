import type { RubricCriterion } from '../../../../src/shared/rubric.ts'
import { filledCells, type Grid, textAt } from '../grid.ts'
import { emptyPart, level, type RubricPart } from '../part.ts'
import { cleanText } from '../words/clean.ts'
import { parseCriterion } from '../words/criterion-title.ts'
import { type LevelHead, parseLevelHead } from '../words/level-head.ts'
import { ordinalLevel } from '../words/level-words.ts'
import { headWeight } from '../words/weight.ts'
import {
  isCriterionWord,
  isDropWord,
  isFormField,
  isPlaceholder,
  isPointsWord,
  isRole,
  isScaleWord,
  isWeightWord,
  totalWord,
} from '../words/words.ts'

/**
 * Reads a grid with a row for each level and a column for each criterion: "Range | Method (10%) | Style (5%)" over
 * "5-7 | The method … | The style …".
 *
 * @param wrapped see `parseCriterion`
 */
export function readTurnedGrid(grid: Grid, wrapped: boolean): RubricPart | undefined {
  const top = grid.rows.slice(0, 3).findIndex((row) => filledCells(row).length >= 3)
  const heading = grid.rows[top]
  if (!heading || !isScaleLead(textAt(heading[0]))) return undefined
  const columns = heading.flatMap((cell, column) =>
    column > 0 && textAt(cell) !== '' && cell !== heading[column - 1] && cell !== heading[0] ? [column] : [],
  )
  const names = columns.map((column) => textAt(heading[column]))
  const ranked = names.filter((text) => parseLevelHead(text)?.rank !== undefined)
  if (columns.length < 2 || names.some((text, at) => !isName(text, at + 1))) return undefined
  if (ranked.length >= names.length / 2) return undefined
  const rows = grid.rows
    .slice(top + 1)
    .filter((row) => !isClosing(textAt(row[0])) && filledCells(row).length >= 2)
  const levels = rows.flatMap((row) => {
    const head = parseLevelHead(textAt(row[0]))
    return head && saysLevel(head) ? [{ head, row }] : []
  })
  if (levels.length < 3 || levels.length < rows.length * 0.75) return undefined
  // Shares that go up and down are those of criteria.
  if (!runsOneWay(levels.flatMap(({ head }) => head.amount?.max ?? []))) return undefined
  const wordy = levels.filter(
    ({ row }) => columns.filter((column) => textAt(row[column]).length >= 20).length >= 2,
  )
  if (wordy.length < levels.length * 0.6) return undefined
  const criteria = columns.map((column): RubricCriterion => {
    const cell = heading[column]
    const head = parseCriterion(textAt(cell), wrapped)
    return {
      title: head.title,
      ...(head.description === undefined ? {} : { description: head.description }),
      ...headWeight(head),
      ...(head.points === undefined ? {} : { points: head.points }),
      levels: levels.flatMap(({ head: { label, amount }, row }) => {
        const below = [...new Set(row.filter((_, at) => heading[at] === cell))]
        const text = below.map(textAt).filter(Boolean).join('\n')
        const descriptor = isPlaceholder(text) ? undefined : cleanText(text, wrapped)
        const source = row[column]?.source ?? row[0]?.source ?? grid.table.source
        const named = label === undefined ? undefined : cleanText(label, true)
        return [level(source, { label: named, min: amount?.min, max: amount?.max, descriptor })]
      }),
      source: cell?.source ?? grid.table.source,
    }
  })
  return emptyPart({
    kind: 'grid',
    levels: levels.map(({ head: { label, amount }, row }) => {
      const named = label === undefined ? undefined : cleanText(label, true)
      return level(row[0]?.source ?? grid.table.source, { label: named, min: amount?.min, max: amount?.max })
    }),
    criteria,
    percent: levels.every(({ head }) => head.amount?.unit === 'percent'),
    hasHeader: true,
    confidence: 0.85,
    source: heading[columns[0] ?? 0]?.source ?? grid.table.source,
  })
}

function runsOneWay(values: readonly number[]): boolean {
  const steps = values.slice(1).map((value, at) => value - (values[at] ?? 0))
  return steps.every((step) => step >= 0) || steps.every((step) => step <= 0)
}

/** What stands over the levels: nothing, or a word for points, marks or grades. */
function isScaleLead(text: string): boolean {
  return (
    text === '' ||
    isScaleWord(text) ||
    isPointsWord(text) ||
    isWeightWord(text) ||
    /^(range|band|class|mark range)s?$/i.test(text)
  )
}

function isName(text: string, index: number): boolean {
  const head = parseLevelHead(text)
  if (text.length > 90 || (isRole(text, index) && !isCriterionWord(text))) return false
  return head === undefined || (head.label !== undefined && ordinalLevel(text) === undefined)
}

/** Numbers alone count rows; a known name, a step, a range or a unit is a level. */
function saysLevel({ rank, label, amount }: LevelHead): boolean {
  if (rank !== undefined || (label !== undefined && ordinalLevel(label) !== undefined)) return true
  return amount !== undefined && (amount.range === true || amount.unit !== 'none' || amount.max === 0)
}

function isClosing(text: string): boolean {
  return isDropWord(text) || isFormField(text) || totalWord(text) !== undefined || isPointsWord(text)
}
