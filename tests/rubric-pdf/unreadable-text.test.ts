import { describe, expect, test } from 'vitest'
import { extractRubrics } from '../../netlify/rubric/extract.ts'
import { readPdf } from '../../netlify/rubric/pdf/read-pdf.ts'
import { makePdf, text } from './pdf-maker.ts'

/** Text of fonts that do not say which letters they hold, as programs that print to PDF leave it. */
const PAGE = [
  'Garden rubric',
  'Every row says what is asked for, how many points there are and who gives them',
  'Soil: the bed is dug deep in all of its corners, and the stones are taken out: 20 points',
  'Seeds: the rows are straight, as far apart as the packet says, and watered: 10 points',
  'Paths: they are swept, the edges are cut and the tools are back in their place: 5 points',
]
const shifted = (by: number) =>
  PAGE.map((line) => line.replace(/\S/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + by)))
const SIGNS = '!"#$%&\'+,:;<=>?@[]^`{}'
const page = (lines: string[]) => ({
  content: lines.map((line, at) => text(50, 750 - at * 30, line, { font: 'F3', size: 5 })).join('\n'),
})

describe('text that is a cipher', () => {
  test.each([
    [
      'signs',
      PAGE.map((line) => line.replace(/\S/g, (sign) => SIGNS[sign.charCodeAt(0) % SIGNS.length] ?? '')),
    ],
    ['letters of many languages', shifted(0x11e - 'e'.charCodeAt(0))],
    ['letters without vowels', shifted(-29)],
  ])('of %s is no text', async (_, lines) => {
    await expect(extractRubrics(makePdf([page(lines)]))).rejects.toMatchObject({
      code: 'NO_TEXT_LAYER',
      publicMessage: expect.stringContaining('fonts'),
    })
  })

  test('on one of two pages is left out with a warning', async () => {
    const { blocks, warnings } = await readPdf(makePdf([page(PAGE), page(shifted(-29))]))
    expect(JSON.stringify(blocks)).toContain('Garden rubric')
    expect(JSON.stringify(blocks)).not.toContain('*DUGHQ')
    expect(warnings).toMatchObject([
      { code: 'PAGE_WITHOUT_TEXT', message: expect.stringContaining('page 2') },
    ])
  })

  test.each([
    [
      'Vietnamese',
      'Tiêu chí đánh giá bài thuyết trình của sinh viên: nội dung đầy đủ, cấu trúc rõ ràng, trình bày tốt',
    ],
    [
      'Polish',
      'Źdźbło i chrząszcz: kryteria oceniania prac uczniów, treść i język, poprawność zapisów oraz źródła',
    ],
    [
      'Latvian',
      'Vērtēšanas kritēriji: saturs ir pilnīgs, valoda ir skaidra, avoti ir norādīti, dārzs ir iekopts',
    ],
    ['Greek', 'Κριτήρια αξιολόγησης: το περιεχόμενο είναι πλήρες και η γλώσσα είναι σαφής και σωστή'],
    [
      'Chinese',
      '评分标准：内容完整，结构清晰，语言准确，论据充分，格式规范，按时提交；缺少任何一项将扣除相应的分数，请同学们认真阅读',
    ],
    ['code', 'for (const [i, x] of rows.entries()) { if (x !== undefined && i >= 10) sum += rates[x] * 2; }'],
  ])('is not what %s looks like', async (_, line) => {
    const { blocks } = await readPdf(makePdf([page([line, line, line])]))
    expect(JSON.stringify(blocks)).toContain(line.slice(0, 12))
  })
})

describe('text in outlines', () => {
  const curve = (at: number) =>
    `${50 + (at % 40) * 10} ${700 - Math.floor(at / 40) * 20} m 54 706 58 706 ${58 + (at % 40) * 10} ${700 - Math.floor(at / 40) * 20} c f`

  test('is no text, also where somebody typed a name over it', async () => {
    const outlines = Array.from({ length: 400 }, (_, at) => curve(at)).join('\n')
    const bytes = makePdf([{ content: `${outlines}\n${text(50, 780, 'Ann Onyme')}` }])
    await expect(extractRubrics(bytes)).rejects.toMatchObject({ code: 'NO_TEXT_LAYER' })
  })
})
