import { expect, it } from 'vitest'
import { extractRubrics } from '../../netlify/rubric/extract.ts'
import { line, makePdf, text } from '../rubric-pdf/pdf-maker.ts'
import { lines } from './from-text.ts'

/** Tables as typesetting programs set them: rules above and below only, and rows as close as lines. */
async function read(content: string): Promise<string[]> {
  const { rubrics } = await extractRubrics(makePdf([{ content }]), { fileName: 'rubric.pdf' })
  return rubrics.flatMap(lines)
}

const PITCH = 12
/** One string a line of text, from the left edge of its column; `top` is the first baseline. */
const columns = (top: number, lefts: readonly number[], ...cells: readonly string[][]) =>
  cells
    .flatMap((words, column) => words.map((word, at) => text(lefts[column] ?? 0, top - at * PITCH, word)))
    .join('')
const rule = (y: number, left: number, right: number) => line(left, y, right, y)

it('begins a row where every column has text again, though rows stand as close as lines', async () => {
  const lefts = [50, 150, 300, 440]
  const content =
    rule(780, 50, 550) +
    columns(766, lefts, ['Criteria'], ['Good (10)'], ['Fair (5)'], ['Poor (0)']) +
    rule(760, 50, 550) +
    columns(
      746,
      lefts,
      ['Digging of', 'beds'],
      ['All beds are dug', 'as deep as a', 'spade goes.'],
      ['Most beds are', 'dug well.'],
      ['No bed is dug.'],
    ) +
    columns(
      710,
      lefts,
      ['Weeding'],
      ['No weed is left', 'in any corner.'],
      ['Few weeds are', 'left.'],
      ['Weeds grow in', 'all of the', 'corners.'],
    ) +
    columns(
      674,
      lefts,
      ['Watering', 'and hoses'],
      ['Water reaches', 'each of the', 'roots.'],
      ['Water reaches', 'most roots.'],
      ['All is dry.'],
    ) +
    rule(640, 50, 550)
  expect(await read(content)).toEqual([
    'Digging of beds: Good 10 "All beds are dug as deep as a spade goes." | Fair 5 "Most beds are dug well." | Poor 0 "No bed is dug."',
    'Weeding: Good 10 "No weed is left in any corner." | Fair 5 "Few weeds are left." | Poor 0 "Weeds grow in all of the corners."',
    'Watering and hoses: Good 10 "Water reaches each of the roots." | Fair 5 "Water reaches most roots." | Poor 0 "All is dry."',
  ])
})

it('parts a long name from the number that it touches in the next column', async () => {
  const lefts = [50, 110, 160, 330]
  const row = (top: number, name: string, points: string[]) =>
    columns(top, lefts, [name, 'of all of', 'the beds'], points, [
      `${name} is done as well`,
      'as it can be, and in',
      'any season, rain or',
      'shine.',
    ]) + columns(top, lefts.slice(3), ['There is no sign', 'that it was done', 'at all.'])
  const content =
    rule(780, 50, 480) +
    columns(766, lefts, ['Criteria'], ['Points'], ['Good'], ['Poor']) +
    rule(760, 50, 480) +
    row(746, 'Digging', ['10']) +
    row(698, 'Weeding', ['20']) +
    row(650, 'Raking', ['30']) +
    row(602, 'Mulching', ['5']) +
    row(554, 'Reforestation', ['12']) +
    rule(500, 50, 480)
  expect((await read(content)).map((criterion) => criterion.replace(/:.*/, ''))).toEqual([
    'Digging of all of the beds #10',
    'Weeding of all of the beds #20',
    'Raking of all of the beds #30',
    'Mulching of all of the beds #5',
    'Reforestation of all of the beds #12',
  ])
})

it('joins a word that the typesetter broke, however much room its line seems to leave', async () => {
  const lefts = [50, 150, 330]
  const content =
    rule(780, 50, 480) +
    columns(766, lefts, ['Criteria'], ['Good (10)'], ['Poor (0)']) +
    rule(760, 50, 480) +
    columns(
      746,
      lefts,
      ['Digging'],
      ['The beds are well-', 'dug and well wa-', 'tered.'],
      ['No bed is dug.'],
    ) +
    columns(710, lefts, ['Weeding'], ['No weed is to be found any-', 'where at all.'], ['Weeds grow.']) +
    rule(680, 50, 480)
  const pdf = makePdf([{ content }], { producer: 'pdfTeX-1.40.26' })
  const { rubrics } = await extractRubrics(pdf, { fileName: 'rubric.pdf' })
  expect(rubrics.flatMap(lines)).toEqual([
    'Digging: Good 10 "The beds are well-dug and well watered." | Poor 0 "No bed is dug."',
    'Weeding: Good 10 "No weed is to be found anywhere at all." | Poor 0 "Weeds grow."',
  ])
})
