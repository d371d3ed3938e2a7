import { describe, expect, it } from 'vitest'
import { extract, lines, rubricOf } from './from-text.ts'

/** Sheets to be marked by hand: shares below their task, boxes in every level, items to tick in every cell. */
const csv = (name: string, ...rows: string[]) => rubricOf(rows.join('\n'), name)
const table = (...rows: string[][]) =>
  `<table>${rows.map((row) => `<tr>${row.map((text) => (text.startsWith('<td') ? text : `<td>${text}</td>`)).join('')}</tr>`).join('')}</table>`

describe('shares below a task', () => {
  it.each([
    ['percent', ['60%', '40%', '25%', '75%']],
    ['parts of one', ['0.6', '0.4', '0.25', '0.75']],
  ])('in %s describe it and add no points', async (_, [a, b, c, d]) => {
    const rubric = await csv(
      'Bewertungsraster.csv',
      'Beet anlegen,,,',
      'Name:,,,',
      'Beschreibung,max.Punkte / Gewichtung,erfüllt?,erreichte Teilpunkte,Total',
      '1. Der Boden ist bereit,6,,,',
      `1.1 Er ist umgegraben,${a},,0,`,
      `1.2 Er ist gegossen,${b},,0,`,
      ',,,Total,0',
      '2. Die Saat ist im Boden,9,,,',
      `2.1 Sie liegt in Reihen,${c},,0,`,
      `2.2 Sie ist zugedeckt,${d},,0,`,
      ',,,Total,0',
      'erreichte Punkte,,,,0',
    )
    expect(lines(rubric)).toEqual(['1. Der Boden ist bereit #6: 6', '2. Die Saat ist im Boden #9: 9'])
    expect(rubric.criteria[0]?.description).toBe(`1.1 Er ist umgegraben ${a}\n1.2 Er ist gegossen ${b}`)
    expect(rubric.total.computed).toBe(15)
  })
})

describe('boxes in every level', () => {
  const box = '❏'
  it('leave the name of the criterion where its only text is', async () => {
    const rubric = await rubricOf(
      `<h1>Garden rubric</h1>${table(
        ['Insufficient / Developing', 'Succeeding', 'Exceeding', ''],
        ['0 2 3', '4 Points', '5', 'Pts x weight = Grade %'],
        [
          `${box} ${box} ${box}`,
          `${box}<br>Soil (30%)<br>The soil is dug deep and level.`,
          box,
          'Pts x 6 = 30',
        ],
        [
          `${box} ${box} ${box}`,
          `${box}<br>Seeds (70%)<br>The seeds stand in straight rows.`,
          box,
          'Pts x 14 = 70',
        ],
        ['', '<td colspan="2">Total grade:</td>', '____%'],
      )}`,
      'g.html',
    )
    expect(lines(rubric)).toEqual([
      'Soil ×30: Insufficient / Developing 0..3 | Succeeding 4 "The soil is dug deep and level." | Exceeding 5',
      'Seeds ×70: Insufficient / Developing 0..3 | Succeeding 4 "The seeds stand in straight rows." | Exceeding 5',
    ])
    expect(rubric.warnings.map(({ code }) => code)).not.toContain('UNTITLED_CRITERION')
  })
})

describe('items to tick in every cell', () => {
  const wide = (text: string) => [`<td colspan="4">${text}</td>`]
  const sheet = table(
    wide('The soil'),
    ['Digging', 'Is dug deep', 'Is dug level', ''],
    ['', 'Stones are out', '', 'Worms are alive'],
    wide('The seeds'),
    ['', 'Stand in rows', 'Are covered', 'Are watered'],
    ['Labels', 'Name the seed', '', 'Say the date'],
    ['Shown to us?', 'First: Yes / No', 'Second: Yes / No', ''],
  )

  it('are criteria in the group and beside the label that they stand under', async () => {
    const rubric = await rubricOf(`<p>Rubric for the garden</p>${sheet}`, 'g.html')
    expect(lines(rubric)).toEqual([
      'Is dug deep [The soil: Digging]: ',
      'Is dug level [The soil: Digging]: ',
      'Stones are out [The soil: Digging]: ',
      'Worms are alive [The soil: Digging]: ',
      'Stand in rows [The seeds]: ',
      'Are covered [The seeds]: ',
      'Are watered [The seeds]: ',
      'Name the seed [The seeds: Labels]: ',
      'Say the date [The seeds: Labels]: ',
    ])
  })

  it('are none in a document that is called something else', async () => {
    await expect(extract(`<p>Plan of the garden</p>${sheet}`, 'g.html')).rejects.toMatchObject({
      code: 'NOT_A_RUBRIC',
    })
  })
})

describe('criteria beside an empty column for points', () => {
  it('stand under rows without a number, and none of them is the grade', async () => {
    const rubric = await rubricOf(
      table(
        ['#', 'Criterios', 'Puntaje'],
        ['1', 'El suelo está cavado a fondo', ''],
        ['2', 'Las semillas están en fila', ''],
        ['3', 'El agua llega a todos', ''],
        ['', 'DEFENSA 50%', ''],
        ['4', 'Explica lo que hizo en el jardín', ''],
        ['', 'SUMATORIA', ''],
        ['', 'NOTA', ''],
      ),
      'jardin.html',
    )
    expect(lines(rubric)).toEqual([
      'El suelo está cavado a fondo: ',
      'Las semillas están en fila: ',
      'El agua llega a todos: ',
      'Explica lo que hizo en el jardín [DEFENSA 50%]: ',
    ])
  })
})

describe('expectations between columns for what went well', () => {
  it('have points and groups, and no more below the total', async () => {
    const rubric = await csv(
      'rubric.csv',
      ',Expectation,Points,Score,Here is how you can grow,Here is where you glow',
      'Soil,,,,,',
      'Digging,The beds are dug deep,15,,,',
      'Surprises,,0,,,',
      'Seeds,,,,,',
      'Rows,The seeds stand in rows,5,,,',
      ',,Total (20),0,,',
      '0,Meets less than half of the expectation,,,,',
      '1,Meets all of the expectation,,,,',
    )
    expect(lines(rubric)).toEqual([
      'Digging #15 [Soil]: Expectation 15 "The beds are dug deep"',
      'Surprises #0 [Soil]: Expectation 0',
      'Rows #5 [Seeds]: Expectation 5 "The seeds stand in rows"',
    ])
    expect(rubric.total).toEqual(expect.objectContaining({ stated: 20, computed: 20 }))
  })
})
