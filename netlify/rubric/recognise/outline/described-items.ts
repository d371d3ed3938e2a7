import type { RubricCriterion } from '../../../../src/shared/rubric.ts'
import { criterionOf } from './outline-criterion.ts'
import type { OutlineNode } from './outline-tree.ts'

const NAMED = /^((?:[^:：()]|\((?:[^()]|\([^()]*\))*\)){2,240}?)[:：]\s+(\S.{14,})$/su
const MIN_SHARE = 0.75

/**
 * Criteria without points as lists under headings: "Digging: excellent would be to dig deep and level". Only lists
 * whose items nearly all have a name in front; nothing when other lists are as long.
 */
export function describedItems(tree: readonly OutlineNode[]): RubricCriterion[] {
  const criteria: RubricCriterion[] = []
  let others = 0
  const visit = (nodes: readonly OutlineNode[], section: string | undefined) => {
    const items = nodes.filter(isListItem)
    const named = items.filter(({ text }) => NAMED.test(bare(text)))
    const believed = named.length >= 2 && named.length >= items.length * MIN_SHARE
    if (believed) criteria.push(...items.map((node) => criterionOf(withName(node), section, [])))
    else others += items.length
    // A sentence between a heading and its list names nothing.
    for (const node of nodes)
      if (!isListItem(node)) visit(node.children, /[.!?]$/.test(node.title) ? section : node.title)
  }
  visit(tree, undefined)
  return criteria.length > others * 1.5 ? criteria : []
}

const STEP = /^(?:\p{L}{4,12}\s)?(\d{1,2})[.):]?\s/u

/**
 * Criteria as numbered headings ("1 Scope", "2 Risks", …) with a paragraph each about what is looked for, and nothing
 * else in the document.
 */
export function describedHeadings(tree: readonly OutlineNode[]): RubricCriterion[] {
  const [only, other] = tree
  const nodes = only && !other ? only.children : tree
  const counted = nodes.every(
    ({ text, rank, children }, at) =>
      rank <= 6 &&
      Number(STEP.exec(text)?.[1]) === at + 1 &&
      children.length > 0 &&
      children.every((child) => child.rank === 9 && child.children.length === 0),
  )
  return counted ? nodes.map((node) => criterionOf(node, undefined, [])) : []
}

const isListItem = (node: OutlineNode): boolean => node.rank >= 10

const bare = (text: string): string => text.replace(/^[-–•*]\s+/u, '')

function withName(node: OutlineNode): OutlineNode {
  const [, title, description] = NAMED.exec(bare(node.text)) ?? []
  return title === undefined || description === undefined ? node : { ...node, title, description }
}
