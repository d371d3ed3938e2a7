import { expect, it } from 'vitest'
import { extract, lines, rubricOf } from './from-text.ts'

/** Which row of a grid is its heading, and which is not. */
const html = (rows: readonly (readonly string[])[], title = 'Rubric') => {
  const columns = Math.max(...rows.map((row) => row.length))
  const cells = (row: readonly string[]) =>
    row.length === 1
      ? `<td colspan="${columns}">${row[0]}</td>`
      : row.map((cell) => `<td>${cell}</td>`).join('')
  return `<h1>${title}</h1><table>${rows.map((row) => `<tr>${cells(row)}</tr>`).join('')}</table>`
}
const read = async (rows: readonly (readonly string[])[]) => lines(await rubricOf(html(rows), 'rubric.html'))

it('takes no row for the heading whose cells are sentences with points like those below', async () => {
  const rows = [
    [
      'Beds',
      'All of the beds have been dug.<br>4-5 PTS',
      'Beds are left undug and full of weeds.<br>0-3 PTS',
      '/5',
    ],
    ['Paths', 'The paths are swept.<br>5 PTS', 'The paths are not swept.<br>0-4 PTS', '/5'],
    ['Tools', 'The tools are clean.<br>5 PTS', 'The tools are dirty.<br>0-4 PTS', '/5'],
  ]
  expect(await read(rows)).toEqual([
    'Beds #5: 4..5 "All of the beds have been dug." | 0..3 "Beds are left undug and full of weeds."',
    'Paths #5: 5 "The paths are swept." | 0..4 "The paths are not swept."',
    'Tools #5: 5 "The tools are clean." | 0..4 "The tools are dirty."',
  ])
})

it('reads items with points in brackets below a plain heading, with nothing in the column of marks', async () => {
  const text = `<h1>Marking scheme</h1><table>
    <tr><td>Category</td><td>Criterion</td><td>Marks</td><td>Comments</td></tr>
    <tr><td rowspan="2">Garden [15]</td><td>Beds [10]<br>- dug and watered</td><td></td><td></td></tr>
    <tr><td>Paths [5]<br>- swept</td><td></td><td></td></tr>
    <tr><td rowspan="2">Shed [10]</td><td>Tools are in good order [5]</td><td></td><td></td></tr>
    <tr><td>The roof keeps the rain out [5]</td><td></td><td></td></tr>
    <tr><td rowspan="2">Penalties [-]</td><td>Badly kept tools: [-2]</td><td></td><td></td></tr>
    <tr><td>Nothing was watered: [-3]</td><td></td><td></td></tr></table>`
  expect(lines(await rubricOf(text, 'rubric.html'))).toEqual([
    'Beds #10 [Garden [15]]: 10',
    'Paths #5 [Garden [15]]: 5',
    'Tools are in good order #5 [Shed [10]]: 5',
    'The roof keeps the rain out #5 [Shed [10]]: 5',
    'Badly kept tools #-2 [Penalties [-]]: -2',
    'Nothing was watered #-3 [Penalties [-]]: -3',
  ])
})

it('reads levels of which only the ends have names, below other columns', async () => {
  const rows = [
    ['Unit', 'ID', 'Standard ID', 'Advanced', '2', '3', 'Unsatisfactory'],
    ['1', 'Digging of beds', 'GRD2.1', 'Digs all beds', '', 'Digs some beds', 'Digs none'],
    ['1 – 2', 'Watering', 'GRD2.1', 'Waters daily', 'Waters often', '', 'Waters nothing'],
    ['2', 'Weeding', 'GRD2.2', 'Pulls all weeds', '', 'Pulls some weeds', 'Pulls none'],
    ['', 'Scale', '', '90 … 100', '75 … 89', '50 … 74', '0 … 49'],
  ]
  expect(await read(rows)).toEqual([
    'Digging of beds: Advanced "Digs all beds" | 2 | 3 "Digs some beds" | Unsatisfactory "Digs none"',
    'Watering: Advanced "Waters daily" | 2 "Waters often" | 3 | Unsatisfactory "Waters nothing"',
    'Weeding: Advanced "Pulls all weeds" | 2 | 3 "Pulls some weeds" | Unsatisfactory "Pulls none"',
  ])
})

it('takes columns with nothing in them for rooms to write in, however many', async () => {
  const names = ['Ann', 'Ben', 'Cem', 'Dot', 'Eve', 'Fay', 'Gil', 'Hal']
  const empty = names.map(() => '')
  const rows = [
    ['Criteria', 'Excellent', 'Competent', 'Weak', ...names],
    ['Beds', 'All beds are dug', 'Most beds are dug', 'No bed is dug', ...empty],
    ['Paths', 'All paths are swept', 'Most paths are swept', 'No path is swept', ...empty],
  ]
  expect(await read(rows)).toEqual([
    'Beds: Excellent "All beds are dug" | Competent "Most beds are dug" | Weak "No bed is dug"',
    'Paths: Excellent "All paths are swept" | Competent "Most paths are swept" | Weak "No path is swept"',
  ])
})

