import type { Rubric } from '../../../src/shared/rubric.ts'
import type { Block, DocumentContent, TableBlock } from '../document.ts'
import { refuse } from '../read/refuse.ts'
import { readByShape } from './by-shape.ts'
import { composeRubrics, type Placed } from './compose.ts'
import { continued } from './continued.ts'
import { isOverview } from './evidence/overview-table.ts'
import { withSiblings } from './evidence/sibling-tables.ts'
import { readTickTable } from './grid/tick-table.ts'
import { isUnderContents } from './headings.ts'
import { readCanvas, readMoodle } from './interchange.ts'
import { readPlainItems } from './list/plain-items.ts'
import { looksAlike } from './look-alikes.ts'
import {
  firstLines,
  isComparison,
  isEnumeration,
  isOfCourse,
  isQuestions,
  isTaskSheet,
  lettersOf,
} from './other-documents.ts'
import { readOutlines } from './outline/outline.ts'
import { readTable } from './read-table.ts'
import { namesRubric } from './words/words.ts'

/** What the tables and lines of a document were read as, each by itself. */
export interface Recognised {
  /** The document's blocks, those cut in two by a page break joined; see `continued`. */
  blocks: (Block | undefined)[]
  placed: Placed[]
  /** The document calls itself a rubric somewhere. */
  namedRubric: boolean
  wrapped: boolean
}

/**
 * Finds the rubrics of a document by rule.
 *
 * @param fileName evidence like a title, though weaker: levels in "presentation-rubric.pdf" need to say less for
 *   themselves, a plain list of numbers does not
 * @throws NonRetryableError NOT_A_RUBRIC with the reason
 */
export function recogniseRubrics(content: DocumentContent, signal?: AbortSignal, fileName = ''): Rubric[] {
  return composeAll(content, recogniseParts(content, signal, fileName).placed)
}

/** @throws NonRetryableError NOT_A_RUBRIC with the reason */
export function composeAll(content: DocumentContent, placed: readonly Placed[]): Rubric[] {
  const rubrics = composeRubrics(content, placed)
  if (rubrics.length === 0) throw refuse('NOT_A_RUBRIC', reason(content))
  return rubrics
}

export function recogniseParts(content: DocumentContent, signal?: AbortSignal, fileName = ''): Recognised {
  const wrapped = content.format === 'pdf'
  const said = namesRubric(namingTexts(content).join('\n'))
  const namedFile = namesRubric(fileName.replace(/[_-]+/g, ' '))
  const namedRubric = said || namedFile
  const placed: Placed[] = []
  const blocks = continued(content).map((block, at) =>
    block?.kind === 'table' && isUnderContents(content, at) ? undefined : block,
  )
  blocks.forEach((block, index) => {
    signal?.throwIfAborted()
    if (block?.kind !== 'table') return
    const parts =
      content.format === 'canvas-csv'
        ? readCanvas(block)
        : content.format === 'moodle-xml'
          ? readMoodle(block)
          : readTable(block, { namedRubric, namedList: said, wrapped })
    for (const part of parts) {
      if (looksAlike(part) || (!said && isComparison(part, content))) continue
      if (!namedRubric && isEnumeration(part)) continue
      if (!namedFile && isOfCourse(part, index, content, fileName)) continue
      placed.push({ part, block: index })
    }
  })
  const readSibling = (table: TableBlock) =>
    readTable(table, { namedRubric, namedList: said, wrapped, sibling: true }).filter(
      (part) => !looksAlike(part),
    )
  placed.splice(0, placed.length, ...withSiblings(blocks, placed, readSibling))
  if (placed.length === 0 && namedRubric) {
    const named = namedFile || namesRubric(firstLines(content))
    blocks.forEach((block, index) => {
      if (block?.kind !== 'table') return
      if (!named && !blocks.slice(Math.max(0, index - 2), index).some(isNaming)) return
      const part =
        (named ? (readTickTable(block) ?? readPlainItems(block, wrapped)) : undefined) ??
        readByShape(block, wrapped)
      if (part && !looksAlike(part)) placed.push({ part, block: index })
    })
  }
  const [only, another] = placed
  const isAlone = only !== undefined && !another && only.part.criteria.length <= MAX_OVERVIEW
  if ((placed.length === 0 || (isAlone && namedRubric)) && mostlyText(content)) {
    const outlines = readOutlines(content, namedRubric, namedFile).filter(
      (outline) => !only || isOverview(blocks[only.block], outline),
    )
    if (outlines.length > 0) placed.length = 0
    const isOther = ({ part, block }: Placed) =>
      looksAlike(part) ||
      isQuestions(part) ||
      (!namedRubric && isTaskSheet(part, content, fileName)) ||
      (!namedFile && isOfCourse(part, block, content, fileName))
    placed.push(...outlines.filter((outline) => !isOther(outline)))
  }
  return { blocks, placed, namedRubric, wrapped }
}

const isNaming = (block: Block | undefined): boolean =>
  block?.kind === 'text' && block.text.length <= 120 && !/[.;]$/.test(block.text) && namesRubric(block.text)

/** A table of more rows is no overview. */
const MAX_OVERVIEW = 10
const MAX_SHORT_DOCUMENT = 6000

/**
 * Where a document says that it holds a rubric: its title, headings, short lines and the heads of tables; running
 * text that mentions one counts in a short document only, and an item of a list never: it is about rubrics.
 */
function namingTexts(content: DocumentContent): string[] {
  const running = lettersOf(content) <= MAX_SHORT_DOCUMENT
  return [
    content.title ?? '',
    ...content.blocks.map((block) => {
      if (block.kind === 'table') return [block.name ?? '', ...headTexts(block)].join('\n')
      if (block.heading === undefined && block.listDepth !== undefined) return ''
      return running || block.heading !== undefined || block.text.length <= 120
        ? block.text.slice(0, 300)
        : ''
    }),
  ]
}

/** The first row of a table, and what stands alone in the rows below it. */
function headTexts({ cells }: TableBlock): string[] {
  const near = cells.filter((cell) => cell.row < 6 && cell.text.trim() !== '')
  return near
    .filter((cell) => cell.row === 0 || !near.some((other) => other !== cell && other.row === cell.row))
    .map((cell) => cell.text.slice(0, 300))
}

const MIN_LETTERS = 40

/** Lines between tables that were not understood are no rubric of their own. */
function mostlyText(content: DocumentContent): boolean {
  const all = lettersOf(content)
  const lines = lettersOf({ ...content, blocks: content.blocks.filter((block) => block.kind === 'text') })
  return all >= MIN_LETTERS && lines >= all / 2
}

function reason(content: DocumentContent): string {
  const tables = content.blocks.filter((block) => block.kind === 'table')
  const letters = lettersOf(content)
  if (letters < MIN_LETTERS) return 'The document holds almost no text, so there is no rubric to read.'
  if (tables.length === 0) {
    return 'The document holds no table and no list of criteria with points. Choose the document that holds the rubric.'
  }
  return `The document holds ${tables.length === 1 ? 'a table' : `${tables.length} tables`}, but none with criteria and levels or points. Choose the document that holds the rubric.`
}
