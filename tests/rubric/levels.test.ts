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

it('takes a name beside the names of its levels for the criterion, with its share below', async () => {
  const head = (name: string) => `| ${name} | Excellence | Merit | N/A |`
  const rubric = await rubricOf(
    [
      head('Beds'),
      '|---|---|---|---|',
      '| 60% | | | |',
      '| | Dug a spade deep | Dug | Not dug at all |',
      head('Paths'),
      '| 40% | | | |',
      '| | Straight and level | Straight | Neither of both |',
    ].join('\n'),
  )
  expect(lines(rubric)).toEqual([
    'Beds ×60: Excellence "Dug a spade deep" | Merit "Dug" | N/A "Not dug at all"',
    'Paths ×40: Excellence "Straight and level" | Merit "Straight" | N/A "Neither of both"',
  ])
  expect(rubric.warnings).toEqual([])
})

it('names criteria by the line above each of several tables', async () => {
  const table = (...cells: string[]) => ['| 0 | 7 | 15 |', '|---|---|---|', `| ${cells.join(' | ')} |`, '']
  const rubric = await rubricOf(
    [
      '# Exam rubrics',
      'Part A. Digging. Difficulty: Easy. 15 points.',
      '',
      ...table('Did not attempt it', 'Dug in places', 'Dug all over'),
      'Part B. Sowing. Difficulty: Moderately hard. 15 points.',
      '',
      ...table('Did not attempt it', 'Sown in a heap', 'Sown in rows'),
    ].join('\n'),
  )
  expect(rubric.criteria.map(({ title, points }) => [title, points])).toEqual([
    ['Part A. Digging. Difficulty: Easy', 15],
    ['Part B. Sowing. Difficulty: Moderately hard', 15],
  ])
  expect(rubric.warnings).toEqual([])
})

it('reads a heading below one that has words in all of its columns', async () => {
  const rubric = await rubricOf(
    `<table><tr><td>LEARNING OUTCOME</td><td rowspan="3">MARKING CRITERIA</td><td colspan="4">SCALE</td></tr>
    <tr><td rowspan="2"></td><td rowspan="2">Fail (0-49)</td><td rowspan="2">2nd Class (50-79)</td><td rowspan="2">1st Class (80-100)</td><td>YOUR MARKS</td></tr>
    <tr><td>100%</td></tr>
    <tr><td rowspan="2">CLO1</td><td>Digging</td><td>With major flaws</td><td>With some flaws</td><td>With none</td><td></td></tr>
    <tr><td>Sowing</td><td>With major flaws</td><td>With some flaws</td><td>With none</td><td></td></tr></table>`,
    'rubric.html',
  )
  expect(rubric.criteria.map(({ title, levels }) => [title, levels.length])).toEqual([
    ['Digging', 3],
    ['Sowing', 3],
  ])
})

it('refuses grades and what they mean, weeks of a plan, and marks of a class', async () => {
  const refused = { code: 'NOT_A_RUBRIC' }
  const grades = [
    ['Grade', 'Definition', 'Weight', 'Numerical definition'],
    ['A', 'Far exceeds the objectives of the course', '4.00', '96-100'],
    ['A-', 'Far exceeds the objectives of the course', '3.67', '92-95'],
    ['B+', 'Goes beyond what is expected of students', '3.33', '88-91'],
    ['B', 'Goes beyond what is expected of students', '3.00', '84-87'],
    ['C', 'Meets all of the objectives of the course', '2.00', '70-83'],
  ]
  const weeks = [
    ['Week', 'To do'],
    ['16', 'Start the project with everybody'],
    ['17', 'Read what others have found out'],
    ['18', 'Write the first of the tests'],
  ]
  const marks = [
    ['Repository', 'Beds (20)', 'Paths (20)', 'Handing in (15)'],
    ['garden-ann', 'EXPERT work here', 'NOVICE (0 pts): no path', 'EXPERT work here'],
    ['garden-bob', 'EXPERT work here', 'EXPERT work here', 'NOVICE (0 pts): nothing'],
  ]
  for (const rows of [grades, weeks, marks]) {
    const [head = [], ...others] = rows
    const table = [head, head.map(() => '---'), ...others].map((row) => `| ${row.join(' | ')} |`)
    const text = ['# Course', 'See the grading rubric for more.', '', ...table].join('\n')
    await expect(extract(text, 'README.md'), head.join()).rejects.toMatchObject(refused)
  }
})

