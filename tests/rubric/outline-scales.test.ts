import { describe, expect, it } from 'vitest'
import { lines, rubricOf } from './from-text.ts'

/** Outlines in which some lines with points are no criteria, and lines of one rank belong to each other. */

async function read(...text: string[]): Promise<string[]> {
  return lines(await rubricOf(text.join('\n')))
}

describe('points that are no criterion', () => {
  it('say what the sum of the criteria means', async () => {
    const rubric = await rubricOf(
      [
        '# Garden rubric',
        '## Parts',
        '- Soil (50 points)',
        '- Seeds (30 points)',
        '- Water (20 points)',
        '## What it means',
        '- 90-100 points: more than was asked for',
        '- 75-89 points: what was asked for',
        '- 50-74 points: some of it',
        '- Below 50 points: start again',
      ].join('\n'),
    )
    expect(lines(rubric)).toEqual(['Soil #50 [Parts]: 50', 'Seeds #30 [Parts]: 30', 'Water #20 [Parts]: 20'])
    expect(rubric.total.computed).toBe(100)
  })

  it('are what one of several trials gives', async () => {
    expect(
      await read(
        '# Race rubric',
        '- Speed (20 points)',
        '  - Five laps are timed:',
        '    - below a minute (4 points)',
        '    - below two minutes (2 points)',
        '    - in the evening (0 points)',
        '- Style (10 points)',
      ),
    ).toEqual(['Speed #20: 20', 'Style #10: 10'])
  })

  it('are repeated below the levels', async () => {
    expect(
      await read(
        '# Marking rubric',
        '### Digging (20 Marks)',
        'Excellent (9 – 10)',
        '- Deep and level.',
        '',
        'Poor (0 – 4)',
        '- Not dug.',
        '',
        'Weight/Marks: 20',
        '### Sowing (30 Marks)',
        'Excellent (9 – 10)',
        '- In rows.',
        '',
        'Poor (0 – 4)',
        '- Not sown.',
        '',
        'Weight/Marks: 30',
      ),
    ).toEqual([
      'Digging #20: Excellent 9..10 "Deep and level." | Poor 0..4 "Not dug."',
      'Sowing #30: Excellent 9..10 "In rows." | Poor 0..4 "Not sown."',
    ])
  })
})

describe('lines of one rank', () => {
  it('belong to the line that they add up to', async () => {
    expect(
      await read(
        '# Garden rubric',
        'Soil (5 points)',
        '',
        '3 Dug deep',
        '',
        '2 Free of weeds',
        '',
        'Paths (5 points)',
        '',
        '1 Swept',
        '',
        '4 Even',
      ),
    ).toEqual([
      'Dug deep #3 [Soil]: 3',
      'Free of weeds #2 [Soil]: 2',
      'Swept #1 [Paths]: 1',
      'Even #4 [Paths]: 4',
    ])
  })

  it('stand beside the heading above when they add up to something else', async () => {
    expect(
      await read(
        '# Garden rubric',
        '## Beds (10 points)',
        '- 6 - Dug deep',
        '- 4 - Free of weeds',
        '## Something of your own (10 points)',
        'Anything that you like.',
        '',
        'Paths (5 points)',
        '- 3 - Swept',
        '- 2 - Even',
      ),
    ).toEqual([
      'Dug deep #6 [Beds]: 6',
      'Free of weeds #4 [Beds]: 4',
      'Something of your own #10: 10',
      'Swept #3 [Paths]: 3',
      'Even #2 [Paths]: 2',
    ])
  })
})

describe('names of criteria', () => {
  it('are whole where only what follows the colon tells them apart', async () => {
    expect(
      await read(
        '# App rubric',
        '- Home page: shows the trips (5 points)',
        '- Home page: has a search box (10 points)',
        '- Profile: shows who it is (5 points)',
      ),
    ).toEqual(['Home page: shows the trips #5: 5', 'Home page: has a search box #10: 10', 'Profile #5: 5'])
  })

  it('begin with the number of a task', async () => {
    expect(
      await read('# Lab rubric', '- Task 1: Wiring of the lamps (30 marks)', '- Task 2: Testing (20 marks)'),
    ).toEqual(['Task 1: Wiring of the lamps #30: 30', 'Task 2: Testing #20: 20'])
  })
})
