import { describe, expect, it } from 'vitest'
import { extract, lines, rubricOf } from './from-text.ts'

/** Documents that have the shape of a rubric, or speak of one, and are something else. */
const refused = (text: string, fileName: string) =>
  expect(extract(text, fileName)).rejects.toMatchObject({ code: 'NOT_A_RUBRIC' })

describe('a flow chart', () => {
  it('gives the same answer twice, and no levels', async () => {
    const step = (name: string) =>
      `## ${name}\n\n#### Yes\n\nOpen the gate\n\n#### No\n\nIs it late?\n\n#### Yes\n\nGo home\n`
    await refused(`# Rubric of the gate\n\n${step('Is it locked?')}\n${step('Is it raining?')}`, 'gate.md')
  })
})

describe('boxes to tick before handing in', () => {
  const boxes = ['Beds are dug', 'Seeds are sown', 'Gate is shut'].map((text) => `- [ ] ${text}`).join('\n')
  const handIn = (about: string) => `# The garden\n\n${about}\n\n## Submission checklist\n\n${boxes}\n`

  it('are no criteria at the end of long instructions', async () => {
    await refused(handIn('Dig the beds and sow the seeds in rows. '.repeat(200)), 'README.md')
  })

  it('are criteria where there is little else', async () => {
    expect((await rubricOf(handIn('Dig the beds.'), 'README.md')).criteria).toHaveLength(3)
  })
})

describe('a program in Markdown', () => {
  it('has comments that head nothing', async () => {
    const rubric = await rubricOf(
      '```bash\n# Build the shed\nmake all\n```\n\n# Garden\n\n- Soil (5 points)\n- Seeds (3 points)\n- Water (2 points)\n',
    )
    expect([rubric.title, ...lines(rubric)]).toEqual(['Garden', 'Soil #5: 5', 'Seeds #3: 3', 'Water #2: 2'])
  })
})
