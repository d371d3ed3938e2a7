import type { Rubric } from '../../../src/shared/rubric.ts'
import type { WriterName } from './print.ts'
import type { Specimen } from './rubric.ts'

/** The part of a rubric that print and reading back must not change, as lines to compare. */
function flat(text: string | undefined): string {
  return (
    (text ?? '')
      .replace(/[•◦▪☐\s]+/g, ' ')
      // Between ideographs and other signs a page shows no space that a reader could see.
      .replace(/(?<=[\u3000-\u9fff\uff00-\uffef]) | (?=[\u3000-\u9fff\uff00-\uffef])/g, '')
      .trim()
  )
}

/** What cannot be told from a format, because it has no place for it. */
interface Without {
  labels?: boolean
  sections?: boolean
  descriptions?: boolean
  weights?: boolean
  total?: boolean
  emptyLevels?: boolean
}

const WITHOUT: Partial<Record<WriterName, Without>> = {
  'canvas-csv': { sections: true, weights: true, total: true },
  'moodle-xml': { labels: true, sections: true, weights: true, total: true, descriptions: true },
  text: { sections: true, weights: true, emptyLevels: true },
}

export function expectedLines(specimen: Specimen, writer: WriterName | 'pdf'): string[] {
  const without = writer === 'pdf' ? {} : (WITHOUT[writer] ?? {})
  const grid = specimen.kind === 'grid'
  const lines = [`title ${flat(specimen.title)}`]
  if (!without.total) lines.push(`total ${specimen.total ?? ''}`)
  for (const criterion of specimen.criteria) {
    lines.push(`criterion ${flat(criterion.title)}`)
    const described = !without.descriptions && !(writer === 'text' && grid)
    if (described) lines.push(`description ${flat(criterion.description)}`)
    if (!without.sections) lines.push(`section ${flat(criterion.section)}`)
    if (!without.weights) lines.push(`weight ${criterion.weight ?? ''}`)
    if (!grid) {
      lines.push(`level  ${criterion.points} ${criterion.points} `)
      continue
    }
    specimen.levels.forEach((level, l) => {
      const descriptor = flat(criterion.descriptors[l])
      if (without.emptyLevels && descriptor === '') return
      const moodle = writer === 'moodle-xml'
      const single = moodle || writer === 'canvas-csv'
      const max = moodle ? (level.max ?? 0) : level.max
      const min = single ? max : level.min
      lines.push(`level ${without.labels ? '' : flat(level.label)} ${min ?? ''} ${max ?? ''} ${descriptor}`)
    })
  }
  return lines
}

export function actualLines(
  rubrics: readonly Rubric[],
  specimens: readonly Specimen[],
  writer: WriterName | 'pdf',
): string[] {
  const without = writer === 'pdf' ? {} : (WITHOUT[writer] ?? {})
  const lines: string[] = []
  for (const [at, rubric] of rubrics.entries()) {
    const grid = (specimens[at] ?? specimens[0])?.kind === 'grid'
    lines.push(`title ${flat(rubric.title)}`)
    if (!without.total) lines.push(`total ${rubric.total.stated ?? ''}`)
    for (const criterion of rubric.criteria) {
      lines.push(`criterion ${flat(criterion.title)}`)
      const described = !without.descriptions && !(writer === 'text' && grid)
      if (described) lines.push(`description ${flat(criterion.description)}`)
      if (!without.sections) lines.push(`section ${flat(criterion.section)}`)
      if (!without.weights) lines.push(`weight ${criterion.weight ?? ''}`)
      for (const level of criterion.levels) {
        if (without.emptyLevels && level.descriptor === undefined && grid) continue
        lines.push(
          `level ${without.labels ? '' : flat(level.label)} ${level.min ?? ''} ${level.max ?? ''} ${flat(level.descriptor)}`,
        )
      }
    }
  }
  return lines
}

export interface Comparison {
  writer: WriterName | 'pdf'
  /** Capitals are as good as small letters. */
  foldsCase?: boolean
}

/** The first difference, or `undefined` when the rubrics came back as they were. */
export function difference(
  rubrics: readonly Rubric[],
  specimens: readonly Specimen[],
  { writer, foldsCase = false }: Comparison,
): string | undefined {
  const folded = (line: string | undefined) => (foldsCase ? line?.toLowerCase() : line)
  const wanted = specimens.flatMap((specimen) => expectedLines(specimen, writer))
  const got = actualLines(rubrics, specimens, writer)
  for (let at = 0; at < Math.max(wanted.length, got.length); at++) {
    if (folded(wanted[at]) !== folded(got[at]))
      return `wanted "${wanted[at] ?? '(end)'}", got "${got[at] ?? '(end)'}"`
  }
  return undefined
}
