export interface XmlElement {
  name: string
  attributes: Record<string, string>
  /** The element's own text and that of everything in it. */
  text: string
  children: XmlElement[]
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/**
 * Reads the XML that the writers of this folder write: elements, attributes, text, the five entities. No
 * declarations but the first line's, no comments, no CDATA: anything else is a `SyntaxError`.
 */
export function readXml(xml: string): XmlElement {
  const root: XmlElement = { name: '', attributes: {}, text: '', children: [] }
  const open = [root]
  const body = xml.replace(/^<\?xml [^?]*\?>\s*/, '')
  const token = /<(\/?)([\w:.-]+)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y
  while (token.lastIndex < body.length) {
    const from = token.lastIndex
    const match = token.exec(body)
    if (!match) throw new SyntaxError(`Not XML at character ${from}: ${body.slice(from, from + 40)}`)
    const [, closing, name, attributes = '', selfClosing, text] = match
    const parent = open.at(-1)
    if (!parent) throw new SyntaxError('More elements are closed than opened')
    if (text !== undefined) {
      const plain = unescapeXml(text)
      for (const element of open) element.text += plain
    } else if (closing) {
      if (parent.name !== name) throw new SyntaxError(`</${name}> closes <${parent.name}>`)
      open.pop()
    } else if (name) {
      const element: XmlElement = { name, attributes: {}, text: '', children: [] }
      for (const [, key = '', value = ''] of attributes.matchAll(/([\w:.-]+)="([^"]*)"/g)) {
        element.attributes[key] = unescapeXml(value)
      }
      parent.children.push(element)
      if (!selfClosing) open.push(element)
    }
  }
  const [element] = root.children
  if (open.length !== 1 || !element || root.children.length > 1)
    throw new SyntaxError('Not one closed root element')
  return element
}

function unescapeXml(text: string): string {
  return text.replace(/&([^;&]*);?/g, (entity, name: string) => {
    const character = ENTITIES[name]
    if (character === undefined) throw new SyntaxError(`Unknown entity ${entity}`)
    return character
  })
}

/** Every element of that name beneath, in document order. */
export function findAll(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...findAll(child, name),
  ])
}

/** The text of the child of that name; empty when there is none. */
export function childText(element: XmlElement, name: string): string {
  return element.children.find((child) => child.name === name)?.text ?? ''
}
