import type { RubricCriterion } from '../../../../src/shared/rubric.ts'
import { BULLETS, LEADING_BULLET } from '../../bullets.ts'
import { columnRoles, headingOf } from '../grid/columns.ts'
import { joinMergedRows } from '../grid/stacked-cells.ts'
import { filledCells, type Grid, type Row, textAt, widthIn } from '../grid.ts'
import { emptyPart, level, type RubricPart } from '../part.ts'
import { readTotals } from '../stated-total.ts'
import { parseAmount } from '../words/amount.ts'
import { cleanText } from '../words/clean.ts'
import { parseCriterion, parseDescribed, sharedNames } from '../words/criterion-title.ts'
import { amountIn } from '../words/item-amount.ts'
import { headWeight, readWeight } from '../words/weight.ts'
import { fold, isDropWord, isFormField, isPlaceholder } from '../words/words.ts'
import { believe, type List, leastItems, type Named, totalEvidence } from './list-evidence.ts'
import { belowHead, headerRow, leadingSection, MOST, repeats } from './list-head.ts'
import { parallelItems } from './parallel-items.ts'
import { withPointsInNames } from './points-in-names.ts'
import { shareRows } from './share-rows.ts'
import { sumRows } from './sum-rows.ts'
import { closingRow, isSummary } from './summary-row.ts'

const MARK = new RegExp(`^(?:[☐◯⬜${BULLETS}]|\\[\\s?\\])\\s*`, 'u')

/** In place of points: what must be there, and gives none. */
const YES_OR_NO =
  /^(?:y(?:es)?|s[ií]|sim|ja|j|oui|o|pass|met)\s*\/\s*(?:n(?:o|ee|ein|on|ão)?|fail|not met)$/iu

/**
 * Reads a table without levels: criteria with points (or a weight), with or without a description: a
 * checklist, or a list of deductions when the points are negative.
 */
export function readListTable(given: Grid, named: Named, wrapped: boolean): RubricPart | undefined {
  const top = headerRow(given)
  const header = top === undefined ? { top: 0, bottom: 0 } : { top, bottom: belowHead(given, top) }
  const pointsAt = columnRoles(given, header, []).points
  const grid = pointsAt === undefined ? given : joinMergedRows(given, header.bottom, pointsAt)
  const body: Grid = { ...grid, rows: grid.rows.filter((row, at) => at < header.bottom || !isSummary(row)) }
  const roles = withPointsInNames(body, header.bottom, columnRoles(body, header, []), wrapped)
  if (roles.title === undefined) return undefined
  const closing = closingRow(grid.rows.slice(header.bottom), roles.points)
  const list: List = { grid, header, roles, title: roles.title, wrapped, closing }
  const belief = believe(list, named)
  if (!belief) return undefined
  const part = emptyPart({
    kind: 'checklist',
    hasHeader: header.bottom > 0,
    confidence: belief.evidence >= 3 ? 0.8 : 0.6,
    source: grid.table.source,
  })
  const heading = (column: number | undefined) =>
    column === undefined ? '' : headingOf(grid, header, column)
  const share = /(?:out of|of|total|max\.?|\/)\s*(\d+(?:[.,]\d+)?)\s*%?\s*\)?$/i.exec(heading(roles.weight))
  if (share) part.statedShare = Number(share[1]?.replace(',', '.'))
  const whole = /\(\s*(?:total\s*:?\s*)?(\d+)(?:\s*total)?\s*\)$/i.exec(heading(roles.points))
  const most = MOST.exec(heading(roles.points))
  if (most) part.statedTotals.push({ value: Number(most[1]), sub: false })
  if (whole && /total/i.test(whole[0])) part.statedTotals.push({ value: Number(whole[1]), sub: false })
  const title = grid.rows
    .slice(0, header.top)
    .map(filledCells)
    .find((cells) => cells.length === 1 && textAt(cells[0]).length <= 150 && !isFormField(textAt(cells[0])))
  if (title) part.title = textAt(title[0]).replace(/\s+/g, ' ')
  readRows(list, belief.isScored, part)
  if (part.criteria.length < leastItems(named)) return undefined
  const { sum } = totalEvidence(grid, header.bottom, list.title, roles.points)
  if (sum !== undefined && part.statedTotals.length === 0) part.statedTotals.push({ ...sum, sub: false })
  const values = part.criteria.flatMap((item) => item.points ?? [])
  const deducts = /deduct|penalt|points off|lost|abzug|desconto|descuento|penaliz|aftrek|扣分/.test(
    fold([0, 1, 2, 3].map((column) => heading(column)).join(' ')),
  )
  if (values.length > 0 && (values.every((value) => value <= 0) || deducts)) part.kind = 'deduction'
  return part
}

