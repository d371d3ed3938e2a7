import { applyProposals, plainTotal, type RubricCell, readCell } from '../shared/enhance-rubric.ts'
import type { Rubric, RubricLevel, SourceRef } from '../shared/rubric.ts'

/** The rubric with one cell's text changed by hand; unchanged when the cell cannot hold that. */
export function withText(rubric: Rubric, cell: RubricCell, text: string): Rubric {
  const before = readCell(rubric, cell)
  if (before === undefined || before === text) return rubric
  const edit = { cell, before, after: text, reason: '', rule: 'edit' }
  return applyProposals(rubric, [edit]).rubric
}

/**
 * Points as a person writes them: `4`, `8-10`, `8 – 10`, `2,5`. Undefined for anything else; an empty text
 * means no points.
 */
export function readPoints(text: string): Pick<RubricLevel, 'min' | 'max'> | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return {}
  const found = /^(-?\d+(?:[.,]\d+)?)(?:\s*(?:[-–—]|to)\s*(-?\d+(?:[.,]\d+)?))?$/.exec(trimmed)
  if (!found) return undefined
  const [first, second = first] = found.slice(1).map((part) => part && Number(part.replace(',', '.')))
  if (typeof first !== 'number' || typeof second !== 'number') return undefined
  return { min: Math.min(first, second), max: Math.max(first, second) }
}

/** The rubric with other points for one level, and its sum computed again. */
export function withPoints(
  rubric: Rubric,
  criterion: number,
  level: number,
  points: Pick<RubricLevel, 'min' | 'max'>,
): Rubric {
  const next = structuredClone(rubric)
  const target = next.criteria[criterion]?.levels[level]
  if (!target) return rubric
  delete target.min
  delete target.max
  Object.assign(target, points, { source: { in: 'edit' } })
  return summed(next)
}

/** The sum follows the points where it is a plain sum. */
export function summed(rubric: Rubric): Rubric {
  const computed = plainTotal(rubric) ?? rubric.total.computed
  return computed === rubric.total.computed ? rubric : { ...rubric, total: { ...rubric.total, computed } }
}

/** Where a string stands, in words. */
export function sourceText(source: SourceRef): string {
  switch (source.in) {
    case 'page':
      return `Page ${source.page}`
    case 'cell': {
      const table = source.sheet ?? `Table ${source.table + 1}`
      return `${table}, row ${source.row + 1}, column ${source.column + 1}`
    }
    case 'line':
      return `Line ${source.line}`
    case 'picture':
      return `Page ${source.page}, read from a picture`
    case 'edit':
      return 'Edited here'
  }
}

/** Where a cell's text comes from, in words. What was edited is said to be, beside where it was. */
export function whereText(rubric: Rubric, original: Rubric, cell: RubricCell): string {
  const was = sourceOf(original, cell)
  const edited = readCell(rubric, cell) !== readCell(original, cell)
  if (was === undefined) return edited ? 'Added here' : ''
  return edited ? `${sourceText(was)}, edited` : sourceText(was)
}

function sourceOf(of: Rubric, cell: RubricCell): SourceRef | undefined {
  switch (cell.at) {
    case 'title':
    case 'total':
      return of.source
    case 'scale':
      return of.levels?.[cell.level]?.source
    case 'criterion':
    case 'levels':
      return of.criteria[cell.criterion]?.source
    case 'level':
    case 'points':
      return of.criteria[cell.criterion]?.levels[cell.level]?.source
  }
}

/** A cell as its row and column call it: `Thesis · Poor`. */
export function placeText(rubric: Rubric, cell: RubricCell): string {
  switch (cell.at) {
    case 'title':
      return 'Title'
    case 'total':
      return 'Stated total'
    case 'scale':
      return levelText(rubric, undefined, cell.level)
    case 'criterion':
      return `${criterionText(rubric, cell.criterion)} · ${cell.field}`
    case 'levels':
      return `${criterionText(rubric, cell.criterion)} · levels`
    case 'level':
    case 'points': {
      const part = cell.at === 'points' ? ', points' : cell.field === 'label' ? ', label' : ''
      return `${criterionText(rubric, cell.criterion)} · ${levelText(rubric, cell.criterion, cell.level)}${part}`
    }
  }
}

function criterionText(rubric: Rubric, criterion: number): string {
  return rubric.criteria[criterion]?.title || `Criterion ${criterion + 1}`
}

function levelText(rubric: Rubric, criterion: number | undefined, level: number): string {
  const own = criterion === undefined ? undefined : rubric.criteria[criterion]?.levels
  const shared = own === undefined || own.length === rubric.levels?.length ? rubric.levels : undefined
  return own?.[level]?.label || shared?.[level]?.label || `level ${level + 1}`
}
