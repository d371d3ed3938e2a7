import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Rubric, rubric as rubricSchema } from '../../src/shared/rubric.ts'
import {
  checkExport,
  EXPORT_FORMATS,
  type ExportFormat,
  exportRubric,
  RubricExportError,
} from '../../src/shared/rubric-export/export.ts'
import type { Loss } from '../../src/shared/rubric-export/loss.ts'
import { readXlsx, writeXlsx } from '../../src/shared/rubric-export/xlsx.ts'
import { factsOf, type ReadLevel, type ReadRubric, readers } from './read-back.ts'
import { anyRubric, essayRubric } from './rubrics.ts'

const RUNS = Number(process.env.EXPORT_RUNS ?? 50)
const foreign = EXPORT_FORMATS.filter((format) => format !== 'json')

function isListed(pointer: string, losses: readonly Loss[]): boolean {
  return losses.some(
    ({ code, pointers }) =>
      (code === 'DROPPED' || code === 'CHANGED') &&
      pointers.some((lost) => pointer === lost || pointer.startsWith(`${lost}/`)),
  )
}

/** A text of its own, or a whole line of one. */
function says(texts: readonly string[], value: string): boolean {
  return texts.some(
    (text) =>
      text === value ||
      text.startsWith(`${value}\n`) ||
      text.endsWith(`\n${value}`) ||
      text.includes(`\n${value}\n`) ||
      text.replace(/^\*\*(.*?)( \([^()]*\))?\*\*(\n|$)/s, '$1\n').startsWith(`${value}\n`) ||
      text.replace(/ ?\([^()]*(points|%)\)$/, '') === value,
  )
}

function holds(level: ReadLevel | undefined, key: string, value: string | number): boolean {
  if (!level) return false
  if (key === 'label' || key === 'descriptor') return says(level.texts, String(value))
  if (key === 'max') return level.points === value
  return (level.low ?? level.points) === value
}

/** The facts of a rubric that are neither in the file nor in the report. */
function silentLosses(rubric: Rubric, format: Exclude<ExportFormat, 'json'>): string[] {
  const { bytes, losses } = exportRubric(rubric, format)
  const file: ReadRubric = readers[format](bytes)
  const reordered = (c: number) =>
    losses.some(({ code, pointers }) => code === 'REORDERED' && pointers.includes(`/criteria/${c}/levels`))
  const silent: string[] = []
  for (const [pointer, value] of factsOf(rubric)) {
    if (isListed(pointer, losses)) continue
    const [, part, first, second, third, fourth] = pointer.split('/')
    const at = Number(first)
    let held = false
    if (part === 'title') held = says(file.texts, String(value))
    if (part === 'kind') held = value === 'grid' || (file.texts[1] ?? '').includes(`Kind: ${value}.`)
    if (part === 'scoring') {
      held = value === 'points' || value === 'none' || (file.texts[1] ?? '').includes(`Scoring: ${value}.`)
    }
    if (part === 'total') {
      const sum = file.criteria.reduce(
        (total, { levels }) => total + Math.max(0, ...levels.map(({ points }) => points ?? 0)),
        0,
      )
      held =
        Math.abs(sum - Number(value)) < 0.01 ||
        /^Total: (.*?)(?: points|%)$/.exec(file.texts[2] ?? '')?.[1] === String(value)
    }
    if (part === 'levels') {
      held = file.criteria.some(({ levels }, c) =>
        reordered(c)
          ? levels.some((level) => holds(level, second ?? '', value))
          : holds(levels[at], second ?? '', value),
      )
    }
    if (part === 'criteria' && second !== 'levels') {
      const criterion = file.criteria[at]
      held = second === 'weight' ? criterion?.weight === value : says(criterion?.texts ?? [], String(value))
    }
    if (part === 'criteria' && second === 'levels') {
      const levels = file.criteria[at]?.levels ?? []
      held = reordered(at)
        ? levels.some((level) => holds(level, fourth ?? '', value))
        : holds(levels[Number(third)], fourth ?? '', value)
    }
    if (!held) silent.push(`${pointer} = ${JSON.stringify(value)}`)
  }
  return silent
}

