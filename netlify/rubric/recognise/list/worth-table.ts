import { isMonotone } from '../grid/header.ts'
import { type Grid, type Row, textAt } from '../grid.ts'
import { emptyPart, level, type RubricPart } from '../part.ts'
import { parseAmount } from '../words/amount.ts'
import { cleanText } from '../words/clean.ts'
import { parseCriterion } from '../words/criterion-title.ts'
import { headWeight } from '../words/weight.ts'
import {
  fold,
  isCriterionWord,
  isDescriptionWord,
  isPointsWord,
  isScaleWord,
  totalWord,
} from '../words/words.ts'

/**
 * Reads levels with their points behind them, under the name of their criterion: "Readability (20%) | Score" over
 * "Easy to read … | 5", "Hard to read … | 0". Points that run down to nothing are levels of one thing, where those
 * of a list are of many. A part for each criterion.
 *
 * @param wrapped see `parseCriterion`
 */
export function readWorthTables(grid: Grid, namedRubric: boolean, wrapped: boolean): RubricPart[] {
  const points = textAt(grid.rows[0]?.[1])
  if (!namedRubric || grid.columns !== 2 || !isWorth(points)) return []
  const starts = grid.rows.flatMap((row, at) => (textAt(row[1]) === points ? [at] : []))
  const parts = starts.map((start, at) => {
    const [heading, ...rows] = grid.rows.slice(start, starts[at + 1] ?? grid.rows.length)
    return heading && readWorth(heading, rows, wrapped)
  })
  return parts.every((part) => part !== undefined) ? parts : []
}

function readWorth(heading: Row, rows: readonly Row[], wrapped: boolean): RubricPart | undefined {
  const [cell] = heading
  const name = textAt(cell)
  if (rows.length < 3 || !cell || isCriterionWord(name) || isDescriptionWord(name) || isScaleWord(name))
    return undefined
  const amounts = rows.map((row) => parseAmount(textAt(row[1])))
  const values = amounts.flatMap((amount) => amount?.max ?? [])
  if (values.length < rows.length || !isMonotone(values) || Math.min(...values) !== 0) return undefined
  if (rows.some((row) => textAt(row[0]).length < 12 || totalWord(textAt(row[0])))) return undefined
  const head = parseCriterion(name, wrapped)
  const levels = rows.map((row, at) =>
    level(row[0]?.source ?? cell.source, {
      min: amounts[at]?.min,
      max: amounts[at]?.max,
      descriptor: cleanText(textAt(row[0]), wrapped),
    }),
  )
  return emptyPart({
    kind: 'holistic',
    levels: levels.map(({ descriptor: _, ...rest }) => rest),
    criteria: [{ title: head.title, ...headWeight(head), levels, source: cell.source }],
    hasHeader: true,
    confidence: 0.8,
    source: cell.source,
  })
}

/** "Points", "Rubric score". */
function isWorth(text: string): boolean {
  return isPointsWord(text) || isScaleWord(text) || /(?:^|\s)(?:scores?|points?|marks?)$/.test(fold(text))
}
