import type { Specimen } from './rubric.ts'
import type { PrintTable } from './table.ts'

/** How rubrics look on paper. */

export interface Look {
  css: string
  /** Default: A4 landscape with margins of 12 mm. */
  page?: string
  /** The header comes again on every page. */
  repeats?: boolean
  /** As in HTML's `dir`. */
  direction?: 'rtl'
  /** The language that specimens are made in, by seed; default: by chance. */
  language?: (seed: number) => string
  /** Two rubrics on one page. */
  pair?: boolean
  /** Capitals cannot be told from small letters. */
  foldsCase?: boolean
  /** Changes what is printed and has to be found. */
  specimen?: (specimen: Specimen) => Specimen
  table?: (table: PrintTable, specimen: Specimen) => PrintTable
  /** The HTML of a cell from that of its text. */
  cell?: (html: string, head: boolean, specimen: Specimen) => string
  /** `parts` has a title and a table for each specimen. */
  body?: (parts: { title: string; table: string }[]) => string
}

const BORDERLESS = 'td,th{border:0;padding:5px 12px}'
const HORIZONTAL = 'td,th{border:0;border-bottom:1px solid #999;padding:5px 10px}'
const RULED = 'td,th{border:1px solid #444;padding:4px}'
const PROSE =
  'The work is read by two teachers, who then agree on a mark. Late work loses a tenth of its points for every day. Ask before the day when it is due if anything is not clear to you. '
const RUNNING =
  '@top-left{content:"Department of Writing";font-size:8pt}@top-right{content:"Autumn term";font-size:8pt}@bottom-center{content:"Page " counter(page) " of " counter(pages);font-size:8pt}'
const BESIDE =
  '.pair{display:flex;gap:12mm;align-items:flex-start}.pair>div{flex:1}h2{font-size:12pt}body{font-size:8pt!important}'

const single = (build: (title: string, table: string) => string): NonNullable<Look['body']> => {
  return (parts) => parts.map(({ title, table }) => build(title, table)).join('')
}
const beside: NonNullable<Look['body']> = (parts) =>
  `<div class="pair">${parts.map(({ title, table }) => `<div><h2>${title}</h2>${table}</div>`).join('')}</div>`

/** Marks that lead to notes: on a title, on a level and behind sentences. */
function withFootnotes(specimen: Specimen): Specimen {
  const [best, ...levels] = specimen.levels
  const criteria = specimen.criteria.map((criterion, at) => ({
    ...criterion,
    title: at === 1 ? `${criterion.title}²` : criterion.title,
    descriptors: criterion.descriptors.map((text) => (at === 0 && text ? `${text}¹` : text)),
  }))
  const marked = best?.label ? { ...best, label: `${best.label}³` } : best
  return { ...specimen, criteria, levels: marked ? [marked, ...levels] : [] }
}

/** Sentences as a list, those after the first as a list inside it. */
function nestedList(html: string): string {
  const [first, ...rest] = html.split(/(?:<br>|(?<=[.;]) |(?<=。))(?:• )?/).filter(Boolean)
  if (first === undefined || rest.length === 0) return html
  const inner = rest.map((item) => `<li>${item}</li>`).join('')
  return `<ul><li>${first.replace(/^• /, '')}<ul>${inner}</ul></li></ul>`
}

