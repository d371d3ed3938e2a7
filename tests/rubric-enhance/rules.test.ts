import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { enhance } from '../../netlify/rubric/enhance/enhance.ts'
import {
  applyProposals,
  cellKey,
  ENHANCE_ACTIONS,
  type EnhanceAction,
  type EnhanceRubricInput,
  enhanceRubricInput,
  levelsText,
} from '../../src/shared/enhance-rubric.ts'
import type { Rubric, RubricCriterion } from '../../src/shared/rubric.ts'
import { essay, level, row, rubricOf, source } from './rubrics.ts'

async function rules(rubric: Rubric, actions: EnhanceAction[], more: Partial<EnhanceRubricInput> = {}) {
  const input = enhanceRubricInput.parse({ rubric, actions, ...more })
  return await enhance(input, { signal: new AbortController().signal })
}

/** The descriptor proposed for a level of the first criterion. */
async function proposed(criterion: RubricCriterion, actions: EnhanceAction[], at: number) {
  // A second row of plain English, so that the language can be told.
  const rubric = rubricOf(
    criterion,
    row('Other', 'The student shows all of the work.', 'The work is shown in part.'),
  )
  const { proposals } = await rules(rubric, actions)
  return proposals.find(({ cell }) => cellKey(cell) === `level/0/${at}/descriptor`)
}

async function codes(criterion: RubricCriterion, actions: EnhanceAction[] = ['language']) {
  const { warnings } = await rules(
    rubricOf(criterion, row('Other', 'The student is in the class with the others.')),
    actions,
  )
  return warnings.map(({ code }) => code)
}

describe('fill', () => {
  test('moves a graded word along its scale', async () => {
    const proposal = await proposed(
      row('Classes', 'Always creates classes.', undefined, 'Sometimes creates classes.', 'Never.'),
      ['fill'],
      1,
    )
    expect(proposal).toMatchObject({ before: '', after: 'Usually creates classes.', rule: 'fill-scale' })
  })

  test('takes dashes and underscores for empty, and keeps them as what was there', async () => {
    for (const empty of ['—', '__', ' ', 'N/A', '...']) {
      const proposal = await proposed(
        row('Classes', 'Creates all classes.', empty, 'Creates some classes.', 'None.'),
        ['fill'],
        1,
      )
      expect(proposal).toMatchObject({ before: empty, after: 'Creates most classes.' })
    }
  })

  test('says where an empty cell stands between its neighbours when no word is graded', async () => {
    const proposal = await proposed(
      row('Thesis', 'Argues a thesis.', undefined, 'Names a topic.', 'Neither.'),
      ['fill'],
      1,
    )
    expect(proposal?.after).toBe('More than “Names a topic”, but not yet “Argues a thesis”.')
  })

  test('a lowest level worth nothing is no evidence', async () => {
    const criterion = {
      title: 'Thesis',
      levels: [level('Yes', 1, 'Argues the thesis.'), level('No', 0)],
      source,
    }
    expect((await proposed(criterion, ['fill'], 1))?.after).toBe('No evidence of thesis.')
  })

  test.each([
    ['1. Thesis', 'Little or no evidence of thesis.'],
    ['MLA format (10 points)', 'Little or no evidence of MLA format.'],
    ['Does the paper argue?', 'Meets only part of “Argues a thesis”.'],
  ])('a lowest level worth something is named by its criterion: %s', async (title, after) => {
    expect(
      (await proposed(row(title, 'Argues a thesis.', 'Names it.', 'Hints at it.'), ['fill'], 3))?.after,
    ).toBe(after.replace('Argues a thesis', 'Hints at it'))
  })

  test('works on scales that rise, and in other languages', async () => {
    const rising = {
      ...row('Klassen', 'Erstellt nie eine Klasse.', undefined, undefined, 'Erstellt immer eine Klasse.'),
      levels: [],
    }
    rising.levels.push(
      ...([
        level('1', 1, 'Erstellt die Klassen nie.'),
        level('2', 2),
        level('3', 3, 'Erstellt die Klassen immer.'),
      ] as never[]),
    )
    const { proposals } = await rules({ ...rubricOf(rising), levels: [] }, ['fill'])
    expect(proposals.map(({ after }) => after)).toEqual(['Erstellt die Klassen manchmal.'])
  })

  test('says so when nothing stands beside the cell', async () => {
    expect(await codes(row('Thesis'), ['fill'])).toContain('CANNOT_FILL')
  })

  test('leaves a checklist alone', async () => {
    const rubric = { ...rubricOf(row('Cover page'), row('Page numbers')), kind: 'checklist' as const }
    expect(await rules(rubric, ['fill'])).toMatchObject({ proposals: [], warnings: [] })
  })

  test('proposes the levels of the header row that a criterion lacks, with their points', async () => {
    const short = {
      title: 'Neat',
      levels: [
        level('Excellent', 4, 'The work is always neat.'),
        level('Poor', 1, 'The work is never neat.'),
      ],
      source,
    }
    const rubric = rubricOf(row('Thesis', 'The thesis is argued.', 'b', 'c', 'd'), short)
    const { proposals } = await rules(rubric, ['fill'])
    const after = applyProposals(rubric, proposals).rubric
    expect(levelsText(after.criteria[1]?.levels ?? [])).toBe(
      [
        '4 · Excellent: The work is always neat.',
        '3 · Good: The work is usually neat.',
        '2 · Fair: The work is rarely neat.',
        '1 · Poor: The work is never neat.',
      ].join('\n'),
    )
    expect(after.levels).toEqual(rubric.levels)
  })
})

