import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { extractRubrics } from '../../netlify/rubric/extract.ts'
import { type Printer, startPrinter } from '../bench/print-pages.ts'
import { difference } from './generate/compare.ts'
import { lookOf, type PageLook, pageLooks } from './generate/looks.ts'
import { printable, specimensOf } from './generate/page.ts'

const SEEDS = [1, 5]
/** Rubrics that were once read wrongly, by look. */
const ONCE_WRONG: Partial<Record<PageLook, number[]>> = {
  borderless: [1200, 1209, 1288, 3123],
  horizontal: [2242, 3022, 3210, 5011, 5152],
  ruled: [3168, 4016, 4233],
  'right-to-left-open': [20],
  tight: [3, 7, 10, 21, 38],
  leaders: [6],
  'running-open': [3, 11, 13, 15, 21],
}
/** Looks that are not yet read in full. */
const UNREAD: PageLook[] = ['broken', 'hyphenated', 'side-by-side-open']

let printer: Printer
beforeAll(async () => {
  printer = await startPrinter()
})
afterAll(() => printer.close())

describe.each(pageLooks.filter((look) => !UNREAD.includes(look)))('a rubric on paper, %s', (look) => {
  it('is read as it was', async () => {
    const { foldsCase = false } = lookOf(look)
    for (const seed of [...SEEDS, ...(ONCE_WRONG[look] ?? [])]) {
      const { rubrics } = await extractRubrics(await printer.print(await printable(seed, look)))
      const different = difference(rubrics, specimensOf(seed, look), { writer: 'pdf', foldsCase })
      expect(different, `seed ${seed}`).toBeUndefined()
    }
  })
})
