import { z } from 'zod'
import { type Rubric, worthOf } from '../rubric.ts'
import { type Loss, lossReport } from './loss.ts'
import { type FlatLevel, flatten, reportUnheld, withScale } from './resolve.ts'
import { utf8 } from './text.ts'

// https://developers.google.com/workspace/classroom/rubrics/limitations
const MAX_CRITERIA = 50
const MAX_LEVELS = 10

const classroomRubric = z.strictObject({
  criteria: z
    .array(
      z.strictObject({
        title: z.string().min(1),
        description: z.string().optional(),
        levels: z
          .array(
            z.strictObject({
              title: z.string().optional(),
              description: z.string().optional(),
              points: z.number().min(0).optional(),
            }),
          )
          .min(1)
          .max(MAX_LEVELS),
      }),
    )
    .min(1)
    .max(MAX_CRITERIA),
})
type ClassroomRubric = z.infer<typeof classroomRubric>

/**
 * The body of `courses.courseWork.rubrics.create`. Levels are all scored, with unique points in order, or none
 * is: a rubric that cannot be scored so is written without points.
 */
export function writeClassroomJson(rubric: Rubric): { bytes: Uint8Array<ArrayBuffer>; losses: Loss[] } {
  const losses = lossReport()
  const flat = flatten(rubric, losses)
  const kept = flat.criteria.slice(0, MAX_CRITERIA)
  for (const { pointer } of flat.criteria.slice(MAX_CRITERIA)) {
    losses.add(
      'DROPPED',
      `Google Classroom takes ${MAX_CRITERIA} criteria: those after them are left out.`,
      pointer,
    )
  }
  for (const { levels } of kept) {
    for (const { pointer } of levels.slice(MAX_LEVELS)) {
      losses.add(
        'DROPPED',
        `Google Classroom takes ${MAX_LEVELS} levels: those after them are left out.`,
        pointer,
      )
    }
  }

  const scored = canBeScored(kept.map(({ levels }) => levels.slice(0, MAX_LEVELS)))
  reportUnheld(rubric, flat, losses, 'Google Classroom', { points: scored })
  const criteria = kept.map((criterion, c): ClassroomRubric['criteria'][number] => {
    if (criterion.title === '') {
      losses.add(
        'ADDED',
        'Google Classroom demands a title for every criterion.',
        `${criterion.pointer}/title`,
      )
    }
    const inFile = criterion.levels.slice(0, MAX_LEVELS)
    const sorted = scored ? inOrder(inFile) : inFile
    if (sorted.some((level, at) => level !== inFile[at])) {
      losses.add(
        'REORDERED',
        'Google Classroom demands levels in the order of their points.',
        `${criterion.pointer}/levels`,
      )
    }
    const levels = sorted.map((level) => {
      const points = worthOf(level)
      if (!scored && points !== undefined) {
        losses.add(
          'DROPPED',
          'Google Classroom scores every level with points of its own or none: points are left out.',
          `${level.pointer}/max`,
        )
        if (level.min !== undefined)
          losses.add(
            'DROPPED',
            'Google Classroom scores every level with points of its own or none: points are left out.',
            `${level.pointer}/min`,
          )
      }
      const title = level.label || (scored ? '' : `Level ${inFile.indexOf(level) + 1}`)
      if (title !== level.label) {
        losses.add(
          'ADDED',
          'Google Classroom demands a title for a level without points.',
          `${level.pointer}/label`,
        )
      }
      return {
        ...(title === '' ? {} : { title }),
        ...(level.descriptor === '' ? {} : { description: level.descriptor }),
        ...(scored && points !== undefined ? { points } : {}),
      }
    })
    if (levels.length === 0) {
      losses.add(
        'ADDED',
        'Google Classroom demands a level: “Level 1” is written.',
        `${criterion.pointer}/levels`,
      )
      levels.push({ title: 'Level 1' })
    }
    return {
      title: criterion.title || `Criterion ${c + 1}`,
      ...(criterion.description === '' ? {} : { description: criterion.description }),
      levels,
    }
  })
  return {
    bytes: utf8(`${JSON.stringify({ criteria }, null, 2)}\n`),
    losses: withScale(rubric, losses.list()),
  }
}

function canBeScored(criteria: readonly FlatLevel[][]): boolean {
  const [only] = criteria
  if (criteria.length === 1 && only?.length === 1 && only[0] && worthOf(only[0]) === 0) return false
  return criteria.every((levels) => {
    const points = levels.map(worthOf)
    const positive = points.every((value) => value !== undefined && value >= 0)
    return levels.length > 0 && positive && new Set(points).size === points.length
  })
}

function inOrder(levels: readonly FlatLevel[]): FlatLevel[] {
  const [first = 0] = levels.map(worthOf)
  const last = levels.map(worthOf).at(-1) ?? 0
  const direction = first >= last ? -1 : 1
  return levels.toSorted((a, b) => direction * ((worthOf(a) ?? 0) - (worthOf(b) ?? 0)))
}

/** What the Classroom API would refuse, in words; nothing when the file is right. */
export function checkClassroomJson(bytes: Uint8Array): string[] {
  const parsed = classroomRubric.safeParse(
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)),
  )
  if (!parsed.success) {
    return parsed.error.issues.map(({ path, message }) => `/${path.join('/')}: ${message}`)
  }
  const problems: string[] = []
  const { criteria } = parsed.data
  const all = criteria.flatMap(({ levels }) => levels.map(({ points }) => points))
  const scored = all.some((points) => points !== undefined)
  if (scored && all.includes(undefined)) problems.push('Some levels have points and some have not.')
  if (all.length === 1 && all[0] === 0) problems.push('The only level is worth 0 points.')
  criteria.forEach(({ levels }, c) => {
    const points = levels.map((level) => level.points ?? Number.NaN)
    const steps = points.slice(1).map((value, at) => value - (points[at] ?? Number.NaN))
    if (scored && !steps.every((step) => step < 0) && !steps.every((step) => step > 0)) {
      problems.push(`Criterion ${c + 1}: points are not unique and in order.`)
    }
    if (!scored && levels.some(({ title }) => !title)) {
      problems.push(`Criterion ${c + 1}: a level has neither points nor a title.`)
    }
  })
  return problems
}
