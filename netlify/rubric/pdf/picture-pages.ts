import type { PageContent } from './content/page-content.ts'
import { type Box, height, width } from './geometry.ts'
import type { PageLayout } from './page-layout.ts'

/** A page whose text is in a picture. */
export interface PicturePage {
  page: number
  /** Where on the displayed page its largest picture begins, in points. */
  top: number
}

/** Fewer letters than this beside a large picture are its title, a stamp or a page number. */
const FEW_LETTERS = 300
/** A smaller picture is a logo or an illustration. */
const LARGE = 0.2

/**
 * Whether a page holds pictures (or outlines) of text: it has no visible text at all, or little beside a large
 * picture. Text under a scan, as text recognition leaves it, is hidden and counts for nothing.
 */
export function picturePage(content: PageContent, layout: PageLayout): PicturePage | undefined {
  const letters =
    layout.lines.reduce((sum, line) => sum + line.text.length, 0) +
    layout.tables
      .flatMap((table) => table.cells.flatMap((cell) => cell.lines))
      .reduce((sum, line) => sum + line.text.length, 0)
  if (letters === 0) return { page: layout.page, top: 0 }
  const [largest] = content.images.map(({ box }) => box).toSorted((a, b) => area(b) - area(a))
  if (!largest || layout.tables.length > 0 || letters > FEW_LETTERS) return undefined
  if (area(largest) < LARGE * content.width * content.height) return undefined
  return { page: layout.page, top: largest[1] }
}

function area(box: Box): number {
  return width(box) * height(box)
}
