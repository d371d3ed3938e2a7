import type { TableCell } from '../../document.ts'
import { filledCells, type Grid, type Row, textAt } from '../grid.ts'
import { emptyPart, level, type RubricPart } from '../part.ts'
import { parseAmount } from '../words/amount.ts'
import { cleanLine, cleanText } from '../words/clean.ts'
import { parseCriterion } from '../words/criterion-title.ts'
import { isDropWord } from '../words/words.ts'

const MIN_ROWS = 3
const MIN_LEVELS = 2
const MAX_LABEL = 60

/**
 * Reads a form without a heading whose rows say the names of the levels again and again, to tick one of them:
 * "Sowing | Works | Small faults | Does not work". Some rows may have a choice of their own ("Yes | No"). Only for a
 * document that calls itself a rubric.
 *
 * @param wrapped see `parseCriterion`
 */
export function readRepeatedLevels(grid: Grid, wrapped: boolean): RubricPart | undefined {
  const rows = grid.rows.map((row) => ({ name: row[0], choices: choicesOf(row) }))
  const [first] = rows
  if (!first || rows.length < MIN_ROWS) return undefined
  if (!rows.every(({ name, choices }) => isName(name) && choices.length >= MIN_LEVELS)) return undefined
  const said = rows.map(({ choices }) => choices.map(labelOf).join('\n'))
  const alike = said.filter((text) => text === said[0]).length
  if (alike < MIN_ROWS || alike < rows.length * 0.75) return undefined
  if (new Set(rows.map(({ name }) => textAt(name))).size < rows.length) return undefined
  const labels = rows.flatMap(({ choices }) => choices.map(labelOf))
  if (labels.some((label) => label.length > MAX_LABEL || !/^\p{L}{2}/u.test(label))) return undefined
  const scale = (choices: readonly TableCell[]) =>
    choices.map((cell) => level(cell.source, { label: labelOf(cell) }))
  return emptyPart({
    kind: 'grid',
    levels: scale(first.choices),
    criteria: rows.flatMap(({ name, choices }) => {
      if (!name) return []
      const { title, description } = parseCriterion(cleanLine(textAt(name)), wrapped)
      return [
        {
          title,
          ...(description === undefined ? {} : { description }),
          levels: scale(choices),
          source: name.source,
        },
      ]
    }),
    hasHeader: false,
    confidence: 0.7,
    source: grid.table.source,
  })
}

function isName(cell: TableCell | undefined): boolean {
  return /\p{L}{3}/u.test(textAt(cell)) && parseAmount(textAt(cell)) === undefined
}

/** What stands behind the name; "Comments on the whole, if any:" leaves room for words. */
function choicesOf(row: Row): TableCell[] {
  return filledCells(row).filter((cell) => {
    // "No" may head the numbers of rows, and is an answer here.
    const [word = ''] = /^\p{L}{3,}/u.exec(textAt(cell)) ?? []
    return cell !== row[0] && !isDropWord(word)
  })
}

const labelOf = (cell: TableCell): string => cleanText(textAt(cell), true) ?? textAt(cell)
