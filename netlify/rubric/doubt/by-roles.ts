import type { ColumnRole, TableJudgement } from '../model/reading-model.ts'
import type { ColumnRoles } from '../recognise/grid/columns.ts'
import { addCriterion } from '../recognise/grid/grid-criterion.ts'
import { finish, type Reading } from '../recognise/grid/grid-rubric.ts'
import { headLevels } from '../recognise/grid/head-levels.ts'
import type { Header } from '../recognise/grid/header.ts'
import { filledCells, type Grid, textAt } from '../recognise/grid.ts'
import { emptyPart, level, type RubricPart } from '../recognise/part.ts'
import { isTotalRow, readTotals } from '../recognise/stated-total.ts'
import { parseAmount } from '../recognise/words/amount.ts'
import { parseCriterion } from '../recognise/words/criterion-title.ts'
import { parseLevelHead } from '../recognise/words/level-head.ts'

/**
 * The rubric of a table whose columns and rows are known for what they are. All strings are the table's own, and
 * numbers are read from them by the same code as always. Undefined when the roles make no rubric.
 */
export function partByRoles(
  grid: Grid,
  { columns, rows }: TableJudgement,
  wrapped: boolean,
): RubricPart | undefined {
  const columnsOf = (role: ColumnRole) =>
    [...columns].flatMap(([column, each]) => (each === role ? [column - 1] : [])).sort((a, b) => a - b)
  // A row that says "Total" is one, whoever says otherwise: a sum must not vanish, nor be graded.
  const roleAt = (at: number) => (isTotalRow(grid.rows[at] ?? []) ? 'total' : (rows.get(at + 1) ?? 'drop'))
  const levelColumns = columnsOf('level')
  const roles = singleRoles(columnsOf)
  if (levelColumns.length < 2 && roles.points === undefined && roles.weight === undefined) return undefined
  if (roles.title === undefined && levelColumns.length < 2) return undefined
  const firstCriterion = grid.rows.findIndex((_, at) => roleAt(at) === 'criterion')
  if (firstCriterion < 0) return undefined
  const heads = grid.rows.flatMap((row, at) => (at < firstCriterion && roleAt(at) === 'header' ? [row] : []))
  const header = headerOf(heads, levelColumns)
  const part = emptyPart({
    kind: levelColumns.length >= 2 ? 'grid' : 'checklist',
    percent: header.levels.some((item) => item.head.amount?.unit === 'percent'),
    hasHeader: heads.length > 0,
    confidence: 0.7,
    source: header.levels[0]?.cell?.source ?? grid.table.source,
  })
  part.levels = headLevels(header, part.source)
  // Headings are looked up in the first rows of a grid: those that are none are left out of it.
  const body = { ...grid, rows: [...heads, ...grid.rows.slice(firstCriterion)] }
  const reading: Reading = {
    grid: body,
    header: { ...header, top: 0, bottom: heads.length },
    roles,
    columns: levelColumns,
    wrapped,
    part,
  }
  grid.rows.forEach((row, at) => {
    const role = roleAt(at)
    if (role === 'total') addTotal(row, part)
    if (role === 'section') {
      const name = parseCriterion(textAt(filledCells(row)[0]), wrapped).title
      if (name !== '') reading.section = name
    }
    if (role !== 'criterion') return
    const beside = pointsRowOf(at, roleAt)
    const before = part.criteria.length
    addCriterion(reading, row, row, beside === undefined ? undefined : grid.rows[beside])
    if (levelColumns.length === 0) withPointsLevel(part, before, row, roles)
  })
  if (levelColumns.length >= 2) finish(part, header)
  return part.criteria.length >= 2 || (part.criteria.length === 1 && part.levels.length >= 2)
    ? part
    : undefined
}

/** The row with the points of a criterion: below it, or above it where that is nobody else's. */
function pointsRowOf(at: number, roleAt: (at: number) => string): number | undefined {
  if (roleAt(at + 1) === 'points') return at + 1
  return roleAt(at - 1) === 'points' && roleAt(at - 2) !== 'criterion' ? at - 1 : undefined
}

function singleRoles(columnsOf: (role: ColumnRole) => number[]): ColumnRoles {
  const [title] = columnsOf('criterion')
  const [description] = columnsOf('description')
  const [section] = columnsOf('section')
  const [points] = columnsOf('points')
  const [weight] = columnsOf('weight')
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(section === undefined ? {} : { section }),
    ...(points === undefined ? {} : { points }),
    ...(weight === undefined ? {} : { weight }),
  }
}

/** The levels by their heading rows: a name from one, points from another, neighbours under one cell as one. */
function headerOf(heads: Grid['rows'], levelColumns: readonly number[]): Header {
  const levels: Header['levels'] = []
  for (const column of levelColumns) {
    // A cell over all the levels ("Levels of performance") names none of them.
    const cells = heads
      .map((row) => row[column])
      .filter(
        (cell) =>
          levelColumns.length < 2 || !levelColumns.every((other) => heads.some((row) => row[other] === cell)),
      )
      .filter((cell) => textAt(cell) !== '')
    const parsed = cells.flatMap((cell) => parseLevelHead(textAt(cell)) ?? [])
    const label = parsed.find((head) => head.label !== undefined)?.label
    const amount = parsed.find((head) => head.amount !== undefined)?.amount
    const rank = parsed.find((head) => head.rank !== undefined)?.rank
    const cell = cells.at(-1)
    const last = levels.at(-1)
    if (cell && last?.cell === cell) last.columns.push(column)
    else {
      levels.push({
        head: {
          ...(label === undefined ? {} : { label }),
          ...(amount === undefined ? {} : { amount }),
          ...(rank === undefined ? {} : { rank }),
          strength: 1,
        },
        columns: [column],
        ...(cell ? { cell } : {}),
      })
    }
  }
  return { top: 0, bottom: heads.length, levels, strength: 1 }
}

function addTotal(row: Grid['rows'][number], part: RubricPart): void {
  const before = part.statedTotals.length
  readTotals([row], part)
  if (part.statedTotals.length > before) return
  // A sum without a word for it.
  const cell = filledCells(row).findLast((each) => parseAmount(textAt(each)) !== undefined)
  const value = parseAmount(textAt(cell))?.max
  if (value !== undefined && value > 0) part.statedTotals.push({ value, sub: false, source: cell?.source })
}

/** A criterion without levels has one, worth its points, as in lists that rules read. */
function withPointsLevel(part: RubricPart, at: number, row: Grid['rows'][number], roles: ColumnRoles): void {
  const criterion = part.criteria[at]
  if (!criterion || criterion.points === undefined) return
  const cell = roles.points === undefined ? undefined : row[roles.points]
  const amount = parseAmount(textAt(cell))
  const { points } = criterion
  const min = amount?.range && amount.min !== undefined ? amount.min : points
  criterion.levels.push(level(cell?.source ?? criterion.source, { min, max: points }))
}
