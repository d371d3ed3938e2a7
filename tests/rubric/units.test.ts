import { describe, expect, it } from 'vitest'
import { lines, rubricOf } from './from-text.ts'

/** Numbers with what they count, as people write them. */

describe('units', () => {
  it('may be one letter', async () => {
    const rubric = await rubricOf(
      [
        '| Criteria | Excellent (5M) | Good (3M) | Poor(1M) |',
        '| --- | --- | --- | --- |',
        '| Soil | deep | shallow | bare |',
        '| Seeds | in rows | here and there | none |',
      ].join('\n'),
    )
    expect(lines(rubric)).toEqual([
      'Soil: Excellent 5 "deep" | Good 3 "shallow" | Poor 1 "bare"',
      'Seeds: Excellent 5 "in rows" | Good 3 "here and there" | Poor 1 "none"',
    ])
  })

  it('may be a phrase that says what can be reached', async () => {
    const rubric = await rubricOf(
      [
        '# Bewertungsbogen',
        '1. Rechtschreibung: von 5 möglichen Punkten',
        '2. Grammatik: von 5 möglichen Punkten',
        '3. Stil: ____ von 10 Punkten',
      ].join('\n'),
    )
    expect(lines(rubric)).toEqual(['Rechtschreibung #5: 5', 'Grammatik #5: 5', 'Stil #10: 10'])
  })

  it('may end the text of every level', async () => {
    const rubric = await rubricOf(
      [
        '| Criteria | Weak | Fair | Strong |',
        '| --- | --- | --- | --- |',
        '| Soil | bare and stony 0 ptos | dug here and there, 0,5ptos | dug deep in all of it 1ptos |',
        '| Seeds | none to be seen 0 ptos | here and there 1 ptos | in straight rows 2 ptos |',
      ].join('\n'),
    )
    expect(lines(rubric)).toEqual([
      'Soil: Weak 0 "bare and stony" | Fair 0.5 "dug here and there" | Strong 1 "dug deep in all of it"',
      'Seeds: Weak 0 "none to be seen" | Fair 1 "here and there" | Strong 2 "in straight rows"',
    ])
  })
})
