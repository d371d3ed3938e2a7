import type { RubricCriterion } from '../../../../src/shared/rubric.ts'
import type { TableCell } from '../../document.ts'
import { headingOf } from '../grid/columns.ts'
import type { Header } from '../grid/header.ts'
import { type Grid, textAt } from '../grid.ts'
import { parseAmount } from './amount.ts'
import type { CriterionHead } from './criterion-title.ts'
import { splitTail } from './split-amount.ts'
import { fold } from './words.ts'

type Weight = Pick<RubricCriterion, 'weight' | 'weightUnit'>

/** A weight column's value in a row; its own sign or the column's heading says whether it is a share. */
export function readWeight(
  grid: Grid,
  header: Pick<Header, 'top' | 'bottom'>,
  column: number | undefined,
  row: readonly (TableCell | undefined)[],
): Weight | undefined {
  if (column === undefined) return undefined
  const text = textAt(row[column])
  const amount = parseAmount(text) ?? splitTail(text, false)?.amount
  const value = amount?.max ?? amount?.min
  if (value === undefined) return undefined
  const heading = fold(headingOf(grid, header, column))
  const percent =
    amount?.unit === 'percent' || /%|percent|porcent|prozent|pourcent|procent|百分/.test(heading)
  const factor = amount?.unit === 'times' || /multipl|factor|faktor|coef|×/.test(heading)
  return {
    weight: value,
    ...(percent ? { weightUnit: 'percent' as const } : factor ? { weightUnit: 'factor' as const } : {}),
  }
}

export function headWeight(head: CriterionHead): Weight {
  if (head.weight === undefined) return {}
  return { weight: head.weight, ...(head.weightUnit ? { weightUnit: head.weightUnit } : {}) }
}
