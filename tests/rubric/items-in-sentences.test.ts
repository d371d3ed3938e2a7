import { describe, expect, it } from 'vitest'
import { extractRubrics } from '../../netlify/rubric/extract.ts'
import { makePdf, text } from '../rubric-pdf/pdf-maker.ts'
import { lines, rubricOf } from './from-text.ts'

/** Items of lists that are sentences, with their points somewhere among them. */
const read = async (...blocks: string[]) => lines(await rubricOf(blocks.join('\n\n'), 'rubric.md'))

type Line = [x: number, words: string, options?: { size?: number; font?: 'F2' }]

async function readPages(...pages: Line[][]) {
  const contents = pages.map((rows) => ({
    content: rows.map(([x, words, options], at) => text(x, 780 - at * 22, words, options)).join(''),
  }))
  const { rubrics } = await extractRubrics(makePdf(contents), { fileName: 'rubric.pdf' })
  return rubrics.flatMap(lines)
}

const TITLE = '# Garden rubric'
const HEAD: Line = [60, 'Garden rubric', { size: 18 }]

describe('points of an item', () => {
  it('may stand behind one of its sentences', async () => {
    expect(
      await read(
        TITLE,
        '- B1(A) - Explain how deep the beds are dug (15 marks). The answer should name the tools.',
        '- B1(B) - Explain when the seeds are sown (10 marks)',
      ),
    ).toEqual([
      'B1(A) - Explain how deep the beds are dug #15: 15',
      'B1(B) - Explain when the seeds are sown #10: 10',
    ])
  })

  it('are not those that a long paragraph tells of', async () => {
    const told =
      'We grade gardens by beds and by paths. The beds are in bold below, and each of them is graded by whether it is ' +
      'there at all. The paths add up to less. In the end you will find that all of the paths share the remaining 40pts'
    expect(
      await read(TITLE, told, '- The beds are dug (30 pts)', '- Seeds are sown (30 pts)', '- Paths (20 pts)'),
    ).toEqual(['The beds are dug #30: 30', 'Seeds are sown #30: 30', 'Paths #20: 20'])
  })

  it('are a sentence at the end of what a name is about', async () => {
    expect(
      await read(
        TITLE,
        'Soil',
        'Say what the soil is made of, and why you think that it is good. 20 points',
        'Seeds',
        'Say which seeds you have sown, in which month, and how far apart. 25 points',
        'The people in the garden.',
        'Say who has done what. 5 points',
      ),
    ).toEqual(['Soil #20: 20', 'Seeds #25: 25', 'The people in the garden. #5: 5'])
  })

  it('are no step of a scale where there are two', async () => {
    expect(
      await read(
        TITLE,
        '## Beds',
        '- (6 points) Dug deep',
        '- (9 points) Free of weeds',
        '## Paths',
        '- (5 points) Straight',
      ),
    ).toEqual(['Dug deep #6 [Beds]: 6', 'Free of weeds #9 [Beds]: 9', 'Straight #5 [Paths]: 5'])
  })

  it('are not what a legend says of numbers', async () => {
    expect(
      await read(TITLE, '- Digs [10]', '- Sows [5]', 'How: easily (4), well (3), somewhat (2), barely (1)'),
    ).toEqual(['Digs #10: 10', 'Sows #5: 5'])
  })
})

describe('names of parts', () => {
  it('are the heading, not the sentences below it', async () => {
    expect(
      await read(
        TITLE,
        '## Beds',
        'Beds are shown in April. We look for all of the following when we come:',
        '- Dug deep (5 pts)',
        '- Free of weeds (5 pts)',
        '## Paths',
        '- Straight (5 pts)',
      ),
    ).toEqual(['Dug deep #5 [Beds]: 5', 'Free of weeds #5 [Beds]: 5', 'Straight #5 [Paths]: 5'])
  })

  it('are the first sentence of an item over others', async () => {
    expect(
      await read(
        TITLE,
        '- Sowing by hand. For each of these the seeds that you have sown are counted in the first week of May.',
        '  - (10 points) beans',
        '  - (5 points) peas',
        '- (5 points) Watering',
      ),
    ).toEqual(['beans #10 [Sowing by hand]: 10', 'peas #5 [Sowing by hand]: 5', 'Watering #5: 5'])
  })

  it('count once where the points of the parts below a paragraph add up to theirs', async () => {
    expect(
      await read(
        TITLE,
        'Question 1 (30 marks)',
        'Say what you have done in the beds.',
        '- Digging (10 marks)',
        '- Weeding (20 marks)',
        'Question 2 (20 marks)',
        'Say what you have done on the paths.',
        '- Raking (5 marks)',
        '- Sweeping (15 marks)',
      ),
    ).toEqual([
      'Digging #10 [Question 1]: 10',
      'Weeding #20 [Question 1]: 20',
      'Raking #5 [Question 2]: 5',
      'Sweeping #15 [Question 2]: 15',
    ])
  })
})

