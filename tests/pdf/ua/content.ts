/** What a content stream paints and how it is marked (ISO 32000-1, 8.2 and 14.6). */

/** A marked-content sequence. */
export interface Marked {
  tag: string
  mcid: number | undefined
  properties: string
}

export interface ContentItem {
  kind: 'text' | 'path' | 'object'
  /** Of the font or the object in the resources; empty for paths. */
  name: string
  /** What a text shows, as hexadecimal strings. */
  shown: string
  /** The sequences around it, the outermost first. */
  inside: Marked[]
  /** The font's object. */
  font?: number | undefined
}

const TOKEN = /<<[\s\S]*?>>|<[\da-fA-F\s]*>|\((?:\\[\s\S]|[^\\)])*\)|[[\]]|\/?[^\s/<>[\]()]+/g
const PAINT_PATH = new Set('f F f* S s B B* b b* sh'.split(' '))

export function readContent(text: string, around: Marked[]): { items: ContentItem[]; marked: Marked[] } {
  const items: ContentItem[] = []
  const marked: Marked[] = []
  let inside = [...around]
  let operands: string[] = []
  let font = ''
  const add = (kind: ContentItem['kind'], name: string, shown = '') =>
    items.push({ kind, name, shown, inside: [...inside] })
  for (const [token] of text.matchAll(TOKEN)) {
    if (/^[/<([\]\d.+-]/.test(token)) {
      operands.push(token)
      continue
    }
    if (token === 'BDC' || token === 'BMC') {
      const properties = operands[1] ?? ''
      const mcid = /\/MCID (\d+)/.exec(properties)?.[1]
      const sequence = {
        tag: operands[0]?.slice(1) ?? '',
        mcid: mcid === undefined ? undefined : Number(mcid),
        properties,
      }
      marked.push(sequence)
      inside.push(sequence)
    } else if (token === 'EMC') inside = inside.slice(0, -1)
    else if (token === 'Tf') font = operands[0]?.slice(1) ?? ''
    else if (token === 'Tj' || token === 'TJ')
      add('text', font, operands.filter((one) => one[0] === '<').join(' '))
    else if (token === 'Do') add('object', operands[0]?.slice(1) ?? '')
    else if (PAINT_PATH.has(token)) add('path', '')
    operands = []
  }
  return { items, marked }
}
