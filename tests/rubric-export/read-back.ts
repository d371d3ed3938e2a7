import { strFromU8, unzipSync } from 'fflate'
import type { Rubric } from '../../src/shared/rubric.ts'
import type { ExportFormat } from '../../src/shared/rubric-export/export.ts'

/**
 * Readers of the test's own, one a format, that share no code with the writers. Each gives the facts that the
 * file states, by the pointer they have in the rubric; a text written together with another is looked for in it.
 */
export type Facts = Map<string, string | number>

/** What the rubric says, without where it was read. */
export function factsOf(rubric: Rubric): Facts {
  const facts: Facts = new Map()
  const note = (pointer: string, value: string | number | undefined) => {
    if (value !== undefined && value !== '') facts.set(pointer, value)
  }
  note('/title', rubric.title)
  note('/kind', rubric.kind)
  note('/scoring', rubric.scoring)
  note('/total/stated', rubric.total.stated)
  rubric.levels?.forEach(({ label, min, max }, l) => {
    note(`/levels/${l}/label`, label)
    note(`/levels/${l}/min`, min)
    note(`/levels/${l}/max`, max)
  })
  rubric.criteria.forEach((criterion, c) => {
    for (const key of ['title', 'description', 'section', 'weight'] as const) {
      note(`/criteria/${c}/${key}`, criterion[key])
    }
    criterion.levels.forEach((level, l) => {
      for (const key of ['label', 'min', 'max', 'descriptor'] as const) {
        note(`/criteria/${c}/levels/${l}/${key}`, level[key])
      }
    })
  })
  return facts
}

export interface ReadLevel {
  texts: string[]
  points?: number
  low?: number
}
export interface ReadCriterion {
  texts: string[]
  weight?: number
  levels: ReadLevel[]
}
export interface ReadRubric {
  texts: string[]
  criteria: ReadCriterion[]
}

const decode = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)

function csvRows(text: string): (string | undefined)[][] {
  const rows: (string | undefined)[][] = [[]]
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    const row = rows.at(-1) ?? []
    row.push(quoted === undefined ? bare || undefined : quoted.replaceAll('""', '"'))
    if (end === '\r\n') rows.push([])
  }
  return rows.filter((row) => row.some((field) => field !== undefined))
}

/** As `RubricCSVImporter#parse` does. */
function readCanvas(bytes: Uint8Array): ReadRubric {
  const [head = [], ...rows] = csvRows(decode(bytes))
  const columns = (name: string) =>
    head.flatMap((header, at) => (header?.toLowerCase().includes(name) ? [at] : []))
  const [names, descriptions, points] = ['rating name', 'rating description', 'rating points'].map(columns)
  return {
    texts: [rows[0]?.[head.indexOf('Rubric Name')] ?? ''],
    criteria: rows.map((row) => ({
      texts: [row[1] ?? '', row[2] ?? ''],
      levels: (names ?? []).flatMap((name, at) => {
        const label = row[name]
        if (label === undefined) return []
        const raw = row[points?.[at] ?? -1]
        if (raw === undefined) throw new Error('the importer fails: points.tr of nil')
        return [
          {
            texts: [label, row[descriptions?.[at] ?? -1] ?? ''],
            points: Number.parseFloat(raw.replace(',', '.')),
          },
        ]
      }),
    })),
  }
}

function readClassroom(bytes: Uint8Array): ReadRubric {
  type Text = { title?: string; description?: string }
  const body = JSON.parse(decode(bytes)) as {
    criteria: (Text & { levels: (Text & { points?: number })[] })[]
  }
  const texts = (of: Text) => [of.title ?? '', of.description ?? '']
  return {
    texts: [],
    criteria: body.criteria.map((criterion) => ({
      texts: texts(criterion),
      levels: criterion.levels.map((level) => ({
        texts: texts(level),
        ...(level.points === undefined ? {} : { points: level.points }),
      })),
    })),
  }
}

const unescapeXml = (text: string) =>
  text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) =>
    name === 'lt' ? '<' : name === 'gt' ? '>' : name === 'quot' ? '"' : name === 'apos' ? "'" : '&',
  )

function readMoodle(bytes: Uint8Array): ReadRubric {
  const xml = decode(bytes)
  const one = (from: string, name: string) =>
    unescapeXml(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(from)?.[1] ?? '')
  return {
    texts: [one(xml, 'name')],
    criteria: [...xml.matchAll(/<criterion [\s\S]*?<\/criterion>/g)].map(([criterion]) => ({
      texts: [one(criterion, 'description')],
      levels: [...criterion.matchAll(/<level [\s\S]*?<\/level>/g)].map(([level]) => ({
        texts: [one(level, 'definition')],
        points: Number(one(level, 'score')),
      })),
    })),
  }
}