describe('language', () => {
  test.each([
    ['intensifier', 'Explains all of the terms very clearly.', 'Explains all of the terms clearly.'],
    ['frequency', 'Usually explains the terms.', 'Usually (more than half of the time) explains the terms.'],
    ['amount', 'The text has few errors.', 'The text has few (1 or 2) errors.'],
    ['amount', 'The text has many spelling errors.', 'The text has many (more than 5) spelling errors.'],
  ])('%s: %s', async (rule, before, after) => {
    const proposal = await proposed(row('Terms', before, 'b.', 'c.', 'd.'), ['language'], 0)
    expect(proposal).toMatchObject({ after, rule })
  })

  test('makes a row begin alike', async () => {
    const criterion = row(
      'Terms',
      'The student explains all terms.',
      'The student explains most terms.',
      'Explaining one term.',
      'The student explains no terms.',
    )
    expect((await proposed(criterion, ['language'], 2))?.after).toBe('The student explains one term.')
  })

  test('leaves alone what is fine, and what it has done once', async () => {
    const rubric = rubricOf(
      row(
        'Terms',
        'Usually explains the terms very clearly.',
        'Explains few terms.',
        'Has errors.',
        'No terms.',
      ),
    )
    const first = await rules(rubric, ['language', 'plain'])
    expect(first.proposals.length).toBeGreaterThan(0)
    const after = applyProposals(rubric, first.proposals).rubric
    expect((await rules(after, ['language', 'plain'])).proposals).toEqual([])
    expect((await rules(essay(), ['language', 'plain'])).proposals).toEqual([])
  })

  test('does not edit away what told two levels apart', async () => {
    const criterion = row('Clear', 'The work is very clear.', 'The work is clear.', 'c', 'd')
    expect(await proposed(criterion, ['language'], 0)).toBeUndefined()
  })

  test.each([
    ['VAGUE_WORD', row('Thesis', 'A good thesis.', 'A thesis.')],
    ['DOUBLE_BARRELLED', row('Grammar and spelling', 'a', 'b')],
    ['IDENTICAL_LEVELS', row('Plan', 'Plans the work.', 'Plans the work.')],
    ['COUNT_ONLY', row('Sources', 'Cites 5 sources.', 'Cites 3 sources.')],
    ['COUNT_ONLY', row('Sources', 'Cites three sources.', 'Cites one source.')],
  ])('%s is found', async (code, criterion) => {
    expect(await codes(criterion)).toContain(code)
  })

  test.each([
    ['VAGUE_WORD', row('Goods', 'Lists the goods.', 'Names them.')],
    ['DOUBLE_BARRELLED', row('Cause and effect', 'a', 'b')],
    ['DOUBLE_BARRELLED', row('Understanding', 'a', 'b')],
    ['COUNT_ONLY', row('Sources', 'Explains 5 sources.', 'Names 3 sources.')],
  ])('%s is no false alarm', async (code, criterion) => {
    expect(await codes(criterion)).not.toContain(code)
  })

  test('says in which language fewer rules work', async () => {
    const rubric = rubricOf(
      row('Quellen', 'Der Text nennt die Quellen und ist gut.', 'Es wird eine Quelle genannt.'),
    )
    expect((await rules(rubric, ['language'])).warnings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['FEWER_RULES', 'VAGUE_WORD']),
    )
  })
})

