import { describe, expect, it } from 'vitest'
import { extract, lines, rubricOf } from './from-text.ts'

const table = (...rows: string[]) => `<table>${rows.map((row) => `<tr>${row}</tr>`).join('')}</table>`
const cells = (...texts: string[]) => texts.map((text) => `<td>${text}</td>`).join('')

describe('tables of levels', () => {
  it('are one criterion each under headings with its share, whatever rows they have', async () => {
    const scale = (work: string) =>
      table(
        cells('Fail', 'Pass', 'Distinction'),
        cells(`No ${work} was done.`, `Some ${work} was done.`, `All ${work} was done.`),
        cells('The tools are lost.', 'The tools are dirty.', 'The tools are clean.'),
      )
    const rubric = await rubricOf(
      `<html><h1>Garden rubric</h1><h1>Digging (40%)</h1><p>As seen in the bed.</p>${scale('digging')}
       <h1>Sowing (60%)</h1>${scale('sowing')}</html>`,
      'rubric.html',
    )
    expect(lines(rubric)).toEqual([
      'Digging ×40: Fail "No digging was done.\nThe tools are lost." | Pass "Some digging was done.\nThe tools are dirty." | Distinction "All digging was done.\nThe tools are clean."',
      'Sowing ×60: Fail "No sowing was done.\nThe tools are lost." | Pass "Some sowing was done.\nThe tools are dirty." | Distinction "All sowing was done.\nThe tools are clean."',
    ])
    expect(rubric.criteria[0]?.description).toBe('As seen in the bed.')
  })

  it('have their points in the row below, where the name is merged over both', async () => {
    const row = (name: string, points: string[]) => [
      `<td rowspan="2">${name}</td>${cells(`Does all of the ${name}`, '-', `Does no ${name} at all`)}`,
      cells(...points),
    ]
    const rubric = await rubricOf(
      `<html><h1>Garden rubric</h1>${table(
        '<td>Item</td><td colspan="3">Rating scale / score</td>',
        ...row('digging', ['2', '-', '0']),
        ...row('sowing', ['3', '-', '1']),
        ...row('weeding', ['1', '-', '0']),
        cells('watering', 'Waters in all weeks 4', 'Waters in no week 0', '0'),
      )}</html>`,
      'rubric.html',
    )
    expect(lines(rubric)).toEqual([
      'digging: 2 "Does all of the digging" | 0 "Does no digging at all"',
      'sowing: 3 "Does all of the sowing" | 1 "Does no sowing at all"',
      'weeding: 1 "Does all of the weeding" | 0 "Does no weeding at all"',
      'watering: 4 "Waters in all weeks" | 0 "Waters in no week" | 0',
    ])
  })

  it('that give parts of one leave the points of a criterion as they are, also where they are less', async () => {
    const rubric = await rubricOf(`# Garden rubric

| Criteria | Points | Full (1) | Nearly (0.75) | Half (0.5) | None (0) |
| --- | --- | --- | --- | --- | --- |
| Soil | 0.6 | All dug | Mostly dug | Half dug | Not dug |
| Water | 1.4 | All weeks | Most weeks | Half of them | Never |
`)
    expect(rubric.criteria.map(({ points }) => points)).toEqual([0.6, 1.4])
    expect(rubric.total.computed).toBe(2)
  })

  it('are named by the codes beside them, where nothing else stands there', async () => {
    const rubric = await rubricOf(
      `<html><h1>Garden rubric</h1>${table(
        cells('', '', 'Excellent (4)', 'Good (3)', 'Sufficient (2)', 'Poor (1)'),
        `<td rowspan="2">CE1</td>${cells('1.2', 'Digs all', 'Digs most', 'Digs some', 'Digs little')}`,
        cells('1.4', 'Sows all', 'Sows most', 'Sows some', 'Sows little'),
        cells('CE5', '5.2', 'Waters all', 'Waters most', 'Waters some', 'Waters little'),
      )}</html>`,
      'rubric.html',
    )
    expect(rubric.criteria.map(({ title, section, levels }) => [title, section, levels.length])).toEqual([
      ['1.2', 'CE1', 4],
      ['1.4', 'CE1', 4],
      ['5.2', 'CE5', 4],
    ])
  })

  it('are none where numbered rows have a sum below them', async () => {
    const { rubrics } = await extract(
      `<html><h1>Garden rubric</h1>${table(
        cells('Item', 'Marks'),
        cells('Digging', '20'),
        cells('Sowing', '10'),
        cells('Total', '30'),
      )}<p>To fill in:</p>${table(
        '<td colspan="4">PENALTIES</td>',
        cells('', 'Description', 'Member 1', 'Member 2'),
        cells('1', 'Late by a day', '', ''),
        cells('2', 'Tools are not clean', '', ''),
        cells('3', 'Bed is not dug', '', ''),
        cells('', 'Sub-total', '', ''),
      )}</html>`,
      'rubric.html',
    )
    expect(rubrics.map(lines)).toEqual([['Digging #20: 20', 'Sowing #10: 10']])
  })

  it('are columns to tick beside what comes of them', async () => {
    const rubric = await rubricOf(
      `<html><h1>Rubrica</h1>${table(
        '<td colspan="2">Horta</td><td colspan="3">Escala de pontuação</td><td rowspan="2">Nota final</td><td rowspan="2">Média por disciplina</td>',
        cells(
          'Descrição',
          'Nota máxima',
          'Totalmente satisfatório',
          'Parcialmente satisfatório',
          'Insatisfatório',
        ),
        cells('Cava a terra', '2', '', '', '', '2', '4,0'),
        cells('Semeia em linhas', '3', '', '', '', '3', '4,0'),
        '<td colspan="4">Aproveitamento do módulo</td><td colspan="3">100</td>',
      )}</html>`,
      'rubrica.html',
    )
    expect(rubric.criteria.map(({ title, points, levels }) => [title, points, levels.length])).toEqual([
      ['Cava a terra', 2, 3],
      ['Semeia em linhas', 3, 3],
    ])
  })

  it('are read in Vietnamese', async () => {
    const rubric = await rubricOf(
      `| Tiêu chí | Điểm | Xuất sắc | Khá | Trung bình | Yếu |
| --- | --- | --- | --- | --- | --- |
| Làm đất | 4 | Sâu ở mọi nơi | Khá sâu | Không sâu | Không làm |
| Gieo hạt | 6 | Thẳng hàng | Khá thẳng | Không thẳng | Không gieo |
| Tổng điểm | 10 | | | | |
`,
      'garden.md',
    )
    expect(lines(rubric)).toEqual([
      'Làm đất #4: Xuất sắc ..4 "Sâu ở mọi nơi" | Khá "Khá sâu" | Trung bình "Không sâu" | Yếu "Không làm"',
      'Gieo hạt #6: Xuất sắc ..6 "Thẳng hàng" | Khá "Khá thẳng" | Trung bình "Không thẳng" | Yếu "Không gieo"',
    ])
    expect(rubric.total.stated).toBe(10)
  })
})
