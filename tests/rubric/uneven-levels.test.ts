import { expect, it } from 'vitest'
import { lines, rubricOf } from './from-text.ts'

/** Rows with their own numbers of levels under one heading, as learning platforms print them. */
const table = (head: string, ...rows: [name: string, levels: string[], points: string][]): string => {
  const places = 12
  const body = rows.map(([name, levels, points]) => {
    const cells = levels.map((text) => `<td colspan="${places / levels.length}">${text}</td>`)
    return `<tr><td>${name}</td>${cells.join('')}<td>${points}</td></tr>`
  })
  const [first = '', over = ''] = head.split('|')
  return `<h1>Garden rubric</h1><table><tr><th>${first}</th><th colspan="${places}">${over}</th><th>Points</th></tr>${body.join('')}</table>`
}

it('reads each cell as one level, however wide it is', async () => {
  const html = table(
    'Criteria|Ratings',
    ['Digging', ['5 pts Digs all of the beds', '0 pts Digs none'], '5 pts'],
    ['Sowing', ['9 pts In straight rows', '4 pts In heaps', '0 pts Sows nothing'], '9 pts'],
  )
  expect(lines(await rubricOf(html, 'rubric.html'))).toEqual([
    'Digging #5: 5 "Digs all of the beds" | 0 "Digs none"',
    'Sowing #9: 9 "In straight rows" | 4 "In heaps" | 0 "Sows nothing"',
  ])
})

it('reads several deductions in one cell as levels', async () => {
  const html = table(
    'Milestone|Criteria',
    ['Bed 1', ['(-0) Perfect', '(-2) Leaves weeds<br>(-3) Leaves stones'], '10'],
    ['Bed 2', ['(-0) Perfect', '(-1) Sows too deep', '(-4) Sows the wrong seed'], '5'],
    ['Bed 3', ['(-0) Perfect', '(-1) Waters late', '(-5) Does not water at all'], '5'],
  )
  expect(lines(await rubricOf(html, 'rubric.html'))).toEqual([
    'Bed 1 #10: 0 "Perfect" | -2 "Leaves weeds" | -3 "Leaves stones"',
    'Bed 2 #5: 0 "Perfect" | -1 "Sows too deep" | -4 "Sows the wrong seed"',
    'Bed 3 #5: 0 "Perfect" | -1 "Waters late" | -5 "Does not water at all"',
  ])
})
