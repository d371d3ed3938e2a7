import { LEADING_BULLET } from '../../bullets.ts'
import type { TableBlock } from '../../document.ts'
import { filledCells, type Row, textAt, toGrid } from '../grid.ts'
import { emptyPart, type RubricPart } from '../part.ts'
import { parseAmount } from '../words/amount.ts'
import { cleanText } from '../words/clean.ts'
import { isRunningNumber } from '../words/numbering.ts'
import { isCriterionWord } from '../words/words.ts'

const MIN_NUMBERED = 5
const MIN_NAMED = 3
const MAX_NAME = 80
const MAX_HEAD = 40

/**
 * Reads a table of two columns without points: running numbers beside sentences, or names beside what is asked for,
 * which without a heading ("Category | Details") must be lists. Rows may be numbered in front. Only for a document
 * that calls itself a rubric and holds no other: an agenda has the same shape.
 *
 * @param wrapped see `parseCriterion`
 */
export function readPlainItems(table: TableBlock, wrapped: boolean): RubricPart | undefined {
  const all = toGrid(table).rows.filter((row) => filledCells(row).length > 0)
  const counted = table.columns === 3 ? withoutNumbers(all) : undefined
  const filled = counted?.rows ?? all
  if (!counted && table.columns !== 2) return undefined
  const hasHeader = isHeading(filled[0] ?? [])
  const rows = hasHeader ? filled.slice(1) : filled
  const numbered = isNumbered(rows)
  if (!numbered && !isNamed(rows, hasHeader)) return undefined
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
          ...(counted?.section === undefined ? {} : { section: counted.section }),
          levels: [],
          source: cell.source,
        },
      ]
    }),
    hasHeader,
    confidence: 0.6,
    source: table.source,
  })
}

/** "Report (15 %) | Items | Required" over rows whose first cells count them: the other two columns. */
function withoutNumbers([head = [], ...body]: readonly Row[]): { rows: Row[]; section?: string } | undefined {
  const rows = body.filter((row) => filledCells(row).length > 1)
  if (!isRunningNumber(rows.map((row) => textAt(row[0])))) return undefined
  const section = textAt(head[0])
  const isSection = /\p{L}{4}/u.test(section)
  return { rows: [head, ...rows].map((row) => row.slice(1)), ...(isSection ? { section } : {}) }
}

/** "Spec category | Details" */
function isHeading([name, text]: Row): boolean {
  const short = [name, text].every((cell) => {
    const words = textAt(cell)
    return words !== '' && words.length <= MAX_HEAD && !LEADING_BULLET.test(words) && !/[.;]$/.test(words)
  })
  const last = textAt(name).split(/\s+/).at(-1) ?? ''
  return short && name !== text && (isCriterionWord(textAt(name)) || isCriterionWord(last))
}

function isNumbered(rows: readonly Row[]): boolean {
  const sentences = rows.filter((row) => /\p{L}{2}.*\s.*\p{L}{3}/su.test(textAt(row[1])))
  return (
    rows.length >= MIN_NUMBERED &&
    sentences.length === rows.length &&
    isRunningNumber(rows.map((row) => textAt(row[0])))
  )
}

/** Every row has a name, and a text beside it; without a heading above most texts are lists. */
function isNamed(rows: readonly Row[], hasHeader: boolean): boolean {
  const named = rows.filter((row) => {
    const name = textAt(row[0])
    return (
      name !== '' &&
      name.length <= MAX_NAME &&
      parseAmount(name) === undefined &&
      row[1] !== row[0] &&
      // A field of a form ("Date") has a blank beside it.
      textAt(row[1]).length >= 25
    )
  })
  const listed = rows.filter((row) => LEADING_BULLET.test(textAt(row[1])))
  const isTold = hasHeader || listed.length >= rows.length * 0.75
  return rows.length >= MIN_NAMED && named.length === rows.length && isTold
}
