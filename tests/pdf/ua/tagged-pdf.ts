import { inflateSync } from 'node:zlib'
import { dictOf, type PdfObjects, readPdf, rootOf } from '../../../netlify/pdf/pdf-objects.ts'
import { type PdfDict, readArray, readDict, readRef } from '../../../src/shared/pdf-syntax.ts'
import { type ContentItem, type Marked, readContent } from './content.ts'

/** A finished PDF as a checker of accessibility sees it. Written apart from the code that makes it. */
export interface TaggedPdf {
  objects: PdfObjects
  catalog: PdfDict
  structRoot: PdfDict
  /** In reading order. */
  elements: Element[]
  pages: Page[]
  /** XML; empty when there is none. */
  xmp: string
  dicts: Map<number, PdfDict>
}

export interface Element {
  id: number
  dict: PdfDict
  /** As written, and after the role map. */
  written: string
  type: string
  parent: Element | undefined
  kids: Element[]
  content: { holder: number; mcid: number }[]
  annotations: number[]
}

export interface Page {
  id: number
  dict: PdfDict
  annotations: { id: number; dict: PdfDict }[]
  /** What the page paints, that in its forms included. */
  items: ContentItem[]
  marked: (Marked & { holder: number })[]
}

export function readTaggedPdf(bytes: Uint8Array): TaggedPdf {
  return inspect(readPdf(bytes))
}

export function inspect(objects: PdfObjects): TaggedPdf {
  const catalog = rootOf(objects).dict
  const structRoot = resolve(objects, catalog.get('StructTreeRoot'))
  const roles = readDict(structRoot.get('RoleMap') ?? '')?.dict ?? new Map<string, string>()
  const elements: Element[] = []
  const visit = (value: string | undefined, parent: Element | undefined, page: number): void => {
    if (value === undefined) return
    if (value.startsWith('[')) {
      for (const kid of readArray(value)) visit(kid, parent, page)
      return
    }
    if (/^\d+$/.test(value)) {
      parent?.content.push({ holder: page, mcid: Number(value) })
      return
    }
    const id = readRef(value)
    const dict = id === undefined ? readDict(value)?.dict : dictOf(objects, id)
    if (dict?.get('Type') === '/OBJR') parent?.annotations.push(readRef(dict.get('Obj')) ?? -1)
    else if (dict?.get('Type') === '/MCR') {
      const holder = readRef(dict.get('Stm')) ?? readRef(dict.get('Pg')) ?? page
      parent?.content.push({ holder, mcid: Number(dict.get('MCID')) })
    } else if (dict && id !== undefined) {
      const written = dict.get('S')?.slice(1) ?? ''
      const type = mapped(written, roles)
      const element = { id, dict, written, type, parent, kids: [], content: [], annotations: [] }
      parent?.kids.push(element)
      elements.push(element)
      visit(dict.get('K'), element, readRef(dict.get('Pg')) ?? page)
    }
  }
  visit(structRoot.get('K'), undefined, -1)
  const metadata = readRef(catalog.get('Metadata'))
  const dicts = new Map<number, PdfDict>()
  for (const [id, body] of objects.bodies) {
    const dict = readDict(body)?.dict
    if (dict) dicts.set(id, dict)
  }
  return {
    objects,
    catalog,
    structRoot,
    elements,
    pages: pageIds(objects, catalog.get('Pages')).map((id) => readPage(objects, id)),
    xmp: metadata === undefined ? '' : streamOf(objects, metadata).toString('utf8'),
    dicts,
  }
}

function mapped(type: string, roles: PdfDict): string {
  let current = type
  for (let step = 0; step < 20 && roles.has(current); step++) current = roles.get(current)?.slice(1) ?? ''
  return current
}

/** A dictionary given directly or by reference; empty when there is none. */
export function resolve(objects: PdfObjects, value: string | undefined): PdfDict {
  const id = readRef(value)
  return readDict((id === undefined ? value : objects.bodies.get(id)) ?? '')?.dict ?? new Map()
}

function pageIds(objects: PdfObjects, value: string | undefined): number[] {
  const id = readRef(value) ?? -1
  const dict = dictOf(objects, id)
  if (dict.get('Type') === '/Page') return [id]
  return readArray(dict.get('Kids') ?? '').flatMap((kid) => pageIds(objects, kid))
}

function readPage(objects: PdfObjects, id: number): Page {
  const dict = dictOf(objects, id)
  const annotations = readArray(dict.get('Annots') ?? '').map((value) => {
    const annotation = readRef(value) ?? -1
    return { id: annotation, dict: dictOf(objects, annotation) }
  })
  const page: Page = { id, dict, annotations, items: [], marked: [] }
  const read = (holder: number, stream: number, resources: PdfDict, around: Marked[]) => {
    const xObjects = resolve(objects, resources.get('XObject'))
    const fonts = resolve(objects, resources.get('Font'))
    const content = readContent(streamOf(objects, stream).toString('latin1'), around)
    page.marked.push(...content.marked.map((marked) => ({ ...marked, holder })))
    for (const item of content.items) {
      const form = item.kind === 'object' ? (readRef(xObjects.get(item.name)) ?? -1) : undefined
      const about = form === undefined ? undefined : resolve(objects, `${form} 0 R`)
      if (form !== undefined && about?.get('Subtype') === '/Form') {
        read(form, form, resolve(objects, about.get('Resources')), item.inside)
      } else page.items.push({ ...item, font: readRef(fonts.get(item.name)) })
    }
  }
  read(id, readRef(dict.get('Contents')) ?? -1, resolve(objects, dict.get('Resources')), [])
  return page
}

/** A stream's data, unpacked. */
export function streamOf(objects: PdfObjects, id: number): Buffer {
  const body = objects.bodies.get(id) ?? ''
  const read = readDict(body)
  const start = body.indexOf('stream\n', read?.end ?? 0) + 'stream\n'.length
  const data = Buffer.from(body.slice(start, start + Number(read?.dict.get('Length'))), 'latin1')
  return read?.dict.get('Filter') === '/FlateDecode' ? inflateSync(data) : data
}

/** The value of a key in an element's attribute objects. */
export function attribute(element: Element, key: string): string | undefined {
  const written = element.dict.get('A') ?? ''
  const objects = written.startsWith('[') ? readArray(written) : [written]
  for (const object of objects) {
    const found = readDict(object)?.dict.get(key)
    if (found !== undefined) return found
  }
  return undefined
}
