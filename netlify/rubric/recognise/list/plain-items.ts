import { LEADING_BULLET } from '../../bullets.ts'
import type { TableBlock } from '../../document.ts'
import { filledCells, type Row, textAt, toGrid } from '../grid.ts'
import { emptyPart, type RubricPart } from '../part.ts'
import { parseAmount } from '../words/amount.ts'
import { cleanText } from '../words/clean.ts'
import { isRunningNumber } from '../words/numbering.ts'
import { isFormField } from '../words/words.ts'

const MIN_NUMBERED = 5
const MIN_NAMED = 3
const MAX_NAME = 80

/**
 * Reads a table of two columns without a heading and without points: running numbers beside sentences, or names
 * beside lists of what is asked for. Only for a document that calls itself a rubric and holds no other: an agenda
 * has the same shape.
 *
 * @param wrapped see `parseCriterion`
 */
export function readPlainItems(table: TableBlock, wrapped: boolean): RubricPart | undefined {
  const rows = toGrid(table).rows.filter((row) => filledCells(row).length > 0)
  if (table.columns !== 2) return undefined
  const numbered = isNumbered(rows)
  if (!numbered && !isNamed(rows)) return undefined
  return emptyPart({
    kind: 'checklist',
    criteria: rows.flatMap((row) => {
      const [cell, text] = numbered ? [row[1], undefined] : [row[0], row[1]]
      if (!cell) return []
      const description = text && cleanText(textAt(text), wrapped)
      return [
        {
          title: cleanText(textAt(cell), true)?.replace(/\s+/g, ' ') ?? textAt(cell),
          ...(description === undefined ? {} : { description }),
          levels: [],
          source: cell.source,
        },
      ]
    }),
    hasHeader: false,
    confidence: 0.6,
    source: table.source,
  })
}

function isNumbered(rows: readonly Row[]): boolean {
  const sentences = rows.filter((row) => /\p{L}{2}.*\s.*\p{L}{3}/su.test(textAt(row[1])))
  return (
    rows.length >= MIN_NUMBERED &&
    sentences.length === rows.length &&
    isRunningNumber(rows.map((row) => textAt(row[0])))
  )
}

/** Every row has a name and most have a list beside it. */
function isNamed(rows: readonly Row[]): boolean {
  const named = rows.filter((row) => {
    const name = textAt(row[0])
    return (
      name !== '' &&
      name.length <= MAX_NAME &&
      !isFormField(`${name}:`) &&
      parseAmount(name) === undefined &&
      row[1] !== row[0] &&
      textAt(row[1]).length >= 25
    )
  })
  const listed = rows.filter((row) => LEADING_BULLET.test(textAt(row[1])))
  return rows.length >= MIN_NAMED && named.length === rows.length && listed.length >= rows.length * 0.75
}
