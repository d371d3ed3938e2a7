import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** What a machine reads from a PDF, against what a resume says. */

const run = promisify(execFile)

/** Keys whose text is an address, a date or no text: shown in another form or not at all. */
const NOT_AS_WRITTEN =
  /^(url|website|image|picture|startDate|endDate|date|releaseDate|countryCode|\$schema|meta)$/

/** Every string of a resume that a template shows as it is written, a paragraph each. */
export function inputStrings(value: unknown): string[] {
  if (typeof value === 'number') return [String(value)]
  if (typeof value === 'string') return value.split(/[\r\n]+/).filter((text) => text.trim() !== '')
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    NOT_AS_WRITTEN.test(key) ? [] : inputStrings(inner),
  )
}

/** The runs of text between tags, in document order. */
export function htmlStrings(html: string): string[] {
  return html
    .replace(/<head\b.*?<\/head>/gs, '')
    .replace(/<span class="whole">([^<]*)<\/span>/g, '$1')
    .split(/<[^>]*>/)
    .map((text) =>
      text
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&#x27;', "'")
        .replaceAll('&amp;', '&'),
    )
    .filter((text) => squeeze(text) !== '')
}

/**
 * Line ends, bullets and marks of direction are no part of what is said; compatibility forms are (a ligature
 * must not pass for its letters), except that right-to-left scripts may come as presentation forms.
 */
export function squeeze(text: string): string {
  return (
    text
      .normalize('NFC')
      .replace(/[\ufb1d-\ufdff\ufe70-\ufeff]/g, (form) => form.normalize('NFKC'))
      .replaceAll('\u0e33', '\u0e4d\u0e32')
      // Vowel marks are optional in writing, and extractors put them before their letter.
      .replace(/[\u0591-\u05c7\u064b-\u065f\u0670]/g, '')
      // pdf.js has U+0000 for glyphs that only join their neighbours.
      .replaceAll('\u0000', '')
      .replace(/[\s\p{Default_Ignorable_Code_Point}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff•·▪◦]/gu, '')
  )
}

export interface Recall {
  found: number
  expected: number
  missing: string[]
}

/** How many of the strings stand in the text one after the other, nothing but space inside them. */
export function recallInOrder(expected: string[], text: string): Recall {
  const haystack = squeeze(text)
  const missing: string[] = []
  let at = 0
  for (const string of expected) {
    const needle = squeeze(string)
    const found = haystack.indexOf(needle, at)
    if (found === -1) missing.push(string)
    else at = found + needle.length
  }
  return { found: expected.length - missing.length, expected: expected.length, missing }
}

/** How many of the words have no space inside: right-to-left fonts can fail in that alone. */
export function wordRecall(expected: string[], text: string): Recall {
  const tokens = new Set(words(text))
  const wanted = [...new Set(expected.flatMap(words))]
  const missing = wanted.filter((word) => !tokens.has(word))
  return { found: wanted.length - missing.length, expected: wanted.length, missing }
}

function words(text: string): string[] {
  return (
    text
      .normalize('NFC')
      .replace(/[\ufb1d-\ufdff\ufe70-\ufeff]/g, (form) => form.normalize('NFKC'))
      .replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, '')
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  )
}

export async function hasPoppler(): Promise<boolean> {
  return run('pdftotext', ['-v']).then(
    () => true,
    () => false,
  )
}

