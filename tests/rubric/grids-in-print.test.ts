import { expect, it } from 'vitest'
import { extractRubrics } from '../../netlify/rubric/extract.ts'
import { readPdf } from '../../netlify/rubric/pdf/read-pdf.ts'
import type { Rubric } from '../../src/shared/rubric.ts'
import { line, makePdf, text } from '../rubric-pdf/pdf-maker.ts'
import { lines } from './from-text.ts'

/** Ruled grids, where a cell's text and its rules do not say the same about rows and columns. */
async function read(content: string): Promise<Rubric> {
  const { rubrics } = await extractRubrics(makePdf([{ content }]), { fileName: 'rubric.pdf' })
  const [rubric] = rubrics
  if (!rubric || rubrics.length !== 1) throw new Error(`${rubrics.length} rubrics, not one`)
  return rubric
}

const LEFTS = [50, 160, 300, 440]
const rules = (tops: readonly number[], lefts = LEFTS) =>
  tops.map((y) => line(lefts[0] ?? 0, y, lefts.at(-1) ?? 0, y)).join('') +
  lefts.map((x) => line(x, tops[0] ?? 0, x, tops.at(-1) ?? 0)).join('')
/** Lines of a cell, each with its distance from the upper edge of the row. */
const cell = (column: number, top: number, ...rows: [down: number, words: string][]) =>
  rows.map(([down, words]) => text((LEFTS[column] ?? 0) + 4, top - down, words)).join('')

it('keeps a row whole that white space parts at one height in the middle of sentences', async () => {
  const row = (top: number, name: string) =>
    cell(0, top, [12, name], [40, '(10 points)']) +
    cell(1, top, [12, `${name} is done in each and`], [24, 'every corner of'], [40, 'all of the beds.']) +
    cell(2, top, [12, `${name} is done in some`], [24, 'or other corner'], [40, 'of a bed or two.'])
  const content =
    rules([780, 760, 710, 660]) +
    cell(0, 780, [14, 'Criteria']) +
    cell(1, 780, [14, 'Good']) +
    cell(2, 780, [14, 'Poor']) +
    row(760, 'Digging') +
    row(710, 'Weeding')
  expect(lines(await read(content))).toEqual([
    'Digging #10: Good ..10 "Digging is done in each and every corner of all of the beds." | Poor "Digging is done in some or other corner of a bed or two."',
    'Weeding #10: Good ..10 "Weeding is done in each and every corner of all of the beds." | Poor "Weeding is done in some or other corner of a bed or two."',
  ])
})

it('keeps a row whole whose cells are all as long and have their paragraphs at one height', async () => {
  const row = (top: number, name: string) =>
    LEFTS.slice(0, 3)
      .map((_, column) =>
        cell(
          column,
          top,
          [12, `The ${name} is dug`],
          [24, 'as deep as ever.'],
          [48, 'All of it is watered.'],
        ),
      )
      .join('')
  const content = rules([780, 710, 640]) + row(780, 'bed') + row(710, 'lawn')
  const { blocks } = await readPdf(makePdf([{ content }]))
  expect(blocks).toMatchObject([{ kind: 'table', rows: 2, columns: 3 }])
})

it('begins a row of its own where a wider cell stands at the top of the next page', async () => {
  const lefts = [50, 160, 300, 440]
  const wide = (y: number, words: string) =>
    line(50, y, 440, y) + line(50, y, 50, y - 20) + line(440, y, 440, y - 20) + text(54, y - 14, words)
  const head = cell(0, 780, [14, 'Criteria']) + cell(1, 780, [14, 'Good']) + cell(2, 780, [14, 'Poor'])
  const row = (top: number, name: string) =>
    cell(0, top, [14, name]) + cell(1, top, [14, `${name} is good`]) + cell(2, top, [14, `${name} is poor`])
  const first = rules([780, 760, 740]) + head + row(760, 'Digging')
  const next = wide(780, 'weeds, and what else is to go') + rules([760, 740], lefts) + row(760, 'Weeding')
  const { rubrics } = await extractRubrics(makePdf([{ content: first }, { content: next }]), {
    fileName: 'rubric.pdf',
  })
  expect(rubrics.flatMap(lines)).toEqual([
    'Digging: Good "Digging is good" | Poor "Digging is poor"',
    'Weeding [weeds, and what else is to go]: Good "Weeding is good" | Poor "Weeding is poor"',
  ])
})

it('keeps what is set at the right edge below a text on a line of its own', async () => {
  const content =
    rules([780, 740, 700]) +
    cell(1, 780, [12, 'Digs the whole of the']) +
    text(270, 780 - 26, '2 pts') +
    cell(2, 780, [12, 'Digs no bed']) +
    cell(0, 780, [12, 'Digging']) +
    cell(0, 740, [12, 'Weeding']) +
    cell(1, 740, [12, 'Pulls all of the many weeds'], [26, 'beds']) +
    cell(2, 740, [12, 'Pulls none'])
  const { blocks } = await readPdf(makePdf([{ content }]))
  const [table] = blocks.flatMap((block) => (block.kind === 'table' ? [block] : []))
  const texts = table?.cells.filter(({ column }) => column === 1).map((one) => one.text)
  expect(texts).toEqual(['Digs the whole of the\n2 pts', 'Pulls all of the many weeds beds'])
})
