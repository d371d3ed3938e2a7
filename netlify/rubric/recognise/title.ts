import { LEADING_BULLET } from '../bullets.ts'
import type { DocumentContent, TextBlock } from '../document.ts'
import type { Group } from './compose.ts'
import { blockOfCriterion } from './headings.ts'
import { cleanText } from './words/clean.ts'
import { isInstitution, isSentence, isTitleLine, MAX_WORDS, titleLines, wordsOf } from './words/title-line.ts'
import { namesRubric } from './words/words.ts'

/**
 * The rubric's title: inside its table, the line that names a rubric, the largest heading, the document's title, the
 * line above. Empty where the document has none of them: a file's name is no part of it.
 */
export function titleOf(content: DocumentContent, group: Group, before: Group | undefined): string {
  const [first] = group.parts
  if (!first) return ''
  const { part } = first.placed
  const above = linesAbove(content, group, before)
  const own = part.title !== undefined && isTitleLine(part.title) ? part.title : undefined
  if (own !== undefined && (part.kind === 'outline' || namesRubric(own) || above.length === 0))
    return flat(own)
  const isText = content.blocks[first.placed.block]?.kind === 'text'
  // What names running text stands over all of it; above a table the nearest is meant.
  const naming = namingLine(isText ? above : above.toReversed())
  if (naming) return flat(naming.text)
  const lines = above.filter((line) => isName(line, before !== undefined))
  if (before === undefined) {
    const title = documentTitle(content)
    if (title !== undefined && namesRubric(title) && wordsOf(title) > 1) return flat(title)
    const top = topHeading(lines, group)?.text ?? title
    if (top !== undefined && top !== '') return flat(top)
  }
  const nearest = nearestLine(lines, group, before)
  if (nearest) return flat(nearest.text)
  if (own !== undefined) return flat(own)
  const table = content.blocks[first.placed.block]
  const name = table?.kind === 'table' ? table.name : undefined
  return name !== undefined && !DEFAULT_NAME.test(name) ? name : (part.lead ?? '')
}

const DEFAULT_NAME = /^(sheet|hoja|feuille|tabelle|blad|planilha|工作表)\s?\d*$/i

const flat = (text: string): string => (cleanText(titleLines(text), true) ?? '').replace(/[\s:：.]+$/u, '')

/** No sentence, item or introduction: "You will submit:" says what follows, but "Report:" over a further rubric names it. */
function isName({ text, listDepth }: TextBlock, further: boolean): boolean {
  const whole = text.trim()
  if (listDepth !== undefined || LEADING_BULLET.test(whole) || isSentence(whole)) return false
  const named = whole.replace(/(?<=[)\]])[:：]$/u, '')
  return !(further ? /[.,;?]$/ : /[.:：,;?]$/).test(named)
}

/** What stands above the first criterion and may be a title; for running text that is within its block. */
function linesAbove(content: DocumentContent, { parts }: Group, before: Group | undefined): TextBlock[] {
  const { blocks } = content
  const [first] = parts
  if (!first) return []
  const { part, block } = first.placed
  const [criterion] = part.criteria
  const isText = blocks[block]?.kind === 'text'
  const begins = isText ? blockOfCriterion(content, criterion) : block
  const sections = new Set(part.criteria.flatMap(({ section }) => section ?? []))
  return blocks
    .slice((before?.parts.at(-1)?.placed.block ?? -1) + 1, Math.max(block, begins))
    .filter((item): item is TextBlock => item.kind === 'text')
    .filter(
      ({ text, heading }) =>
        text.length <= 200 &&
        text.split('\n').some((line) => isTitleLine(line, heading !== undefined)) &&
        !sections.has(text),
    )
}

function namingLine(above: readonly TextBlock[]): TextBlock | undefined {
  const namings = above.filter((item) => namesRubric(item.text) && item.text.length <= 150)
  const said = namings.filter(({ text, listDepth }) => listDepth === undefined && !isSentence(text))
  const isHeaded = above.some(({ heading }) => heading !== undefined)
  // A caption with its full stop comes after others; "From the grading form:" under a heading names nothing.
  const ends = ({ text, heading }: TextBlock) => (heading === undefined ? text.trim().at(-1) : undefined)
  const names = [
    ...said.filter((line) => !/[.:：]/.test(ends(line) ?? '')),
    ...said.filter((line) => ends(line) === '.' || !isHeaded),
  ]
  return (
    names.find(({ text, heading }) => heading !== undefined || wordsOf(text) <= MAX_WORDS) ??
    names[0] ??
    (isHeaded ? undefined : namings[0])
  )
}

/**
 * The heading in the largest type, where it is alone in that or begins the document: others of its size are those of
 * sections. Somebody's institution stands above it as large.
 */
function topHeading(lines: readonly TextBlock[], { parts }: Group): TextBlock | undefined {
  const others = lines.filter(({ text }) => !isInstitution(text))
  const headings = others.filter(({ heading }) => heading !== undefined)
  const rank = Math.min(...headings.map(({ heading = 9 }) => heading))
  const top = headings.filter(({ heading }) => heading === rank)
  const sections = parts.map(({ heading }) => heading)
  const isSection = parts.length > 1 && sections.filter((one) => one?.heading === rank).length > 1
  const [largest] = top
  if (!largest || (isSection && sections.includes(largest))) return undefined
  return rank === 1 || top.length === 1 || largest === others[0] ? largest : undefined
}

function nearestLine(lines: readonly TextBlock[], { parts }: Group, before: Group | undefined) {
  const others = lines.filter(({ text }) => !isInstitution(text))
  const from = others.length > 0 ? others : lines
  const own = parts[0]?.heading
  const nearest =
    before === undefined && parts.length > 1
      ? (from.find((item) => item.heading !== undefined) ?? from[0])
      : own && from.includes(own)
        ? own
        : from.at(-1)
  if (!nearest || nearest.text.length > 120) return undefined
  // A heading like those over the other tables names a section.
  const isSection = parts
    .slice(1)
    .some(({ heading }) => heading?.heading !== undefined && heading.heading === nearest.heading)
  const isNumbered = parts.length > 1 && /^\d{1,2}[.)]\s/.test(nearest.text)
  return (isSection || isNumbered) && nearest === own ? undefined : nearest
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
