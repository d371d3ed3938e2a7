import { describe, expect, it } from 'vitest'
import { extract } from './from-text.ts'

const refuses = (text: string, name: string) =>
  expect(extract(text, name)).rejects.toMatchObject({ code: 'NOT_A_RUBRIC' })

const long =
  'The machine keeps a list of all that was ever put into it, and the oldest goes out first. '.repeat(8)

describe('questions with points', () => {
  const questions = [
    'Explain the difference between a list and a queue. (10 points)',
    'A ball falls from a tower of 30 m. (15 points)',
    'Prove that the sum of two even numbers is even. (15 points)',
    'A train leaves the station at noon. (10 points)',
  ]

  it('are no rubric in a file that is named for an exam', async () => {
    await refuses(questions.join('\n'), 'SampleExam2.txt')
  })

  it('are none below a title that names one', async () => {
    await refuses(['Physics 2, Midterm', ...questions].join('\n'), 'paper.txt')
  })

  it('are none where most ask for what is known', async () => {
    await refuses([...questions, 'Calculate the mean of all ages. (10 points)'].join('\n'), 'paper.txt')
  })

  it('are none where each has a number for a name and half a page to read', async () => {
    const numbered = [1, 2, 3].flatMap((at) => [`## Question ${at} (20 points)`, long])
    await refuses(numbered.join('\n\n'), 'rubric.md')
  })
})

describe('an assignment', () => {
  const tasks = ['Parser', 'Printer', 'Cache'].flatMap((name) => [
    `## ${name} (20 points)`,
    ...Array(3).fill(long),
  ])

  it('is no rubric where its text is about the work and says nowhere how it is graded', async () => {
    await refuses(
      ['# A small machine', long, ...tasks.flatMap((line) => [line, '## Hints', long])].join('\n\n'),
      'machine.md',
    )
  })

  it('is one where a heading speaks of grading', async () => {
    const graded = ['## Grading', '* Parser (20 points)', '* Printer (20 points)', '* Cache (20 points)']
    const { rubrics } = await extract(['# A small machine', long, long, ...graded].join('\n\n'), 'machine.md')
    expect(rubrics[0]?.criteria.map(({ title, points }) => [title, points])).toEqual([
      ['Parser', 20],
      ['Printer', 20],
      ['Cache', 20],
    ])
  })

  it('leaves a list that is nothing but criteria a rubric, whatever it is called', async () => {
    const lines = ['Users can log in (5 points)', 'Users can pay (10 points)', 'Orders are kept (10 points)']
    const { rubrics } = await extract(lines.join('\n'), 'pasted.txt')
    expect(rubrics[0]?.criteria).toHaveLength(3)
  })
})

describe('the plan of a course', () => {
  const shares = '| Assignments | Points |\n| --- | --- |\n| Quizzes | 40 |\n| Exam | 60 |'

  it('holds no rubric in what its parts count', async () => {
    await refuses(`# Syllabus\n\n## Course grade breakdown\n\n${shares}`, 'plan.md')
    await refuses(
      `# World history\n\n## Grading\n\n* Quizzes (40%)\n* Exam (60%)\n* Rubric: see below`,
      'syllabus.md',
    )
  })

  it('holds one below a heading that names it, and in known levels', async () => {
    const essay = '| Item | Points |\n| --- | --- |\n| Thesis is clear | 40 |\n| Sources are named | 60 |'
    const { rubrics } = await extract(`# Syllabus\n\n## Essay rubric\n\n${essay}`, 'plan.md')
    expect(rubrics[0]?.criteria.map(({ points }) => points)).toEqual([40, 60])
    const levels =
      '| Criteria | Good | Poor |\n| --- | --- | --- |\n| Thesis | Is clear to all | Is hard to find |'
    expect((await extract(`# Syllabus\n\n## Essay\n\n${levels}`, 'plan.md')).rubrics).toHaveLength(1)
  })
})

