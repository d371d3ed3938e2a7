import { type PdfDict, readArray, readDict, readRef } from '../../../src/shared/pdf-syntax.ts'
import { dictOf, type PdfObjects, rootOf } from '../pdf-objects.ts'

/**
 * The marked content of each page in the order of the document's structure, which is that of reading: page's object
 * number → MCID → place.
 */
export function structureOrder(pdf: PdfObjects): Map<number, Map<number, number>> {
  const pages = new Map<number, Map<number, number>>()
  let place = 0
  const add = (page: number | undefined, mcid: string | undefined) => {
    if (page === undefined || mcid === undefined) return
    const order = pages.get(page) ?? new Map<number, number>()
    pages.set(page, order)
    order.set(Number(mcid), place++)
  }
  const visit = (dict: PdfDict, inherited: number | undefined) => {
    const page = readRef(dict.get('Pg')) ?? inherited
    const kids = dict.get('K') ?? '[]'
    for (const kid of kids.startsWith('[') ? readArray(kids) : [kids]) {
      const ref = readRef(kid)
      if (ref !== undefined) {
        if (pdf.bodies.has(ref)) visit(dictOf(pdf, ref), page)
      } else if (/^\d+$/.test(kid)) add(page, kid)
      else {
        const inner = readDict(kid)?.dict
        add(readRef(inner?.get('Pg')) ?? page, inner?.get('MCID'))
      }
    }
  }
  const tree = readRef(rootOf(pdf).dict.get('StructTreeRoot'))
  if (tree !== undefined) visit(dictOf(pdf, tree), undefined)
  return pages
}
