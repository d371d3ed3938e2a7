import { expect, test } from 'vitest'
import { locate } from '../../src/rubric/locate.ts'
import type { RubricCell } from '../../src/shared/enhance-rubric.ts'
import type { Rubric } from '../../src/shared/rubric.ts'

const source = { in: 'edit' } as const

function rubricOf(rows: Record<string, string[]>): Rubric {
  const criteria = Object.entries(rows).map(([title, cells]) => ({
    title,
    levels: cells.map((descriptor) => ({ descriptor, source })),
    source,
  }))
  return {
    title: '',
    kind: 'grid',
    scoring: 'none',
    criteria,
    total: { computed: 0 },
    warnings: [],
    source,
  }
}

const text = [
  'A rubric for style and sources',
  'Criterion\tGood\tPoor',
  'Style\tVery good style\tGood style\tGood style',
  'Sources\tCites\n five (5) sources\tNone',
  'Delivery\tNone\tNone',
].join('\n')
const rubric = rubricOf({
  Style: ['Very good style', 'Good style', 'Good style'],
  Sources: ['Cites five (5) sources', 'None'],
  Delivery: ['None', 'None'],
})

function found(criterion: number, level: number, now?: string) {
  const cell: RubricCell = { at: 'level', criterion, level, field: 'descriptor' }
  const span = locate(text, rubric, cell, now ?? rubric.criteria[criterion]?.levels[level]?.descriptor ?? '')
  return span && [text.slice(span.start, span.end), text.slice(0, span.start).split('\t').at(-2)]
}

test('a cell is found as a cell, not within another one', () => {
  expect(found(0, 1)).toEqual(['Good style', 'Very good style'])
})

test('of cells that say the same, each is found at its own place', () => {
  expect(found(0, 2)).toEqual(['Good style', 'Good style'])
  expect(found(1, 1)?.[1]).toContain('sources')
  expect(found(2, 1)).toEqual(['None', 'None'])
})

test('white space and signs that mean something to expressions do not matter', () => {
  expect(found(1, 0)?.[0]).toBe('Cites\n five (5) sources')
})

test('an edited cell is found by what it said', () => {
  expect(found(1, 0, 'Cites at least five sources')?.[0]).toBe('Cites\n five (5) sources')
})

test('what the document does not say is not found', () => {
  const cell: RubricCell = { at: 'criterion', criterion: 0, field: 'description' }
  expect(locate(text, rubric, cell, 'Six')).toBeUndefined()
  expect(locate(text, rubric, cell, ' ')).toBeUndefined()
})
