import { describe, expect, it } from 'vitest'
import { lines, rubricOf } from './from-text.ts'

/** Rubrics in languages whose words are in more-languages.ts, in documents whose name says nothing. */
const grid = (...rows: string[][]) =>
  rubricOf(
    `<table>${rows.map((row) => `<tr>${row.map((text) => `<td>${text}</td>`).join('')}</tr>`).join('')}</table>`,
    'a.html',
  )

describe('names of levels', () => {
  it.each([
    ['Italian', 'Indicatori', 'Ottimo', 'Insufficiente'],
    ['Catalan', 'Criteris', 'Excel·lent', 'Insuficient'],
    ['Indonesian', 'Kriteria', 'Sangat Baik', 'Kurang'],
    ['Turkish', 'Kriterler', 'Çok iyi', 'Yetersiz'],
    ['Polish', 'Kryteria', 'Bardzo dobry', 'Niedostateczny'],
    ['Russian', 'Критерий', 'Отлично', 'Неудовлетворительно'],
    ['Swedish', 'Kriterier', 'Väl godkänd', 'Underkänd'],
    ['Vietnamese', 'Tiêu chí', 'Xuất sắc', 'Chưa đạt'],
    ['Japanese', '評価項目', '大変良い', '不十分'],
    ['Korean', '평가 기준', '매우 우수', '미흡'],
    ['Thai', 'เกณฑ์การประเมิน', 'ดีมาก', 'ปรับปรุง'],
  ])('are known in %s', async (_, criteria, good, poor) => {
    const rubric = await grid([criteria, good, poor], ['A', '1 2 3 abc', 'x y'], ['B', 'x z', '3 2 1 abc'])
    expect(lines(rubric)).toEqual([
      `A: ${good} "1 2 3 abc" | ${poor} "x y"`,
      `B: ${good} "x z" | ${poor} "3 2 1 abc"`,
    ])
  })

  it('are steps with a number', async () => {
    const rubric = await grid(
      ['ทักษะย่อย', 'ระดับ 1', 'ระดับ 2', 'ระดับ 3'],
      ['การขุดดิน', 'รู้จักวิธีการขุดดินในสวน', 'ขุดดินได้ตามขั้นตอนที่กำหนด', 'วางแผนการขุดดินได้ด้วยตนเอง'],
    )
    expect(rubric.levels?.map(({ label }) => label)).toEqual(['ระดับ 1', 'ระดับ 2', 'ระดับ 3'])
  })
})

it('reads points in their words', async () => {
  const rubric = await grid(
    ['評価項目', '説明', '配点'],
    ['土', '深く掘ってある', '10점'],
    ['種', '列に並んでいる', '5 баллов'],
  )
  expect(rubric.criteria.map(({ points }) => points)).toEqual([10, 5])
})

describe('what the best looks like', () => {
  it('is an only level, and small print a line of its own', async () => {
    const rubric = await grid(
      ['Criterion', 'What "excellent" looks like', 'Score (1–4)'],
      ['Soil<small>depth and level</small>', 'The beds are dug deep', ''],
      ['Seeds<small>in their place</small>', 'The rows are straight', ''],
    )
    expect(rubric.kind).toBe('single-point')
    expect(lines(rubric)).toEqual([
      'Soil depth and level: What "excellent" looks like "The beds are dug deep"',
      'Seeds in their place: What "excellent" looks like "The rows are straight"',
    ])
  })
})