function readRows(list: List, isScored: boolean, part: RubricPart): void {
  const { grid, header, roles, wrapped } = list
  const scoreColumn = roles.points ?? roles.weight
  const rows = grid.rows.slice(header.bottom)
  const heads = new Set(grid.rows.slice(header.top, header.bottom).flat())
  const shared = sharedNames(rows.map((row) => textAt(row[list.title])))
  const shares = shareRows(rows, roles.points)
  const sums = scoreColumn === undefined ? new Set<Row>() : sumRows(rows, list.title, scoreColumn)
  const numbers = scoreColumn === undefined ? numberColumn(rows, list.title) : undefined
  const lastNumbered = rows.findLastIndex((row) => isNumber(row[numbers ?? -1]))
  const isBold = (row: Row) => row[list.title]?.bold === true
  const boldGroups = sums.size > 0 && [...sums].every(isBold)
  let section = leadingSection(list)
  let items = false
  // "2.5 In detail" heads what follows up to 2.6, inside of the section it stands in itself.
  let inner: { beside: string; outer: string | undefined } | undefined
  const open = (name: string) => {
    const beside = stepOf(name)
    inner = beside === undefined ? undefined : { beside, outer: section }
    section = name
    items = false
  }
  rows.forEach((row, at) => {
    const cells = filledCells(row).filter((cell) => !heads.has(cell))
    const [only] = cells
    if (inner && stepOf(textAt(row[list.title])) === inner.beside) {
      section = inner.outer
      inner = undefined
    }
    if (repeats(row, grid.rows[header.top])) return
    if (row === list.closing) {
      const total = filledCells(row)[1]
      const value = parseAmount(textAt(total))?.max
      if (value !== undefined) part.statedTotals.push({ value, sub: false, source: total?.source })
      return
    }
    if (isSummary(row)) {
      readTotals([row], part, scoreColumn)
      return
    }
    // Among numbered criteria, a row without a number names those below it.
    if (numbers !== undefined && !isNumber(row[numbers])) {
      if (at < lastNumbered && only && cells.length === 1) open(cleanText(textAt(only), true) ?? '')
      return
    }
    if (sums.has(row)) {
      open(parseCriterion(textAt(row[list.title]), wrapped).title)
      return
    }
    if (cells.length === 1 && only && scoreColumn !== undefined && isScored && (only.bold || !boldGroups)) {
      if (isFormField(textAt(only)) || parseAmount(textAt(only))) return
      if (widthIn(row, only) > 1 || at < rows.length - 1) open(textAt(only))
      return
    }
    const cell = row[list.title]
    const group = roles.section === undefined ? '' : textAt(row[roles.section])
    if (group !== '') section = group
    // "Comments: | Well done": what somebody wrote into the form.
    if (row.slice(0, list.title).some((beside) => beside !== cell && isFormField(textAt(beside)))) return
    if (!cell || isPlaceholder(textAt(cell)) || isFormField(textAt(cell))) return
    const last = part.criteria.at(-1)
    if (shares.has(row) && last) {
      const share = `${cleanText(textAt(cell), true)} ${textAt(row[scoreColumn ?? 0])}`
      last.description = last.description === undefined ? share : `${last.description}\n${share}`
      return
    }
    const isClosed = part.statedTotals.some(({ sub }) => !sub)
    // "Points reached" and "Grade" below the list, and nothing that could be had, or the total above them.
    if (isDropWord(textAt(cell)) && scoreColumn !== undefined)
      if (isClosed || !parseAmount(textAt(row[scoreColumn]))) return
    // Below the total, "1.05 | Meets all and then some" says what the scores mean.
    if (parseAmount(textAt(cell)) && isClosed) return
    const several =
      scoreColumn === undefined ? undefined : parallelItems(cell, row[scoreColumn], wrapped, section)
    if (several) {
      part.criteria.push(...several)
      items = true
      return
    }
    const bulleted = LEADING_BULLET.test(textAt(cell)) && !textAt(cell).includes('\n')
    // Under a heading with bulleted items, an item without a bullet stands for itself again.
    if (!bulleted && items) section = undefined
    items = bulleted
    const described = roles.description === undefined ? undefined : row[roles.description]
    const text = textAt(cell).replace(MARK, '')
    const own = described === cell ? undefined : cleanText(textAt(described), wrapped)
    const head = parseDescribed(text, own, wrapped, cell.lead, shared)
    const description = own === undefined ? cleanText(head.description ?? '', wrapped) : head.description
    const amount = scoreColumn === undefined ? undefined : amountIn(textAt(row[scoreColumn]))
    const value = roles.points === undefined ? head.points : (amount?.max ?? amount?.min)
    const weight = readWeight(grid, header, roles.weight, row) ?? headWeight(head)
    const isGate = scoreColumn !== undefined && YES_OR_NO.test(textAt(row[scoreColumn]))
    const isNamed = value === undefined && weight.weight === undefined && description === undefined && !isGate
    if (isScored && isNamed && (isBold(row) || !boldGroups)) {
      open(head.title)
      return
    }
    const criterion: RubricCriterion = { title: head.title, levels: [], source: cell.source }
    if (description !== undefined) criterion.description = description
    Object.assign(criterion, weight)
    if (section) criterion.section = section.replace(/\s+/g, ' ').replace(/\s*[:：]$/u, '')
    if (value !== undefined) {
      criterion.points = value
      const isRange = amount?.range && amount.min !== undefined
      const source = (roles.points === undefined ? cell : row[roles.points])?.source ?? cell.source
      criterion.levels.push(level(source, { min: isRange ? amount.min : value, max: value }))
    }
    part.criteria.push(criterion)
  })
}

/** A column of numbers left of the names, where most rows have one. */
function numberColumn(rows: readonly Row[], title: number): number | undefined {
  return Array.from({ length: title }, (_, column) => column).find((column) => {
    const numbered = rows.filter((row) => isNumber(row[column])).length
    return numbered >= 3 && numbered >= rows.length * 0.5
  })
}

const isNumber = (cell: Row[number]): boolean => /^\d{1,3}(?:\.\d{1,2})*[.)]?$/.test(textAt(cell))

/** What "2.5 Details" has in common with the items beside it: "2.". */
function stepOf(text: string): string | undefined {
  return /^(\d+\.(?:\d+\.)*)\d+[.)]?\s/.exec(text)?.[1]
}
