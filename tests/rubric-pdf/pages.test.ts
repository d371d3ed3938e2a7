import { describe, expect, test } from 'vitest'
import { readPdf } from '../../netlify/rubric/pdf/read-pdf.ts'
import { grid, makePdf, text } from './pdf-maker.ts'
import { onlyTable, paragraphs, READ, ROWS, tablesOf, texts, WIDTHS } from './rubric-sample.ts'

const part = (rows: string[][], options: Partial<Parameters<typeof grid>[0]> = {}): string =>
  grid({ widths: WIDTHS, rows, ...options }).content

describe('tables over several pages', () => {
  test('joins a table whose header is repeated, and drops the repetition', async () => {
    const pages = [part(ROWS.slice(0, 2)), part([ROWS[0] ?? [], ...ROWS.slice(2)])]
    const table = onlyTable(await readPdf(makePdf(pages.map((content) => ({ content })))))
    expect(texts(table)).toEqual(READ)
    expect(table.headerRows).toBe(1)
    expect(table.cells.filter((c) => c.row === 2).map((c) => c.source)).toMatchObject([
      { page: 2 },
      { page: 2 },
      { page: 2 },
      { page: 2 },
    ])
  })

  test('reads a page that begins with a row of dots below a table without borders', async () => {
    const pages = [part(ROWS, { rules: 'none' }), text(300, 700, '..........')]
    const document = await readPdf(makePdf(pages.map((content) => ({ content }))))
    expect(texts(onlyTable(document))).toEqual(READ)
  })

  test('joins a table whose header is not repeated', async () => {
    const pages = [part(ROWS.slice(0, 3)), part(ROWS.slice(3), { boldHeader: false })]
    const table = onlyTable(await readPdf(makePdf(pages.map((content) => ({ content })))))
    expect(texts(table)).toEqual(READ)
  })

  test('takes a head alone at the end of the page for no part of the row below it', async () => {
    const rows = [
      ['Formatting', '• Hand in all of the\nwork as one file'],
      ['Reflection', '• Say what was hard'],
    ]
    const widths = [70, 300]
    const pages = [
      grid({ widths, rows: [['Category', 'Details']], y: 90 }).content,
      grid({ widths, rows, boldHeader: false, bold: (_, column) => column === 0 }).content,
    ]
    const table = onlyTable(await readPdf(makePdf(pages.map((content) => ({ content })))))
    expect(texts(table).map(([name]) => name)).toEqual(['Category', 'Formatting', 'Reflection'])
  })

  test('joins a cell that the end of the page cut', async () => {
    const upper = [
      'Thesis',
      'States a clear thesis\nthat guides the whole',
      'States a thesis that',
      'Has no thesis.',
    ]
    const lower = ['', 'paper from start to end.', 'guides most of it.', '']
    const pages = [part([ROWS[0] ?? [], upper]), part([lower, ...ROWS.slice(2)], { boldHeader: false })]
    const table = onlyTable(await readPdf(makePdf(pages.map((content) => ({ content })))))
    expect(texts(table)).toEqual(READ)
  })

  test('joins the end of the only cell of a row that goes on', async () => {
    const [head = [], thesis = [], evidence = []] = ROWS
    const [label = '', best = '', ...others] = evidence
    const lines = best.split('\n')
    const pages = [
      part([head, thesis, [label, lines.slice(0, 2).join('\n'), ...others]]),
      part([['', lines.slice(2).join('\n'), '', '']], { boldHeader: false }),
    ]
    const document = await readPdf(makePdf(pages.map((content) => ({ content }))))
    expect(texts(onlyTable(document))).toEqual(READ.slice(0, 3))
    expect(paragraphs(document)).toEqual([])
  })

  test('joins the last word of a label in a narrow column with its row', async () => {
    const [head = [], thesis = [], , style = []] = ROWS
    const upper = [
      'The\nuse',
      'Uses five sources and\nexplains what each of',
      'Uses three sources and\nexplains what some of',
      'Uses none.',
    ]
    const lower = ['B', 'Them adds.', 'Them add.', '']
    const pages = [
      part([head, thesis, upper], { rules: 'none' }),
      part([lower, style], { rules: 'none', boldHeader: false }),
    ]
    const table = onlyTable(await readPdf(makePdf(pages.map((content) => ({ content })))))
    expect(texts(table).at(-2)).toEqual([
      'The use B',
      'Uses five sources and explains what each of Them adds.',
      'Uses three sources and explains what some of Them add.',
      'Uses none.',
    ])
  })

  test('keeps tables with headers of their own apart', async () => {
    const other = [
      ['Part', 'Yes', 'Partly', 'No'],
      ['Title page', '1', '1', '0'],
    ]
    const pages = [part(ROWS), part(other)]
    const document = await readPdf(makePdf(pages.map((content) => ({ content }))))
    expect(tablesOf(document).map((t) => t.rows)).toEqual([4, 2])
  })

  test('joins a table without lines over a page', async () => {
    const pages = [
      part(ROWS.slice(0, 3), { rules: 'none' }),
      part([ROWS[0] ?? [], ...ROWS.slice(2)], { rules: 'none' }),
    ]
    const table = onlyTable(await readPdf(makePdf(pages.map((content) => ({ content })))))
    expect(texts(table)).toEqual([...READ.slice(0, 3), ...READ.slice(2)])
  })

  test('reads the only row that is left of a table without lines', async () => {
    const pages = [
      part(ROWS.slice(0, 3), { rules: 'none' }),
      part(ROWS.slice(3), { rules: 'none', boldHeader: false }),
    ]
    const table = onlyTable(await readPdf(makePdf(pages.map((content) => ({ content })))))
    expect(texts(table)).toEqual(READ)
  })

  test('joins a row without lines that the end of the page cut', async () => {
    const [head = [], first = [], second = [], third = []] = ROWS
    const upper = second.map((cell) => cell.split('\n').slice(0, 2).join('\n'))
    const lower = second.map((cell) => cell.split('\n').slice(2).join('\n'))
    const pages = [
      part([head, first, upper], { rules: 'none' }),
      part([lower, third], { rules: 'none', boldHeader: false }),
    ]
    const table = onlyTable(await readPdf(makePdf(pages.map((content) => ({ content })))))
    expect(texts(table)).toEqual(READ)
  })
})

