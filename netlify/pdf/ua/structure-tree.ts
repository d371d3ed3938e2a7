import { readArray, readDict, readRef, writeDict } from '../../../src/shared/pdf-syntax.ts'
import { addObject, dictOf, type PdfObjects, rootOf } from '../pdf-objects.ts'

/**
 * The structure tree of a tagged PDF (ISO 32000-1, 14.7): what each piece of content is, in the order of
 * reading.
 */
export interface StructureTree {
  rootId: number
  root: StructureElement
  /** Objects of the parent tree's arrays (elements by MCID), by the page or form that holds the content. */
  parentArrays: Map<number, { id: number; parents: string[]; changed: boolean }>
  /** Which elements have marked content of their own, by page or form and MCID. */
  owners: Map<number, Map<number, StructureElement>>
}

export interface StructureElement {
  id: number
  /** `P`, `H1`, `Link` … */
  type: string
  /** As it was read. */
  typeRead: string
  kids: Kid[]
  /** It has a description in words (`Alt`). */
  described: boolean
  /** The object number of the page that its marked content is on, unless a kid says another. */
  page: number | undefined
  parent: StructureElement | undefined
  /** Entries to add to the dictionary. */
  entries: Map<string, string>
  /** More than its type has to be written again. */
  changed: boolean
}

/** An element, a piece of marked content on a page (or in the form that the page draws), or an annotation. */
export type Kid =
  | { element: StructureElement }
  | { mcid: number; page: number; form: number | undefined }
  | { object: number; written: string }

