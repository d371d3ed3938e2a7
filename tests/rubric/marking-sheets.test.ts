import { describe, expect, it } from 'vitest'
import { extractRubrics } from '../../netlify/rubric/extract.ts'
import { extract, lines, rubricOf } from './from-text.ts'
import { docxFile, paragraph } from './office.ts'

/** Headings, columns and closing rows as marking sheets of schools have them, each with words of our own. */
const html = (...rows: string[]) =>
  rubricOf(`<h1>Garden rubric</h1><table>${rows.map((row) => `<tr>${row}</tr>`).join('')}</table>`, 'g.html')
const cells = (...texts: string[]) => texts.map((text) => `<td>${text}</td>`).join('')

describe('names of levels', () => {
  it.each([
    ['in brackets', ['(Good)', '(Poor)'], 'Good "Dug deep" | Poor "Not dug"'],
    ['behind their points', ['9–10 (Good)', '6 (Passable)'], 'Good 9..10 "Dug deep" | Passable 6 "Not dug"'],
    [
      'as a valuation',
      ['Valoración alta', 'Valoración baja'],
      'Valoración alta "Dug deep" | Valoración baja "Not dug"',
    ],
  ])('are read %s', async (_, names, levels) => {
    const rubric = await html(cells('Criteria', ...names), cells('Soil', 'Dug deep', 'Not dug'))
    expect(lines(rubric)).toEqual([`Soil: ${levels}`])
  })

  it('are grades where one of them is also a word for points', async () => {
    const rubric = await html(
      cells('', 'Pass', 'Credit', 'Distinction'),
      cells('Soil', 'Dug in places', 'Dug all over', 'Dug deep and level'),
    )
    expect(rubric.levels?.map(({ label }) => label)).toEqual(['Pass', 'Credit', 'Distinction'])
  })

  it('have points below them that are open to one side', async () => {
    const rubric = await html(
      cells('Criterio', 'Excelente', 'Bueno', 'Deficiente'),
      cells('', '10', '8 - 9', '(7 ó menos)'),
      cells('Suelo', 'Bien cavado', 'Cavado en parte', 'Sin cavar'),
    )
    expect(lines(rubric)).toEqual([
      'Suelo: Excelente 10 "Bien cavado" | Bueno 8..9 "Cavado en parte" | Deficiente ..7 "Sin cavar"',
    ])
  })

  it('may be numbers under a heading of their own', async () => {
    const rubric = await html(
      '<td rowspan="2">Skill Sets</td><td colspan="3">Extent of Achievement</td>',
      cells('0', '1', '2'),
      cells('Digging', 'Never digs any of the soil', 'Rarely digs the soil', 'Always digs the soil'),
      cells('Sowing', 'Never sows any of the seeds', 'Rarely sows seeds', 'Always sows seeds'),
    )
    expect(rubric.criteria.map(({ levels }) => levels.map(({ max }) => max))).toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ])
  })

  it('go before points that close the cells below them', async () => {
    const rubric = await html(
      cells('Aspectos para evaluar', 'Valoración alta', 'Valoración baja', 'Puntaje'),
      cells('Soil', 'Dug deep.<br>Hasta 10 puntos', 'Dug in places. Hasta 2 puntos', '10'),
      cells('Seeds', 'Sown in rows.<br>Hasta 5 puntos', 'Sown in a heap. Hasta 1 puntos', '5'),
    )
    expect(lines(rubric)).toEqual([
      'Soil #10: Valoración alta ..10 "Dug deep." | Valoración baja ..2 "Dug in places."',
      'Seeds #5: Valoración alta ..5 "Sown in rows." | Valoración baja ..1 "Sown in a heap."',
    ])
  })

  it('may be codes, where each cell brings its points', async () => {
    const rubric = await html(
      cells('Criteria', 'XA', 'XB', 'Criterion Score'),
      cells('Soil', '10 points<br>Dug deep', '5 points<br>Dug in places', '/ 10'),
      cells('Seeds', '6 points<br>Sown in rows', '2 points<br>Sown in a heap', '/ 6'),
    )
    expect(rubric.total.computed).toBe(16)
    expect(lines(rubric)).toEqual([
      'Soil #10: XA 10 "Dug deep" | XB 5 "Dug in places"',
      'Seeds #6: XA 6 "Sown in rows" | XB 2 "Sown in a heap"',
    ])
  })

  it('beside the name of a group begin that group', async () => {
    const rubric = await html(
      cells('Soil', 'Level 2: Good', 'Level 1: Poor'),
      cells('Criterion 1: Depth', '10 points<br>Dug deep', '0 points<br>Not dug'),
      cells('Plants', 'Level 2: Good', 'Level 1: Poor'),
      cells('Criterion 2: The rows of seeds', '5 points<br>Straight rows', '0 points<br>No rows'),
      cells('Overall Score', 'Level 2: Good<br>8 or more', 'Level 1: Poor<br>0 or more'),
    )
    expect(rubric.criteria.map(({ title, section }) => [title, section])).toEqual([
      ['Criterion 1: Depth', 'Soil'],
      ['Criterion 2: The rows of seeds', 'Plants'],
    ])
  })
})

