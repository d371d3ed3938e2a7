import { setImmediate as nextTick } from 'node:timers/promises'
import { SaxesParser } from 'saxes'
import { refuse } from './refuse.ts'

/** An element without its namespace prefix; text is a string among the children. */
export interface XmlElement {
  name: string
  attributes: Record<string, string>
  children: (XmlElement | string)[]
}

const MAX_NODES = 1_500_000
const MAX_DEPTH = 400
const SLICE = 256 * 1024

/**
 * Parses XML into a tree, in slices between which the signal is looked at. Document type declarations are
 * refused, so neither external entities nor entity expansion exist (OPC forbids them too, ECMA-376-2 8.1.4).
 */
export async function parseXml(bytes: Uint8Array | string, signal?: AbortSignal): Promise<XmlElement> {
  const text = typeof bytes === 'string' ? bytes : decodeXml(bytes)
  const root: XmlElement = { name: '', attributes: {}, children: [] }
  const stack = [root]
  let nodes = 0
  const parser = new SaxesParser({ xmlns: false })
  const count = () => {
    if (++nodes > MAX_NODES) throw refuse('TOO_LARGE')
  }
  parser.on('error', (error) => {
    throw refuse('CORRUPT_FILE', undefined, error)
  })
  parser.on('doctype', () => {
    throw refuse('CORRUPT_FILE', 'The file holds a document type declaration, which is not allowed here.')
  })
  parser.on('opentag', (tag) => {
    count()
    const attributes: Record<string, string> = {}
    for (const [name, value] of Object.entries(tag.attributes)) attributes[localName(name)] = value
    const element: XmlElement = { name: localName(tag.name), attributes, children: [] }
    stack.at(-1)?.children.push(element)
    stack.push(element)
    if (stack.length > MAX_DEPTH) throw refuse('CORRUPT_FILE')
  })
  parser.on('closetag', () => {
    stack.pop()
  })
  const addText = (value: string) => {
    count()
    stack.at(-1)?.children.push(value)
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  for (let at = 0; at < text.length; at += SLICE) {
    parser.write(text.slice(at, at + SLICE))
    if (at > 0) await nextTick()
    signal?.throwIfAborted()
  }
  parser.close()
  const first = root.children.find((child) => typeof child !== 'string')
  if (!first) throw refuse('CORRUPT_FILE')
  return first
}

function decodeXml(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  return new TextDecoder().decode(bytes)
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

export function elements(parent: XmlElement | undefined, name?: string): XmlElement[] {
  const all = (parent?.children ?? []).filter((child): child is XmlElement => typeof child !== 'string')
  return name === undefined ? all : all.filter((child) => child.name === name)
}

export function child(parent: XmlElement | undefined, ...path: string[]): XmlElement | undefined {
  let at = parent
  for (const name of path) at = elements(at, name)[0]
  return at
}

/** All text below an element. */
export function textOf(element: XmlElement | undefined): string {
  if (!element) return ''
  return element.children.map((part) => (typeof part === 'string' ? part : textOf(part))).join('')
}

/** Every element of that name at any depth, in document order. */
export function descendants(parent: XmlElement | undefined, name: string): XmlElement[] {
  const found: XmlElement[] = []
  const walk = (element: XmlElement) => {
    for (const part of element.children) {
      if (typeof part === 'string') continue
      if (part.name === name) found.push(part)
      walk(part)
    }
  }
  if (parent) walk(parent)
  return found
}
