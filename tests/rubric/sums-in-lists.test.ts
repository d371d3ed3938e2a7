import { describe, expect, it } from 'vitest'
import { extractRubrics } from '../../netlify/rubric/extract.ts'
import { extract, lines, rubricOf } from './from-text.ts'
import { docxFile, paragraph, sheetRow, wordTable, xlsxFile } from './office.ts'

/** Lists of criteria in which some rows say what others add up to, and scales in place of their rows. */

describe('rows that add up the rows below them', () => {
  it('name groups where they make the whole, and no grade below the total is a criterion', async () => {
    const rubric = await rubricOf(
      [
        'Entregable,12',
        'Suelo cavado,8',
        'Suelo regado,4',
        'Semillas,6',
        'En fila,3',
        'Cubiertas,2',
        'Regadas,1',
        'Total,18',
        'Nota,5',
      ].join('\n'),
      'rubrica.csv',
    )
    expect(lines(rubric)).toEqual([
      'Suelo cavado #8 [Entregable]: 8',
      'Suelo regado #4 [Entregable]: 4',
      'En fila #3 [Semillas]: 3',
      'Cubiertas #2 [Semillas]: 2',
      'Regadas #1 [Semillas]: 1',
    ])
    expect(rubric.total).toMatchObject({ stated: 18, computed: 18 })
  })

  it('name groups where they are bold, also above an only row or one without a share', async () => {
    const rubric = await rubricOf(
      `# Garden rubric

| Rubric Item | Percentage | Score |
| --- | --- | --- |
| **Soil** | **60%** | - |
| Dug deep | 40% | |
| Watered | 20% | |
| **Seeds** | **30%** | - |
| Stand in rows | 10% | |
| Are covered | 20% | |
| **Fence** | **10%** | |
| Stands upright | 10% | |
| **Team** | **P/F** | |
| Work is shared | | |
`,
    )
    expect(lines(rubric)).toEqual([
      'Dug deep ×40 [Soil]: ',
      'Watered ×20 [Soil]: ',
      'Stand in rows ×10 [Seeds]: ',
      'Are covered ×20 [Seeds]: ',
      'Stands upright ×10 [Fence]: ',
      'Work is shared [Team]: ',
    ])
  })

  it('name groups where their numbers are bold, and the heading says what all of them make', async () => {
    const rubric = await rubricOf(
      `# Garden rubric

| ID | What is looked at | GARD1 Max Grade = 30 |
| --- | --- | --- |
| **1** | Soil (only where there is any) | **20 marks** |
| 1.1 | Dug deep | 15 |
| 1.2 | Watered | 5 |
| **2** | Seeds | **10 marks** |
| 2.1 | Stand in rows | 6 |
| 2.2 | Are covered | 4 |
`,
    )
    expect(lines(rubric)).toEqual([
      'Dug deep #15 [Soil (only where there is any)]: 15',
      'Watered #5 [Soil (only where there is any)]: 5',
      'Stand in rows #6 [Seeds]: 6',
      'Are covered #4 [Seeds]: 4',
    ])
    expect(rubric.total).toMatchObject({ stated: 30, computed: 30 })
  })

  it('are criteria where the sums make no whole', async () => {
    const rubric = await rubricOf(
      '# Garden rubric\n\n| Criteria | Points |\n| --- | --- |\n| Soil | 10 |\n| Seeds | 4 |\n| Water | 6 |\n| Fence | 8 |\n| Gate | 3 |\n| Path | 5 |\n| Total | 36 |\n',
    )
    expect(rubric.criteria).toHaveLength(6)
  })

  it('are totals where they say so, above the list and beside headings', async () => {
    const { rubrics } = await extractRubrics(
      xlsxFile([
        {
          name: 'Beds',
          rows: [
            sheetRow(1, ['Criteria', 'Details', 'Max Score', 'Notes']),
            sheetRow(2, ['Total Points', 'Description', '40', 'Group']),
            sheetRow(3, ['Soil', 'Is dug deep and level in every bed', '25', '']),
            sheetRow(4, ['Seeds', 'Stand in rows that are straight', '15', '']),
          ],
        },
      ]),
    )
    expect(rubrics.flatMap(lines)).toEqual(['Soil #25: 25', 'Seeds #15: 15'])
    expect(rubrics[0]?.total).toMatchObject({ stated: 40 })
  })
})

