import { describe, expect, it } from 'vitest'
import { extract, lines, rubricOf } from './from-text.ts'

const NOT_A_RUBRIC = { code: 'NOT_A_RUBRIC' }

describe('a list that somebody wrote', () => {
  it('reads points in a row of boxes, also after "Yes" and under points of the group', async () => {
    const rubric = await rubricOf(
      [
        '# Checklist',
        '## Beds (4 points)',
        '- ___/2 points: Dug deep',
        '- ___/2 points: Raked fine',
        '## General',
        '- Yes 1 pt: Tools are clean',
        '- yes 1 pt: Gate is shut',
      ].join('\n'),
    )
    expect(lines(rubric)).toEqual([
      'Dug deep #2 [Beds]: 2',
      'Raked fine #2 [Beds]: 2',
      'Tools are clean #1 [General]: 1',
      'Gate is shut #1 [General]: 1',
    ])
  })

  it('reads levels that stand below their criterion and no deeper', async () => {
    const rubric = await rubricOf(
      [
        '## Rubric',
        '#### Soil (1.5 points)',
        '#### 1.5 pts: Dug a spade deep, free of stones and roots.',
        '#### 0.9 pts: Dug, with some stones.',
        '#### 0 pts: Not dug.',
        '#### Seeds (1 point)',
        '#### 1 pt: Sown in rows.',
        '#### 0.5 pts: Sown in a heap.',
        '#### 0 pts: Not sown.',
      ].join('\n'),
    )
    expect(rubric.kind).toBe('grid')
    expect(lines(rubric)).toEqual([
      'Soil #1.5: 1.5 "Dug a spade deep, free of stones and roots." | 0.9 "Dug, with some stones." | 0 "Not dug."',
      'Seeds #1: 1 "Sown in rows." | 0.5 "Sown in a heap." | 0 "Not sown."',
    ])
  })

  it('takes bare numbers for points where they add up to those of the group', async () => {
    const rubric = await rubricOf(
      [
        'Rubric turned in on time (5 points)',
        'Beds (30 points)',
        '* 10 - Dug a spade deep',
        '* 20 - Raked fine',
        'Paths (5 points)',
        '* 3 Straight and level',
        '* 2 Free of weeds',
      ].join('\n'),
      'rubric.txt',
    )
    expect(lines(rubric)).toEqual([
      'Rubric turned in on time #5: 5',
      'Dug a spade deep #10 [Beds]: 10',
      'Raked fine #20 [Beds]: 20',
      'Straight and level #3 [Paths]: 3',
      'Free of weeds #2 [Paths]: 2',
    ])
  })

  it('takes bare numbers for points where they add up to the total below', async () => {
    const rubric = await rubricOf(
      ['## Point break down', '- Beds and paths - 20', '- Watering - 50', '- Total - 70'].join('\n'),
    )
    expect(lines(rubric)).toEqual(['Beds and paths #20: 20', 'Watering #50: 50'])
    expect(rubric.total).toMatchObject({ stated: 70, computed: 70 })
  })

  it('takes points in brackets before a line for its own, whatever else it says', async () => {
    const rubric = await rubricOf(
      [
        '[+2] The yield is given as a table.',
        '[+1] Total yield of all beds equals 1,043 pounds.',
        '[+2] Losses are given as shares: frost 20%, slugs 24%, and hail 15.825%',
      ].join('\n'),
      'rubric.txt',
    )
    expect(rubric.criteria.map(({ points }) => points)).toEqual([2, 1, 2])
    expect(rubric.total).toEqual({ computed: 5 })
  })

  it('parts numbers of headings from points', async () => {
    const rubric = await rubricOf(
      ['Grading rubric', '3.0 - 5pts - Digging', '3.2.1 - 15pts - Watering', '6.2 - 5pts - Weeding'].join(
        '\n',
      ),
      'rubric.txt',
    )
    expect(lines(rubric)).toEqual(['Digging #5: 5', 'Watering #15: 15', 'Weeding #5: 5'])
  })

  it('reads points two steps below those of their group, and a table of contents once', async () => {
    const items = ['Keywords (20 points)', 'Numbers (30 points)', 'Strings (50 points)']
    const nested = await rubricOf(
      [
        '# Lab',
        '* **Total points:** 100',
        '## Grading scheme (100 points)',
        'Your program must find:',
        ...items.map((item) => `* ${item}: any of those in the list`),
      ].join('\n'),
    )
    expect(nested.criteria.map(({ title, points }) => [title, points])).toEqual([
      ['Keywords', 20],
      ['Numbers', 30],
      ['Strings', 50],
    ])
    const contents = await rubricOf(
      [
        'Grading scheme',
        ...items,
        '',
        ...items.flatMap((item) => [`# ${item}`, 'As the list says.', '']),
      ].join('\n'),
    )
    expect(contents.criteria).toHaveLength(3)
  })

  it('leaves out points that a long text mentions far from the list', async () => {
    const text = Array.from(
      { length: 70 },
      (_, at) => `What the garden looked like on day ${'x'.repeat(at + 1)}.`,
    )
    const rubric = await rubricOf(
      [
        'Due on Saturday. 100 points.',
        ...text,
        'Digging: 40 points',
        'Sowing: 35 points',
        'Watering: 25 points',
      ].join('\n\n'),
      'rubric.txt',
    )
    expect(rubric.criteria.map(({ title }) => title)).toEqual(['Digging', 'Sowing', 'Watering'])
  })

  it('refuses a table of contents that is written as lines', async () => {
    const contents = ['1.1 Overview', '1.2 Aims', '1.3 Methods', '1.3.1 Sensors', '2.1 Results', '2.2 Limits']
    const text = contents.map((line, at) => `${line} ........ ${11 + at * 2}`)
    await expect(
      extract(['Marking scheme of the department', ...text].join('\n'), 'report.txt'),
    ).rejects.toMatchObject(NOT_A_RUBRIC)
  })

  it('refuses things to do, where only an item or a link names a rubric', async () => {
    const todo = [
      '- [ ] Create the beds',
      '- [ ] Sow the seeds',
      '- [ ] Water them',
      '- [ ] Write the rubric',
    ]
    await expect(extract(['# Garden', ...todo].join('\n'), 'README.md')).rejects.toMatchObject(NOT_A_RUBRIC)
    const cited = [
      '# Backlog',
      'This closes what is missing in section 8.1 of the rubric (week 9/10).',
      '',
      ...todo,
    ]
    await expect(extract(cited.join('\n'), 'README.md')).rejects.toMatchObject(NOT_A_RUBRIC)
    const behind = ['# Garden', ...todo, '', '### The [RUBRIC](rubric.md) is here']
    await expect(extract(behind.join('\n'), 'README.md')).rejects.toMatchObject(NOT_A_RUBRIC)
    expect((await rubricOf(['# Rubric', ...todo].join('\n'), 'README.md')).criteria).toHaveLength(4)
  })
})
