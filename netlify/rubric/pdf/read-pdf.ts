import type { JobWarning } from '../../../src/shared/job.ts'
import type { Block, DocumentContent } from '../document.ts'
import type { HiddenReason } from './content/hidden-text.ts'
import { median } from './geometry.ts'
import { joinTables } from './join-pages.ts'
import { withLastRows } from './last-row.ts'
import { LEADER } from './open/open-tables.ts'
import { withoutFurniture } from './page-furniture.ts'
import { layOutPage, linesOf, type PageLayout } from './page-layout.ts'
import { arePictures, type PicturePage, picturePage } from './picture-pages.ts'
import { noTextLayer } from './read-errors.ts'
import { readPages } from './read-pages.ts'
import { inReadingOrder } from './reading-order.ts'
import { type PlacedTable, toPlacedTable } from './table-block.ts'
import { toHyphenRule } from './text/hyphens.ts'
import { listIndents, toParagraphs, toTextBlock } from './text/text-blocks.ts'
import { isUnreadable } from './text/unreadable.ts'

export interface ReadPdfOptions {
  signal?: AbortSignal
  /** Default 50. A longer document is refused before its pages are read. */
  maxPages?: number
  /**
   * Reads the pages whose text is in a picture; what it gives stands at the picture's place. Without it, scans are
   * read by the text that recognition (OCR) left in them, other such pages are left out, both with a warning.
   */
  readPictures?: (pages: readonly number[]) => Promise<Map<number, Block[]>>
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
  const pictured: PicturePage[] = []
  const unreadable = new Set<number>()
  let title: string | undefined
  let hyphenates = false
  for await (const page of readPages(bytes, {
    maxPages: options.maxPages ?? 50,
    ...(options.signal ? { signal: options.signal } : {}),
  })) {
    const isCipher = isUnreadable(page.content.glyphs)
    if (isCipher) unreadable.add(page.content.page)
    const content = isCipher
      ? { ...page.content, glyphs: [], segments: [], fills: [], marks: [] }
      : page.content
    const layout = layOutPage(content, layouts.at(-1), options.readPictures === undefined)
    layouts.push(layout)
    const picture = picturePage(content, layout)
    if (picture) pictured.push(picture)
    title = page.title
    hyphenates = page.hyphenates
  }
  const seen = await options.readPictures?.(pictured.map(({ page }) => page))
  const isEmpty = layouts.every((l) => l.lines.length === 0 && l.tables.length === 0)
  if (isEmpty && !seen?.size) throw noTextLayer()
  const dropHyphen = toHyphenRule(layouts, hyphenates)
  const bodySize = median(layouts.flatMap((l) => linesOf(l).map((line) => line.size))) || 10
  const blocks: Block[] = []
  let open: { table: PlacedTable; index: number } | undefined
  const pages = withLastRows(withoutFurniture(layouts)).map((layout) => ({
    layout,
    paragraphs: toParagraphs(layout.lines.filter((line) => !LEADER.test(line.text))),
  }))
  const indents = listIndents(pages.map(({ paragraphs }) => paragraphs))
  for (const [at, { layout, paragraphs }] of pages.entries()) {
    const right = Math.max(0, ...layout.lines.map((l) => l.box[2]), ...layout.tables.map((t) => t.box[2]))
    const placed = inReadingOrder([
      ...layout.tables.map((table) => ({ box: table.box, table: toPlacedTable(table, layout, dropHyphen) })),
      ...paragraphs.map((paragraph) => ({
        box: paragraph.box,
        text: toTextBlock(paragraph, {
          page: layout.page,
          toPage: layout.toPage,
          bodySize,
          dropHyphen,
          right,
          indents: indents[at] ?? [],
        }),
      })),
    ])
    let waiting = seen?.get(layout.page) ?? []
    const below = pictured.find(({ page }) => page === layout.page)?.top ?? 0
    for (const [i, item] of placed.entries()) {
      if (waiting.length > 0 && layout.toPage(item.box)[1] > below) {
        blocks.push(...waiting)
        waiting = []
        open = undefined
      }
      if ('text' in item) {
        blocks.push(item.text)
        continue
      }
      const last = open && open.index === blocks.length - 1 && open.table.page === layout.page - 1
      const joined = i === 0 && last && open ? joinTables(open.table, item.table) : undefined
      if (joined) blocks[blocks.length - 1] = joined.block
      else blocks.push(item.table.block)
      open = { table: joined ?? item.table, index: blocks.length - 1 }
    }
    if (waiting.length > 0) open = undefined
    blocks.push(...waiting)
  }
  const isPictures = !seen && arePictures(pictured, layouts.length)
  return {
    format: 'pdf',
    ...(isPictures ? { isPictures } : {}),
    ...(title === undefined ? {} : { title: cleanTitle(title) }),
    blocks,
    warnings: [
      ...hiddenWarnings(layouts),
      ...scanWarnings(layouts),
      ...pictureWarnings(layouts, unreadable, seen),
    ],
  }
}

/** What office programs put around a file's name when they make it a title. */
function cleanTitle(title: string): string {
  return title
    .replace(/^microsoft (?:word|powerpoint|excel) - /i, '')
    .replace(/\.(?:docx?|xlsx?|pptx?|pdf|odt|rtf|pages)$/i, '')
}

/** Pages that nobody looked at: whoever reads pictures has warnings of its own. */
function pictureWarnings(
  layouts: PageLayout[],
  unreadable: ReadonlySet<number>,
  seen: Map<number, Block[]> | undefined,
): JobWarning[] {
  if (seen) return []
  return layouts
    .filter((l) => l.lines.length === 0 && l.tables.length === 0)
    .filter((l) => l.pictures > 0 || unreadable.has(l.page))
    .map(({ page }) => ({
      code: 'PAGE_WITHOUT_TEXT',
      message: unreadable.has(page)
        ? `The fonts of page ${page} do not say which letters they hold; what is written on it was not read.`
        : `Page ${page} holds only a picture; what is written in it was not read.`,
    }))
}

function scanWarnings(layouts: PageLayout[]): JobWarning[] {
  return layouts
    .filter(({ isScan }) => isScan)
    .map(({ page }) => ({
      code: 'TEXT_OF_SCAN',
      message: `Page ${page} is a scan; its text is what text recognition (OCR) took the picture for. Compare it with the page.`,
    }))
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