describe('points with a remark', () => {
  it.each(['(60 pts – 10 pts per bed)', '60*', '60 (each 10)'])('are read without it: %s', async (points) => {
    const rubric = await rubricOf(
      `# Garden\n\n| Criteria | Points |\n| --- | --- |\n| Soil | ${points} |\n| Seeds | 40 |\n`,
    )
    expect(lines(rubric)).toEqual(['Soil #60: 60', 'Seeds #40: 40'])
  })
})

describe('two lists that each make the whole that their heading says', () => {
  it('are two rubrics', async () => {
    const list = (...rows: string[][]) => wordTable(['Points (50 total)', 'Task'], ...rows)
    const { rubrics } = await extractRubrics(
      docxFile(
        [
          paragraph('Grading will be based on the following:'),
          list(['20', 'Dig the soil'], ['20*', 'Sow the seeds'], ['10', 'Water the beds']),
          paragraph('For those who come late:'),
          list(['15', 'Dig the soil'], ['15', 'Sow the seeds'], ['20', 'Water the beds']),
        ].join(''),
      ),
      { fileName: 'rubric.docx' },
    )
    expect(rubrics.map((rubric) => [lines(rubric), rubric.total.stated])).toEqual([
      [['Dig the soil #20: 20', 'Sow the seeds #20: 20', 'Water the beds #10: 10'], 50],
      [['Dig the soil #15: 15', 'Sow the seeds #15: 15', 'Water the beds #20: 20'], 50],
    ])
  })
})

describe('scales under the items of one list', () => {
  it('are the levels of those, and "Score range" heads their points', async () => {
    const item = (text: string) => `<ol><li>${text}</li></ol>`
    const scale = (good: string, poor: string) =>
      `<table><tr><td>Level</td><td>Score Range</td><td>Description</td></tr><tr><td>Good</td><td>${good}</td><td>All of it is done</td></tr><tr><td>Poor</td><td>${poor}</td><td>Little of it is done</td></tr></table>`
    const { rubrics } = await extract(
      `<h1>Garden rubric</h1>${item('Soil (60%)')}${scale('31–60', '0–30')}${item('Seeds (40%)')}${scale('21–40', '0–20')}`,
      'g.html',
    )
    expect(rubrics.flatMap(lines)).toEqual([
      'Soil ×60: Good 31..60 "All of it is done" | Poor 0..30 "Little of it is done"',
      'Seeds ×40: Good 21..40 "All of it is done" | Poor 0..20 "Little of it is done"',
    ])
  })
})

describe('a last row with what can be reached', () => {
  const row = (...cells: string[]) =>
    `<tr>${cells.map((cell, at) => `<td${at === 0 && cells.length === 1 ? ' colspan="2"' : ''}>${cell}</td>`).join('')}</tr>`
  const table = (...rows: string[]) => `<h1>Rubrics</h1><table>${rows.join('')}</table>`

  it('is the total of the items above it, without a word for totals', async () => {
    const rubric = await rubricOf(
      table(
        row('Garden rubric'),
        row('Beds are dug', '/ 3'),
        row('Paths are swept', '/ 2'),
        row('Garden report mark:', '/ 5'),
      ),
      'rubrics.html',
    )
    expect(lines(rubric)).toEqual(['Beds are dug #3: 3', 'Paths are swept #2: 2'])
    expect(rubric.total).toMatchObject({ stated: 5, computed: 5 })
  })

  it('is the total of items without points, which are as wide as the table', async () => {
    const rubric = await rubricOf(
      table(
        row('Garden rubric'),
        row('All of the beds have been dug'),
        row('The paths are swept'),
        row('Tools are in the shed'),
        row('Mark:', '/ 5'),
      ),
      'rubrics.html',
    )
    expect(lines(rubric)).toEqual([
      'All of the beds have been dug: ',
      'The paths are swept: ',
      'Tools are in the shed: ',
    ])
    expect(rubric.total.stated).toBe(5)
  })
})
