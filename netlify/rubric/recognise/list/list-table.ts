import type { RubricCriterion } from '../../../../src/shared/rubric.ts'
import { BULLETS, LEADING_BULLET } from '../../bullets.ts'
import type { TableCell } from '../../document.ts'
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
import {
  fold,
  isCriterionWord,
  isDescriptionWord,
  isDropWord,
  isFormField,
  isPlaceholder,
  isPointsWord,
  isStrongCriterionWord,
  isWeightWord,
} from '../words/words.ts'
import { believe, type List, leastItems, type Named, totalEvidence } from './list-evidence.ts'
import { withPointsInNames } from './points-in-names.ts'
import { shareRows } from './share-rows.ts'
import { sumRows } from './sum-rows.ts'
import { closingRow, isSummary } from './summary-row.ts'

const ITEM = new RegExp(`^\\s*[${BULLETS}-]\\s+`, 'u')
const MARK = new RegExp(`^(?:[☐◯⬜${BULLETS}]|\\[\\s?\\])\\s*`, 'u')

/** "Max. grade = 100": the heading of a column of points says what they add up to. */
const MOST = /\bmax(?:imum)?\.?(?:\s\p{L}+)?\s*[=:]\s*(\d+)$/iu

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

/** The row below a heading, some of whose cells may be more than a row high. */
function belowHead(grid: Grid, top: number): number {
  const head = new Set(grid.rows[top])
  const reaches = (row: Row | undefined) => {
    const cells = filledCells(row ?? [])
    return cells.length > 1 && cells.filter((cell) => !head.has(cell)).length <= 1
  }
  let bottom = top + 1
  while (reaches(grid.rows[bottom])) bottom++
  return bottom
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

/** A heading that names no column heads the first group, when the table has groups. */
function leadingSection({ grid, header, title }: List): string | undefined {
  if (header.bottom === 0) return undefined
  const rows = grid.rows.slice(header.bottom)
  const last = rows.findLastIndex((row) => filledCells(row).length > 1 && !isSummary(row))
  const grouped = rows.some((row, at) => at < last && filledCells(row).length === 1 && !isSummary(row))
  const lead = headingOf(grid, header, title)
  // "Description (points)"
  const name = lead.replace(/\s*\([^()]*\)$/, '')
  const isRole = isCriterionWord(name) || isDescriptionWord(name)
  return grouped && lead !== '' && !isRole && !isFormField(lead) ? lead : undefined
}

/** "Motion / • start / • stop" beside "Points / • 1 point / • 2 points": a criterion for each item. */
function parallelItems(
  cell: TableCell,
  beside: TableCell | undefined,
  wrapped: boolean,
  above: string | undefined,
): RubricCriterion[] | undefined {
  const bullets = (text: string) => text.split('\n').filter((line) => ITEM.test(line))
  const bare = (text: string) => text.replace(ITEM, '').trim()
  const items = bullets(textAt(cell))
  const values = bullets(textAt(beside)).map((line) => parseAmount(bare(line))?.max)
  if (!beside || items.length === 0 || items.length !== values.length) return undefined
  const section = ITEM.test(textAt(cell)) ? above : parseCriterion(textAt(cell), wrapped).title
  return items.flatMap((item, at) => {
    const points = values[at]
    if (points === undefined) return []
    const levels = [level(beside.source, { min: points, max: points })]
    return [
      {
        title: bare(item),
        ...(section === undefined ? {} : { section }),
        points,
        levels,
        source: cell.source,
      },
    ]
  })
}

/** The heading once more, in the middle of the list. */
function repeats(row: Grid['rows'][number], heading: Grid['rows'][number] | undefined): boolean {
  const same = row.filter((cell, column) => textAt(cell) !== '' && textAt(cell) === textAt(heading?.[column]))
  return new Set(same).size >= 2 && same.every((cell) => parseAmount(textAt(cell)) === undefined)
}

/** The row whose cells are headings: the one with most known words before the first row of data. */
function headerRow(grid: Grid): number | undefined {
  let best: { at: number; known: number } | undefined
  for (let at = 0; at < Math.min(6, grid.rows.length - 1); at++) {
    const row = grid.rows[at] ?? []
    const cells = filledCells(row)
    if (cells.some((cell) => parseAmount(textAt(cell)))) break
    const [only] = cells
    const lone = cells.length === 1 && only !== row[0] && isStrongCriterionWord(textAt(only))
    if (cells.length < 2 && !lone) continue
    const known = cells.filter((cell) => isHeading(textAt(cell))).length
    const points = row.findIndex(
      (cell) => isPointsWord(textAt(cell)) || isWeightWord(textAt(cell)) || MOST.test(textAt(cell)),
    )
    const below = grid.rows.slice(at + 1).filter((line) => parseAmount(textAt(line[points])) !== undefined)
    // "Design phases | Points": one known heading is enough over a column of numbers.
    const enough =
      lone ||
      known >= 2 ||
      (known === 1 && ((grid.table.headerRows ?? 0) > at || (points >= 0 && below.length >= 2)))
    const worth = known + (points >= 0 && below.length >= 2 ? 1 : 0)
    if (enough && worth > (best?.known ?? 0)) best = { at, known: worth }
  }
  return best?.at
}

function isHeading(text: string): boolean {
  return (
    isCriterionWord(text) ||
    isPointsWord(text) ||
    isWeightWord(text) ||
    isDescriptionWord(text) ||
    isDropWord(text)
  )
}
