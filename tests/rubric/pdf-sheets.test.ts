import { describe, expect, it } from 'vitest'
import { extractRubrics } from '../../netlify/rubric/extract.ts'
import type { Rubric } from '../../src/shared/rubric.ts'
import { grid, line, makePdf, text } from '../rubric-pdf/pdf-maker.ts'
import { lines } from './from-text.ts'

/** Rubrics as office programs and learning platforms print them, where only the page shows what belongs together. */
async function read(...pages: string[]): Promise<Rubric> {
  const { rubrics } = await extractRubrics(makePdf(pages.map((content) => ({ content }))), {
    fileName: 'rubric.pdf',
  })
  const [rubric] = rubrics
  if (!rubric || rubrics.length !== 1) throw new Error(`${rubrics.length} rubrics, not one`)
  return rubric
}

describe('bold beginnings of cells', () => {
  it('name a criterion over what it asks for', async () => {
    const { content } = grid({
      widths: [120, 110, 110],
      rows: [
        ['Criteria', 'Good', 'Poor'],
        [
          'Digging\nDisplays skill with the\nspade in any soil.',
          'Digs deep in all places.',
          'Does not dig at all.',
        ],
        ['Sowing\nSows the seeds in rows.', 'Sows all seeds in rows.', 'Sows no seeds at all.'],
      ],
      bold: (row, column, at) => row > 0 && column === 0 && at === 0,
    })
    const { criteria } = await read(content)
    expect(criteria.map(({ title, description }) => [title, description])).toEqual([
      ['Digging', 'Displays skill with the spade in any soil.'],
      ['Sowing', 'Sows the seeds in rows.'],
    ])
  })

  it('name a level also where the next word would not fit beside the name', async () => {
    const ratings = (name: string) => [
      '4 pts\nVery Good\nRepresentative rows.',
      '0 pts\nNot Good\nUnrepresentative.',
      name,
    ]
    const { content } = grid({
      widths: [110, 100, 90, 50],
      rows: [
        ['Criteria', 'Ratings', '', 'Pts'],
        ['Rows of beans', ...ratings('4 pts')],
        ['Rows of peas', ...ratings('4 pts')],
      ],
      bold: (row, column, at) => row > 0 && (column === 1 || column === 2) && at < 2,
    })
    expect(lines(await read(content))).toEqual([
      'Rows of beans #4: Very Good 4 "Representative rows." | Not Good 0 "Unrepresentative."',
      'Rows of peas #4: Very Good 4 "Representative rows." | Not Good 0 "Unrepresentative."',
    ])
  })
})

describe('list marks of symbol fonts', () => {
  const item = (y: number, depth: number, mark: string, words: string, font: 'F3' | 'F4' = 'F3') =>
    text(60 + depth * 30, y, mark, { font }) + text(78 + depth * 30, y, words)

  it.each([
    ['squares', '■', 'F3'],
    ['private code points', '\uf0a7', 'F3'],
    ['code points that stand for no known sign', '\uf0c5', 'F3'],
    ['letters of a font of dingbats', 'n', 'F4'],
  ] as const)('part items where they are %s', async (_, mark, font) => {
    const content =
      text(60, 780, 'Garden rubric (10 points)', { size: 16 }) +
      item(750, 0, mark, 'Soil (6 points)', font) +
      item(736, 1, mark, 'Dug deep in every corner (4 points)', font) +
      item(722, 1, mark, 'Free of weeds (2 points)', font) +
      item(708, 0, mark, 'Beds (4 points)', font) +
      item(694, 1, mark, 'Straight (3 points)', font) +
      item(680, 1, mark, 'Level (1 point)', font)
    expect(lines(await read(content))).toEqual([
      'Dug deep in every corner #4 [Soil]: 4',
      'Free of weeds #2 [Soil]: 2',
      'Straight #3 [Beds]: 3',
      'Level #1 [Beds]: 1',
    ])
  })

  it('part items with dots that lead to their points', async () => {
    // Every character is 6 points wide.
    const dots = (y: number, words: string, points: string) =>
      text(60, y, '\uf0b7', { font: 'F3' }) +
      text(78, y, `${words}${'.'.repeat(62 - words.length)} ${points}`, { font: 'F3' })
    const content =
      text(60, 780, 'Garden rubric', { size: 16 }) +
      text(60, 750, 'Soil:', { font: 'F2' }) +
      dots(736, 'Depth (dug or scratched)', '30') +
      dots(722, 'Weeds (none or many)', '20') +
      text(60, 700, 'Beds:', { font: 'F2' }) +
      dots(686, 'Edges (straight)', '25') +
      dots(672, 'Paths (swept)', '25')
    expect(lines(await read(content))).toEqual([
      'Depth (dug or scratched) #30 [Soil]: 30',
      'Weeds (none or many) #20 [Soil]: 20',
      'Edges (straight) #25 [Beds]: 25',
      'Paths (swept) #25 [Beds]: 25',
    ])
  })
})

