import { readArray, readDict, readRef } from '../../../src/shared/pdf-syntax.ts'
import { rightToLeft } from '../../../src/templates/language.ts'
import { dictOf, type PdfObjects, rootOf } from '../pdf-objects.ts'
import { streamOf, writeStream } from '../pdf-streams.ts'
import { joinClusters } from './clusters.ts'
import { type GlyphCodes, readGlyphCodes } from './glyph-codes.ts'
import { orderLines } from './line-order.ts'
import { structureOrder } from './structure-order.ts'

/** Makes the text of pages come out of them as it went in, whatever reads it. `lang` is the document's, BCP 47. */
export function repairText(pdf: PdfObjects, lang: string): void {
  const fonts = new Map<number, GlyphCodes | undefined>()
  let order: ReturnType<typeof structureOrder> | undefined
  for (const { id, contentId, fontIds } of pagesOf(pdf)) {
    const content = streamOf(pdf, contentId).toString('latin1')
    const turns = content.includes('/ReversedChars')
    if (!turns && !content.includes('/ActualText')) continue
    const byName = new Map<string, GlyphCodes>()
    for (const [name, fontId] of fontIds) {
      if (!fonts.has(fontId)) fonts.set(fontId, readGlyphCodes(pdf, fontId))
      const font = fonts.get(fontId)
      if (font) byName.set(name, font)
    }
    let repaired = joinClusters(content, byName)
    if (turns) {
      order ??= structureOrder(pdf, lang)
      const options = { fonts: byName, rightToLeft: rightToLeft(lang), order: order.get(id) ?? new Map() }
      repaired = orderLines(repaired, options)
    }
    if (repaired !== content) writeStream(pdf, contentId, Buffer.from(repaired, 'latin1'))
  }
  for (const font of fonts.values()) font?.save()
}

interface PageParts {
  id: number
  contentId: number
  /** Object numbers by the names that the content has for them. */
  fontIds: Map<string, number>
}

function pagesOf(pdf: PdfObjects): PageParts[] {
  return pageIds(pdf, readRef(rootOf(pdf).dict.get('Pages'))).flatMap((id) => {
    const page = dictOf(pdf, id)
    const contentId = readRef(page.get('Contents'))
    if (contentId === undefined) return []
    const resources = readDict(page.get('Resources') ?? '')?.dict
    const fontIds = new Map<string, number>()
    for (const [name, ref] of readDict(resources?.get('Font') ?? '')?.dict ?? []) {
      const fontId = readRef(ref)
      if (fontId !== undefined) fontIds.set(name, fontId)
    }
    return [{ id, contentId, fontIds }]
  })
}

/** Pages from first to last; Skia makes a tree of them when there are many. */
function pageIds(pdf: PdfObjects, id: number | undefined): number[] {
  if (id === undefined) return []
  const kids = dictOf(pdf, id).get('Kids')
  return kids === undefined ? [id] : readArray(kids).flatMap((kid) => pageIds(pdf, readRef(kid)))
}
