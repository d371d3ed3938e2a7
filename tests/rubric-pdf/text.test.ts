import { describe, expect, test } from 'vitest'
import { readPdf } from '../../netlify/rubric/pdf/read-pdf.ts'
import { fill, makePdf, text } from './pdf-maker.ts'
import { paragraphs } from './rubric-sample.ts'

const read = (content: string, options: Parameters<typeof makePdf>[1] = {}) =>
  readPdf(makePdf([{ content }], options))

describe('words and lines', () => {
  test('sees the spaces that are only gaps between glyphs', async () => {
    const content = 'BT /F1 10 Tf 50 700 Td [(Clear)-250(and)-278(well-)5(writ)-8(ten)] TJ ET'
    expect(paragraphs(await read(content))).toEqual(['Clear and well-written'])
  })

  test('joins glyphs that are placed one by one', async () => {
    const letters = [
      ['T', 50],
      ['h', 56.1],
      ['e', 61.7],
      ['s', 67.2],
      ['i', 72.2],
      ['s', 74.5],
    ] as const
    const content = letters.map(([letter, x]) => text(x, 700, letter)).join('')
    expect(paragraphs(await read(content))).toEqual(['Thesis'])
  })

  test('joins an accent to the letter that it is set over', async () => {
    const content = [
      text(50, 700, 'acci', { font: 'F3' }),
      text(74, 700, '´', { font: 'F3' }),
      text(74, 700, 'on 5´ n', { font: 'F3' }),
    ].join('')
    expect(paragraphs(await read(content))).toEqual(['acción 5´ n'])
  })

  test('writes out the ligatures of browser prints, which do not tell their letters', async () => {
    const lines = [
      'The \u0001le is speci\u0001c and justi\u0001ed',
      'Find data \u0002ow and re\u0002ection; a \u0002ight \u0001ts',
      'Di\u0003erent and su\u0004cient',
      '\u0001',
    ]
    const content = lines.map((each, i) => text(50, 700 - 40 * i, each, { font: 'F5' })).join('')
    expect(paragraphs(await read(content)).slice(0, 3)).toEqual([
      'The file is specific and justified',
      'Find data flow and reflection; a flight fits',
      'Different and sufficient',
    ])
  })

  test('takes digits that stand nowhere but in words for ligatures, where they are as wide', async () => {
    const words = 'Founda3on of the ques3on in ac3on'
    const page = (...lines: string[]) =>
      lines.map((each, i) => text(50, 700 - 40 * i, each, { font: 'F5' })).join('')
    expect(paragraphs(await read(page(words)))).toEqual(['Foundation of the question in action'])
    expect(paragraphs(await read(page(words, 'Part 3')))[0]).toBe(words)
    expect(paragraphs(await read(page('From a4to b4to c4to d')))).toEqual(['From a4to b4to c4to d'])
  })

  test('keeps a list mark and its text together over a tab', async () => {
    const content =
      text(50, 700, '-') + text(70, 700, 'Soil, 5 points') + text(50, 680, 'A') + text(70, 680, 'B')
    expect(
      (await read(content)).blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : [])),
    ).toContain('- Soil, 5 points')
  })

  test('counts text that is painted twice once', async () => {
    expect(
      paragraphs(await read(text(50, 700, 'Bold by shadow') + text(50.3, 700, 'Bold by shadow'))),
    ).toEqual(['Bold by shadow'])
  })

  test('writes raised digits as superscripts', async () => {
    const content = text(50, 700, 'Area in m') + text(91.7, 704, '2', { size: 6 }) + text(98, 700, 'is given')
    expect(paragraphs(await read(content))).toEqual(['Area in m² is given'])
  })

  test('joins a paragraph and keeps headings, bullets and short lines apart', async () => {
    const content =
      text(50, 780, 'Lab report', { size: 18, font: 'F2' }) +
      text(
        50,
        750,
        'This rubric is used for every report that is handed in before the end of the term, and',
      ) +
      text(50, 738, 'for those that come later too.') +
      text(50, 720, '• First item') +
      text(50, 708, '• Second item') +
      text(50, 690, 'Excellent') +
      text(50, 678, 'Good')
    const document = await read(content)
    expect(document.blocks.map((b) => (b.kind === 'text' ? [b.text, b.heading, b.listDepth] : []))).toEqual([
      ['Lab report', 1, undefined],
      [
        'This rubric is used for every report that is handed in before the end of the term, and for those that come later too.',
        undefined,
        undefined,
      ],
      ['• First item', undefined, 0],
      ['• Second item', undefined, 0],
      ['Excellent\nGood', undefined, undefined],
    ])
  })

  test('reads bullets that are drawn, and their depth', async () => {
    const dot = (x: number, y: number): string => fill(x, y, 3, 3)
    const content =
      dot(50, 702) +
      text(60, 700, 'States the aim') +
      dot(70, 688) +
      text(80, 686, 'with a reason') +
      dot(50, 674) +
      text(60, 672, 'Lists the steps')
    const document = await read(content)
    expect(document.blocks.map((b) => (b.kind === 'text' ? [b.text, b.listDepth] : []))).toEqual([
      ['• States the aim', 0],
      ['• with a reason', 1],
      ['• Lists the steps', 0],
    ])
  })

  test('drops a hyphen where the document writes the word without one, or a typesetter broke it', async () => {
    const wide =
      'Every report that is handed in before the end of the term is read by the teacher as an assess-'
    const plain =
      text(50, 700, wide) + text(50, 688, 'ment of what was learnt, and self-directed work counts.')
    expect(paragraphs(await read(plain))[0]).toContain('assess-ment of')
    expect(paragraphs(await read(plain, { producer: 'Mac OS X Quartz PDFContext' }))[0]).toContain(
      'assess-ment of',
    )
    expect(paragraphs(await read(plain, { producer: 'pdfTeX-1.40' }))[0]).toContain('assessment of')
    expect(paragraphs(await read(plain + text(50, 600, 'Assessment')))[0]).toContain('assessment of')
  })

  test('keeps right-to-left text in logical order', async () => {
    // Painted from left to right, as it looks: the last letter first.
    const visual = [...'שלום'].reverse().join('')
    const content =
      text(100, 700, visual, { font: 'F3' }) + text(84, 700, [...'רב'].reverse().join(''), { font: 'F3' })
    expect(paragraphs(await read(content))).toEqual(['שלום רב'])
  })

  test('reads text without spaces, as in Chinese, across lines', async () => {
    const content =
      text(50, 700, '论文有明确的论点并且贯穿全文始终如一', { font: 'F3' }) +
      text(50, 686, '证据充分', { font: 'F3' })
    expect(paragraphs(await read(content))[0]?.startsWith('论文有明确的论点')).toBe(true)
  })

  test('writes ligatures as letters', async () => {
    for (const [written, seen] of [
      ['e\ufb03cient \ufb02ow', 'efficient flow'],
      ['Insu\u001cciente, trade-o\u001bs', 'Insuficiente, trade-offs'],
    ] as const) {
      expect(paragraphs(await read(text(50, 700, written, { font: 'F3' })))).toEqual([seen])
    }
  })

  test('names the document by its title', async () => {
    expect((await read(text(50, 700, 'Text'), { title: 'Microsoft Word - Essay rubric.docx' })).title).toBe(
      'Essay rubric',
    )
  })
})
