import { describe, expect, it } from 'vitest'
import { rubricOf } from './from-text.ts'

/** Totals that a document says in a sentence, a heading or a box, and in no row of its own. */
const TABLE =
  '<table><tr><td>Criteria</td><td>Points</td></tr><tr><td>Soil</td><td>12</td></tr><tr><td>Seeds</td><td>8</td></tr></table>'
const totalOf = async (above: string) =>
  (await rubricOf(`<html><h1>Garden rubric</h1>${above}${TABLE}</html>`, 'rubric.html')).total.stated

describe('a total', () => {
  it.each([
    ['in a sentence', '<p>This work will be graded out of 20 points and is worth 8% of your grade.</p>'],
    ['in brackets', '<h2>Marking scheme (Total Marks: 20)</h2>'],
    ['with its unit', '<p>Garden work: 20 points total</p>'],
    ['behind a heading', '<h2>The school garden (20 points):</h2>'],
    ['in a box of the head', '<table><tr><td>School garden</td><td>Score: ____ out of 20</td></tr></table>'],
  ])('may be said %s', async (_, above) => {
    expect(await totalOf(above)).toBe(20)
  })

  it.each([
    ['of parts', '<p>You will be graded out of 20 points for each part.</p>'],
    ['of something else', '<p>The whole course is graded out of 300 points.</p>'],
    ['that are two', '<p>The work is graded out of 20 points.</p><p>It is then marked out of 30.</p>'],
    ['of a section', '<h2>Digging (12 points)</h2>'],
  ])('is not one %s', async (_, above) => {
    expect(await totalOf(above)).toBeUndefined()
  })

  it('may stand over a list, whose title that line is', async () => {
    const rubric = await rubricOf(
      '# School garden (20 points):\n\n- Soil (12 points)\n- Seeds (4 points)\n- Paths (4 points)',
      'rubric.md',
    )
    expect([rubric.title, rubric.total]).toMatchObject([
      'School garden (20 points)',
      { stated: 20, computed: 20 },
    ])
  })
})
