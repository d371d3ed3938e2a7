import { describe, expect, it } from 'vitest'
import { extract, lines, rubricOf } from './from-text.ts'

/** Tables that name each criterion once, with what it asks for, what passes, or what it is worth. */
const table = (...rows: string[]) => `<table>${rows.map((row) => `<tr>${row}</tr>`).join('')}</table>`
const cells = (...texts: string[]) => texts.map((text) => `<td>${text}</td>`).join('')
const html = (...rows: string[]) => rubricOf(`<h1>Garden rubric</h1>${table(...rows)}`, 'g.html')

describe('criteria without points', () => {
  const texts = [
    'Digs the soil deep, turns all of it over and takes out stones',
    'Sows the seeds in straight rows that are well apart, and waters',
  ] as const

  it.each([
    ['under headings for both', cells('Deliverables', 'Indicators of success')],
    ['under a heading for what they ask for', cells('', 'Assessment criteria')],
  ])('are read %s', async (_, heading) => {
    const rubric = await html(heading, cells('Soil', texts[0]), cells('Seeds', texts[1]))
    expect(rubric.kind).toBe('checklist')
    expect(rubric.criteria.map(({ title, description }) => [title, description])).toEqual([
      ['Soil', texts[0]],
      ['Seeds', texts[1]],
    ])
  })

  it('are refused where nothing names a rubric', async () => {
    const text = `<h1>Our garden</h1>${table(
      cells('Tasks', 'Details'),
      cells('Soil', texts[0]),
      cells('Seeds', texts[1]),
    )}`
    await expect(extract(text, 'g.html')).rejects.toMatchObject({ code: 'NOT_A_RUBRIC' })
  })
})

describe('points', () => {
  it('stand in front of the one level that passes', async () => {
    const rubric = await html(
      cells('Attribute', 'Meets'),
      cells('Soil', '20 points<br>Dug deep in every corner.'),
      cells('Seeds', '40 points<br>Sown in straight rows.'),
    )
    expect(lines(rubric)).toEqual([
      'Soil #20: Meets 20 "Dug deep in every corner."',
      'Seeds #40: Meets 40 "Sown in straight rows."',
    ])
  })

  it.each([
    ['25 (each 5)', 25],
    ['5+5', 10],
  ])('may be given in parts, as %s', async (written, points) => {
    const rubric = await html(cells('Requirements', 'Marks'), cells('Soil', written), cells('Seeds', '10'))
    expect(rubric.criteria.map((criterion) => criterion.points)).toEqual([points, 10])
  })

  it('behind texts, down to nothing, are the levels of what stands over them', async () => {
    const scale = (name: string, what: string) =>
      table(
        cells(name, 'Rubric score'),
        cells(`The ${what} is as good as it can be`, '5'),
        cells(`The ${what} is good in places`, '2'),
        cells(`The ${what} is not good anywhere`, '0'),
      )
    const rubric = await rubricOf(
      `<h1>Garden rubric</h1>${scale('Soil (60%)', 'soil')}${scale('Paths (40%)', 'path')}`,
      'g.html',
    )
    expect(lines(rubric)).toEqual([
      'Soil ×60: 5 "The soil is as good as it can be" | 2 "The soil is good in places" | 0 "The soil is not good anywhere"',
      'Paths ×40: 5 "The path is as good as it can be" | 2 "The path is good in places" | 0 "The path is not good anywhere"',
    ])
  })
})

describe('totals', () => {
  it('of a group are named by the group', async () => {
    const rubric = await html(
      cells('Task', 'Points'),
      cells('Soil', '20'),
      cells('Seeds', '30'),
      cells('Additions total', '50'),
    )
    expect(lines(rubric)).toEqual(['Soil #20: 20', 'Seeds #30: 30'])
    expect(rubric.total).toMatchObject({ stated: 50, computed: 50 })
  })

  it('are what the criteria add up to, not the share in a grade below', async () => {
    const rubric = await html(
      cells('Task', 'Points'),
      cells('Soil', '20'),
      cells('Seeds', '30'),
      cells('Total', '50'),
      cells('Final grade', '30%'),
    )
    expect(rubric.total).toMatchObject({ stated: 50, computed: 50 })
  })
})

describe('names in steps', () => {
  it('are those of a group where the group is graded as one', async () => {
    const rubric = await html(
      cells('', '', 'Good', 'Poor'),
      cells('Bed', '', '', ''),
      cells('', 'Soil', 'Dug deep in all places', 'Not dug at all'),
      cells('', 'Seeds', 'Sown in straight rows', 'Not sown at all'),
      cells('Fence (25%)', '', 'Stands straight and whole', 'Has fallen over'),
    )
    expect(rubric.criteria.map(({ title, weight }) => [title, weight])).toEqual([
      ['Soil', undefined],
      ['Seeds', undefined],
      ['Fence', 25],
    ])
  })
})

