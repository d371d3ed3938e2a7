import { strToU8, zipSync } from 'fflate'
import type { Specimen } from './rubric.ts'
import { type PrintCell, type PrintTable, toTable } from './table.ts'

/** Writers for the test's sake: each prints a specimen in one format. */
export const writers = {
  markdown: (specimen: Specimen) => utf8(markdown(specimen)),
  csv: (specimen: Specimen) => utf8(delimited(specimen, ',')),
  'csv-semicolon': (specimen: Specimen) => utf8(`\ufeff${delimited(specimen, ';')}`),
  tsv: (specimen: Specimen) => utf16(delimited(specimen, '\t')),
  html: (specimen: Specimen) => utf8(html(specimen)),
  docx: (specimen: Specimen) => docx(specimen),
  xlsx: (specimen: Specimen) => xlsx(specimen),
  'canvas-csv': (specimen: Specimen) => utf8(canvas(specimen)),
  'moodle-xml': (specimen: Specimen) => utf8(moodle(specimen)),
  text: (specimen: Specimen) => utf8(outline(specimen)),
} satisfies Record<string, (specimen: Specimen) => Uint8Array>

export type WriterName = keyof typeof writers

function utf8(text: string): Uint8Array {
  return strToU8(text)
}

function utf16(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'))
}

