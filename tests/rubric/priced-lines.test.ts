import { describe, expect, it } from 'vitest'
import { extractRubrics } from '../../netlify/rubric/extract.ts'
import { grid, makePdf, text } from '../rubric-pdf/pdf-maker.ts'
import { extract, lines, rubricOf } from './from-text.ts'

describe('lines that end with a colon and a number', () => {
  const items = [
    'The gardener :',
    'digs the soil : 0.5',
    'sows in rows : 1',
    'waters every morning : 0,25',
    '',
    'The cook :',
    'picks the beans : 2',
    'cooks them : 1.25',
  ]

  it('are criteria of a document that calls itself a rubric', async () => {
    expect(lines(await rubricOf(['Barème sur 5 points', '', ...items].join('\n'), 'bareme.txt'))).toEqual([
      'digs the soil #0.5 [The gardener]: 0.5',
      'sows in rows #1 [The gardener]: 1',
      'waters every morning #0.25 [The gardener]: 0.25',
      'picks the beans #2 [The cook]: 2',
      'cooks them #1.25 [The cook]: 1.25',
    ])
  })

  it('go on over several lines in print', async () => {
    const words = [
      'The gardener :',
      'digs the soil : 0.5',
      'sows in rows that are all',
      'of one length : 1',
      'waters the beds : 2',
      'plants beans in each of the long beds that lie behind the old house and the barn : 1,5',
    ]
    const content =
      text(60, 780, 'Barème du jardin', { font: 'F2' }) +
      words.map((line, at) => text(60, 750 - at * 12, line)).join('')
    const { rubrics } = await extractRubrics(makePdf([{ content }]))
    expect(rubrics[0]?.criteria.map(({ title, points, section }) => [title, points, section])).toEqual([
      ['digs the soil', 0.5, 'The gardener'],
      ['sows in rows that are all of one length', 1, 'The gardener'],
      ['waters the beds', 2, 'The gardener'],
      [
        'plants beans in each of the long beds that lie behind the old house and the barn',
        1.5,
        'The gardener',
      ],
    ])
  })

  it('are refused elsewhere', async () => {
    await expect(extract(['Our garden', '', ...items].join('\n'), 'garden.txt')).rejects.toMatchObject({
      code: 'NOT_A_RUBRIC',
    })
  })
})

describe('points of items', () => {
  it('stand behind the name, whatever is said of other points behind the colon', async () => {
    const rubric = await rubricOf(
      [
        '# Rubric',
        '## Soil (25 pts)',
        '- Basic item (15 pts): Is all of it dug? (minus 5 pts for each corner, up to 15 pts)',
        '- Detailed item (rated 0 to 5 pts): How deep is it dug?',
        '- Detailed item (0 to 5): How free is it of weeds?',
      ].join('\n'),
    )
    expect(lines(rubric)).toEqual([
      'Basic item #15 [Soil]: 15',
      'Detailed item (rated 0 to 5 pts): How deep is it dug? #5 [Soil]: 0..5',
      'Detailed item (0 to 5): How free is it of weeds? #5 [Soil]: 0..5',
    ])
  })

  it('go on below a list inside of an item', async () => {
    const at = (y: number, x: number, words: string) => text(x, y, words)
    const content =
      text(60, 780, 'Grading guide', { size: 16 }) +
      at(750, 60, '1. (2pt) Digging: Is the soil turned:') +
      at(732, 90, '\u2022 in every corner of the bed,') +
      at(718, 90, '\u2022 and below the hedge') +
      at(700, 72, 'with a spade? Are there no stones left in it, and no weeds?') +
      at(682, 60, '2. (6pt) Sowing: Are the rows straight, and is each of them watered?')
    const { rubrics } = await extractRubrics(makePdf([{ content }]))
    expect(rubrics[0]?.criteria.map(({ title, points, section }) => [title, points, section])).toEqual([
      ['Digging', 2, undefined],
      ['Sowing', 6, undefined],
    ])
    expect(rubrics[0]?.criteria[0]?.description).toContain('with a spade?')
  })
})

it('ends the name of a criterion where a list inside of its cell begins', async () => {
  const { content } = grid({
    widths: [300, 80],
    rows: [
      ['Criteria', 'Points'],
      ['a. Beds\ni. They are dug.\n1. In all corners.\nii. They are straight.', '4'],
      ['b. Paths\ni. They are swept.', '2'],
    ],
  })
  const { rubrics } = await extractRubrics(makePdf([{ content }]), { fileName: 'rubric.pdf' })
  expect(rubrics[0]?.criteria.map(({ title, points }) => [title, points])).toEqual([
    ['a. Beds', 4],
    ['b. Paths', 2],
  ])
})
