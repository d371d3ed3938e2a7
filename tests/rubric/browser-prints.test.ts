import { describe, expect, it } from 'vitest'
import { extractRubrics } from '../../netlify/rubric/extract.ts'
import { grid, makePdf, text } from '../rubric-pdf/pdf-maker.ts'

/** Rubrics of web pages as browsers print them: the heading of a table comes again on every page that it reaches. */
const HEAD = ['CRITERIA', 'MEETS SPECIFICATIONS']
const WIDTHS = [140, 340]

const table = (y: number, ...rows: string[][]): { content: string; bottom: number } =>
  grid({ y, widths: WIDTHS, rows: [HEAD, ...rows], boldHeader: false })

const rest = (y: number, ...rows: string[][]): string =>
  grid({ y, widths: WIDTHS, rows, boldHeader: false }).content

async function read(...pages: string[]) {
  const { rubrics } = await extractRubrics(makePdf(pages.map((content) => ({ content }))), {
    fileName: 'rubric.pdf',
  })
  expect(rubrics).toHaveLength(1)
  const [rubric] = rubrics
  return {
    title: rubric?.title,
    rows: rubric?.criteria.map(({ section, title, levels }) => [section, title, levels[0]?.descriptor]),
  }
}

const heads = (title: string): string =>
  text(60, 800, 'PROJECT SPECIFICATION', { font: 'F2', size: 10 }) +
  text(60, 770, title, { font: 'F2', size: 18 })

const section = (y: number, name: string): string => text(60, y, name, { font: 'F2', size: 13 })

const TREES = ['Trees', 'Every tree is named and measured.']
const HEDGE = ['Hedge', 'The hedge is cut on both sides.']
const GATES = ['Gates', 'All gates can be opened and closed.']
const PATHS = ['Paths', 'The paths are free of weeds all year.']

describe('rubrics printed from a browser', () => {
  it('take their title from the heading above those of the sections', async () => {
    const first = table(720, TREES, HEDGE)
    const page =
      heads('The Small Park') +
      section(740, 'Plants') +
      first.content +
      section(first.bottom - 30, 'Buildings') +
      table(first.bottom - 50, GATES, PATHS).content
    expect(await read(page)).toEqual({
      title: 'The Small Park',
      rows: [
        ['Plants', ...TREES],
        ['Plants', ...HEDGE],
        ['Buildings', ...GATES],
        ['Buildings', ...PATHS],
      ],
    })
  })

  it('go on below a heading that comes again and the empty rest of a row', async () => {
    const first = heads('The Small Park') + section(740, 'Plants') + table(720, TREES, HEDGE).content
    const head = table(780)
    const second = rest(head.bottom - 90, GATES) + section(540, 'Ways') + table(520, PATHS, TREES).content
    const { rows } = await read(first, head.content + second)
    expect(rows?.map(([, title]) => title)).toEqual(['Trees', 'Hedge', 'Gates', 'Paths', 'Trees'])
  })

  it('are read without the heading where it is printed over a row', async () => {
    const [name = '', said = ''] = HEDGE
    const [criteria = '', meets = ''] = HEAD
    const page = table(720, TREES, [`${criteria}\n${name}`, `${meets}\n${said}`], GATES)
    const { rows } = await read(page.content)
    expect(rows?.map(([, ...row]) => row)).toEqual([TREES, HEDGE, GATES])
  })

  it('name the only row of a table by its heading', async () => {
    const first = table(720, TREES, HEDGE)
    const page =
      section(740, 'Plants') +
      first.content +
      section(first.bottom - 30, 'Gates of the park') +
      table(first.bottom - 50, ['', 'All gates can be opened.']).content
    const { rows } = await read(page)
    expect(rows?.at(-1)).toEqual([undefined, 'Gates of the park', 'All gates can be opened.'])
  })
})
