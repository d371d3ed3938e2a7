import type { OutlineNode } from './outline-tree.ts'
import { isSectionWord, totalWord } from './words.ts'

const NUMBERED = /^(?:\(?\d{1,2}[.)]|\(?[a-zA-Z][.)]|[IVX]{1,4}\.)\s+/

/**
 * "Part 1 (50 points)" in front of criteria that add up to 50, and no deeper than they: the criteria belong under
 * it, and all of them under a first line that adds up the parts. Sums alone can be chance, so the heads must look
 * like heads too, and every line must belong to one.
 */
export function underSums(nodes: readonly OutlineNode[]): OutlineNode[] {
  const start = nodes.findIndex(isCounted)
  const counted = nodes.filter(isCounted)
  if (counted.length < 6 || nodes.some((node) => totalWord(node.text))) return [...nodes]
  const [first, ...others] = counted
  const parts = first && isNear(worth(first), sum(groupHeads(others))) ? others : counted
  const heads = groupHeads(parts)
  if (heads.length < 2 || !heads.every((head, at) => isHead(head, itemsOf(parts, head, heads[at + 1]))))
    return [...nodes]
  const kept: OutlineNode[] = nodes.slice(0, start)
  const whole = parts === others ? first : undefined
  if (whole) kept.push(whole)
  for (const [at, head] of heads.entries()) {
    const next = heads[at + 1]
    const end = next ? nodes.indexOf(next) : nodes.length
    head.children.push(...nodes.slice(nodes.indexOf(head) + 1, end))
    if (whole) whole.children.push(head)
    else kept.push(head)
  }
  return kept
}

/** The lines that are the sums of those up to the next such line; none when any line is left over. */
function groupHeads(nodes: readonly OutlineNode[]): OutlineNode[] {
  const heads: OutlineNode[] = []
  for (let at = 0; at < nodes.length; ) {
    const head = nodes[at]
    if (!head) break
    let end = at + 1
    let left = worth(head)
    for (let next = nodes[end]; next && left > 0.005; next = nodes[++end]) left -= worth(next)
    if (!isNear(left, 0) || end < at + 3) return []
    heads.push(head)
    at = end
  }
  return heads
}

function itemsOf(nodes: readonly OutlineNode[], head: OutlineNode, next: OutlineNode | undefined) {
  return nodes.slice(nodes.indexOf(head) + 1, next ? nodes.indexOf(next) : undefined)
}

/** It is called a part, or has no number, or nothing below it, where the lines that follow all have. */
function isHead(head: OutlineNode, items: readonly OutlineNode[]): boolean {
  const [word = ''] = head.text.split(/[\s:]+/)
  return (
    isSectionWord(word) ||
    (!NUMBERED.test(head.text) && items.every(({ text }) => NUMBERED.test(text))) ||
    (head.children.length === 0 && items.every(({ children }) => children.length > 0))
  )
}

function isCounted({ amount, text }: OutlineNode): boolean {
  const value = amount?.max ?? 0
  return value > 0 && amount?.unit !== 'percent' && amount?.unit !== 'times' && !totalWord(text)
}

const worth = ({ amount }: OutlineNode): number => amount?.max ?? 0
const sum = (nodes: readonly OutlineNode[]): number => nodes.reduce((all, node) => all + worth(node), 0)
const isNear = (a: number, b: number): boolean => Math.abs(a - b) < 0.01
