import { readDict, writeDict } from '../../../src/shared/pdf-syntax.ts'
import type { PdfObjects } from '../pdf-objects.ts'
import {
  elementsOf,
  type Kid,
  type StructureElement,
  type StructureTree,
  wrapKids,
} from './structure-tree.ts'

/**
 * Makes Chromium's structure tree say what ISO 32000-1, 14.8.4 wants: list items have labels and bodies, text
 * stands in spans and paragraphs, headings skip no level, figures have a description or are no figures, types
 * of later versions are mapped to those of PDF 1.7, and nothing empty is left. Call it after artifacts are
 * marked, which empties elements.
 */
export function mendStructure(pdf: PdfObjects, tree: StructureTree): void {
  mend(pdf, tree, tree.root)
  nameGroups(pdf, tree, tree.root)
  levelHeadings(tree.root)
  mapRoles(pdf, tree)
}

const HEADING = /^H[1-6]$/
/** Cells may be empty; a table without them would be no grid. */
const KEPT_EMPTY = new Set(['TD', 'TH', 'TR', 'Table', 'Document'])
/** What holds blocks. */
const GROUPS = new Set('Document Part Art Sect Div BlockQuote Aside'.split(' '))
const INLINE = new Set('Span Link Em Strong Code Quote Ruby RB RT RP'.split(' '))
/** What holds running text. */
const TEXT_PARENTS = new Set('P H1 H2 H3 H4 H5 H6 Caption Lbl'.split(' ').concat(...INLINE))

function mend(pdf: PdfObjects, tree: StructureTree, element: StructureElement): void {
  for (const kid of element.kids) if ('element' in kid) mend(pdf, tree, kid.element)
  dropEmpty(pdf, element)
  switch (element.type) {
    case 'Figure':
      if (!element.described && element.kids.some((kid) => 'element' in kid)) unframe(element)
      break
    case 'Form':
    case 'Note':
      // Paper has no fields; what a button says is text. A note needs an ID that nothing refers to.
      element.type = 'Div'
      break
    case 'LI':
      mendListItem(pdf, tree, element)
      break
  }
}

/** An HTML `figure` is a frame around pictures, quotations or code. Only pictures have captions in PDF. */
function unframe(figure: StructureElement): void {
  figure.type = 'Div'
  if (figure.kids.some((kid) => 'element' in kid && kid.element.type === 'Figure')) return
  for (const kid of figure.kids) {
    if ('element' in kid && kid.element.type === 'Caption') kid.element.type = 'P'
  }
}

function dropEmpty(pdf: PdfObjects, element: StructureElement): void {
  const empty = element.kids.filter(
    (kid) => 'element' in kid && kid.element.kids.length === 0 && !KEPT_EMPTY.has(kid.element.type),
  )
  if (empty.length === 0) return
  for (const kid of empty) if ('element' in kid) pdf.bodies.delete(kid.element.id)
  element.kids = element.kids.filter((kid) => !empty.includes(kid))
  element.changed = true
}

function mendListItem(pdf: PdfObjects, tree: StructureTree, item: StructureElement): void {
  const rest = item.kids.filter((kid) => !('element' in kid && /^(?:Lbl|LBody)$/.test(kid.element.type)))
  const [only] = rest
  if (rest.length === 1 && only && 'element' in only && only.element.type === 'NonStruct') {
    only.element.type = 'LBody'
  } else if (rest.length > 0) wrapKids(pdf, tree, item, rest, 'LBody')
}

/** Chromium calls `NonStruct` all that has no type of its own: groups, paragraphs in a `div`, runs of text. */
function nameGroups(pdf: PdfObjects, tree: StructureTree, element: StructureElement): void {
  if (element.type === 'NonStruct') element.type = groupType(element)
  else if (element.type === 'Ruby') {
    for (const kid of element.kids) {
      if ('element' in kid && kid.element.type === 'NonStruct') kid.element.type = 'RB'
    }
  }
  if (GROUPS.has(element.type)) wrapLooseText(pdf, tree, element)
  for (const kid of element.kids) if ('element' in kid) nameGroups(pdf, tree, kid.element)
}

/** Text beside blocks becomes paragraphs. */
function wrapLooseText(pdf: PdfObjects, tree: StructureTree, group: StructureElement): void {
  let run: Kid[] = []
  const wrap = () => {
    if (run.length > 0) wrapKids(pdf, tree, group, run, 'P')
    run = []
  }
  for (const kid of [...group.kids]) {
    if (isInline(kid) && !isParagraph(kid, group)) run.push(kid)
    else wrap()
  }
  wrap()
}

/** A group of text that `groupType` makes a paragraph. */
function isParagraph(kid: Kid, group: StructureElement): boolean {
  return 'element' in kid && kid.element.type === 'NonStruct' && !group.kids.some(isNamedInline)
}

function groupType({ kids, parent }: StructureElement): string {
  if (kids.every((kid) => !('element' in kid))) return 'Span'
  const first = kids.slice(0, 2).map((kid) => ('element' in kid ? kid.element.type : ''))
  if (first.some((type) => HEADING.test(type))) return 'Sect'
  if (!kids.every(isInline)) return 'Div'
  return !parent || TEXT_PARENTS.has(parent.type) || parent.kids.some(isNamedInline) ? 'Span' : 'P'
}

/** Text, or a group of nothing but text. */
function isInline(kid: Kid): boolean {
  if (!('element' in kid)) return true
  const { type, kids } = kid.element
  return INLINE.has(type) || (type === 'NonStruct' && kids.every(isInline))
}

function isNamedInline(kid: Kid): boolean {
  if (!('element' in kid)) return true
  const { type, kids } = kid.element
  return INLINE.has(type) || (type === 'NonStruct' && kids.every((inner) => !('element' in inner)))
}

/** The first heading is H1 and none is more than one level below the one it belongs to (14-002, 14-003). */
function levelHeadings(root: StructureElement): void {
  const above: number[] = []
  for (const element of elementsOf(root)) {
    if (!HEADING.test(element.type)) continue
    const level = Number(element.type[1])
    while ((above.at(-1) ?? 0) >= level) above.pop()
    above.push(level)
    if (above.length !== level) element.type = `H${above.length}`
  }
}

/** ISO 32000-1, 14.8.4. */
const STANDARD = new Set(
  (
    'Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI ' +
    'Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT ' +
    'RP Warichu WT WP Figure Formula Form'
  ).split(' '),
)

function mapRoles(pdf: PdfObjects, tree: StructureTree): void {
  const roles = new Map<string, string>()
  for (const { type, kids } of elementsOf(tree.root)) {
    if (!STANDARD.has(type)) roles.set(type, `/${kids.every(isInline) ? 'Span' : 'Div'}`)
  }
  const root = readDict(pdf.bodies.get(tree.rootId) ?? '')?.dict
  if (roles.size === 0 || !root) return
  root.set('RoleMap', writeDict(roles))
  pdf.bodies.set(tree.rootId, writeDict(root))
}
