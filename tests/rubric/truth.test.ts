import { expect, it } from 'vitest'
import type { Rubric } from '../../src/shared/rubric.ts'
import { asRead, differences, sameFigures, type Truth } from '../bench/rubric-truth.ts'
import { rubricOf } from './from-text.ts'

const GRID = [
  '# Essay',
  '',
  '| Criteria | Excellent (4) | Poor (0-1) |',
  '| --- | --- | --- |',
  '| 1. Thesis – claim | States **one** claim, and keeps to it to the end | No claim |',
  '| Evidence | Three sources | None |',
  '| Total | 8 | |',
].join('\n')

const truth = (): Truth => ({
  isRubric: true,
  rubrics: [
    {
      criteria: [
        {
          title: 'thesis - claim',
          levels: [
            { label: 'Excellent', min: 4, max: 4, descriptor: 'States one claim … to the end' },
            { label: 'Poor', min: 0, max: 1, descriptor: 'No claim' },
          ],
        },
        {
          title: ['Sources', 'Evidence'],
          points: 4,
          section: null,
          weight: null,
          levels: [
            { label: 'Excellent', min: 4, max: 4, descriptor: 'Three sources' },
            { label: 'Poor', min: [0, 1], max: 1, descriptor: 'None' },
          ],
        },
      ],
      statedTotal: 8,
    },
  ],
})

const changed = (change: (rubric: Rubric) => void, rubric: Rubric) => {
  const copy = structuredClone(rubric)
  change(copy)
  return differences(truth(), [copy])
}

it('finds nothing wrong in a reading that is the truth', async () => {
  expect(differences(truth(), [await rubricOf(GRID)])).toEqual([])
  expect(differences(truth(), asRead(truth()))).toEqual([])
})

it.each<[string, string, (rubric: Rubric) => void]>([
  ['a title', 'criteria', ({ criteria }) => Object.assign(criteria[1] ?? {}, { title: 'Sauces' })],
  ['an order', 'criteria', ({ criteria }) => criteria.reverse()],
  ['a criterion too few', 'criteria', ({ criteria }) => criteria.pop()],
  ['a section', 'criteria', ({ criteria }) => Object.assign(criteria[1] ?? {}, { section: 'Part 1' })],
  ['a label', 'levels', ({ criteria }) => Object.assign(criteria[0]?.levels[1] ?? {}, { label: 'Good' })],
  ['a level too few', 'levels', ({ criteria }) => criteria[0]?.levels.pop()],
  [
    'an end',
    'levels',
    ({ criteria }) => Object.assign(criteria[0]?.levels[0] ?? {}, { descriptor: 'States one claim, and' }),
  ],
  ['a range', 'points', ({ criteria }) => Object.assign(criteria[0]?.levels[1] ?? {}, { min: 1 })],
  ['a weight', 'points', ({ criteria }) => Object.assign(criteria[1] ?? {}, { weight: 20 })],
  ['a total', 'points', ({ total }) => Object.assign(total, { stated: 9 })],
])('finds %s that differs', async (_, part, change) => {
  const wrong = changed(change, await rubricOf(GRID))
  expect(new Set(wrong.map((difference) => difference.part))).toEqual(new Set([part]))
})

it('counts the rubrics, and takes the reading that is nearest', async () => {
  const rubric = await rubricOf(GRID)
  expect(differences(truth(), [rubric, rubric])).toEqual([{ part: 'criteria', text: '2 rubrics, not 1' }])
  const twice: Truth = {
    ...truth(),
    alternatives: [[...(truth().rubrics ?? []), ...(truth().rubrics ?? [])]],
  }
  expect(differences(twice, [rubric, rubric])).toEqual([])
})

it('does not mind where the text of an item is split', async () => {
  const item: Truth = {
    isRubric: true,
    rubrics: [
      { criteria: [{ title: 'Controls respond', description: 'as … expected', points: 2, levels: [] }] },
    ],
  }
  const list = (text: string) => rubricOf(`Criteria,Points\n${text},2\nSound,3\n`, 'rubric.csv')
  const one = await list('Controls respond as a player expected')
  one.criteria.pop()
  expect(differences(item, [one])).toEqual([])
  const other = structuredClone(one)
  Object.assign(other.criteria[0] ?? {}, { title: 'Controls respond', description: 'as wished' })
  expect(differences(item, [other])).toMatchObject([{ part: 'levels' }])
})

it('compares the numbers alone where words may differ', async () => {
  const rubric = await rubricOf(GRID)
  const figures = (change: (copy: Rubric) => void) => {
    const copy = structuredClone(rubric)
    change(copy)
    return sameFigures(truth(), [copy])
  }
  expect(figures(({ criteria }) => Object.assign(criteria[0] ?? {}, { title: 'Other' }))).toBe(true)
  expect(figures(({ criteria }) => criteria.pop())).toBe(false)
  expect(figures(({ criteria }) => criteria[0]?.levels.pop())).toBe(false)
  expect(figures(({ criteria }) => Object.assign(criteria[1]?.levels[0] ?? {}, { max: 5 }))).toBe(false)
  expect(sameFigures(truth(), [rubric, rubric])).toBe(false)
})
