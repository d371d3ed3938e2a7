import { z } from 'zod'
import type { JobOutput, JobWarning } from './job.ts'
import { followPlan, followScale, levelPlan, planLevels } from './level-plan.ts'
import { type Rubric, type RubricLevel, rubric } from './rubric.ts'

/**
 * `enhance-rubric`: its input, its proposals, and how accepted proposals are applied. Points are computed by
 * this code alone; a proposal's text says what they will be and is refused when the code disagrees.
 */

/** `order` covers the order of levels and the arithmetic; `levels` adapts their number to `levelCount`. */
export const ENHANCE_ACTIONS = ['fill', 'language', 'order', 'levels', 'translate', 'plain'] as const
export type EnhanceAction = (typeof ENHANCE_ACTIONS)[number]

const index = z.int().min(0)

/** One place of a rubric that a proposal is about. Indexes count in the rubric as it was sent. */
export const rubricCell = z.discriminatedUnion('at', [
  z.object({ at: z.literal('title') }),
  z.object({
    at: z.literal('criterion'),
    criterion: index,
    field: z.enum(['title', 'description', 'section']),
  }),
  z.object({
    at: z.literal('level'),
    criterion: index,
    level: index,
    field: z.enum(['label', 'descriptor']),
  }),
  /** The label of a level of the shared scale (the header row). */
  z.object({ at: z.literal('scale'), level: index }),
  /** All levels of a criterion: their order and number. Carries a `plan`. */
  z.object({ at: z.literal('levels'), criterion: index }),
  /** A level's range whose ends stand the wrong way round. */
  z.object({ at: z.literal('points'), criterion: index, level: index }),
  /** The stated total. */
  z.object({ at: z.literal('total') }),
])
export type RubricCell = z.infer<typeof rubricCell>

export const proposal = z.object({
  cell: rubricCell,
  /** The cell's text when the proposal was made; empty for an empty cell. */
  before: z.string(),
  after: z.string(),
  /** For the teacher, in English. */
  reason: z.string(),
  /** Which rule made it, `model:<action>` for a language model. */
  rule: z.string(),
  plan: levelPlan.optional(),
})
export type Proposal = z.infer<typeof proposal>

/** Largest rubric taken: 200 criteria of 30 levels, 5,000 characters a cell. */
const MAX_CRITERIA = 200
const MAX_LEVELS = 30
export const MAX_CELL_LENGTH = 5_000

export const enhanceRubricInput = z
  .object({
    rubric,
    actions: z.array(z.enum(ENHANCE_ACTIONS)).min(1).max(ENHANCE_ACTIONS.length),
    /** How many levels each criterion is to have, for `levels`. */
    levelCount: z.int().min(2).max(10).optional(),
    /** The language to translate to, as a BCP 47 tag, for `translate`. */
    language: z
      .string()
      .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, 'must be a language tag such as "es" or "pt-BR"')
      .optional(),
    /** Only these cells may change. Default: every cell the actions are about. */
    cells: z.array(rubricCell).min(1).max(5_000).optional(),
    document: z
      .object({ id: z.string().min(1).max(200), version: z.string().max(200).optional() })
      .optional(),
  })
  .superRefine((input, context) => {
    const refuse = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message })
    const { criteria } = input.rubric
    if (input.actions.includes('levels') && input.levelCount === undefined) {
      refuse(['levelCount'], 'Say how many levels the rubric is to have.')
    }
    if (input.actions.includes('translate') && input.language === undefined) {
      refuse(['language'], 'Say which language to translate to, for example "es".')
    }
    if (criteria.length === 0) refuse(['rubric', 'criteria'], 'The rubric has no criteria.')
    if (criteria.length > MAX_CRITERIA) {
      refuse(['rubric', 'criteria'], `At most ${MAX_CRITERIA} criteria can be enhanced at once.`)
    }
    criteria.forEach((criterion, c) => {
      if (criterion.levels.length > MAX_LEVELS) {
        refuse(['rubric', 'criteria', c, 'levels'], `At most ${MAX_LEVELS} levels a criterion.`)
      }
    })
    for (const { cell, text } of textCells(input.rubric)) {
      if (text.length > MAX_CELL_LENGTH) {
        refuse(['rubric'], `${cellName(cell)} is longer than ${MAX_CELL_LENGTH} characters.`)
      }
    }
  })
