import { describe, expect, it } from 'vitest'
import { extract, lines, rubricOf } from './from-text.ts'

const NOT_A_RUBRIC = { code: 'NOT_A_RUBRIC' }

describe('a table without levels', () => {
  it('puts items and their points, side by side in one row, under the name in the row above', async () => {
    const row = (left: string, right: string) => `<tr><td>${left}</td><td>${right}</td></tr>`
    const html = [
      row('Task', 'Points'),
      row('Beds', 'Points'),
      row('• Digging<br>• Weeding<br>• Raking', '• 1 point<br>• 2 points<br>• 2 points'),
      row('Sowing', '4 points'),
      row('Fences', 'Points'),
      row('• Posts<br>• Wire', '• 1 point<br>• 2 points'),
      row('Report', '5 points'),
    ]
    const { rubrics } = await extract(`<h1>Garden rubric</h1><table>${html.join('')}</table>`, 'g.html')
    expect(rubrics.flatMap(lines)).toEqual([
      'Digging #1 [Beds]: 1',
      'Weeding #2 [Beds]: 2',
      'Raking #2 [Beds]: 2',
      'Sowing #4: 4',
      'Posts #1 [Fences]: 1',
      'Wire #2 [Fences]: 2',
      'Report #5: 5',
    ])
  })

  it('takes days for no points', async () => {
    const rubric = await rubricOf(
      [
        '# Rubrica',
        '| Grupo | Requisito | Data de entrega | Conceito |',
        '|---|---|---|---|',
        '| Modelo | Entregar o plano do jardim | 22/11 | D |',
        '| Modelo | Medir o solo do jardim | 03/12 | C |',
        '| Dados | Escrever o relatório da colheita | 06/12 | A |',
      ].join('\n'),
    )
    expect(rubric.scoring).toBe('none')
    expect(lines(rubric)).toEqual([
      'Entregar o plano do jardim [Modelo]: ',
      'Medir o solo do jardim [Modelo]: ',
      'Escrever o relatório da colheita [Dados]: ',
    ])
  })

  it('reads what is only ticked', async () => {
    const rubric = await rubricOf(
      [
        '| Requisito | Cumplido/No cumplido | Comentarios |',
        '|---|---|---|',
        '| Incluí evidencias de la siembra | Sí | |',
        '| Expliqué la secuencia del riego | No | |',
      ].join('\n'),
      'portafolio.md',
    )
    expect(rubric).toMatchObject({ kind: 'checklist', scoring: 'none' })
    expect(lines(rubric)).toEqual(['Incluí evidencias de la siembra: ', 'Expliqué la secuencia del riego: '])
  })

  it('reads percentages under a grade that add up to the whole', async () => {
    const rubric = await rubricOf(
      ['| Item | Grade |', '|---|---|', '| Plan | 25% |', '| Planting | 35% |', '| Harvest | 40% |'].join(
        '\n',
      ),
    )
    expect(lines(rubric)).toEqual(['Plan ×25: ', 'Planting ×35: ', 'Harvest ×40: '])
  })

  it('reads sentences with round numbers and no heading, where the file says that it is a rubric', async () => {
    const text = [
      'Submission,',
      'Notes are in the diary,5',
      'Growing,',
      'A row of seeds is visible,10',
      'The bed has a border of stones,10',
      'Weeds have been taken out,5',
    ].join('\n')
    expect(lines(await rubricOf(text, 'rubric.csv'))).toEqual([
      'Notes are in the diary #5 [Submission]: 5',
      'A row of seeds is visible #10 [Growing]: 10',
      'The bed has a border of stones #10 [Growing]: 10',
      'Weeds have been taken out #5 [Growing]: 5',
    ])
    await expect(extract(text, 'diary.csv')).rejects.toMatchObject(NOT_A_RUBRIC)
  })

  it('reads a list of points beside a list of items', async () => {
    const rubric = await rubricOf(
      [
        '# Rubric',
        '<table><tr><td>Task</td><td>Points</td></tr>',
        '<tr><td>Bed<ul><li>Dug</li><li>Raked</li></ul></td><td>Points<ul><li>1 point</li><li>2 points</li></ul></td></tr>',
        '<tr><td>Watering</td><td>4 points</td></tr>',
        '<tr><td>Weeding</td><td>3 points</td></tr></table>',
      ].join('\n'),
      'rubric.html',
    )
    expect(lines(rubric)).toEqual(['Dug #1 [Bed]: 1', 'Raked #2 [Bed]: 2', 'Watering #4: 4', 'Weeding #3: 3'])
  })

  it('keeps the whole name beside a description, and names that share what stands before a colon', async () => {
    const described = await rubricOf(
      [
        '| | max | | Marking notes |',
        '|---|---|---|---|',
        '| Report: a description of the garden and its features | 10 | | How clearly it explains |',
        '| Beds | 20 | | How well they are dug |',
        '| Total | 30 | | |',
      ].join('\n'),
    )
    expect(described.criteria.map(({ title, description }) => [title, description])).toEqual([
      ['Report: a description of the garden and its features', 'How clearly it explains'],
      ['Beds', 'How well they are dug'],
    ])
    const shared = await rubricOf(
      [
        '| Criteria | Poor | Good |',
        '|---|---|---|',
        '| Summary: the problem and the insights | None | All of them |',
        '| Summary: the implications and the limits | None | All of them |',
      ].join('\n'),
    )
    expect(shared.criteria.map(({ title }) => title)).toEqual([
      'Summary: the problem and the insights',
      'Summary: the implications and the limits',
    ])
  })

  it('leaves out what the scores mean, below the total', async () => {
    const rubric = await rubricOf(
      [
        '| | Expectation | Weight | Score | I awarded this because |',
        '|---|---|---|---|---|',
        '| Beds | They are dug a spade deep | 60 | | |',
        '| Paths | They are a yard wide | 40 | | |',
        '| | | Total (100) | 0 | |',
        '| Score key | | | | |',
        '| 0 | Meets less than half of it | | | |',
        '| 1.05 | Meets all and then some | | | |',
      ].join('\n'),
    )
    expect(lines(rubric)).toEqual(['Beds ×60: ', 'Paths ×40: '])
    expect(rubric.total).toMatchObject({ stated: 100, computed: 100 })
  })

  it('refuses figures of a report', async () => {
    await expect(
      extract(
        [
          '## Evaluation criteria of the study',
          '| Indicador | Valor | Fuente |',
          '|---|---|---|',
          '| Empleos directos e indirectos | 600,000+ | FENAVI |',
          '| Participación en el PIB | 0.52% | DANE |',
          '| Ahorro en inventario | 30-60% | Solano |',
        ].join('\n'),
        'informe.md',
      ),
    ).rejects.toMatchObject(NOT_A_RUBRIC)
  })

  it('refuses figures beside a rubric, and aims', async () => {
    const rubrics = await extract(
      [
        '# Grading criteria',
        '| Criteria | Excellent | Poor |',
        '|---|---|---|',
        '| Speed | Measures it | Guesses it |',
        '| Power | Measures it | Guesses it |',
        '',
        '# What we measured',
        '| Change | Before | After |',
        '|---|---|---|',
        '| Two rows at a time | 732 | 3.33x |',
        '| One tap for all | 220 | 3.55x |',
      ].join('\n'),
    )
    expect(rubrics.rubrics).toHaveLength(1)
    await expect(
      extract(
        [
          '| Metric | Definition | Target | Method |',
          '|---|---|---|---|',
          '| Satisfaction | Average rating of visits | ≥ 4.2 / 5.0 | Survey |',
          '| Resolution | Calls that needed no other | ≥ 70% | Tracking |',
          '| Compliance | Answers within a day | ≥ 95% | Log |',
        ].join('\n'),
        'notes.md',
      ),
    ).rejects.toMatchObject(NOT_A_RUBRIC)
  })

  it('takes the name below a form field in the heading for the first section', async () => {
    const row = (...cells: string[]) => `<tr><td>${cells.join('</td><td>')}</td></tr>`
    const page = [
      '<h1>Garden rubric</h1><table>',
      '<tr><td>Student Name: ______ Date: ______</td><td rowspan="2">Points</td><td rowspan="2">Points Earned</td></tr>',
      '<tr><td>Digging</td></tr>',
      row('The bed is dug deep', '5', ''),
      row('All stones are out', '3', ''),
      row('Sowing', '', ''),
      row('The seeds stand in rows', '2', ''),
      row('It is watered', '4', ''),
      '</table>',
    ]
    expect(lines(await rubricOf(page.join('\n'), 'rubric.html'))).toEqual([
      'The bed is dug deep #5 [Digging]: 5',
      'All stones are out #3 [Digging]: 3',
      'The seeds stand in rows #2 [Sowing]: 2',
      'It is watered #4 [Sowing]: 4',
    ])
  })
})

describe('a sheet in steps', () => {
  it('takes the innermost parts for criteria', async () => {
    const rubric = await rubricOf(
      [
        'Artifact,Section,Subsection,Relative weight,Points possible,Points earned',
        '1 - Vision,,,20,14,11',
        '2 - Use cases,,,80,40,',
        ',Actors are found,,,10,9',
        ',First use case,,,30,',
        ',,Cover page,,5,5',
        ',,Main scenario,,25,20',
        ',,Totals:,100,54,',
      ].join('\n'),
      'rubric.csv',
    )
    expect(lines(rubric)).toEqual([
      'Vision #14: 14',
      'Actors are found #10 [Use cases]: 10',
      'Cover page #5 [First use case]: 5',
      'Main scenario #25 [First use case]: 25',
    ])
    expect(rubric.total).toMatchObject({ stated: 54, computed: 54 })
  })
})