const TICK_BOXES = [
  '☐ ',
  '<span style="display:inline-block;width:7px;height:7px;border:1px solid #000;margin-right:4px"></span>',
  '<input type="checkbox" style="margin:0 4px 0 0;width:9px;height:9px">',
]

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
    body: single((title, table) => `<h1>${title}</h1>${table}<div class="mark">DRAFT</div>`),
  },
  /** A watermark that reads in the direction of the text which it lies over. */
  'watermark-level': {
    css: `${BORDERLESS}.mark{position:fixed;left:30mm;top:45mm;font-size:80pt;color:rgba(128,128,128,.25)}`,
    body: single((title, table) => `<h1>${title}</h1>${table}<div class="mark">DRAFT COPY</div>`),
  },
  /** The first row of the table is its title. */
  'title-row': {
    css: `${RULED}tr:first-child th{text-align:center}`,
    table: (table, specimen) => [[{ text: specimen.title, columns: widthOf(table), head: true }], ...table],
    body: single((_, table) => table),
  },
  /** Level headings are turned upwards. */
  turned: {
    css: `${RULED}tr:first-child th:nth-child(n+2){writing-mode:vertical-rl;transform:rotate(180deg);text-align:left}`,
  },
  /** Text before and behind the table. */
  prose: {
    css: BORDERLESS,
    body: single(
      (title, table) => `<h1>${title}</h1><p>${PROSE.repeat(2)}</p>${table}<p>${PROSE.repeat(3)}</p>`,
    ),
  },
  hyphens: { css: `${RULED}td{hyphens:auto;text-align:justify}` },
  'side-by-side': { css: RULED + BESIDE, page: 'size:594mm 420mm;margin:12mm', pair: true, body: beside },
  'side-by-side-open': {
    css: HORIZONTAL + BESIDE,
    page: 'size:594mm 420mm;margin:12mm',
    pair: true,
    body: beside,
  },
  /** A page of running text in two columns, with the table in one of them. */
  'two-columns': {
    css: `${HORIZONTAL}td,th{padding:4px 8px}.columns{columns:2;column-gap:10mm}table{break-inside:avoid}`,
    page: 'size:500mm 420mm;margin:12mm',
    body: single(
      (title, table) =>
        `<div class="columns"><h1>${title}</h1><p>${PROSE.repeat(3)}</p>${table}<p>${PROSE.repeat(30)}</p><p>${PROSE.repeat(20)}</p></div>`,
    ),
  },
  'right-to-left': { css: `${RULED}td,th{text-align:right}`, direction: 'rtl', language: rightToLeft },
  'right-to-left-open': {
    css: `${HORIZONTAL}td,th{text-align:right}`,
    direction: 'rtl',
    language: rightToLeft,
  },
  'nested-bullets': {
    css: `${RULED}ul{margin:0;padding-left:14px}`,
    cell: (html, head) => (head ? html : nestedList(html)),
  },
  'nested-bullets-open': {
    css: `${HORIZONTAL}ul{margin:0;padding-left:14px}`,
    cell: (html, head) => (head ? html : nestedList(html)),
  },
  footnotes: {
    css: `${HORIZONTAL}sup{font-size:70%;line-height:0}`,
    specimen: withFootnotes,
    cell: superscripts,
    body: single(
      (title, table) =>
        `<h1>${title}</h1>${table}<p><sup>1</sup> As we said in class.<br><sup>2</sup> This counts twice in spring.<br><sup>3</sup> Few reach it.</p>`,
    ),
  },
  'footnotes-ruled': {
    css: `${RULED}sup{font-size:70%;line-height:0}`,
    specimen: withFootnotes,
    cell: superscripts,
    body: single((title, table) => `<h1>${title}</h1>${table}<p><sup>1</sup> As we said in class.</p>`),
  },
  'small-caps': { css: `${HORIZONTAL}th,h1{font-variant:small-caps}`, foldsCase: true },
  'tick-boxes': {
    css: RULED,
    cell: (html, head, { seed }) =>
      head || !/\p{L}{3}|\p{Script=Han}/u.test(html)
        ? html
        : `${TICK_BOXES[seed % TICK_BOXES.length]}${html}`,
  },
  /** Dots from each label to what stands beside it. */
  leaders: {
    css: `${BORDERLESS}td:first-child{max-width:60mm;min-width:45mm;overflow:hidden;white-space:nowrap}td:first-child::after{content:" ${'. '.repeat(60)}"}`,
  },
  /** The same lines above and below on every page, and the header of the table again. */
  running: { css: RULED, page: `size:A5 landscape;margin:16mm 10mm;${RUNNING}`, repeats: true },
  'running-open': {
    css: HORIZONTAL,
    page: `size:A4 landscape;margin:16mm 12mm 80mm;${RUNNING}`,
    repeats: true,
  },
  /** Columns so narrow that words are broken, with a hyphen. */
  hyphenated: {
    css: `${RULED}table{table-layout:fixed}td,th{width:19mm}`,
    cell: (html) =>
      html.replace(/\p{Script=Latin}{7,}/gu, (word) => word.replace(/(.{3})(?=.{3})/gu, '$1\u00ad')),
  },
  /** Columns so narrow that words are broken, without one. */
  broken: { css: `${RULED}table{table-layout:fixed}td,th{width:13mm;overflow-wrap:anywhere}` },
} satisfies Record<string, Look>

export type PageLook = keyof typeof LOOKS
export const pageLooks = Object.keys(LOOKS) as PageLook[]
export const lookOf = (look: PageLook): Look => LOOKS[look]

function rightToLeft(seed: number): string {
  return seed % 2 === 0 ? 'he' : 'ar'
}

function superscripts(html: string): string {
  return html.replace(/[¹²³]/g, (mark) => `<sup>${mark.normalize('NFKC')}</sup>`)
}

function widthOf(table: PrintTable): number {
  return table[0]?.reduce((sum, { columns = 1 }) => sum + columns, 0) ?? 1
}
