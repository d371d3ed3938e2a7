/**
 * Just enough of PDF's syntax (ISO 32000-1, 7.3) to read and change dictionaries. Text is latin-1: one
 * character a byte.
 */

/** The keys of a dictionary (without `/`) and their values as written. */
export type PdfDict = Map<string, string>

const DELIMITER = /[\s()<>[\]{}/%]/
const NUMBER_PAIR = /^(\d+)\s+(\d+)\s+R(?![^\s()<>[\]{}/%])/

/** Reads the dictionary at `start`; undefined when there is none. */
export function readDict(text: string, start = 0): { dict: PdfDict; end: number } | undefined {
  let at = skipSpace(text, start)
  if (!text.startsWith('<<', at)) return undefined
  at = skipSpace(text, at + 2)
  const dict: PdfDict = new Map()
  while (at < text.length && !text.startsWith('>>', at)) {
    if (text[at] !== '/') return undefined
    const keyEnd = endOfValue(text, at)
    const valueStart = skipSpace(text, keyEnd)
    const valueEnd = endOfValue(text, valueStart)
    if (valueEnd <= valueStart) return undefined
    dict.set(decodeName(text.slice(at + 1, keyEnd)), text.slice(valueStart, valueEnd))
    at = skipSpace(text, valueEnd)
  }
  return at < text.length ? { dict, end: at + 2 } : undefined
}

export function writeDict(dict: PdfDict): string {
  return `<<${[...dict].map(([key, value]) => `${writeName(key)} ${value}`).join('\n')}>>`
}

/** The values of an array as written. */
export function readArray(value: string): string[] {
  if (!value.startsWith('[')) return []
  const items: string[] = []
  for (let at = skipSpace(value, 1); at < value.length && value[at] !== ']'; ) {
    const end = endOfValue(value, at)
    if (end <= at) break
    items.push(value.slice(at, end))
    at = skipSpace(value, end)
  }
  return items
}

/** The object number of `12 0 R`. */
export function readRef(value: string | undefined): number | undefined {
  const found = value === undefined ? null : /^(\d+)\s+\d+\s+R$/.exec(value)
  return found ? Number(found[1]) : undefined
}

/** `/Name` with everything but regular characters escaped. */
export function writeName(name: string): string {
  if (/^[A-Za-z0-9_.+-]*$/.test(name)) return `/${name}`
  const escaped = [...new TextEncoder().encode(name)]
    .map((byte) => {
      const char = String.fromCharCode(byte)
      return /[A-Za-z0-9_.+-]/.test(char) ? char : `#${byte.toString(16).padStart(2, '0').toUpperCase()}`
    })
    .join('')
  return `/${escaped}`
}

/** A text string: ASCII as it is, everything else in UTF-16 with a byte order mark. */
export function writeText(text: string): string {
  const clean = text.toWellFormed()
  if (/^[\x20-\x7e]*$/.test(clean)) return `(${clean.replace(/[\\()]/g, '\\$&')})`
  let hex = 'FEFF'
  for (let i = 0; i < clean.length; i++) {
    hex += clean.charCodeAt(i).toString(16).padStart(4, '0').toUpperCase()
  }
  return `<${hex}>`
}

/** A literal or hexadecimal string's text: UTF-16 or UTF-8 when marked so, else latin-1. */
export function readText(value: string): string {
  const bytes = value.startsWith('<') ? fromHex(value) : fromLiteral(value)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes.subarray(2))
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return new TextDecoder().decode(bytes.subarray(3))
  }
  return String.fromCharCode(...bytes)
}

function fromHex(value: string): Uint8Array {
  const digits = value.replace(/[^0-9a-f]/gi, '')
  const even = digits.length % 2 === 0 ? digits : `${digits}0`
  return Uint8Array.from(even.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '\n': '', '\r': '' }

function fromLiteral(value: string): Uint8Array {
  const text = value
    .slice(1, -1)
    .replace(/\\([0-7]{1,3}|\r\n|[\s\S])/g, (_, escaped: string) =>
      /^[0-7]/.test(escaped)
        ? String.fromCharCode(Number.parseInt(escaped, 8) & 0xff)
        : (ESCAPES[escaped] ?? escaped.replace('\r\n', '')),
    )
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}

function decodeName(name: string): string {
  return name.replace(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function skipSpace(text: string, start: number): number {
  let at = start
  for (;;) {
    const char = text.charCodeAt(at)
    if (char === 0x25) {
      while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++
    } else if (char === 0x20 || (char >= 0x09 && char <= 0x0d) || char === 0) at++
    else return at
  }
}

/** Where the value that starts at `start` ends. */
function endOfValue(text: string, start: number): number {
  const char = text[start]
  if (char === '(') return endOfLiteral(text, start)
  if (text.startsWith('<<', start)) return endOfGroup(text, start + 2, '>>')
  if (char === '[') return endOfGroup(text, start + 1, ']')
  if (char === '<') return text.indexOf('>', start) + 1
  const pair =
    char !== undefined && char >= '0' && char <= '9' ? NUMBER_PAIR.exec(text.slice(start, start + 30)) : null
  if (pair) return start + pair[0].length
  let at = start + 1
  while (at < text.length && !DELIMITER.test(text.charAt(at))) at++
  return at
}

function endOfGroup(text: string, start: number, close: string): number {
  let at = skipSpace(text, start)
  while (at < text.length && !text.startsWith(close, at)) {
    const end = endOfValue(text, at)
    if (end <= at) return text.length
    at = skipSpace(text, end)
  }
  return at + close.length
}

function endOfLiteral(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const char = text[at]
    if (char === '\\') at++
    else if (char === '(') depth++
    else if (char === ')' && --depth === 0) return at + 1
  }
  return text.length
}
