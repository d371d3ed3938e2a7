import type { RubricCriterion } from '../../../src/shared/rubric.ts'
import type { DocumentContent, TextBlock } from '../document.ts'
import { parseAmount } from './words/amount.ts'
import { cleanText } from './words/clean.ts'
import { splitAmount } from './words/split-amount.ts'
import { fold, isFormField, totalWord } from './words/words.ts'

/** What the lines above tables name: sections and criteria; for the rubric's own title see title.ts. */

/**
 * The heading of each of several tables. Where "Part 2" stands right above the second and "Part 3" above the third,
 * neither printed as a heading, the line right above the first is like them, and a heading over it that of the whole.
 */
export function headingsBefore(
  content: DocumentContent,
  tables: readonly number[],
): (TextBlock | undefined)[] {
  const headings = tables.map((block, at) => headingBefore(content, block, tables[at - 1] ?? -1))
  const [first, ...others] = headings
  const [above, ...lines] = tables.map((block) => lineAbove(content, block))
  const areAbove = others.every((line, at) => isPlainLine(line) && line === lines[at])
  const isWhole = first?.heading !== undefined && isPlainLine(above)
  return isWhole && others.length > 0 && areAbove ? [above, ...others] : headings
}

function isPlainLine(line: TextBlock | undefined): boolean {
  return line?.heading === undefined && /[^.!?:;,]$/.test(line?.text ?? '') && (line?.text.length ?? 0) <= 80
}

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

const CONTENTS =
  /^(?:table of )?contents$|^index$|^indice(?: general)?$|^tabla de contenidos?$|^sommaire$|^table des matieres$|^inhalt(?:sverzeichnis)?$|^inhoud(?:sopgave)?$|^sumario$|^目[录次]$/

/** Whether a table stands under the heading of a list of headings and their pages. */
export function isUnderContents(content: DocumentContent, table: number): boolean {
  return CONTENTS.test(fold(headingBefore(content, table, -1)?.text.trim() ?? ''))
}

/** The block that a criterion stands in, in running text; -1 for one of a table. */
export function blockOfCriterion(
  { blocks }: DocumentContent,
  criterion: RubricCriterion | undefined,
): number {
  return blocks.findIndex(({ source }) => source !== undefined && source === criterion?.source)
}

/** The line right above a table. */
export function lineAbove({ blocks }: DocumentContent, block: number): TextBlock | undefined {
  const above = blocks[block - 1]
  return above?.kind === 'text' && above.text.length <= 200 && !isFormField(above.text) ? above : undefined
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
