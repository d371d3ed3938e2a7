import { describe, expect, it } from 'vitest'
import { extract, lines } from './from-text.ts'

async function read(text: string, fileName = 'rubric.txt') {
  const { rubrics } = await extract(text, fileName)
  return rubrics.map((rubric) => [rubric.title, rubric.total.stated, ...lines(rubric)])
}

describe('parts that add up, on one line after the other', () => {
  const items = [
    'Part 1: Beds (20 points)',
    '1. Digging (15 points)',
    '2. Weeding (5 points)',
    'Part 2: Harvest (30 points)',
    '1. Beans (10 points)',
    '2. Peas (20 points)',
  ]
  const criteria = [
    'Digging #15 [Part 1: Beds]: 15',
    'Weeding #5 [Part 1: Beds]: 5',
    'Beans #10 [Part 2: Harvest]: 10',
    'Peas #20 [Part 2: Harvest]: 20',
  ]

  it('name the criteria below them, and the whole is the total', async () => {
    expect(await read(['Garden rubric (50 points total)', ...items].join('\n\n'))).toEqual([
      ['Garden rubric (50 points total)', 50, ...criteria],
    ])
  })

  it('do so without a line for the whole', async () => {
    expect(await read(['Garden rubric', ...items].join('\n\n'))).toEqual([
      ['Garden rubric', undefined, ...criteria],
    ])
  })

  it('are criteria where the sums are chance', async () => {
    const text =
      'Garden rubric\n\n1. Digging (10 points)\n\n2. Weeding (5 points)\n\n3. Raking (5 points)\n\n' +
      '4. Beans (20 points)\n\n5. Peas (12 points)\n\n6. Leeks (8 points)'
    expect((await read(text))[0]?.slice(2)).toEqual([
      'Digging #10: 10',
      'Weeding #5: 5',
      'Raking #5: 5',
      'Beans #20: 20',
      'Peas #12: 12',
      'Leeks #8: 8',
    ])
  })
})

it('takes points in an order of their own for levels where the criteria beside them have levels', async () => {
  const text = `# Garden rubric

## Digging (10 points)
- 10 points: deep holes
- 5 points: shallow holes
- 0 points: no holes

## Sowing (10 points)
- 10 points: seeds in rows
- 6 points: seeds in a heap
- 0 points: no seeds

## Watering (10 points)
- 8 points: with a can
- 10 points: with a hose
- 5 points: with a cup
`
  expect((await read(text, 'rubric.md'))[0]?.slice(2)).toEqual([
    'Digging #10: 10 "deep holes" | 5 "shallow holes" | 0 "no holes"',
    'Sowing #10: 10 "seeds in rows" | 6 "seeds in a heap" | 0 "no seeds"',
    'Watering #10: 8 "with a can" | 10 "with a hose" | 5 "with a cup"',
  ])
})

it('tells two tables that each call themselves a rubric apart, though they share a scale', async () => {
  const table = (title: string, name: string) =>
    `<table><tr><td colspan=3>${title}</td></tr><tr><td></td><td>Good (2)</td><td>Poor (1)</td></tr>` +
    `<tr><td>${name}</td><td>It is good in all places</td><td>It is poor in all places</td></tr>` +
    `<tr><td>${name} again</td><td>It is good every day</td><td>It is poor every day</td></tr></table>`
  const html = table('RUBRIC FOR THE TALK', 'Voice') + table('RUBRIC FOR THE POSTER', 'Colour')
  expect((await read(html, 'two.html')).map(([title, , first]) => [title, first])).toEqual([
    ['RUBRIC FOR THE TALK', 'Voice: Good 2 "It is good in all places" | Poor 1 "It is poor in all places"'],
    [
      'RUBRIC FOR THE POSTER',
      'Colour: Good 2 "It is good in all places" | Poor 1 "It is poor in all places"',
    ],
  ])
})

