import type { RubricCriterion } from '../../../../src/shared/rubric.ts'
import { isMonotone } from '../grid/header.ts'
import { level } from '../part.ts'
import type { Amount } from '../words/amount.ts'
import { cleanText } from '../words/clean.ts'
import type { OutlineNode } from './outline-tree.ts'

/** What lines of an outline are as parts of a rubric. */

/**
 * Levels either have known names or numbers that run one way: step by step, down to 0, or from the points of
 * their criterion.
 */
export function isScaleOf(levels: readonly OutlineNode[], whole?: number): boolean {
  const named = levels.filter((node) => node.level?.head.rank !== undefined).length
  if (named >= levels.length / 2) return true
  if (levels.some((node) => node.box)) return false
  const values = levels.map((node) => node.level?.head.amount?.max ?? node.level?.head.amount?.min)
  const numbers = values.filter((value) => value !== undefined)
  if (numbers.length < values.length || !isMonotone(numbers)) return false
  // Bare numbers name levels; "4 pts: …" may as well be a criterion.
  if (levels.every((node) => node.level?.head.amount?.unit === 'none')) return true
  if (areBands(levels) || areRuns(levels)) return true
  // Two numbers are always a step apart.
  const steps =
    numbers.length > 2 &&
    numbers
      .slice(1)
      .every((value, at) => value - (numbers[at] ?? 0) === (numbers[1] ?? 0) - (numbers[0] ?? 0))
  return steps || Math.min(...numbers) === 0 || Math.max(...numbers) === whole
}

/** "90-100 points", "80-89 points", …: ranges that follow each other. */
function areBands(levels: readonly OutlineNode[]): boolean {
  const bands = levels.flatMap(({ level }) => (level?.head.amount?.range ? [level.head.amount] : []))
  const [a, b] = bands
  const falls = (a?.min ?? 0) > (b?.min ?? 0)
  return (
    bands.length >= 3 &&
    bands.length >= levels.length - 1 &&
    bands.slice(1).every(({ min = 0, max = 0 }, at) => {
      const before = bands[at]
      return falls ? max <= (before?.min ?? 0) : min >= (before?.max ?? 0)
    })
  )
}

/** "1 point", "2-3 points", "4 points": each begins where the one before ends. */
function areRuns(levels: readonly OutlineNode[]): boolean {
  const bands = levels.flatMap(({ level }) => level?.head.amount ?? [])
  const follows = (low: Amount | undefined, high: Amount | undefined) =>
    low?.max !== undefined && high?.min === low.max + 1
  const pairs = bands.slice(1).map((band, at) => [bands[at], band])
  return (
    levels.length >= 3 &&
    bands.length === levels.length &&
    bands.some(({ range }) => range) &&
    (pairs.every(([a, b]) => follows(a, b)) || pairs.every(([a, b]) => follows(b, a)))
  )
}

/** The criterion of a line and of what stands under it; lines among `levels` are its levels. */
export function criterionOf(
  node: OutlineNode,
  section: string | undefined,
  levels: readonly OutlineNode[],
): RubricCriterion {
  const criterion: RubricCriterion = {
    title: node.title.replace(/\s+/g, ' '),
    levels: [],
    source: node.source,
  }
  const said = [
    node.description ?? '',
    ...node.children.filter((child) => !levels.includes(child)).flatMap(textsOf),
  ]
  const description = said.filter(Boolean).join('\n')
  if (description !== '') criterion.description = description
  if (section !== undefined && section !== '') criterion.section = section
  const value = node.amount?.max ?? node.amount?.min
  if (node.amount && value !== undefined) {
    if (node.amount.unit === 'percent' || node.amount.unit === 'times') {
      criterion.weight = value
      criterion.weightUnit = node.amount.unit === 'percent' ? 'percent' : 'factor'
    } else {
      criterion.points = value
      if (levels.length === 0) {
        const min = node.amount.range ? node.amount.min : value
        criterion.levels.push(level(node.source, { min, max: value }))
      }
    }
  }
  for (const item of levels) criterion.levels.push(levelOf(item))
  return criterion
}

function textsOf(node: OutlineNode): string[] {
  return [node.text, ...node.children.flatMap(textsOf)]
}

/** The level of a line that reads like one. */
export function levelOf(node: OutlineNode) {
  const { head, descriptor = '' } = node.level ?? { head: undefined }
  const said = [head?.more ?? '', descriptor, ...node.children.flatMap(textsOf)].filter(Boolean).join('\n')
  return level(node.source, {
    label: head?.label === undefined ? undefined : cleanText(head.label, true),
    min: head?.amount?.min,
    max: head?.amount?.max,
    descriptor: cleanText(said, false),
  })
}
