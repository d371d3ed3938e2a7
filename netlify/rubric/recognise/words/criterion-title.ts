import { BULLETS } from '../../bullets.ts'
import { type Amount, parseAmount } from './amount.ts'
import { splitAmount } from './split-amount.ts'
import { fold } from './words.ts'

export interface CriterionHead {
  title: string
  description?: string
  points?: number
  weight?: number
  weightUnit?: 'percent' | 'factor'
  /** The points are deducted. */
  negative?: boolean
}

const MAX_TITLE = 90

/** The sign of an item: a bullet, or a number, a small Roman one or a letter. */
const ITEM = new RegExp(
  `^(?:(?<bullet>[☐*${BULLETS}-])|(?<number>\\d+)[.)]|(?<roman>[ivx]{1,4})[.)]|(?<letter>[a-z])[.)])\\s`,
  'u',
)

/** "1.1: ", "2.3 - ": the number of a criterion under a numbered section. Points below 1 look like "0.5 - ". */
const CODE = /^\s*[1-9]\d?(?:\.\d{1,2})+\s*[-–—:]\s+(?=\p{L})/u

/** "Design review (35%) [CLO3]": the outcome that a criterion belongs to. */
const TAG = /\s*[([]\p{Lu}{1,5}[- ]?\d{1,2}(?:\s?[,&/]\s?(?:\p{Lu}{1,5}[- ]?)?\d{1,2})*[)\]]$/u

/** What Canvas writes over the title of a criterion that measures an outcome. */
const LINKED = /^\s*This criterion is linked to a Learning Outcome\s*/i

/**
 * Reads a criterion's cell: title, then points or weight in its head or tail ("Thesis (10 pts)", "Style 20%",
 * "Content × 2"), then a description on further lines or after a colon.
 *
 * @param wrapped the lines of the cell are only wrapped text (PDF), so a line break ends nothing
 * @param lead the bold beginning of the cell, see `TableCell`
 * @param shared see `sharedNames`
 */