describe('ratings as Canvas prints them', () => {
  it('are no heading, though they have names and points', async () => {
    const rubric = await html(
      '<td>Criteria</td><td colspan="2">Ratings</td><td>Pts</td>',
      cells('Q1: Soil', '3 to >1.5 pts<br>Excellent<br>Dug deep', '1.5 to >0 pts<br>Good<br>Dug', '3 pts'),
      cells('Q1: Seeds', '2 to >1 pts<br>Excellent<br>In rows', '1 to >0 pts<br>Good<br>In a heap', '2 pts'),
    )
    expect(
      rubric.criteria.map(({ title, points, levels }) => [title, points, levels.map(({ max }) => max)]),
    ).toEqual([
      ['Q1: Soil', 3, [3, 1.5]],
      ['Q1: Seeds', 2, [2, 1]],
    ])
  })

  it('may stand in the lower half of their criterion', async () => {
    const rubric = await html(
      '<td>Criteria</td><td colspan="2">Ratings</td><td>Pts</td>',
      '<td rowspan="2">Soil</td><td></td><td></td><td rowspan="2">3 pts</td>',
      cells('3 pts Full Marks', '0 pts No Marks'),
      '<td rowspan="2">Seeds</td><td></td><td></td><td rowspan="2">2 pts</td>',
      cells('2 pts Full Marks', '0 pts No Marks'),
    )
    expect(lines(rubric)).toEqual([
      'Soil #3: Full Marks 3 | No Marks 0',
      'Seeds #2: Full Marks 2 | No Marks 0',
    ])
  })
})

describe('columns beside the criteria', () => {
  it('takes shares out of a column that says more than the weight', async () => {
    const rubric = await html(
      cells('Description', 'Learning objective / (Weight)', 'Good (10)', 'Poor (0)'),
      cells('Digging the soil', '4 / (60%)', 'Dug deep', 'Not dug'),
      cells('Sowing the seeds', '1 / (40%)', 'In rows', 'In a heap'),
    )
    expect(lines(rubric)).toEqual([
      'Digging the soil ×60: Good 10 "Dug deep" | Poor 0 "Not dug"',
      'Sowing the seeds ×40: Good 10 "In rows" | Poor 0 "In a heap"',
    ])
  })

  it('takes the column of marks for points, not one of pages before it', async () => {
    const rubric = await html(
      cells('Section', 'Recommended length', 'Marks'),
      cells('Soil', '2', '10'),
      cells('Seeds', '0.5', '5'),
      cells('Total', '2.5', '15'),
    )
    expect(lines(rubric)).toEqual(['Soil #10: 10', 'Seeds #5: 5'])
  })

  it('reads the points that can be given from a list of them', async () => {
    const rubric = await html(
      cells('Requisito', 'Valores', 'Procedimiento', 'Ptos'),
      cells('Cava la tierra', '[0 | 1 | 3]', '1 en parte, 3 entera', ''),
      cells('Riega la tierra', '[0 | … | 4]', 'Según el agua', ''),
    )
    expect(rubric.criteria.map(({ title, points }) => [title, points])).toEqual([
      ['Cava la tierra', 3],
      ['Riega la tierra', 4],
    ])
  })

  it('reads marks between brackets beside a spreadsheet that could not add them up', async () => {
    const rubric = await html(
      cells('Kriterium', 'Gewicht', 'Bewertung', 'Erläuterung'),
      cells('Boden', '1', '[0-2]', 'Ist der Boden umgegraben?'),
      cells('Saat', '2', '[0-4]', 'Ist die Saat in Reihen?'),
      cells('Zwischennote', '', '#WERT!', ''),
    )
    expect(rubric.criteria.map(({ title, points, weight }) => [title, points, weight])).toEqual([
      ['Boden', 2, 1],
      ['Saat', 4, 2],
    ])
  })
})

