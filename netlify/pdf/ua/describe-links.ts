import { readDict, readText, writeDict, writeText } from '../../../src/shared/pdf-syntax.ts'
import type { PdfObjects } from '../pdf-objects.ts'
import { linkWordsOf } from './link-words.ts'
import { elementsOf, type StructureTree } from './structure-tree.ts'

/** A link as the document's HTML has it. */
export interface DocumentLink {
  /** Absolute. */
  href: string
  /** What it is called: `aria-label`, else its text, its pictures' `alt`, its `title`. */
  name: string
}

/**
 * Gives every link annotation a description in its `Contents` (PDF/UA-1, 7.18.5; Matterhorn 28-012): what it is
 * and where it leads, in the document's language. Links of the structure tree and of the HTML stand in the
 * same order, so that they are matched by address and position; a link that the HTML does not have is described
 * by its address.
 */
export function describeLinks(
  pdf: PdfObjects,
  tree: StructureTree | undefined,
  links: DocumentLink[],
  lang: string,
): void {
  const names = tree ? namesByAnnotation(pdf, tree, links) : new Map<number, string>()
  for (const [id, body] of pdf.bodies) {
    if (!/^<<[^>]*\/Subtype\s*\/Link\b/.test(body)) continue
    const dict = readDict(body)?.dict
    if (dict?.get('Subtype') !== '/Link' || dict.has('Contents')) continue
    dict.set('Contents', writeText(describeLink({ href: targetOf(body), name: names.get(id) ?? '' }, lang)))
    pdf.bodies.set(id, writeDict(dict))
  }
}

function namesByAnnotation(pdf: PdfObjects, tree: StructureTree, links: DocumentLink[]): Map<number, string> {
  const names = new Map<number, string>()
  let next = 0
  for (const { type, kids } of elementsOf(tree.root)) {
    if (type !== 'Link') continue
    const annotations = kids.flatMap((kid) => ('object' in kid ? [kid.object] : []))
    const [first] = annotations
    if (first === undefined) continue
    const target = targetOf(pdf.bodies.get(first) ?? '')
    const found = links.findIndex(({ href }, at) => at >= next && sameTarget(href, target))
    const link = links[found]
    if (!link) continue
    next = found + 1
    for (const annotation of annotations) names.set(annotation, link.name)
  }
  return names
}

/** An annotation's address; `#name` for a place in the document. */
function targetOf(annotation: string): string {
  const dict = readDict(annotation)?.dict
  const uri = readDict(dict?.get('A') ?? '')?.dict.get('URI')
  if (uri !== undefined) return readText(uri)
  const place = dict?.get('Dest') ?? ''
  return `#${place.startsWith('/') ? place.slice(1) : ''}`
}

function sameTarget(href: string, target: string): boolean {
  return target.startsWith('#') ? href.includes('#') : href === target
}

/**
 * "Email: zoe@example.com", "Phone: +49 30 5557 0142", "Website: okonkwo.example", "Havel Freight
 * (havelfreight.example)", "In this document: Work".
 */
export function describeLink({ href, name }: DocumentLink, lang: string): string {
  const words = linkWordsOf(lang)
  const text = name.replace(/\s+/g, ' ').trim()
  const labelled = (word: string | undefined, rest: string) => (word ? `${word}: ${rest}` : rest)
  if (href.startsWith('#')) return labelled(words?.inDocument, text || decoded(href.slice(1)) || '#')
  const [, scheme = '', rest = href] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(href) ?? []
  if (scheme === 'mailto' || scheme === 'tel') {
    const address = decoded(rest.split('?')[0] ?? '')
    const squeeze = (value: string) => value.replace(/[\s()/.-]/g, '').toLowerCase()
    const says = squeeze(text).includes(squeeze(address))
    return labelled(
      scheme === 'tel' ? words?.phone : words?.email,
      says ? text : text === '' ? address : `${text} (${address})`,
    )
  }
  const host = (URL.canParse(href) ? new URL(href).host : '').replace(/^www\./, '') || href
  if (text === '') return labelled(words?.website, href.replace(/^https?:\/\/(?:www\.)?|\/$/g, ''))
  return text.toLowerCase().includes(host.toLowerCase())
    ? labelled(words?.website, text)
    : `${text} (${host})`
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
