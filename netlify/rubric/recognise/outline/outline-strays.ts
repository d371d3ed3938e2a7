import { totalWord } from '../words/words.ts'
import type { OutlineNode } from './outline-tree.ts'

/** Documents shorter than this are looked at whole. */
const MIN_LINES = 60
/** How many lines without points may stand between two criteria of one list. */
const MAX_GAP = 10

/**
 * Takes the points off lines that stand alone in a long text: "due by 11:55 pm … 100 points" on its first page is
 * no criterion of the list on its last.
 */
export function withoutStrays(tree: readonly OutlineNode[]): void {
  const lines = flatten(tree)
  if (lines.length < MIN_LINES) return
  const places = new Map(lines.map((node, at) => [node, at]))
  const scored = lines.filter((node) => node.amount !== undefined && totalWord(node.text) === undefined)
  const clusters: OutlineNode[][] = []
  let end = Number.NEGATIVE_INFINITY
  for (const node of scored) {
    const at = places.get(node) ?? 0
    if (at - end > MAX_GAP + 1) clusters.push([])
    clusters.at(-1)?.push(node)
    end = Math.max(end, at + flatten(node.children).length)
  }
  const most = Math.max(...clusters.map((cluster) => cluster.length))
  if (most < 3) return
  for (const cluster of clusters) {
    if (cluster.length >= Math.max(2, most / 3)) continue
    for (const node of cluster) delete node.amount
  }
}

function flatten(nodes: readonly OutlineNode[]): OutlineNode[] {
  return nodes.flatMap((node) => [node, ...flatten(node.children)])
}
