import type { RubricCriterion } from '../../../../src/shared/rubric.ts'
import type { DocumentContent } from '../../document.ts'
import { isSameSum } from '../../same-sum.ts'
import type { Placed } from '../compose.ts'
import { emptyPart, type RubricPart } from '../part.ts'
import { statedIn } from '../stated-total.ts'
import { levelRank } from '../words/level-words.ts'
import { namesRubric, totalWord } from '../words/words.ts'
import { type GradingSection, gradingSections, isItem } from './grading-sections.ts'
import { groupedItems } from './grouped-items.ts'
import { letterGrades } from './letter-grades.ts'
import { criterionOf, isScaleOf, levelOf } from './outline-criterion.ts'
import { blockOf, checklist, described, listed } from './outline-lists.ts'
import { nested } from './outline-nesting.ts'
import { withoutStrays } from './outline-strays.ts'
import { isTitled, type OutlineNode, outlineTree } from './outline-tree.ts'
import { pricedLines } from './priced-lines.ts'
import { withoutContents, withoutGradeScale, withoutWhole } from './whole-lines.ts'

/** Longer than this are sentences. */
const MAX_HEADING = 60

/**
 * Reads a rubric that is written as lines: criteria with points and what is asked for below them, criteria
 * with a list of levels, one scale for the whole work, a checklist, or deductions.
 */
export function readOutlines(content: DocumentContent, namedRubric: boolean, namedFile: boolean): Placed[] {
  const tree = nested(outlineTree(content))
  const sections = gradingSections(tree)
  const parts = sections.length < 2 ? [] : sections.flatMap((section) => readSection(content, section))
  if (parts.length >= 2) return parts
  const whole = readOutline(content, tree, sections[0]?.lead.children ?? tree, {
    namedRubric,
    namedFile,
  })
  return whole ? [whole] : []
}

/** One of several parts of a document that say how something is graded, under the heading of that thing. */
function readSection(content: DocumentContent, { lead, title }: GradingSection): Placed[] {
  const [first] = lead.children
  if (!first) return []
  const part = emptyPart({ kind: 'outline', hasHeader: false, confidence: 0.6, source: lead.source })
  collect(lead.children, undefined, part)
  if (part.criteria.length < 2)
    part.criteria = lead.children.filter(isItem).map((node) => criterionOf(node, undefined, []))
  if (title !== undefined) part.title = title
  return [{ part, block: content.blocks.findIndex((block) => block.source === first.source) }]
}

function readOutline(
  content: DocumentContent,
  tree: readonly OutlineNode[],
  graded: readonly OutlineNode[],
  { namedRubric, namedFile }: { namedRubric: boolean; namedFile: boolean },
): Placed | undefined {
  const first = content.blocks.find((block) => block.kind === 'text')
  if (!first) return undefined
  const part = emptyPart({
    kind: 'outline',
    hasHeader: false,
    confidence: 0.6,
    source: first.source,
  })
  if (graded === tree) withoutStrays(tree)
  collect(graded, undefined, part)
  part.criteria = withoutGradeScale(withoutContents(part.criteria))
  const levelled = part.criteria.filter((criterion) => criterion.levels.length >= 2)
  const grades = namedRubric && part.criteria.every(({ points }) => !points) ? letterGrades(tree) : undefined
  if (grades)
    return { part: holistic(part, { nodes: grades, parent: undefined }), block: blockOf(content, tree[0]) }
  if (levelled.length === 0 && part.criteria.length < 2) {
    const scale = findScale(tree)
    if (scale && (namedRubric || scale.nodes.some((node) => node.level?.head.amount))) {
      return { part: holistic(part, scale), block: blockOf(content, scale.nodes[0]) }
    }
  }
  const known = levelled.filter((criterion) =>
    criterion.levels.some((item) => item.label !== undefined && levelRank(item.label) !== undefined),
  )
  if (
    levelled.length >= 2 &&
    levelled.length >= part.criteria.length / 2 &&
    (namedRubric || known.length >= 2)
  ) {
    part.kind = 'grid'
    part.criteria = part.criteria.filter((criterion) => criterion.levels.length > 0)
    return { part, block: blockOf(content, tree[0]) }
  }
  const isPriced = ({ points, weight }: RubricCriterion) => points !== undefined || weight !== undefined
  // "7 points: all of it", …, "0 points: none": as many points as its best level. One alone may explain another item.
  const isLevelled = ({ levels }: RubricCriterion) =>
    levels.every(({ max }) => max !== undefined) && levels.some(({ max }) => max === 0)
  const counts = part.criteria.filter(isPriced).length >= 2 && part.criteria.filter(isLevelled).length >= 2
  const scored = part.criteria.filter((one) => isPriced(one) || (counts && isLevelled(one)))
  const priced = namedRubric && scored.length < 2 ? pricedLines(content) : []
  const grouped = groupedItems(content, tree)
  if (priced.length > 0) return { part: { ...part, criteria: priced }, block: blockOf(content, tree[0]) }
  if (scored.length < 2 || boxesOf(tree) > 2 * scored.length || grouped.length > 3 * scored.length)
    return (
      checklist(content, tree, part, namedFile) ??
      listed(content, tree, part, namedRubric) ??
      described(content, tree, part, namedFile) ??
      (grouped.length === 0
        ? undefined
        : { part: { ...part, kind: 'checklist', criteria: grouped }, block: blockOf(content, tree[0]) })
    )
  if (!namedRubric && !(scored.length >= 3 && unitLines(tree) >= 3 && filledLines(tree) < 2)) return undefined
  part.criteria = withoutWhole(scored, part)
  const points = scored.flatMap((criterion) => criterion.points ?? [])
  if (points.length > 0 && points.every((value) => value < 0)) part.kind = 'deduction'
  return { part, block: blockOf(content, tree[0]) }
}

