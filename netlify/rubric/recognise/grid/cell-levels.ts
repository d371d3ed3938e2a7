import type { RubricLevel } from '../../../../src/shared/rubric.ts'
import type { TableCell } from '../../document.ts'
import { type Row, textAt } from '../grid.ts'
import { unheadedLevels } from '../levels/unheaded-levels.ts'
import { level } from '../part.ts'
import { isPlausible, parseAmount } from '../words/amount.ts'
import { cleanLabel, cleanText } from '../words/clean.ts'
import { type LevelHead, parseLevelHead } from '../words/level-head.ts'
import { type SplitAmount, splitAmount, splitTail } from '../words/split-amount.ts'
import { fold, isPlaceholder } from '../words/words.ts'
import type { Reading } from './grid-rubric.ts'

const MAX_TAIL = 60
/** A level that this criterion does not have. */
const CROSS = /^[x×✗✘]$/iu

/** The levels of one row: names and points from the heading or from the cells, descriptors from the cells. */
export function readLevels(reading: Reading, row: Row, amountRow: Row | undefined): RubricLevel[] {
  const { header, wrapped } = reading
  const bare = amountRow === undefined && header.levels.every((item) => item.cell === undefined)
  const read = bare
    ? unheadedLevels(header.levels, row)
    : header.levels.map((item) => {
        const cells = [...new Set(item.columns.map((column) => row[column]))].filter(
          (cell) => textAt(cell) !== '',
        )
        // Two columns under one merged heading: points beside the text.
        const number =
          cells.length > 1 ? cells.find((cell) => parseAmount(textAt(cell)) !== undefined) : undefined
        const text = cells.find((cell) => cell !== number && !isPlaceholder(textAt(cell))) ?? cells[0]
        const amountCell = amountRow
          ? item.columns.map((column) => amountRow[column]).find((cell) => textAt(cell) !== '')
          : undefined
        const beside = parseAmount(textAt(amountCell ?? number))
        return { head: item.head, cell: text === number ? undefined : text, beside, item }
      })
  const headed = read.some((item) => item.head.amount !== undefined)
  const splits = read.map((item) => {
    const text = textAt(item.cell)
    return isPlaceholder(text) || parseAmount(text) ? undefined : (splitAmount(text, false) ?? behind(text))
  })
  const said = read.filter((item) => !isPlaceholder(textAt(item.cell)))
  const splitting = splits.filter(
    (split) =>
      split &&
      split.amount.unit !== 'times' &&
      (headed ? split.amount.unit === 'points' : split.amount.unit !== 'percent'),
  ).length
  // "17.8 points" and nothing else, beside "20 points: …".
  const counted = said.filter((item) => parseAmount(textAt(item.cell))?.unit === 'points').length
  const own = headed ? undefined : ownHeads(read)
  if (own) reading.part.levels = []
  const stating = splitting > 0 ? splitting + counted : 0
  const trusted = stating >= Math.max(1, said.length * 0.6) && (stating >= 2 || said.length === 1)
  const labels = splits.map((split) => (split ? ownLabel(split.rest) : undefined))
  const labelled = labels.every((own) => own === undefined || own.label !== undefined)
  const isTold = said
    .filter((item) => !CROSS.test(textAt(item.cell)))
    .some((item) => / /.test(textAt(item.cell)))
  return read.flatMap(({ head, cell, beside, item }, at) => {
    const text = textAt(cell)
    if (isTold && CROSS.test(text)) return []
    const whole = parseAmount(text)
    const named = own?.[at]
    let { label } = head
    let amount = beside ?? head.amount
    let descriptor: string | undefined
    if (named) {
      label = named.label
      amount = named.amount
      descriptor = named.more
    } else if (
      whole &&
      (head.amount === undefined || whole.unit !== 'none' || wholeRow(read.map((other) => other.cell)))
    ) {
      amount = whole.outOf ? amount : whole
    } else {
      const split = trusted ? splits[at] : undefined
      const usable = split && split.amount.unit !== 'times' && !(headed && split.amount.unit !== 'points')
      descriptor = usable ? split.rest : text
      if (usable) amount = split.amount
      const own = label === undefined && !headed && usable && labelled ? labels[at] : undefined
      if (own) ({ label, descriptor } = own)
    }
    const cleaned = descriptor === undefined ? undefined : cleanText(descriptor, wrapped)
    if (label === undefined && amount === undefined && cleaned === undefined) return []
    return [
      level(cell?.source ?? item.cell?.source ?? reading.part.source, {
        label: label === undefined ? undefined : cleanLabel(label),
        min: amount?.min,
        max: amount?.max,
        descriptor: cleaned,
      }),
    ]
  })
}

/** "Reads from left to right 4 pts": points behind a text, with nothing between them. */
function behind(text: string): SplitAmount | undefined {
  const split = splitTail(text.slice(-MAX_TAIL), true)
  // "minus 5 points" says what is done with them.
  if (split?.amount.unit !== 'points' || !/\s/.test(split.rest)) return undefined
  return { ...split, rest: (text.slice(0, -MAX_TAIL) + split.rest).trim() }
}

/**
 * "Strong (4): Reads from left to right" in every cell of a row, under headings that only count the columns or
 * say the same: the cells name their levels.
 */
function ownHeads(
  read: readonly { head: LevelHead; cell: TableCell | undefined }[],
): (LevelHead | undefined)[] | undefined {
  const heads = read.map(({ cell }) => namedCell(textAt(cell)))
  const said = read.filter(({ cell }) => !isPlaceholder(textAt(cell))).length
  const fit = read.every(({ head, cell }, at) => {
    const named = heads[at]
    if (named === undefined) return isPlaceholder(textAt(cell))
    return head.rank === undefined || fold(head.label ?? '') === fold(named.label ?? '')
  })
  return fit && said >= 2 ? heads : undefined
}

function namedCell(text: string): LevelHead | undefined {
  const parts =
    /^(\p{L}[^()[\]（）:：\n]{0,40}?)\s*[([（]([^()[\]（）]{1,30})[)\]）]\s*[:：–—-]\s*(\S[\s\S]*)$/u.exec(
      text,
    )
  const amount = parseAmount(parts?.[2] ?? '')
  if (!parts || !amount || amount.outOf || !isPlausible(amount) || amount.unit === 'times') return undefined
  return { label: parts[1] ?? '', amount, more: parts[3] ?? '', strength: 3 }
}

function wholeRow(cells: Row): boolean {
  const filled = cells.filter((cell) => !isPlaceholder(textAt(cell)))
  return filled.every((cell) => parseAmount(textAt(cell)) !== undefined)
}

/** Where the levels have no heading, a short first line of the cell is the level's name. */
function ownLabel(text: string): { label: string | undefined; descriptor: string } {
  const [first = '', ...rest] = text.split('\n')
  if (first.length > 40) return { label: undefined, descriptor: text }
  if (rest.length > 0) return { label: first, descriptor: rest.join('\n') }
  const head: LevelHead | undefined = parseLevelHead(first)
  return head?.rank === undefined ? { label: undefined, descriptor: text } : { label: first, descriptor: '' }
}
