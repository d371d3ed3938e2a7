import { isSameSum } from '../../same-sum.ts'
import { splitAmount } from '../words/split-amount.ts'
import { isSectionWord, totalWord } from '../words/words.ts'
import type { OutlineNode } from './outline-tree.ts'

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
  const parts = groupsOf(others)
  const whole = first && isSameSum(worth(first), sum(parts.map(({ head }) => head))) ? first : undefined
  const groups = whole ? parts : groupsOf(counted)
  if (groups.length < 2 || !groups.every(isGroup)) return [...nodes]
  for (const [at, { head }] of groups.entries()) {
    const next = groups[at + 1]?.head
    const end = next ? nodes.indexOf(next) : nodes.length
    head.children.push(...nodes.slice(nodes.indexOf(head) + 1, end))
  }
  const heads = groups.map(({ head }) => head)
  whole?.children.push(...heads)
  return [...nodes.slice(0, start), ...(whole ? [whole] : heads)]
}

interface SumGroup {
  head: OutlineNode
  items: OutlineNode[]
}

/** Lines with those that add up to them; none when any line is left over. */
function groupsOf(nodes: readonly OutlineNode[]): SumGroup[] {
  const groups: SumGroup[] = []
  for (let at = 0; at < nodes.length; ) {
    const head = nodes[at]
    if (!head) break
    let end = at + 1
    let left = worth(head)
    for (let next = nodes[end]; next && left > 0.005; next = nodes[++end]) left -= worth(next)
    // What is nested already needs nothing behind it.
    const isNested = isSameSum(sum(head.children.filter(isCounted)), worth(head))
    if (!isNested && (!isSameSum(left, 0) || end < at + 3)) return []
    groups.push({ head, items: isNested ? [] : nodes.slice(at + 1, end) })
    at = isNested ? at + 1 : end
  }
  return groups
}

/** It is called a part, or has no number, nothing below it or its points at the other end, unlike all that follow. */
function isGroup({ head, items }: SumGroup): boolean {
  const [word = ''] = head.text.split(/[\s:]+/)
  return (
    isSectionWord(word) ||
    (!NUMBERED.test(head.text) && items.every(({ text }) => NUMBERED.test(text))) ||
    (head.children.length === 0 && items.every(({ children }) => children.length > 0)) ||
    (endOf(head) === 'tail' && items.every((item) => endOf(item) === 'head'))
  )
}

const endOf = ({ text }: OutlineNode) => splitAmount(text, false)?.at

function isCounted({ amount, text }: OutlineNode): boolean {
  const value = amount?.max ?? 0
  return value > 0 && amount?.unit !== 'percent' && amount?.unit !== 'times' && !totalWord(text)
}

const worth = ({ amount }: OutlineNode): number => amount?.max ?? 0
const sum = (nodes: readonly OutlineNode[]): number => nodes.reduce((all, node) => all + worth(node), 0)
