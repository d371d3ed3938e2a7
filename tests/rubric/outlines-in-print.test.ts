import { describe, expect, it } from 'vitest'
import { extractRubrics } from '../../netlify/rubric/extract.ts'
import type { Rubric } from '../../src/shared/rubric.ts'
import { makePdf, text } from '../rubric-pdf/pdf-maker.ts'
import { lines, rubricOf } from './from-text.ts'

/** Rubrics that are lines on a page, where indents and what a line says tell which belongs to which. */
type Line = [indent: number, words: string, options?: { size?: number; font?: 'F2' | 'F3' }]

function page(...rows: Line[]): { content: string } {
  return {
    content: rows
      .map(([indent, words, options], at) => text(60 + indent * 20, 780 - at * 22, words, options))
      .join(''),
  }
}

async function readAll(...pages: { content: string }[]): Promise<Rubric[]> {
  return (await extractRubrics(makePdf(pages), { fileName: 'rubric.pdf' })).rubrics
}

const HEADING = { size: 18 }

describe('what is said about an item', () => {
  it('may stand below it and further in, without a bullet', async () => {
    const [rubric] = await readAll(
      page(
        [0, 'Garden rubric', HEADING],
        [0, '• Soil (40%)'],
        [1, 'Is the soil dug deep and free of weeds in every corner?'],
        [0, '• Seeds (60%)'],
        [1, 'The seeds stand in rows.'],
      ),
    )
    expect(rubric?.criteria.map(({ title, section, description }) => [title, section, description])).toEqual([
      ['Soil', undefined, 'Is the soil dug deep and free of weeds in every corner?'],
      ['Seeds', undefined, 'The seeds stand in rows.'],
    ])
  })

  it('keeps its depth on the next page', async () => {
    const [rubric] = await readAll(
      page(
        [0, 'Garden rubric', HEADING],
        [0, '1. Soil [10]'],
        [1, '• Depth [4]'],
        [1, '• Weeds [6]'],
        [0, '2. Seeds [10]'],
        [1, '• Rows [7]'],
      ),
      page([1, '• Distance [3]'], [1, '• Water [5]']),
    )
    expect(rubric && lines(rubric)).toEqual([
      'Depth #4 [Soil]: 4',
      'Weeds #6 [Soil]: 6',
      'Rows #7 [Seeds]: 7',
      'Distance #3 [Seeds]: 3',
      'Water #5 [Seeds]: 5',
    ])
  })

  it('can offer several ways to the same points', async () => {
    const rubric = await rubricOf(
      [
        '# Garden rubric',
        '- Soil (10 points)',
        '- Your own idea (20 points)',
        '  - A pond (20 points)',
        '  - A hedge (20 points)',
      ].join('\n'),
    )
    expect(rubric.criteria.map(({ title, points }) => [title, points])).toEqual([
      ['Soil', 10],
      ['Your own idea', 20],
    ])
  })

  it('can stand between brackets with the points', async () => {
    const rubric = await rubricOf(
      '# Garden rubric\n- Plan (half a page of text, 15 pts):\n- Report (does not count as a page, 5 pts)\n- Diary (10 points',
    )
    expect(rubric.criteria.map(({ title, points }) => [title, points])).toEqual([
      ['Plan (half a page of text)', 15],
      ['Report (does not count as a page)', 5],
      ['Diary', 10],
    ])
  })
})

describe('an assignment that announces how it is graded', () => {
  it('gives a rubric for each part that does', async () => {
    const rubrics = await readAll(
      page(
        [0, 'Proposal', HEADING],
        [0, 'Hand in two pages about your garden before spring begins.'],
        [0, 'The proposal will be graded based on the following rubric:'],
        [0, '• Clarity (40%)'],
        [0, '• Idea (60%)'],
        [0, 'Report', HEADING],
        [0, 'Your report will be graded based on the following rubric:'],
        [0, '• Harvest'],
        [1, 'Tell what you have taken out of the garden and how much of it.'],
        [0, '• Water'],
        [1, 'Tell how much water the garden has taken in the dry weeks.'],
        [0, '• Weeds'],
        [1, 'Tell what you have done against the weeds between the rows.'],
        [0, 'Neighbours', HEADING],
        [0, 'They will grade you on the following criteria:'],
        [0, '• Noise (30%)'],
        [0, '• Smell (70%)'],
      ),
    )
    expect(rubrics.map(({ title, criteria }) => [title, criteria.map((item) => item.title)])).toEqual([
      ['Proposal', ['Clarity', 'Idea']],
      ['Report', ['Harvest', 'Water', 'Weeds']],
      ['Neighbours', ['Noise', 'Smell']],
    ])
  })

  it('leaves numbers of chapters outside of it', async () => {
    const [rubric] = await readAll(
      page(
        [0, 'Garden project', HEADING],
        [0, 'Choose one of the topics in the book:'],
        [0, '• Compost (15.10)'],
        [0, '• Hedges (16.4)'],
        [0, '• Ponds (17)'],
        [0, 'Format and grading criteria:'],
        [0, '• Plan (5 pts)'],
        [0, '• Digging (10 pts)'],
      ),
    )
    expect(rubric && lines(rubric)).toEqual(['Plan #5: 5', 'Digging #10: 10'])
  })

  it('may name criteria without points', async () => {
    const [rubric] = await readAll(
      page(
        [0, 'Garten', HEADING],
        [0, 'Folgende Kriterien spielen bei der Bewertung eine Rolle:'],
        [0, '• Der Boden ist umgegraben.'],
        [0, '• Die Samen liegen in Reihen.'],
        [0, '• Der Weg ist gefegt.'],
      ),
    )
    expect(rubric?.criteria.map(({ title }) => title)).toEqual([
      'Der Boden ist umgegraben.',
      'Die Samen liegen in Reihen.',
      'Der Weg ist gefegt.',
    ])
  })
})

