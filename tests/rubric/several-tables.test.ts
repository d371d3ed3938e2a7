import { describe, expect, it } from 'vitest'
import { extract, lines, rubricOf } from './from-text.ts'

/** Documents with more than one table: which of them are one rubric, and what their sums say about that. */
const row = (...texts: string[]) => `<tr>${texts.map((text) => `<td>${text}</td>`).join('')}</tr>`
const table = (...rows: string[]) => `<table>${rows.join('')}</table>`
const html = (...parts: string[]) => `<h1>Garden rubric</h1>${parts.join('')}`
const heading = row('Criteria', 'Points')

describe('a list', () => {
  it('may have one criterion under the heading row of a longer one', async () => {
    const rubric = await rubricOf(
      html(
        '<h2>Digging</h2>',
        table(heading, row('Soil is turned deep', '20'), row('Stones are out', '20')),
        '<h2>Talk</h2>',
        table(heading, row('Speaks to all', '60')),
      ),
      'g.html',
    )
    expect(lines(rubric)).toEqual([
      'Soil is turned deep #20 [Digging]: 20',
      'Stones are out #20 [Digging]: 20',
      'Speaks to all #60 [Talk]: 60',
    ])
  })

  it('without a heading of its own goes on in the section above', async () => {
    const rubric = await rubricOf(
      html(
        '<h2>Digging</h2>',
        table(heading, row('Soil is turned deep', '20'), row('Stones are out', '10')),
        table(heading, row('Beds are even', '20'), row('Paths are clear', '10')),
        '<h2>Talk</h2>',
        table(heading, row('Speaks to all', '20'), row('Answers well', '20')),
      ),
      'g.html',
    )
    expect(rubric.criteria.map(({ section }) => section)).toEqual([
      'Digging',
      'Digging',
      'Digging',
      'Digging',
      'Talk',
      'Talk',
    ])
  })
})

describe('tables with different levels', () => {
  const tables = [
    table(
      row('Criteria', 'Excellent', 'Good', 'Poor'),
      row('Soil', 'Turned deep everywhere (8)', 'Turned in most beds (5)', 'Hardly turned (0)'),
      row('Seeds', 'All in straight rows (6)', 'Most in rows (3)', 'Thrown about (0)'),
    ),
    table(
      row('Criteria', 'Present', 'Missing'),
      row('Water', 'Is carried each day (4)', 'Is forgotten (0)'),
      row('Paths', 'Are kept clear (2)', 'Are overgrown (0)'),
    ),
  ]

  it('are one rubric where they make the one total that the document states', async () => {
    const rubric = await rubricOf(html(...tables, '<p>Total: 20 points</p>'), 'g.html')
    expect(rubric.criteria.map(({ title }) => title)).toEqual(['Soil', 'Seeds', 'Water', 'Paths'])
    expect(rubric.total).toMatchObject({ stated: 20, computed: 20 })
  })

  it('stay apart where they do not', async () => {
    const { rubrics } = await extract(html(...tables, '<p>Total: 30 points</p>'), 'g.html')
    expect(rubrics.length).toBeGreaterThan(1)
  })
})

describe('what stands beside a rubric', () => {
  const grading = [
    '<h2>Grading rubric</h2>',
    table(
      heading,
      row('Soil is turned deep', '5'),
      row('Seeds are in rows', '5'),
      row('Paths are clear', '5'),
    ),
  ]

  it('is left out where it has no points under a heading of its own', async () => {
    const allowed = table(
      row('Aspect', 'Description'),
      row('Groups', 'Up to four people may work on one bed together'),
      row('Machines', 'They may turn the soil, and pull nothing out'),
    )
    const rubric = await rubricOf(html('<h2>What is allowed</h2>', allowed, ...grading), 'g.html')
    expect(rubric.criteria.map(({ title }) => title)).toEqual([
      'Soil is turned deep',
      'Seeds are in rows',
      'Paths are clear',
    ])
  })

  it('is left out where it says what the points of each criterion mean', async () => {
    const legend = table(
      row('Score', 'Rating'),
      row('0', 'Not there'),
      row('1', 'Poor'),
      row('3', 'Good'),
      row('5', 'Excellent'),
    )
    const rubric = await rubricOf(html(...grading, '<h2>Score rating</h2>', legend), 'g.html')
    expect(rubric.criteria).toHaveLength(3)
  })
})

