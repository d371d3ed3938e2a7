import type { RubricCriterion } from '../../../src/shared/rubric.ts'
import { BULLETS, LEADING_BULLET } from '../bullets.ts'
import { parseAmount, splitAmount } from './amount.ts'
import { cleanText } from './clean.ts'
import { columnRoles, headingOf } from './columns.ts'
import { parseCriterion } from './criterion-title.ts'
import { filledCells, type Grid, textAt, widthIn } from './grid.ts'
import { emptyPart, level, type RubricPart, type StatedTotal } from './part.ts'
import { joinMergedRows } from './stacked-cells.ts'
import { readTotals } from './stated-total.ts'
import { headWeight, readWeight } from './weight.ts'
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
  totalWord,
} from './words.ts'

const MARK = new RegExp(`^(?:[☐◯⬜${BULLETS}]|\\[\\s?\\])\\s*`, 'u')

/**
 * Reads a table without levels: criteria with points (or a weight), with or without a description: a
 * checklist, or a list of deductions when the points are negative.
 */
export function readListTable(given: Grid, namedRubric: boolean, wrapped: boolean): RubricPart | undefined {
  const top = headerRow(given)
  const header = top === undefined ? { top: 0, bottom: 0 } : { top, bottom: top + 1 }
  const pointsAt = columnRoles(given, header, []).points
  const grid = pointsAt === undefined ? given : joinMergedRows(given, header.bottom, pointsAt)
  const body: Grid = { ...grid, rows: grid.rows.filter((row, at) => at < header.bottom || !isSummary(row)) }
  const roles = columnRoles(body, header, [])
  const heading = (column: number | undefined) =>
    column === undefined ? '' : headingOf(grid, header, column)
  const scoreColumn = roles.points ?? roles.weight
  const titleColumn = roles.title
  if (titleColumn === undefined) return undefined
  const rows = grid.rows.slice(header.bottom).filter((row) => !isSummary(row))
  const titled = rows.filter((row) => textAt(row[titleColumn]) !== '')
  const inTitle = titled.filter((row) => {
    const head = parseCriterion(textAt(row[titleColumn]), wrapped)
    return head.points !== undefined || head.weight !== undefined
  }).length
  const scored =
    scoreColumn === undefined
      ? inTitle
      : titled.filter((row) => parseAmount(textAt(row[scoreColumn])) !== undefined).length
  const strong =
    isStrongCriterionWord(heading(titleColumn)) || isStrongCriterionWord(heading(roles.description))
  const pointsNamed =
    isPointsWord(heading(roles.points)) ||
    isWeightWord(heading(roles.weight)) ||
    /\b(?:points?|marks?)\b/.test(fold(heading(roles.points)))
  const drops = header.bottom > 0 && (grid.rows[header.top] ?? []).some((cell) => isDropWord(textAt(cell)))
  const boxes = titled.filter((row) => row.some((cell) => /^[☐□◯○⬜]|^\[\s?\]/.test(textAt(cell)))).length
  const evidence =
    (namedRubric ? 2 : 0) +
    (strong ? 2 : isCriterionWord(heading(titleColumn)) ? 1 : 0) +
    (pointsNamed ? 1 : 0) +
    (roles.description !== undefined && isDescriptionWord(heading(roles.description)) ? 0.5 : 0) +
    (drops ? 0.5 : 0) +
    (scored > 0 && hasUnit(titled.map((row) => textAt(row[scoreColumn ?? titleColumn]))) ? 1 : 0)
  const totalled = pointsNamed || namedRubric || isCriterionWord(heading(titleColumn))
  const closing = totalled ? totalEvidence(grid, header.bottom, titleColumn, roles.points).worth : 0
  if (evidence + closing < 2) return undefined
  const isScored = scored >= 2 && scored >= titled.length * 0.5
  if (
    !isScored &&
    !(namedRubric && boxes >= 2 && boxes >= titled.length * 0.5) &&
    !(strong && drops && titled.length >= 2) &&
    !(namedRubric && evidence >= 2.5 && isDescribed(titled, titleColumn, roles.description))
  ) {
    return undefined
  }
  const part = emptyPart({
    kind: 'checklist',
    hasHeader: header.bottom > 0,
    confidence: evidence >= 3 ? 0.8 : 0.6,
    source: grid.table.source,
  })
  const share = /(?:out of|of|total|max\.?|\/)\s*(\d+(?:[.,]\d+)?)\s*%?\s*\)?$/i.exec(heading(roles.weight))
  if (share) part.statedShare = Number(share[1]?.replace(',', '.'))
  const title = grid.rows
    .slice(0, header.top)
    .map(filledCells)
    .find((cells) => cells.length === 1 && textAt(cells[0]).length <= 150 && !isFormField(textAt(cells[0])))
  if (title) part.title = textAt(title[0]).replace(/\s+/g, ' ')
  const heads = new Set(grid.rows.slice(header.top, header.bottom).flat())
  // A heading that names no column heads the first group, when the table has groups.
  const lead = heading(titleColumn)
  const grouped = grid.rows
    .slice(header.bottom)
    .some((row) => filledCells(row).length === 1 && !isSummary(row))
  let section = grouped && lead !== '' && !isCriterionWord(lead) && !isFormField(lead) ? lead : undefined
  let items = false
  grid.rows.slice(header.bottom).forEach((row, at) => {
    const cells = filledCells(row).filter((cell) => !heads.has(cell))
    const [only] = cells
    if (repeats(row, grid.rows[header.top])) return
    if (isSummary(row)) {
      readTotals([row], part)
      return
    }
    if (cells.length === 1 && only && scoreColumn !== undefined && isScored) {
      if (isFormField(textAt(only))) return
      if (widthIn(row, only) > 1 || at < grid.rows.length - header.bottom - 1) section = textAt(only)
      return
    }
    const cell = row[titleColumn]
    if (!cell || isPlaceholder(textAt(cell)) || isFormField(textAt(cell))) return
    const bulleted = LEADING_BULLET.test(textAt(cell)) && !textAt(cell).includes('\n')
    // Under a heading with bulleted items, an item without a bullet stands for itself again.
    if (!bulleted && items) section = undefined
    items = bulleted
    const head = parseCriterion(textAt(cell).replace(MARK, ''), wrapped, cell.lead)
    const amount = scoreColumn === undefined ? undefined : parseAmount(textAt(row[scoreColumn]))
    const value = roles.points === undefined ? head.points : (amount?.max ?? amount?.min)
    const described = roles.description === undefined ? undefined : row[roles.description]
    const own = described === cell ? undefined : cleanText(textAt(described), wrapped)
    const description = own ?? head.description
    const weight = readWeight(grid, header, roles.weight, row) ?? headWeight(head)
    if (isScored && value === undefined && weight.weight === undefined && description === undefined) {
      section = head.title
      items = false
      return
    }
    const criterion: RubricCriterion = { title: head.title, levels: [], source: cell.source }
    if (description !== undefined) criterion.description = description
    Object.assign(criterion, weight)
    const group = roles.section === undefined ? undefined : textAt(row[roles.section])
    if (group || section) criterion.section = (group || section || '').replace(/\s+/g, ' ')
    if (value !== undefined) {
      criterion.points = value
      const isRange = amount?.range && amount.min !== undefined
      const source = (roles.points === undefined ? cell : row[roles.points])?.source ?? cell.source
      criterion.levels.push(level(source, { min: isRange ? amount.min : value, max: value }))
    }
    part.criteria.push(criterion)
  })
  if (part.criteria.length < 2) return undefined
  const { sum } = totalEvidence(grid, header.bottom, titleColumn, roles.points)
  if (sum !== undefined && part.statedTotals.length === 0) part.statedTotals.push({ ...sum, sub: false })
  const values = part.criteria.flatMap((item) => item.points ?? [])
  const deducts = /deduct|penalt|points off|lost|abzug|desconto|descuento|penaliz|aftrek|扣分/.test(
    fold([0, 1, 2, 3].map((column) => heading(column)).join(' ')),
  )
  if (values.length > 0 && (values.every((value) => value <= 0) || deducts)) part.kind = 'deduction'
  return part
}

