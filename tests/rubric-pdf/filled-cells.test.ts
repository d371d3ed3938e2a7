import { expect, it } from 'vitest'
import { readPdf } from '../../netlify/rubric/pdf/read-pdf.ts'
import { fill, line, makePdf, text } from './pdf-maker.ts'
import { onlyTable, texts } from './rubric-sample.ts'

/** Columns that touch, on a page that has no lines between them. */
const XS = [50, 130, 220, 310]
const TOPS = [780, 760, 730, 700, 670]
const ground = (row: number, color: string) =>
  XS.slice(1)
    .map((right, column) =>
      fill(
        XS[column] ?? 0,
        TOPS[row + 1] ?? 0,
        right - (XS[column] ?? 0),
        (TOPS[row] ?? 0) - (TOPS[row + 1] ?? 0),
        color,
      ),
    )
    .join('')
const cells = (row: number, ...rows: string[]) =>
  rows
    .flatMap((cell, column) =>
      cell
        .split('\n')
        .map((part, at) => text((XS[column] ?? 0) + 1, (TOPS[row] ?? 0) - 12 - at * 12, part, { size: 9 })),
    )
    .join('')

const body =
  cells(0, 'Criteria', 'Good', 'Poor') +
  cells(1, 'Digging of\nvegetables', 'Digs all of the beds.', 'Digs a hole.') +
  cells(2, 'Weeding', 'Pulls the weeds of\nthe summer.', 'Pulls a carrot.') +
  cells(3, 'Watering', 'Waters all the beds\nin the evening.', 'Waters the path.')
const READ = [
  ['Criteria', 'Good', 'Poor'],
  ['Digging of vegetables', 'Digs all of the beds.', 'Digs a hole.'],
  ['Weeding', 'Pulls the weeds of the summer.', 'Pulls a carrot.'],
  ['Watering', 'Waters all the beds in the evening.', 'Waters the path.'],
]
const read = async (content: string) => texts(onlyTable(await readPdf(makePdf([{ content }]))))

it('takes areas painted side by side for cells, and the rows between them', async () => {
  const every = [0, 1, 2, 3].map((row) => ground(row, row % 2 === 0 ? '0.8 0.8 1' : '0.9 0.9 1')).join('')
  expect(await read(every + body)).toEqual(READ)
  expect(await read(ground(0, '0.8 0.8 1') + ground(2, '0.9 0.9 1') + body)).toEqual(READ)
})

it('parts rows where their ground ends and the line between them is left out', async () => {
  const across = [0, 1, 2, 4].map((row) => line(50, TOPS[row] ?? 0, 310, TOPS[row] ?? 0))
  const rules = [...across, ...XS.map((x) => line(x, 780, x, 670))].join('')
  expect(await read(ground(0, '0.8 0.8 1') + ground(2, '0.9 0.9 1') + rules + body)).toEqual(READ)
})

it('takes areas that text runs over for no cells', async () => {
  const tiles = [0, 1, 2, 3].map((row) => ground(row, '0.9 0.9 1')).join('')
  const prose = [764, 744, 714, 684].map((y) =>
    text(52, y, 'All of the beds are dug up every spring, and watered every night.', { size: 9 }),
  )
  const { blocks } = await readPdf(makePdf([{ content: tiles + prose.join('') }]))
  expect(blocks.filter(({ kind }) => kind === 'table')).toEqual([])
})

it('parts words that touch where a line stands between two cells', async () => {
  const rules =
    [780, 760, 730].map((y) => line(50, y, 310, y)).join('') +
    [50, 127, 310].map((x) => line(x, 780, x, 730)).join('')
  const row = (y: number, words: string) => text(54, y, words)
  const content =
    rules + row(766, 'Digs the garden.Digs a hole.') + row(740, 'Pulls them') + text(131, 740, 'Does not')
  expect(await read(content)).toEqual([
    ['Digs the garden.', 'Digs a hole.'],
    ['Pulls them', 'Does not'],
  ])
})