export type EnhanceRubricInput = z.infer<typeof enhanceRubricInput>

export interface EnhanceWarning extends JobWarning {
  cell?: RubricCell
}

/** What the language model cost. */
export interface ModelUsage {
  provider: string
  model: string
  /** Requests made; 0 when everything came from the cache. */
  calls: number
  inputTokens: number
  outputTokens: number
  /** Cells answered from the cache. */
  cachedCells: number
}

export interface EnhanceRubricOutput extends JobOutput {
  proposals: Proposal[]
  /** What made the proposals. With a model, `order` is still done by rules. */
  engine: 'rules' | 'model'
  usage?: ModelUsage
  warnings: EnhanceWarning[]
}

/** A stable string per cell, for keys and sets. */
export function cellKey(cell: RubricCell): string {
  switch (cell.at) {
    case 'title':
    case 'total':
      return cell.at
    case 'criterion':
      return `criterion/${cell.criterion}/${cell.field}`
    case 'level':
      return `level/${cell.criterion}/${cell.level}/${cell.field}`
    case 'scale':
      return `scale/${cell.level}`
    case 'levels':
      return `levels/${cell.criterion}`
    case 'points':
      return `points/${cell.criterion}/${cell.level}`
  }
}

/** For a person, numbered from 1. */
export function cellName(cell: RubricCell): string {
  switch (cell.at) {
    case 'title':
      return 'The title'
    case 'total':
      return 'The stated total'
    case 'criterion':
      return `The ${cell.field} of criterion ${cell.criterion + 1}`
    case 'level':
      return `The ${cell.field} of criterion ${cell.criterion + 1}, level ${cell.level + 1}`
    case 'scale':
      return `The label of level ${cell.level + 1}`
    case 'levels':
      return `The levels of criterion ${cell.criterion + 1}`
    case 'points':
      return `The points of criterion ${cell.criterion + 1}, level ${cell.level + 1}`
  }
}

/** Every text cell of the rubric with its text, empty descriptors included. */
export function textCells(of: Rubric): { cell: RubricCell; text: string }[] {
  const cells: { cell: RubricCell; text: string }[] = [{ cell: { at: 'title' }, text: of.title }]
  of.levels?.forEach(({ label }, level) => {
    if (label !== undefined) cells.push({ cell: { at: 'scale', level }, text: label })
  })
  of.criteria.forEach((from, criterion) => {
    for (const field of ['title', 'description', 'section'] as const) {
      const text = from[field]
      if (text !== undefined) cells.push({ cell: { at: 'criterion', criterion, field }, text })
    }
    from.levels.forEach(({ label, descriptor }, level) => {
      if (label !== undefined) {
        cells.push({ cell: { at: 'level', criterion, level, field: 'label' }, text: label })
      }
      cells.push({ cell: { at: 'level', criterion, level, field: 'descriptor' }, text: descriptor ?? '' })
    })
  })
  return cells
}

/** `4`, `8–10`, or nothing. */
export function pointsText({ min, max }: Pick<RubricLevel, 'min' | 'max'>): string {
  if (min !== undefined && max !== undefined && min !== max) return `${min}–${max}`
  return String(max ?? min ?? '')
}

/** The levels of a criterion as text, one a line: `4 · Excellent: Cites every source.` */
export function levelsText(levels: readonly RubricLevel[]): string {
  return levels
    .map((level) => {
      const head = [pointsText(level), level.label].filter(Boolean).join(' · ')
      return [head, level.descriptor].filter(Boolean).join(': ')
    })
    .join('\n')
}

/** What a cell holds now, as text; undefined when the rubric has no such cell. */
export function readCell(from: Rubric, cell: RubricCell): string | undefined {
  switch (cell.at) {
    case 'title':
      return from.title
    case 'total':
      return from.total.stated === undefined ? undefined : String(from.total.stated)
    case 'scale': {
      const level = from.levels?.[cell.level]
      return level && (level.label ?? '')
    }
    case 'criterion': {
      const criterion = from.criteria[cell.criterion]
      return criterion && (criterion[cell.field] ?? '')
    }
    case 'level': {
      const level = from.criteria[cell.criterion]?.levels[cell.level]
      return level && (level[cell.field] ?? '')
    }
    case 'points': {
      const level = from.criteria[cell.criterion]?.levels[cell.level]
      return level && pointsText(level)
    }
    case 'levels': {
      const criterion = from.criteria[cell.criterion]
      return criterion && levelsText(criterion.levels)
    }
  }
}