it('takes a name with points beside the names of levels for that of a group', async () => {
  const levels = ['Exceeds expectations', 'Meets expectations', 'Below expectations']
  const rows = [
    ['Garden (30)', ...levels],
    ['Beds (20)', 'All beds are dug', 'Most beds are dug', 'No bed is dug'],
    ['Paths (10)', 'All paths are swept', 'Most are swept', 'None is swept'],
    ['Shed (5)', ...levels],
    ['Tools (5)', 'All tools are clean', 'Most are clean', 'None is clean'],
  ]
  expect((await read(rows)).map((one) => one.replace(/:.*/, ''))).toEqual([
    'Beds #20 [Garden]',
    'Paths #10 [Garden]',
    'Tools #5 [Shed]',
  ])
})

it('parts the rubrics of a table at the rows with their titles', async () => {
  const rows = [
    ['Garden rubric'],
    ['Beds are dug', '/ 3'],
    ['Paths are swept', '/ 2'],
    ['Shed rubric'],
    ['Tools are clean', '/ 4'],
    ['The roof is whole', '/ 1'],
  ]
  const { rubrics } = await extract(html(rows), 'rubric.html')
  expect(rubrics.map((rubric) => [rubric.title, lines(rubric)])).toEqual([
    ['Garden rubric', ['Beds are dug #3: 3', 'Paths are swept #2: 2']],
    ['Shed rubric', ['Tools are clean #4: 4', 'The roof is whole #1: 1']],
  ])
})

it('takes numbers that tell two levels of one name apart for part of the names', async () => {
  const rows = [
    ['Criterio', 'Definición del criterio', 'Estándar esperado', 'En proceso 2', 'En proceso 1', 'Inicial'],
    ['Bancales', 'Mira los bancales', 'Todos cavados', 'Casi todos', 'Algunos cavados', 'Ninguno'],
    ['', '', '4', '2', '1', '0.5'],
    ['Caminos', 'Mira los caminos', 'Todos barridos', 'Casi todos', 'Algunos barridos', 'Ninguno'],
    ['', '', '5', '3', '2', '1'],
    ['Riego', 'Mira el agua', 'Cada día', 'Cada semana', 'Alguna vez', 'Nunca'],
    ['', '', '3', '2', '1', '0'],
  ]
  expect(await read(rows)).toEqual([
    'Bancales: Estándar esperado 4 "Todos cavados" | En proceso 2 2 "Casi todos" | En proceso 1 1 "Algunos cavados" | Inicial 0.5 "Ninguno"',
    'Caminos: Estándar esperado 5 "Todos barridos" | En proceso 2 3 "Casi todos" | En proceso 1 2 "Algunos barridos" | Inicial 1 "Ninguno"',
    'Riego: Estándar esperado 3 "Cada día" | En proceso 2 2 "Cada semana" | En proceso 1 1 "Alguna vez" | Inicial 0 "Nunca"',
  ])
})

it('leaves out levels that neither the text nor the row of marks below it has', async () => {
  const rows = [
    ['Description', 'Excellent', 'Good', 'Poor'],
    ['Beds', 'All beds are dug', '', 'No bed is dug'],
    ['Marks', '2', '', '0'],
    ['Paths', 'All are swept', 'Most are swept', 'None is swept'],
    ['Marks', '3', '2~1', '0'],
  ]
  expect(await read(rows)).toEqual([
    'Beds: Excellent 2 "All beds are dug" | Poor 0 "No bed is dug"',
    'Paths: Excellent 3 "All are swept" | Good 1..2 "Most are swept" | Poor 0 "None is swept"',
  ])
})

it('takes a cross in the place of a text for a level that is not to be had', async () => {
  const rows = [
    ['Criteria', '3', '2', '1'],
    ['Beds', 'All beds are dug', 'Most beds are dug', 'No bed is dug'],
    ['Paths', 'All paths are swept', 'Most are swept', 'None is swept'],
    ['Team', 'X', 'Everybody helps', 'Some help'],
    ['Shed', 'X', 'X', 'It stands upright'],
  ]
  expect((await read(rows)).slice(2)).toEqual([
    'Team: 2 "Everybody helps" | 1 "Some help"',
    'Shed: 1 "It stands upright"',
  ])
})

it('takes columns in which people rate themselves for no levels, and a row of totals for no criterion', async () => {
  const rows = [
    ['Criteria', 'Excellent', 'Good', 'Poor', 'Rate Yourself', 'Teacher’s Rating'],
    ['Beds', '10', '8 - 9', '7 or less', '9', ''],
    ['Paths', '10', '8 - 9', '7 or less', '10', ''],
    ['Total: 20', 'Grade:', '', '', 'Your total<br>19', 'Teacher total'],
  ]
  expect(await read(rows)).toEqual([
    'Beds: Excellent 10 | Good 8..9 | Poor ..7',
    'Paths: Excellent 10 | Good 8..9 | Poor ..7',
  ])
})

it('reads boxes to tick left of what is looked at', async () => {
  const box = '☐'
  const rows = [
    ['Complete', 'Incomplete', 'Garden'],
    ['☑', box, 'All of the beds have been dug'],
    [box, '☑', 'Seeds stand in rows and are covered'],
    [box, box, 'The paths are swept'],
  ]
  const rubric = await rubricOf(html(rows), 'rubric.html')
  expect(rubric.kind).toBe('checklist')
  expect(lines(rubric)).toEqual([
    'All of the beds have been dug: Complete | Incomplete',
    'Seeds stand in rows and are covered: Complete | Incomplete',
    'The paths are swept: Complete | Incomplete',
  ])
})
