import { expect, it } from 'vitest'
import { lines, rubricOf } from './from-text.ts'

/** Grids without a heading, whose cells name their levels above what they say. */
const table = (...rows: string[]) =>
  `<h1>Garden rubric</h1><table>${rows.map((row) => `<tr>${row}</tr>`).join('')}</table>`
const cells = (...texts: string[]) => texts.map((text) => `<td>${text}</td>`).join('')

it('reads levels named in each cell below the name of their criterion', async () => {
  const over = (text: string) => `<td colspan="3">${text}</td>`
  const rubric = await rubricOf(
    table(
      over('Vegetable rubric'),
      over('Digging (in the spring)'),
      cells('Excellent<br>Digs every bed.', 'Adequate<br>Digs some beds.', 'Marginal<br>Digs one bed.'),
      over('Weeding'),
      cells('Excellent<br>Pulls all weeds.', 'Adequate<br>Pulls a few weeds.', 'Marginal<br>Pulls a carrot.'),
    ),
    'rubric.html',
  )
  expect(rubric.title).toBe('Vegetable rubric')
  expect(lines(rubric)).toEqual([
    'Digging (in the spring): Excellent "Digs every bed." | Adequate "Digs some beds." | Marginal "Digs one bed."',
    'Weeding: Excellent "Pulls all weeds." | Adequate "Pulls a few weeds." | Marginal "Pulls a carrot."',
  ])
})

it('reads levels named in each cell beside the name of their criterion', async () => {
  const rubric = await rubricOf(
    table(
      cells('Digging', 'Good<br>Digs every bed.', 'Fair<br>Digs some beds.', 'Poor<br>Digs one bed.'),
      cells('Weeding', 'Good<br>Pulls all weeds.', 'Fair<br>Pulls a few weeds.', 'Poor<br>Pulls a carrot.'),
    ),
    'rubric.html',
  )
  expect(lines(rubric)).toEqual([
    'Digging: Good "Digs every bed." | Fair "Digs some beds." | Poor "Digs one bed."',
    'Weeding: Good "Pulls all weeds." | Fair "Pulls a few weeds." | Poor "Pulls a carrot."',
  ])
})