/** The sum of every criterion's best level; undefined where weights or deductions make it another sum. */
export function plainTotal(of: Rubric): number | undefined {
  if (of.scoring !== 'points' || of.kind === 'deduction') return undefined
  let sum = 0
  for (const { levels, weight } of of.criteria) {
    const points = levels.flatMap(({ min, max }) => [max, min].filter((end) => end !== undefined))
    if (weight !== undefined || points.length === 0) return undefined
    sum += Math.max(...points)
  }
  // Sums of tenths are not exact.
  return Math.round(sum * 1e6) / 1e6
}

export interface ApplyResult {
  rubric: Rubric
  applied: Proposal[]
  /** `changed`: the cell no longer holds `before`. `invalid`: the proposal asks for what code does not do. */
  refused: { proposal: Proposal; reason: 'changed' | 'invalid' }[]
}

/**
 * Applies accepted proposals to a copy of the rubric. Each is checked against the rubric as passed in, so that
 * they may come in any order; of two for the same cell the first counts. What changes is marked as edited.
 */
export function applyProposals(to: Rubric, accepted: readonly Proposal[]): ApplyResult {
  const result: ApplyResult = { rubric: structuredClone(to), applied: [], refused: [] }
  const taken = new Set<string>()
  const valid: Proposal[] = []
  for (const each of accepted) {
    const key = cellKey(each.cell)
    if (readCell(to, each.cell) !== each.before || taken.has(key)) {
      result.refused.push({ proposal: each, reason: 'changed' })
    } else if (!isAllowed(to, each)) {
      result.refused.push({ proposal: each, reason: 'invalid' })
    } else {
      taken.add(key)
      valid.push(each)
    }
  }
  // Texts first: plans move levels, and indexes count in the rubric as it was.
  for (const each of valid) if (each.cell.at !== 'levels') write(result.rubric, each)
  const plans = valid.flatMap(({ cell, plan }) =>
    cell.at === 'levels' && plan ? [{ criterion: cell.criterion, plan }] : [],
  )
  for (const plan of plans) followPlan(result.rubric, to, plan)
  if (plans.length > 0) result.rubric = followScale(result.rubric, to, plans)
  result.applied = valid
  return result
}

function isAllowed(to: Rubric, { cell, after, plan }: Proposal): boolean {
  if (after.length > MAX_CELL_LENGTH && cell.at !== 'levels') return false
  if (cell.at === 'criterion' && cell.field === 'title' && after.trim() === '') return false
  if (cell.at === 'total') return after === String(plainTotal(to))
  if (cell.at === 'points') {
    const level = to.criteria[cell.criterion]?.levels[cell.level]
    return level !== undefined && after === pointsText(swapped(level))
  }
  if (cell.at === 'levels') {
    const criterion = to.criteria[cell.criterion]
    const levels = criterion && plan && planLevels(to, criterion, plan)
    return levels !== undefined && levels.length > 0 && after === levelsText(levels)
  }
  return true
}

function swapped({ min, max }: RubricLevel): Pick<RubricLevel, 'min' | 'max'> {
  return { ...(max === undefined ? {} : { min: max }), ...(min === undefined ? {} : { max: min }) }
}

function write(to: Rubric, { cell, after }: Proposal): void {
  if (cell.at === 'title') to.title = after
  if (cell.at === 'total') to.total.stated = Number(after)
  if (cell.at === 'scale') {
    const level = to.levels?.[cell.level]
    if (level) Object.assign(level, { label: after, source: { in: 'edit' } })
  }
  if (cell.at === 'criterion') {
    const criterion = to.criteria[cell.criterion]
    if (criterion) Object.assign(criterion, { [cell.field]: after, source: { in: 'edit' } })
  }
  if (cell.at === 'level' || cell.at === 'points') {
    const level = to.criteria[cell.criterion]?.levels[cell.level]
    if (!level) return
    Object.assign(level, cell.at === 'level' ? { [cell.field]: after } : swapped(level), {
      source: { in: 'edit' },
    })
  }
}
