import { describe, expect, it } from 'vitest'
import { extractRubrics } from '../../netlify/rubric/extract.ts'
import { line, makePdf, text } from '../rubric-pdf/pdf-maker.ts'
import { lines } from './from-text.ts'

/**
 * Marking sheets as an editor prints Markdown: the file's name and the date at the top, a rule under the title, and
 * tables with a rule under each row and nothing else.
 */
const LEFT = 38
const RIGHT = 353

/** Rows with a rule under each; a row of one text is bold. */
function table(top: number, rows: string[][]): string {
  return rows
    .map((cells, at) => {
      const y = top - at * 25
      const bold = cells.length === 1 || at === 0
      const words = cells.map((cell, i) => text(LEFT + 6 + i * 230, y, cell, { font: bold ? 'F2' : 'F1' }))
      const rule = at === rows.length - 1 ? '' : line(LEFT, y - 8, RIGHT, y - 8)
      return words.join('') + rule
    })
    .join('')
}

const page = (...rows: string[][]): string =>
  text(LEFT, 820, 'rubric.md') +
  text(510, 820, '12/20/2019') +
  text(LEFT, 765, 'Tug of War Grading Rubric', { size: 18 }) +
  line(LEFT, 755, 555, 755) +
  text(LEFT, 728, 'Student Name: ____________ Date: ________') +
  table(697, rows) +
  text(LEFT, 662 - rows.length * 25, 'Final Grade', { size: 14 }) +
  ['Points Possible', 'Points Earned', 'Percentage']
    .map((head, i) => text(LEFT + 6 + i * 85, 632 - rows.length * 25, head, { font: 'F2' }))
    .join('') +
  line(LEFT, 624 - rows.length * 25, 285, 624 - rows.length * 25) +
  text(LEFT + 6, 607 - rows.length * 25, '30')

async function read(...rows: string[][]) {
  const { rubrics } = await extractRubrics(makePdf([{ content: page(...rows) }]), { fileName: 'rubric.pdf' })
  return rubrics.map((rubric) => [rubric.title, rubric.total.stated, ...lines(rubric)])
}

const BODY = [
  ['Ropes are knotted well', '10'],
  ['Teams are even', '5'],
  ['Both sides pull', '5'],
  ['Sub total', '20'],
  ['After the game'],
  ['Hands are shaken', '5'],
  ['Ropes are put away', '5'],
  ['Sub total', '10'],
]
const criteria = [
  'Ropes are knotted well #10 [During the game]: 10',
  'Teams are even #5 [During the game]: 5',
  'Both sides pull #5 [During the game]: 5',
  'Hands are shaken #5 [After the game]: 5',
  'Ropes are put away #5 [After the game]: 5',
]

describe('a printed marking sheet', () => {
  it('keeps its title, groups and total', async () => {
    expect(await read(['During the game', 'Points'], ...BODY)).toEqual([
      ['Tug of War Grading Rubric', 30, ...criteria],
    ])
  })

  it('keeps them where no column is named', async () => {
    expect(await read(['During the game'], ...BODY)).toEqual([['Tug of War Grading Rubric', 30, ...criteria]])
  })
})