/** Sentences between a heading and a list name no part of it. */
function isRunning(title: string): boolean {
  return /[.!?]\s+\p{Lu}|[.!?]$/u.test(title) && title.length > MAX_HEADING
}

/** "QR factorisation. For each of the functions …" names the parts below it in its first sentence. */
function firstSentence(title: string): string {
  if (title.length <= MAX_HEADING) return title
  return /^\S.{2,80}?(?=[.:]\s+\p{Lu})/su.exec(title)?.[0] ?? title
}

function boxesOf(nodes: readonly OutlineNode[]): number {
  return nodes.reduce((sum, { box, children }) => sum + (box ? 1 : 0) + boxesOf(children), 0)
}

function collect(nodes: readonly OutlineNode[], section: string | undefined, part: RubricPart): void {
  // What stands over everything is the title of the whole and names no section.
  const whole = nodes.filter((node) => isScored(node) || hasScored(node)).length === 1
  const isTitle = isTitled(nodes)
  const scales = new Set(nodes.filter(hasScale))
  const isSummed = nodes.some((node) => isSumOf(node, node.children.filter(isScored)))
  const under = ({ text, title, rank, children }: OutlineNode) =>
    namesRubric(title) ||
    totalWord(text) === 'total' ||
    (rank === 1 && isTitle) ||
    (rank === 9 && isRunning(title)) ||
    (whole && section === undefined && children.some(hasScored))
      ? section
      : firstSentence(title)
  for (const node of nodes) {
    const total = totalWord(node.text)
    if (total) {
      const value = statedIn(node.text)
      if (value !== undefined && value > 0)
        part.statedTotals.push({ value, sub: total === 'subtotal', source: node.source })
      if (node.children.length === 0) continue
    }
    if (isReference(node)) continue
    const levels = levelsOf(node)
    const isScale = scales.has(node) || (scales.size >= 2 && isLikeScale(node))
    const scoredBelow = node.children.flatMap((child) =>
      isScored(child) ? [child] : child.children.filter(isScored),
    )
    if (whole && namesRubric(node.title) && isSumOf(node, node.children.filter(isScored))) {
      part.statedTotals.push({ value: node.amount?.max ?? 0, sub: false, source: node.source })
    }
    if (isChoice(node, scoredBelow) || isInSteps(node, scoredBelow))
      part.criteria.push(criterionOf(node, section, []))
    else if (isScale) part.criteria.push(criterionOf(node, section, levels))
    else if (
      scoredBelow.length >= 2 ||
      (scoredBelow.length === 1 && (node.amount === undefined || (isSummed && isWorth(node, scoredBelow))))
    ) {
      collect(node.children, under(node), part)
    } else if (node.amount !== undefined && node.title !== '' && !total) {
      part.criteria.push(criterionOf(node, section, []))
    } else if (node.children.length > 0) {
      collect(node.children, under(node), part)
    }
  }
}

function levelsOf({ children }: OutlineNode): OutlineNode[] {
  return children.filter((child) => child.level && !child.children.some(isScored))
}

