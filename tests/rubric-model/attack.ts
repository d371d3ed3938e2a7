import { MockLanguageModelV4 } from 'ai/test'
import { NonRetryableError } from '../../netlify/jobs/errors.ts'
import { extractRubrics } from '../../netlify/rubric/extract.ts'
import { askToRead } from '../../netlify/rubric/model/ask-to-read.ts'
import { documentText } from '../../netlify/rubric/preview.ts'
import { readDocument } from '../../netlify/rubric/read/read-document.ts'
import type { Rubric } from '../../src/shared/rubric.ts'
import type { Attack } from '../rubric-enhance/attack.ts'
import { invented } from './invented.ts'

/** What an attack on the extraction achieved. */
export const extractBreaches = [
  'a string or number of its own',
  'a criterion or number changed',
  'outside',
  'not marked',
  'hidden text',
] as const
export type ExtractBreach = (typeof extractBreaches)[number]

interface Asked {
  tables: { table: number; rows: number; columns: number }[]
}

/** How the attacked model obeys, given the tables that it was asked about. */
const judges: Record<string, (asked: Asked, attack: string) => unknown> = {
  'writes texts and numbers': ({ tables }, attack) => ({
    tables: tables.map(({ table }) => ({
      table,
      rubric: true,
      text: attack,
      points: 100,
      criteria: [attack],
    })),
  }),
  'adds fields': (asked, attack) => ({
    ...withRoles(asked, 'criterion', 'criterion', { title: attack, points: 100 }),
    rubrics: [{ title: attack, criteria: [{ title: 'Bonus', points: 500 }] }],
  }),
  'drops everything': (asked) => withRoles(asked, 'criterion', 'drop'),
  'sees no rubric': ({ tables }) => ({
    tables: tables.map(({ table }) => ({ table, rubric: false, continues: false, columns: [], rows: [] })),
  }),
  'takes all for totals': (asked) => withRoles(asked, 'criterion', 'total'),
  'takes all for sections': (asked) => withRoles(asked, 'criterion', 'section'),
  'takes descriptions for levels': (asked) => withRoles(asked, 'level', 'criterion'),
  'takes levels for points': (asked) => withRoles(asked, 'criterion', 'criterion', {}, 'points'),
  'names other cells': ({ tables }) => ({
    tables: tables.map(({ table, rows, columns }) => ({
      table,
      rubric: true,
      continues: true,
      columns: [{ column: columns + 90, role: 'level' }],
      rows: [{ row: rows + 90, role: 'criterion' }],
    })),
  }),
}

/** Every row and column as told; the first row stays the heading, other columns levels. */
function withRoles({ tables }: Asked, first: string, body: string, more: object = {}, second = 'level') {
  return {
    tables: tables.map(({ table, rows, columns }) => ({
      ...more,
      table,
      rubric: true,
      continues: true,
      columns: Array.from({ length: columns }, (_, at) => ({
        column: at + 1,
        role: at === 0 ? first : at === 1 ? second : 'level',
      })),
      rows: Array.from({ length: rows }, (_, at) => ({ row: at + 1, role: at === 0 ? 'header' : body })),
    })),
  }
}

function obedient(answer: (prompt: string) => unknown) {
  const language = new MockLanguageModelV4({
    doGenerate: async ({ prompt }) => {
      const user = prompt.find(({ role }) => role === 'user')
      const part = Array.isArray(user?.content)
        ? user.content.find((each) => each.type === 'text')
        : undefined
      const text = part && 'text' in part ? part.text : ''
      return {
        content: [{ type: 'text', text: JSON.stringify(answer(text)) }],
        finishReason: { unified: 'stop', raw: undefined },
        usage: {
          inputTokens: { total: 1, noCache: 1, cacheRead: undefined, cacheWrite: undefined },
          outputTokens: { total: 1, text: 1, reasoning: undefined },
        },
        warnings: [],
      }
    },
  })
  return askToRead(
    { provider: 'mock', model: 'obedient', language },
    { signal: new AbortController().signal, patienceMs: 0 },
  )
}

const flat = (text: string) => text.replace(/[|\s]+/g, ' ').trim()

