import { elementsOf, type StructureElement, type StructureTree } from './structure-tree.ts'

/**
 * Chromium draws a table's header rows again on every page that the table reaches, and tags each copy as the
 * same cells; a reader would hear "Criterion" as often as there are pages. Returns the copies on later pages, as
 * "page MCID".
 */
export function repeatedContent(tree: StructureTree): Set<string> {
  const repeated = new Set<string>()
  for (const table of elementsOf(tree.root)) {
    if (table.type !== 'Table') continue
    for (const row of rowsOf(table)) {
      if (!row.kids.every((kid) => 'element' in kid && kid.element.type === 'TH')) break
      for (const copy of laterCopies(row)) repeated.add(copy)
    }
  }
  return repeated
}

function rowsOf(table: StructureElement): StructureElement[] {
  return table.kids.flatMap((kid) => {
    if (!('element' in kid)) return []
    return /^T(?:Head|Body|Foot)$/.test(kid.element.type) ? rowsOf(kid.element) : [kid.element]
  })
}

/** A row whose texts stand all on the same pages is repeated; one that only breaks has each text once. */
function laterCopies(row: StructureElement): string[] {
  const contents: { page: number; mcid: number }[] = []
  const textPages = new Set<string>()
  let first: number | undefined
  for (const { kids } of elementsOf(row)) {
    const own = kids.flatMap((kid) => ('mcid' in kid ? [kid] : []))
    if (own.length === 0) continue
    contents.push(...own)
    if (kids.every((kid) => 'mcid' in kid)) textPages.add([...new Set(own.map(({ page }) => page))].join(' '))
    first ??= own[0]?.page
  }
  const [pages] = textPages
  if (textPages.size !== 1 || !pages?.includes(' ')) return []
  return contents.flatMap(({ page, mcid }) => (page === first ? [] : [`${page} ${mcid}`]))
}
