import { describe, expect, it } from 'vitest'
import { rubricOf } from './from-text.ts'

const refused = { code: 'NOT_A_RUBRIC' }

describe('a table without a known word, in a document that calls itself a rubric', () => {
  const steps = [
    '| Content Area | 1 | 2 | 3 |',
    '| --- | --- | --- | --- |',
    '| Model | An equation is given | Equations are given and named | Equations are derived in full |',
    '| Report | The aim is stated | The aim is explained | The aim is explained and tested |',
  ].join('\n')

  it('is read by numbers over sentences', async () => {
    const { criteria, levels } = await rubricOf(`# Rubric for the tanks\n\n${steps}`)
    expect(criteria.map(({ title }) => title)).toEqual(['Model', 'Report'])
    expect(levels?.map(({ max }) => max)).toEqual([1, 2, 3])
  })

  it('is read by unknown names over sentences', async () => {
    const text = steps.replace('| 1 | 2 | 3 |', '| Tadpole | Froglet | Frog |')
    const { levels } = await rubricOf(`# Rubric for the pond\n\n${text}`)
    expect(levels?.map(({ label }) => label)).toEqual(['Tadpole', 'Froglet', 'Frog'])
  })

  it('is refused where the document is something else', async () => {
    await expect(rubricOf(`# Notes on tanks\n\n${steps}`, 'notes.md')).rejects.toMatchObject(refused)
  })

  it('is read by names beside an empty column with a scale', async () => {
    const rows = ['Speaks clearly', 'Knows the subject', 'Keeps the stand tidy']
    const text = rows.map((name) => `| Oral | ${name} | |`).join('\n')
    const { criteria } = await rubricOf(
      `# Rúbrica docente\n\n| Categoría | Criterio | 1–5 |\n|---|---|---|\n${text}`,
    )
    expect(
      criteria.map(({ title, section, levels }) => [title, section, levels[0]?.min, levels[0]?.max]),
    ).toEqual(rows.map((name) => [name, 'Oral', 1, 5]))
  })

  it('is read by names over columns that judges fill in', async () => {
    const form = [
      '| Team | Design | Technology | Idea | Talk | Total |',
      '| --- | --- | --- | --- | --- | --- |',
      ...[1, 2, 3].map((team) => `| ${team} | | | | | /20 |`),
    ].join('\n')
    const { criteria } = await rubricOf(`# Judging form\n\n${form}`)
    expect(criteria.map(({ title }) => title)).toEqual(['Design', 'Technology', 'Idea', 'Talk'])
    await expect(rubricOf(`# Sign-up sheet\n\n${form}`, 'teams.md')).rejects.toMatchObject(refused)
  })
})
