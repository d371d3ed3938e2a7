import { describe, expect, it } from 'vitest'
import { extract, rubricOf } from './from-text.ts'

/** What a rubric is called: what names it in the document, and never what only stands near it. */
const TABLE =
  '<table><tr><td>Criteria</td><td>Points</td></tr><tr><td>Soil</td><td>10</td></tr><tr><td>Seeds</td><td>5</td></tr></table>'
const LIST = '- Soil: 10 points\n- Seeds: 5 points\n- Paths: 5 points'
const titleOf = async (above: string, fileName = 'rubric.html') =>
  (await rubricOf(`<html>${above}${TABLE}</html>`, fileName)).title

describe('the title of a rubric', () => {
  it('is the line over a list that names it, and no section of the list', async () => {
    expect(
      (await rubricOf(`Team name: ____\n\nRubric for the garden project\n\nComments: ____\n\n${LIST}`)).title,
    ).toBe('Rubric for the garden project')
  })

  it.each([
    ['a page head with a file’s name', '<h4>rubric.md</h4><h1>The school garden</h1>', 'The school garden'],
    ['a term and a day', '<p>Garden project</p><p>Summer 2024 Due 2024.08.04</p>', 'Garden project'],
    ['the name of a school', '<h2>Midland Technical University</h2><p>Garden talk</p>', 'Garden talk'],
    ['what introduces it', '<p>Garden project</p><h2>You will hand in:</h2>', 'Garden project'],
    ['a form to fill in', '<p>Garden project</p><p>Student reg. no.: 12</p><p>Group #</p>', 'Garden project'],
    ['a total', '<p>Garden project</p><p>Total points: 15</p>', 'Garden project'],
    ['a caption below its heading', '<h1>Garden rubric</h1><p>Table 3: Grading rubric.</p>', 'Garden rubric'],
  ])('is not %s', async (_, above, title) => {
    expect(await titleOf(above)).toBe(title)
  })

  it('comes without its last colon and the day in the line below it', async () => {
    expect(await titleOf('<h2>Garden rubric:<br>Fall 2024</h2>')).toBe('Garden rubric')
  })

  it('is a heading before the file’s own title, which comes before plain lines', async () => {
    const head = '<head><title>G1 Ann Onyme</title></head>'
    expect(await titleOf(`${head}<h3>What a garden needs</h3>`)).toBe('What a garden needs')
    expect(await titleOf(`${head}<p>Seen in spring</p>`)).toBe('G1 Ann Onyme')
  })

  it('is empty where nothing in the document names it', async () => {
    const { rubrics } = await extract(`<html><p>Name: ____</p>${TABLE}</html>`, 'garden-rubric.html')
    expect(rubrics[0]?.title).toBe('')
  })
})
