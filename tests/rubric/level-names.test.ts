import { expect, it } from 'vitest'
import { extractRubrics } from '../../netlify/rubric/extract.ts'
import { grid, makePdf, text } from '../rubric-pdf/pdf-maker.ts'
import { lines, rubricOf } from './from-text.ts'

/** Headings of levels in the ways that schools write them. */
const row = (...cells: string[]) => `<tr>${cells.map((text) => `<td>${text}</td>`).join('')}</tr>`
const html = (name: string, ...rows: string[]) => `<h1>${name}</h1><table>${rows.join('')}</table>`
const DIGGING = ['Digs all of the beds.', 'Digs most of the beds.', 'Digs half of the beds.', 'Digs no bed.']
const WEEDING = ['Pulls all weeds.', 'Pulls most of the weeds.', 'Pulls a few weeds.', 'Pulls the carrots.']

const read = async (name: string, ...heads: string[]) =>
  rubricOf(html(name, row(...heads), row('Digging', ...DIGGING), row('Weeding', ...WEEDING)), 'rubric.html')

it('reads numbers before names also where the first name is long', async () => {
  const rubric = await read('Garden rubric', '', '4. Distinguished', '3. Good', '2. Fair', '1. Poor')
  expect(lines(rubric)[0]).toBe(
    'Digging: Distinguished 4 "Digs all of the beds." | Good 3 "Digs most of the beds." | Fair 2 "Digs half of the beds." | Poor 1 "Digs no bed."',
  )
})

it('reads marks that are an M behind known names', async () => {
  const rubric = await read(
    'Garden rubric',
    'Criteria',
    'Excellent (5M)',
    'Good (4M)',
    'Fair (2M)',
    'Poor(1M)',
  )
  expect(rubric.levels?.map(({ label, max }) => `${label} ${max}`)).toEqual([
    'Excellent 5',
    'Good 4',
    'Fair 2',
    'Poor 1',
  ])
})

it('takes letters of grades for levels where nobody says rubric', async () => {
  const rubric = await rubricOf(
    html(
      'Garden contract',
      row('In the beds', 'A', 'B', 'C', 'F'),
      row('Digging', ...DIGGING),
      row('Weeding', ...WEEDING),
    ),
    'contract.html',
  )
  expect(rubric.criteria.map(({ title }) => title)).toEqual(['Digging', 'Weeding'])
  expect(rubric.levels?.map(({ label }) => label)).toEqual(['A', 'B', 'C', 'F'])
})

it('takes a heading that is higher than those of the levels for none of them', async () => {
  const tall = (text: string) => `<td rowspan="2">${text}</td>`
  const rubric = await rubricOf(
    html(
      'Garden rubric',
      `<tr>${tall('Tasca')}${tall('Objectiu')}<td colspan="4">Criteris</td></tr>`,
      row('A', 'B', 'C+', 'C- / D'),
      row('Digging', 'Dig the beds', ...DIGGING),
      row('Weeding', 'Pull the weeds', ...WEEDING),
    ),
    'rubric.html',
  )
  expect(
    rubric.criteria.map(({ title, description, levels }) => [title, description, levels.length]),
  ).toEqual([
    ['Digging', 'Dig the beds', 4],
    ['Weeding', 'Pull the weeds', 4],
  ])
  expect(rubric.levels?.map(({ label }) => label)).toEqual(['A', 'B', 'C+', 'C- / D'])
})

it('takes room to write in for no level', async () => {
  const rubric = await rubricOf(
    html(
      'Garden rubric',
      row('90-100%<br>Outstanding', 'Digs all of the beds in time.'),
      row('50-89%<br>Pass', 'Digs some of the beds.'),
      row('0-49%<br>Fail', 'Digs no bed.'),
      row('Additional comments:', ''),
    ),
    'rubric.html',
  )
  expect(rubric.criteria[0]?.levels.map(({ label }) => label)).toEqual(['Outstanding', 'Pass', 'Fail'])
})

it('stand above rows whose shares make a whole, whatever they are', async () => {
  const parts = [
    ['El puente', '30'],
    ['La torre', '30'],
    ['El camino', '30'],
    ['La fuente', '10'],
  ]
  const { content } = grid({
    widths: [110, 130, 130, 110],
    boldHeader: false,
    rows: [
      ['', 'Hecho\n10', 'A medias\n5', 'Mal / No\n0'],
      ...parts.map(([name, share]) => [
        `${name} ${share}%`,
        'Todo funciona muy bien.',
        'Algo no funciona bien.',
        'En otro caso.',
      ]),
    ],
  })
  const page = text(50, 800, 'Rúbricas', { font: 'F2', size: 16 }) + content
  const { rubrics } = await extractRubrics(makePdf([{ content: page }]), { fileName: 'rubrica.pdf' })
  const criteria = rubrics[0]?.criteria ?? []
  expect(
    criteria.map(({ title, weight, levels }) => [title, `${weight}`, levels[0]?.label, levels[0]?.max]),
  ).toEqual(parts.map((part) => [...part, 'Hecho', 10]))
})

it('end before the whole of the weights beside them', async () => {
  const table = [
    '<tr><td rowspan="2">Criterio</td><td colspan="3">Descripción</td><td>Peso</td></tr>',
    row('0', '1', '2', '100%'),
    row('El puente', 'No está.', 'Se puede cruzar a pie.', 'Se puede cruzar con un coche.', '60%'),
    row('La torre', 'No está.', 'Tiene escalera nueva.', 'Tiene escalera y tejado.', '40%'),
  ]
  const { criteria } = await rubricOf(html('Rúbrica', ...table), 'rubrica.html')
  expect(criteria.map(({ title, weight, levels }) => [title, weight, levels.map(({ max }) => max)])).toEqual([
    ['El puente', 60, [0, 1, 2]],
    ['La torre', 40, [0, 1, 2]],
  ])
})
