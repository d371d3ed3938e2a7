import { describe, expect, it } from 'vitest'
import { lines, rubricOf } from './from-text.ts'

/** Totals and points that stand elsewhere than in their column: in a sentence, before or in the names themselves. */

const twoTasks = ['| Task | Points |', '|---|---|', '| Dig the soil | 20 |', '| Sow the seeds | 30 |']

describe('a total in words', () => {
  it('names no section', async () => {
    const rubric = await rubricOf(
      '## Rubric\n\nGraded out of 10 points.\n\n1. Dig the soil deep and level. (4)\n1. Sow the seeds in rows. (6)\n',
    )
    expect(lines(rubric)).toEqual(['Dig the soil deep and level. #4: 4', 'Sow the seeds in rows. #6: 6'])
    expect(rubric.total.stated).toBe(10)
  })

  it('of a group says in brackets what it adds up', async () => {
    const rubric = await rubricOf(
      ['# Rubric', '', ...twoTasks, '| **Core total (Part 1)** | **50** |', '| Win a prize | 5 |'].join('\n'),
    )
    expect(rubric.criteria.map(({ title }) => title)).toEqual([
      'Dig the soil',
      'Sow the seeds',
      'Win a prize',
    ])
  })
})

describe('points that somebody reached', () => {
  it('of those that can be had stand before the task, below the sum of their group', async () => {
    const rubric = await rubricOf(
      [
        '1. Dug the garden (4pts)',
        '2/2 points: The soil is deep',
        '2/2 points: The soil is level',
        '',
        'Sowed the seeds (5pts)',
        '4/3 points: The seeds stand in rows',
        '1/1 points: The seeds are covered',
        '1/1 points: The seeds are wet',
        '',
        'Watered the rows (4pts)',
        '2/2 points: The rows are wet',
        '2/2 points: The path is dry',
      ].join('\n'),
    )
    expect(lines(rubric)).toEqual([
      'The soil is deep #2 [Dug the garden]: 2',
      'The soil is level #2 [Dug the garden]: 2',
      'The seeds stand in rows #3 [Sowed the seeds]: 3',
      'The seeds are covered #1 [Sowed the seeds]: 1',
      'The seeds are wet #1 [Sowed the seeds]: 1',
      'The rows are wet #2 [Watered the rows]: 2',
      'The path is dry #2 [Watered the rows]: 2',
    ])
  })

  it('wait in a column beside names that say what can be had', async () => {
    const rubric = await rubricOf(
      [
        '# Feedback',
        '| Description (points) | Points | Comments |',
        '|---|---|---|',
        '| The soil is deep and level (10 pt) | / 10 | |',
        '| The seeds stand in straight rows (6 pt) | | |',
        '| | | |',
        '| The rows are wet in the morning (4 pt) | | |',
        '| The path between them is dry (5 pts) | | |',
        '| The gate of the garden is shut (5 pts) | | |',
      ].join('\n'),
    )
    expect(lines(rubric)).toEqual([
      'The soil is deep and level #10: 10',
      'The seeds stand in straight rows #6: 6',
      'The rows are wet in the morning #4: 4',
      'The path between them is dry #5: 5',
      'The gate of the garden is shut #5: 5',
    ])
  })
})

describe('a scale of points for each section', () => {
  it('heads the points of a list that its total closes', async () => {
    const cell = (rows: number, text: string) => `<td rowspan="${rows}">${text}</td>`
    const rubric = await rubricOf(
      `<table><tr><td></td><td>A good garden should:</td><td>Point scale for each section</td></tr>
      <tr>${cell(2, 'Soil')}<td>1. Be deep.</td>${cell(2, '1 - 10')}</tr><tr><td>2. Be level.</td></tr>
      <tr>${cell(2, 'Seeds')}<td>1. Stand in rows.</td>${cell(2, '1 - 25')}</tr><tr><td>2. Be covered.</td></tr>
      <tr><td>Path</td><td>1. Be dry.</td><td>1 - 5</td></tr>
      <tr><td></td><td></td><td>Total: 40</td></tr></table>`,
      'rubric.html',
    )
    expect(lines(rubric)).toEqual(['Soil #10: 1..10', 'Seeds #25: 1..25', 'Path #5: 1..5'])
    expect(rubric.criteria[0]?.description).toBe('1. Be deep.\n2. Be level.')
    expect(rubric.total.stated).toBe(40)
  })
})
