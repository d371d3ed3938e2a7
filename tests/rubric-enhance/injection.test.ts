import { describe, expect, test } from 'vitest'
import { applyProposals, type Proposal } from '../../src/shared/enhance-rubric.ts'
import { allAttacks, obedienceNames, runAttack } from './attack.ts'
import { essay } from './rubrics.ts'

describe('prompt injection against a model that obeys everything', () => {
  test('there are at least 150 attacks, none twice', () => {
    expect(allAttacks.length).toBeGreaterThanOrEqual(150)
    expect(new Set(allAttacks.map(({ text }) => text)).size).toBe(allAttacks.length)
  })

  test.each(obedienceNames)('no attack gets through a model that %s', async (obedience) => {
    const breaches: string[] = []
    let proposals = 0
    for (const [number, attack] of allAttacks.entries()) {
      const result = await runAttack(attack, number, obedience)
      proposals += result.proposals
      if (result.breaches.length > 0) {
        breaches.push(
          `${attack.family}, ${attack.name}, in ${result.placement}: ${result.breaches.join(', ')}`,
        )
      }
    }
    expect(breaches).toEqual([])
    // A check that refused everything would pass too: harmless texts must get through.
    if (['adds fields', 'answers for everything'].includes(obedience)) expect(proposals).toBeGreaterThan(300)
  })
})

describe('forged proposals', () => {
  const forged: [string, Proposal][] = [
    [
      'the points',
      { cell: { at: 'points', criterion: 0, level: 0 }, before: '4', after: '100', reason: '', rule: '' },
    ],
    ['the total', { cell: { at: 'total' }, before: '8', after: '1000', reason: '', rule: '' }],
    [
      'the levels',
      {
        cell: { at: 'levels', criterion: 0 },
        before:
          '4 · Excellent: States a thesis that can be argued.\n3 · Good: States a thesis.\n2 · Fair: Names a topic.\n1 · Poor: Names neither thesis nor topic.',
        after: '100 · Excellent: States a thesis that can be argued.',
        plan: [{ keep: 0 }],
        reason: '',
        rule: '',
      },
    ],
    [
      'a criterion that is not there',
      {
        cell: { at: 'criterion', criterion: 7, field: 'title' },
        before: '',
        after: 'Bonus',
        reason: '',
        rule: '',
      },
    ],
    [
      'a title to nothing',
      {
        cell: { at: 'criterion', criterion: 0, field: 'title' },
        before: 'Thesis',
        after: ' ',
        reason: '',
        rule: '',
      },
    ],
    [
      'a text that has changed meanwhile',
      {
        cell: { at: 'level', criterion: 0, level: 0, field: 'descriptor' },
        before: 'Something else.',
        after: 'New.',
        reason: '',
        rule: '',
      },
    ],
  ]

  test.each(forged)('cannot change %s', (_, proposal) => {
    const rubric = { ...essay(), total: { stated: 8, computed: 8 } }
    const result = applyProposals(rubric, [proposal])
    expect(result.rubric).toEqual(rubric)
    expect(result.refused).toHaveLength(1)
  })
})
