import type { PdfObjects } from '../pdf-objects.ts'
import { type DocumentLink, describeLinks } from './describe-links.ts'
import { mendStructure } from './mend-structure.ts'
import { nameGlyphs } from './name-glyphs.ts'
import { readStructureTree, writeStructureTree } from './structure-tree.ts'
import { tagContent } from './tag-content.ts'

/**
 * Brings Chromium's tags to PDF/UA-1 (ISO 14289-1): decoration apart from content, a structure tree by the
 * rules, links described. What it guarantees is tested checkpoint by checkpoint in `tests/pdf/ua`. Returns
 * whether the document may say that it is PDF/UA-1: not when it is untagged, or shows characters that no font has.
 */
export function makeAccessible(pdf: PdfObjects, about: { links: DocumentLink[]; lang: string }): boolean {
  const tree = readStructureTree(pdf)
  let conforms = false
  if (tree) {
    nameGlyphs(pdf)
    conforms = tagContent(pdf, tree)
    mendStructure(pdf, tree)
    writeStructureTree(pdf, tree)
  }
  describeLinks(pdf, tree, about.links, about.lang)
  return conforms
}
