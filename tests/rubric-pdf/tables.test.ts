import { describe, expect, test } from 'vitest'
import { readPdf } from '../../netlify/rubric/pdf/read-pdf.ts'
import { fill, grid, line, makePdf, text } from './pdf-maker.ts'
import { onlyTable, paragraphs, READ, ROWS, tablesOf, texts, WIDTHS } from './rubric-sample.ts'

const rubric = (options: Partial<Parameters<typeof grid>[0]> = {}): string =>
  grid({ widths: WIDTHS, rows: ROWS, ...options }).content

const read = (content: string) => readPdf(makePdf([{ content }]))

describe('tables with lines', () => {
  test('reads every cell of a ruled grid, with its box', async () => {
    const table = onlyTable(await read(rubric()))
    expect(texts(table)).toEqual(READ)
    const cell = table.cells.find((c) => c.text === 'Has no thesis.')
    expect(cell).toMatchObject({ row: 1, column: 3, rowSpan: 1, columnSpan: 1 })
    expect(cell?.source).toEqual({ in: 'page', page: 1, box: [360, 94, 470, 138] })
    expect(table.cells.filter((c) => c.bold).map((c) => c.row)).toEqual([0, 0, 0, 0])
  })

  test('takes thin filled rectangles for rules', async () => {
    const drawLine = (x0: number, y0: number, x1: number, y1: number): string =>
      fill(x0 - 0.25, Math.min(y0, y1) - 0.25, x1 - x0 + 0.5, Math.abs(y1 - y0) + 0.5)
    expect(texts(onlyTable(await read(rubric({ drawLine }))))).toEqual(READ)
  })

  test('takes lines for rules where only what is filled is transparent', async () => {
    const drawLine = (x0: number, y0: number, x1: number, y1: number): string =>
      line(x0, y0, x1, y1, '/Clear gs 1 w')
    const { content } = grid({
      widths: [150, 150],
      rows: [
        ['Digging', 'Deep'],
        ['Weeding', 'All'],
      ],
      drawLine,
    })
    expect(onlyTable(await read(content)).cells[0]?.source).toMatchObject({ box: [50, 62, 200, 82] })
  })

  test('takes dashed and dotted lines for rules', async () => {
    const dashed = (x0: number, y0: number, x1: number, y1: number): string => {
      let content = ''
      const length = Math.hypot(x1 - x0, y1 - y0)
      for (let at = 0; at < length; at += 5) {
        const [a, b] = [at / length, Math.min(1, (at + 3) / length)]
        content += line(x0 + (x1 - x0) * a, y0 + (y1 - y0) * a, x0 + (x1 - x0) * b, y0 + (y1 - y0) * b)
      }
      return content
    }
    expect(texts(onlyTable(await read(rubric({ drawLine: dashed }))))).toEqual(READ)
    const pattern = (x0: number, y0: number, x1: number, y1: number): string =>
      line(x0, y0, x1, y1, '1 w [1 2] 0 d')
    expect(texts(onlyTable(await read(rubric({ drawLine: pattern }))))).toEqual(READ)
  })

  test('parts a heading without lines between its cells where the columns below are', async () => {
    const body = grid({
      y: 756,
      widths: [80, 120, 120],
      rows: [
        ['0', 'Not dug', 'In a heap'],
        ['1-5', 'Dug deep', 'In rows'],
      ],
    })
    const frame = line(50, 780, 370, 780) + line(50, 780, 50, 756) + line(370, 780, 370, 756)
    const apart = text(54, 764, 'Range') + text(134, 764, 'The soil') + text(254, 764, 'The seeds')
    expect(texts(onlyTable(await read(frame + apart + body.content)))[0]).toEqual([
      'Range',
      'The soil',
      'The seeds',
    ])
    const title = text(54, 764, 'Everything that the garden needs to have in the end at the least')
    expect(texts(onlyTable(await read(frame + title + body.content)))[0]?.[0]).toMatch(
      /^Everything .* least$/,
    )
  })

  test('reads through cell backgrounds', async () => {
    const content = fill(50, 740, 420, 40, '0.2 0.2 0.5') + rubric().replace('0 0 0 rg', '1 1 1 rg')
    expect(texts(onlyTable(await read(content)))).toEqual(READ)
  })

  test('keeps merged cells as spans', async () => {
    const content =
      [
        line(50, 780, 350, 780),
        line(150, 750, 350, 750),
        line(50, 720, 350, 720),
        line(50, 690, 350, 690),
      ].join('') +
      [
        line(50, 780, 50, 690),
        line(150, 780, 150, 690),
        line(250, 750, 250, 690),
        line(350, 780, 350, 690),
      ].join('') +
      text(60, 745, 'Criterion') +
      text(200, 760, 'Levels') +
      text(160, 730, 'High') +
      text(260, 730, 'Low') +
      text(60, 700, 'Thesis') +
      text(160, 700, 'Clear') +
      text(260, 700, 'Absent')
    const table = onlyTable(await read(content))
    const spans = table.cells.map(({ row, column, rowSpan, columnSpan, text: own }) => [
      own,
      row,
      column,
      rowSpan,
      columnSpan,
    ])
    expect(spans).toEqual([
      ['Criterion', 0, 0, 2, 1],
      ['Levels', 0, 1, 1, 2],
      ['High', 1, 1, 1, 1],
      ['Low', 1, 2, 1, 1],
      ['Thesis', 2, 0, 1, 1],
      ['Clear', 2, 1, 1, 1],
      ['Absent', 2, 2, 1, 1],
    ])
  })

  test('keeps two tables on a page apart, with the text between them', async () => {
    const first = grid({
      widths: [100, 100],
      rows: [
        ['A', 'B'],
        ['one', 'two'],
      ],
    })
    const second = grid({
      widths: [100, 100],
      rows: [
        ['C', 'D'],
        ['three', 'four'],
      ],
      y: first.bottom - 40,
    })
    const document = await read(first.content + text(50, first.bottom - 20, 'Second part') + second.content)
    expect(document.blocks.map((b) => b.kind)).toEqual(['table', 'text', 'table'])
    expect(tablesOf(document).map((t) => texts(t)[1])).toEqual([
      ['one', 'two'],
      ['three', 'four'],
    ])
  })

  test('does not take a frame around text for a table', async () => {
    const frame =
      line(50, 780, 500, 780) + line(50, 700, 500, 700) + line(50, 780, 50, 700) + line(500, 780, 500, 700)
    const document = await read(
      frame + text(60, 760, 'Read this first.') + text(60, 740, 'Then begin to write.'),
    )
    expect(tablesOf(document)).toEqual([])
    expect(paragraphs(document).join(' ')).toContain('Read this first.')
  })

  test('reads text that runs upwards in a cell', async () => {
    const content =
      rubric({ rows: ROWS.map((row) => row.map((cell) => (cell === 'Thesis' ? '' : cell))) }) +
      text(70, 710, 'Thesis', { turn: 90 })
    const table = onlyTable(await read(content))
    expect(texts(table)).toEqual(READ)
  })

  test('keeps bullets on their own lines and joins what the width broke', async () => {
    const rows = [
      ['Criterion', 'Full marks'],
      ['Sources', '• Lists every source that\nwas used in the paper\n• Names the authors\n• Gives dates'],
    ]
    const table = onlyTable(await read(grid({ widths: [90, 130], rows }).content))
    expect(texts(table)[1]?.[1]).toBe(
      '• Lists every source that was used in the paper\n• Names the authors\n• Gives dates',
    )
  })
})