describe('turned pages', () => {
  test('gives boxes as displayed on a page with a rotation', async () => {
    // The page is displayed turned by 90 degrees clockwise; its text runs upwards in its own coordinates.
    const upright = part(ROWS, { y: 560 })
    const content = `q 0 1 -1 0 595 0 cm ${upright} Q`
    const table = onlyTable(await readPdf(makePdf([{ content, rotate: 90 }])))
    expect(texts(table)).toEqual(READ)
    const source = table.cells.find((c) => c.text === 'Criteria')?.source
    expect(source).toEqual({ in: 'page', page: 1, box: [50, 35, 140, 67] })
  })

  test('reads a table set sideways on an upright page', async () => {
    const content = `q 0 1 -1 0 820 20 cm ${part(ROWS)} Q`
    const table = onlyTable(await readPdf(makePdf([{ content }])))
    expect(texts(table)).toEqual(READ)
    const source = table.cells.find((c) => c.text === 'Criteria')?.source
    // 820 - 780 from the left, and up from 20 + 50 + 90.
    expect(source).toMatchObject({ in: 'page', box: [40, 682, 72, 772] })
  })

  test('reads pages displayed upside down', async () => {
    const content = `q -1 0 0 -1 595 842 cm ${part(ROWS)} Q`
    expect(texts(onlyTable(await readPdf(makePdf([{ content, rotate: 180 }]))))).toEqual(READ)
  })
})

describe('what surrounds the content', () => {
  test('drops page numbers and footers, and keeps a running head once', async () => {
    const pages = [1, 2, 3].map((number) => ({
      content:
        text(50, 810, 'Essay rubric, English 101') +
        text(50, 700, `Paragraph number ${['one', 'two', 'three'][number - 1]} of the text.`) +
        text(50, 30, 'Department of English') +
        text(290, 30, `Page ${number} of 3`),
    }))
    expect(paragraphs(await readPdf(makePdf(pages)))).toEqual([
      'Essay rubric, English 101',
      'Paragraph number one of the text.',
      'Paragraph number two of the text.',
      'Paragraph number three of the text.',
    ])
  })

  test('drops a watermark across the table', async () => {
    const mark = text(120, 500, 'DRAFT', { size: 120, turn: 45, color: '0.9 0.9 0.9' })
    expect(texts(onlyTable(await readPdf(makePdf([{ content: part(ROWS) + mark }]))))).toEqual(READ)
  })
})
