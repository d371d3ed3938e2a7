import { child, elements, type XmlElement } from './xml.ts'

export interface ListMark {
  depth: number
  /** `•` for a bullet, else the number as displayed, such as `2.` or `b)`. */
  mark: string
}

/** Counts list items the way Word displays them (ECMA-376-1 17.9); one counter for a document. */
export function listCounter(root: XmlElement | undefined): (numPr: XmlElement) => ListMark | undefined {
  const abstracts = new Map(
    elements(root, 'abstractNum').map((item) => [item.attributes.abstractNumId, item]),
  )
  const numbers = new Map(elements(root, 'num').map((item) => [item.attributes.numId, item]))
  const counts = new Map<string, number[]>()

  return (numPr) => {
    const numId = child(numPr, 'numId')?.attributes.val ?? '0'
    const depth = Math.min(8, Math.max(0, Number(child(numPr, 'ilvl')?.attributes.val ?? 0) || 0))
    if (numId === '0') return undefined
    const abstractId = child(numbers.get(numId), 'abstractNumId')?.attributes.val
    const levels = elements(abstracts.get(abstractId ?? ''), 'lvl')
    const level = levels.find((item) => Number(item.attributes.ilvl) === depth)
    const count = counts.get(numId) ?? []
    count.length = depth + 1
    const start = Number(child(level, 'start')?.attributes.val ?? 1)
    count[depth] = count[depth] === undefined ? start : count[depth] + 1
    counts.set(numId, count)
    const format = child(level, 'numFmt')?.attributes.val ?? 'bullet'
    if (format === 'none') return { depth, mark: '' }
    if (format === 'bullet') return { depth, mark: bullet(child(level, 'lvlText')?.attributes.val ?? '') }
    const pattern = child(level, 'lvlText')?.attributes.val ?? `%${depth + 1}.`
    const mark = pattern.replace(/%(\d)/g, (_, digit: string) => {
      const at = Number(digit) - 1
      const own = levels.find((item) => Number(item.attributes.ilvl) === at)
      return numeral(count[at] ?? 1, child(own, 'numFmt')?.attributes.val ?? 'decimal')
    })
    return { depth, mark }
  }
}

/** Word's bullets are often private-use characters of Symbol or Wingdings; boxes keep their meaning. */
function bullet(text: string): string {
  return /[\uf06f\uf0a8\uf071\uf072\u2610\u25a1\u25fb]/.test(text) ? '☐' : '•'
}

function numeral(value: number, format: string): string {
  if (format === 'lowerLetter') return letters(value)
  if (format === 'upperLetter') return letters(value).toUpperCase()
  if (format === 'lowerRoman') return roman(value)
  if (format === 'upperRoman') return roman(value).toUpperCase()
  return String(value)
}

function letters(value: number): string {
  const index = (value - 1) % 26
  return String.fromCharCode(97 + index).repeat(Math.floor((value - 1) / 26) + 1)
}

const ROMAN: [number, string][] = [
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
]

function roman(value: number): string {
  let left = Math.min(value, 399)
  let text = ''
  for (const [worth, sign] of ROMAN) {
    while (left >= worth) {
      text += sign
      left -= worth
    }
  }
  return text
}