describe('tables without all lines', () => {
  test('reads a table with horizontal rules only', async () => {
    expect(texts(onlyTable(await read(rubric({ rules: 'horizontal' }))))).toEqual(READ)
  })

  test('reads a table with vertical rules only', async () => {
    const content = rubric({ rules: 'vertical' }) + line(50, 780, 470, 780) + line(50, 748, 470, 748)
    expect(texts(onlyTable(await read(content)))).toEqual(READ)
  })

  test('reads a table with a rule below its header only', async () => {
    expect(texts(onlyTable(await read(rubric({ rules: 'none' }) + line(50, 748, 470, 748))))).toEqual(READ)
  })

  test('reads columns that only white space divides', async () => {
    expect(texts(onlyTable(await read(rubric({ rules: 'none' }))))).toEqual(READ)
  })

  test('keeps a column that only has a heading', async () => {
    const rows = ROWS.map((row, i) => [...row, i === 0 ? 'Score' : ''])
    const table = onlyTable(await read(rubric({ widths: [...WIDTHS, 60], rules: 'none', rows })))
    expect(texts(table)).toEqual(READ.map((row, i) => [...row, i === 0 ? 'Score' : '']))
  })

  test('does not take a line of a cell for a caption because of its first word', async () => {
    const long = 'Explains each of the\nsources it has used in\nthe paper, one by one.'
    const rows = ROWS.map((row) => row.map((cell) => (cell.startsWith('Uses five') ? long : cell)))
    const table = onlyTable(await read(rubric({ rules: 'none', rows })))
    expect(texts(table)[2]?.[1]).toBe('Explains each of the sources it has used in the paper, one by one.')
    expect(texts(table)[3]).toEqual(READ[3])
  })

  test('reads items led to their points by dots', async () => {
    const items = [
      ['Thesis', '20 points'],
      ['Use of evidence', '30 points'],
      ['Style', '50 points'],
    ]
    const content = items
      .map(([item, points], i) =>
        text(50, 780 - i * 14, `${item} ${'.'.repeat(60 - (item?.length ?? 0))} ${points}`),
      )
      .join('')
    expect(texts(onlyTable(await read(content)))).toEqual(items)
  })

  test('splits rows of figures that share one ruled band', async () => {
    const rows = [
      ['Group', 'Count', 'Share'],
      ['First\nSecond\nThird', '120\n75\n5', '60.0\n37.5\n2.5'],
    ]
    const table = onlyTable(await read(grid({ widths: [90, 90, 90], rows }).content))
    expect(texts(table).slice(1)).toEqual([
      ['First', '120', '60.0'],
      ['Second', '75', '37.5'],
      ['Third', '5', '2.5'],
    ])
  })

  test('does not take two columns of running text for a table', async () => {
    const words =
      'the paper shows that every reader of such a text can follow what its author had in mind'.split(' ')
    const column = (x: number, shift: number): string =>
      Array.from({ length: 14 }, (_, i) =>
        text(
          x,
          780 - i * 12,
          Array.from({ length: 8 }, (_, k) => words[(i * 5 + k + shift) % words.length]).join(' '),
        ),
      ).join('')
    const document = await read(column(50, 0) + column(320, 7))
    expect(tablesOf(document)).toEqual([])
    const [left = '', right = ''] = paragraphs(document)
    expect(left.startsWith('the paper shows that every reader of such')).toBe(true)
    expect(left.split(/\s+/)).toHaveLength(14 * 8)
    expect(right.split(/\s+/)).toHaveLength(14 * 8)
  })
})
