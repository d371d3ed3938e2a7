import { expect, it } from 'vitest'
import { extract, lines, rubricOf } from './from-text.ts'

it('reads unknown names of levels behind known ones', async () => {
  const rubric = await rubricOf(
    [
      '| | Excellent | Good | Meh | Ugh |',
      '|---|---|---|---|---|',
      '| Colours | At most three that match | One more | Hardly any | Make one dizzy |',
      '| Layout | Orderly | Mostly orderly | Some order | None to be seen |',
    ].join('\n'),
  )
  expect(rubric.levels?.map(({ label }) => label)).toEqual(['Excellent', 'Good', 'Meh', 'Ugh'])
  expect(rubric.criteria.every(({ levels }) => levels.length === 4)).toBe(true)
})

it('takes remarks of somebody for no level', async () => {
  const rubric = await rubricOf(
    [
      '| | No cumplió (0%) | En desarrollo (80%) | Sobresaliente (100%) | Puntuación máxima | Observaciones del experto |',
      '|---|---|---|---|---|---|',
      '| Tierra | 0 pts. No se preparó | 4 pts. Se preparó en parte | 5 pts. Se preparó | 5 | |',
      '| Riego | 0 pts. No hay | 8 pts. Hay a veces | 10 pts. Hay siempre | 10 | |',
    ].join('\n'),
  )
  expect(rubric.levels?.map(({ label }) => label)).toEqual(['No cumplió', 'En desarrollo', 'Sobresaliente'])
  expect(rubric.warnings).toEqual([])
})

it('counts a scale down whatever its names are, with marks in some of the boxes', async () => {
  const rubric = await rubricOf(
    [
      '| RÚBRICA DE CIERRE | | | | |',
      '|---|---|---|---|---|',
      '| 1. MÉTODO | 4 MB | 3 B | 2 DEF | 1 MAL |',
      '| 1. Base legal | | 3 | | |',
      '| 2. Objetivo | 4 | | | |',
      '| 3. Hallazgos | | | | |',
    ].join('\n'),
  )
  expect(rubric.kind).toBe('likert')
  expect(rubric.criteria.map(({ title }) => title)).toEqual(['1. Base legal', '2. Objetivo', '3. Hallazgos'])
  expect(rubric.levels?.map(({ label, max }) => [label, max])).toEqual([
    ['MB', 4],
    ['B', 3],
    ['DEF', 2],
    ['MAL', 1],
  ])
})

it('takes the heading of a scale for no level', async () => {
  const table = (what: string) => [
    `## ${what}`,
    '| Score | Meaning |',
    '|---|---|',
    '| 0 | Not stated. |',
    '| 1 | Hinted at. |',
    '| 2 | Clear. |',
  ]
  const rubric = await rubricOf(['# Rubric', ...table('Problem'), ...table('Methods')].join('\n'))
  expect(lines(rubric)).toEqual([
    'Problem: 0 "Not stated." | 1 "Hinted at." | 2 "Clear."',
    'Methods: 0 "Not stated." | 1 "Hinted at." | 2 "Clear."',
  ])
})

it('takes a column without a name that shares out 100 for weights', async () => {
  const rubric = await rubricOf(
    [
      '| Component | | Fail 0 – 39% | Pass 40 – 69% | Excellent 70-100% |',
      '|---|---|---|---|---|',
      '| Beds | 40 | Not dug | Dug | Dug deep |',
      '| Paths | 60 | None | Some | Everywhere |',
    ].join('\n'),
  )
  expect(rubric.criteria.map(({ title, weight }) => [title, weight])).toEqual([
    ['Beds', 40],
    ['Paths', 60],
  ])
})

it('takes codes of the rows for no names', async () => {
  const rubric = await rubricOf(
    [
      '| | Garden criteria | Poor | Good |',
      '|---|---|---|---|',
      '| 1a | Beds are dug | Not at all | Deep |',
      '| 1b | Beds are raked | Not at all | Fine |',
      '| 2 | Paths are level | Not at all | All of them |',
    ].join('\n'),
  )
  expect(rubric.criteria.map(({ title }) => title)).toEqual([
    'Beds are dug',
    'Beds are raked',
    'Paths are level',
  ])
})

it('takes names without the weight of the others for those of groups', async () => {
  const rubric = await rubricOf(
    [
      '| | Expectation | Weight | 0 - Not met | 1 - Met |',
      '|---|---|---|---|---|',
      '| Correctness | checked by peers | | | |',
      '| Beds | Dug a spade deep | 60 | Nobody did | All are |',
      '| Style | checked by all | | | |',
      '| Paths | Straight and level | 40 | Nobody did | All are |',
    ].join('\n'),
  )
  expect(rubric.criteria.map(({ title, section, weight }) => [title, section, weight])).toEqual([
    ['Beds', 'Correctness', 60],
    ['Paths', 'Style', 40],
  ])
  expect(rubric.total.computed).toBe(100)
})

it('joins rows that share a name and a weight', async () => {
  const rubric = await rubricOf(
    `<table><tr><td>Section</td><td>Excellent 10</td><td>Poor 0</td><td>Weight</td></tr>
    <tr><td rowspan="2">Beds</td><td rowspan="2">Dug and raked</td><td>Not dug</td><td rowspan="2">2</td></tr>
    <tr><td>Not raked</td></tr>
    <tr><td rowspan="2">Paths</td><td>Straight</td><td>Crooked</td><td rowspan="2">3</td></tr>
    <tr><td>Level</td><td>Uneven</td></tr></table>`,
    'rubric.html',
  )
  expect(lines(rubric)).toEqual([
    'Beds ×2: Excellent 10 "Dug and raked" | Poor 0 "Not dug\nNot raked"',
    'Paths ×3: Excellent 10 "Straight\nLevel" | Poor 0 "Crooked\nUneven"',
  ])
  expect(rubric.total.computed).toBe(50)
})

it('refuses a comparison of two things in a document that mentions a rubric', async () => {
  const text = [
    '# Simulator of marking',
    '#### Locks around the rubric',
    '| Aspect | Without locks | With locks |',
    '|---|---|---|',
    '| Reading | Several may read half a line | Several read whole lines |',
    '| Writing | Lines may get lost | One writes at a time |',
  ].join('\n')
  await expect(extract(text, 'README.md')).rejects.toMatchObject({ code: 'NOT_A_RUBRIC' })
})