describe('grids of learning platforms in print', () => {
  const HEAD = ['Criteria', 'High\n', 'Low\n', 'Score']

  it('part a title from its first level where the line between them is left out', async () => {
    const { content, bottom } = grid({
      widths: [100, 120, 120, 60],
      rows: [
        HEAD,
        [
          'Soil of the bed\nand its depth',
          '6 points\nDug deep in every\ncorner of the bed.',
          '2 points\nDug in places.',
          '/ 6',
        ],
      ],
    })
    const rows = [
      ['Water and its', '4 points'],
      ['amount in all', 'Watered daily in'],
      ['dry weeks', 'all of the weeks.'],
    ]
    const top = bottom
    const last =
      rows
        .map(([a = '', b = ''], i) => text(54, top - 14 - i * 12, a) + text(154, top - 14 - i * 12, b))
        .join('') +
      text(274, top - 14, '1 points') +
      text(394, top - 14, '/ 4') +
      [50, 270, 390, 450].map((x) => line(x, top, x, top - 48)).join('') +
      line(50, top - 48, 450, top - 48)
    expect(lines(await read(content + last))).toEqual([
      'Soil of the bed and its depth #6: High 6 "Dug deep in every corner of the bed." | Low 2 "Dug in places."',
      'Water and its amount in all dry weeks #4: High 4 "Watered daily in all of the weeks." | Low 1',
    ])
  })

  it('join the rest of a row on the next page, which has no points of its own', async () => {
    const row = (name: string, points: string) => [
      name,
      `${points} pts\nFull\nDone as agreed.`,
      '0 pts\nNone\nNot done.',
      `${points} pts`,
    ]
    const common = {
      widths: [120, 130, 100, 60],
      bold: (r: number, c: number, at: number) => r > 0 && (c === 1 || c === 2) && at < 2,
    }
    const first = grid({
      ...common,
      rows: [
        ['Criteria', 'Ratings', '', 'Pts'],
        row('Soil', '5'),
        row('Water', '3'),
        ['Growth in Weeks', '2 pts\nFull', '0 pts\nNone', '2 pts'],
      ],
    })
    const second = grid({
      ...common,
      rows: [
        ['Criteria', 'Ratings', '', 'Pts'],
        ['Between Rains', 'Grew in all of them.', 'Never grew.', ''],
        row('Harvest', '4'),
      ],
      bold: (r, c, at) => r > 1 && (c === 1 || c === 2) && at < 2,
    })
    expect(lines(await read(first.content, second.content))).toEqual([
      'Soil #5: Full 5 "Done as agreed." | None 0 "Not done."',
      'Water #3: Full 3 "Done as agreed." | None 0 "Not done."',
      'Growth in Weeks Between Rains #2: Full 2 "Grew in all of them." | None 0 "Never grew."',
      'Harvest #4: Full 4 "Done as agreed." | None 0 "Not done."',
    ])
  })
})

describe('grids whose lines begin below their headings', () => {
  it('take the bold row above them for their headings', async () => {
    const { content } = grid({
      y: 700,
      widths: [220, 100],
      boldHeader: false,
      rows: [
        ['Digging', '20'],
        ['Sowing', '15'],
        ['In the greenhouse', ''],
        ['Watering', '5'],
      ],
    })
    const above = [text(54, 704, 'Task', { font: 'F2' }), text(274, 704, 'Percent/Points', { font: 'F2' })]
    const { rubrics } = await extractRubrics(makePdf([{ content: above.join('') + content }]))
    expect(rubrics.map(lines)).toEqual([
      ['Digging #20: 20', 'Sowing #15: 15', 'Watering #5 [In the greenhouse]: 5'],
    ])
  })
})

