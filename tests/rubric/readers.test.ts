import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import type { TableBlock } from '../../netlify/rubric/document.ts'
import { extractRubrics } from '../../netlify/rubric/extract.ts'
import { documentText } from '../../netlify/rubric/preview.ts'
import { readDocument } from '../../netlify/rubric/read/read-document.ts'
import { docxFile, paragraph, sheetRow, wordTable, xlsxFile } from './office.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const warned = (content: { warnings: { code: string }[] }) => content.warnings.map(({ code }) => code)

async function tableOf(bytes: Uint8Array, fileName?: string): Promise<TableBlock> {
  const content = await readDocument(bytes, fileName === undefined ? {} : { fileName })
  const table = content.blocks.find((block) => block.kind === 'table')
  if (table?.kind !== 'table') throw new Error('No table')
  return table
}

const cellsOf = (table: TableBlock) =>
  table.cells
    .filter(({ text }) => text !== '')
    .map(({ row, column, rowSpan, columnSpan, text }) => [row, column, rowSpan, columnSpan, text])

describe('the kind of a file', () => {
  it.each([
    ['docx', 'rubric.pdf', docxFile(paragraph('x'))],
    ['xlsx', 'rubric.docx', xlsxFile([{ name: 'A', rows: [sheetRow(1, ['x'])] }])],
    ['csv', 'rubric.docx', utf8('a;b;c\nd;e;f\n')],
    ['canvas-csv', '', utf8('Rubric Name,Criteria Name,Rating Name,Rating Points\nR,A,Good,2\n')],
    ['markdown', '', utf8('| a | b |\n|---|---|\n| c | d |\n')],
    ['html', 'a.txt', utf8('<!doctype html><p>Hello</p>')],
    [
      'moodle-xml',
      '',
      utf8('<rubric><criteria><criterion><description>A</description></criterion></criteria></rubric>'),
    ],
    ['text', 'a.csv.txt', utf8('Only a line of text.')],
  ])('is told by content: %s called "%s"', async (format, fileName, bytes) => {
    expect((await readDocument(bytes, { fileName })).format).toBe(format)
  })

  const compound = (text: string) =>
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from(text, 'utf16le')])
  const docx = docxFile(paragraph('x'.repeat(2000)))
  it.each([
    ['nothing', new Uint8Array(), 'EMPTY_FILE'],
    ['only blanks', utf8('  \n\n '), 'EMPTY_FILE'],
    ['a document without text', docxFile(paragraph('')), 'EMPTY_FILE'],
    ['an encrypted office file', compound('EncryptedPackage'), 'PASSWORD_PROTECTED'],
    ['an old office file', compound('WordDocument'), 'UNSUPPORTED_TYPE'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000', 'hex'), 'UNSUPPORTED_TYPE'],
    ['a presentation', zipSync({ 'ppt/presentation.xml': strToU8('<p/>') }), 'UNSUPPORTED_TYPE'],
    ['a plain archive', zipSync({ 'a.txt': strToU8('x') }), 'UNSUPPORTED_TYPE'],
    ['random bytes', Uint8Array.from({ length: 999 }, (_, at) => (at * 73 + 11) % 251), 'UNSUPPORTED_TYPE'],
    ['a cut file', docx.subarray(0, docx.length - 40), 'CORRUPT_FILE'],
    ['broken XML', zipSync({ 'word/document.xml': strToU8('<w:document><w:body><w:p>') }), 'CORRUPT_FILE'],
    [
      'entities in office XML',
      zipSync({
        'word/document.xml': strToU8('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
      }),
      'CORRUPT_FILE',
    ],
    [
      'entities in Moodle XML',
      utf8('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><rubric><criteria>&a;</criteria></rubric>'),
      'CORRUPT_FILE',
    ],
    ['a bomb', zipSync({ 'word/document.xml': new Uint8Array(64_000_000) }), 'TOO_LARGE'],
    ['a cell of many megabytes', docxFile(paragraph('x'.repeat(40_000_000))), 'TOO_LARGE'],
  ])('refuses %s', async (_, bytes, code) => {
    await expect(readDocument(bytes)).rejects.toMatchObject({
      name: 'NonRetryableError',
      code,
      publicMessage: /[.]$/,
    })
  })

  it('stops when the signal is aborted', async () => {
    await expect(readDocument(docx, { signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow('stop')
  })
})

describe('DOCX', () => {
  it('reads merged cells both ways, lists and nested tables', async () => {
    const numbering = strToU8(
      '<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
    )
    const item = (text: string) =>
      `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`
    const cell = (content: string, properties = '') => `<w:tc><w:tcPr>${properties}</w:tcPr>${content}</w:tc>`
    const table = await tableOf(
      docxFile(
        `<w:tbl><w:tr>${cell(paragraph('a'), '<w:vMerge w:val="restart"/>')}${cell(paragraph('b'), '<w:gridSpan w:val="2"/>')}</w:tr><w:tr>${cell(paragraph(''), '<w:vMerge/>')}${cell(item('one') + item('two'))}${cell(paragraph('d'))}</w:tr></w:tbl>`,
        { 'word/numbering.xml': numbering },
      ),
    )
    expect(cellsOf(table)).toEqual([
      [0, 0, 2, 1, 'a'],
      [0, 1, 1, 2, 'b'],
      [1, 1, 1, 1, '• one\n• two'],
      [1, 2, 1, 1, 'd'],
    ])
    const nested = await tableOf(
      docxFile(`<w:tbl><w:tr><w:tc>${wordTable(['x', 'y'], ['z', 'w'])}</w:tc></w:tr></w:tbl>`),
    )
    expect(nested).toMatchObject({ rows: 2, columns: 2 })
  })

  it('leaves out what nobody sees, and says so', async () => {
    const hidden = [
      paragraph('Secret one', '<w:vanish/>'),
      paragraph('Secret two', '<w:color w:val="FFFFFF"/>'),
      paragraph('Secret three', '<w:sz w:val="2"/>'),
      '<w:p><w:del><w:r><w:t>Secret four</w:t></w:r></w:del></w:p>',
    ]
    const content = await readDocument(docxFile(paragraph('Seen') + hidden.join('')))
    expect(documentText(content)).toBe('Seen')
    expect(warned(content)).toEqual(['HIDDEN_TEXT'])
  })

  it('keeps white letters on a coloured cell', async () => {
    const body = `<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr>${paragraph('Head', '<w:color w:val="FFFFFF"/>')}</w:tc></w:tr></w:tbl>`
    const content = await readDocument(docxFile(body))
    expect(documentText(content)).toBe('Head')
    expect(content.warnings).toEqual([])
  })

  it('ignores macros with a warning', async () => {
    expect(
      warned(await readDocument(docxFile(paragraph('x'), { 'word/vbaProject.bin': strToU8('x') }))),
    ).toEqual(['MACROS_IGNORED'])
  })
})

describe('XLSX', () => {
  it('reads merges, numbers as shown and stored results of formulas', async () => {
    const rows = [
      '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
      '<row r="2"><c r="A2" s="1"><v>0.25</v></c><c r="B2" s="2"><v>10</v></c><c r="C2"><f>1+1</f><v>2.50</v></c></row>',
    ]
    const bytes = xlsxFile(
      [{ name: 'S', rows, after: '<mergeCells><mergeCell ref="A1:C1"/></mergeCells>' }],
      {
        'xl/sharedStrings.xml': strToU8(
          '<sst><si><r><t>Two </t></r><r><t>runs</t></r><rPh><t>no</t></rPh></si></sst>',
        ),
        'xl/styles.xml': strToU8(
          '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="0&quot; pts&quot;"/></numFmts><cellXfs><xf/><xf numFmtId="9"/><xf numFmtId="170"/></cellXfs></styleSheet>',
        ),
      },
    )
    expect(cellsOf(await tableOf(bytes))).toEqual([
      [0, 0, 1, 3, 'Two runs'],
      [1, 0, 1, 1, '25%'],
      [1, 1, 1, 1, '10 pts'],
      [1, 2, 1, 1, '2.5'],
    ])
  })

  it('leaves out hidden sheets, rows and columns, and says so', async () => {
    const content = await readDocument(
      xlsxFile([
        {
          name: 'Seen',
          before: '<cols><col min="2" max="2" hidden="1"/></cols>',
          rows: [
            sheetRow(1, ['a', 'secret', 'b']),
            sheetRow(2, ['secret'], ' hidden="1"'),
            sheetRow(900, ['c', 'secret', 'd']),
          ],
        },
        { name: 'Unseen', state: 'veryHidden', rows: [sheetRow(1, ['secret'])] },
      ]),
    )
    expect(documentText(content)).toBe('a\tb\nc\td')
    expect(content.warnings).toMatchObject([
      { code: 'HIDDEN_TEXT', message: /"Unseen".*hidden rows|hidden rows|hidden columns/ },
    ])
    expect(content.blocks[0]).toMatchObject({ rows: 2, columns: 2 })
    expect(content.blocks[0]?.kind === 'table' && content.blocks[0].cells.at(-1)?.source).toEqual({
      in: 'cell',
      table: 0,
      sheet: 'Seen',
      row: 899,
      column: 2,
    })
  })
})

describe('delimited text', () => {
  it.each([
    ['UTF-16', new Uint8Array(Buffer.from('\ufeffa\tä\nb\tö\n', 'utf16le')), []],
    ['UTF-16 without a mark', new Uint8Array(Buffer.from('a\tä\nb\tö\n', 'utf16le')), []],
    ['Windows-1252', Uint8Array.from([...Buffer.from('a;ä\nb;ö\n', 'latin1')]), ['ENCODING_GUESSED']],
    ['UTF-8 with a mark', utf8('\ufeffa;ä\nb;ö\n'), []],
  ])('reads %s', async (_, bytes, warnings) => {
    const content = await readDocument(bytes, { fileName: 'r.csv' })
    expect(documentText(content)).toBe('a\tä\nb\tö')
    expect(warned(content)).toEqual(warnings)
  })

  it('keeps delimiters and line breaks inside of quotes', async () => {
    expect(
      cellsOf(await tableOf(utf8('a,"b, ""c""\nd",e\nf,g,h\n'), 'r.csv')).map((cell) => cell[4]),
    ).toEqual(['a', 'b, "c"\nd', 'e', 'f', 'g', 'h'])
  })

  it('repairs quotes that are not doubled and cells that are not quoted, with a warning', async () => {
    const quotes = await readDocument(
      utf8('Criteria,Good,Poor\nA,"says "yes" to all",no\nB,"open quote,no\nC,x,y\n'),
      { fileName: 'r.csv' },
    )
    expect(documentText(quotes)).toContain('says "yes" to all\tno\nB\topen quote\tno\nC\tx\ty')
    expect(warned(quotes)).toContain('QUOTING_REPAIRED')
    const commas = await readDocument(
      utf8('Criteria,Good,Poor\nA,Strong, original, timely,Weak\nB,Clear, new,Poor\nC,x,y\n'),
      { fileName: 'r.csv' },
    )
    expect(documentText(commas)).toContain('A\tStrong, original, timely\tWeak\nB\tClear, new\tPoor')
    expect(warned(commas)).toEqual(['RAGGED_ROWS'])
  })
})

describe('other text formats', () => {
  it('reads Markdown tables with HTML inside and without their marks', async () => {
    const content = await readDocument(
      utf8(
        '# T **b**\n\n| a \\| b | `__x__` |\n|:-:|---|\n| **c**<br>d | [e](http://f) |\n<!-- not seen -->\n<table><tr><td rowspan="2">g</td><td>h</td></tr><tr><td>i</td></tr></table>\n',
      ),
    )
    expect(documentText(content)).toBe('T b\na | b\t__x__\nc d\te\ng\th\ni')
    expect(content.blocks.filter((block) => block.kind === 'table')).toHaveLength(2)
  })

  it('leaves out hidden elements of a page, and says so', async () => {
    const content = await readDocument(
      utf8(
        '<!doctype html><p>Seen</p><p style="display:none">secret</p><p hidden>secret</p><script>secret</script><p style="font-size:1px">secret</p>',
      ),
    )
    expect(documentText(content)).toBe('Seen')
    expect(warned(content)).toEqual(['HIDDEN_TEXT'])
  })

  it('leaves what stands behind a tab with its indented item', async () => {
    const content = await readDocument(
      utf8('Garden:\n    Dig the beds\t10pts\n    Sow the seeds\t10pts\n    Water them\t5pts\n'),
      { fileName: 'garden.txt' },
    )
    expect(content.blocks.map((block) => (block.kind === 'text' ? block.text : 'table'))).toEqual([
      'Garden:',
      'Dig the beds    10pts',
      'Sow the seeds    10pts',
      'Water them    5pts',
    ])
  })

  it('drops zero-width and tag characters, and says so, but keeps emoji whole', async () => {
    const tags = [...'ignore'].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('')
    const content = await readDocument(utf8(`Good\u200b work${tags} 👩‍🏫\n`))
    expect(documentText(content)).toBe('Good work 👩‍🏫')
    expect(warned(content)).toEqual(['HIDDEN_TEXT'])
  })

  it('comes to an end with texts made to take for ever', async () => {
    const attacks = [
      '**a '.repeat(60_000),
      '(((('.repeat(50_000),
      `${'x|'.repeat(90_000)}\n---|---\n`,
      '"'.repeat(200_000),
      '- '.repeat(90_000),
      `| a${' 1'.repeat(90_000)} |\n|---|\n`,
    ]
    const outcomes = await Promise.allSettled(
      attacks.map((text) => extractRubrics(utf8(text), { fileName: 'r.md' })),
    )
    expect(outcomes.map(({ status }) => status)).toEqual(attacks.map(() => 'rejected'))
  })
})

it('hands a broken PDF to the reader of PDFs', async () => {
  await expect(readDocument(utf8('%PDF-1.7\nnot really'))).rejects.toMatchObject({ code: 'CORRUPT_FILE' })
})
