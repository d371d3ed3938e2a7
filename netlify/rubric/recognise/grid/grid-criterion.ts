import type { RubricCriterion, RubricLevel } from '../../../../src/shared/rubric.ts'
import type { TableCell } from '../../document.ts'
import { type Row, textAt } from '../grid.ts'
import { type Amount, parseAmount } from '../words/amount.ts'
import { cleanText } from '../words/clean.ts'
import { parseCriterion, parseDescribed } from '../words/criterion-title.ts'
import { parseLevelHead } from '../words/level-head.ts'
import { headWeight, readWeight } from '../words/weight.ts'
import { readLevels } from './cell-levels.ts'
import { headingOf } from './columns.ts'
import { amountsOnly, fullRow, leadOf } from './grid-rows.ts'
import type { Reading } from './grid-rubric.ts'

/** Adds the criterion of one row, whose title and points may stand in the rows beside it. */
export function addCriterion(reading: Reading, row: Row, titleRow: Row, amountRow: Row | undefined): void {
  const { grid, header, roles, part, wrapped, shared } = reading
  const titleCell = nameOf(reading, titleRow, row)
  const beside = roles.description === undefined ? undefined : titleRow[roles.description]
  const described = beside === titleCell ? undefined : cleanText(textAt(beside), wrapped)
  const head = parseDescribed(textAt(titleCell), described, wrapped, titleCell?.lead, shared)
  const levels = readLevels(reading, row, amountRow)
  const filled = levels.filter((item) => item.descriptor !== undefined)
  const pointsText = roles.points === undefined ? '' : textAt(titleRow[roles.points] ?? row[roles.points])
  const points = amountValue(parseAmount(pointsText)) ?? head.points
  if (head.title === '' && filled.length === 0) return
  const merged = titleCell !== undefined && isMergedTitle(reading, row, titleCell)
  const best = filled[bestLevel(filled)] ?? filled[0]
  const criterion: RubricCriterion = {
    title: head.title,
    levels,
    source: titleCell?.source ?? best?.source ?? part.source,
  }
  // The only cell with words brings the name over what it says.
  const whole =
    roles.title === undefined && filled.length === 1
      ? parseCriterion(best?.descriptor ?? '', wrapped)
      : undefined
  const own = whole?.description !== undefined && whole.title.length <= 80 ? whole : undefined
  // A group is often named in its first row only.
  const section = roles.section === undefined ? undefined : textAt(titleRow[roles.section]) || reading.group
  if (section) reading.group = section
  if (section) criterion.section = section.replace(/\s+/g, ' ')
  else if (reading.section !== undefined) criterion.section = reading.section
  // Beside the names of its levels, a name without others below it is that of the criterion.
  const lead =
    head.title === '' && part.criteria.at(-1)?.section !== reading.section ? reading.lead : undefined
  if (lead && reading.section !== undefined && isAlone(reading, row)) {
    criterion.title = reading.section
    criterion.source = lead.source
    delete criterion.section
  } else if (roles.title === undefined && own && best) {
    Object.assign(criterion, { title: own.title, ...headWeight(own), source: best.source })
    best.descriptor = own.description
  } else if (head.title === '' || merged) {
    if (merged && head.title !== '') criterion.section = head.title
    criterion.title = (best?.descriptor ?? head.title).replace(/\s+/g, ' ')
    criterion.source = best?.source ?? criterion.source
    part.warnings.push({
      code: 'UNTITLED_CRITERION',
      message: 'This criterion has no name in the document; the text of its best level stands in for it.',
      criterion: part.criteria.length,
      source: criterion.source,
    })
  }
  const description = described === undefined ? cleanText(head.description ?? '', wrapped) : head.description
  if (description !== undefined) criterion.description = description
  Object.assign(criterion, readWeight(grid, header, roles.weight, titleRow) ?? headWeight(head))
  if (head.title === '') Object.assign(criterion, shareOf(reading))
  const best0 = Math.max(...levels.map((item) => item.max ?? item.min ?? Number.NEGATIVE_INFINITY))
  const isMaximum =
    roles.points === undefined || saysMaximum(headingOf(grid, header, roles.points)) || areShares(reading)
  // Under a bare "Points" a smaller number than the best level's is what somebody earned.
  if (points !== undefined && (isMaximum || points >= best0)) {
    criterion.points = points
    if (levels.every((item) => item.max === undefined && item.min === undefined) && levels.length > 0) {
      const top = levels[bestLevel(levels)]
      if (top) top.max = points
    }
  }
  if (header.levels.length > 0 && levels.length === 0 && points === undefined) return
  part.criteria.push(criterion)
}