describe('round trips', () => {
  test.each(foreign)('%s loses nothing in silence', (format) => {
    fc.assert(
      fc.property(anyRubric, (rubric) => {
        expect(silentLosses(rubric, format)).toEqual([])
      }),
      { numRuns: RUNS },
    )
  })

  test('json comes back identical', () => {
    fc.assert(
      fc.property(anyRubric, (rubric) => {
        const { bytes, losses } = exportRubric(rubric, 'json')
        expect(losses).toEqual([])
        expect(rubricSchema.parse(JSON.parse(new TextDecoder().decode(bytes)))).toEqual(rubric)
      }),
      { numRuns: RUNS },
    )
  })

  test.each(EXPORT_FORMATS)('%s of a plain grid keeps every target rule', (format) => {
    const { bytes, fileName } = exportRubric(essayRubric(), format)
    expect(checkExport(bytes, format)).toEqual([])
    expect(fileName).toMatch(/^Essay\.[a-z.]+$/)
  })

  test.each(['canvas-csv', 'json', 'markdown'] as const)('%s of a plain grid loses nothing', (format) => {
    expect(exportRubric(essayRubric(), format).losses).toEqual([])
  })

  test('the same rubric gives the same bytes', () => {
    for (const format of foreign.filter((each) => each !== 'case-json')) {
      expect(exportRubric(essayRubric(), format).bytes).toEqual(exportRubric(essayRubric(), format).bytes)
    }
  })

  test('refuses a rubric without criteria and says so', () => {
    const empty = { ...essayRubric(), criteria: [] }
    expect(() => exportRubric(empty, 'canvas-csv')).toThrow(RubricExportError)
    expect(() => exportRubric(empty, 'canvas-csv')).toThrow('It has no criteria.')
  })
})

describe('canvas-csv', () => {
  const lines = (rubric: Rubric) =>
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(exportRubric(rubric, 'canvas-csv').bytes)

  test('starts with "Rubric Name" and no byte order mark', () => {
    expect(lines(essayRubric()).startsWith('"Rubric Name","Criteria Name"')).toBe(true)
  })

  test('never leaves points empty and says which it made up', () => {
    const rubric = essayRubric()
    const [criterion] = rubric.criteria
    for (const level of [...(rubric.levels ?? []), ...(criterion?.levels ?? [])]) {
      delete level.min
      delete level.max
    }
    const { bytes, losses } = exportRubric(rubric, 'canvas-csv')
    expect(readers['canvas-csv'](bytes).criteria[0]?.levels.map(({ points }) => points)).toEqual([3, 2, 1, 0])
    expect(losses).toContainEqual(
      expect.objectContaining({
        code: 'ADDED',
        pointers: [0, 1, 2, 3].map((l) => `/criteria/0/levels/${l}/max`),
      }),
    )
  })

  test('turns a rising scale round, as Canvas does, and says so', () => {
    const rubric = essayRubric()
    rubric.levels?.reverse()
    for (const { levels } of rubric.criteria) levels.reverse()
    const { bytes, losses } = exportRubric(rubric, 'canvas-csv')
    expect(readers['canvas-csv'](bytes).criteria[1]?.levels[0]?.texts).toEqual([
      'Excellent',
      'Cites five sources.',
    ])
    expect(losses.map(({ code }) => code)).toEqual(['REORDERED'])
  })

  test.each([
    ['a byte order mark', (csv: string) => `\ufeff${csv}`, /byte order mark/],
    ['empty points', (csv: string) => csv.replace(/"4"/, ''), /points missing/],
    ['a missing name', (csv: string) => csv.replace('"Thesis"', '""'), /no criterion name/],
    ['a formula', (csv: string) => csv.replace('"Thesis"', '"=1+1"'), /formula/],
    ['points out of order', (csv: string) => csv.replace('"1"', '"9"'), /falling order/],
    ['another header', (csv: string) => csv.replace('Criteria Name', 'Criterion'), /headers/],
  ])('the validator finds %s', (_, spoil, problem) => {
    const spoiled = new TextEncoder().encode(spoil(lines(essayRubric())))
    expect(checkExport(spoiled, 'canvas-csv').join('\n')).toMatch(problem)
  })
})

