import { totalWord } from '../words/words.ts'
import type { OutlineNode } from './outline-tree.ts'

const MAX_NAME = 60
const MIN_PAIRS = 3

/**
 * "1. Code" over "25 points: it is clear and short", and so on: names with one line each, no deeper, that says what
 * they are worth and what for. One such pair may be anything.
 */
export function underNames(nodes: readonly OutlineNode[]): OutlineNode[] {
  const isPair = (at: number) => isName(nodes[at], nodes[at + 1]) && !isWorth(nodes[at + 2], nodes[at])
  const pairs = nodes.filter((_, at) => isPair(at)).length
  if (pairs < MIN_PAIRS) return [...nodes]
  const kept: OutlineNode[] = []
  for (let at = 0; at < nodes.length; at++) {
    const [node, below] = [nodes[at], nodes[at + 1]]
    if (!node) continue
    if (below?.amount && isPair(at)) {
      kept.push({ ...node, amount: below.amount, description: below.title })
      at++
    } else kept.push(node)
  }
  return kept
}

function isName(node: OutlineNode | undefined, below: OutlineNode | undefined): boolean {
  if (!node || node.amount || node.level || node.children.length > 0 || totalWord(node.text)) return false
  return node.title.length <= MAX_NAME && !/[;,]$/.test(node.title) && isWorth(below, node)
}

/** "25 points: what for", or "What for, in sentences. 25 points", as deep as the name. */
function isWorth(node: OutlineNode | undefined, name: OutlineNode | undefined): boolean {
  if (node?.rank !== name?.rank || node?.amount?.unit !== 'points' || node.children.length > 0) return false
  const { label, amount } = node.level?.head ?? {}
  return (amount !== undefined && label === undefined) || /[.!?]["”]?$/u.test(node.title)
}
