import type { RubricCriterion } from '../../../../src/shared/rubric.ts'
import type { DocumentContent } from '../../document.ts'
import { namesRubric, totalWord } from '../words/words.ts'
import { criterionOf } from './outline-criterion.ts'
import type { OutlineNode } from './outline-tree.ts'

const MIN_ITEMS = 6
const MIN_SHARE = 0.6
const MAX_NAME = 120
/** How many blocks at the top may say what the document is. */
const TOP = 6

/**
 * Criteria without points as lists below headings or numbered names: "1. Sowing" over "Seeds stand in rows" and
 * "Nothing is sown twice". Only where the document calls itself a rubric at its top and is little else than such
 * lists: a task that is to be done, and a plan of a course, hold lists as well.
 */
export function groupedItems(content: DocumentContent, tree: readonly OutlineNode[]): RubricCriterion[] {
  const groups = mostGroups(tree)
  if (!isNamedAbove(content, groups)) return []
  const items = groups.flatMap(({ children }) => children)
  const own = groups.reduce((sum, group) => sum + lettersOf(group), 0)
  const all = content.blocks.reduce((sum, block) => sum + (block.kind === 'text' ? block.text.length : 0), 0)
  if (groups.length < 2 || items.length < MIN_ITEMS || own < MIN_SHARE * all) return []
  return groups.flatMap((group) =>
    group.children.map((item) => criterionOf(item.amount ? item : withWhole(item), group.title, [])),
  )
}

/** The title or a line above the first group; a group that is called so speaks of a rubric elsewhere. */
function isNamedAbove({ title = '', blocks }: DocumentContent, [first]: readonly OutlineNode[]): boolean {
  const start = blocks.findIndex(({ source }) => source === first?.source)
  const lines = blocks
    .slice(0, Math.min(TOP, start))
    .flatMap((block) => (block.kind === 'text' ? block.text.split('\n') : []))
    .filter((line) => line.length <= MAX_NAME && !/[.;]$/.test(line))
  return [title, ...lines].some(namesRubric)
}

/** The lists below lines of one rank that hold most items. */
function mostGroups(nodes: readonly OutlineNode[]): OutlineNode[] {
  const here = nodes.filter(isGroup)
  return nodes
    .map(({ children }) => mostGroups(children))
    .reduce((most, found) => (countOf(found) > countOf(most) ? found : most), here)
}

const countOf = (groups: readonly OutlineNode[]): number =>
  groups.reduce((sum, { children }) => sum + children.length, 0)

function isGroup({ title, rank, children, text, amount }: OutlineNode): boolean {
  const isItem = (child: OutlineNode) => child.rank > Math.max(9, rank) && child.title !== ''
  return (
    amount === undefined &&
    title !== '' &&
    title.length <= MAX_NAME &&
    // Code and markup are lines in groups as well.
    /^[\p{L}\p{N}"“(¿¡].*[^{};>]$/su.test(title) &&
    children.length > 0 &&
    children.every(isItem) &&
    totalWord(text) === undefined
  )
}

/** The line as it stands, without the sign in front of it. */
function withWhole(node: OutlineNode): OutlineNode {
  const { description: _, ...rest } = node
  return { ...rest, title: node.text.slice(Math.max(0, node.text.indexOf(node.title))) }
}

function lettersOf({ text, children }: OutlineNode): number {
  return children.reduce((sum, child) => sum + lettersOf(child), text.length)
}
