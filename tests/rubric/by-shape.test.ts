import { describe, expect, it } from 'vitest'
import { extractRubrics } from '../../netlify/rubric/extract.ts'
import { grid, makePdf, text } from '../rubric-pdf/pdf-maker.ts'
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

  it('is read by names beside what is asked for, under a heading for them', async () => {
    const rows = [
      ['Pond', 'The pond is described, and its depth is measured at three places'],
      ['Date', 'Every source is named, with the page on which it says so'],
      ['Spelling', 'The report was read by somebody else before it was handed in'],
    ]
    const table = [
      '| Spec category | Details |',
      '| --- | --- |',
      ...rows.map((row) => `| ${row.join(' | ')} |`),
    ]
    const lead = 'You pass when you meet what is asked for in the rubric below.'
    const { criteria, title, kind } = await rubricOf(`# Pond rubric\n\n${lead}\n\n${table.join('\n')}`)
    expect({ title, kind }).toEqual({ title: 'Pond rubric', kind: 'checklist' })
    expect(criteria.map(({ title, description }) => [title, description])).toEqual(rows)
    const notes = `# Notes on ponds\n\n${table.join('\n')}`
    await expect(rubricOf(notes, 'notes.md')).rejects.toMatchObject(refused)
  })

  it('is read by names beside what is asked for, numbered in front', async () => {
    const table = (y: number, name: string) =>
      grid({
        y,
        widths: [90, 130, 280],
        rows: [
          [name, 'Items', 'Required'],
          ['1', 'Depth of the pond', 'The depth is measured at three places.'],
          ['2', 'Plants', 'All plants are named and drawn.'],
          ['3', 'Spelling', 'Somebody else read it before.'],
        ],
        boldHeader: false,
      }).content
    const content =
      text(50, 790, 'Pond rubric', { font: 'F2', size: 16 }) + table(760, 'Report') + table(600, 'Talk')
    const { rubrics } = await extractRubrics(makePdf([{ content }]), { fileName: 'rubric.pdf' })
    expect(rubrics[0]?.criteria.map(({ title, section }) => [title, section])).toEqual(
      ['Report', 'Talk'].flatMap((section) =>
        ['Depth of the pond', 'Plants', 'Spelling'].map((title) => [title, section]),
      ),
    )
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
