import { describe, expect, it } from 'vitest'
import { extractRubrics } from '../../netlify/rubric/extract.ts'
import { documentText } from '../../netlify/rubric/preview.ts'
import { readDocument } from '../../netlify/rubric/read/read-document.ts'
import { difference } from './generate/compare.ts'
import { type WriterName, writers } from './generate/print.ts'
import { makeSpecimen } from './generate/rubric.ts'

const seeds = Array.from({ length: 24 }, (_, at) => at * 13 + 5)
const flat = (text: string) => text.replace(/\s+/g, ' ').trim()

describe.each(Object.keys(writers) as WriterName[])('a generated rubric through %s', (name) => {
  it('comes back as it was', async () => {
    for (const seed of seeds) {
      const specimen = makeSpecimen(seed)
      const { rubrics } = await extractRubrics(writers[name](specimen))
      expect(difference(rubrics, [specimen], { writer: name }), `seed ${seed}`).toBeUndefined()
    }
  })

  it('brings nothing that its document does not say', async () => {
    for (const seed of seeds.slice(0, 8)) {
      const bytes = writers[name](makeSpecimen(seed))
      const content = await readDocument(bytes)
      const text = flat([content.title ?? '', documentText(content)].join(' '))
      const { rubrics } = await extractRubrics(bytes)
      for (const rubric of rubrics) {
        const strings = [
          rubric.title,
          ...rubric.criteria.flatMap((item) => [item.title, item.description, item.section]),
        ]
        strings.push(
          ...rubric.criteria.flatMap((item) =>
            item.levels.flatMap((level) => [level.label, level.descriptor]),
          ),
        )
        for (const string of strings) if (string !== undefined) expect(text).toContain(flat(string))
      }
    }
  })
})
