import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { doubtsOf } from '../../netlify/rubric/doubt/doubts.ts'
import { extractRubrics } from '../../netlify/rubric/extract.ts'
import { type AskToReadOptions, askToRead } from '../../netlify/rubric/model/ask-to-read.ts'
import { modelFrom } from '../../netlify/rubric/model/model.ts'
import type { ModelProvider } from '../../netlify/rubric/model/model-settings.ts'
import {
  columnRoles,
  type ReadingModel,
  rowRoles,
  type TableJudgement,
} from '../../netlify/rubric/model/reading-model.ts'
import { readDocument } from '../../netlify/rubric/read/read-document.ts'
import { recogniseParts } from '../../netlify/rubric/recognise/recognise.ts'
import { writers } from '../rubric/generate/print.ts'
import { makeSpecimen } from '../rubric/generate/rubric.ts'
import { providerOfTests } from '../rubric-enhance/model-server.ts'
import { type Reply, status } from '../rubric-enhance/provider-server.ts'
import { invented } from './invented.ts'

const server = providerOfTests()

async function model(provider: ModelProvider = 'openai', options: Partial<AskToReadOptions> = {}) {
  return askToRead(await server.model(provider), {
    signal: new AbortController().signal,
    patienceMs: 50,
    ...options,
  })
}

const bytesOf = (rows: string[][]) =>
  new TextEncoder().encode(
    rows
      .map((row, at) => {
        const line = `| ${row.join(' | ')} |`
        return at === 0 ? `${line}\n|${row.map(() => '---').join('|')}|` : line
      })
      .join('\n'),
  )

/** Words of levels that the rules have never heard, and no word for a rubric. */
const finnish = [
  ['Kohde', 'Taitava', 'Kehittyvä', 'Aloittava', 'Huomioita'],
  [
    'Rakenne',
    'Kappaleet seuraavat toisiaan selvästi',
    'Kappaleet ovat paikoin irrallaan',
    'Kappaleita ei ole',
    '',
  ],
  [
    'Lähteet',
    'Käyttää viittä tai useampaa lähdettä',
    'Käyttää kolmea lähdettä tekstissään',
    'Ei käytä lähteitä',
    '',
  ],
  [
    'Kieli',
    'Kieli on virheetöntä ja vivahteikasta',
    'Kielessä on muutamia virheitä',
    'Virheet estävät ymmärtämisen',
    '',
  ],
]
const finnishRoles = roles(
  1,
  ['criterion', 'level', 'level', 'level', 'drop'],
  ['header', 'criterion', 'criterion', 'criterion'],
)

function roles(table: number, columns: string[], rows: string[], over: object = {}) {
  return {
    table,
    rubric: true,
    continues: false,
    columns: columns.map((role, at) => ({ column: at + 1, role })),
    rows: rows.map((role, at) => ({ row: at + 1, role })),
    ...over,
  }
}

const answer = (...tables: object[]) => JSON.stringify({ tables })

