import { fontsFor } from '../../../netlify/pdf/render/fonts.ts'
import { escapeXml, htmlTable } from './print.ts'
import type { Specimen } from './rubric.ts'
import { type PrintTable, toTable } from './table.ts'

/** A specimen as a page for Chromium to print, with fonts of its own, so that it is the same on every machine. */

interface Look {
  css: string
  /** Default: A4 landscape with margins of 12 mm. */
  page?: string
  /** The header comes again on every page. */
  repeats?: boolean
  table?: (table: PrintTable, specimen: Specimen) => PrintTable
  body?: (title: string, table: string) => string
}

const BORDERLESS = 'td,th{border:0;padding:5px 12px}'
const HORIZONTAL = 'td,th{border:0;border-bottom:1px solid #999;padding:5px 10px}'
const RULED = 'td,th{border:1px solid #444;padding:4px}'
const PROSE =
  'The work is read by two teachers, who then agree on a mark. Late work loses a tenth of its points for every day. Ask before the day when it is due if anything is not clear to you. '

/** How rubrics look on paper. */
const LOOKS = {
  ruled: { css: RULED },
  borderless: { css: BORDERLESS },
  horizontal: { css: HORIZONTAL },
  /** Stripes of colour instead of rules, a dark header with light text. */
  zebra: {
    css: `${BORDERLESS}th{background:#234;color:#fff}tr:nth-child(even) td{background:#eef}`,
  },
  dashed: { css: 'td,th{border:1px dashed #555;padding:4px}' },
  dotted: { css: 'td,th{border:1.5px dotted #333;padding:4px}' },
  double: {
    css: 'table{border-collapse:separate;border-spacing:2px;border:1px solid}td,th{border:3px double #333;padding:4px}',
  },
  /** Every cell is a box of its own. */
  boxes: {
    css: 'table{border-collapse:separate;border-spacing:4px}td,th{border:1px solid #999;padding:4px}',
  },
  centred: { css: `${BORDERLESS}td,th{text-align:center}` },
  right: { css: `${HORIZONTAL}td,th{text-align:right}` },
  middle: { css: `${HORIZONTAL}td,th{vertical-align:middle}` },
  /** Columns that nearly touch. */
  tight: { css: 'td,th{border:0;padding:4px 4px}' },
  repeated: { css: RULED, page: 'size:A5 landscape;margin:10mm', repeats: true },
  'repeated-open': { css: BORDERLESS, page: 'size:A4 landscape;margin:12mm 12mm 90mm', repeats: true },
  /** A page so short that many rows are cut. */
  short: { css: RULED, page: 'size:A4 landscape;margin:12mm 12mm 110mm' },
  'short-open': { css: BORDERLESS, page: 'size:A4 landscape;margin:12mm 12mm 110mm' },
  portrait: { css: `${HORIZONTAL}body{font-size:7pt}`, page: 'size:A4;margin:10mm' },
  watermark: {
    css: `${RULED}.mark{position:fixed;left:40mm;top:60mm;font-size:90pt;transform:rotate(-30deg);color:rgba(128,128,128,.25)}`,
    body: (title, table) => `<h1>${title}</h1>${table}<div class="mark">DRAFT</div>`,
  },
  /** The first row of the table is its title. */
  'title-row': {
    css: `${RULED}tr:first-child th{text-align:center}`,
    table: (table, specimen) => [[{ text: specimen.title, columns: widthOf(table), head: true }], ...table],
    body: (_, table) => table,
  },
  /** Level headings are turned upwards. */
  turned: {
    css: `${RULED}tr:first-child th:nth-child(n+2){writing-mode:vertical-rl;transform:rotate(180deg);text-align:left}`,
  },
  /** Text before and behind the table. */
  prose: {
    css: BORDERLESS,
    body: (title, table) => `<h1>${title}</h1><p>${PROSE.repeat(2)}</p>${table}<p>${PROSE.repeat(3)}</p>`,
  },
  hyphens: { css: `${RULED}td{hyphens:auto;text-align:justify}` },
} satisfies Record<string, Look>

export type PageLook = keyof typeof LOOKS
export const pageLooks = Object.keys(LOOKS) as PageLook[]

const FAMILIES = ['Noto Sans', 'Source Serif 4', 'Inter', 'Noto Serif']

export async function printable(specimen: Specimen, look: PageLook): Promise<string> {
  const { css, page = 'size:A4 landscape;margin:12mm', repeats = false, table, body }: Look = LOOKS[look]
  const title = escapeXml(specimen.title)
  const plain = toTable(specimen, { flat: false })
  const printed = htmlTable(table ? table(plain, specimen) : plain, { repeats })
  const content = body ? body(title, printed) : `<h1>${title}</h1>${printed}`
  const families = [FAMILIES[specimen.seed % FAMILIES.length] ?? 'Noto Sans', 'Noto Sans SC']
  return `<!doctype html><html lang="${specimen.language}"><head><meta charset="utf-8"><title>${title}</title>
<style>${await embedded(content, families)}
@page{${page}}
body{font:9pt ${families.map((family) => `"${family}"`).join(',')},sans-serif}
table{border-collapse:collapse}
td,th{vertical-align:top;text-align:left}
${css}</style></head>
<body>${content}</body></html>`
}

const widthOf = (table: PrintTable): number =>
  table[0]?.reduce((sum, { columns = 1 }) => sum + columns, 0) ?? 1

/** `@font-face` rules that carry the fonts themselves. */
async function embedded(text: string, families: string[]): Promise<string> {
  const { css, resources } = await fontsFor(text, [families])
  let rules = css
  for (const [url, { body, contentType }] of resources) {
    rules = rules.replaceAll(url, `data:${contentType};base64,${Buffer.from(body).toString('base64')}`)
  }
  return rules
}
