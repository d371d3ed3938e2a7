import type { Specimen } from './rubric.ts'

/** A table to print: merged cells span, covered places are left out. */
export interface PrintCell {
  text: string
  rows?: number
  columns?: number
  head?: boolean
}
export type PrintTable = PrintCell[][]

/** The specimen as a table; `flat` formats have no merged cells. */
export function toTable(specimen: Specimen, { flat }: { flat: boolean }): PrintTable {
  return specimen.kind === 'checklist' ? checklistTable(specimen) : gridTable(specimen, flat)
}

function headText(specimen: Specimen, at: number): string {
  const { label = '', min, max } = specimen.levels[at] ?? {}
  const { unit } = specimen.words
  switch (specimen.look.heads) {
    case 'label-unit':
      return `${label} (${max} ${unit})`
    case 'number-label':
      return `${max} - ${label}`
    case 'label-line':
      return `${label}\n${max} ${unit}`
    case 'paren':
      return `${label} (${max})`
    case 'range':
      return `${label} (${min}-${max} ${unit})`
    case 'numbers':
      return String(max)
    default:
      return label
  }
}

function gridTable(specimen: Specimen, flat: boolean): PrintTable {
  const { words, look, criteria, levels } = specimen
  const cell = (text: string | undefined): PrintCell => ({ text: text ?? look.placeholder })
  if (look.turned) {
    return [
      [{ text: '', head: true }, ...criteria.map(({ title }) => ({ text: title, head: true }))],
      ...levels.map((_, l) => [
        { text: headText(specimen, l), head: true },
        ...criteria.map(({ descriptors }) => cell(descriptors[l])),
      ]),
    ]
  }
  const described = criteria.some((item) => item.description !== undefined)
  const weighted = criteria.some((item) => item.weight !== undefined)
  const lead = [
    ...(look.sections === 'column' ? ['Section'] : []),
    words.criterion,
    ...(described ? [words.description] : []),
    ...(weighted ? [words.weight] : []),
  ]
  const trail = [...(look.scoreColumn ? [words.score] : []), ...(look.commentColumn ? [words.comments] : [])]
  const blank = trail.map(() => ({ text: '' }))
  const width = lead.length + levels.length + trail.length
  const table: PrintTable = []
  const head = (text: string): PrintCell => ({ text, head: true })
  if (look.heads === 'two-rows') {
    table.push([
      ...lead.map((text, at) => head(at === 0 ? words.points : text)),
      ...levels.map(({ max }) => head(String(max))),
      ...trail.map(head),
    ])
    table.push([
      ...lead.map((text, at) => head(at === 0 ? text : '')),
      ...levels.map(({ label = '' }) => head(label)),
      ...trail.map(() => head('')),
    ])
  } else {
    const heads = levels.map((_, l) => head(headText(specimen, l)))
    if (look.scaleRow && !flat) {
      table.push([
        ...lead.map((text) => ({ ...head(text), rows: 2 })),
        { ...head('Levels of performance'), columns: levels.length },
        ...trail.map((text) => ({ ...head(text), rows: 2 })),
      ])
      table.push(heads)
    } else table.push([...lead.map(head), ...heads, ...trail.map(head)])
  }
  let section: string | undefined
  criteria.forEach((criterion, at) => {
    const starts = criterion.section !== undefined && criterion.section !== section
    section = criterion.section
    if (look.sections === 'rows' && starts) {
      const text = criterion.section ?? ''
      table.push(
        flat
          ? [{ text }, ...Array.from({ length: width - 1 }, () => ({ text: '' }))]
          : [{ text, columns: width }],
      )
    }
    const same = criteria.slice(at).findIndex((item) => item.section !== criterion.section)
    const rows = same < 0 ? criteria.length - at : same
    const sectionCell: PrintCell[] =
      look.sections !== 'column'
        ? []
        : flat
          ? [{ text: criterion.section ?? '' }]
          : starts
            ? [{ text: criterion.section ?? '', rows }]
            : []
    table.push([
      ...sectionCell,
      { text: criterion.title },
      ...(described ? [{ text: criterion.description ?? '' }] : []),
      ...(weighted ? [{ text: `${criterion.weight}%` }] : []),
      ...criterion.descriptors.map(cell),
      ...blank,
    ])
  })
  if (specimen.total !== undefined) {
    const text = `${words.total}: ${specimen.total}`
    table.push(
      flat
        ? [{ text }, ...Array.from({ length: width - 1 }, () => ({ text: '' }))]
        : [{ text, columns: width }],
    )
  }
  return table
}

function checklistTable(specimen: Specimen): PrintTable {
  const { words, criteria, look } = specimen
  const described = criteria.some((item) => item.description !== undefined)
  const trail = [...(look.scoreColumn ? [words.score] : []), ...(look.commentColumn ? [words.comments] : [])]
  const table: PrintTable = [
    [words.criterion, ...(described ? [words.description] : []), words.points, ...trail].map((text) => ({
      text,
      head: true,
    })),
  ]
  for (const item of criteria) {
    table.push([
      { text: item.title },
      ...(described ? [{ text: item.description ?? '' }] : []),
      { text: String(item.points) },
      ...trail.map(() => ({ text: '' })),
    ])
  }
  if (specimen.total !== undefined) {
    table.push([
      { text: words.total },
      ...(described ? [{ text: '' }] : []),
      { text: String(specimen.total) },
      ...trail.map(() => ({ text: '' })),
    ])
  }
  return table
}