describe('rows that are no criterion', () => {
  it('reads a row that adds up those above it as a total', async () => {
    const rubric = await html(
      cells('', '0 Points', '2 Points', 'Grade'),
      cells('Soil', 'Not dug', 'Dug deep', ''),
      cells('Seeds', 'In a heap', 'In rows', ''),
      '<td>Overall</td><td colspan="3">/4</td>',
    )
    expect(rubric.criteria).toHaveLength(2)
    expect(rubric.total).toMatchObject({ stated: 4, computed: 4 })
    expect(rubric.total.source).toEqual({ in: 'cell', table: 0, row: 3, column: 1 })
  })

  it('takes one text over all levels for the name of what follows', async () => {
    const rubric = await html(
      cells('Criteria', 'Good', 'Poor', 'Marks obtained'),
      cells('Soil', 'Dug deep', 'Not dug', ''),
      '<td></td><td colspan="2">Part two: the plants</td><td></td>',
      cells('Seeds', 'In rows', 'In a heap', ''),
    )
    expect(rubric.criteria.map(({ title, section }) => [title, section])).toEqual([
      ['Soil', undefined],
      ['Seeds', 'Part two: the plants'],
    ])
  })

  it('keeps the whole name of a section that has a colon', async () => {
    const rubric = await html(
      cells('Criteria', 'Good (2)', 'Poor (1)'),
      '<td colspan="3">Section 1: Ground and everything below it</td>',
      cells('Soil', 'Dug deep', 'Not dug'),
      cells('Seeds', 'In rows', 'In a heap'),
    )
    expect(rubric.criteria[0]?.section).toBe('Section 1: Ground and everything below it')
  })
})

describe('criteria of one cell', () => {
  it('parts a title from items that begin with a dash and no space', async () => {
    const rubric = await html(
      cells('Breakdown', 'Max.'),
      cells('Soil<br>-dug deep<br>-watered', '5'),
      cells('Seeds', '3'),
    )
    expect(rubric.criteria[0]).toMatchObject({ title: 'Soil', description: '-dug deep\n-watered', points: 5 })
  })

  it('refuses a list of names and prices all the same', async () => {
    await expect(
      extract(
        '<table><tr><td>Seeds</td><td>[0-2]</td></tr><tr><td>Soil</td><td>[1-3]</td></tr></table>',
        'x.html',
      ),
    ).rejects.toMatchObject({ code: 'NOT_A_RUBRIC' })
  })
})

describe('a row for each level', () => {
  it('reads criteria that stand side by side over ranges of points', async () => {
    const rubric = await html(
      cells('Range', 'The soil (10%)', 'The seeds (5%)'),
      cells('0', 'Nobody has dug any soil at all', 'Nobody has sown any seeds at all'),
      cells('1-4 (%)', 'The soil was dug in some places', 'The seeds were sown in a heap'),
      cells('5-10 (%)', 'The soil was dug deep and level', 'The seeds were sown in straight rows'),
      cells('Mark:', '', ''),
    )
    expect(lines(rubric)).toEqual([
      'The soil ×10: 0 "Nobody has dug any soil at all" | 1..4 "The soil was dug in some places" | 5..10 "The soil was dug deep and level"',
      'The seeds ×5: 0 "Nobody has sown any seeds at all" | 1..4 "The seeds were sown in a heap" | 5..10 "The seeds were sown in straight rows"',
    ])
  })

  it('reads classes of a degree', async () => {
    const rubric = await html(
      cells('', 'ENTRY', 'ATTACK'),
      cells('Class 1', 'Says clearly what is known', 'Tries several ways in order'),
      cells('Class 2.1', 'Says mostly what is known', 'Tries several ways at random'),
      cells('Fail', 'Says nothing of what is known', 'Tries no way that could lead on'),
    )
    expect(rubric.levels?.map(({ label }) => label)).toEqual(['Class 1', 'Class 2.1', 'Fail'])
    expect(rubric.criteria.map(({ title }) => title)).toEqual(['ENTRY', 'ATTACK'])
  })

  it('leaves rows of a numbered list as they are', async () => {
    const rubric = await html(
      cells('', 'Good (2)', 'Poor (1)'),
      cells('Class size', 'The class was told in time', 'The class was not told'),
      cells('Soil', 'The soil was dug deep', 'The soil was not dug'),
    )
    expect(rubric.criteria.map(({ title }) => title)).toEqual(['Class size', 'Soil'])
  })
})

