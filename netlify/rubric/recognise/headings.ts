import type { RubricCriterion } from '../../../src/shared/rubric.ts'
import type { DocumentContent, TextBlock } from '../document.ts'
import type { Group } from './compose.ts'
import { parseAmount } from './words/amount.ts'
import { cleanText } from './words/clean.ts'
import { splitAmount } from './words/split-amount.ts'
import { isFormField, namesRubric, totalWord } from './words/words.ts'

/** What the lines above tables name: rubrics, their sections and their criteria. */

/** The nearest heading or short line above a table, below the table before it. */
export function headingBefore(content: DocumentContent, block: number, after: number): TextBlock | undefined {
  let short: TextBlock | undefined
  for (let at = block - 1; at > after; at--) {
    const other = content.blocks[at]
    if (other?.kind !== 'text') break
    if (other.heading !== undefined && !isFormField(other.text)) return other
    const text = other.text.trim()
    if (
      short === undefined &&
      text.length <= 120 &&
      !isFormField(text) &&
      !totalWord(text) &&
      !parseAmount(text)
    ) {
      // "1. Method" right above a table is no item of a list.
      const numbered = at === block - 1 && /^\d{1,2}[.)]\s/.test(text)
      const said = numbered ? text.replace(/^\d+[.)]\s+/, '') : text
      if ((other.listDepth === undefined || numbered) && !/[;,]$|[.!?]\s/.test(said)) short = other
    }
  }
  return short
}

/** The line right above a table. */
export function lineAbove({ blocks }: DocumentContent, block: number): TextBlock | undefined {
  const above = blocks[block - 1]
  return above?.kind === 'text' && above.text.length <= 200 && !isFormField(above.text) ? above : undefined
}

/** The rubric's title: inside its table, the heading that names a rubric, the document's title, a first line. */
export function titleOf(content: DocumentContent, group: Group, before: Group | undefined): string {
  const [first] = group.parts
  if (!first) return ''
  const { part, block } = first.placed
  const earliest = before?.parts.at(-1)?.placed.block ?? -1
  const above = content.blocks
    .slice(earliest + 1, block)
    .filter((item): item is TextBlock => item.kind === 'text')
    .filter((item) => item.text.length <= 200 && !isFormField(item.text) && /\p{L}/u.test(item.text))
  const flat = (text: string | undefined) => (text === undefined ? undefined : cleanText(text, true))
  if (part.title !== undefined && (part.kind === 'outline' || namesRubric(part.title) || above.length === 0))
    return flat(part.title) ?? ''
  const namings = [...above].reverse().filter((item) => namesRubric(item.text) && item.text.length <= 150)
  const said = namings.filter(({ text, listDepth }) => listDepth === undefined && !isSentence(text))
  const naming =
    said.find(({ text, heading }) => heading !== undefined || wordsOf(text) <= MAX_WORDS) ??
    said[0] ??
    (above.some(({ heading }) => heading !== undefined) ? undefined : namings[0])
  if (naming) return flat(naming.text) ?? ''
  if (before === undefined) {
    const sections = group.parts.flatMap(({ heading }) => heading?.heading ?? [])
    const ranks = above.flatMap(({ heading }) => heading ?? [])
    const rank = Math.min(...ranks)
    // "Project specification", the project's name in larger type, and headings of sections in smaller.
    const isAbove = ranks.filter((one) => one === rank).length === 1 && sections.every((one) => one > rank)
    const outranks = sections.length > 1 && isAbove
    const top = above.find((item) => item.heading === 1 || (outranks && item.heading === rank))
    const title = top?.text ?? documentTitle(content)
    if (title !== undefined && title !== '') return flat(title) ?? ''
  }
  const nearest =
    before === undefined && group.parts.length > 1
      ? (above.find((item) => item.heading !== undefined) ?? above[0])
      : (first.heading ?? above.at(-1))
  // A heading like those over the other tables names a section.
  const isSection = group.parts
    .slice(1)
    .some(({ heading }) => heading?.heading !== undefined && heading.heading === nearest?.heading)
  const isNumbered = group.parts.length > 1 && /^\d{1,2}[.)]\s/.test(nearest?.text ?? '')
  const isOwn = nearest !== undefined && nearest === first.heading
  if (nearest && nearest.text.length <= 120 && !((isSection || isNumbered) && isOwn))
    return flat(nearest.text) ?? ''
  if (part.title !== undefined) return flat(part.title) ?? ''
  const table = content.blocks[block]
  const name = table?.kind === 'table' ? table.name : undefined
  return name !== undefined && !/^(sheet|hoja|feuille|tabelle|blad|planilha|工作表)\s?\d*$/i.test(name)
    ? name
    : (part.lead ?? '')
}

const MAX_WORDS = 8

const wordsOf = (text: string): number => text.trim().split(/\s+/).length

/** It only speaks of a rubric: "You pass when you meet the requirements in the rubric below:" */
function isSentence(text: string): boolean {
  const whole = text.trim()
  return /[.!?](?:\s|$)/.test(whole) || (/[:：,;]$/.test(whole) && wordsOf(whole) > MAX_WORDS)
}

/** The title among a file's properties, where somebody gave it one. */
function documentTitle({ title }: DocumentContent): string | undefined {
  const bare = title
    ?.replace(/\.(docx?|xlsx?|pdf|odt|pages|numbers|pptx?|html?)$/i, '')
    .replace(/\s[-–—]\s(Google (Sheets|Docs|Drive|Slides)|Microsoft Word)$/i, '')
  return bare === undefined || /^(untitled|document|sheet|book|presentation)[\s\d]*$/i.test(bare)
    ? undefined
    : bare
}

/** The criterion that a heading over its levels names, with its points. */
export function headingCriterion(heading: TextBlock, criterion: RubricCriterion): Partial<RubricCriterion> {
  const text = cleanText(heading.text, true) ?? ''
  const bare = text.replace(/^\d+[.)]\s+/, '')
  const match = /^(.*?)\s*[([（]\s*([^()[\]（）]+)\s*[)\]）]\s*:?$/u.exec(bare)
  const amount = match ? parseAmount(match[2] ?? '') : undefined
  const value = amount?.max
  if (!match || value === undefined) return { title: bare, source: heading.source }
  const weighted = amount?.unit === 'percent' || amount?.unit === 'times'
  return {
    title: match[1] ?? bare,
    source: heading.source,
    ...(weighted
      ? { weight: value, weightUnit: amount?.unit === 'percent' ? ('percent' as const) : ('factor' as const) }
      : { points: value }),
    levels: criterion.levels,
  }
}

/** The same, of a line that is no heading. */
export function namedBy({ text, source }: TextBlock): Partial<RubricCriterion> {
  const { rest, amount } = splitAmount(text, true) ?? { rest: text }
  const title = rest.replace(/[\s.:：]+$/u, '').replace(/\s+/g, ' ')
  const points = amount?.unit === 'points' ? amount.max : undefined
  return { title, source, ...(points === undefined ? {} : { points }) }
}
