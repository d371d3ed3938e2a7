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
    case 'edit':
      return 'Edited here'
  }
}

/** Where `wanted` stands in `text`, white space aside. Undefined when it is not there. */
export function findText(text: string, wanted: string): { start: number; end: number } | undefined {
  const words = wanted.trim().split(/\s+/u).filter(Boolean)
  if (words.length === 0) return undefined
  const pattern = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+')
  const found = new RegExp(pattern, 'iu').exec(text)
  return found ? { start: found.index, end: found.index + found[0].length } : undefined
}
