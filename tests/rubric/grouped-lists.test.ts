import { describe, expect, it } from 'vitest'
import { extractRubrics } from '../../netlify/rubric/extract.ts'
import { makePdf, text } from '../rubric-pdf/pdf-maker.ts'
import { extract, lines, rubricOf } from './from-text.ts'

/** Lists without points below headings, in documents that call themselves a rubric. */

const LISTS = [
  '## Digging',
  '- The bed is dug deep',
  '- Stones: all are out',
  '- The bed is level',
  '## Sowing',
  '- The seeds stand in rows',
  '- Nothing is sown twice',
  '- It is watered',
]

describe('lists below headings', () => {
  it('hold the criteria of a document that is called a rubric', async () => {
    const rubric = await rubricOf(['# Garden rubric', ...LISTS].join('\n'))
    expect(rubric.kind).toBe('checklist')
    expect(lines(rubric)).toEqual([
      'The bed is dug deep [Digging]: ',
      'Stones: all are out [Digging]: ',
      'The bed is level [Digging]: ',
      'The seeds stand in rows [Sowing]: ',
      'Nothing is sown twice [Sowing]: ',
      'It is watered [Sowing]: ',
    ])
  })

  it('hold penalties as well', async () => {
    const rubric = await rubricOf(
      ['# Auswertungskriterien', ...LISTS, '## Malus', '-5 Der Bericht fehlt', '', '-3 Er ist zu lang'].join(
        '\n',
      ),
    )
    expect(lines(rubric).slice(-2)).toEqual([
      'Der Bericht fehlt #-5 [Malus]: -5',
      'Er ist zu lang #-3 [Malus]: -3',
    ])
  })

  it('may stand below numbered names, with bullets that touch their words', async () => {
    const rows = ['Rubrics for the garden', '1. Digging:', ...items('Deep', 'Level', 'Clean')]
    const more = ['2. Sowing:', ...items('In rows', 'Once only', 'Watered')]
    const content = [...rows, ...more]
      .map((row, at) => text(row.startsWith('•') ? 90 : 60, 780 - at * 18, row))
      .join('')
    const { rubrics } = await extractRubrics(makePdf([{ content }]), { fileName: 'unit.pdf' })
    expect(rubrics.flatMap(lines)).toEqual([
      'Deep [Digging]: ',
      'Level [Digging]: ',
      'Clean [Digging]: ',
      'In rows [Sowing]: ',
      'Once only [Sowing]: ',
      'Watered [Sowing]: ',
    ])
  })

  it.each([
    ['a task', ['# The garden project', ...LISTS], 'rubric.md'],
    [
      'a rubric elsewhere',
      ['# The garden project', '## Rubric', '- See the other page', ...LISTS],
      'plan.md',
    ],
    [
      'a rubric after much text',
      ['# Garden rubric', 'Read all of this before you begin with your work. '.repeat(12), '', ...LISTS],
      'r.md',
    ],
  ])('are no rubric in %s', async (_name, text, fileName) => {
    await expect(extract(text.join('\n'), fileName)).rejects.toMatchObject({ code: 'NOT_A_RUBRIC' })
  })
})

function items(...texts: string[]): string[] {
  return texts.map((item) => `•${item}`)
}
