import { describe, expect, test } from 'vitest'
import { f1, readTruth, relationsOf, type ScoredTable, scoreDocument } from '../bench/icdar-score.ts'

const cell = (row: number, column: number, text: string, rowSpan = 1, columnSpan = 1) => ({
  row,
  column,
  rowSpan,
  columnSpan,
  text,
})
const table = (...cells: ReturnType<typeof cell>[]): ScoredTable => ({ page: 1, cells })

describe('the scorer', () => {
  const truth = table(cell(0, 0, 'A', 1, 2), cell(1, 0, 'b'), cell(1, 1, 'c'), cell(3, 1, 'd e'))

  test('relates each cell to the next with text, counting blanks', () => {
    expect([...relationsOf(truth).keys()].sort()).toEqual([
      'down0 A > B',
      'down0 A > C',
      'down1 C > DE',
      'right0 B > C',
    ])
  })

  test('gives truth against truth full marks, and nothing against truth none', () => {
    expect(f1(scoreDocument([truth], [truth]))).toBe(1)
    expect(f1(scoreDocument([truth], []))).toBe(0)
  })

  test('counts a table that is not there, and one found on another page, as wrong', () => {
    const extra = table(cell(0, 0, 'x'), cell(0, 1, 'y'))
    expect(scoreDocument([truth], [truth, extra])).toEqual({ correct: 4, expected: 4, found: 5 })
    expect(scoreDocument([truth], [{ ...truth, page: 2 }])).toEqual({ correct: 0, expected: 4, found: 4 })
  })

  test('counts two tables read as one by the better half', () => {
    const other = table(cell(0, 0, 'x'), cell(0, 1, 'y'))
    const both = table(...truth.cells, ...other.cells.map((c) => ({ ...c, row: c.row + 4 })))
    expect(scoreDocument([truth, other], [both]).correct).toBe(4)
  })

  test('reads the markup of the competition', () => {
    const xml = `<document><table id="1"><region id="1" page="2" row-increment="1"><cell end-col="1" start-col="0" start-row="0">
      <content>R &amp; D</content></cell><cell start-col="1" start-row="2"><content>x</content></cell></region></table></document>`
    expect(readTruth(xml)).toEqual([{ page: 2, cells: [cell(1, 0, 'R & D', 1, 2), cell(3, 1, 'x')] }])
  })
})