/** What is looked at and what is looked for, without points: names beside texts that say more. */
function isDescribed(rows: Grid['rows'], title: number, description: number | undefined): boolean {
  if (description === undefined || rows.length < 2) return false
  const said = rows.filter((row) => row[description] !== row[title] && textAt(row[description]).length >= 25)
  return (
    said.length >= rows.length * 0.75 &&
    rows.every((row) => textAt(row[title]).length <= 120 && parseAmount(textAt(row[title])) === undefined)
  )
}

/** The heading once more, in the middle of the list. */
function repeats(row: Grid['rows'][number], heading: Grid['rows'][number] | undefined): boolean {
  const same = row.filter((cell, column) => textAt(cell) !== '' && textAt(cell) === textAt(heading?.[column]))
  return same.length >= 2 && same.every((cell) => parseAmount(textAt(cell)) === undefined)
}

/** A row that adds up the rows above it, with or without a word for it: nobody totals a list by accident. */
function totalEvidence(
  grid: Grid,
  from: number,
  titleColumn: number,
  column: number | undefined,
): { worth: number; sum?: Omit<StatedTotal, 'sub'> } {
  if (column === undefined) return { worth: 0 }
  let sum = 0
  let count = 0
  for (const row of grid.rows.slice(from)) {
    const value = parseAmount(textAt(row[column]))?.max
    if (value === undefined) continue
    const closes = isSummary(row) || (textAt(row[titleColumn]) === '' && count >= 2)
    if (closes) {
      const source = row[column]?.source
      return count >= 2 && Math.abs(sum - value) < 0.01
        ? { worth: 1.5, sum: { value, source } }
        : { worth: 0 }
    }
    sum += value
    count++
  }
  return { worth: 0 }
}

function hasUnit(texts: readonly string[]): boolean {
  return texts.some((text) => {
    const amount = parseAmount(text) ?? splitAmount(text, false)?.amount
    return amount?.unit === 'points' || amount?.outOf === true
  })
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
    const points = row.findIndex((cell) => isPointsWord(textAt(cell)) || isWeightWord(textAt(cell)))
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

function isSummary(row: Grid['rows'][number]): boolean {
  const cells = filledCells(row)
  const texts = cells.filter(
    (cell) => parseAmount(textAt(cell)) === undefined && !isPlaceholder(textAt(cell)),
  )
  if (texts.length > 0 && texts.length <= 2 && texts.some((cell) => totalWord(textAt(cell)))) return true
  return cells.length > 0 && cells.every((cell) => isFormField(textAt(cell)) || isPlaceholder(textAt(cell)))
}
