import { afterAll, describe, expect, it } from 'vitest'
import { readPdf } from '../../../netlify/pdf/pdf-objects.ts'
import { sharedPool } from '../../../netlify/pdf/print.ts'
import { matterhorn } from './matterhorn.ts'
import { documents, pdfOf } from './printed.ts'
import { inspect, readTaggedPdf, type TaggedPdf } from './tagged-pdf.ts'

afterAll(() => sharedPool.close())

describe('the table of checkpoints', () => {
  it('has every condition that a machine can find, once', () => {
    const counts = {
      '01': 4,
      '02': 3,
      '06': 3,
      '07': 2,
      '09': 5,
      '10': 1,
      '11': 6,
      '13': 1,
      '14': 4,
      '15': 1,
    }
    const more = { '17': 2, '19': 2, '20': 3, '21': 1, '25': 1, '26': 2, '28': 15, '30': 2, '31': 29 }
    const tally: Record<string, number> = {}
    for (const { id } of matterhorn) tally[id.slice(0, 2)] = (tally[id.slice(0, 2)] ?? 0) + 1
    expect(tally).toEqual({ ...counts, ...more })
    expect(new Set(matterhorn.map(({ id }) => id)).size).toBe(87)
  })

  it.each(matterhorn)('$id notices $failure', async ({ check, damage }) => {
    const damaged = readPdf(await pdfOf('modern in en'))
    damage(damaged)
    expect(check(inspect(damaged))).not.toEqual([])
  })
})

describe.each(Object.keys(documents))('%s', (name) => {
  let pdf: TaggedPdf | undefined

  it('is a PDF that can be read', async () => {
    pdf = readTaggedPdf(await pdfOf(name))
    expect(pdf.elements.length).toBeGreaterThan(5)
    expect(pdf.pages.flatMap(({ items }) => items).length).toBeGreaterThan(20)
  })

  it.each(matterhorn)('$id: has not $failure', ({ check }) => {
    if (!pdf) throw new Error('the PDF could not be read')
    expect(check(pdf)).toEqual([])
  })
})