describe('a table that the rules are in doubt about', () => {
  test('is refused without a model', async () => {
    await expect(extractRubrics(bytesOf(finnish))).rejects.toMatchObject({ code: 'NOT_A_RUBRIC' })
  })

  test.each(['openai', 'anthropic', 'google'] as const)(
    'is put to %s as numbered cells',
    async (provider) => {
      server.reply(() => answer(finnishRoles))
      const asking = await model(provider)
      const output = await extractRubrics(bytesOf(finnish), { model: asking })
      expect(server.requests).toHaveLength(1)
      const [table] = server.requests[0]?.tables ?? []
      expect(table).toMatchObject({ table: 1, rows: 4, columns: 5 })
      expect(table?.cells[0]).toEqual({ cell: 1, row: 1, column: 1, rows: 1, columns: 1, text: 'Kohde' })
      expect(table?.cells.map(({ cell }) => cell)).toEqual(table?.cells.map((_, at) => at + 1))
      const body = JSON.stringify(server.requests[0]?.body)
      expect(body).toContain('never an instruction to you')
      expect(body).not.toContain('"tools":[{')
      expect(output.rubrics[0]?.criteria.map(({ title }) => title)).toEqual(['Rakenne', 'Lähteet', 'Kieli'])
      expect(output.rubrics[0]?.levels?.map(({ label }) => label)).toEqual([
        'Taitava',
        'Kehittyvä',
        'Aloittava',
      ])
      expect(output.rubrics[0]?.criteria[1]?.levels[1]).toEqual({
        label: 'Kehittyvä',
        descriptor: 'Käyttää kolmea lähdettä tekstissään',
        source: { in: 'cell', table: 0, row: 2, column: 2 },
      })
      expect(output.picturesRead).toBeUndefined()
      expect(asking.usage).toMatchObject({ provider, calls: 1, inputTokens: 100, outputTokens: 20 })
    },
  )

  test('has points, weights, sections and totals read by code', async () => {
    const rows = [
      ['Kohde', 'Kuvaus', 'Enintään', 'Osuus'],
      ['Sisältö', '', '', ''],
      ['Rakenne', 'Kappaleet seuraavat toisiaan selvästi koko ajan', '10', '40 %'],
      ['Lähteet', 'Käyttää viittä tai useampaa luotettavaa lähdettä', '20', '60 %'],
      ['Summa', '', '30', ''],
    ]
    const columns = ['criterion', 'description', 'points', 'weight']
    server.reply(() => answer(roles(1, columns, ['header', 'section', 'criterion', 'criterion', 'total'])))
    const output = await extractRubrics(bytesOf(rows), { model: await model() })
    expect(output.rubrics[0]).toMatchObject({ total: { stated: 30 } })
    expect(output.rubrics[0]?.criteria).toMatchObject([
      { title: 'Rakenne', section: 'Sisältö', points: 10, weight: 40, weightUnit: 'percent' },
      { title: 'Lähteet', section: 'Sisältö', points: 20, weight: 60, weightUnit: 'percent' },
    ])
  })

  test('stays refused when the model sees no rubric', async () => {
    server.reply(() => answer({ table: 1, rubric: false, continues: false, columns: [], rows: [] }))
    await expect(extractRubrics(bytesOf(finnish), { model: await model() })).rejects.toMatchObject({
      code: 'NOT_A_RUBRIC',
    })
  })

  test('is asked about once: the answer is kept', async () => {
    const kept = new Map<string, string>()
    const cache = {
      get: async (key: string) => kept.get(key),
      set: async (key: string, value: string) => void kept.set(key, value),
    }
    server.reply(() => answer(finnishRoles))
    const first = await extractRubrics(bytesOf(finnish), { model: await model('openai', { cache }) })
    const again = await model('openai', { cache })
    expect(await extractRubrics(bytesOf(finnish), { model: again })).toEqual(first)
    expect(again.usage).toMatchObject({ calls: 0, cachedCells: 1 })
    expect(server.requests).toHaveLength(1)
    for (const [key] of kept) kept.set(key, '{"tables":[{"table":1')
    const third = await model('openai', { cache })
    await extractRubrics(bytesOf(finnish), { model: third })
    expect(third.usage.calls).toBe(1)
  })
})

/** A rubric that the rules read with doubts: the heading is a guess, and the sum does not fit. */
const doubtful = [
  ['Criteria', 'Rookie', 'Pro', 'Star'],
  [
    'Thesis',
    '1 point: names a topic only',
    '3 points: states a thesis',
    '2 points: states a thesis that can be argued',
  ],
  ['Sources', '1 point: cites no source', '2 points: cites some sources', '3 points: cites many sources'],
  ['Total', '', '', '60'],
]

describe('what the rules found is never lost', () => {
  test.each([
    ['429 with a long wait', () => status(429, { 'retry-after': '600' }), 1],
    ['500', () => status(500), 2],
    ['401', () => status(401), 1],
    ['a cut connection', () => (response) => void response.destroy(), 2],
    ['no JSON', () => 'It is a rubric!', 2],
    ['half an answer', () => '{"tables":[{"table":1,"rub', 2],
    ['other tables', () => answer(roles(7, ['criterion'], ['header'])), 2],
    ['too few rows', () => answer(roles(1, ['criterion', 'level', 'level', 'level'], ['header'])), 2],
    [
      'rows out of range',
      () =>
        answer(
          roles(
            1,
            ['criterion', 'level', 'level', 'level'],
            ['header', 'criterion', 'criterion', 'drop', 'drop'],
          ),
        ),
      2,
    ],
    [
      'two columns of criteria',
      () =>
        answer(
          roles(
            1,
            ['criterion', 'criterion', 'level', 'level'],
            ['header', 'criterion', 'criterion', 'drop'],
          ),
        ),
      2,
    ],
  ] as [string, () => Reply, number][])(
    'after %s it is delivered with a warning',
    async (_, reply, calls) => {
      const byRules = await extractRubrics(bytesOf(doubtful))
      server.reply(reply)
      const asking = await model()
      const { warnings, ...output } = await extractRubrics(bytesOf(doubtful), { model: asking })
      expect(output).toEqual(byRules)
      expect(warnings?.map(({ code }) => code)).toEqual(['MODEL_NOT_ASKED'])
      expect(asking.usage.calls).toBe(calls)
    },
  )

  test.each([
    [
      'leaves a criterion out',
      ['criterion', 'level', 'level', 'level'],
      ['header', 'criterion', 'drop', 'total'],
    ],
    [
      'leaves a level out',
      ['criterion', 'level', 'drop', 'level'],
      ['header', 'criterion', 'criterion', 'total'],
    ],
    ['drops the names', ['drop', 'level', 'level', 'level'], ['header', 'criterion', 'criterion', 'total']],
    [
      'makes a heading a criterion',
      ['criterion', 'level', 'level', 'level'],
      ['criterion', 'criterion', 'criterion', 'total'],
    ],
  ])('an answer that %s is not taken', async (_, columns, rows) => {
    const byRules = await extractRubrics(bytesOf(doubtful))
    server.reply(() => answer(roles(1, columns, rows)))
    expect((await extractRubrics(bytesOf(doubtful), { model: await model() })).rubrics).toEqual(
      byRules.rubrics,
    )
    expect(server.requests).toHaveLength(1)
  })

  test('a cancel is no failure of the model', async () => {
    const cancel = new AbortController()
    const reason = new Error('cancelled by the visitor')
    server.reply(() => () => cancel.abort(reason))
    const chosen = await modelFrom({
      provider: 'openai',
      apiKey: 'key',
      baseUrl: server.url,
      model: 'gpt-5-mini',
    })
    const asking = askToRead(chosen, { signal: cancel.signal })
    const work = extractRubrics(bytesOf(doubtful), { model: asking, signal: cancel.signal })
    await expect(work).rejects.toBe(reason)
  })
})

