import type { TableBlock } from '../../document.ts'
import { textAt, toGrid } from '../grid.ts'
import { emptyPart, level, type RubricPart } from '../part.ts'
import { parseAmount } from '../words/amount.ts'
import { cleanText } from '../words/clean.ts'
import { fold } from '../words/words.ts'

const FIELD =
  /^(.*?)[\s_-]*(\d{1,2})[\s_-]+(description|descriptor|text|definition|criteria|points?|pts|score|value|name|label|title|rating)s?$/
const SWAPPED =
  /^(.*?)[\s_-]+(description|descriptor|text|definition|points?|pts|score|value|name|label|title)s?[\s_-]*(\d{1,2})$/

/**
 * Tables that programs write with the parts of every level in columns of their own: "section name, tier 1
 * description, tier 1 points, tier 2 description, …" or "level_1_name, level_1_points, …".
 */
export function readNumberedLevels(table: TableBlock): RubricPart | undefined {
  const grid = toGrid(table)
  const [header, ...rows] = grid.rows
  if (!header || rows.length === 0) return undefined
  const levels = new Map<number, { description?: number; points?: number; name?: number }>()
  let first = header.length
  header.forEach((cell, column) => {
    const name = fold(textAt(cell))
    const plain = FIELD.exec(name)
    const swapped = plain ? null : SWAPPED.exec(name)
    const number = Number(plain?.[2] ?? swapped?.[3])
    const field = plain?.[3] ?? swapped?.[2]
    if (!field || Number.isNaN(number)) return
    first = Math.min(first, column)
    const about = levels.get(number) ?? {}
    if (/^(points?|pts|score|value)/.test(field)) about.points ??= column
    else if (/^(name|label|title|rating)/.test(field)) about.name ??= column
    else about.description ??= column
    levels.set(number, about)
  })
  const complete = [...levels.values()].filter((item) => Object.keys(item).length >= 2)
  if (complete.length < 2 || first === 0) return undefined
  const part = emptyPart({
    kind: 'grid',
    hasHeader: true,
    confidence: 0.9,
    source: table.source,
  })
  for (const row of rows) {
    const cell = row[0]
    if (!cell || textAt(cell) === '') continue
    const description = first > 1 ? cleanText(textAt(row[1]), false) : undefined
    const read = [...levels].sort(([a], [b]) => a - b)
    part.criteria.push({
      title: textAt(cell).replace(/\s+/g, ' '),
      ...(description === undefined ? {} : { description }),
      levels: read.flatMap(([, at]) => {
        const text = (column: number | undefined) =>
          column === undefined ? undefined : cleanText(textAt(row[column]), false)
        const amount = at.points === undefined ? undefined : parseAmount(textAt(row[at.points]))
        const about = {
          label: text(at.name),
          min: amount?.min,
          max: amount?.max,
          descriptor: text(at.description),
        }
        if (Object.values(about).every((value) => value === undefined)) return []
        const source = row[at.description ?? at.name ?? 0]?.source ?? cell.source
        return [level(source, about)]
      }),
      source: cell.source,
    })
  }
  return part.criteria.length > 0 ? part : undefined
}
