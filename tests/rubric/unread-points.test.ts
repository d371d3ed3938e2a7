import { describe, expect, it } from 'vitest'
import { extract } from './from-text.ts'

/** What a document says of points, and the rubric that was read does not. */
const warned = async (text: string) => {
  const { rubrics } = await extract(text)
  return rubrics.map(({ warnings }) => warnings.filter(({ code }) => code === 'POINTS_NOT_READ'))
}

const table = `# Garden rubric

| Criteria | Good | Poor |
| --- | --- | --- |
| Soil | Turned deep in all of the beds | Hardly turned |
| Seeds | All in straight rows | Thrown about |
`

describe('points that no criterion has', () => {
  it('are told, with the place where they stand, where they are most of those in the document', async () => {
    const [warnings] = await warned(`${table}
Tools that are clean: 15 points

Paths that are clear: 20 points

Beds that are watered: 5 points
`)
    expect(warnings).toHaveLength(1)
    expect(warnings?.[0]).toMatchObject({ source: { in: 'line', line: 8 } })
    expect(warnings?.[0]?.message).toContain('15, 20, 5')
  })

  it('are no mistake where they only name the steps of a scale', async () => {
    expect(await warned(`${table}\nGood is 3 points, Fair is 2 points, and Poor is 1 point.\n`)).toEqual([[]])
  })

  it('are no mistake where a few of many stand beside the rubric', async () => {
    const scored = table
      .replaceAll('| Soil |', '| Soil (15 points) |')
      .replaceAll('| Seeds |', '| Seeds (20 points) |')
    expect(await warned(`${scored}\nWho comes late loses 3 points, and 4 points after a day.\n`)).toEqual([
      [],
    ])
  })
})