describe('words of narrow columns', () => {
  // Office programs paint the space at the end of a line; a line without one was broken inside of a word.
  const cell = (x: number, y: number, ...rows: string[]) =>
    rows.map((row, at) => text(x + 4, y - 14 - at * 12, row, { font: 'F3' })).join('')
  const rules = (tops: readonly number[], lefts: readonly number[]) =>
    tops.map((y) => line(lefts[0] ?? 0, y, lefts.at(-1) ?? 0, y)).join('') +
    lefts.map((x) => line(x, tops[0] ?? 0, x, tops.at(-1) ?? 0)).join('')

  it('are whole where no space was painted between their parts', async () => {
    const content =
      rules([780, 740, 660, 580], [50, 140, 206, 300]) +
      cell(50, 780, 'Criteria') +
      cell(140, 780, 'Excellen', 't') +
      cell(206, 780, 'Poor') +
      cell(50, 740, 'Digging ', 'the soil') +
      cell(140, 740, 'Digs deep ', 'in most ', 'of the be', 'ds and ', 'waters.') +
      cell(206, 740, 'Digs not ', 'at all ', 'in any ', 'bed.') +
      cell(50, 660, 'Sowing ', 'seeds') +
      cell(140, 660, 'Sows in ', 'straight ', 'rows.') +
      cell(206, 660, 'Sows ', 'nothing ', 'at all.')
    expect(lines(await read(content))).toEqual([
      'Digging the soil: Excellent "Digs deep in most of the beds and waters." | Poor "Digs not at all in any bed."',
      'Sowing seeds: Excellent "Sows in straight rows." | Poor "Sows nothing at all."',
    ])
  })

  it('stay two where one letter more would have fitted', async () => {
    const row = (y: number, name: string[], good: string, poor: string) =>
      cell(50, y, ...name) +
      cell(140, y, `${good} a lot `, 'of beds ', 'in rows.') +
      cell(206, y, `${poor} none `, 'of them ', 'at all.')
    const content =
      rules([780, 750, 690, 630], [50, 140, 206, 300]) +
      cell(50, 780, 'Criteria') +
      cell(140, 780, 'Good') +
      cell(206, 780, 'Poor') +
      row(750, ['Fertilising', 'and watering'], 'Sows', 'Sows') +
      row(690, ['Cultivating', 'and weeding'], 'Digs', 'Digs')
    expect((await read(content)).criteria.map(({ title }) => title)).toEqual([
      'Fertilising and watering',
      'Cultivating and weeding',
    ])
  })
})

describe('fractions', () => {
  const half = (x: number, y: number) =>
    text(x, y + 4, '1', { size: 7 }) +
    text(x, y - 3.5, '2', { size: 7 }) +
    line(x - 0.5, y + 2.2, x + 4.5, y + 2.2, '0.4 w')

  it('that stand on top of each other are points of a level, and levels may share them', async () => {
    const { content } = grid({
      y: 740,
      widths: [30, 300],
      height: 24,
      boldHeader: false,
      rows: [
        ['1', 'The soil is dug deep in every corner.'],
        ['', 'The soil is dug in most places.'],
        ['', 'The soil is dug deep and full of stones.'],
        ['0', 'The soil is not dug at all.'],
      ],
    })
    const rubric = await read(
      text(50, 780, 'Garden rubric', { size: 16 }) +
        text(50, 752, 'Soil', { font: 'F2' }) +
        content +
        half(56, 702) +
        half(56, 678),
    )
    expect(rubric.criteria[0]?.levels.map(({ max, descriptor }) => [max, descriptor])).toEqual([
      [1, 'The soil is dug deep in every corner.'],
      [0.5, 'The soil is dug in most places.'],
      [0.5, 'The soil is dug deep and full of stones.'],
      [0, 'The soil is not dug at all.'],
    ])
  })
})
