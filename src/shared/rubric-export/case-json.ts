import { z } from 'zod'
import { type Rubric, worthOf } from '../rubric.ts'
import { type Loss, lossReport } from './loss.ts'
import { flatten, reportUnheld, withScale } from './resolve.ts'
import { utf8 } from './text.ts'

// 1EdTech CASE 1.1, information model, CFPackage and CFRubric.
const identifier = z.uuid()
const entity = { identifier, uri: z.string().regex(/^urn:uuid:/), lastChangeDateTime: z.iso.datetime() }

const casePackage = z.strictObject({
  CFDocument: z.strictObject({
    ...entity,
    creator: z.string().min(1),
    title: z.string().min(1),
    caseVersion: z.literal('1.1'),
  }),
  CFItems: z.array(z.never()),
  CFAssociations: z.array(z.never()),
  CFRubrics: z
    .array(
      z.strictObject({
        ...entity,
        title: z.string().optional(),
        description: z.string().optional(),
        CFRubricCriteria: z
          .array(
            z.strictObject({
              ...entity,
              category: z.string().optional(),
              description: z.string().optional(),
              weight: z.number().optional(),
              position: z.int().min(1),
              rubricId: identifier,
              CFRubricCriterionLevels: z.array(
                z.strictObject({
                  ...entity,
                  quality: z.string().optional(),
                  description: z.string().optional(),
                  score: z.number().optional(),
                  position: z.int().min(1),
                  rubricCriterionId: identifier,
                }),
              ),
            }),
          )
          .min(1),
      }),
    )
    .length(1),
})

/** A CFPackage with one CFRubric. The same rubric gets the same identifiers, so that a second import updates. */
export function writeCaseJson(
  rubric: Rubric,
  /** Time of the last change. Default now. */
  changedAt: Date = new Date(),
): { bytes: Uint8Array<ArrayBuffer>; losses: Loss[] } {
  const losses = lossReport()
  const flat = flatten(rubric, losses)
  reportUnheld(rubric, flat, losses, 'CASE', { title: true, weight: true, section: true })
  const digest = uuidOf(JSON.stringify(flat))
  const lastChangeDateTime = changedAt.toISOString()
  const make = (path: string) => {
    const id = uuidOf(`${path}\n${digest}`)
    return { identifier: id, uri: `urn:uuid:${id}`, lastChangeDateTime }
  }
  const filled = <Key extends string>(key: Key, value: string) =>
    (value === '' ? {} : { [key]: value }) as { [K in Key]?: string }

  if (flat.title === '')
    losses.add('ADDED', 'CASE demands a title of the document: “Rubric” is written.', '/title')
  const of = make('rubric')
  const body: z.infer<typeof casePackage> = {
    CFDocument: {
      ...make('document'),
      creator: 'Offstage',
      title: flat.title || 'Rubric',
      caseVersion: '1.1',
    },
    CFItems: [],
    CFAssociations: [],
    CFRubrics: [
      {
        ...of,
        ...filled('title', flat.title),
        CFRubricCriteria: flat.criteria.map((criterion, c) => {
          const own = make(criterion.pointer)
          if (criterion.description !== '') {
            losses.add(
              'CHANGED',
              'CASE has one text a criterion: title and description are written together.',
              `${criterion.pointer}/description`,
            )
          }
          return {
            ...own,
            ...filled('category', criterion.section),
            ...filled('description', [criterion.title, criterion.description].filter(Boolean).join('\n')),
            ...(criterion.weight === undefined ? {} : { weight: criterion.weight }),
            position: c + 1,
            rubricId: of.identifier,
            CFRubricCriterionLevels: criterion.levels.map((level, l) => {
              const score = worthOf(level)
              return {
                ...make(level.pointer),
                ...filled('quality', level.label),
                ...filled('description', level.descriptor),
                ...(score === undefined ? {} : { score }),
                position: l + 1,
                rubricCriterionId: own.identifier,
              }
            }),
          }
        }),
      },
    ],
  }
  return { bytes: utf8(`${JSON.stringify(body, null, 2)}\n`), losses: withScale(rubric, losses.list()) }
}

/** What breaks the CASE model, in words; nothing when the file is right. */
export function checkCaseJson(bytes: Uint8Array): string[] {
  const parsed = casePackage.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `/${path.join('/')}: ${message}`)
  const problems: string[] = []
  const seen = new Set<string>()
  const note = (id: string) => {
    if (seen.has(id)) problems.push(`The identifier ${id} is used twice.`)
    seen.add(id)
  }
  note(parsed.data.CFDocument.identifier)
  for (const rubric of parsed.data.CFRubrics) {
    note(rubric.identifier)
    for (const criterion of rubric.CFRubricCriteria) {
      note(criterion.identifier)
      if (criterion.rubricId !== rubric.identifier) problems.push('A criterion names another rubric.')
      for (const level of criterion.CFRubricCriterionLevels) {
        note(level.identifier)
        if (level.rubricCriterionId !== criterion.identifier)
          problems.push('A level names another criterion.')
      }
    }
  }
  return problems
}

/** A UUID of version 8 (RFC 9562 §5.8) from a text: four rounds of FNV-1a with different starts. */
function uuidOf(text: string): string {
  const words = [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b].map((start) => {
    let hash = start
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
    hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d)
    hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b)
    return ((hash ^ (hash >>> 16)) >>> 0).toString(16).padStart(8, '0')
  })
  const hex = words.join('')
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20),
  ].join('-')
}
