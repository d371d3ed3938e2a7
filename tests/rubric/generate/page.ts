import { fontsFor } from '../../../netlify/pdf/render/fonts.ts'
import { escapeXml, htmlTable } from './print.ts'
import type { Specimen } from './rubric.ts'
import { toTable } from './table.ts'

/** A specimen as a page for Chromium to print, with fonts of its own, so that it is the same on every machine. */

export type PageLook = 'ruled' | 'borderless' | 'horizontal'

const STYLES: Record<PageLook, string> = {
  ruled: 'td,th{border:1px solid #444;padding:4px}',
  borderless: 'td,th{border:0;padding:5px 12px}',
  horizontal: 'td,th{border:0;border-bottom:1px solid #999;padding:5px 10px}',
}

const FAMILIES = ['Noto Sans', 'Source Serif 4', 'Inter', 'Noto Serif']

export async function printable(specimen: Specimen, look: PageLook): Promise<string> {
  const title = escapeXml(specimen.title)
  const body = `<h1>${title}</h1>${htmlTable(toTable(specimen, { flat: false }))}`
  const families = [FAMILIES[specimen.seed % FAMILIES.length] ?? 'Noto Sans', 'Noto Sans SC']
  return `<!doctype html><html><head><meta charset="utf-8"><title>${title}</title>
<style>${await embedded(body, families)}
@page{size:A4 landscape;margin:12mm}
body{font:9pt ${families.map((family) => `"${family}"`).join(',')},sans-serif}
table{border-collapse:collapse}
td,th{vertical-align:top;text-align:left}
${STYLES[look]}</style></head>
<body>${body}</body></html>`
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