export function parseCriterion(
  given: string,
  wrapped: boolean,
  lead?: string,
  shared?: ReadonlySet<string>,
): CriterionHead {
  const text = given.replace(LINKED, '')
  const code = CODE.exec(text)?.[0]
  if (code !== undefined && lead === undefined) {
    const head = parseCriterion(text.slice(code.length), wrapped, undefined, shared)
    return { ...head, title: `${code.trim()} ${head.title}` }
  }
  const named = lead === undefined ? undefined : withLead(text.trim(), lead)
  if (named) return named
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  let head = text.trim()
  let description: string | undefined
  const dashed = lines.filter((line) => /^[-–]\p{L}/u.test(line)).length >= 2
  const own = signOf(lines[0] ?? '')
  // Below "a. Account" an item with another sign is a part of it.
  const bullet = lines.findIndex((line, at) => {
    const sign = signOf(line)
    if (own === undefined) return sign !== undefined || (dashed && /^[-–]\p{L}/u.test(line))
    return at > 0 && sign !== undefined && sign !== own
  })
  if (bullet > 0) {
    head = lines.slice(0, bullet).join('\n')
    description = lines.slice(bullet).join('\n')
  }
  const headLines = head.split('\n')
  const last = headLines.length > 1 ? splitLastLine(headLines) : undefined
  if (last) return compose(last.title, description ?? last.description, last.amount)
  if (!wrapped && headLines.length > 1 && description === undefined) {
    const rest = headLines.slice(1).join('\n')
    if (rest.length > 30 || /^[([（]/.test(rest)) {
      head = headLines[0] ?? ''
      description = rest
    }
  }
  const [first = '', ...others] = headLines
  if (wrapped && description === undefined && isSentences(first, others.join('\n'))) {
    head = first
    description = others.join('\n')
  }
  if (description === undefined) {
    const colon = /^([^:：\n]{2,60})[:：]\s*(\S[\s\S]{19,})$/.exec(head)
    // "Criterion 2: …" is named by what follows.
    const numbered =
      /^\p{L}+\.?(?:\s*\d{1,2}|\s+(?:[A-Z]|[IVX]+))\s*$/u.test(colon?.[1] ?? '') && head.length <= MAX_TITLE
    if (colon && !numbered && !shared?.has(fold(colon[1] ?? '')) && splitAmount(head, false)?.at !== 'tail') {
      head = colon[1] ?? head
      description = colon[2]
    }
  }
  const tag = TAG.exec(head)?.[0]
  const tagged = tag === undefined ? undefined : splitAmount(head.slice(0, -tag.length), false)
  if (tag !== undefined && tagged?.at === 'tail')
    return compose(tagged.rest + tag, description, tagged.amount)
  const inside =
    /^([^()[\]（）]{2,80}?)\s*([([（][^()[\]（）]{1,30}[)\]）])\s*[:：–—-]?\s+(\S[\s\S]{9,})$/u.exec(head)
  const insideAmount = inside ? splitAmount(`x ${inside[2]}`, false) : undefined
  if (inside && insideAmount && description === undefined) {
    return compose(inside[1] ?? '', inside[3], insideAmount.amount)
  }
  const split = splitAmount(head, false) ?? (head.length <= MAX_TITLE ? looseWeight(head) : undefined)
  if (split && split.rest !== '') return compose(split.rest, description, split.amount)
  return compose(head, description, undefined)
}

function signOf(line: string): string | undefined {
  const groups = ITEM.exec(line)?.groups ?? {}
  return Object.keys(groups).find((name) => groups[name] !== undefined)
}

/** A bold name, points behind it or on the next line, and what is said about it in letters that are not bold. */
function withLead(text: string, lead: string): CriterionHead | undefined {
  if (!text.startsWith(lead) || lead.length > MAX_TITLE || ITEM.test(lead)) return undefined
  const rest = text.slice(lead.length).trim()
  if (!/^[\p{Lu}\p{N}(["“¿¡•*☐-]/u.test(rest) && !/[:：]$/.test(lead)) return undefined
  const [first = '', ...others] = rest.split('\n')
  const below = parseAmount(first) === undefined ? undefined : splitAmount(`x ${first}`, true)
  const head = parseCriterion(below ? `${lead} ${first}` : lead, true)
  if (head.title === '' || head.description !== undefined) return undefined
  const description = below ? others.join('\n') : rest
  return {
    ...head,
    title: head.title.replace(/\.$/, ''),
    ...(description === '' ? {} : { description }),
  }
}

/**
 * The criterion of a cell beside which a column describes it: a colon divides nothing there, and nothing of the
 * cell is lost.
 */
export function parseDescribed(
  given: string,
  described: string | undefined,
  wrapped: boolean,
  lead?: string,
  shared?: ReadonlySet<string>,
): CriterionHead {
  const head = parseCriterion(given, wrapped, lead, shared)
  if (described === undefined || head.description === undefined)
    return described === undefined ? head : { ...head, description: described }
  const whole = given.replace(/\s+/g, ' ').trim()
  const isLine = wrapped || !given.trim().includes('\n')
  if (isLine && whole.length <= MAX_NAME && head.points === undefined && head.weight === undefined)
    return { title: whole, description: described }
  return { ...head, description: `${head.description}\n${described}` }
}

const MAX_NAME = 160

/** What stands before the colon of several cells ("Report: layout", "Report: language") names a group of them. */
export function sharedNames(texts: readonly string[]): ReadonlySet<string> {
  const names = texts.flatMap((text) => {
    const name = /^([^:：\n]{2,60})[:：]\s*\S/.exec(text.trim())?.[1]
    return name === undefined ? [] : [fold(name)]
  })
  return new Set(names.filter((name, at) => names.indexOf(name) < at))
}

/**
 * A name on a line of its own over running text, as Canvas prints it. A name that is wrapped goes on with a small
 * letter, behind a little word, or in capitals.
 */
function isSentences(name: string, text: string): boolean {
  if (name.length > 60 || !/\p{L}{3}/u.test(name) || text.length < 40 || !/^\p{Lu}/u.test(text)) return false
  if (
    /(?:[,&/–-]|\s(?:and|or|of|the|for|in|to|with|a|y|e|o|de|del|la|el|en|et|du|des|le|und|der|die|das|van|het|da|do))$/iu.test(
      name,
    )
  )
    return false
  const words = text.match(/\p{L}{4,}/gu) ?? []
  return words.filter((word) => /^\p{Lu}/u.test(word)).length < words.length / 2
}

/** "Content × 2", "Style 20 %", "Thesis 10 points". */
function looseWeight(head: string) {
  const split = splitAmount(head, true)
  return split && split.at === 'tail' && split.amount.unit !== 'none' ? split : undefined
}

/** A last (or second) line that is only points: "Thesis\n10 pts", "Thesis\n(20%)\nWhat the paper claims". */
function splitLastLine(
  lines: readonly string[],
): { title: string; description?: string; amount: Amount } | undefined {
  for (let at = 1; at < lines.length; at++) {
    const split = splitAmount(`x ${lines[at]}`, true)
    if (
      split?.rest === 'x' &&
      (split.amount.unit !== 'none' || split.amount.outOf || /[([]/.test(lines[at] ?? ''))
    ) {
      const description = lines.slice(at + 1).join('\n')
      return {
        title: lines.slice(0, at).join('\n'),
        ...(description === '' ? {} : { description }),
        amount: split.amount,
      }
    }
  }
  return undefined
}

function compose(title: string, description: string | undefined, amount: Amount | undefined): CriterionHead {
  const head: CriterionHead = {
    title: title
      // "Soil, Weight 40 %"
      .replace(
        amount?.unit === 'percent' ? /[\s,;]+(weight|peso|gewicht(ung)?|poids|weging)[\s:：]*$/iu : /$^/,
        '',
      )
      .replace(/[\s:：]+$/u, '')
      .replace(/\s+/g, ' ')
      .trim(),
  }
  if (description !== undefined && description.trim() !== '') head.description = description.trim()
  const value = amount?.max ?? amount?.min
  if (amount && value !== undefined) {
    if (amount.unit === 'percent' || amount.unit === 'times') {
      head.weight = value
      head.weightUnit = amount.unit === 'percent' ? 'percent' : 'factor'
    } else head.points = value
    if (value < 0) head.negative = true
  }
  return head
}