describe('plain', () => {
  test('takes the short word, as it was written', async () => {
    const criterion = row(
      'Terms',
      'Utilizes sources in order to demonstrate knowledge of the topic.',
      'b',
      'c',
      'd',
    )
    expect(await proposed(criterion, ['plain'], 0)).toMatchObject({
      after: 'Uses sources to show knowledge of the topic.',
      rule: 'plain-word',
    })
  })

  test('finds sentences that are too long', async () => {
    expect(
      await codes(row('Terms', `The student ${'explains the work and '.repeat(10)} stops.`), ['plain']),
    ).toContain('LONG_SENTENCE')
  })
})

describe('order', () => {
  test('puts a criterion’s levels in the order of the others', async () => {
    const turned = {
      title: 'Turned',
      levels: [level('Low', 0, 'a'), level('Mid', 1, 'b'), level('High', 2, 'c')],
      source,
    }
    const rubric = { ...rubricOf(row('A', 'a', 'b', 'c', 'd'), row('B', 'a', 'b', 'c', 'd'), turned) }
    const { proposals } = await rules(rubric, ['order'])
    expect(proposals).toMatchObject([
      { cell: { at: 'levels', criterion: 2 }, after: '2 · High: c\n1 · Mid: b\n0 · Low: a' },
    ])
    const after = applyProposals(rubric, proposals).rubric
    expect(after.criteria[2]?.levels.map(({ max }) => max)).toEqual([2, 1, 0])
    expect(after.levels).toEqual(rubric.levels)
  })

  test('does not move points from under their header', async () => {
    const wrong = row('A', 'a', 'b', 'c', 'd')
    wrong.levels = wrong.levels.map(({ label: _, ...each }, at) => ({ ...each, min: at, max: at }))
    const { proposals, warnings } = await rules(rubricOf(wrong, row('B'), row('C')), ['order'])
    expect(proposals).toEqual([])
    expect(warnings.map(({ code }) => code)).toContain('POINTS_OUT_OF_ORDER')
  })

  test('corrects the stated total and a range that stands the wrong way round', async () => {
    const rubric = { ...essay(), total: { stated: 10, computed: 8 } }
    Object.assign(rubric.criteria[0]?.levels[0] ?? {}, { min: 4, max: 3.5 })
    const { proposals } = await rules(rubric, ['order'])
    const after = applyProposals(rubric, proposals).rubric
    expect(after.total.stated).toBe(8)
    expect(after.criteria[0]?.levels[0]).toMatchObject({ min: 3.5, max: 4 })
  })

  test('raises no alarm on a right rubric, weighted or multiplied', async () => {
    expect(await rules({ ...essay(), total: { stated: 8, computed: 8 } }, ['order'])).toMatchObject({
      proposals: [],
      warnings: [],
    })
    for (const weights of [
      [40, 60],
      [2, 3],
    ]) {
      const rubric = { ...essay(), total: { stated: 20, computed: 20 } }
      for (const [c, criterion] of rubric.criteria.entries()) Object.assign(criterion, { weight: weights[c] })
      expect(await rules(rubric, ['order'])).toMatchObject({ proposals: [], warnings: [] })
    }
  })

  test('says when percentages do not add up', async () => {
    const rubric = essay()
    for (const criterion of rubric.criteria) criterion.weight = 40
    expect((await rules(rubric, ['order'])).warnings.map(({ code }) => code)).toEqual(['WEIGHTS_NOT_100'])
  })
})