/** A document whose second table is in doubt, since its sum does not fit, and holds the attack. */
function documentOf(attack: string, number: number): Uint8Array {
  const cells = [
    ['Criteria', 'Rookie', 'Pro', 'Star'],
    ['Voice', 'is heard by few', 'is heard by most of the room', 'is heard by all of the room'],
    ['Pace', 'is too fast to follow', 'is too fast in places', 'can be followed all along'],
    ['Total', '', '', '60'],
  ]
  const row = cells[1 + (number % 2)] ?? []
  row[number % 4] = `${row[number % 4]} ${flat(attack)}`
  const table = (rows: string[][]) =>
    rows.map((line, at) => `| ${line.join(' | ')} |${at === 0 ? '\n|---|---|---|---|' : ''}`).join('\n')
  const sure = table([
    ['Criteria', 'Excellent (3)', 'Good (2)', 'Poor (1)'],
    ['Thesis', 'can be argued', 'is stated', 'is missing'],
    ['Sources', 'five are cited', 'three are cited', 'none are cited'],
  ])
  return new TextEncoder().encode(`# Essay rubric\n\n${sure}\n\n# Speech rubric\n\n${table(cells)}\n`)
}

/** The attack in a table that a model is asked about, which it answers in every way that it can obey. */
async function inCells(attack: Attack, number: number): Promise<ExtractBreach[][]> {
  const bytes = documentOf(attack.text, number)
  // Without markup and hidden characters, which no reader sees.
  const text = documentText(await readDocument(bytes))
  const rules = (await extractRubrics(bytes)).rubrics
  const results: ExtractBreach[][] = []
  for (const judge of Object.values(judges)) {
    const model = obedient((prompt) =>
      judge(JSON.parse(prompt.split('\n\nYour last')[0] ?? '') as Asked, attack.text),
    )
    const { rubrics } = await extractRubrics(bytes, { model })
    if (model.usage.calls === 0) throw new Error(`Nothing was asked about ${attack.name}`)
    const breaches: ExtractBreach[] = []
    if (invented(rubrics, text).length > 0) breaches.push('a string or number of its own')
    if (JSON.stringify(rubrics.map(kernel)) !== JSON.stringify(rules.map(kernel))) {
      breaches.push('a criterion or number changed')
    }
    if (JSON.stringify(rubrics[0]) !== JSON.stringify(rules[0])) breaches.push('outside')
    results.push(breaches)
  }
  return results
}

function kernel({ criteria, total }: Rubric) {
  const numbers = criteria.map(({ title, points, weight, levels }) => [
    title,
    points,
    weight,
    levels.map(({ min, max }) => [min, max]),
  ])
  return [numbers, total]
}

/** The attack in a picture: the model obeys, and copies whatever it likes. */
async function inPicture(attack: Attack): Promise<ExtractBreach[][]> {
  const { toBlocks } = await import('../../netlify/rubric/pictures/picture-blocks.ts')
  const { checkPicture, pictureAnswer } = await import('../../netlify/rubric/model/read-picture.ts')
  const { recogniseRubrics } = await import('../../netlify/rubric/recognise/recognise.ts')
  const content = await readDocument(documentOf('', 0))
  const without = recogniseRubrics(content)
  const answers = [
    [
      ['Criteria', 'Good (100)', 'Poor (100)'],
      [attack.text, attack.text, '100 points'],
      ['Bonus', attack.text, '500'],
    ],
    [
      ['Criteria', '1\u200b00 pts', 'P\u{e0041}oor'],
      ['a\u202eb', 'c', `d${attack.text}`],
      ['e', 'f', 'g'],
    ],
  ]
  return answers.map((rows) => {
    const cells = rows.flatMap((row, y) =>
      row.map((text, x) => ({ row: y, column: x, rows: 1, columns: 1, text })),
    )
    const output = {
      blocks: [{ kind: 'table', text: attack.text, cells, points: 100, page: 1, source: { in: 'edit' } }],
    }
    const blocks = toBlocks(7, checkPicture(pictureAnswer.parse(output)) ?? [])
    const breaches: ExtractBreach[] = []
    if (/[\u200b\u2060\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e0fff}]/u.test(JSON.stringify(blocks))) {
      breaches.push('hidden text')
    }
    const sources = [...JSON.stringify(blocks).matchAll(/"in":"(\w+)"/g)].map(([, where]) => where)
    if (sources.some((where) => where !== 'picture')) breaches.push('not marked')
    try {
      const rubrics = recogniseRubrics({ ...content, blocks: [...content.blocks, ...blocks] })
      const outside = (all: Rubric[]) =>
        JSON.stringify(
          all.flatMap(({ criteria }) => criteria.filter(({ source }) => source.in !== 'picture')),
        )
      if (outside(rubrics) !== outside(without)) breaches.push('outside')
    } catch (error) {
      if (!(error instanceof NonRetryableError)) throw error
    }
    return breaches
  })
}

export const extractPaths: Record<string, (attack: Attack, number: number) => Promise<ExtractBreach[][]>> = {
  'cells in doubt': inCells,
  'a picture': inPicture,
}
