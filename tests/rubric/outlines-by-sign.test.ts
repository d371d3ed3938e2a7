import { describe, expect, it } from 'vitest'
import { extract, lines, rubricOf } from './from-text.ts'

/** Outlines of plain text, and lists without points, as people type them. */
const text = (...rows: string[]) => rubricOf(rows.join('\n'), 'rubric.txt')

describe('an outline by signs', () => {
  it.each([
    ['hyphens', '-'],
    ['angles', '>'],
    ['plus signs', '+'],
  ])('goes deeper by %s', async (_, sign) => {
    const [one, two] = [sign.repeat(2), sign.repeat(4)]
    const rubric = await text(
      'Garden [100]',
      `${one}soil [40]`,
      `${two}is dug deep and level    [25]`,
      `${two}is watered\t\t[15]`,
      `${one}seeds [60]`,
      `${two}stand in rows\t\t[20]`,
      `${two}are covered\t\t[20]`,
      `${two}come up\t\t[20]`,
      'Report [20]',
      `${one}Question 1     [10]`,
      `${one}Question 2     [10]`,
      'Total [120]',
    )
    expect(lines(rubric)).toEqual([
      'is dug deep and level #25 [soil]: 25',
      'is watered #15 [soil]: 15',
      'stand in rows #20 [seeds]: 20',
      'are covered #20 [seeds]: 20',
      'come up #20 [seeds]: 20',
      'Question 1 #10 [Report]: 10',
      'Question 2 #10 [Report]: 10',
    ])
    expect(rubric.total).toMatchObject({ stated: 120, computed: 120 })
  })

  it('has items that go on in the next line, and the grade above them', async () => {
    const rubric = await text(
      'Team name:',
      'Grade: /60',
      'Rubric for the garden',
      'Soil: [40 points]',
      '\t-Is dug deep: [25 points]',
      '\t-Is watered each morning (show a picture of the can and of the barrel that it was filled from',
      '\t before sunrise): [15 points] [Required!]',
      'Seeds: [20 points]',
      '\t-Stand in rows: [10 points]',
      '\t-Are covered: [10 points]',
    )
    expect(lines(rubric)).toEqual([
      'Is dug deep #25 [Soil]: 25',
      'Is watered each morning (show a picture of the can and of the barrel that it was filled from before sunrise) #15 [Soil]: 15',
      'Stand in rows #10 [Seeds]: 10',
      'Are covered #10 [Seeds]: 10',
    ])
    expect(rubric.criteria[1]?.description).toBe('Required!')
    expect(rubric.total.stated).toBe(60)
  })
})

describe('several headings of the first rank', () => {
  it('are groups of what is ticked below them', async () => {
    const rubric = await rubricOf(
      '# Evaluation form\n\n# Soil\n\n- [ ] Is dug\n- [ ] Is watered\n\n# Seeds\n\n- [ ] Stand in rows\n- [ ] Are covered\n',
      'g.md',
    )
    expect(lines(rubric)).toEqual([
      'Is dug [Soil]: ',
      'Is watered [Soil]: ',
      'Stand in rows [Seeds]: ',
      'Are covered [Seeds]: ',
    ])
  })
})

describe('names with what is looked for behind them', () => {
  const list = [
    '## 1.a. Digging',
    ' * Depth (as deep as a spade (or two)): excellent would be to dig deep and level',
    ' * Care: excellent would be to leave the worms alive',
    '## 2. Sowing',
    '',
    'This will be done in May.',
    '',
    ' * Rows (by a string): excellent would be rows as straight as a ruler',
    ' * Cover: excellent would be a finger of soil on every seed',
    '## Misc',
    ' * Come at any time that you like',
  ].join('\n')

  it('are criteria in a document that is about grading', async () => {
    const rubric = await rubricOf(`# Grading\n\n${list}\n`, 'grading.md')
    expect(rubric.criteria.map(({ title, description, section }) => [title, description, section])).toEqual([
      ['Depth (as deep as a spade (or two))', 'excellent would be to dig deep and level', 'Digging'],
      ['Care', 'excellent would be to leave the worms alive', 'Digging'],
      ['Rows (by a string)', 'excellent would be rows as straight as a ruler', 'Sowing'],
      ['Cover', 'excellent would be a finger of soil on every seed', 'Sowing'],
    ])
  })

  it('are none elsewhere, or where most of the lists have no names', async () => {
    const refused = { code: 'NOT_A_RUBRIC' }
    await expect(extract(`# Gardening\n\n${list}\n`, 'notes.md')).rejects.toMatchObject(refused)
    const more = Array.from({ length: 4 }, (_, at) => ` * Bring your own spade on day ${at}`).join('\n')
    await expect(extract(`# Grading\n\n${list}\n${more}\n`, 'notes.md')).rejects.toMatchObject(refused)
  })
})

describe('grades that somebody got', () => {
  it('are no rubric', async () => {
    const list = '- Garden: 4.8/5\n- Report, first part: 4.5/5\n- Report, second part: 2/5\n'
    await expect(
      extract(
        `# Grading\n\n${list}\n# Points\n\n- Digging: 35\n- Sowing: 8\n- Extra: 5\n- Total: 48\n`,
        'g.md',
      ),
    ).rejects.toMatchObject({
      code: 'NOT_A_RUBRIC',
    })
    expect(
      (await rubricOf(`# Grading\n\n${list.replace(/[\d.]+\//g, '__/')}\n`, 'g.md')).criteria,
    ).toHaveLength(3)
  })
})

describe('lines with points below a name, as deep as it', () => {
  it('are its levels where they run down to nothing', async () => {
    const text = [
      'Essay rubric\n',
      '1. Effort\n• 7 points: All questions are tried.\n• 3 points: Half of them are.\n• 0 points: None is.',
      '2. Style\n• 2 points: It reads well.\n• 0 points: It does not.',
      '3. Sources\n• 10 points: Five are named and used.',
      '4. Spelling\n• 5 points: It has no mistakes at all.',
      '5. Title\n• 1 points: It says what the essay is about.',
    ]
    const { criteria } = await rubricOf(text.join('\n'), 'r.txt')
    expect(
      criteria.map(({ title, points, description, levels }) => [
        title,
        points ?? levels.map(({ max }) => max),
        description,
      ]),
    ).toEqual([
      ['Effort', [7, 3, 0], undefined],
      ['Style', [2, 0], undefined],
      ['Sources', 10, 'Five are named and used.'],
      ['Spelling', 5, 'It has no mistakes at all.'],
      ['Title', 1, 'It says what the essay is about.'],
    ])
  })

  it('are its levels where each begins where the one before ends', async () => {
    const levels = '• 1 point: Little of it.\n• 2-3 points: Some of it.\n• 4 points: All of it.'
    const { criteria } = await rubricOf(
      `Lab rubric\n\n1. Clarity\n${levels}\n2. Drawings\n${levels}\n`,
      'r.txt',
    )
    expect(criteria.map(({ title, levels }) => [title, levels.map(({ min, max }) => [min, max])])).toEqual(
      ['Clarity', 'Drawings'].map((title) => [
        title,
        [
          [1, 1],
          [2, 3],
          [4, 4],
        ],
      ]),
    )
  })
})
