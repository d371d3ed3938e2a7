import { type Checkpoint, edit } from './checkpoint.ts'
import { attribute, type Element, type TaggedPdf } from './tagged-pdf.ts'

/** 09: what may stand in what (ISO 32000-1, 14.8.4, tables 333 to 338). */

const name = ({ id, type }: Element) => `element ${id} (${type})`
const of = (pdf: TaggedPdf, ...types: string[]) => pdf.elements.filter(({ type }) => types.includes(type))

/** Which types an element may be in and hold, for some types of a group. */
function syntax(rules: Record<string, { in?: string[]; holds?: string[] }>) {
  return (pdf: TaggedPdf) =>
    pdf.elements.flatMap((element) => {
      const rule = rules[element.type]
      const wrong: string[] = []
      if (rule?.in && !rule.in.includes(element.parent?.type ?? '')) {
        wrong.push(`${name(element)} in ${element.parent?.type}`)
      }
      if (rule?.holds) {
        const strange = element.kids.filter(({ type }) => !rule.holds?.includes(type))
        wrong.push(...strange.map(({ type }) => `${name(element)} holds ${type}`))
        if (element.content.length > 0) wrong.push(`${name(element)} holds content`)
      }
      return wrong
    })
}

const ROWS = ['TR']
const tables = syntax({
  Table: { holds: ['TR', 'THead', 'TBody', 'TFoot', 'Caption'] },
  THead: { in: ['Table'], holds: ROWS },
  TBody: { in: ['Table'], holds: ROWS },
  TFoot: { in: ['Table'], holds: ROWS },
  TR: { in: ['Table', 'THead', 'TBody', 'TFoot'], holds: ['TH', 'TD'] },
  TH: { in: ['TR'] },
  TD: { in: ['TR'] },
})
const lists = syntax({
  L: { holds: ['L', 'LI', 'Caption'] },
  LI: { in: ['L'], holds: ['Lbl', 'LBody'] },
  LBody: { in: ['LI'] },
})

function rowsOf(table: Element): Element[] {
  return table.kids.flatMap((kid) => (kid.type === 'TR' ? [kid] : kid.type === 'Caption' ? [] : rowsOf(kid)))
}

/** Rows of one width, counting spans. */
function unevenRows(table: Element): string[] {
  const rows = rowsOf(table)
  const widths = rows.map(() => 0)
  for (const [at, row] of rows.entries()) {
    for (const cell of row.kids) {
      const [across, down] = ['ColSpan', 'RowSpan'].map((key) => Number(attribute(cell, key) ?? 1))
      for (let below = at; below < at + (down ?? 1) && below < rows.length; below++) {
        widths[below] = (widths[below] ?? 0) + (across ?? 1)
      }
    }
  }
  return new Set(widths).size > 1
    ? [`${name(table)} has rows of ${[...new Set(widths)].join(', ')} cells`]
    : []
}

export const syntaxChecks: Checkpoint[] = [
  {
    id: '09-004',
    failure: 'tables built against the rules',
    check: (pdf) => [...tables(pdf), ...of(pdf, 'Table').flatMap(unevenRows)],
    damage: (pdf) => edit(pdf, /\/S \/P\b/, '/S /TR'),
  },
  {
    id: '09-005',
    failure: 'lists built against the rules',
    check: lists,
    damage: (pdf) => edit(pdf, /\/S \/P\b/, '/S /LI'),
  },
  {
    id: '09-006',
    failure: 'tables of contents built against the rules',
    check: syntax({ TOC: { holds: ['TOC', 'TOCI', 'Caption'] }, TOCI: { in: ['TOC'] } }),
    damage: (pdf) => edit(pdf, /\/S \/P\b/, '/S /TOCI'),
  },
  {
    id: '09-007',
    failure: 'rubies built against the rules',
    check: syntax({
      Ruby: { holds: ['RB', 'RT', 'RP'] },
      RB: { in: ['Ruby'] },
      RT: { in: ['Ruby'] },
      RP: { in: ['Ruby'] },
    }),
    damage: (pdf) => edit(pdf, /\/S \/P\b/, '/S /RT'),
  },
  {
    id: '09-008',
    failure: 'warichus built against the rules',
    check: (pdf) => of(pdf, 'Warichu', 'WT', 'WP').map(name),
    damage: (pdf) => edit(pdf, /\/S \/P\b/, '/S /Warichu'),
  },
]