describe('tables beside a rubric', () => {
  const below = (table: string) => `# Notes on the rubric\n\n${table}\n`

  it.each([
    [
      'days and what is held on them',
      '| Item | Points |\n| --- | --- |\n| January 11th | 10 |\n| January 18th | 13 |\n| Feb 1 | 14 |',
    ],
    [
      'rows that are counted',
      `| Topic | Value |\n| --- | --- |\n${[6, 7, 8, 9, 10].map((at) => `| All about theme ${at} | ${at} |`).join('\n')}`,
    ],
    [
      'more steps than a scale has',
      `<table>${Array.from({ length: 14 }, (_, at) => `<tr><td>${at + 2}</td><td>puts the next value on the list</td></tr>`).join('')}</table>`,
    ],
  ])('are no rubric when they hold %s', async (_, table) => {
    await refuses(below(table), 'notes.md')
  })

  it('are none when they are the ways through a chart', async () => {
    const chart = [
      'Start',
      '* Yes: show the list',
      '* No: ask once more',
      'Is it new?',
      '* Yes: go on',
      '* No: stop',
    ]
    await refuses(chart.join('\n\n'), 'chart.md')
  })

  it('are none when their rows are the numbered lines of a program', async () => {
    const code = [11, 12, 13].map(
      (at) =>
        `<tr><td>${at}</td><td>print the value of ${at} and go on behind it</td><td>what is left goes to the next line of all</td></tr>`,
    )
    await refuses(`<table>${code.join('')}</table>`, 'parameters.html')
  })

  it('are none when they compare things in a text about something else', async () => {
    const table =
      '| Criteria | Kotlin | Java |\n| --- | --- | --- |\n| Null | Can be nothing | Is checked late |\n| Types | Are found out | Are written down |\n'
    await refuses(`# A small machine\n\n${long}\n\n${table}`, 'rubric.md')
    const { rubrics } = await extract(table.replace('Kotlin', 'Rookie').replace('Java', 'Star'), 'pasted.md')
    expect(rubrics).toHaveLength(1)
  })

  it('are none when they hold sums of money', async () => {
    await refuses(
      'Item,Total\nShow in London,230754\nShow in Paris,175880\nShow in Madrid,110823\nSum,517457\n',
      'tour.csv',
    )
  })

  it('are none when they are the phases of a plan, or a numbered list', async () => {
    const phases = [1, 2, 3, 4].map(
      (at) => `| Fase ${at} | Dig the beds of field ${at} | ${at}-${at + 3} weeks |`,
    )
    await refuses(['| Fase | Actividad | Semanas |', '| --- | --- | --- |', ...phases].join('\n'), 'plan.md')
    const items = [1, 2, 3, 4, 5, 6].map((at) => `| ${at} | As a visitor I want to see product ${at} |`)
    await refuses(['| Nr. | Beschrijving |', '| --- | --- |', ...items].join('\n'), 'design.md')
  })

  it('are none when they calculate a score', async () => {
    const lines = [
      '# Grading scheme',
      '',
      'your score = first total * 0.4 + second total * 0.6 points',
      '',
      'your score = first total * 0.6 + second total * 0.4 points',
    ]
    await refuses(lines.join('\n'), 'grading.md')
  })

  it('are none when they are what people say of themselves', async () => {
    const people = ['Ada', 'Bo', 'Cy'].flatMap((name) => [
      `## ${name}`,
      '* Strong points: was always there in time',
      '* Weak points: spent much time on small things',
    ])
    await refuses(['# Report of a team', ...people].join('\n\n'), 'report.md')
  })
})

it('refuses a report of what people got, though it is called one of a rubric', async () => {
  const rows = ['Ana', 'Bea', 'Cid', 'Dan', 'Eva'].flatMap((name, at) => [
    `| ${at + 1} | ${name} | Part 1 | ${(at % 4) + 1} | B |`,
    `| ${at + 1} | ${name} | Part 2 | ${((at + 2) % 4) + 1} | C |`,
  ])
  const heading = ['| StudentId | StudentName | Component | RubricLevel | Grade |', '|---|---|---|---|---|']
  await refuses(['# Rubric results', ...heading, ...rows].join('\n'), 'rubric.md')
})

it('refuses the table of contents of a document about rubrics', async () => {
  const pages = ['Papers', 'Plan of the Work', 'Sources', 'Machine', 'Report', 'Talk', 'Bonus']
  const rows = pages.map((name, at) => `| ${name} | ${2 + Math.floor(at * 0.7)} |`)
  const head = ['# Project rubrics', '## Table of Contents', '| Papers | 1 |', '|---|---|']
  await refuses([...head, ...rows, '## Papers', long].join('\n'), 'rubric.md')
})
