/** Reading and extending the CMap that says what a font's codes mean (ISO 32000-1, 9.10.3). */

/** The texts of codes; those that the font does not know are absent. */
export function readToUnicode(cmap: string): Map<number, string> {
  const texts = new Map<number, string>()
  const add = (code: number, text: string) => {
    // Skia's way of saying that it does not know.
    if (text !== '\u0000') texts.set(code, text)
  }
  for (const [, section = ''] of cmap.matchAll(/beginbfchar\s([\s\S]*?)endbfchar/g)) {
    for (const [, code = '', text = ''] of section.matchAll(/<(\w+)>\s*<(\w+)>/g)) {
      add(Number.parseInt(code, 16), readUtf16(text))
    }
  }
  for (const [, section = ''] of cmap.matchAll(/beginbfrange\s([\s\S]*?)endbfrange/g)) {
    for (const [, from = '', to = '', text = ''] of section.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g)) {
      const first = Number.parseInt(from, 16)
      const units = readUtf16(text)
      const last = units.charCodeAt(units.length - 1)
      for (let code = first; code <= Number.parseInt(to, 16); code++) {
        add(code, units.slice(0, -1) + String.fromCharCode(last + code - first))
      }
    }
  }
  return texts
}

export function extendToUnicode(cmap: string, added: ReadonlyMap<number, string>): string {
  const lines = [...added].map(([code, text]) => `<${hex4(code)}> <${utf16(text)}>`)
  const sections: string[] = []
  // A section has at most 100 entries (Adobe Technical Note 5014).
  for (let at = 0; at < lines.length; at += 100) {
    const some = lines.slice(at, at + 100)
    sections.push(`${some.length} beginbfchar\n${some.join('\n')}\nendbfchar\n`)
  }
  return cmap.replace('endcmap', () => `${sections.join('')}endcmap`)
}

/** Four digits: a code, or a unit of UTF-16. */
export function hex4(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, '0')
}

export function readHex4(digits: string): number[] {
  return (digits.match(/.{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16))
}

export function readUtf16(digits: string): string {
  return String.fromCharCode(...readHex4(digits))
}

function utf16(text: string): string {
  return Array.from({ length: text.length }, (_, i) => hex4(text.charCodeAt(i))).join('')
}
