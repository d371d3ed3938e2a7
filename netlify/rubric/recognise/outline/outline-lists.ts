import type { RubricCriterion } from '../../../../src/shared/rubric.ts'
import type { DocumentContent } from '../../document.ts'
import type { Placed } from '../compose.ts'
import type { RubricPart } from '../part.ts'
import { fold, namesRubric } from '../words/words.ts'
import { describedHeadings, describedItems } from './described-items.ts'
import { announcing, isItem } from './grading-sections.ts'
import { criterionOf } from './outline-criterion.ts'
import { isTitled, type OutlineNode } from './outline-tree.ts'

const MAX_LISTED = 4000

/** Boxes to tick, without points. */
export function checklist(
  content: DocumentContent,
  tree: readonly OutlineNode[],
  part: RubricPart,
  namedFile: boolean,
): Placed | undefined {
  const criteria: RubricCriterion[] = []
  const visit = (nodes: readonly OutlineNode[], section: string | undefined) => {
    const isTitle = isTitled(nodes)
    for (const node of nodes) {
      if (node.box && node.title !== '') {
        const inner = node.children.filter(({ box }) => box)
        criteria.push(
          criterionOf({ ...node, children: node.children.filter(({ box }) => !box) }, section, []),
        )
        visit(inner, section)
      } else
        visit(node.children, namesRubric(node.title) || (node.rank === 1 && isTitle) ? section : node.title)
    }
  }
  visit(tree, undefined)
  if (criteria.length < 3 || !(namedFile || namesBefore(content, criteria[0]))) return undefined
  if (!namedFile && isAside(content, criteria)) return undefined
  return { part: { ...part, kind: 'checklist', criteria }, block: blockOf(content, tree[0]) }
}

/** Boxes at the end of instructions remind of what to do and grade nothing. */
function isAside({ title, blocks }: DocumentContent, criteria: readonly RubricCriterion[]): boolean {
  const letters = blocks.reduce((sum, block) => sum + (block.kind === 'text' ? block.text.length : 0), 0)
  const own = criteria.reduce((sum, item) => sum + item.title.length + (item.description?.length ?? 0), 0)
  return letters > MAX_LISTED && own < letters / 4 && !namesRubric(title ?? '')
}

/** A list of things to do is a rubric where the lines above it say so. */
function namesBefore({ title, blocks }: DocumentContent, first: RubricCriterion | undefined): boolean {
  if (namesRubric(title ?? '')) return true
  for (const block of blocks) {
    if (block.kind === 'text' && block.source === first?.source) return false
    if (block.kind !== 'text') continue
    const isLine = block.heading !== undefined || (block.listDepth === undefined && block.text.length <= 60)
    if (isLine && namesRubric(block.text)) return true
  }
  return false
}

/** A list without points in a short document, under words that announce criteria: "… the following criteria:". */
export function listed(
  content: DocumentContent,
  tree: readonly OutlineNode[],
  part: RubricPart,
  namedRubric: boolean,
): Placed | undefined {
  const letters = content.blocks.reduce(
    (sum, block) => sum + (block.kind === 'text' ? block.text.length : 0),
    0,
  )
  if (!namedRubric || letters > MAX_LISTED || content.blocks.some(({ kind }) => kind === 'table'))
    return undefined
  const lead = announcing(tree)
  if (!lead) return undefined
  const criteria = lead.children.filter(isItem).map((node) => criterionOf(node, undefined, []))
  return { part: { ...part, criteria }, block: blockOf(content, tree[0]) }
}

/** Names with what is looked for behind them, in a document that is about nothing but grading. */
export function described(
  content: DocumentContent,
  tree: readonly OutlineNode[],
  part: RubricPart,
  namedFile: boolean,
): Placed | undefined {
  const title = content.blocks.find((block) => block.kind === 'text' && block.heading !== undefined)
  const named = title?.kind === 'text' && (namesRubric(title.text) || namesGrading(title.text))
  const items = named || namedFile ? describedItems(tree) : []
  const criteria = items.length > 0 || !named ? items : describedHeadings(tree)
  return criteria.length < 4 ? undefined : { part: { ...part, criteria }, block: blockOf(content, tree[0]) }
}

/** A title that is a word for grading and no more. */
function namesGrading(title: string): boolean {
  return /^(?:how (?:you|this) .{0,20}\bgraded|grading|marking|assessment|evaluation|evaluacion|calificacion|notation|bewertung|beurteilung|beoordeling|avaliacao|评分)[:：]?$/u.test(
    fold(title),
  )
}

/** The block after the one that gives the title, so that a heading above is found. */
export function blockOf(content: DocumentContent, node: OutlineNode | undefined): number {
  const at = content.blocks.findIndex((block) => block.kind === 'text' && block.source === node?.source)
  const first = content.blocks[at]
  if (first?.kind !== 'text') return 0
  return first.heading !== undefined || namesRubric(first.text) ? at + 1 : at
}