describe('one scale for the whole work', () => {
  it('can be headings with ranges over what each range adds', async () => {
    const [rubric] = await readAll(
      page(
        [0, 'Garden marking rubric', HEADING],
        [0, '40-49:', { font: 'F2' }],
        [1, '• soil is dug'],
        [0, '50-69 adds the following:', { font: 'F2' }],
        [1, '• seeds are sown'],
        [0, '70-100 adds the following:', { font: 'F2' }],
        [1, '• harvest is in'],
      ),
    )
    expect(rubric?.kind).toBe('holistic')
    expect(rubric?.criteria[0]?.levels.map(({ min, max, descriptor }) => [min, max, descriptor])).toEqual([
      [40, 49, '• soil is dug'],
      [50, 69, 'adds the following\n• seeds are sown'],
      [70, 100, 'adds the following\n• harvest is in'],
    ])
  })
})

describe('boxes to tick', () => {
  it('are criteria also where only some of them bring points', async () => {
    const [rubric] = await readAll(
      page(
        [0, 'Garden grading rubric', HEADING],
        [0, 'Name ____________ Late ____________ Points ______/20', { font: 'F2' }],
        [0, '☐ Soil is dug', { font: 'F3' }],
        [0, '☐ Seeds are sown', { font: 'F3' }],
        [0, '☐ Paths are swept', { font: 'F3' }],
        [0, '☐ Fence stands', { font: 'F3' }],
        [0, '☐ Weeds are left (-2)', { font: 'F3' }],
      ),
    )
    expect(rubric?.criteria.map(({ title, section, points }) => [title, section, points])).toEqual([
      ['Soil is dug', undefined, undefined],
      ['Seeds are sown', undefined, undefined],
      ['Paths are swept', undefined, undefined],
      ['Fence stands', undefined, undefined],
      ['Weeds are left', undefined, -2],
    ])
  })
})

describe('blanks at the edge of the page', () => {
  it('are no column beside lines that bring their points', async () => {
    const blank = '_________'
    const rows: [x: number, words: string, options?: { size?: number; font?: 'F2' }][] = [
      [60, 'Garden rubric', { size: 18 }],
      [60, 'Soil:', { font: 'F2' }],
      [60, 'Dug deep (5 pts.)'],
      [60, 'Free of weeds and of stones (10 pts.)'],
      [60, 'Level (2 pts.)'],
      [180, 'Subtotal (17 pts.)', { font: 'F2' }],
      [60, 'Seeds:', { font: 'F2' }],
      [60, 'In rows (5 pts.)'],
      [60, 'Watered (3 pts.)'],
      [180, 'Subtotal (8 pts.)', { font: 'F2' }],
    ]
    const content = rows
      .map(([x, words, options], at) => {
        const y = 780 - at * 18
        return text(x, y, words, options) + (words.includes('(') ? text(480, y, blank) : '')
      })
      .join('')
    const [rubric] = await readAll({ content })
    expect(rubric && lines(rubric)).toEqual([
      'Dug deep #5 [Soil]: 5',
      'Free of weeds and of stones #10 [Soil]: 10',
      'Level #2 [Soil]: 2',
      'In rows #5 [Seeds]: 5',
      'Watered #3 [Seeds]: 3',
    ])
  })

  it('follow the points of an item', async () => {
    const [rubric] = await readAll(
      page(
        [0, 'Garden rubric', HEADING],
        [0, 'Digs deep (5 pts) _____'],
        [0, 'Sows in rows ____ (3 pts)'],
        [0, 'Waters (2 pts) [ ]'],
      ),
    )
    expect(rubric && lines(rubric)).toEqual(['Digs deep #5: 5', 'Sows in rows #3: 3', 'Waters #2: 2'])
  })
})