function markdown(specimen: Specimen): string {
  const escaped = (text: string) => text.replace(/([\\|*_<>`&])/g, '\\$1').replaceAll('\n', '<br>')
  const [first = [], ...rest] = toTable(specimen, { flat: true })
  const row = (cells: PrintCell[]) => `| ${cells.map(({ text }) => escaped(text)).join(' | ')} |`
  return [
    `# ${escaped(specimen.title)}`,
    '',
    row(first),
    row(first.map(() => ({ text: '---' }))).replaceAll('\\', ''),
    ...rest.map(row),
    '',
  ].join('\n')
}

function delimited(specimen: Specimen, delimiter: string): string {
  const quote = (text: string) =>
    /["\n\r]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text
  const rows = toTable(specimen, { flat: true }).map((cells) =>
    cells.map(({ text }) => quote(text)).join(delimiter),
  )
  const width = Math.max(...toTable(specimen, { flat: true }).map((cells) => cells.length))
  return [quote(specimen.title) + delimiter.repeat(width - 1), ...rows, ''].join('\r\n')
}

function html(specimen: Specimen): string {
  const title = escapeXml(specimen.title)
  return `<!doctype html><html><head><meta charset="utf-8"><title>${title}</title></head>
<body><h1>${title}</h1>${htmlTable(toTable(specimen, { flat: false }))}</body></html>`
}

interface HtmlOptions {
  /** The header rows come again on each printed page. */
  repeats?: boolean
  /** The HTML of a cell from that of its text. */
  cell?: (html: string, head: boolean) => string
}

export function htmlTable(
  table: PrintTable,
  { repeats = false, cell = (html) => html }: HtmlOptions = {},
): string {
  const rows = table.map((cells) => {
    const inner = cells.map(({ text, rows = 1, columns = 1, head }) => {
      const tag = head ? 'th' : 'td'
      const spans = `${rows > 1 ? ` rowspan="${rows}"` : ''}${columns > 1 ? ` colspan="${columns}"` : ''}`
      return `<${tag}${spans}>${cell(escapeXml(text).replaceAll('\n', '<br>'), head === true)}</${tag}>`
    })
    return `<tr>${inner.join('')}</tr>`
  })
  const start = repeats
    ? Math.max(
        0,
        table.findIndex((cells) => cells.some(({ head }) => !head)),
      )
    : 0
  const head = start > 0 ? `<thead>${rows.slice(0, start).join('\n')}</thead>` : ''
  return `<table>${head}${rows.slice(start).join('\n')}</table>`
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** Cells with the merges that cover places below them written out, as Word wants them. */
function placed(table: PrintTable): { cell: PrintCell; column: number; continued: boolean }[][] {
  const open = new Map<number, { left: number; columns: number }>()
  return table.map((cells) => {
    const row: { cell: PrintCell; column: number; continued: boolean }[] = []
    let column = 0
    const skip = () => {
      for (let above = open.get(column); above && above.left > 0; above = open.get(column)) {
        row.push({ cell: { text: '', columns: above.columns, rows: 2 }, column, continued: true })
        above.left--
        column += above.columns
      }
    }
    for (const cell of cells) {
      skip()
      row.push({ cell, column, continued: false })
      if ((cell.rows ?? 1) > 1) open.set(column, { left: (cell.rows ?? 1) - 1, columns: cell.columns ?? 1 })
      column += cell.columns ?? 1
    }
    skip()
    return row
  })
}

export function docx(specimen: Specimen): Uint8Array {
  const paragraph = (text: string, style = '') =>
    `<w:p>${style}${text
      .split('\n')
      .map((line) => `<w:r><w:t xml:space="preserve">${escapeXml(line)}</w:t></w:r>`)
      .join('<w:r><w:br/></w:r>')}</w:p>`
  const rows = placed(toTable(specimen, { flat: false })).map((cells) => {
    const inner = cells.map(({ cell, continued }) => {
      const span = (cell.columns ?? 1) > 1 ? `<w:gridSpan w:val="${cell.columns}"/>` : ''
      const merge = continued ? '<w:vMerge/>' : (cell.rows ?? 1) > 1 ? '<w:vMerge w:val="restart"/>' : ''
      return `<w:tc><w:tcPr>${span}${merge}</w:tcPr>${paragraph(cell.text)}</w:tc>`
    })
    return `<w:tr>${inner.join('')}</w:tr>`
  })
  const body = `${paragraph(specimen.title, '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>')}<w:tbl><w:tblPr/>${rows.join('')}</w:tbl>`
  return zipSync({
    '[Content_Types].xml': strToU8(
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    ),
    'word/document.xml': strToU8(
      `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
    ),
    'word/styles.xml': strToU8(
      '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>',
    ),
  })
}

function columnName(index: number): string {
  return index < 26
    ? String.fromCharCode(65 + index)
    : columnName(Math.floor(index / 26) - 1) + columnName(index % 26)
}

export function xlsx(specimen: Specimen): Uint8Array {
  const merges: string[] = []
  const strings: string[] = []
  const shared = (text: string) => {
    strings.push(`<si><t xml:space="preserve">${escapeXml(text)}</t></si>`)
    return strings.length - 1
  }
  const table: PrintTable = [[{ text: specimen.title }], [], ...toTable(specimen, { flat: false })]
  const rows = placed(table).map((cells, y) => {
    const inner = cells.map(({ cell, column, continued }) => {
      const name = `${columnName(column)}${y + 1}`
      if (continued) return ''
      const { rows: down = 1, columns: across = 1, text } = cell
      if (down > 1 || across > 1)
        merges.push(`<mergeCell ref="${name}:${columnName(column + across - 1)}${y + down}"/>`)
      if (text === '') return `<c r="${name}"/>`
      if (/^\d+(\.\d+)?$/.test(text)) return `<c r="${name}"><v>${text}</v></c>`
      if (/^\d+%$/.test(text)) return `<c r="${name}" s="1"><v>${Number(text.slice(0, -1)) / 100}</v></c>`
      return `<c r="${name}" t="s"><v>${shared(text)}</v></c>`
    })
    return `<row r="${y + 1}">${inner.join('')}</row>`
  })
  const sheet = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows.join('')}</sheetData>${merges.length > 0 ? `<mergeCells>${merges.join('')}</mergeCells>` : ''}</worksheet>`
  return zipSync({
    'xl/workbook.xml': strToU8(
      '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    ),
    'xl/worksheets/sheet1.xml': strToU8(sheet),
    'xl/sharedStrings.xml': strToU8(
      `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${strings.join('')}</sst>`,
    ),
    'xl/styles.xml': strToU8(
      '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/></cellXfs></styleSheet>',
    ),
  })
}

function canvas(specimen: Specimen): string {
  const quote = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const levels = Math.max(1, specimen.levels.length)
  const head = ['Rubric Name', 'Criteria Name', 'Criteria Description', 'Criteria Enable Range']
  for (let at = 0; at < levels; at++) head.push('Rating Name', 'Rating Description', 'Rating Points')
  const rows = specimen.criteria.map((item) => {
    const ratings = specimen.levels.flatMap((level, l) => [
      level.label ?? '',
      item.descriptors[l] ?? '',
      String(level.max ?? ''),
    ])
    return [
      specimen.title,
      item.title,
      item.description ?? '',
      'false',
      ...(ratings.length > 0 ? ratings : ['', '', String(item.points)]),
    ]
  })
  return [head, ...rows].map((row) => row.map(quote).join(',')).join('\n')
}

function moodle(specimen: Specimen): string {
  const criteria = specimen.criteria.map((item, c) => {
    const levels =
      specimen.levels.length > 0
        ? specimen.levels.map((level, l) => ({ score: level.max ?? 0, text: item.descriptors[l] ?? '' }))
        : [{ score: item.points ?? 0, text: '' }]
    const inner = levels.map(
      ({ score, text }, l) =>
        `<level id="${c * 10 + l}"><score>${score.toFixed(5)}</score><definition>${escapeXml(text)}</definition><definitionformat>2</definitionformat></level>`,
    )
    return `<criterion id="${c}"><sortorder>${c}</sortorder><description>${escapeXml(item.title)}</description><levels>${inner.join('')}</levels></criterion>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?><areas><area id="1"><activemethod>rubric</activemethod><definitions><definition id="1"><method>rubric</method><name>${escapeXml(specimen.title)}</name><plugin_gradingform_rubric_definition><criteria>${criteria.join('')}</criteria></plugin_gradingform_rubric_definition></definition></definitions></area></areas>`
}

/** Lines: criteria with points and dot leaders, or criteria with a list of levels. */
function outline(specimen: Specimen): string {
  const { words } = specimen
  const lines = [specimen.title, '']
  for (const item of specimen.criteria) {
    if (specimen.kind === 'checklist') {
      lines.push(`${item.title} ........ ${item.points} ${words.unit}`)
      if (item.description) lines.push(`   - ${item.description}`)
    } else {
      lines.push(item.title)
      specimen.levels.forEach((level, l) => {
        const said = item.descriptors[l]?.replaceAll('\n', ' ')
        const name = level.label ?? ''
        const points =
          level.max === undefined
            ? ''
            : level.min === level.max
              ? ` (${level.max})`
              : ` (${level.min}-${level.max})`
        if (said !== undefined) lines.push(`   - ${name === '' ? level.max : `${name}${points}`}: ${said}`)
      })
    }
  }
  if (specimen.total !== undefined) lines.push('', `${words.total}: ${specimen.total}`)
  return lines.join('\n')
}
