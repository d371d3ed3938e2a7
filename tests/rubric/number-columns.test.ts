import { describe, expect, it } from 'vitest'
import { extract, lines, rubricOf } from './from-text.ts'

/** What the columns of numbers beside criteria mean, whatever stands over them. */
const table = (...rows: string[][]) =>
  ['# Garden rubric', '', ...rows.map((row) => `| ${row.join(' | ')} |`)]
    .toSpliced(3, 0, `|${' --- |'.repeat(rows[0]?.length ?? 1)}`)
    .join('\n')

describe('a column of numbers', () => {
  it('holds weights where it is all in percent, also under "Value"', async () => {
    const rubric = await rubricOf(
      table(
        ['Criteria', 'Value', '100-76', '75-55', '54-0'],
        ['Soil', '60%', 'deep', 'shallow', 'bare'],
        ['Seeds', '40%', 'in rows', 'here and there', 'none'],
      ),
    )
    expect(rubric.criteria.map(({ weight, points }) => [weight, points])).toEqual([
      [60, undefined],
      [40, undefined],
    ])
    expect(rubric.total.computed).toBe(100)
  })

  it('holds points where its heading gives weights in marks', async () => {
    const rubric = await rubricOf(
      table(
        ['Criteria', 'Weightage (Marks)', 'Description'],
        ['Soil', '50', 'Dug deep in all of it'],
        ['Seeds', '60', 'Sown in straight rows'],
      ),
    )
    expect(lines(rubric)).toEqual(['Soil #50: 50', 'Seeds #60: 60'])
  })

  it('holds weights where it has one number for all the rows of a criterion, and they make 100', async () => {
    const rubric = await rubricOf(
      table(
        ['Category', 'Part of it', 'Level', 'Points', 'Description'],
        ['Soil', '60', '1', '10', 'All of it is dug'],
        ['', '', '2', '5', 'Half of it is dug'],
        ['', '', '3', '0', 'Nothing is dug'],
        ['Seeds', '20', '1', '20', 'All are in rows'],
        ['', '', '2', 'n', 'n, the number of rows'],
        ['Paths', '15', '1', '4', 'All are clean'],
        ['', '', '2', '2', 'Some are clean'],
        ['Tools', '5', '1', '4', 'All are clean'],
        ['', '', '2', '2', 'Some are clean'],
      ),
    )
    expect(lines(rubric)).toEqual([
      'Soil ×60: 10 "All of it is dug" | 5 "Half of it is dug" | 0 "Nothing is dug"',
      'Seeds ×20: 20 "All are in rows" | "n, the number of rows"',
      'Paths ×15: 4 "All are clean" | 2 "Some are clean"',
      'Tools ×5: 4 "All are clean" | 2 "Some are clean"',
    ])
  })

  it('holds weights also where most of its cells are sums in words', async () => {
    const rubric = await rubricOf(
      table(
        ['Criteria', 'Poor', 'Good', 'Weighted'],
        ['Soil', 'bare', 'deep', '40%'],
        ['Seeds', 'none', 'in rows', '30%'],
        ['Paths', 'muddy', 'swept', '30%'],
        ['', '', '', 'Garden (60%)'],
        ['', '', '', 'Paths (40%)'],
        ['', '', '', 'Overall, garden and paths (100%)'],
      ),
    )
    expect(rubric.criteria.map(({ weight }) => weight)).toEqual([40, 30, 30])
  })

  it('may ask for yes or no, which is a criterion without points', async () => {
    const rubric = await rubricOf(
      table(
        ['Task', 'Marks'],
        ['Gates', ''],
        ['Soil is dug', 'Y/N'],
        ['Work', ''],
        ['Seeds', '3'],
        ['Paths', '4'],
      ),
    )
    expect(lines(rubric)).toEqual(['Soil is dug [Gates]: ', 'Seeds #3 [Work]: 3', 'Paths #4 [Work]: 4'])
  })

  it('may say something beside a number', async () => {
    const rubric = await rubricOf(
      table(
        ['Task', 'Points'],
        ['Soil', '12 + 5 (compost)'],
        ['Seeds', '3 (only in spring)'],
        ['Paths', '4'],
      ),
    )
    expect(lines(rubric)).toEqual(['Soil #17: 17', 'Seeds #3: 3', 'Paths #4: 4'])
  })
})

describe('a weight in a name', () => {
  it('may stand before the outcome that the criterion belongs to', async () => {
    const rubric = await rubricOf(
      table(
        ['Section', 'Weak', 'Good'],
        ['Part 1: Soil (35%) [LO3]', 'bare', 'deep'],
        ['Part 2: Seeds (65%) [LO2, LO4]', 'none', 'in rows'],
      ),
    )
    expect(rubric.criteria.map(({ title, weight }) => [title, weight])).toEqual([
      ['Part 1: Soil [LO3]', 35],
      ['Part 2: Seeds [LO2, LO4]', 65],
    ])
  })
})

describe('a column of notes', () => {
  it('describes the criteria where nobody has given points yet', async () => {
    const rubric = await rubricOf(
      table(['Category', 'Points', 'Notes'], ['Soil', '10', 'Dug deep in all of it'], ['Seeds', '5', '']),
    )
    expect(rubric.criteria.map(({ description }) => description)).toEqual([
      'Dug deep in all of it',
      undefined,
    ])
  })

  it('is what somebody wrote beside the points that were given', async () => {
    const rubric = await rubricOf(
      table(
        ['Category', 'Points', 'Score', 'Notes'],
        ['Soil', '10', '8', 'Well done!'],
        ['Seeds', '5', '5', ''],
      ),
    )
    expect(rubric.criteria.map(({ description }) => description)).toEqual([undefined, undefined])
  })
})

describe('a level', () => {
  it('may give a mark, its letter and the value of that', async () => {
    const rubric = await rubricOf(
      table(
        ['Criteria', 'Excellent 10 / A / 4', 'Good 8 / B / 3', 'Fail F / 0'],
        ['Soil', 'deep', 'shallow', 'bare'],
        ['Seeds', 'in rows', 'here and there', 'none'],
      ),
    )
    expect(lines(rubric)[0]).toBe('Soil: Excellent 10 "deep" | Good 8 "shallow" | Fail 0 "bare"')
  })
})

describe('a table of spans', () => {
  it('says what a measure gives, and is no list of criteria', async () => {
    const text = table(
      ['Length of the talk', 'What is taken off'],
      ['4 to 5 minutes', '0%'],
      ['3 to 4 minutes', '20%'],
      ['below 3', '50%'],
    )
    await expect(extract(text, 'talk.md')).rejects.toMatchObject({ code: 'NOT_A_RUBRIC' })
  })
})