function hasScale(node: OutlineNode): boolean {
  const levels = levelsOf(node)
  const [first] = levels
  // One level is enough where it is all there is and its name is known.
  const lone = levels.length === 1 && node.children.length === 1 && first?.level?.head.rank !== undefined
  return (
    (levels.length >= 2 || (lone && first?.level?.head.amount !== undefined)) &&
    levels.length >= node.children.length * 0.6 &&
    isScaleOf(levels, node.amount?.max) &&
    // A legend ("YES: the item is complete") explains how to fill in, and grades nothing.
    (node.title.length <= 90 || levels.some((child) => child.level?.head.amount !== undefined)) &&
    !namesRubric(node.text)
  )
}

/** Points in an order of their own, which do not add up to the criterion's: levels, where the criteria beside it have some. */
function isLikeScale(node: OutlineNode): boolean {
  const levels = levelsOf(node)
  const counted = levels.every(
    ({ level }) => level?.head.amount !== undefined && level.head.label === undefined,
  )
  return (
    levels.length >= 3 &&
    levels.length === node.children.length &&
    counted &&
    node.amount !== undefined &&
    !isSumOf(node, levels)
  )
}

/** "Class work (30)" over its only line "Works in class (30)", where the names beside it are over several. */
function isWorth({ amount }: OutlineNode, [only]: readonly OutlineNode[]): boolean {
  return amount?.max !== undefined && amount.max === only?.amount?.max
}

function isSumOf({ amount }: OutlineNode, nodes: readonly OutlineNode[]): boolean {
  const sum = nodes.reduce((all, node) => all + (node.amount?.max ?? 0), 0)
  return nodes.length >= 2 && amount?.max !== undefined && isSameSum(sum, amount.max)
}

/** "Creative portion (20 points)" over "A map (20 points)" and "A calendar (20 points)": ways to the same points. */
function isChoice({ amount }: OutlineNode, below: readonly OutlineNode[]): boolean {
  return (
    below.length >= 2 && amount?.max !== undefined && below.every((node) => node.amount?.max === amount.max)
  )
}

/** "Speed (20 points)" over "in a second (2)", "in a minute (1)" and "later (0)": what one trial of it gives. */
function isInSteps({ amount }: OutlineNode, below: readonly OutlineNode[]): boolean {
  const values = below.map((node) => node.amount?.max ?? 0)
  const sum = values.reduce((all, value) => all + value, 0)
  return below.length >= 2 && amount?.max !== undefined && values.includes(0) && sum < amount.max
}

/** An entry of a list of literature. */
function isReference({ text }: OutlineNode): boolean {
  return /^\[\d{1,3}\]\s.*\b(?:19|20)\d{2}\b/su.test(text)
}

function hasScored(node: OutlineNode): boolean {
  return node.children.some((child) => isScored(child) || hasScored(child))
}

function isScored(node: OutlineNode): boolean {
  return (
    node.amount !== undefined && !totalWord(node.text) && !(node.level && node.level.head.rank !== undefined)
  )
}

interface Scale {
  nodes: OutlineNode[]
  parent: OutlineNode | undefined
}

/** The first list of three or more levels that say something. */
function findScale(nodes: readonly OutlineNode[], parent?: OutlineNode): Scale | undefined {
  const levels = nodes.filter((node) => node.level && levelOf(node).descriptor !== undefined)
  if (levels.length >= 3 && levels.length >= nodes.length * 0.5 && isScaleOf(levels))
    return { nodes: levels, parent }
  for (const node of nodes) {
    const below = findScale(node.children, node)
    if (below) return below
  }
  return undefined
}

function holistic(part: RubricPart, scale: Scale): RubricPart {
  const levels = scale.nodes.map(levelOf)
  const source = scale.nodes[0]?.source ?? part.source
  return {
    ...part,
    kind: 'holistic',
    criteria: [{ title: '', levels, source }],
    levels: levels.map(({ descriptor: _, ...rest }) => rest),
    percent: scale.nodes.some((node) => node.level?.head.amount?.unit === 'percent'),
    confidence: 0.7,
    source,
  }
}

function unitLines(nodes: readonly OutlineNode[]): number {
  return countLines(nodes, ({ amount }) => amount?.unit === 'points' || amount?.outOf === true)
}

/** "Final work: 4.8/5": what somebody got. */
function filledLines(nodes: readonly OutlineNode[]): number {
  return countLines(nodes, ({ text }) => /\d\s?[/／]\s?\d+\**$/u.test(text) && !/[([]\s?\d/.test(text))
}

function countLines(nodes: readonly OutlineNode[], counts: (node: OutlineNode) => boolean): number {
  return nodes.reduce((sum, node) => sum + (counts(node) ? 1 : 0) + countLines(node.children, counts), 0)
}
