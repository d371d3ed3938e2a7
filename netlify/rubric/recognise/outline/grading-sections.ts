import { fold, namesRubric, totalWord } from '../words/words.ts'
import type { OutlineNode } from './outline-tree.ts'

export interface GradingSection {
  lead: OutlineNode
  /** The heading above it. */
  title: string | undefined
}

/**
 * The parts of a longer document that say how it is graded: the lines under a heading that names a rubric, or under
 * a sentence that announces one ("… graded on the following rubric:"), when they hold criteria enough.
 */
export function gradingSections(nodes: readonly OutlineNode[], title?: string): GradingSection[] {
  return nodes.flatMap((node) => {
    const below = gradingSections(node.children, node.rank <= 3 ? node.title : title)
    if (below.length > 0) return below
    const announces = announcesCriteria(node)
    if (!announces && !(node.rank <= 6 && namesRubric(node.title))) return []
    const items = node.children.filter(isItem)
    const scored = node.children.filter((child) => child.amount && !totalWord(child.text)).length
    const described = items.filter(({ children, description }) => description ?? children.length > 0).length
    const says = announces && items.length >= 3 && described >= items.length * 0.75
    return scored >= 2 || says ? [{ lead: node, title }] : []
  })
}

/** "… will be graded on the following rubric:", "Folgende Kriterien spielen eine Rolle:". */
function announcesCriteria({ text }: OutlineNode): boolean {
  return (
    /[:：]$/u.test(text) && /\b(?:criteria|kriterien|criteres|criterios|rubric|rubrica)\b/.test(fold(text))
  )
}

/** An item of a list, with words of its own. */
export function isItem(node: OutlineNode): boolean {
  return node.rank >= 10 && node.title !== ''
}

/** The sentence that announces criteria over at least three of them. */
export function announcing(nodes: readonly OutlineNode[]): OutlineNode | undefined {
  for (const node of nodes) {
    if (announcesCriteria(node) && node.children.filter(isItem).length >= 3) return node
    const below = announcing(node.children)
    if (below) return below
  }
  return undefined
}