function readTurnitin(bytes: Uint8Array): ReadRubric {
  const files = unzipSync(bytes)
  const part = (name: string) => strFromU8(files[name] ?? new Uint8Array())
  const strings = [...part('xl/sharedStrings.xml').matchAll(/<t[^>]*>([\s\S]*?)<\/t>/g)].map(
    ([, text = '']) => unescapeXml(text).replace(/_x005F_/g, '_'),
  )
  const rows = [...part('xl/worksheets/sheet1.xml').matchAll(/<row[^>]*>([\s\S]*?)<\/row>/g)].map(
    ([, row = '']) => {
      const cells: string[] = []
      for (const [, letters = '', index] of row.matchAll(/<c r="([A-Z]+)\d+"[^>]*><v>(\d+)<\/v>/g)) {
        const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
        cells[column] = strings[Number(index)] ?? ''
      }
      return Array.from(cells, (cell) => cell ?? '')
    },
  )
  const [scale = [], ...criteria] = rows
  return {
    texts: [],
    criteria: criteria.map(([head = '', ...cells]) => ({
      texts: [head],
      levels: scale.slice(1).map((label, l) => ({ texts: [label, cells[l] ?? ''] })),
    })),
  }
}

function readCase(bytes: Uint8Array): ReadRubric {
  type Level = { quality?: string; description?: string; score?: number; position: number }
  type Criterion = {
    category?: string
    description?: string
    weight?: number
    CFRubricCriterionLevels: Level[]
  }
  const body = JSON.parse(decode(bytes)) as {
    CFRubrics: { title?: string; CFRubricCriteria: Criterion[] }[]
  }
  const [rubric] = body.CFRubrics
  return {
    texts: [rubric?.title ?? ''],
    criteria: (rubric?.CFRubricCriteria ?? []).map((criterion) => ({
      texts: [criterion.category ?? '', criterion.description ?? ''],
      ...(criterion.weight === undefined ? {} : { weight: criterion.weight }),
      levels: criterion.CFRubricCriterionLevels.map(({ quality = '', description = '', score }) => ({
        texts: [quality, description],
        ...(score === undefined ? {} : { points: score }),
      })),
    })),
  }
}

function readMarkdown(bytes: Uint8Array): ReadRubric {
  const plain = (text: string) =>
    text
      .replaceAll('<br>', '\n')
      .replace(/\\([!-/:-@[-`{-~])/g, '$1')
      .trim()
  const lines = decode(bytes).split('\n')
  const cells = (line: string) => {
    const found = ['']
    for (const [token] of line.slice(1).matchAll(/\\.|[^\\]/g)) {
      if (token === '|') found.push('')
      else found.push((found.pop() ?? '') + token)
    }
    return found.slice(0, -1).map((cell) => cell.trim())
  }
  const table = lines.filter((line) => line.startsWith('|'))
  const [head = [], , ...rows] = table.map(cells)
  const names = head.map(plain)
  const fixed = names.findIndex(
    (name, at) => at > 0 && !['Criterion', 'Description', 'Weight'].includes(name),
  )
  const from = fixed < 0 ? names.length : fixed
  const numbers = (text: string) => {
    const [, low, high] =
      /\((?:(?:up to |at least )?(-?[\d.e+-]+)(?:–(-?[\d.e+-]+))?)(?: points|%)\)(?:\*\*)?(?:\n|$)/.exec(
        text,
      ) ?? []
    if (low === undefined) return {}
    return { points: Number(high ?? low), low: Number(low) }
  }
  return {
    texts: [
      plain(lines[0]?.replace(/^# ?/, '') ?? ''),
      lines[2] ?? '',
      lines.findLast((line) => line !== '') ?? '',
    ],
    criteria: rows.map((row) => {
      const weight = row[names.indexOf('Weight')]
      return {
        texts: row.slice(0, from).map(plain),
        ...(weight ? { weight: Number(weight) } : {}),
        levels: names.slice(from).map((name, l) => {
          const cell = row[from + l] ?? ''
          return {
            texts: [name, plain(cell)],
            ...numbers(plain(head[from + l] ?? '')),
            ...numbers(plain(cell)),
          }
        }),
      }
    }),
  }
}

export const readers: Record<Exclude<ExportFormat, 'json'>, (bytes: Uint8Array) => ReadRubric> = {
  'canvas-csv': readCanvas,
  'classroom-json': readClassroom,
  'moodle-xml': readMoodle,
  'turnitin-xlsx': readTurnitin,
  'case-json': readCase,
  markdown: readMarkdown,
}
