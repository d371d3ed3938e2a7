import type { SourceRef } from '../../../../src/shared/rubric.ts'
import { LEADING_BULLET } from '../../bullets.ts'
import type { DocumentContent, TextBlock } from '../../document.ts'
import { type Amount, isPlausible, parseAmount } from '../words/amount.ts'
import { type LevelHead, parseLevelHead } from '../words/level-head.ts'
import { ordinalLevel } from '../words/level-words.ts'
import { splitAmount, splitHead, splitTail } from '../words/split-amount.ts'
import { isFormField, isPointsWord, isSectionWord, totalWord } from '../words/words.ts'
import { romanRanks } from './roman-numbers.ts'

/** A line of a document with the lines that stand under it. */
export interface OutlineNode {
  text: string
  title: string
  description?: string
  amount?: Amount
  /** Set when the line reads like a level: "Excellent (4): …". */
  level?: { head: LevelHead; descriptor: string }
  box: boolean
  rank: number
  children: OutlineNode[]
  source: SourceRef
}

const MAX_LINES = 5000
const MAX_WORTH = 60
const MAX_NAME = 60
/** A paragraph longer than this is no line with points behind it. */
const MAX_LOOSE = 200

/** The text blocks as a tree: headings over paragraphs over list items by depth. */
export function outlineTree(content: DocumentContent): OutlineNode[] {
  const root: OutlineNode[] = []
  const stack: OutlineNode[] = []
  let lines = 0
  const ranked = romanRanks()
  // Where a dash begins an item of words, "- 5 points: …" is an item too, and nothing is taken off.
  const dashes = content.blocks.some(
    (block) =>
      block.kind === 'text' &&
      /^[-–]\s+[-–]?(?:\p{L}|\d+(?:[.,]\d+)?\s+\p{L}+\s+(?:for|per|each)\b)/mu.test(block.text),
  )
  for (const block of content.blocks) {
    if (block.kind !== 'text') {
      stack.length = 0
      continue
    }
    const rank = block.heading ?? ranked(block.text, block.listDepth === undefined ? 9 : 10 + block.listDepth)
    const texts = block.text
      .split('\n')
      .map((line) => withoutBlank(line.trim()))
      .filter(Boolean)
    let skipped = 0
    for (const [at, text] of texts.entries()) {
      if (++lines > MAX_LINES) return root
      const worth = worthOf(text, texts[at + 1])
      // Below the last level it is what all of them are worth.
      const level = stack.findIndex((node) => node.level)
      const above = level < 0 ? stack.at(-1) : stack[level - 1]
      const open = above?.amount === undefined && (level >= 0 || above?.children.length === 0)
      if (worth && above && (open || above.amount?.max === worth.amount.max)) {
        above.amount ??= worth.amount
        skipped = worth.lines
      }
      if (skipped-- > 0) continue
      if ((text.match(/_{3,}/g)?.length ?? 0) > 1) continue
      if (isFormField(text) && !splitAmount(text, false) && !/^_+\s*[(/／]?\s*\d/.test(text)) continue
      // Marks of Markdown that somebody pasted into another format.
      const marks = block.heading === undefined ? /^(#{1,6})\s+(?=\S)/.exec(text) : null
      const dashed = dashes && /^[-–]\s+\S/u.test(text)
      const bulleted = dashed || LEADING_BULLET.test(text)
      const node = readLine(
        dashed ? text.replace(/^[-–]\s+/u, '• ') : text.slice(marks?.[0].length ?? 0),
        marks ? (marks[1] ?? '').length : rank + (bulleted && block.listDepth === undefined ? 1 : 0),
        block.source,
      )
      const continues = at > 0 && !bulleted && block.listDepth !== undefined
      const last = stack.at(-1)
      if (continues && last) {
        last.children.push({ ...node, rank: last.rank + 1 })
        continue
      }
      const item = stack.findLast(({ rank, source }) => rank < 10 || startsLeftOf(source, block.source))
      if (item && isAbout(block, item)) {
        stack.length = stack.indexOf(item) + 1
        item.children.push({ ...node, rank: item.rank + 1 })
        continue
      }
      while ((stack.at(-1)?.rank ?? -1) >= node.rank) stack.pop()
      const parent = stack.at(-1)
      if (parent) parent.children.push(node)
      else root.push(node)
      stack.push(node)
    }
  }
  return root
}

/** "Depth (5 pts.) ____", "Depth ____ (5)", "Depth (5) [ ]": points with a place to write those that were earned. */
function withoutBlank(line: string): string {
  const closed = line
    .replace(/\s*(?:_{2,}|\.{4,}|…{2,}|[☐□◯⬜]|\[\s*\])\s*(?:points?|pts?\.?)?$/iu, '')
    .replace(/\s*_{2,}\s*(?=[([（]\s*\d[^()[\]（）]{0,20}[)\]）]$)/u, ' ')
  return closed !== line && splitTail(closed, false) ? closed : line
}

/** One heading over everything is the title; several are groups. */
export function isTitled(nodes: readonly OutlineNode[]): boolean {
  return nodes.filter(({ rank, children }) => rank === 1 && children.length > 0).length === 1
}

/** On paper: the line begins further left than the block, and by more than slips of the pen. */
function startsLeftOf(line: SourceRef, block: SourceRef): boolean {
  return line.in !== 'page' || block.in !== 'page' || line.box[0] < block.box[0] - 3
}

/** A paragraph of sentences that stands further in than the list item above it is about that item. */
function isAbout(block: TextBlock, item: OutlineNode): boolean {
  if (block.heading !== undefined || block.listDepth !== undefined || item.rank < 10) return false
  if (block.source.in !== 'page' || !startsLeftOf(item.source, block.source)) return false
  const sentences = /[.!?…)]["”]?$/u.test(block.text) || block.text.length > MAX_NAME
  return sentences && !splitAmount(block.text, false)
}

/** "Maximum score" and "0.5" on the line below it, or "Points: 20": what the line above them is worth. */
function worthOf(text: string, next: string | undefined): { amount: Amount; lines: number } | undefined {
  if (text.length > MAX_WORTH) return undefined
  const [name = '', value] = text.replace(/\*+/g, '').split(/[:：]\s*/u)
  if (!isPointsWord(name) || totalWord(name)) return undefined
  const amount = parseAmount(value || next || '')
  return amount && isPlausible(amount) ? { amount, lines: value ? 1 : 2 } : undefined
}

function readLine(line: string, rank: number, source: SourceRef): OutlineNode {
  const box =
    /^(?:[•●▪◦-]\s*)?(?:[☐□◯⬜☑☒✓]|\[[ xX_]?\]|_{2,}(?!\s*[/／_])|(?:_+(?:yes|no|part|n\/?a)_*|(?:yes|no|part|n\/?a)_+|yes|no|n\/?a)(?=\s+\d))\s*/i.exec(
      line,
    )
  const bare = (box ? line.slice(box[0].length) : line).replace(LEADING_BULLET, '')
  const numbered =
    /^(?:\(?\d{1,2}[.)]|\(?[a-zA-Z][.)]|[IVX]{1,4}\.|\d{1,2}(?:\.\d{1,2})*\.[a-zA-Z][.)])\s+/.exec(bare) ??
    // "3.2.1 - 15 pts - Balance check"
    /^\d{1,2}(?:\.\d{1,2})+\s*[-–:]\s*(?=[-+]?\d+(?:[.,]\d+)?\s?(?:points?|pts?\b))/i.exec(bare)
  const text = numbered ? bare.slice(numbered[0].length) : bare
  const node: OutlineNode = { text: line, title: text, box: box !== null, rank, children: [], source }
  const level = numbered ? levelLine(text) : levelLine(bare)
  if (level) node.level = level
  const item = itemOf(text, numbered !== null || rank >= 10)
  // A range of percent is what a level earns, not what a criterion weighs.
  const earned = item.amount?.unit === 'percent' && item.amount.range
  return Object.assign(
    node,
    earned || (item.amount && !isPlausible(item.amount)) ? { title: trim(text) } : item,
  )
}

/** "Thesis (10 pts): states …", "10 pts - Thesis", "Thesis ..... 10", "___/10 Thesis", "-5 late work". */
function itemOf(line: string, listed: boolean): Pick<OutlineNode, 'title' | 'description' | 'amount'> {
  // "(10 points", with nothing behind it.
  const text = line.replace(/\(([^()]{1,20})$/u, (open, inside) =>
    parseAmount(inside) ? `(${inside})` : open,
  )
  // "Screenshot: 10 pts (all or nothing)": what stands in brackets behind the points is a remark.
  const remark = /^(\S.*\d\s?[\p{L}.%]{0,7}[)\]]?)\s+[([]([^()[\]\d]{3,80})[)\]]$/u.exec(text)
  const before = remark ? splitAmount(remark[1] ?? '', true) : undefined
  if (remark && before?.at === 'tail' && before.amount.unit !== 'none') {
    return { ...divide(before.rest, before.amount), description: remark[2] ?? '' }
  }
  const blank = /^[_\s]*[/／]\s*(\d+(?:[.,]\d+)?)\s*(?:points?|pts?\.?)?\s*[-–—:.]?\s+(\S.*)$/i.exec(text)
  const blankAmount = blank ? parseAmount(`/${blank[1]}`) : undefined
  if (blank && blankAmount) return divide(blank[2] ?? '', blankAmount)
  // "[+2] The sheet adds up to 15 %": points in brackets before a line are its own.
  const bracketed = /^[([（【]\s*[-+−]?\d/u.test(text) ? splitHead(text, false) : undefined
  if (bracketed && bracketed.amount.unit !== 'times' && !/^\p{Ll}{1,2}$/u.test(bracketed.rest))
    return divide(bracketed.rest, bracketed.amount)
  const inside = /^([^()[\]（）]{2,90}?)\s*[([（]([^()[\]（）]{1,30})[)\]）]\s*([:：.–—-]?)\s+(\S.*)$/u.exec(
    text,
  )
  const insideAmount = inside ? splitAmount(`x (${inside[2]})`, false)?.amount : undefined
  const named = inside &&
    insideAmount && { title: trim(inside[1] ?? ''), description: inside[4] ?? '', amount: insideAmount }
  // What follows the colon behind a name and its points may speak of other points.
  if (named && insideAmount.unit === 'points' && /[:：]/.test(inside[3] ?? '')) return named
  const tail = isLegend(text) ? undefined : splitAmount(text, false)
  if (tail?.at === 'tail') return divide(tail.rest, tail.amount)
  if (named) return named
  const middle = /^(.{2,80}?)\s*[:：–—-]\s*([^:：–—]{1,24}?)\s*[:：–—]\s+(\S.*)$/u.exec(text)
  const middleAmount = middle ? parseAmount(middle[2] ?? '') : undefined
  if (middle && middleAmount && middleAmount.unit !== 'none') {
    return { title: trim(middle[1] ?? ''), description: middle[3] ?? '', amount: middleAmount }
  }
  const between = listed ? betweenSentences(text) : undefined
  if (between) return between
  // A paragraph that ends with points may tell of them; it is an item where it is listed as one.
  const loose = listed || text.length <= MAX_LOOSE ? splitAmount(text, true) : undefined
  if (loose?.at === 'tail' && (loose.amount.unit !== 'none' || loose.amount.outOf))
    return divide(loose.rest, loose.amount)
  const head = splitHead(text, true)
  if (head && (head.amount.unit !== 'none' || (head.amount.max ?? 0) < 0 || /^[([（]/.test(text))) {
    return divide(head.rest, head.amount)
  }
  return divide(text, undefined)
}

/** "well (3), somewhat (2), barely (1)": what numbers mean. */
const isLegend = (text: string): boolean => (text.match(/\S\s\(\d\)(?=[,;]|$)/gu)?.length ?? 0) > 2

/** "Explains the protocol (15 marks). The answer should …": the only points, at the end of one of the sentences. */
function betweenSentences(text: string): ReturnType<typeof itemOf> | undefined {
  const matches = [...text.matchAll(/\s*[([（]([^()[\]（）]{1,30})[)\]）][.:;]?\s+(?=\p{Lu})/gu)]
  const [found, other] = matches.flatMap((match) => {
    const amount = parseAmount(match[1] ?? '')
    return amount?.unit === 'points' ? [{ match, amount }] : []
  })
  if (!found || other) return undefined
  const { match, amount } = found
  return {
    title: trim(text.slice(0, match.index)),
    description: text.slice(match.index + match[0].length),
    amount,
  }
}

function divide(
  text: string,
  amount: Amount | undefined,
): Pick<OutlineNode, 'title' | 'description' | 'amount'> {
  const colon =
    /^((?:[^:：()]|\([^()]*\)){2,70}?)[:：]\s+(\S.{9,})$/u.exec(text) ??
    // In capitals it is one heading.
    (isInCapitals(text) ? null : /^(.{2,60}?)\s+[–—]\s+(\S.{14,})$/u.exec(text))
  // "Part 1: Code" is one name.
  if (colon && (colon[2]?.length ?? 0) <= 60 && isSectionNumber(colon[1] ?? '')) {
    return { title: trim(text), ...(amount ? { amount } : {}) }
  }
  return {
    title: trim(colon ? (colon[1] ?? text) : text),
    ...(colon?.[2] === undefined ? {} : { description: colon[2] }),
    ...(amount ? { amount } : {}),
  }
}

const isInCapitals = (text: string): boolean =>
  (text.match(/\p{Lu}/gu)?.length ?? 0) > 4 * (text.match(/\p{Ll}/gu)?.length ?? 0)

/** "Part 1", "Task B", "Teil II"; with a number behind it, any word. */
function isSectionNumber(text: string): boolean {
  const [word = '', number = '', ...others] = text.trim().split(/\s+/)
  if (others.length > 0) return false
  return (
    (/^\p{Lu}\p{L}+$/u.test(word) && /^\d{1,2}[a-z]?$/.test(number)) ||
    (isSectionWord(word) && /^(?:[A-Z]|[IVX]{1,4})$/.test(number))
  )
}

function trim(text: string): string {
  return text.replace(/[\s:：]+$/u, '').trim()
}

/** The longest start of a line that names a level, and what is said about it. */
function levelLine(text: string): OutlineNode['level'] {
  let found: OutlineNode['level']
  for (const match of text.slice(0, 90).matchAll(/\s*[:：]\s*|\s+[–—-]\s+|[)\]）]\s+|\.\s+/gu)) {
    // What follows a name and a colon is said about it, whatever it looks like.
    if (found && /[:：]/.test(text.slice(0, match.index))) break
    const closes = /^[)\]）]/.test(match[0])
    const head = parseLevelHead(text.slice(0, match.index + (closes ? 1 : 0)))
    const rest = text.slice(match.index + match[0].length)
    const counted =
      head?.amount !== undefined && head.label !== undefined && /^\d/.test(text) && /[:：]/.test(match[0])
    if (!head || rest === '' || head.more !== undefined || (head.label?.length ?? 0) > 50) continue
    if (isLevel(head) || counted) found = { head, descriptor: rest }
  }
  if (found) return found
  // A small letter alone fell off a word.
  const whole =
    text.length <= 60 && !/^\p{Ll}$/u.test(text) ? parseLevelHead(text.replace(/[:：]$/, '')) : undefined
  const [, range, said] = /^(\d+\s?[-–]\s?\d+\s?%?)\s+(\p{L}.{2,60})[:：]$/u.exec(text) ?? []
  const amount = range === undefined ? undefined : parseAmount(range)
  // "50-59 adds the following:"
  if (amount && said !== undefined) return { head: { amount, strength: 2 }, descriptor: said }
  return whole && isLevel(whole) ? { head: whole, descriptor: '' } : undefined
}

/** A known word, a numbered step, or a bare number; points with any other word are a criterion. */
function isLevel(head: LevelHead): boolean {
  if (head.rank !== undefined) return true
  if (head.label === undefined) return head.amount !== undefined && head.amount.unit !== 'times'
  return ordinalLevel(head.label) !== undefined
}