describe('formula injection', () => {
  const attacks = ['=1+1', '+1', '-2+3', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', "=cmd|' /C calc'!A0", '-1']

  test('is neutralised in every field of the CSV', () => {
    for (const attack of attacks) {
      const rubric = essayRubric()
      const [criterion] = rubric.criteria
      const [level] = criterion?.levels ?? []
      if (!criterion || !level) throw new Error('the rubric has no first level')
      rubric.title = attack
      Object.assign(criterion, { title: attack, description: attack })
      Object.assign(level, { label: attack, descriptor: attack })
      const csv = new TextDecoder().decode(exportRubric(rubric, 'canvas-csv').bytes)
      for (const [, field = ''] of csv.matchAll(/"((?:[^"]|"")*)"/g)) {
        expect(field).not.toMatch(/^\s*[=+\-@＝＋－＠]/)
      }
    }
  })

  test('is neutralised in XLSX: a text, marked so that editing it keeps it one', () => {
    const cells = readXlsx(writeXlsx('Rubric', [attacks])).flatMap(({ rows }) => rows.flat())
    expect(cells.map(({ text }) => text)).toEqual(attacks)
    for (const cell of cells) expect(cell).toMatchObject({ formula: false, quoted: true })
  })
})

describe('limits of the targets', () => {
  test('Classroom gets 50 criteria of 10 levels, the rest is listed', () => {
    const rubric = essayRubric()
    const [criterion] = rubric.criteria
    if (!criterion) throw new Error('the rubric has no criterion')
    const levels = Array.from({ length: 12 }, (_, l) => ({ min: l, max: l, source: criterion.source }))
    rubric.criteria = Array.from({ length: 52 }, (_, c) => ({
      ...criterion,
      title: `Criterion ${c}`,
      levels,
    }))
    delete rubric.levels
    const { bytes, losses } = exportRubric(rubric, 'classroom-json')
    const read = readers['classroom-json'](bytes)
    expect(read.criteria).toHaveLength(50)
    expect(read.criteria.every((each) => each.levels.length === 10)).toBe(true)
    const dropped = losses.filter(({ code }) => code === 'DROPPED').flatMap(({ pointers }) => pointers)
    expect(dropped).toEqual(expect.arrayContaining(['/criteria/50', '/criteria/51', '/criteria/0/levels/10']))
  })

  test('Classroom gets no points at all when two levels have the same, and says so', () => {
    const rubric = essayRubric()
    const level = rubric.criteria[0]?.levels[1]
    Object.assign(level ?? {}, { min: 4, max: 4 })
    const { bytes, losses } = exportRubric(rubric, 'classroom-json')
    expect(new TextDecoder().decode(bytes)).not.toContain('"points"')
    expect(losses.flatMap(({ pointers }) => pointers)).toContain('/criteria/1/levels/3/max')
  })

  test('Moodle gets two levels a criterion', () => {
    const rubric = essayRubric()
    for (const criterion of rubric.criteria) criterion.levels = criterion.levels.slice(0, 1)
    const { bytes, losses } = exportRubric(rubric, 'moodle-xml')
    expect(readers['moodle-xml'](bytes).criteria[0]?.levels.map(({ points }) => points)).toEqual([4, 0])
    expect(losses.map(({ code }) => code)).toContain('ADDED')
  })

  test('Moodle’s dislike of a rubric worth nothing is listed', () => {
    const rubric = essayRubric()
    delete rubric.levels
    for (const { levels } of rubric.criteria)
      for (const level of levels) Object.assign(level, { min: 0, max: 0 })
    const messages = exportRubric(rubric, 'moodle-xml').losses.map(({ message }) => message)
    expect(messages.join()).toContain('add up to nothing')
  })

  test('Turnitin gets short criterion titles and the whole title beneath', () => {
    const rubric = essayRubric()
    Object.assign(rubric.criteria[0] ?? {}, { title: 'Thesis statement and argument' })
    const [cell] =
      readers['turnitin-xlsx'](exportRubric(rubric, 'turnitin-xlsx').bytes).criteria[0]?.texts ?? []
    expect(cell).toBe('Thesis state…\nThesis statement and argument')
  })

  test('CASE gives the same rubric the same identifiers', () => {
    const ids = () =>
      [
        ...new TextDecoder()
          .decode(exportRubric(essayRubric(), 'case-json').bytes)
          .matchAll(/"identifier": "([^"]+)"/g),
      ]
        .map(([, id]) => id)
        .join()
    expect(ids()).toBe(ids())
  })
})
