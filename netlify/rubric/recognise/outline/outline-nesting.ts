import { BULLETS } from '../../bullets.ts'
import { isSameSum } from '../../same-sum.ts'
import { type Amount, parseNumber } from '../words/amount.ts'
import { fold, totalWord } from '../words/words.ts'
import { underNames } from './named-points.ts'
import { isScaleOf } from './outline-criterion.ts'
import { underSums } from './outline-sums.ts'
import type { OutlineNode } from './outline-tree.ts'

const ITEM = new RegExp(`^[${BULLETS}–-]\\s+`, 'u')

/** Lines that belong under a line beside them, and numbers that only the lines around them explain. */
export function nested(lines: readonly OutlineNode[]): OutlineNode[] {
  const nodes = lines.flatMap(besideAlike)
  for (const node of nodes) {
    node.children = nested(node.children)
    withBareAmounts(node.children, node.amount)
    withSigns(node)
  }
  withWholeNames(nodes)
  return underSums(underWhole(underBare(withLevels(underNames(nodes.flatMap(withoutOthers))))))
}

/** A line in bold of the form of those below it ("Basic (5 pts): …" over "Basic (9 pts): …") is one of them. */
function besideAlike(node: OutlineNode): OutlineNode[] {
  const isAlike = ({ title, amount, description }: OutlineNode) =>
    title === node.title && amount !== undefined && description !== undefined
  const isOne = node.rank < 9 && isAlike(node) && node.children.some(isAlike)
  return isOne ? [{ ...node, children: [] }, ...node.children] : [node]
}

/** "Question 1 (30 marks)" in front of a paragraph, no deeper, over the parts that add up to it. */
function underWhole(nodes: readonly OutlineNode[]): OutlineNode[] {
  const kept: OutlineNode[] = []
  for (const [at, node] of nodes.entries()) {
    const before = nodes[at - 1]
    const parts = node.children.filter(({ amount }) => amount)
    const isOwn =
      before?.amount?.max !== undefined && before.children.length === 0 && node.rank === 9 && !node.amount
    const sum = parts.reduce((all, { amount }) => all + (amount?.max ?? 0), 0)
    if (isOwn && parts.length > 1 && isSameSum(sum, before.amount?.max ?? 0)) {
      const { children, ...paragraph } = node
      before.children.push({ ...paragraph, children: [] }, ...children)
    } else kept.push(node)
  }
  return kept
}

/**
 * "Creative part (10 points)" as a heading, and "Styling (5 points)" in its text, which is no part of it: it adds up
 * itself, and they do not.
 */
function withoutOthers(node: OutlineNode): OutlineNode[] {
  if (node.rank >= 9 || node.amount?.unit !== 'points' || addsUp(node)) return [node]
  const at = node.children.findIndex((child) => child.rank === 9 && child.amount && addsUp(child))
  return at < 0 ? [node] : [node, ...node.children.splice(at)]
}

function addsUp({ amount, children }: OutlineNode): boolean {
  const sum = children.reduce((all, child) => all + (child.amount?.max ?? 0), 0)
  return children.length > 1 && amount?.max !== undefined && isSameSum(sum, amount.max)
}

const EXTRA =
  /malus|bonus|penal|deduct|abzug|abzuege|descuento|desconto|aftrek|points? (?:off|lost|taken)|extra credit/
const SIGNED_LINE = /^([-−–+]\d{1,3}(?:[.,]\d+)?)\s+(\p{L}.*)$/su

/** "-5 The report is late" below "Penalties": with its sign a bare number is points there. */
function withSigns({ title, children }: OutlineNode): void {
  const found = children.map(({ text, amount }) => (amount ? null : SIGNED_LINE.exec(text)))
  if (!EXTRA.test(fold(title)) || !found.every((match) => match !== null)) return
  for (const [at, child] of children.entries()) {
    const value = parseNumber(found[at]?.[1] ?? '')
    if (value === undefined) continue
    child.amount = { min: value, max: value, unit: 'points' }
    child.title = found[at]?.[2] ?? ''
    delete child.description
    delete child.level
  }
}

/** "Home page: lists the trips", "Home page: has a search bar": a name that comes again names no criterion. */
function withWholeNames(nodes: readonly OutlineNode[]): void {
  const shared = nodes.filter((node) => nodes.some((other) => other !== node && other.title === node.title))
  for (const node of shared) {
    const { title, description = '', text } = node
    if (description === '') continue
    const start = text.indexOf(title)
    const end = text.indexOf(description, start + title.length)
    // Points may stand between the name and the colon.
    const between = text.slice(start + title.length, end).replace(/\([^()]{1,30}\)/u, '')
    if (start < 0 || end < 0 || !/^\s*[:：–—-]\s*$/u.test(between)) continue
    node.title = text.slice(start, end + description.length)
    delete node.description
  }
}

/** "Styling (5 points)" in front of "3 Shows pictures" and "2 Fits a phone", which stand no deeper and add up to it. */
function underBare(nodes: readonly OutlineNode[]): OutlineNode[] {
  const kept: OutlineNode[] = []
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at]
    if (!node) continue
    kept.push(node)
    const whole = node.amount?.unit === 'points' && node.children.length === 0 ? node.amount.max : undefined
    if (whole === undefined || totalWord(node.text)) continue
    let [end, left] = [at + 1, whole]
    for (let next = nodes[end]; next && left > 0.005; next = nodes[++end]) {
      const value = next.amount || next.children.length > 0 ? undefined : bareAmount(next.text)?.value
      if (value === undefined) break
      left -= value
    }
    if (end < at + 3 || !isSameSum(left, 0)) continue
    node.children = nodes.slice(at + 1, end)
    withBareAmounts(node.children, node.amount)
    at = end - 1
  }
  return kept
}

