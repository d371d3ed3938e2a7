import { describe, expect, it } from 'vitest'
import { extract, lines } from './from-text.ts'

/** University marking sheets: headings of several rows, columns that markers fill in, points on rows of their own. */
const td = (text: string, span = ''): string => `<td ${span}>${text}</td>`
const page = (...rows: string[]): string =>
  `<h1>Garden rubric</h1><table>${rows.map((row) => `<tr>${row}</tr>`).join('')}</table>`

async function read(html: string) {
  const { rubrics } = await extract(html, 'sheet.html')
  return rubrics.map((rubric) => [rubric.total, rubric.warnings.map(({ code }) => code), ...lines(rubric)])
}

describe('a heading in steps', () => {
  const sheet = (marks: string, total: string): string =>
    page(
      td('Outcome', 'rowspan=3') + td('Marking criteria', 'rowspan=3') + td('Scale', 'colspan=4'),
      td('Fail<br>(0-49)', 'rowspan=2') + td('2nd class<br>(50-69)', 'rowspan=2') + td(marks, 'colspan=2'),
      td('Weightage') + td('Actual marks'),
      td('O1', 'rowspan=2') +
        td('Digging<br>(60%)') +
        td('Shallow holes') +
        td('Deep holes') +
        td('0.6') +
        td(''),
      td('Sowing<br>(40%)') + td('Seeds in a heap') + td('Seeds in rows') + td('0.4') + td(''),
      td(total, 'colspan=4') + td('') + td(''),
    )

  it.each([
    ['Your marks/comments', 'Total (100%)'],
    ["Marker's comments", 'Overall score (100%)'],
    ['Marks awarded', 'Total: 100%'],
  ])('leaves out what is filled in under "%s"', async (marks, total) => {
    const [rubric] = await read(sheet(marks, total))
    expect(rubric).toEqual([
      expect.objectContaining({ computed: 100, stated: 100 }),
      [],
      'Digging ×0.6: Fail 0..49 "Shallow holes" | 2nd class 50..69 "Deep holes"',
      'Sowing ×0.4: Fail 0..49 "Seeds in a heap" | 2nd class 50..69 "Seeds in rows"',
    ])
  })
})

describe('points on rows of their own', () => {
  const head = td('Description') + td('Good') + td('Fair') + td('None')

  it('belong to the text above them', async () => {
    const [rubric] = await read(
      page(
        head,
        td('Digging') + td('Deep holes') + td('Shallow holes') + td('No holes'),
        td('Marks') + td('10') + td('5') + td('0'),
        td('Sowing') + td('Seeds in rows') + td('Seeds in a heap') + td('No seeds'),
        td('Marks') + td('6') + td('3') + td('0'),
      ),
    )
    expect(rubric?.slice(2)).toEqual([
      'Digging: Good 10 "Deep holes" | Fair 5 "Shallow holes" | None 0 "No holes"',
      'Sowing: Good 6 "Seeds in rows" | Fair 3 "Seeds in a heap" | None 0 "No seeds"',
    ])
  })

  it('grade the parts of what the text above them describes', async () => {
    const [rubric] = await read(
      page(
        head,
        td('Beds') + td('Straight beds') + td('Crooked beds') + td('No beds'),
        td('Roses') + td('8') + td('4') + td('0'),
        td('Beans') + td('2') + td('1') + td('0'),
        td('Report') + td('Is complete') + td('Has gaps') + td('Is missing'),
        td('Points') + td('5') + td('2') + td('0'),
      ),
    )
    expect(rubric?.slice(2)).toEqual([
      'Roses [Beds]: Good 8 "Straight beds" | Fair 4 "Crooked beds" | None 0 "No beds"',
      'Beans [Beds]: Good 2 "Straight beds" | Fair 1 "Crooked beds" | None 0 "No beds"',
      'Report: Good 5 "Is complete" | Fair 2 "Has gaps" | None 0 "Is missing"',
    ])
  })
})

it('keeps the columns of a grid whose levels have unknown names', async () => {
  const { rubrics } = await extract(
    '# Speech rubric\n\n| Criteria | Rookie | Pro | Star |\n|---|---|---|---|\n| Voice | is heard by few | is heard by most | is heard by all |\n| Pace | is too fast to follow | is too fast in places | can be followed |\n',
  )
  expect(rubrics.flatMap(lines)).toEqual([
    'Voice: Rookie "is heard by few" | Pro "is heard by most" | Star "is heard by all"',
    'Pace: Rookie "is too fast to follow" | Pro "is too fast in places" | Star "can be followed"',
  ])
})

it('keeps the numbers of criteria in their names', async () => {
  const { rubrics } = await extract(
    '# Garden rubric\n\n| Criterion | Good (2) | Poor (1) |\n|---|---|---|\n| 1.1: Soil & beds | is dug deep | is not dug |\n| 1.2 - Seeds (10%) | stand in rows | lie in a heap |\n',
  )
  expect(rubrics.flatMap(lines)).toEqual([
    '1.1: Soil & beds: Good 2 "is dug deep" | Poor 1 "is not dug"',
    '1.2 - Seeds ×10: Good 2 "stand in rows" | Poor 1 "lie in a heap"',
  ])
})
