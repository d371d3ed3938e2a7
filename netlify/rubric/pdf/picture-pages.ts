import type { PageContent } from './content/page-content.ts'
import { type Box, contains, height, width } from './geometry.ts'
import type { PageLayout } from './page-layout.ts'

/** A page whose text is in a picture. */
export interface PicturePage {
  page: number
  /** Where on the displayed page its largest picture begins, in points. */
  top: number
  /** How many letters of text stand beside it. */
  letters: number
}

/** Pages with no more than this, a title and a name, say nothing beside their pictures. */
const HARDLY_ANY = 100
/** Fewer letters than this beside a large picture are its title, a stamp or a page number. */
const FEW_LETTERS = 300
/** A page drawn with as many shapes as this has its text in outlines, but for a word that somebody typed into it. */
const MANY_SHAPES = 200
const ONE_WORD = 40
/** A smaller picture is a logo or an illustration. */
const LARGE = 0.2

/**
 * Whether a page holds pictures (or outlines) of text: it has no visible text at all, or little beside a large
 * picture. Invisible text is none here, also that of `isScannedText`: what people see decides.
 */
export function picturePage(content: PageContent, layout: PageLayout): PicturePage | undefined {
  const letters =
    layout.lines.reduce((sum, line) => sum + line.text.length, 0) +
    layout.tables
      .flatMap((table) => table.cells.flatMap((cell) => cell.lines))
      .reduce((sum, line) => sum + line.text.length, 0)
  const isOutlined = letters <= ONE_WORD && content.shapes >= MANY_SHAPES
  if (letters === 0 || isOutlined) return { page: layout.page, top: 0, letters }
  const [largest] = content.images.map(({ box }) => box).toSorted((a, b) => area(b) - area(a))
  if (!largest || layout.tables.length > 0 || letters > FEW_LETTERS) return undefined
  if (area(largest) < LARGE * content.width * content.height) return undefined
  return { page: layout.page, top: largest[1], letters }
}

/** Whether whatever a document of so many pages says stands in its pictures. */
export function arePictures(pictured: readonly PicturePage[], pages: number): boolean {
  return pictured.length === pages && pictured.every(({ letters }) => letters <= HARDLY_ANY)
}

/** Share of a page that the pictures of a scan cover. */
const COVERED = 0.6
const MIN_LETTERS = 40

/**
 * Whether a page is a scan with the text that recognition (OCR) found in it painted invisibly over the picture: all
 * of its text is, and inside the picture. Invisible text anywhere else is hidden from the reader.
 */
export function isScannedText({ glyphs, images, width: right, height: bottom }: PageContent): boolean {
  const covered = images.reduce((sum, { box }) => sum + area(box), 0)
  if (covered < COVERED * right * bottom) return false
  const letters = glyphs.filter(({ text }) => text.trim() !== '')
  const unseen = letters.filter(({ invisible }) => invisible)
  const inside = unseen.filter(({ box }) =>
    images.some((image) => contains(image.box, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2)),
  )
  return unseen.length >= MIN_LETTERS && inside.length >= 0.95 * letters.length
}

function area(box: Box): number {
  return width(box) * height(box)
}
