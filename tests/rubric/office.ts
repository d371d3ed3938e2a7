import { strToU8, type Zippable, zipSync } from 'fflate'

/** Small Office files, part by part. */
export function docxFile(body: string, more: Zippable = {}): Uint8Array {
  return zipSync({
    'word/document.xml': strToU8(
      `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
    ),
    ...more,
  })
}

export const paragraph = (text: string, properties = '') =>
  `<w:p><w:r><w:rPr>${properties}</w:rPr><w:t>${text}</w:t></w:r></w:p>`

export const wordTable = (...rows: string[][]) =>
  `<w:tbl>${rows.map((cells) => `<w:tr>${cells.map((cell) => `<w:tc>${cell.startsWith('<') ? cell : paragraph(cell)}</w:tc>`).join('')}</w:tr>`).join('')}</w:tbl>`

/** A workbook; each sheet is its rows of cell XML, or a text for an inline string. */
export function xlsxFile(
  sheets: { name: string; state?: string; before?: string; rows: string[]; after?: string }[],
  more: Zippable = {},
): Uint8Array {
  const list = sheets.map(
    ({ name, state }, at) =>
      `<sheet name="${name}" sheetId="${at + 1}"${state ? ` state="${state}"` : ''} r:id="r${at}"/>`,
  )
  const links = sheets.map((_, at) => `<Relationship Id="r${at}" Target="worksheets/sheet${at + 1}.xml"/>`)
  return zipSync({
    'xl/workbook.xml': strToU8(`<workbook xmlns:r="r"><sheets>${list.join('')}</sheets></workbook>`),
    'xl/_rels/workbook.xml.rels': strToU8(`<Relationships>${links.join('')}</Relationships>`),
    ...Object.fromEntries(
      sheets.map(({ rows, before = '', after = '' }, at) => [
        `xl/worksheets/sheet${at + 1}.xml`,
        strToU8(`<worksheet>${before}<sheetData>${rows.join('')}</sheetData>${after}</worksheet>`),
      ]),
    ),
    ...more,
  })
}

export const sheetRow = (number: number, cells: string[], attributes = '') =>
  `<row r="${number}"${attributes}>${cells
    .map(
      (text, at) =>
        `<c r="${String.fromCharCode(65 + at)}${number}" t="inlineStr"><is><t>${text}</t></is></c>`,
    )
    .join('')}</row>`