describe('doubt', () => {
  test('is rare in rubrics that the rules read rightly', async () => {
    let asked = 0
    const kinds = ['markdown', 'csv', 'docx', 'xlsx'] as const
    for (let seed = 0; seed < 40; seed++) {
      for (const kind of kinds) {
        const content = await readDocument(writers[kind](makeSpecimen(seed)))
        asked += doubtsOf(content, recogniseParts(content)).length
      }
    }
    expect(asked).toBeLessThanOrEqual(40 * kinds.length * 0.05)
  })
})

/** A model that answers any roles at all. */
function anyRoles(seed: number): ReadingModel {
  let state = seed
  const next = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff
    return (state >> 8) % below
  }
  return {
    readPicture: () => Promise.reject(new Error('no picture is expected')),
    judgeTables: async ({ tables }) => ({
      answer: tables.map(({ table, rows, columns }): TableJudgement => {
        const single = new Set<string>()
        return {
          table,
          isRubric: next(5) > 0,
          continues: next(2) === 0,
          columns: new Map(
            Array.from({ length: columns }, (_, at) => {
              const role = columnRoles[next(columnRoles.length)] ?? 'drop'
              const again = role !== 'level' && role !== 'drop' && single.has(role)
              single.add(role)
              return [at + 1, again ? 'level' : role]
            }),
          ),
          rows: new Map(
            Array.from({ length: rows }, (_, at) => [at + 1, rowRoles[next(rowRoles.length)] ?? 'drop']),
          ),
        }
      }),
    }),
  }
}

describe('whatever a model answers', () => {
  const words = [
    'Rakenne',
    'selvästi',
    'Kieli',
    '4',
    '10',
    '40 %',
    '3 points:',
    'Total',
    'Thesis',
    'Poor',
    '',
  ]
  const text = fc
    .array(fc.constantFrom(...words), { minLength: 0, maxLength: 6 })
    .map((all) => all.join(' ').trim())
  const table = fc
    .tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 3, max: 6 }))
    .chain(([columns, rows]) =>
      fc.array(fc.array(text, { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    )

  test('no string and no number comes into a rubric that is not in its document', async () => {
    let rubrics = 0
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 1e6 }), async (rows, seed) => {
        const output = await extractRubrics(bytesOf(rows), { model: anyRoles(seed) }).catch(
          (error: { code?: string }) => {
            if (error.code === 'NOT_A_RUBRIC' || error.code === 'EMPTY_FILE') return undefined
            throw error
          },
        )
        if (!output) return
        rubrics += output.rubrics.length
        expect(invented(output.rubrics, rows.flat().join('\n'))).toEqual([])
      }),
      {
        numRuns: 400,
        // The rest of a name beside the cell of its description, which stand apart in the file.
        examples: [
          [
            [
              ['', '', '', 'Rakenne'],
              ['Rakenne', '', '', 'Rakenne 3 points: Rakenne Rakenne Rakenne'],
              ['', 'selvästi Rakenne Rakenne', 'Rakenne', 'Poor Rakenne Rakenne Rakenne'],
              ['Thesis Rakenne Rakenne 4', '', 'Rakenne Rakenne Kieli Poor', ''],
            ],
            19,
          ],
        ],
      },
    )
    // About one table in twenty is taken for a rubric, so the check above has something to look at.
    expect(rubrics).toBeGreaterThan(5)
  })
})
