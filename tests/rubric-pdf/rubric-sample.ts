import type { DocumentContent, TableBlock } from '../../netlify/rubric/document.ts'

/** A rubric as a teacher would set it, wrapped by hand to columns of 102 points at 10 points Helvetica. */
export const WIDTHS = [90, 110, 110, 110]

export const ROWS = [
  ['Criteria', 'Excellent\n4 points', 'Good\n2 points', 'Poor\n0 points'],
  [
    'Thesis',
    'States a clear thesis\nthat guides the whole\npaper from start to end.',
    'States a thesis that\nguides most of it.',
    'Has no thesis.',
  ],
  [
    'Evidence',
    'Uses five sources and\nexplains what each of\nthem adds.',
    'Uses three sources and\nexplains some.',
    'Uses none.',
  ],
  ['Style', 'Reads well and keeps\nto the rules.', 'Reads well in most\nplaces.', 'Cannot be read.'],
]

export const READ = [
  ['Criteria', 'Excellent\n4 points', 'Good\n2 points', 'Poor\n0 points'],
  [
    'Thesis',
    'States a clear thesis that guides the whole paper from start to end.',
    'States a thesis that guides most of it.',
    'Has no thesis.',
  ],
  [
    'Evidence',
    'Uses five sources and explains what each of them adds.',
    'Uses three sources and explains some.',
    'Uses none.',
  ],
  ['Style', 'Reads well and keeps to the rules.', 'Reads well in most places.', 'Cannot be read.'],
]

export function tablesOf(document: DocumentContent): TableBlock[] {
  return document.blocks.filter((b) => b.kind === 'table')
}

export function onlyTable(document: DocumentContent): TableBlock {
  const [table, ...others] = tablesOf(document)
  if (!table || others.length > 0)
    throw new Error(`Expected one table, found ${others.length + (table ? 1 : 0)}.`)
  return table
}

/** The texts of a table by row and column; '' where a cell is absent or covered. */
export function texts(table: TableBlock): string[][] {
  return Array.from({ length: table.rows }, (_, row) =>
    Array.from(
      { length: table.columns },
      (_, column) => table.cells.find((c) => c.row === row && c.column === column)?.text ?? '',
    ),
  )
}

export function paragraphs(document: DocumentContent): string[] {
  return document.blocks.flatMap((b) => (b.kind === 'text' ? [b.text] : []))
}