/** "Full (1) | Nearly (0.75) | Half (0.5)", or percent: levels that each give a part of the criterion's points. */
function areShares({ header, part }: Reading): boolean {
  const values = header.levels.flatMap(({ head }) => head.amount?.max ?? [])
  const inner = values.filter((value) => value > 0 && value < 1)
  return part.percent || (Math.max(...values) === 1 && inner.length >= 2)
}

/** No other levels stand between this row and the next name of a group. */
function isAlone(reading: Reading, row: Row): boolean {
  const { columns } = reading
  const rows: readonly Row[] = reading.grid.rows
  const after = rows.slice(rows.indexOf(row) + 1)
  const next = after.find(
    (line) => leadOf(reading, line) !== undefined || columns.some((at) => textAt(line[at]) !== ''),
  )
  return next === undefined || leadOf(reading, next) !== undefined
}

/** What stood above the levels of a criterion: its weight or its points. */
function shareOf(reading: Reading): Partial<RubricCriterion> {
  const { share } = reading
  reading.share = undefined
  const value = share?.max
  if (!share || value === undefined) return {}
  if (share.unit === 'points') return { points: value }
  return { weight: value, weightUnit: share.unit === 'percent' ? 'percent' : 'factor' }
}

function saysMaximum(heading: string): boolean {
  return /max|possib|out of|worth|avail|full|total|满|barème|bareme|mögl|erreichbar/i.test(heading)
}

/**
 * The cell that names the criterion of a row. Where criteria stand under groups in steps, a group that is graded as
 * one has its name a step to the left and nothing in the column of names.
 */
function nameOf({ grid, roles, columns }: Reading, row: Row, levels: Row): TableCell | undefined {
  if (roles.title === undefined) return undefined
  const own = row[roles.title]
  if (textAt(own) !== '') return own
  const left = row.slice(0, roles.title).findLast((cell) => textAt(cell) !== '')
  const rows = left ? grid.rows.filter((line) => line.includes(left)).length : 0
  const graded = columns.some((column) => textAt(levels[column]) !== '' && levels[column] !== left)
  return rows === 1 && graded ? left : own
}

/** A title merged over several rows that each have descriptors of their own heads a group of criteria. */
function isMergedTitle(reading: Reading, row: Row, titleCell: TableCell): boolean {
  const { roles, header, grid, columns } = reading
  if (roles.title === undefined) return false
  const rows = grid.rows
    .slice(header.bottom)
    .filter((line) => line[roles.title ?? 0] === titleCell && fullRow(reading, line))
  const texts = rows.filter((line) => !amountsOnly(line, columns))
  const isOther = (line: Row, column: number) =>
    line[column] !== row[column] &&
    parseAmount(textAt(line[column])) === undefined &&
    !textAt(row[column]).startsWith(textAt(line[column]))
  const different = texts.filter((line) => columns.some((column) => isOther(line, column)))
  return texts.length > 1 && different.length > 0
}

/** The index of the level worth most: by points, then by the rank of its name, else the first. */
function bestLevel(levels: readonly RubricLevel[]): number {
  let best = 0
  const worth = (item: RubricLevel | undefined) =>
    item?.max ?? item?.min ?? (item?.label === undefined ? undefined : parseLevelHead(item.label)?.rank)
  levels.forEach((item, at) => {
    const value = worth(item)
    const most = worth(levels[best])
    if (value !== undefined && (most === undefined || value > most)) best = at
  })
  return best
}

function amountValue(amount: Amount | undefined): number | undefined {
  return amount?.max ?? amount?.min
}
