import { columnCells, type Grid, textAt } from '../grid.ts'
import { amountIn } from '../words/item-amount.ts'
import { isRunningNumber } from '../words/numbering.ts'
import { splitTail } from '../words/split-amount.ts'
import {
  fold,
  isCriterionWord,
  isDateWord,
  isDescriptionWord,
  isDropWord,
  isPlaceholder,
  isPointsWord,
  isRemarkWord,
  isSectionWord,
  isStrongCriterionWord,
  isWeightWord,
} from '../words/words.ts'
import type { Header } from './header.ts'

/** Which columns beside the levels hold what. */
export interface ColumnRoles {
  title?: number
  section?: number
  description?: number
  points?: number
  weight?: number
}

/** Decides what the columns outside the levels are, from their headings and what stands in them. */
export function columnRoles(
  grid: Grid,
  header: Pick<Header, 'top' | 'bottom'>,
  levelColumns: readonly number[],
): ColumnRoles {
  const roles: ColumnRoles = {}
  const first = levelColumns.length > 0 ? Math.min(...levelColumns) : grid.columns
  const texts: number[] = []
  let filledDrop: number | undefined
  let sharedDrop: number | undefined
  let remarks: number | undefined
  let isMarked = false
  let unnamed: number | undefined
  const codes: number[] = []
  for (let column = 0; column < grid.columns; column++) {
    if (levelColumns.includes(column)) continue
    const heading = headingOf(grid, header, column)
    const values = columnCells(grid, column, header.bottom, grid.rows.length).filter(
      (cell) =>
        (!headingOf(grid, header, column).includes(textAt(cell)) || heading === '') &&
        !isPlaceholder(textAt(cell)),
    )
    if (values.length === 0 || isDateWord(heading)) continue
    const amounts = values.map((cell) => amountIn(textAt(cell)))
    // The one column beside the levels names the criteria, whatever stands between the names.
    const isOnly = column === 0 && first === 1 && amounts.includes(undefined)
    const numeric = !isOnly && amounts.filter(Boolean).length >= values.length * 0.6
    const headsIds = /^(#|n[oº°]?\.?|nr\.?|id|code|key)$/.test(fold(heading))
    const isId =
      (headsIds && values.every((cell) => textAt(cell).length <= 6)) ||
      (heading === '' && isCodes(values.map(textAt)))
    // "ID" over names.
    const isNamed = headsIds && values.every((cell) => /\p{Ll}{3}/u.test(textAt(cell)))
    if (isId && column < first) {
      codes.push(column)
      continue
    }
    const outOf = amounts.some((amount) => amount?.outOf)
    if (isDropWord(heading) && amounts.some(Boolean)) isMarked = true
    if (isRemarkWord(heading) && !amounts.some(Boolean)) remarks ??= column
    const shares = amounts.every((amount) => amount?.unit === 'percent')
    if (isWeightColumn(heading, values.map(textAt)) || (shares && isPointsWord(heading))) {
      roles.weight ??= column
    } else if (isWeightWord(heading) && !(isPointsUnit(heading) && !shares)) {
      // Sums with words to them ("Report (40%)") may stand below each group of weights.
      if (numeric || amounts.filter((amount) => amount?.unit === 'percent').length >= 3)
        roles.weight ??= column
    } else if (isPointsWord(heading) || isPointsUnit(heading) || (isDropWord(heading) && outOf)) {
      if (numeric) roles.points ??= column
      else if (column < first && !isDropWord(heading)) texts.push(column)
    } else if (
      isDropWord(heading) &&
      !isNamed &&
      !(column === 0 && !numeric && texts.length === 0 && !isRunningNumber(values.map(textAt)))
    ) {
      if (numeric && column > 0) filledDrop ??= column
      if (column > 0 && shares) sharedDrop ??= column
      // "Mark | [0-4]" says what can be had, also beside a weight.
      if (numeric && column > 0 && amounts.every((amount) => amount === undefined || amount.range)) {
        roles.points ??= column
      }
    } else if (
      isRunningNumber(values.map(textAt)) ||
      (numeric && column < first && /^(#|n[oº°]?\.?|nr\.?)?$/.test(fold(heading)))
    ) {
      if (column > 0 && heading === '') unnamed ??= column
    } else if (numeric) {
      const percent = amounts.filter(
        (amount) => amount?.unit === 'percent' || amount?.unit === 'times',
      ).length
      if (percent >= values.length * 0.6) roles.weight ??= column
      else if (
        column > first ||
        (levelColumns.length === 0 && column > 0) ||
        /point|pts|punt|pont|max|weight|分/.test(fold(heading))
      )
        unnamed ??= column
    } else if (
      (column < first || levelColumns.length === 0) &&
      values.some((cell) => /[\p{L}\p{N}]/u.test(textAt(cell)))
    ) {
      texts.push(column)
    }
  }
  // A column that is headed as points goes before one of other numbers, such as pages.
  if (unnamed !== undefined) roles.points ??= unnamed
  // "Points earned" with a number in every row says what can be earned.
  if (
    levelColumns.length === 0 &&
    roles.points === undefined &&
    roles.weight === undefined &&
    filledDrop !== undefined
  ) {
    if (sharedDrop === filledDrop) roles.weight = filledDrop
    else roles.points = filledDrop
  }
  assignTexts(grid, header, texts, roles)
  // "Notes" in a list where nobody has given points yet are about the criteria, and not about somebody's work.
  const isBlank = levelColumns.length === 0 && !isMarked && (roles.points ?? roles.weight) !== undefined
  if (isBlank && roles.description === undefined && remarks !== undefined) roles.description = remarks
  // "CE5 | 5.2" beside levels, and nothing else: the codes of a curriculum are the names.
  const code = codes.at(-1)
  if (levelColumns.length >= 2 && roles.title === undefined && code !== undefined && isNaming(code)) {
    roles.title = code
    const [section] = codes
    if (section !== undefined && section !== code) roles.section = section
  }
  return roles

  function isNaming(column: number): boolean {
    const names = grid.rows.slice(header.bottom).map((row) => textAt(row[column]))
    return names.every((name) => /\p{L}|\d\.\d/u.test(name)) && new Set(names).size === names.length
  }
}

/** "Weightage (Marks)": what the weights are given in. */
function isPointsUnit(heading: string): boolean {
  const unit = /[(（]([^()（）]+)[)）]\s*$/.exec(heading)?.[1]
  return unit !== undefined && isWeightWord(heading) && isPointsWord(unit)
}

/** "Learning objective (Weight)" over "4 / (20%)": every cell ends with its share. */
function isWeightColumn(heading: string, values: readonly string[]): boolean {
  const named = heading.split(/[\s/()]+/).filter((word) => isWeightWord(word))
  if (named.length === 0 || isWeightWord(heading)) return false
  return values.every((text) => splitTail(text, false)?.amount.unit === 'percent')
}

/** Title, section and description among the text columns. */
function assignTexts(
  grid: Grid,
  header: Pick<Header, 'top' | 'bottom'>,
  texts: readonly number[],
  roles: ColumnRoles,
): void {
  if (texts.length === 0) return
  const heading = (column: number) => headingOf(grid, header, column)
  // Rows of points below each criterion name nothing.
  const body = grid.rows.slice(header.bottom).filter((row) => texts.some((at) => textAt(row[at]) !== ''))
  const rows = body.length
  const repeats = (column: number): boolean => {
    const different = new Set(body.map((row) => textAt(row[column])).filter((text) => text !== ''))
    return rows > 2 && different.size <= rows * 0.7 && different.size < rows - 1
  }
  const cellsOf = (column: number) => columnCells(grid, column, header.bottom, grid.rows.length).map(textAt)
  // "BWT3.1" beside names is where a curriculum asks for them.
  const worded = texts.filter((column) => !cellsOf(column).every((text) => CODE.test(text)))
  const wordy = worded.length > 0 ? worded : texts
  const own = texts.length > 1 ? wordy.filter((column) => !repeats(column)) : [...texts]
  const candidates = own.length > 0 ? own : wordy.slice(-1)
  const named = (test: (text: string) => boolean) =>
    candidates.find((column) => test(heading(column)) && !isDescriptionWord(heading(column)))
  // "(nothing) | Criteria": what the criteria ask for, right of their names.
  const asked = candidates.find((column) => isStrongCriterionWord(heading(column)))
  const names = candidates.find((column) => {
    const [own, other] = [meanLength(grid, header, column), meanLength(grid, header, asked ?? column)]
    return (
      asked !== undefined &&
      column < asked &&
      (heading(column) === '' || isCriterionWord(heading(column))) &&
      own <= 60 &&
      other > 60 &&
      other > own * 2.5
    )
  })
  const title =
    names ??
    named(isStrongCriterionWord) ??
    named((text) => isCriterionWord(text) && !isSectionOnly(text)) ??
    candidates.find((column) => !isDescriptionWord(heading(column))) ??
    candidates[0]
  if (title === undefined) return
  roles.title = title
  const before = texts.filter((column) => column < title)
  const section =
    before.find((column) => repeats(column)) ?? before.find((column) => isSectionWord(heading(column)))
  if (section !== undefined) roles.section = section
  const rest = candidates.filter((column) => column !== title && column !== section)
  // A description may repeat itself where it follows its criterion; left of it, it describes the section.
  const beside = texts.filter((column) => column > title && isDescriptionWord(heading(column)))
  const description =
    (names === undefined ? undefined : asked) ??
    rest.find((column) => isDescriptionWord(heading(column))) ??
    beside[0] ??
    wordiest(grid, header, rest)
  if (description !== undefined) roles.description = description
}

function meanLength(grid: Grid, header: Pick<Header, 'top' | 'bottom'>, column: number): number {
  const cells = columnCells(grid, column, header.bottom, grid.rows.length)
  return cells.reduce((sum, cell) => sum + textAt(cell).length, 0) / Math.max(1, cells.length)
}

function wordiest(
  grid: Grid,
  header: Pick<Header, 'top' | 'bottom'>,
  columns: readonly number[],
): number | undefined {
  const letters = (column: number) =>
    columnCells(grid, column, header.bottom, grid.rows.length).reduce(
      (sum, cell) => sum + textAt(cell).length,
      0,
    )
  return columns.toSorted((a, b) => letters(b) - letters(a))[0]
}

function isSectionOnly(text: string): boolean {
  return /^(section|part|activity|unit|strand|phase|seccion|parte|teil|deel)$/.test(fold(text))
}

/** A sign with numbers and no word in it. */
const CODE = /^(?=.*\d)[\p{Lu}\d][\p{Lu}\d.-]{1,11}$/u

/** The heading over a column: the texts of its heading rows, the lowest last. */
export function headingOf(grid: Grid, header: Pick<Header, 'top' | 'bottom'>, column: number): string {
  const cells = new Set(grid.rows.slice(header.top, header.bottom).map((row) => row[column]))
  const texts = [...cells].map(textAt).filter((text) => text !== '')
  return texts.at(-1) ?? ''
}

/** "1a", "1b", "2", "3.1" down a column: signs of the rows, not their names. */
function isCodes(texts: readonly string[]): boolean {
  const lettered = texts.filter((text) =>
    /^\d{1,2}[a-z]$|^[A-Z]{1,2}\d{1,2}$|^\d{1,2}(?:\.\d{1,2})+\.?$/.test(text),
  )
  return (
    texts.length >= 2 &&
    lettered.length >= texts.length / 2 &&
    texts.every((text) => lettered.includes(text) || /^\d{1,2}\.?$/.test(text))
  )
}
