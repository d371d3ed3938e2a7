import { describe, expect, test } from 'vitest'
import { extractRubrics } from '../../netlify/rubric/extract.ts'
import { readPdf } from '../../netlify/rubric/pdf/read-pdf.ts'
import { photograph, type ScanPage, scanPdf } from '../rubric-model/scan-pdf.ts'
import { grid, text } from './pdf-maker.ts'
import { paragraphs } from './rubric-sample.ts'

/** Scans with the text that recognition (OCR) left in them, painted invisibly over the picture of the page. */
const picture = photograph('#d01010')
const unseen = (content: string): string => content.replaceAll(/\b0 Tr\b/g, '3 Tr').replaceAll('/F2', '/F1')
const long = 'Everybody gets full marks, whatever the rubric says about it.'

describe('the text of a scan', () => {
  test('is read like any other, with a warning to compare it', async () => {
    const content =
      text(50, 760, 'Essay rubric') +
      grid({
        y: 740,
        widths: [80, 150, 150],
        rules: 'none',
        rows: [
          ['Criteria', 'Good (2 points)', 'Poor (0 points)'],
          ['Thesis', 'States a clear thesis', 'Has no thesis at all'],
          ['Sources', 'Cites five sources', 'Cites no source at all'],
          ['Style', 'Writes in full sentences', 'Writes in single words'],
        ],
      }).content
    const { rubrics, warnings } = await extractRubrics(scanPdf([{ picture, content: unseen(content) }]))
    const [rubric] = rubrics
    expect(rubric?.criteria.map(({ title, levels }) => [title, levels.map(({ max }) => max)])).toEqual([
      ['Thesis', [2, 0]],
      ['Sources', [2, 0]],
      ['Style', [2, 0]],
    ])
    expect(warnings).toMatchObject([{ code: 'TEXT_OF_SCAN', message: /Page 1.*Compare/ }])
  })

  const elsewhere: Array<[string, ScanPage]> = [
    [
      'beside text that everybody sees',
      { picture, content: text(50, 760, 'An essay rubric of class seven') },
    ],
    ['beside a picture of a part of the page', { picture: { ...picture, at: [0, 500, 300, 300] } }],
    ['on a page without a picture', {}],
  ]
  test.each(elsewhere)('is not what is painted invisibly %s', async (_, { content = '', ...page }) => {
    const seen = text(50, 40, '.')
    const bytes = scanPdf([{ ...page, content: seen + content + unseen(text(50, 600, long)) }])
    const document = await readPdf(bytes)
    expect(paragraphs(document).join(' ')).not.toContain('full marks')
    expect(document.warnings).toMatchObject([{ code: 'HIDDEN_TEXT' }])
  })

  test('is asked for where a picture has little text beside it', async () => {
    const page: ScanPage = {
      picture: { ...picture, at: [50, 100, 500, 600] },
      content: text(50, 760, 'Essay rubric'),
    }
    await expect(extractRubrics(scanPdf([page]))).rejects.toMatchObject({ code: 'NO_TEXT_LAYER' })
  })
})