describe('sections', () => {
  it('in steps end where their numbers do', async () => {
    const rubric = await html(
      cells('1. Garden', 'Punts', 'Pes'),
      cells('1.1 Soil', '', '10'),
      cells('1.2 Beds in detail', '', ''),
      cells('a. Edges', '', '5'),
      cells('b. Paths', '', '5'),
      cells('1.3 Seeds', '', '20'),
      cells('2. Fence', '', ''),
      cells('2.1 Posts', '', '30'),
    )
    expect(rubric.criteria.map(({ title, section }) => [title, section])).toEqual([
      ['1.1 Soil', '1. Garden'],
      ['a. Edges', '1.2 Beds in detail'],
      ['b. Paths', '1.2 Beds in detail'],
      ['1.3 Seeds', '1. Garden'],
      ['2.1 Posts', '2. Fence'],
    ])
  })
})

describe('tables side by side on a page', () => {
  const grid = (name: string, ...criteria: string[]) =>
    table(
      cells(name, '0-50%', '51-100%', 'Weight'),
      ...criteria.map((title) =>
        cells(title, 'Not done in any of the beds', 'Done in all of the beds', '0.5'),
      ),
    )

  it('are rubrics of their own where the weights of each make a whole', async () => {
    const { rubrics } = await extract(
      `<title>Grading rubric</title>${grid('Vegetable beds', 'Soil', 'Water')}${grid('Flower beds', 'Soil', 'Sun')}`,
      'g.html',
    )
    expect(
      rubrics.map(({ criteria, total }) => [criteria.map(({ title }) => title), total.computed]),
    ).toEqual([
      [['Soil', 'Water'], 100],
      [['Soil', 'Sun'], 100],
    ])
  })
})

describe('criteria side by side', () => {
  it('keep all cells under a heading over two columns', async () => {
    const said = (level: string) =>
      cells(
        level,
        `The ${level} gardener digs the soil`,
        `The ${level} gardener sows in rows`,
        `The ${level} gardener waters the rows`,
        `The ${level} gardener mends the fence`,
      )
    const rubric = await html(
      '<td></td><td>Soil</td><td colspan="2">Seeds</td><td>Fence</td>',
      said('Class 1'),
      said('Class 2'),
      said('Fail'),
    )
    expect(rubric.criteria.map(({ title, levels }) => [title, levels[0]?.descriptor])).toEqual([
      ['Soil', 'The Class 1 gardener digs the soil'],
      ['Seeds', 'The Class 1 gardener sows in rows\nThe Class 1 gardener waters the rows'],
      ['Fence', 'The Class 1 gardener mends the fence'],
    ])
  })
})

describe('a remark below the name of a criterion', () => {
  it('behind an asterisk is no part of the name', async () => {
    const rubric = await html(
      cells('Criteria', 'Good', 'Poor'),
      cells('Soil<br>* Sand counts as soil here', 'Dug deep in all places', 'Not dug at all'),
      cells('Seeds', 'Sown in straight rows', 'Not sown at all'),
    )
    expect(rubric.criteria.map(({ title, description }) => [title, description])).toEqual([
      ['Soil', '* Sand counts as soil here'],
      ['Seeds', undefined],
    ])
  })
})

describe('two columns without a heading', () => {
  const numbered = [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12].map((number) =>
    cells(`${number}`, `Bed ${number} is free of weeds and stones`),
  )
  const listed = ['Soil', 'Seeds', 'Water'].map((name) =>
    cells(name, `<ul><li>${name} is where it is needed</li><li>${name} is not wasted</li></ul>`),
  )

  it.each([
    ['numbers beside sentences', numbered, 'Bed 1 is free of weeds and stones', 11],
    ['names beside lists', listed, 'Soil', 3],
  ])('are criteria as %s', async (_, rows, first, count) => {
    const { criteria } = await html(...rows)
    expect(criteria.length).toBe(count)
    expect(criteria[0]?.title).toBe(first)
    expect(criteria.every(({ points, levels }) => points === undefined && levels.length === 0)).toBe(true)
  })

  it('are refused where nothing names a rubric', async () => {
    for (const rows of [numbered, listed])
      await expect(extract(`<h1>Our garden</h1>${table(...rows)}`, 'g.html')).rejects.toThrow()
  })
})
