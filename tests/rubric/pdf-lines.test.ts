import { describe, expect, it } from 'vitest'
import { extractRubrics } from '../../netlify/rubric/extract.ts'
import { grid, makePdf, text } from '../rubric-pdf/pdf-maker.ts'
import { lines } from './from-text.ts'

/** Printed rubrics whose lines only their places on the page hold together. */
async function read(...pages: string[]) {
  const { rubrics } = await extractRubrics(makePdf(pages.map((content) => ({ content }))), {
    fileName: 'rubric.pdf',
  })
  return rubrics.map(lines)
}

describe('blanks for points in front of lines', () => {
  const item = (y: number, depth: number, points: number, words: string[], font: 'F1' | 'F2' = 'F1') =>
    text(60 + depth * 40, y, `___ / ${points} pts`, { font }) +
    words.map((part, at) => text(220, y - at * 12, part, { font })).join('')

  it('belong to the text behind the tab, under the lines that stand further out', async () => {
    const content =
      text(60, 790, 'Garden rubric', { size: 16 }) +
      item(750, 0, 30, ['THE BEDS – DUE ON THE FIRST OF MAY 23rd'], 'F2') +
      item(730, 1, 10, ['Dug deep']) +
      item(716, 1, 20, [
        'Free of weeds in every corner of it, which is to be seen also',
        'from the path beside it',
      ]) +
      item(680, 0, 10, ['TOOLS'], 'F2') +
      item(660, 1, 10, ['All tools are clean']) +
      item(620, 0, 40, ['FINAL GRADE'], 'F2')
    expect(await read(content)).toEqual([
      [
        'Dug deep #10 [THE BEDS – DUE ON THE FIRST OF MAY 23rd]: 10',
        'Free of weeds in every corner of it, which is to be seen also from the path beside it #20 [THE BEDS – DUE ON THE FIRST OF MAY 23rd]: 20',
        'All tools are clean #10 [TOOLS]: 10',
      ],
    ])
  })
})

describe('rubrics of several courses in one file', () => {
  it('are told apart by a title that differs in its number, though their criteria have the same names', async () => {
    const page = (course: string, points: [string, string, string]) =>
      text(60, 800, `${course} Marking rubric`) +
      grid({
        widths: [120, 150, 150],
        rows: [
          ['Criteria', 'Good', 'Poor'],
          ...['Soil', 'Water', 'Seeds', 'Tools'].map((name) => [name, points[0], points[1]]),
          ['Harvest', points[2], '0'],
        ],
      }).content
    const rubrics = await read(page('2001', ['8', '4', '10']), page('3001', ['6', '3', '9']))
    expect(rubrics.map((criteria) => criteria.at(-1))).toEqual([
      'Harvest: Good 10 | Poor 0',
      'Harvest: Good 9 | Poor 0',
    ])
  })
})

describe('tables pasted as text', () => {
  // Every character is 6 points wide; a tab goes on at the next 36 points.
  const left = 60
  const tabbed = (y: number, label: string, said: string) =>
    text(left, y, label, { font: 'F3' }) +
    text(left + 36 * Math.ceil((label.length * 6 + 2) / 36), y, said, { font: 'F3' })

  it('are rows of a label and what is said behind the tab, wherever it ends', async () => {
    const scale = (y: number, name: string) =>
      text(left, y, name, { font: 'F3' }) +
      tabbed(y - 16, 'Levels', 'Description') +
      tabbed(y - 32, 'Excellent', 'Digs deep in every corner of the bed, also below the old') +
      text(left, y - 44, 'trees beside it.', { font: 'F3' }) +
      tabbed(y - 60, 'Good', 'Digs deep in places.') +
      tabbed(y - 76, 'Insufficient', 'Does not dig.')
    const overview =
      text(left, 560, 'Shares', { font: 'F3' }) +
      tabbed(544, 'Criterion', '%') +
      tabbed(528, 'Digging', '60%') +
      tabbed(512, 'Sow', '40%')
    const levels =
      'Excellent "Digs deep in every corner of the bed, also below the old trees beside it." | Good "Digs deep in places." | Insufficient "Does not dig."'
    expect(
      await read(scale(780, '1. Digging a bed (60%)') + scale(680, '2. Sowing (40%)') + overview),
    ).toEqual([[`Digging a bed ×60: ${levels}`, `Sowing ×40: ${levels}`]])
  })
})