/**
 * "Thesis (4 points)", "4: clear", "3: vague": levels that stand below their criterion and no deeper. They have
 * known names, run down to no points, or start with as many points as the criterion is worth.
 */
function withLevels(nodes: readonly OutlineNode[]): OutlineNode[] {
  const kept: OutlineNode[] = []
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at]
    if (!node) continue
    kept.push(node)
    markEquations(node, nodes.slice(at + 1))
    if (node.level || node.children.some(({ level }) => !level) || totalWord(node.text)) continue
    let end = at + 1
    while (nodes[end]?.level && nodes[end]?.rank === node.rank) end++
    const levels = [...node.children, ...nodes.slice(at + 1, end)]
    if (end === at + 1 || !isOwnScale(levels, node)) continue
    node.children = levels
    at = end - 1
  }
  return kept
}

/** "Builds on both systems = 10" and "Builds on one = 5" below 10 points: levels with their points behind them. */
function markEquations(node: OutlineNode, after: readonly OutlineNode[]): void {
  if (node.amount?.max === undefined || node.level) return
  const lines = node.children.length > 0 ? node.children : after.filter(({ rank }) => rank === node.rank)
  const end = lines.findIndex((line) => equation(line) === undefined || line.children.length > 0)
  const run = lines.slice(0, end < 0 ? undefined : end)
  const levels = run.flatMap((line) => {
    const level = equation(line)
    return level ? [{ ...line, level }] : []
  })
  if (run.length < 2 || !isOwnScale(levels, node)) return
  for (const [at, line] of run.entries()) {
    Object.assign(line, { level: levels[at]?.level })
    delete line.amount
  }
}

function equation({ text }: OutlineNode): OutlineNode['level'] {
  const [, descriptor, number] =
    /^(\S.*?)\s*=\s*(\d+(?:[.,]\d+)?)(?:\s?(?:points?|pts?|marks?))?$/iu.exec(text) ?? []
  const value = parseNumber(number ?? '')
  if (descriptor === undefined || value === undefined) return undefined
  return {
    head: { amount: { min: value, max: value, unit: 'none' }, strength: 2 },
    descriptor: descriptor.replace(ITEM, ''),
  }
}

function isOwnScale(levels: readonly OutlineNode[], { amount }: OutlineNode): boolean {
  if (levels.length < 2 || levels.some(({ children }) => children.some((child) => child.amount))) return false
  if (!isScaleOf(levels, amount?.max)) return false
  const heads = levels.map(({ level }) => level?.head)
  const values = heads.flatMap((head) => head?.amount?.max ?? [])
  const named = heads.filter((head) => head?.rank !== undefined).length
  // "7 points: all of it", …, "0 points: none of it" say by themselves that only one of them is given.
  const toNothing = Math.min(...values) === 0 && Math.max(...values) > 0
  const isRun = heads.some((head) => head?.amount?.range)
  const tellsApart = values.length === levels.length && (toNothing || isRun)
  if (amount?.max === undefined) return tellsApart || (named >= levels.length / 2 && named >= 2)
  return Math.max(...values) === amount.max || (values.length === 0 && named === levels.length)
}

/**
 * "10 - Pages load" under a line of 30 points, or "Layout - 20" above "Total - 80": bare numbers are points where
 * they add up.
 */
function withBareAmounts(nodes: readonly OutlineNode[], whole: Amount | undefined): void {
  const lines = nodes.filter((node) => !totalWord(node.text))
  if (lines.length < 2 || lines.some(({ amount, text }) => amount && !/\beach\b/i.test(text))) return
  const sums = nodes.flatMap((node) =>
    totalWord(node.text) === undefined ? [] : (bareAmount(node.text)?.value ?? []),
  )
  const below = whole && whole.unit !== 'percent' && whole.unit !== 'times' ? whole.max : undefined
  const closing = nodes.findIndex((node) => totalWord(node.text))
  const stated = below ?? (closing > 0 ? sums[0] : undefined)
  const counted = below === undefined ? nodes.slice(0, closing) : lines
  const bare = counted.map((node) => bareAmount(node.text))
  const sum = bare.reduce((all, item) => all + (item?.value ?? 0), 0)
  if (stated === undefined || counted.length < 2 || bare.includes(undefined) || !isSameSum(sum, stated))
    return
  for (const node of lines) {
    const item = bareAmount(node.text)
    if (!item) continue
    node.amount = { min: item.value, max: item.value, unit: 'points' }
    node.title = item.rest
    delete node.description
    delete node.level
  }
}

/** The number in "10 - Pages load", "3 Code is readable", "- Layout - 20", "Layout: 20 (10 each)". */
function bareAmount(line: string): { value: number; rest: string } | undefined {
  const text = line.replace(ITEM, '')
  const head = /^(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:[-–—:]\s*|\s)(?=\p{L})(.*)$/u.exec(text)
  const tail = /^(.*\p{L}.*?)\s*(?:\s[-–—=]|[:：])\s*(\d{1,3}(?:[.,]\d{1,2})?)(?:\s*\([^()]*\))?$/u.exec(text)
  const [number, rest] = head ? [head[1], head[2]] : [tail?.[2], tail?.[1]]
  const value = parseNumber(number ?? '')
  return value === undefined || !rest ? undefined : { value, rest: rest.trim() }
}