/** The form of Skia's structure elements that have no attributes: kids last, strings nowhere behind them. */
const PLAIN =
  /^<<\/Type \/StructElem\n\/S \/([^\s/<>[\]()#]+)\n[\s\S]*?(?:\/Pg (\d+) 0 R\n)?\/K (\d+|\d+ 0 R|\[[^\]()]*\])>>$/
const KID = /(\d+) 0 R|(\d+)|<<([^>]*)>>/g

/** Undefined when the document has no structure. */
export function readStructureTree(pdf: PdfObjects): StructureTree | undefined {
  const rootId = readRef(rootOf(pdf).dict.get('StructTreeRoot'))
  const first = rootId === undefined ? undefined : readRef(dictOf(pdf, rootId).get('K'))
  if (rootId === undefined || first === undefined) return undefined
  const owners: StructureTree['owners'] = new Map()
  const root = readElement(pdf, first, undefined, owners)
  return root && { rootId, root, parentArrays: readParentArrays(pdf, rootId), owners }
}

function readElement(
  pdf: PdfObjects,
  id: number,
  parent: StructureElement | undefined,
  owners: StructureTree['owners'],
): StructureElement | undefined {
  const body = pdf.bodies.get(id) ?? ''
  const plain = PLAIN.exec(body)
  let type = plain?.[1]
  let page = plain?.[2] === undefined ? undefined : Number(plain[2])
  let written = plain?.[3] ?? ''
  if (!plain) {
    const dict = readDict(body)?.dict
    type = dict?.get('S')?.slice(1)
    page = readRef(dict?.get('Pg'))
    written = dict?.get('K') ?? ''
  }
  if (type === undefined) return undefined
  const element: StructureElement = {
    id,
    type,
    typeRead: type,
    described: /\/Alt [(<]/.test(body),
    kids: [],
    page,
    parent,
    entries: new Map(),
    changed: false,
  }
  const own = (kid: { mcid: number; page: number; form: number | undefined }) => {
    const holder = kid.form ?? kid.page
    const byMcid = owners.get(holder) ?? new Map<number, StructureElement>()
    owners.set(holder, byMcid.set(kid.mcid, element))
    element.kids.push(kid)
  }
  for (const [text, ref, mcid, entries] of written.matchAll(KID)) {
    if (ref !== undefined) {
      const kid = readElement(pdf, Number(ref), element, owners)
      if (kid) element.kids.push({ element: kid })
    } else if (mcid !== undefined) own({ mcid: Number(mcid), page: page ?? -1, form: undefined })
    else {
      const numberOf = (key: string) => {
        const found = new RegExp(`/${key}\\s+(\\d+)`).exec(entries ?? '')?.[1]
        return found === undefined ? undefined : Number(found)
      }
      const content = numberOf('MCID')
      if (content !== undefined)
        own({ mcid: content, page: numberOf('Pg') ?? page ?? -1, form: numberOf('Stm') })
      else element.kids.push({ object: numberOf('Obj') ?? -1, written: text })
    }
  }
  return element
}

function readParentArrays(pdf: PdfObjects, rootId: number): StructureTree['parentArrays'] {
  const tree = readRef(dictOf(pdf, rootId).get('ParentTree'))
  const numbers = tree === undefined ? [] : readArray(dictOf(pdf, tree).get('Nums') ?? '')
  const arrays = new Map<string, number | undefined>()
  for (let at = 0; at + 1 < numbers.length; at += 2) arrays.set(numbers[at] ?? '', readRef(numbers[at + 1]))
  const found: StructureTree['parentArrays'] = new Map()
  for (const [id, body] of pdf.bodies) {
    const key = /\/StructParents (\d+)/.exec(body.slice(0, 2_000))?.[1]
    const array = key === undefined ? undefined : arrays.get(key)
    if (array === undefined) continue
    found.set(id, { id: array, parents: readArray(pdf.bodies.get(array) ?? ''), changed: false })
  }
  return found
}

/** All elements below and including `from`, in reading order. */
export function elementsOf(from: StructureElement): StructureElement[] {
  const found: StructureElement[] = []
  const visit = (element: StructureElement) => {
    found.push(element)
    for (const kid of element.kids) if ('element' in kid) visit(kid.element)
  }
  visit(from)
  return found
}

export function setEntry(element: StructureElement, key: string, value: string): void {
  element.entries.set(key, value)
  element.changed = true
}

/** Puts a new element around some kids of `parent`, where the first of them stood. */
export function wrapKids(
  pdf: PdfObjects,
  tree: StructureTree,
  parent: StructureElement,
  kids: Kid[],
  type: string,
) {
  const id = readRef(addObject(pdf, '<<>>')) ?? -1
  const wrapper: StructureElement = {
    id,
    type,
    typeRead: type,
    described: false,
    kids,
    page: undefined,
    parent,
    entries: new Map([['Type', '/StructElem']]),
    changed: true,
  }
  const at = parent.kids.findIndex((kid) => kids.includes(kid))
  parent.kids = parent.kids.filter((kid) => !kids.includes(kid))
  parent.kids.splice(at, 0, { element: wrapper })
  parent.changed = true
  for (const kid of kids) {
    if ('element' in kid) {
      kid.element.parent = wrapper
      kid.element.changed = true
    } else if ('mcid' in kid) setParent(tree, kid, `${id} 0 R`)
  }
}

/** What the parent tree says about a piece of marked content: a reference, or `null` for an artifact. */
export function setParent(
  tree: StructureTree,
  content: { mcid: number; page: number; form: number | undefined },
  parent: string,
): void {
  const array = tree.parentArrays.get(content.form ?? content.page)
  if (!array || content.mcid >= array.parents.length) return
  array.parents[content.mcid] = parent
  array.changed = true
}

export function writeStructureTree(pdf: PdfObjects, tree: StructureTree): void {
  for (const element of elementsOf(tree.root)) {
    if (!element.changed) {
      if (element.type !== element.typeRead) writeType(pdf, element)
      continue
    }
    const dict = readDict(pdf.bodies.get(element.id) ?? '')?.dict ?? new Map<string, string>()
    for (const [key, value] of element.entries) dict.set(key, value)
    dict.set('S', `/${element.type}`)
    dict.set('P', `${element.parent?.id ?? tree.rootId} 0 R`)
    if (element.kids.length > 0) dict.set('K', writeKids(element))
    else dict.delete('K')
    pdf.bodies.set(element.id, writeDict(dict))
  }
  for (const { id, parents, changed } of tree.parentArrays.values()) {
    if (changed) pdf.bodies.set(id, `[${parents.join(' ')}]`)
  }
}

/** Most elements only get another type. */
function writeType(pdf: PdfObjects, { id, type, typeRead }: StructureElement): void {
  const body = pdf.bodies.get(id) ?? ''
  pdf.bodies.set(id, body.replace(`/S /${typeRead}`, `/S /${type}`))
}

function writeKids({ kids, page }: StructureElement): string {
  const written = kids.map((kid) => {
    if ('element' in kid) return `${kid.element.id} 0 R`
    if ('object' in kid) return kid.written
    if (kid.form === undefined && kid.page === page) return String(kid.mcid)
    const form = kid.form === undefined ? '' : ` /Stm ${kid.form} 0 R`
    return `<</Type /MCR /Pg ${kid.page} 0 R${form} /MCID ${kid.mcid}>>`
  })
  return written.length === 1 ? (written[0] ?? '') : `[${written.join(' ')}]`
}
