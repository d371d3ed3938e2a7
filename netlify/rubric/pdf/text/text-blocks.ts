import type { TextBlock } from '../../document.ts'
import { type Box, cluster, median, overlap, unionAll } from '../geometry.ts'
import { endsWithBlank, startsWithBlank } from './blank-lines.ts'
import { isBullet, type JoinOptions, joinLines } from './cell-text.ts'
import type { Line } from './lines.ts'
import { withSuperscripts } from './superscripts.ts'

/** Lines outside tables, joined to paragraphs, list items and headings. */

export interface TextOptions extends Pick<JoinOptions, 'dropHyphen'> {
  page: number
  toPage: (box: Box) => Box
  /** Type size of the running text of the document. */
  bodySize: number
  /** Right edge of what stands on the page. */
  right: number
  /** Left edges of list items on the page, one for each depth. */
  indents: number[]
}

export interface Paragraph {
  lines: Line[]
  box: Box
}

/** Lines that follow each other closely in the same column and type belong together. */
export function toParagraphs(lines: Line[]): Paragraph[] {
  const paragraphs: Paragraph[] = []
  for (const line of lines) {
    const host = paragraphs.findLast((p) => continues(p, line))
    if (host) {
      host.lines.push(line)
      host.box = unionAll([host.box, line.box])
    } else paragraphs.push({ lines: [line], box: line.box })
  }
  return paragraphs
}

function continues(paragraph: Paragraph, line: Line): boolean {
  const last = paragraph.lines.at(-1)
  if (!last || last.angle !== line.angle) return false
  if (isItem(line.text) || endsWithBlank(last.text)) return false
  // A heading has another below it; in running text a line may be small for the signs in it.
  const slack = last.bold && line.bold ? 0.04 : 0.12
  if (Math.abs(last.size - line.size) > slack * line.size) return false
  // A bold line ends where the next is not bold, unless its own last word was not either.
  if (last.bold !== line.bold && last.words.at(-1)?.font.bold !== line.words[0]?.font.bold) return false
  const spacing = line.base - last.base
  if (spacing < 0.3 * line.size || spacing > 1.65 * line.size) return false
  return overlap(paragraph.box[0], paragraph.box[2], line.box[0], line.box[2]) > 0
}

export function toTextBlock(paragraph: Paragraph, options: TextOptions): TextBlock {
  const lines = withoutLead(paragraph.lines.map(withSuperscripts))
  const left = Math.min(...lines.map((l) => l.box[0]))
  const widths = lines.map((l) => l.box[2] - l.box[0])
  const widest = Math.max(...widths)
  // Short lines below each other were ended by their author; lines that fill a column by its width.
  const fills =
    widths.length > 2 &&
    widths.slice(0, -1).filter((w) => w > 0.8 * widest).length > 0.7 * (widths.length - 1)
  const room = fills ? widest : Math.max(widest, options.right - left)
  const text = joinLines(lines, { room: room + 2, dropHyphen: options.dropHyphen })
  const size = median(paragraph.lines.map((l) => l.size))
  const bold = paragraph.lines.every((l) => l.bold)
  const heading = headingLevel(size / options.bodySize, bold, text)
  return {
    kind: 'text',
    text,
    ...(heading === undefined ? {} : { heading }),
    ...(isItem(text) && heading === undefined ? { listDepth: depthOf(paragraph, options.indents) } : {}),
    source: { in: 'page', page: options.page, box: roundBox(options.toPage(paragraph.box)) },
  }
}

/** Where the lines after the first hang below what follows a tab, only that part of the first counts for its width. */
function withoutLead(lines: readonly Line[]): Line[] {
  const [first, ...others] = lines
  const left = Math.min(...others.map((l) => l.box[0]))
  if (!first || others.length === 0 || left - first.box[0] < 3 * first.size) return [...lines]
  const words = first.words.filter((word) => word.box[0] > left - 1)
  const start = words[0]
  if (!start) return [...lines]
  return [{ ...first, words, box: [start.box[0], first.box[1], first.box[2], first.box[3]] }, ...others]
}

const isItem = (text: string): boolean => isBullet(text) || startsWithBlank(text)

/**
 * For each page, the left edges of its list items, those close together counted once. Pages that follow each other
 * and share one of them have all of them in common: a list goes on with its inner items.
 */
export function listIndents(pages: readonly (readonly Paragraph[])[]): number[][] {
  const lefts = pages.map((paragraphs) =>
    paragraphs.filter((p) => isItem(p.lines[0]?.text ?? '')).map((p) => p.box[0]),
  )
  const result: number[][] = []
  for (let start = 0; start < lefts.length; ) {
    const run = [...(lefts[start] ?? [])]
    let end = start + 1
    for (; end < lefts.length && lefts[end]?.some((x) => run.some((left) => Math.abs(left - x) < 3)); end++)
      run.push(...(lefts[end] ?? []))
    const indents = cluster(run, (x) => x, 6).map((group) => group[0] ?? 0)
    for (; start < end; start++) result.push(indents)
  }
  return result
}

function depthOf(paragraph: Paragraph, indents: number[]): number {
  return Math.max(
    0,
    indents.findLastIndex((x) => x <= paragraph.box[0] + 1),
  )
}

function headingLevel(ratio: number, bold: boolean, text: string): number | undefined {
  if (
    text.length > 160 ||
    text.endsWith('.') ||
    /^[^\p{L}\p{N}(["“¿¡]/u.test(text) ||
    !/\p{L}|\d:$/u.test(text) ||
    endsWithBlank(text)
  )
    return undefined
  if (ratio >= 1.6) return 1
  if (ratio >= 1.25) return 2
  if (ratio >= 1.12 && bold) return 3
  return bold && text.length <= 80 ? 4 : undefined
}

export function roundBox(box: Box): Box {
  return box.map((v) => Math.round(v * 10) / 10) as Box
}
