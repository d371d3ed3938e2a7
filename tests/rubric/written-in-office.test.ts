import { describe, expect, it } from 'vitest'
import { extract, lines, rubricOf } from './from-text.ts'

/** Rubrics as people write them in Word, sheets and Markdown. */
const csv = (...rows: string[]) => rubricOf(rows.join('\n'), 'rubric.csv')

describe('a table of levels under each heading', () => {
  it('may go without some of the levels that others have', async () => {
    const scale = (...rows: string[]) =>
      ['', '| Level | Description |', '| --- | --- |', ...rows, ''].join('\n')
    const rubric = await rubricOf(`# Garden rubric

### 1. Soil (3 pts)
${scale('| Above (3 pts) | Dug deep |', '| At (2 pts) | Dug |', '| Below (1 pt) | Scratched |', '| None (0 pts) | Not dug |')}
### 2. Seeds (2 pts)
${scale('| At (2 pts) | In rows |', '| Below (1 pt) | Thrown |', '| None (0 pts) | Not sown |')}
`)
    expect(lines(rubric)).toEqual([
      'Soil #3: Above 3 "Dug deep" | At 2 "Dug" | Below 1 "Scratched" | None 0 "Not dug"',
      'Seeds #2: At 2 "In rows" | Below 1 "Thrown" | None 0 "Not sown"',
    ])
  })
})

describe('points', () => {
  it('stand in a list beside the list of what they are for, below their sum', async () => {
    const row = (task: string[], points: string[]) =>
      `<tr>${[task, points].map(([head, ...items]) => `<td>${head}<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul></td>`).join('')}</tr>`
    const rubric = await rubricOf(
      `<html><h1>Garden rubric</h1><table><tr><td>Task</td><td>Points</td></tr>
       ${row(['Soil', 'Dug deep', 'Raked'], ['3 points total', '2 points', '1 point'])}
       ${row(['Seeds', 'In rows'], ['4 points total', '4 points'])}</table></html>`,
      'rubric.html',
    )
    expect(lines(rubric)).toEqual(['Dug deep #2 [Soil]: 2', 'Raked #1 [Soil]: 1', 'In rows #4 [Seeds]: 4'])
  })

  it('have beside them what somebody got, with or without a heading', async () => {
    const rubric = await rubricOf(`# Garden rubric

| Criterion | Points | |
| --- | --- | --- |
| Soil | 2 | 2 |
| Seeds | 4 | 3 |
| Water | 3 | 3 |
`)
    expect(lines(rubric)).toEqual(['Soil #2: 2', 'Seeds #4: 4', 'Water #3: 3'])
  })

  it('are summed up in other languages, too', async () => {
    const rubric = await csv('평가 항목,배점', '땅을 깊게 판다,30', '씨를 줄지어 뿌린다,70', '합계,100')
    expect(lines(rubric)).toEqual(['땅을 깊게 판다 #30: 30', '씨를 줄지어 뿌린다 #70: 70'])
    expect(rubric.total.stated).toBe(100)
  })

  it('that are all 0 are sums that nobody has filled in', async () => {
    const row = (team: string) => `| ${team} | | 0 |`
    const sheet = [
      '| Team judged | Digging | Points |',
      '| --- | --- | --- |',
      ...['The first team', 'The second team', 'The third team'].map(row),
    ]
    await expect(extract(`# Garden rubric\n\n${sheet.join('\n')}`)).rejects.toMatchObject({
      code: 'NOT_A_RUBRIC',
    })
  })
})

it('takes short names over sentences for levels where the corner is empty, also between remarks', async () => {
  const row = (...cells: string[]) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
  const remark = (text: string) => `<tr><td colspan="5">${text}</td></tr>`
  const rubric = await rubricOf(
    `<table>${row('', 'A-Extensive evidence', 'B-Convincing evidence', 'C-Limited evidence', 'D-No evidence')}
     ${row('Digging', 'The soil is dug deep', 'Most of it is dug', 'Some of it is dug', 'None of it is dug')}
     ${remark('Digging criteria: The soil is dug to the depth of a spade in all of the beds, and stones are taken out.')}
     ${row('Sowing', 'All rows are straight', 'Most are straight', 'Some are straight', 'There are no rows')}
     ${row('Water', 'Each bed gets enough', 'Most get enough', 'Some get enough', 'They dry up by noon')}</table>`,
    'rubric.html',
  )
  expect(rubric.levels?.map(({ label }) => label)).toEqual([
    'A-Extensive evidence',
    'B-Convincing evidence',
    'C-Limited evidence',
    'D-No evidence',
  ])
  expect(rubric.criteria.map(({ title }) => title)).toEqual(['Digging', 'Sowing', 'Water'])
})

describe('a form that says the levels in every row', () => {
  const works = ['Works', 'Small faults. Say which:', 'Does not work', 'Comments on this item, if any:']
  const form = (...rows: string[][]) =>
    `<table>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`
  const garden = form(
    ['1. Gate opens', ...works],
    ['2. Pump runs', ...works],
    ['3. Bell rings', ...works],
    ['4. Key is there', 'Yes', 'No'],
  )

  it('has them for its criteria, also where a row has others', async () => {
    const rubric = await rubricOf(garden, 'rubric.html')
    expect(rubric.kind).toBe('grid')
    expect(lines(rubric)).toEqual([
      '1. Gate opens: Works | Small faults. Say which: | Does not work',
      '2. Pump runs: Works | Small faults. Say which: | Does not work',
      '3. Bell rings: Works | Small faults. Say which: | Does not work',
      '4. Key is there: Yes | No',
    ])
  })

  it('is refused where nothing names a rubric', async () => {
    await expect(extract(garden, 'garden.html')).rejects.toMatchObject({ code: 'NOT_A_RUBRIC' })
  })
})
