import type { Rubric } from '../../../src/shared/rubric.ts'
import type { DocumentContent } from '../document.ts'
import { refuse } from '../read/refuse.ts'
import { composeRubrics, type Placed } from './compose.ts'
import { continued } from './continued.ts'
import { readCanvas, readMoodle } from './interchange.ts'
import { readOutline } from './outline.ts'
import { readTable } from './read-table.ts'
import { namesRubric } from './words.ts'

/**
 * Finds the rubrics of a document by rule.
 *
 * @throws NonRetryableError NOT_A_RUBRIC with the reason
 */
export function recogniseRubrics(content: DocumentContent, signal?: AbortSignal): Rubric[] {
  const wrapped = content.format === 'pdf'
  const texts = content.blocks.map((block) =>
    block.kind === 'text'
      ? block.text
      : [block.name ?? '', ...block.cells.slice(0, 12).map((cell) => cell.text)].join('\n'),
  )
  const namedRubric = namesRubric(
    [content.title ?? '', ...texts.map((text) => text.slice(0, 300))].join('\n'),
  )
  const placed: Placed[] = []
  continued(content).forEach((block, index) => {
    signal?.throwIfAborted()
    if (block?.kind !== 'table') return
    const parts =
      content.format === 'canvas-csv'
        ? readCanvas(block)
        : content.format === 'moodle-xml'
          ? readMoodle(block)
          : readTable(block, { namedRubric, wrapped })
    for (const part of parts) placed.push({ part, block: index })
  })
  if (placed.length === 0) {
    const outline = readOutline(content, namedRubric)
    if (outline) placed.push(outline)
  }
  const rubrics = composeRubrics(content, placed)
  if (rubrics.length === 0) throw refuse('NOT_A_RUBRIC', reason(content))
  return rubrics
}

function reason(content: DocumentContent): string {
  const tables = content.blocks.filter((block) => block.kind === 'table')
  const letters = content.blocks.reduce(
    (sum, block) =>
      sum +
      (block.kind === 'text'
        ? block.text.length
        : block.cells.reduce((all, cell) => all + cell.text.length, 0)),
    0,
  )
  if (letters < 40) return 'The document holds almost no text, so there is no rubric to read.'
  if (tables.length === 0) {
    return 'The document holds no table and no list of criteria with points. Choose the document that holds the rubric.'
  }
  return `The document holds ${tables.length === 1 ? 'a table' : `${tables.length} tables`}, but none with criteria and levels or points. Choose the document that holds the rubric.`
}
