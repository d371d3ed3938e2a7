import type { JobWarning } from '../../../src/shared/job.ts'
import type { Block, DocumentContent, TableBlock } from '../document.ts'
import { boxOfLines, joinLines } from './cell-text.ts'
import { median, union } from './geometry.ts'
import type { HiddenReason } from './hidden-text.ts'
import { toHyphenRule } from './hyphens.ts'
import { layOutPage, type PageLayout } from './page-layout.ts'
import type { PageTable } from './page-table.ts'
import { noTextLayer } from './read-errors.ts'
import { readPages } from './read-pages.ts'
import { roundBox, toParagraphs, toTextBlock } from './text-blocks.ts'

export interface ReadPdfOptions {
  signal?: AbortSignal
  /** Default 50. A longer document is refused before its pages are read. */
  maxPages?: number
}

/**
 * Text blocks and tables of a PDF in reading order. Boxes are in points from the displayed page's top left.
 * Text that a reader of the page cannot see is left out and reported as `HIDDEN_TEXT`.
 *
 * Errors (`NonRetryableError`): `EMPTY_FILE`, `CORRUPT_FILE`, `PASSWORD_PROTECTED`, `TOO_MANY_PAGES`,
 * `TOO_COMPLEX`, `NO_TEXT_LAYER`. An abort throws the signal's reason.
 */
export async function readPdf(bytes: Uint8Array, options: ReadPdfOptions = {}): Promise<DocumentContent> {
  const layouts: PageLayout[] = []
  let title: string | undefined
  let hyphenates = false
  for await (const page of readPages(bytes, {
    maxPages: options.maxPages ?? 50,
    ...(options.signal ? { signal: options.signal } : {}),
  })) {
    layouts.push(layOutPage(page.content))
    title = page.title
    hyphenates = page.hyphenates
  }
  if (layouts.every((l) => l.lines.length === 0 && l.tables.length === 0)) throw noTextLayer()
  const dropHyphen = toHyphenRule(layouts, hyphenates)
  const bodySize =
    median(
      layouts.flatMap((l) =>
        [...l.lines, ...l.tables.flatMap((t) => t.cells.flatMap((c) => c.lines))].map((x) => x.size),
      ),
    ) || 10
  const blocks: Block[] = []
  for (const layout of layouts) {
    const placed: Array<{ top: number; block: Block }> = layout.tables.map((table) => ({
      top: table.box[1],
      block: toTableBlock(table, layout, dropHyphen),
    }))
    for (const paragraph of toParagraphs(layout.lines)) {
      placed.push({
        top: paragraph.box[1],
        block: toTextBlock(paragraph, { page: layout.page, toPage: layout.toPage, bodySize, dropHyphen }),
      })
    }
    blocks.push(...placed.sort((a, b) => a.top - b.top).map((p) => p.block))
  }
  return {
    format: 'pdf',
    ...(title === undefined ? {} : { title }),
    blocks,
    warnings: hiddenWarnings(layouts),
  }
}

function toTableBlock(
  table: PageTable,
  layout: PageLayout,
  dropHyphen: (before: string, after: string) => boolean,
): TableBlock {
  const cells = table.cells
    .filter((cell) => cell.lines.length > 0)
    .map((cell) => {
      const ink = boxOfLines(cell.lines)
      const turned = cell.lines[0]?.angle === 90 || cell.lines[0]?.angle === 270
      const size = turned ? cell.box[3] - cell.box[1] : cell.box[2] - cell.box[0]
      const padding = turned ? 4 : Math.max(0, Math.min(ink[0] - cell.box[0], cell.box[2] - ink[2]))
      const bold = cell.lines.every((l) => l.bold)
      return {
        row: cell.row,
        column: cell.column,
        rowSpan: cell.rowSpan,
        columnSpan: cell.columnSpan,
        text: joinLines(cell.lines, { room: size - 2 * padding, dropHyphen }),
        ...(bold ? { bold } : {}),
        source: {
          in: 'page' as const,
          page: layout.page,
          box: roundBox(layout.toPage(table.ruled ? cell.box : union(ink, ink))),
        },
      }
    })
    .sort((a, b) => a.row - b.row || a.column - b.column)
  return {
    kind: 'table',
    rows: table.rows,
    columns: table.columns,
    cells,
    ...(table.headerRows > 0 ? { headerRows: table.headerRows } : {}),
    source: { in: 'page', page: layout.page, box: roundBox(layout.toPage(table.box)) },
  }
}

const REASONS: Record<HiddenReason, string> = {
  invisible: 'painted invisibly',
  background: 'in the colour of its background',
  tiny: 'too small to read',
  'off-page': 'outside the page',
  covered: 'covered by a filled area',
  'zero-width': 'characters without width',
}

function hiddenWarnings(layouts: PageLayout[]): JobWarning[] {
  const warnings: JobWarning[] = []
  for (const { page, hidden } of layouts) {
    for (const [reason, count] of hidden) {
      warnings.push({
        code: 'HIDDEN_TEXT',
        message: `Page ${page}: ${count} hidden ${count === 1 ? 'character was' : 'characters were'} left out (${REASONS[reason]}).`,
      })
    }
  }
  return warnings
}
