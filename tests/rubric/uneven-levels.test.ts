import { expect, it } from 'vitest'
import { lines, rubricOf } from './from-text.ts'

/** Rows with their own numbers of levels under one heading, as learning platforms print them. */
const table = (head: string, ...rows: [name: string, levels: string[], points: string][]): string => {
  const places = 12
  const body = rows.map(([name, levels, points]) => {
    const cells = levels.map((text) => `<td colspan="${places / levels.length}">${text}</td>`)
    return `<tr><td>${name}</td>${cells.join('')}<td>${points}</td></tr>`
  })
  const [first = '', over = ''] = head.split('|')
  return `<h1>Garden rubric</h1><table><tr><th>${first}</th><th colspan="${places}">${over}</th><th>Points</th></tr>${body.join('')}</table>`
}

it('reads each cell as one level, however wide it is', async () => {
  const html = table(
    'Criteria|Ratings',
    ['Digging', ['5 pts Digs all of the beds', '0 pts Digs none'], '5 pts'],
    ['Sowing', ['9 pts In straight rows', '4 pts In heaps', '0 pts Sows nothing'], '9 pts'],
  )
  expect(lines(await rubricOf(html, 'rubric.html'))).toEqual([
    'Digging #5: 5 "Digs all of the beds" | 0 "Digs none"',
    'Sowing #9: 9 "In straight rows" | 4 "In heaps" | 0 "Sows nothing"',
  ])
})

it('reads several deductions in one cell as levels', async () => {
  const html = table(
    'Milestone|Criteria',
    ['Bed 1', ['(-0) Perfect', '(-2) Leaves weeds<br>(-3) Leaves stones'], '10'],
    ['Bed 2', ['(-0) Perfect', '(-1) Sows too deep', '(-4) Sows the wrong seed'], '5'],
    ['Bed 3', ['(-0) Perfect', '(-1) Waters late', '(-5) Does not water at all'], '5'],
  )
  expect(lines(await rubricOf(html, 'rubric.html'))).toEqual([
    'Bed 1 #10: 0 "Perfect" | -2 "Leaves weeds" | -3 "Leaves stones"',
    'Bed 2 #5: 0 "Perfect" | -1 "Sows too deep" | -4 "Sows the wrong seed"',
    'Bed 3 #5: 0 "Perfect" | -1 "Waters late" | -5 "Does not water at all"',
  ])
})

it('reads points in a row of their own below the texts, and behind the texts', async () => {
  const row = (...cells: string[]) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
  const html = `<h1>Rúbrica del huerto</h1><table><tr><th>Ítem</th><th colspan="4">Escalas de calificación / puntuación</th></tr>
    <tr><td rowspan="2">Suelo</td><td>Cava todo el suelo</td><td>-</td><td>Cava una parte</td><td>No cava nada</td></tr>
    ${row('2', '-', '1', '0')}
    <tr><td rowspan="2">Agua</td><td>Riega cada mañana</td><td>-</td><td>Riega a veces</td><td>No riega nada</td></tr>
    ${row('3', '-', '1', '0')}
    ${row('Semillas', 'Siembra en filas 4', '', 'Siembra sin orden 2', 'No siembra nada 0')}</table>`
  expect(lines(await rubricOf(html, 'rubrica.html'))).toEqual([
    'Suelo: 2 "Cava todo el suelo" | 1 "Cava una parte" | 0 "No cava nada"',
    'Agua: 3 "Riega cada mañana" | 1 "Riega a veces" | 0 "No riega nada"',
    'Semillas: 4 "Siembra en filas" | 2 "Siembra sin orden" | 0 "No siembra nada"',
  ])
})

it('reads a criterion in each column, with its own levels below it', async () => {
  const rubric = await rubricOf(
    [
      '| Digging (10 marks max) | Sowing (5 marks max) |',
      '|---|---|',
      '| 2 marks<br>Digs all of the beds deep | 1 mark<br>Sows in straight rows |',
      '| 1 mark<br>Digs some of the beds | 0.5 marks<br>Sows in crooked rows |',
      '| and some of the paths | |',
      '| 0 marks<br>Digs nothing at all | 0 marks<br>Sows nothing at all |',
    ].join('\n'),
  )
  expect(lines(rubric)).toEqual([
    'Digging #10: 2 "Digs all of the beds deep" | 1 "Digs some of the beds\nand some of the paths" | 0 "Digs nothing at all"',
    'Sowing #5: 1 "Sows in straight rows" | 0.5 "Sows in crooked rows" | 0 "Sows nothing at all"',
  ])
})

it('reads points behind the texts of levels without a heading, whatever stands in front of them', async () => {
  const row = (...cells: string[]) => `<tr>${cells.map((text) => `<td>${text}</td>`).join('')}</tr>`
  const html = `<h1>Garden rubric</h1><table>${[
    row('Digging', 'Digs none<br>0 pts', 'Digs some<br>1 pts', 'Digs all<br>2 pts'),
    row('Sowing', 'Sows nothing 0 pts', 'Sows in heaps 2,5 pts', 'Sows in rows (straight) 5 pts'),
  ].join('')}</table>`
  expect(lines(await rubricOf(html, 'rubric.html'))).toEqual([
    'Digging: 0 "Digs none" | 1 "Digs some" | 2 "Digs all"',
    'Sowing: 0 "Sows nothing" | 2.5 "Sows in heaps" | 5 "Sows in rows (straight)"',
  ])
})

it('takes shares that go up and down the rows for those of criteria, under degrees', async () => {
  const row = (...cells: string[]) => `<tr>${cells.map((text) => `<td>${text}</td>`).join('')}</tr>`
  const work = (name: string, share: string) =>
    row(
      `${name} (${share})`,
      `All of the ${name} is done.`,
      `Most of the ${name} is.`,
      `Half of the ${name} is.`,
    )
  const html = `<h1>Garden rubric</h1><table>${[
    row('', 'H1', 'H2.1', 'H2.2'),
    work('digging', '20%'),
    work('sowing', '60%'),
    work('weeding', '20%'),
  ].join('')}</table>`
  const rubric = await rubricOf(html, 'rubric.html')
  expect(rubric.levels?.map(({ label }) => label)).toEqual(['H1', 'H2.1', 'H2.2'])
  expect(rubric.criteria.map(({ title, weight }) => `${title} ${weight}`)).toEqual([
    'digging 20',
    'sowing 60',
    'weeding 20',
  ])
})
