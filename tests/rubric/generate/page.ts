import { fontsFor } from '../../../netlify/pdf/render/fonts.ts'
import { lookOf, type PageLook } from './looks.ts'
import { escapeXml, htmlTable } from './print.ts'
import { makeSpecimen, type Specimen } from './rubric.ts'
import { toTable } from './table.ts'

/** Specimens as a page for Chromium to print, with fonts of its own, so that it is the same on every machine. */

const FAMILIES = ['Noto Sans', 'Source Serif 4', 'Inter', 'Noto Serif']
/** Seeds of rubrics that share a page are this far apart. */
const PAIR = 10_000

/** What the page of a seed shows. */
export function specimensOf(seed: number, look: PageLook): Specimen[] {
  const { language, pair, specimen: changed } = lookOf(look)
  const seeds = pair ? [seed, seed + PAIR] : [seed]
  return seeds.map((each) => {
    const specimen = makeSpecimen(each, language?.(each))
    return changed ? changed(specimen) : specimen
  })
}

export async function printable(seed: number, look: PageLook): Promise<string> {
  const {
    css,
    page = 'size:A4 landscape;margin:12mm',
    repeats = false,
    table,
    cell,
    body,
    direction,
  } = lookOf(look)
  const specimens = specimensOf(seed, look)
  const parts = specimens.map((specimen) => {
    const plain = toTable(specimen, { flat: false })
    const html = htmlTable(table ? table(plain, specimen) : plain, {
      repeats,
      ...(cell ? { cell: (text: string, head: boolean) => cell(text, head, specimen) } : {}),
    })
    return { title: escapeXml(specimen.title), table: html }
  })
  const [{ title = '' } = {}] = parts
  const content = body ? body(parts) : parts.map((part) => `<h1>${part.title}</h1>${part.table}`).join('')
  const families = [
    FAMILIES[seed % FAMILIES.length] ?? 'Noto Sans',
    'Noto Sans SC',
    'Noto Sans Symbols 2',
    ...(direction === 'rtl' ? ['Amiri', 'Noto Sans Hebrew'] : []),
  ]
  return `<!doctype html><html lang="${specimens[0]?.language}" dir="${direction ?? 'ltr'}"><head><meta charset="utf-8"><title>${title}</title>
<style>${await embedded(content + css + page, families)}
@page{${page}}
body{font:9pt ${families.map((family) => `"${family}"`).join(',')},sans-serif}
table{border-collapse:collapse}
td,th{vertical-align:top;text-align:left}
${css}</style></head>
<body>${content}</body></html>`
}

/** `@font-face` rules that carry the fonts themselves. */
async function embedded(text: string, families: string[]): Promise<string> {
  const { css, resources } = await fontsFor(text, [families])
  let rules = css
  for (const [url, { body, contentType }] of resources) {
    rules = rules.replaceAll(url, `data:${contentType};base64,${Buffer.from(body).toString('base64')}`)
  }
  return rules
}
