import { CAPTION } from './open/open-regions.ts'
import { PAGE_NUMBER } from './page-furniture.ts'
import type { PageLayout } from './page-layout.ts'
import type { PageTable } from './page-table.ts'
import type { Line } from './text/lines.ts'

/** More words than this are running text. */
const MOST_WORDS = 10

export const below = (page: PageLayout, table: PageTable): Line[] =>
  page.lines.filter((line) => line.base > table.box[3])

/**
 * The only line between a table without cell borders and the end of its page, when it may be a row: it stands
 * under the first column, close to the table and in type of its size.
 */
export function possibleRow(table: PageTable, lines: Line[]): Line | undefined {
  const [line, ...others] = lines
  const left = table.open?.columns.extents[0]?.[0]
  const above = table.cells.find((cell) => cell.row === table.rows - 1)?.lines.at(-1)
  if (!line || !above || left === undefined || others.length > 0) return undefined
  const close = line.box[1] - table.box[3] < 2 * line.size
  const aligned = Math.abs(line.box[0] - left) < 0.4 * line.size
  const alike = Math.abs(line.size - above.size) < 0.1 * line.size
  return close && aligned && alike && line.words.length <= MOST_WORDS && !CAPTION.test(line.text)
    ? line
    : undefined
}

/**
 * Gives a table the row that stands alone under it at the end of a page, as the name of a section does: it is
 * one when the table goes on on the next page, under its heading or without.
 *
 * @param layouts without running heads and footers
 */
export function withLastRows(layouts: PageLayout[]): PageLayout[] {
  return layouts.map((layout, i) => {
    const table = layout.tables.find(
      ({ open }) => open && layouts[i + 1]?.tables.some((next) => next.open === open),
    )
    const line =
      table &&
      possibleRow(
        table,
        below(layout, table).filter(({ text }) => !PAGE_NUMBER.test(text)),
      )
    if (!line) return layout
    const row = { row: table.rows, column: 0, rowSpan: 1, columnSpan: 1, box: line.box, lines: [line] }
    const longer = {
      ...table,
      rows: table.rows + 1,
      cells: [...table.cells, row],
      box: [table.box[0], table.box[1], Math.max(table.box[2], line.box[2]), line.box[3]] as PageTable['box'],
    }
    return {
      ...layout,
      lines: layout.lines.filter((other) => other !== line),
      tables: layout.tables.map((other) => (other === table ? longer : other)),
    }
  })
}