describe('sheets of items', () => {
  it('reads columns of items side by side, each from top to bottom', async () => {
    const rubric = await html(
      cells('Late /-2 each', 'Plants'),
      cells('Ground', 'Seeds /4'),
      cells('Soil /5', 'Watering /3'),
      cells('Paths /3', 'Harvest /5'),
      cells('', 'TOTAL (/20):'),
    )
    expect(rubric.criteria.map(({ title, points, section }) => [title, points, section])).toEqual([
      ['Late', -2, undefined],
      ['Soil', 5, 'Ground'],
      ['Paths', 3, 'Ground'],
      ['Seeds', 4, 'Plants'],
      ['Watering', 3, 'Plants'],
      ['Harvest', 5, 'Plants'],
    ])
    expect(rubric.total).toEqual({ stated: 20, computed: 20 })
    expect(rubric.warnings).toEqual([])
  })

  it('reads groups with items a step to the right', async () => {
    const rubric = await html(
      cells('Points', 'Judged elements', ''),
      cells('20', 'The ground', ''),
      cells('', '5 points', 'Soil: dug deep and level in every place'),
      cells('', '15 points', 'Paths'),
      cells('', '', 'Late: 2 off'),
      cells('10', 'The plants', ''),
      cells('', '4 points', 'Seeds'),
      cells('', '6 points', 'Harvest'),
      cells('5', 'The shed', ''),
    )
    expect(rubric.criteria.map(({ title, points, section }) => [title, points, section])).toEqual([
      ['Soil', 5, 'The ground'],
      ['Paths', 15, 'The ground'],
      ['Seeds', 4, 'The plants'],
      ['Harvest', 6, 'The plants'],
      ['The shed', 5, undefined],
    ])
    expect(rubric.criteria[1]?.description).toBe('Late: 2 off')
  })
})

describe('lines', () => {
  it('reads items behind a dash below the line that sums them up', async () => {
    const said = [
      '园艺评分标准（总分：30分）',
      '1. 土壤（20分）',
      '- 深翻（10分）',
      '- 浇水（10分）',
      '2. 种子（10分）',
      '- 成行（5分）',
      '- 覆盖（5分）',
      '[1] 王. 园艺. 北京: 出版社, 2020, 29.',
    ]
    const { rubrics } = await extractRubrics(docxFile(said.map((text) => paragraph(text)).join('')))
    const [rubric] = rubrics
    expect(rubric?.criteria.map(({ title, points, section }) => [title, points, section])).toEqual([
      ['深翻', 10, '土壤'],
      ['浇水', 10, '土壤'],
      ['成行', 5, '种子'],
      ['覆盖', 5, '种子'],
    ])
    expect(rubric?.total).toEqual({ stated: 30, computed: 30 })
  })

  it('reads points that stand under a heading with their own name', async () => {
    const rubric = await rubricOf(
      '# Garden rubric\n\n## Soil\n\n*Maximum score*\n0.5\nDug deep\n\n## Seeds\n\nPoints: 2\n\nIn rows\n',
    )
    expect(rubric.criteria.map(({ title, points, description }) => [title, points, description])).toEqual([
      ['Soil', 0.5, 'Dug deep'],
      ['Seeds', 2, 'In rows'],
    ])
  })
})

describe('tables of a document about a rubric', () => {
  const about = (table: string) =>
    extract(
      `# Report on the garden rubric\n\nThe rubric of the garden was met.\n\n${table}`,
      'rubric-report.md',
    )
  it.each([
    [
      'signatures',
      '| Done by | Name, surname | Signature |\n|---|---|---|\n| The gardener of the plot | Somebody of the village | (signed in ink) |',
    ],
    [
      'results',
      '| Metric | Score |\n|---|---|\n| Accuracy | 0.9731 |\n| Recall | 0.8812 |\n| Loss | 1.8804 |',
    ],
    [
      'contents',
      [
        '| Section | Mark |\n|---|---|',
        '| 1. Soil | 1 |',
        '| 1.1 Depth | 2 |',
        '| 2. Seeds | 4 |',
        '| 2.1 Rows | 4 |',
        '| 3. Paths | 7 |',
        '| 4. Shed | 9 |',
      ].join('\n'),
    ],
    [
      'literature',
      '| Criteria | Oak et al. [20] | Elm et al. [21] | Ash et al. [22] |\n|---|---|---|---|\n| Method of it | They dug the whole garden | They sowed the whole garden | They watered the garden |',
    ],
  ])('refuses %s', async (_, table) => {
    await expect(about(table)).rejects.toMatchObject({ code: 'NOT_A_RUBRIC' })
  })
})
