import type { Block, DocumentContent, TextBlock } from '../document.ts'
import { isSameSum } from '../same-sum.ts'
import { toGrid } from './grid.ts'
import type { RubricPart, StatedTotal } from './part.ts'
import { readTotals, statedIn } from './stated-total.ts'
import { headsOf, totalInWords } from './total-in-words.ts'
import { parseAmount } from './words/amount.ts'
import { computedTotal } from './words/total.ts'
import { isPointsWord, totalWord } from './words/words.ts'

/** What the numbers of one table add up to. */
export function partTotal(part: RubricPart): number {
  return computedTotal({ scoring: 'points', criteria: part.criteria })
}

/** The one total that a table states of itself and keeps. */
export function ownTotal(part: RubricPart): number | undefined {
  const totals = part.statedTotals.filter((item) => !item.sub)
  const value = totals[0]?.value
  return totals.length === 1 && value !== undefined && isSameSum(partTotal(part), value) ? value : undefined
}

/** The total that the document states for this rubric, in its tables, beside them, or in a table of its own. */
export function statedTotal(
  content: DocumentContent,
  parts: readonly RubricPart[],
  used: ReadonlySet<number>,
  from: number,
  to: number,
): Omit<StatedTotal, 'sub'> | undefined {
  const own = parts.flatMap((part) => part.statedTotals)
  const totals = own.filter((item) => !item.sub)
  const closing = parts.at(-1)
  // The total of one table among several is the total of them all only where it closes them or is more than its own.
  const [single] = totals
  const isOwn =
    single !== undefined &&
    parts.some(
      (part) =>
        part.statedTotals.includes(single) && part !== closing && isSameSum(partTotal(part), single.value),
    )
  if (totals.length === 1 && !isOwn) return single
  const [part, another] = parts
  if (part && !another) {
    const sum = partTotal(part)
    const isSum = ({ value }: { value: number }) => isSameSum(value, sum)
    // "Total | 283" and "Final grade | 30 %": what the criteria add up to is their total.
    const last = totals.findLast(isSum) ?? totals.at(-1)
    // "Total | 15" below each group: the whole is said elsewhere, or nowhere.
    const areGroups = totals.length > 1 && !totals.some(isSum) && isSameSum(sumOf(totals), sum)
    if (last && !areGroups) return last
    // "Additions total", where nothing else is added up.
    const [sub, ...others] = own
    if (sub && others.length === 0 && isSum(sub)) return sub
  }
  const found: Omit<StatedTotal, 'sub'>[] = []
  for (let at = from; at < to; at++) {
    const block = content.blocks[at]
    if (!block) continue
    if (block.kind === 'text') {
      const value = statedInLine(block.text) ?? numberAfter(block, content.blocks.slice(at + 1, at + 20))
      if (value !== undefined) found.push({ value, source: block.source })
      else found.push(...numberBelow(content.blocks.slice(at, at + 6)))
    } else if (!used.has(at)) {
      if (block.rows > 3) continue
      const totalled: Pick<RubricPart, 'statedTotals'> = { statedTotals: [] }
      readTotals(toGrid(block).rows, totalled)
      found.push(...totalled.statedTotals.filter((item) => !item.sub))
      for (const head of block.cells) {
        if (head.row > 0 || !(totalWord(head.text) || isPointsWord(head.text))) continue
        const below = block.cells.find(
          (cell) => cell.row === head.row + head.rowSpan && cell.column === head.column,
        )
        const value = below ? parseAmount(below.text)?.max : undefined
        if (value !== undefined && value > 0) found.push({ value, source: below?.source })
      }
    }
  }
  if (found.length > 0) return found.at(-1)
  if (totals.length > 1) {
    // "Total (40 %)", "Total (60 %)", "Overall (100 %)".
    const most = totals.reduce((a, b) => (b.value > a.value ? b : a))
    const others = sumOf(totals) - most.value
    return totals.length > 2 && isSameSum(others, most.value) ? most : undefined
  }
  const criteria = parts.flatMap((part) => part.criteria)
  const inWords = totalInWords(
    content.blocks.slice(from, to).filter((block, at) => block.kind === 'text' || !used.has(from + at)),
    headsOf(content, criteria[0], from, to),
    criteria,
    computedTotal({ scoring: 'points', criteria }),
  )
  if (inWords) return inWords
  const shares = parts.flatMap((part) => part.statedShare ?? [])
  const [share] = shares
  return share !== undefined && shares.length === 1 ? { value: share } : undefined
}

function sumOf(totals: readonly { value: number }[]): number {
  return totals.reduce((sum, { value }) => sum + value, 0)
}

/** "Total" and its number as two pieces of text side by side. */
function numberAfter(word: TextBlock, others: readonly Block[]): number | undefined {
  if (totalWord(word.text) !== 'total' || word.text.length > 40) return undefined
  const box = boxOf(word)
  const beside = others.find((other) => {
    const place = boxOf(other)
    const middle = place && (place[1] + place[3]) / 2
    return box && place && middle && place[0] >= box[2] && middle > box[1] && middle < box[3]
  })
  for (const other of [others[0], beside]) {
    const value = other?.kind === 'text' ? parseAmount(other.text)?.max : undefined
    if (value !== undefined && value > 0) return value
  }
  return undefined
}

/** "Points possible" in a line of headings, and its number in the line below them. */
function numberBelow(blocks: readonly Block[]): Omit<StatedTotal, 'sub'>[] {
  const [head, ...others] = blocks
  if (head?.kind !== 'text' || !isPointsWord(head.text)) return []
  const box = boxOf(head)
  const next = box && others.find((block) => (boxOf(block)?.[1] ?? 0) > box[3])
  const below = next && boxOf(next)
  if (!box || next?.kind !== 'text' || !below) return []
  const value = /^\d+(?:[.,]\d+)?$/.test(next.text.trim()) ? parseAmount(next.text)?.max : undefined
  const isUnder = Math.abs(below[0] - box[0]) < 5 && below[1] - box[3] < 2 * (box[3] - box[1])
  return value !== undefined && value > 0 && isUnder ? [{ value, source: next.source }] : []
}

function boxOf(block: Block) {
  return block.source?.in === 'page' ? block.source.box : undefined
}

/** "Total: 100 points", "Total ____ / 40", "____/40". */
function statedInLine(text: string): number | undefined {
  for (const line of text.split('\n')) {
    if (line.length > 120) continue
    if (totalWord(line) === 'total') {
      const value = statedIn(line)
      if (value !== undefined && value > 0) return value
    }
    const blank = /_{2,}\s*[/／]\s*(\d+(?:[.,]\d+)?)(?!\s*[/\d])/.exec(line)
    if (blank) return Number(blank[1]?.replace(',', '.'))
  }
  return undefined
}