describe('totals', () => {
  const group = (name: string, ...items: [string, string][]) => [
    ...items.map(([title, points], at) => row(at === 0 ? name : '', title, points)),
    row('', 'Total', String(items.reduce((sum, [, points]) => sum + Number(points), 0))),
  ]
  const grouped = table(
    row('Section', 'Criteria', 'Marks'),
    ...group('Soil', ['Turned deep', '10'], ['Free of stones', '5']),
    ...group('Seeds', ['In straight rows', '5'], ['Well apart', '5']),
    ...group('Extra', ['Flowers at the path', '10']),
  )

  it('of groups are not that of the whole, which the document states below', async () => {
    const rubric = await rubricOf(html(grouped, '<p>Grand Total: 25 Marks</p>'), 'g.html')
    expect(rubric.criteria).toHaveLength(5)
    expect(rubric.total).toMatchObject({ stated: 25, computed: 35 })
  })

  it('of groups are added up, but not to one that nothing states', async () => {
    const rubric = await rubricOf(html(grouped), 'g.html')
    expect(rubric.total).toEqual({ computed: 35 })
  })

  it('are those of the points where a row adds up several columns', async () => {
    const rubric = await rubricOf(
      html(
        table(
          row('Criteria', 'North bed', 'South bed', 'Total points'),
          row('Soil is turned deep', '2', '4', '6'),
          row('Seeds are in rows', '4', '5', '9'),
          row('Paths are clear', '2', '3', '5'),
          row('Total', '8', '12', '20'),
        ),
      ),
      'g.html',
    )
    expect(rubric.total).toMatchObject({ stated: 20, computed: 20 })
  })

  it('of two tables that are the same whole tell two rubrics', async () => {
    const own = (head: string, ...titles: string[]) =>
      table(
        row('', head, 'Points'),
        ...titles.map((title, at) => row(String(at + 1), title, '25')),
        row('', 'Total', '100'),
      )
    const { rubrics } = await extract(
      html(
        own('For the garden', 'Soil is turned', 'Seeds are in', 'Paths are clear', 'Tools are clean'),
        own('For the talk', 'Speaks to all', 'Shows the beds', 'Answers well', 'Keeps to time'),
      ),
      'g.html',
    )
    expect(rubrics.map(({ total }) => total)).toMatchObject([
      { stated: 100, computed: 100 },
      { stated: 100, computed: 100 },
    ])
  })
})

it('takes the line right above the first table for a section where such lines stand above the others', async () => {
  const table = (name: string) =>
    `<table><tr><td>Criteria</td><td>Meets specifications</td></tr><tr><td>${name}</td><td>All of it is in good order.</td></tr></table>`
  const rubric = await rubricOf(
    `<h2>Garden rubric</h2><p>Part 1: Soil</p>${table('Beds')}<p>Part 2: Seeds</p>${table('Rows')}<p>Part 3: Shed</p>${table('Tools')}`,
    'rubric.html',
  )
  expect(rubric.title).toBe('Garden rubric')
  expect(rubric.criteria.map(({ title, section }) => [section, title])).toEqual([
    ['Part 1: Soil', 'Beds'],
    ['Part 2: Seeds', 'Rows'],
    ['Part 3: Shed', 'Tools'],
  ])
})

it('keeps a table of two levels with points under the name of its criterion', async () => {
  const table = (levels: string[]) =>
    `<table><tr>${levels.map((level) => `<td>${level}</td>`).join('')}</tr><tr>${levels.map((level) => `<td>The garden is ${level.split(' ')[0]} as asked for.</td>`).join('')}</tr></table>`
  const rubric = await rubricOf(
    `<h1>Garden rubric</h1><h3>Beds</h3>${table(['Excellent (20-18)', 'Acceptable (17-10)', 'Poor (9-0)'])}<h3>Paths</h3>${table(['Excellent (25)', 'Bad (0)'])}`,
    'rubric.html',
  )
  expect(rubric.criteria.map(({ title, levels }) => [title, levels.map(({ max }) => max)])).toEqual([
    ['Beds', [20, 17, 9]],
    ['Paths', [25, 0]],
  ])
})