describe('on paper', () => {
  it('an item has the depth of those on the page before, though fewer depths are seen there', async () => {
    expect(
      await readPages(
        [HEAD, [80, '1. Sowing'], [120, '• (5 points) beans']],
        [
          [120, '• (5 points) peas'],
          [80, '2. Watering'],
          [100, '1. in spring, of which nobody counts anything'],
          [120, '• (4 points) often'],
          [120, '• (2 points) enough'],
        ],
      ),
    ).toEqual([
      'beans #5 [Sowing]: 5',
      'peas #5 [Sowing]: 5',
      expect.stringMatching(/^often #4/),
      expect.stringMatching(/^enough #2/),
    ])
  })

  it('V behind IV is a number, and no letter', async () => {
    const parts = ['I. Beds', 'II. Paths', 'III. Seeds', 'IV. Water', 'V. Tools', 'VI. Bees']
    const rows = parts.flatMap((part): Line[] => [
      [60, `${part}: 20 pts`],
      [80, 'A. Are they as they should be?'],
    ])
    expect(await readPages([HEAD, ...rows])).toEqual([
      'Beds #20: 20',
      'Paths #20: 20',
      'Seeds #20: 20',
      'Water #20: 20',
      'Tools #20: 20',
      'Bees #20: 20',
    ])
  })

  it('brackets around a blank stand in their line', async () => {
    const blank = (x: number, y: number, before: string, after: string) =>
      text(x, y, `${before} [`) + text(x + 220, y, `] ${after}`)
    const content =
      text(60, 780, 'Garden rubric', { size: 18 }) +
      blank(80, 750, '• (50%) The gardener can', 'dig') +
      blank(80, 736, '• (30%) The gardener can', 'sow') +
      blank(80, 722, '• (20%) The gardener can', 'water')
    const { rubrics } = await extractRubrics(makePdf([{ content }]), { fileName: 'rubric.pdf' })
    expect(rubrics.flatMap(lines)).toEqual([
      'The gardener can [ ] dig ×50: ',
      'The gardener can [ ] sow ×30: ',
      'The gardener can [ ] water ×20: ',
    ])
  })

  it('a wide space between two sentences divides no line', async () => {
    const content =
      text(60, 790, 'Garden rubric', { size: 18 }) +
      // The first sentence ends at 182.
      text(60, 760, 'Beds (5 pts): Are they dug?') +
      text(194, 760, 'Are they free of stones?') +
      text(60, 748, 'Are they free of weeds?') +
      text(60, 720, 'Paths (4 pts): Are they straight?')
    const { rubrics } = await extractRubrics(makePdf([{ content }]), { fileName: 'rubric.pdf' })
    expect(rubrics.flatMap(({ criteria }) => criteria.map(({ description }) => description))).toEqual([
      'Are they dug? Are they free of stones? Are they free of weeds?',
      'Are they straight?',
    ])
  })

  it('a line in bold of the form of those below it is one of them', async () => {
    const rows: Line[] = [
      HEAD,
      [60, 'Basic item (5 pts): Are there beds?', { font: 'F2' }],
      [60, 'Basic item (9 pts): Are there three paths between the beds, and are all of them'],
      [60, 'Detailed item (0 to 5): How straight are the paths between the beds in this garden?'],
    ]
    expect(await readPages(rows)).toEqual([
      'Basic item (5 pts): Are there beds? #5: 5',
      expect.stringMatching(/^Basic item \(9 pts\): Are there three/),
      expect.stringMatching(/^Detailed item.*#5/),
    ])
  })
})