it('takes a grade among grades for one, though it is also a word for what was reached', async () => {
  const rubric = await rubricOf(
    [
      '| | Excellence | Merit | Achieved | N/A |',
      '|---|---|---|---|---|',
      '| Beds | Dug a spade deep | Dug all over | Dug in places | Not dug |',
      '| Paths | Straight and level | Straight | Some | None |',
    ].join('\n'),
  )
  expect(rubric.levels?.map(({ label }) => label)).toEqual(['Excellence', 'Merit', 'Achieved', 'N/A'])
})

it('takes headings over each of several tables for sections, not the first for the title', async () => {
  const table = ['| Criterion | Points |', '|---|---|', '| Basics | 2 |', '| Extras | 4 |', '']
  const rubric = await rubricOf(['### Beds', ...table, '### Paths', ...table].join('\n'))
  expect(rubric.title).toBe('')
  expect(rubric.criteria.map(({ section }) => section)).toEqual(['Beds', 'Beds', 'Paths', 'Paths'])
})

it('reads ranges behind the texts of levels, also written as intervals', async () => {
  const rubric = await rubricOf(
    [
      '# Rubric',
      '| Category | Excellent | Fair |',
      '|---|---|---|',
      '| Digging (20 pts) | Digs deep in all beds. (15-20] | Digs some of the beds. (5-15] |',
      '| Sowing (10 pts) | Sows in straight rows. (8-10) | Sows in heaps. (0-7) |',
    ].join('\n'),
  )
  expect(lines(rubric)).toEqual([
    'Digging #20: Excellent 15..20 "Digs deep in all beds." | Fair 5..15 "Digs some of the beds."',
    'Sowing #10: Excellent 8..10 "Sows in straight rows." | Fair 0..7 "Sows in heaps."',
  ])
})

it('takes "Full" beside "Partial" for a level', async () => {
  const rubric = await rubricOf(
    [
      '| Criteria | Full | Partial | Grade |',
      '|---|---|---|---|',
      '| Digging (20 points) | Digs all of the beds | Leaves some beds | |',
      '| Sowing (10 points) | Sows in straight rows | Sows in heaps | |',
    ].join('\n'),
  )
  expect(rubric.criteria.map(({ levels }) => levels.map(({ label }) => label))).toEqual([
    ['Full', 'Partial'],
    ['Full', 'Partial'],
  ])
})

it('takes ranges up to the sum of all criteria for no criterion', async () => {
  const rubric = await rubricOf(
    [
      '| Component | Outstanding | Good | Average |',
      '|---|---|---|---|',
      '| Digging (20 points) | Digs all of the beds | Leaves some beds | Digs one |',
      '| Sowing (10 points) | Sows in straight rows | Sows in rows | Sows in heaps |',
      '| Overall evaluation | 25-30 points | 15-24 points | 0-14 points |',
    ].join('\n'),
  )
  expect(rubric.criteria.map(({ title }) => title)).toEqual(['Digging', 'Sowing'])
})

it.each([
  [
    'below a heading of the scale',
    '| Dimensión | Nivel de logro | | |\n|---|---|---|---|\n| | ZN | ZP | ZL |',
  ],
  ['in the heading', '| Dimensión | ZN | ZP | ZL |\n|---|---|---|---|'],
])('takes unknown names over columns of points for levels, %s', async (_, heading) => {
  const rubric = await rubricOf(
    `# Rúbrica\n${heading}\n| Cava la tierra | 0 puntos | 0,5 puntos | 2 puntos |\n| Siembra en filas | 0 puntos | 0,3 puntos | 1 punto |\n| TOTAL | 3 | | |`,
  )
  expect(lines(rubric)).toEqual([
    'Cava la tierra: ZN 0 | ZP 0.5 | ZL 2',
    'Siembra en filas: ZN 0 | ZP 0.3 | ZL 1',
  ])
})