describe('levels with their points behind an equals sign', () => {
  it('belong to the line above them that is worth as much', async () => {
    const text = [
      'Garden rubric',
      'Digging ____/10',
      'All beds are dug = 10',
      'One bed is dug = 5',
      'Otherwise = 0',
      'Sowing ____/4',
      'In rows = 4',
      'In heaps = 1',
    ].join('\n\n')
    const [rubric] = await read(text)
    expect(rubric?.slice(2)).toEqual([
      'Digging #10: 10 "All beds are dug" | 5 "One bed is dug" | 0 "Otherwise"',
      'Sowing #4: 4 "In rows" | 1 "In heaps"',
    ])
  })

  it('are none where they add up to something else', async () => {
    const text =
      'Garden rubric\n\nDigging (10 points)\n\nSpades = 3\n\nForks = 2\n\nSowing (5 points)\n\nWeeding (5 points)'
    const { rubrics } = await extract(text, 'rubric.txt')
    expect(rubrics[0]?.criteria.map(({ levels }) => levels.length)).toEqual([1, 1, 1])
  })
})

describe('numbered headings with a paragraph each', () => {
  const headings = ['1 Soil', '2 Seeds', '3 Water', '4 Fence'].map(
    (name) => `## ${name}\n\nIt is looked after.`,
  )

  it('are criteria in a document that is a rubric and nothing else', async () => {
    const { rubrics } = await extract(`# Rúbrica\n\n${headings.join('\n\n')}`, 'rubrica.md')
    expect(rubrics[0]?.criteria.map(({ title, description }) => [title, description])).toEqual(
      ['1 Soil', '2 Seeds', '3 Water', '4 Fence'].map((title) => [title, 'It is looked after.']),
    )
  })

  it('are chapters anywhere else', async () => {
    await expect(extract(`# The garden\n\n${headings.join('\n\n')}`, 'rubric.md')).rejects.toMatchObject({
      code: 'NOT_A_RUBRIC',
    })
  })
})

describe('a list', () => {
  it('holds the criteria of which a small table gives the overview', async () => {
    const text = `# Garden rubric

| Item | Points Possible |
| --- | --- |
| Part (1) - Beds | 20 points (or 5% of the grade) |
| Part (2) - Paths | 30 points (or 8% of the grade) |

Part 1: Beds (20 points). The least that is asked for.

- Digging (15 points)
- Weeding (5 points)

Part 2: Paths (30 points). The least that is asked for.

- Raking (10 points)
- Sweeping (20 points)
`
    expect((await read(text, 'rubric.md')).map((rubric) => rubric.slice(2))).toEqual([
      [
        'Digging #15 [Part 1: Beds]: 15',
        'Weeding #5 [Part 1: Beds]: 5',
        'Raking #10 [Part 2: Paths]: 10',
        'Sweeping #20 [Part 2: Paths]: 20',
      ],
    ])
  })

  it('is what a table with other points is not the overview of', async () => {
    const text = `# Garden rubric

| Item | Points |
| --- | --- |
| Beds | 25 |
| Paths | 30 |

Beds:

- Digging (15 points)
- Weeding (5 points)

Paths:

- Raking (10 points)
- Sweeping (20 points)
`
    expect((await read(text, 'rubric.md')).map((rubric) => rubric.slice(2))).toEqual([
      ['Beds #25: 25', 'Paths #30: 30'],
    ])
  })

  it('below each of the letters that are grades says what they ask for', async () => {
    const text = `# Garden rubric

## Is there a garden?

1. Yes: the grade is A, B or C
2. No, none: the grade is D or F
3. No tools: the grade is I

# A

- All beds are dug.

# B

- Most beds are dug.

# C

- Some beds are dug.

# D

- One bed is dug.

# F

- No bed is dug.

## No tools (I)

- Nothing can be dug.
`
    const [rubric, other] = (await extract(text, 'rubric.md')).rubrics
    expect(other).toBeUndefined()
    expect(rubric?.kind).toBe('holistic')
    expect(
      rubric?.criteria.map(({ levels }) => levels.map(({ label, descriptor }) => [label, descriptor])),
    ).toEqual([
      [
        ['A', 'All beds are dug.'],
        ['B', 'Most beds are dug.'],
        ['C', 'Some beds are dug.'],
        ['D', 'One bed is dug.'],
        ['F', 'No bed is dug.'],
        ['No tools (I)', 'Nothing can be dug.'],
      ],
    ])
  })
})
