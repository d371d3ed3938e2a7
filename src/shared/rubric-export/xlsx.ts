import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { looksLikeFormula } from './csv.ts'
import { childText, escapeXml, findAll, readXml } from './xml.ts'

// ECMA-376 part 1, SpreadsheetML. Cells are shared strings, which no spreadsheet evaluates; those that look
// like a formula also carry `quotePrefix`, so that editing the cell does not turn it into one.
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const WRAPPED = 1
const QUOTED = 2

/** Excel's limit for one cell. */
export const MAX_CELL = 32_767

/** A workbook of one sheet of texts. */
export function writeXlsx(sheet: string, rows: readonly (readonly string[])[]): Uint8Array<ArrayBuffer> {
  const strings = new Map<string, number>()
  const indexOf = (text: string): number => {
    const index = strings.get(text) ?? strings.size
    strings.set(text, index)
    return index
  }
  const body = rows.map((row, r) => {
    const cells = row.map((text, column) => {
      if (text === '') return ''
      const style = looksLikeFormula(text) ? QUOTED : WRAPPED
      return `<c r="${columnName(column)}${r + 1}" s="${style}" t="s"><v>${indexOf(text)}</v></c>`
    })
    return `<row r="${r + 1}">${cells.join('')}</row>`
  })
  const shared = [...strings.keys()].map(
    (text) => `<si><t xml:space="preserve">${escapeXml(escapeHex(text))}</t></si>`,
  )
  const part = (type: string, name: string) =>
    `<Override PartName="/xl/${name}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/>`
  const relation = (id: number, type: string, target: string) =>
    `<Relationship Id="rId${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`
  const alignment = 'applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
  const files: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part('sheet.main', 'workbook.xml')}${part('worksheet', 'worksheets/sheet1.xml')}${part('styles', 'styles.xml')}${part('sharedStrings', 'sharedStrings.xml')}</Types>`,
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships">${relation(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="${escapeXml(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships">${relation(1, 'worksheet', 'worksheets/sheet1.xml')}${relation(2, 'styles', 'styles.xml')}${relation(3, 'sharedStrings', 'sharedStrings.xml')}</Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" ${alignment}<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" quotePrefix="1" ${alignment}</cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `<sst xmlns="${MAIN}" uniqueCount="${strings.size}">${shared.join('')}</sst>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${MAIN}"><cols><col min="1" max="${Math.max(1, ...rows.map((row) => row.length))}" width="32" customWidth="1"/></cols><sheetData>${body.join('')}</sheetData></worksheet>`,
  }
  // A fixed time, so that the same rubric gives the same bytes.
  const mtime = new Date(1980, 0, 1)
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, xml]) => [name, strToU8(XML + xml)])), {
    mtime,
  })
}

export interface XlsxCell {
  text: string
  formula: boolean
  quoted: boolean
}

/** The cells of each sheet that `writeXlsx` made, by row and column. */
export function readXlsx(bytes: Uint8Array): { name: string; rows: XlsxCell[][] }[] {
  const files = unzipSync(bytes)
  const file = (name: string) => {
    const content = files[name]
    if (!content) throw new SyntaxError(`No ${name} in the workbook`)
    return readXml(strFromU8(content))
  }
  const strings = findAll(file('xl/sharedStrings.xml'), 'si').map(({ text }) => unescapeHex(text))
  const styles = findAll(file('xl/styles.xml'), 'cellXfs').flatMap(({ children }) => children)
  return findAll(file('xl/workbook.xml'), 'sheet').map(({ attributes }, at) => ({
    name: attributes.name ?? '',
    rows: findAll(file(`xl/worksheets/sheet${at + 1}.xml`), 'row').map((row) => {
      const cells: XlsxCell[] = []
      for (const cell of row.children) {
        const letters = /^[A-Z]+/.exec(cell.attributes.r ?? '')?.[0] ?? 'A'
        const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
        while (cells.length < column) cells.push({ text: '', formula: false, quoted: false })
        cells.push({
          text: strings[Number(childText(cell, 'v'))] ?? '',
          formula: cell.attributes.t !== 's' || findAll(cell, 'f').length > 0,
          quoted: styles[Number(cell.attributes.s)]?.attributes.quotePrefix === '1',
        })
      }
      return cells
    }),
  }))
}

function columnName(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26))
  return column < 26 ? letter : columnName(Math.floor(column / 26) - 1) + letter
}

/** `_x0041_` in a cell means "A" (ECMA-376 part 1, §22.9.2.19, ST_Xstring): such text is escaped. */
function escapeHex(text: string): string {
  return text.replace(/_(?=x[0-9a-fA-F]{4}_)/g, '_x005F_')
}

function unescapeHex(text: string): string {
  return text.replace(/_x([0-9a-fA-F]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}