describe('levels', () => {
  test.each([2, 3, 5, 6, 7])(
    'adapts every criterion to %i levels; first and last keep their points',
    async (levelCount) => {
      const { proposals } = await rules(essay(), ['levels'], { levelCount })
      const { rubric, refused } = applyProposals(essay(), proposals)
      expect(refused).toEqual([])
      for (const { levels } of rubric.criteria) {
        expect(levels).toHaveLength(levelCount)
        expect([levels[0]?.max, levels.at(-1)?.max]).toEqual([4, 1])
        const points = levels.map(({ max }) => max ?? Number.NaN)
        expect(points).toEqual(points.toSorted((a, b) => b - a))
        expect(new Set(points).size).toBe(levelCount)
      }
      expect(rubric.levels).toHaveLength(levelCount)
    },
  )

  test('the points that were shown are the points that come, whatever else is accepted', async () => {
    const short = {
      title: 'Neat',
      levels: [
        level('Excellent', 4, 'The work is always neat.'),
        level('Poor', 1, 'The work is never neat.'),
      ],
      source,
    }
    const rubric = rubricOf(row('Thesis', 'The thesis is argued.', 'b', 'c', 'd'), short)
    const { proposals } = await rules(rubric, ['fill'])
    const renamed = {
      cell: { at: 'scale', level: 1 } as const,
      before: 'Good',
      after: 'Bien',
      reason: '',
      rule: '',
    }
    const after = applyProposals(rubric, [renamed, ...proposals]).rubric
    expect(after.criteria[1]?.levels.map(({ max }) => max)).toEqual([4, 3, 2, 1])
  })

  test('one criterion accepted and one not leaves a rubric that still says everything', async () => {
    const { proposals } = await rules(essay(), ['levels'], { levelCount: 3 })
    const { rubric } = applyProposals(essay(), proposals.slice(0, 1))
    expect(rubric.levels).toBeUndefined()
    expect(rubric.criteria.map(({ levels }) => levels.map(({ label }) => label))).toEqual([
      ['Excellent', 'Fair', 'Poor'],
      ['Excellent', 'Good', 'Fair', 'Poor'],
    ])
  })
})

describe('what rules cannot do', () => {
  test('translating alone ends with what to do', async () => {
    await expect(rules(essay(), ['translate'], { language: 'es' })).rejects.toMatchObject({
      code: 'MODEL_REQUIRED',
    })
  })

  test('translating among others is a warning', async () => {
    const { engine, warnings } = await rules(essay(), ['order', 'translate'], { language: 'es' })
    expect(engine).toBe('rules')
    expect(warnings.map(({ code }) => code)).toEqual(['MODEL_REQUIRED'])
  })
})

describe('any rubric', () => {
  const text = fc.oneof(
    fc.constantFrom(
      'Always cites.',
      'Sometimes cites.',
      '',
      '-',
      'Usually good.',
      'The student explains 3 terms.',
      'Utilizes it.',
    ),
    fc.string({ maxLength: 30, unit: 'binary' }),
  )
  const anyLevel = fc
    .record({ label: text, points: fc.integer({ min: -3, max: 10 }), descriptor: text })
    .map(({ label, points, descriptor }) => level(label, points, descriptor))
  const anyRubric = fc
    .array(fc.record({ title: text, levels: fc.array(anyLevel, { maxLength: 6 }) }), {
      minLength: 1,
      maxLength: 5,
    })
    .map((criteria) => ({
      ...rubricOf(...criteria.map((each) => ({ ...each, source }))),
      levels: [level('a', 2), level('b', 1)],
    }))

  test('every proposal can be applied, one a cell, and only the asked cells change', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyRubric,
        fc.uniqueArray(fc.constantFrom(...ENHANCE_ACTIONS.filter((action) => action !== 'translate')), {
          minLength: 1,
        }),
        fc.integer({ min: 2, max: 6 }),
        async (rubric, actions, levelCount) => {
          const { proposals } = await rules(rubric, actions, { levelCount })
          expect(new Set(proposals.map(({ cell }) => cellKey(cell))).size).toBe(proposals.length)
          const { refused, rubric: after } = applyProposals(rubric, proposals)
          expect(refused).toEqual([])
          if (!actions.some((action) => ['levels', 'order', 'fill'].includes(action))) {
            const numbers = (of: Rubric) =>
              of.criteria.map(({ title, levels }) => [title, levels.map(({ min, max }) => [min, max])])
            expect(numbers(after)).toEqual(numbers(rubric))
          }
          expect(after.criteria.map(({ title }) => title)).toEqual(rubric.criteria.map(({ title }) => title))
          const [first] = proposals
          if (!first) return
          const only = await rules(rubric, actions, { levelCount, cells: [first.cell] })
          expect(only.proposals.map(({ cell }) => cellKey(cell))).toEqual([cellKey(first.cell)])
        },
      ),
      { numRuns: 200 },
    )
  })
})