async function withFile<T>(bytes: Uint8Array, use: (path: string, folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'recall-'))
  try {
    const path = join(folder, 'document.pdf')
    await writeFile(path, bytes)
    return await use(path, folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export function popplerText(pdf: Uint8Array): Promise<string> {
  return withFile(pdf, async (path, folder) => {
    await run('pdftotext', ['-enc', 'UTF-8', path, join(folder, 'text')])
    return readFile(join(folder, 'text'), 'utf8')
  })
}

export interface PdfFont {
  name: string
  type: string
  embedded: boolean
  toUnicode: boolean
}

export function popplerFonts(pdf: Uint8Array): Promise<PdfFont[]> {
  return withFile(pdf, async (path) => {
    const { stdout } = await run('pdffonts', [path])
    return stdout
      .split('\n')
      .slice(2)
      .filter((line) => line.trim() !== '')
      .map((line) => {
        const [embedded, , toUnicode] = line.slice(72).trim().split(/\s+/)
        return {
          name: line.slice(0, 36).trim(),
          type: line.slice(37, 54).trim(),
          embedded: embedded === 'yes',
          toUnicode: toUnicode === 'yes',
        }
      })
  })
}

/** pdf.js, in the order of the content stream; right-to-left lines, which that has as displayed, turned round. */
export async function pdfjsText(pdf: Uint8Array): Promise<string> {
  const pages = await pdfjsPages(pdf)
  const all = pages.flat().map(({ text }) => text)
  const rightToLeft =
    all.filter((text) => RTL.test(text)).length > all.filter((text) => LATIN.test(text)).length
  const order = rightToLeft ? readingOrder : withRunsTurned
  return pages.map((items) => linesOf(items).map(order).join('\n')).join('\f')
}

const RTL = /[\p{Script=Arabic}\p{Script=Hebrew}]/u
const LATIN = /\p{Script=Latin}/u
const LTR = /[\p{L}\p{Nd}]/u

function linesOf(items: PlacedText[]): PlacedText[][] {
  const lines: PlacedText[][] = []
  for (const item of items) {
    const line = lines.at(-1)
    if (line?.[0] !== undefined && Math.abs(line[0].y - item.y) < 0.4 * item.fontSize) line.push(item)
    else lines.push([item])
  }
  return lines
}

/** From the left, with runs of right-to-left words turned round. */
function withRunsTurned(line: PlacedText[]): string {
  const parts: string[] = []
  let run: PlacedText[] = []
  for (const item of line) {
    const neutral = squeeze(item.text) === ''
    if (RTL.test(item.text) || (neutral && run.length > 0)) run.push(item)
    else {
      parts.push(...run.toReversed().map(({ text }) => text), item.text)
      run = []
    }
  }
  return [...parts, ...run.toReversed().map(({ text }) => text)].join('')
}

/** From the right, with what is left-to-right inside kept (Unicode's rule L2, for two levels). */
function readingOrder(line: PlacedText[]): string {
  const rtl = line.filter((item) => RTL.test(item.text)).length
  const ltr = line.filter((item) => !RTL.test(item.text) && LTR.test(item.text)).length
  if (rtl === 0 || ltr > 3 * rtl) return line.map((item) => item.text).join('')
  const parts: string[] = []
  let run: PlacedText[] = []
  for (const item of line.toSorted((a, b) => b.x - a.x)) {
    const neutral = !RTL.test(item.text) && !LTR.test(item.text)
    if (RTL.test(item.text) || (neutral && run.length === 0)) {
      parts.push(...endRun(run), item.text)
      run = []
    } else run.push(item)
  }
  return [...parts, ...endRun(run)].join('')
}

/** Neutral text after a left-to-right run belongs to the line. */
function endRun(run: PlacedText[]): string[] {
  const last = run.findLastIndex((item) => LTR.test(item.text))
  const inside = run.slice(0, last + 1).toReversed()
  return [...inside, ...run.slice(last + 1)].map((item) => item.text)
}

export interface PlacedText {
  text: string
  /** Points from the page's lower left corner. */
  x: number
  y: number
  fontSize: number
}

export async function pdfjsPages(pdf: Uint8Array): Promise<PlacedText[][]> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const task = getDocument({ data: new Uint8Array(pdf), useSystemFonts: false, verbosity: 0 })
  try {
    const document = await task.promise
    const pages: PlacedText[][] = []
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number)
      const { items } = await page.getTextContent()
      pages.push(
        items.flatMap((item) =>
          'str' in item
            ? [
                {
                  text: item.str + (item.hasEOL ? '\n' : ''),
                  x: Number(item.transform[4]),
                  y: Number(item.transform[5]),
                  fontSize: Math.hypot(Number(item.transform[2]), Number(item.transform[3])),
                },
              ]
            : [],
        ),
      )
    }
    return pages
  } finally {
    await task.destroy()
  }
}

/** Code points that a resume does not have but bad extraction makes: ligatures, private use, Kangxi radicals. */
export const MISREAD = /[\ufb00-\ufb06\ufb13-\ufb17\ue000-\uf8ff\u2e80-\u2fdf\ufffd]/u
