import type { RubricCriterion } from '../../../src/shared/rubric.ts'
import type { TableBlock } from '../document.ts'
import { textAt, toGrid } from './grid.ts'
import { emptyPart, level, type RubricPart } from './part.ts'
import { parseNumber } from './words/amount.ts'
import { fold } from './words/words.ts'

/** Formats that systems write for each other say themselves what a column is; nothing is guessed. */
function certainPart({ source }: TableBlock): RubricPart {
  return emptyPart({ kind: 'grid', hasHeader: true, confidence: 1, source })
}

/**
 * Canvas's CSV: "Rubric Name, Criteria Name, Criteria Description, Criteria Enable Range, Rating Name, Rating
 * Description, Rating Points, …" (instructure/canvas-lms, lib/rubric_import). One part per rubric name.
 */
export function readCanvas(table: TableBlock): RubricPart[] {
  const grid = toGrid(table)
  const [header = [], ...rows] = grid.rows
  const names = header.map((cell) => fold(textAt(cell)))
  const find = (pattern: RegExp) => names.findIndex((name) => pattern.test(name))
  const rubricName = find(/^rubric name/)
  const criterionName = find(/^criteri(a|on) name/)
  const description = find(/^criteri(a|on) description/)
  const range = find(/enable range/)
  const ratings = names.flatMap((name, at) => (/^rating name/.test(name) ? [at] : []))
  const parts = new Map<string, RubricPart>()
  let current = ''
  for (const row of rows) {
    const cell = row[criterionName]
    if (textAt(cell) === '' || !cell) continue
    if (rubricName >= 0 && textAt(row[rubricName]) !== '') current = textAt(row[rubricName])
    const part = parts.get(current) ?? {
      ...certainPart(table),
      ...(current === '' ? {} : { title: current }),
    }
    parts.set(current, part)
    const criterion: RubricCriterion = { title: textAt(cell), levels: [], source: cell.source }
    const about = description < 0 ? '' : textAt(row[description])
    if (about !== '') criterion.description = about
    const isRange = range >= 0 && /^(true|yes|1|wahr|vrai)$/i.test(textAt(row[range]))
    ratings.forEach((at, index) => {
      const next = ratings[index + 1] ?? names.length
      const column = (pattern: RegExp) =>
        names.findIndex((name, x) => x > at && x < next && pattern.test(name))
      const label = textAt(row[at])
      const descriptor = textAt(row[column(/description/)])
      const points = parseNumber(textAt(row[column(/points/)]))
      if (label === '' && descriptor === '' && points === undefined) return
      criterion.levels.push(
        level(row[at]?.source ?? cell.source, {
          label: label || undefined,
          min: points,
          max: points,
          descriptor: descriptor || undefined,
        }),
      )
    })
    if (isRange) openRanges(criterion)
    part.criteria.push(criterion)
  }
  return [...parts.values()].filter((part) => part.criteria.length > 0)
}

/** With ranges on, a rating reaches down to the next lower one ("20 to >15 pts"). */
function openRanges(criterion: RubricCriterion): void {
  const points = criterion.levels.flatMap((item) => item.max ?? [])
  for (const item of criterion.levels) {
    const below = points.filter((value) => item.max !== undefined && value < item.max)
    if (below.length > 0) item.min = Math.max(...below)
  }
}

/** The table of `readMoodleXml`: criterion, description, then a definition and a score for each level. */
export function readMoodle(table: TableBlock): RubricPart[] {
  const part = certainPart(table)
  if (table.name !== undefined) part.title = table.name
  for (const row of toGrid(table).rows) {
    const [cell, about, ...rest] = row
    if (!cell || textAt(cell) === '') continue
    const criterion: RubricCriterion = { title: textAt(cell), levels: [], source: cell.source }
    if (textAt(about) !== '') criterion.description = textAt(about)
    for (let at = 0; at < rest.length; at += 2) {
      const points = parseNumber(textAt(rest[at + 1]))
      const descriptor = textAt(rest[at])
      if (descriptor === '' && points === undefined) continue
      const source = rest[at]?.source ?? cell.source
      criterion.levels.push(level(source, { min: points, max: points, descriptor: descriptor || undefined }))
    }
    part.criteria.push(criterion)
  }
  if (part.criteria.every((criterion) => criterion.levels.length <= 1)) part.kind = 'checklist'
  return part.criteria.length > 0 ? [part] : []
}
