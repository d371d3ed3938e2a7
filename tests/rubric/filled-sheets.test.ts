import { describe, expect, it } from 'vitest'
import { extract, lines, rubricOf } from './from-text.ts'

/** Score sheets as teachers fill them: ticked, scored, and lists that are nothing but names and points. */
const csv = (...rows: string[]) => rubricOf(rows.join('\n'), 'rubric.csv')
const refused = (text: string, name = 'rubric.csv') =>
  expect(extract(text, name)).rejects.toMatchObject({ code: 'NOT_A_RUBRIC' })

describe('columns to tick', () => {
  it.each([
    ['check boxes of a sheet', ['FALSE,FALSE,TRUE', 'FALSE,TRUE,FALSE']],
    ['a 1 in one of the columns', ['0,0,1', ',1,']],
    ['crosses', [',,x', 'x,,']],
  ])('hold nothing but %s', async (_, [first, second]) => {
    const rubric = await csv(
      'No.,Criteria,Max point,0,50%,100%,Sub-total',
      `1,Soil is dug,0.25,${first},0.25`,
      `2,Seeds are sown,0.5,${second},0.5`,
      ',Total:,0.75,,,,0.75',
    )
    expect(rubric.criteria.map(({ title, points }) => [title, points])).toEqual([
      ['Soil is dug', 0.25],
      ['Seeds are sown', 0.5],
    ])
    expect(
      rubric.criteria.flatMap(({ levels }) => levels.flatMap((level) => level.descriptor ?? [])),
    ).toEqual([])
    expect(rubric.total).toMatchObject({ stated: 0.75, computed: 0.75 })
  })

  it('answer what their heading asks', async () => {
    const rubric = await csv('Criteria,Points,Completed?', 'Soil is dug,5,Yes', 'Seeds are sown,10,No')
    expect(lines(rubric)).toEqual(['Soil is dug #5: 5', 'Seeds are sown #10: 10'])
    expect(rubric.criteria.every(({ description }) => description === undefined)).toBe(true)
  })

  it('are levels where the words are what is asked for', async () => {
    const rubric = await csv('Criteria,Good (1),Poor (0)', 'Is it dug?,Yes,No', 'Is it sown?,Yes,No')
    expect(lines(rubric)[0]).toBe('Is it dug?: Good 1 "Yes" | Poor 0 "No"')
  })
})

describe('scores that were given', () => {
  const sheet = (rows: string[]) => ['Garden rubric,,,', 'Category,Specific grading criterion,Score', ...rows]

  it('are left out where a slash stands in a column of its own', async () => {
    const rubric = await csv(
      ...sheet([
        'Soil:,,,,',
        ',The soil is dug deep and level,4,/,5',
        ',The soil is watered each morning,3.5,/,5',
        'Seeds:,,,,',
        ',The seeds are sown in straight rows,12,/,20',
        'Comments:,Very good work on the soil,,,',
        ',Final score:,19.5,/,30',
      ]),
    )
    expect(lines(rubric)).toEqual([
      'The soil is dug deep and level #5 [Soil]: 5',
      'The soil is watered each morning #5 [Soil]: 5',
      'The seeds are sown in straight rows #20 [Seeds]: 20',
    ])
    expect(rubric.total.stated).toBe(30)
  })

  it('are left out where each stands in front of its slash', async () => {
    const rubric = await csv('Criteria,Score', 'Soil is dug,4/5', 'Seeds are sown,2/5', 'Beds are neat,10/10')
    expect(rubric.criteria.map(({ points }) => points)).toEqual([5, 5, 10])
  })
})

describe('lists of names and points', () => {
  it('have the points at the end of their only texts', async () => {
    const rubric = await csv(
      'Rubric,Completed?',
      'Is the soil dug deep?    15,Yes',
      'Are the seeds sown in rows   5,',
      'Does it bear at least 2 kinds of fruit?    15,Yes',
      'The beds are neat    5,Yes',
    )
    expect(lines(rubric)).toEqual([
      'Is the soil dug deep? #15: 15',
      'Are the seeds sown in rows #5: 5',
      'Does it bear at least 2 kinds of fruit? #15: 15',
      'The beds are neat #5: 5',
    ])
  })

  it('need no heading in a file that is named for a rubric', async () => {
    const rubric = await csv('Soil,40', 'Seeds,40', 'Neatness,20')
    expect(lines(rubric)).toEqual(['Soil #40: 40', 'Seeds #40: 40', 'Neatness #20: 20'])
    await refused('Soil,40\nSeeds,40\nNeatness,20', 'stock.csv')
    await refused('Soil,41\nSeeds,37\nNeatness,21', 'rubric.csv')
  })

  it('need no name where they share out points in steps of five', async () => {
    const text = [
      'Soil is dug all over,5',
      'Collects water from the roof,5',
      'Seeds stand in rows,15',
      'Weeds are pulled,5',
    ]
    expect((await rubricOf(text.join('\n'), 'kl.csv')).criteria).toHaveLength(4)
    await refused(text.join('\n').replace('15', '13'), 'kl.csv')
    await refused(text.map((line, at) => line.replace(/\d+$/, `${(at + 1) * 5}`)).join('\n'), 'kl.csv')
  })
})

describe('figures under names of levels', () => {
  it('are no rubric, whatever the file is called', async () => {
    await refused(
      'run,size,target,minimum\nplant,small,7.25E-07,1.32E-06\nsow,small,1.00E-05,2.01E-05\ndig,large,8.50E-06,1.60E-05',
    )
  })
})
