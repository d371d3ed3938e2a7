import type { DocumentContent, TableCell } from '../document.ts'
import { fragmentBlocks } from './html.ts'
import { refuse } from './refuse.ts'
import { child, descendants, elements, parseXml, textOf, type XmlElement } from './xml.ts'

/**
 * Reads the rubrics and marking guides in a Moodle XML file (`grading.xml` of a backup, or an export that uses
 * the same element names; moodle/grade/grading/form/rubric/backup). One table per definition, one row per
 * criterion: the criterion, then a definition and a score for each level.
 *
 * @throws NonRetryableError CORRUPT_FILE, NOT_A_RUBRIC
 */
export async function readMoodleXml(bytes: Uint8Array, signal?: AbortSignal): Promise<DocumentContent> {
  const root = await parseXml(bytes, signal)
  const lists = [root, ...descendants(root, 'criteria'), ...descendants(root, 'guidecriteria')].filter(
    (list) => elements(list).some((item) => item.name === 'criterion' || item.name === 'guidecriterion'),
  )
  if (lists.length === 0) throw refuse('NOT_A_RUBRIC', 'The XML file holds no rubric with criteria.')
  const named = [...descendants(root, 'definition'), ...descendants(root, 'rubric'), root]
  const content: DocumentContent = { format: 'moodle-xml', blocks: [], warnings: [] }
  lists.forEach((list, table) => {
    const owner = named.find((item) => item !== list && (contains(item, list) || item === list))
    const name = plain(child(owner, 'name') ?? child(owner, 'title'))
    if (name !== '') {
      content.blocks.push({ kind: 'text', text: name, heading: 1, source: { in: 'line', line: table + 1 } })
    }
    const cells: TableCell[] = []
    const rows = elements(list)
      .filter((item) => item.name === 'criterion' || item.name === 'guidecriterion')
      .map((item) => criterionCells(item))
    rows.forEach((row, y) => {
      row.forEach((text, x) => {
        const source = { in: 'cell' as const, table, row: y, column: x }
        cells.push({ row: y, column: x, rowSpan: 1, columnSpan: 1, text, source })
      })
    })
    content.blocks.push({
      kind: 'table',
      rows: rows.length,
      columns: Math.max(0, ...rows.map((row) => row.length)),
      cells,
      ...(name === '' ? {} : { name }),
      source: { in: 'cell', table, row: 0, column: 0 },
    })
  })
  return content
}

/** Criterion, its description, then `definition, score` for each level. */
function criterionCells(criterion: XmlElement): string[] {
  const shortName = plain(
    child(criterion, 'shortname') ?? child(criterion, 'name') ?? child(criterion, 'title'),
  )
  const description = plain(child(criterion, 'description'))
  const title = shortName === '' ? description : shortName
  const maximum = plain(child(criterion, 'maxscore'))
  const levels = elements(child(criterion, 'levels'), 'level').flatMap((level) => [
    plain(child(level, 'definition') ?? child(level, 'description'), child(level, 'definitionformat')),
    score(plain(child(level, 'score') ?? child(level, 'points')) || (level.attributes.score ?? '')),
  ])
  return [title, shortName === '' ? '' : description, ...(maximum === '' ? levels : ['', score(maximum)])]
}

/** `10.00000` as Moodle stores it is `10`. */
function score(text: string): string {
  return /^-?\d+\.\d+$/.test(text) ? String(Number(text)) : text
}

/** Moodle keeps HTML in its text fields unless the format beside it says plain text (2, lib/weblib.php). */
function plain(element: XmlElement | undefined, format?: XmlElement): string {
  const text = textOf(child(element, 'text') ?? element).trim()
  if (text === '$@NULL@$') return ''
  if (textOf(format).trim() === '2') return text
  if (!/<[a-z/]|&[a-z]+;/i.test(text)) return text
  return fragmentBlocks(text, 0, 0)
    .blocks.map((block) =>
      block.kind === 'text' ? block.text : block.cells.map((cell) => cell.text).join('\n'),
    )
    .join('\n')
}

function contains(outer: XmlElement, inner: XmlElement): boolean {
  return elements(outer).some((part) => part === inner || contains(part, inner))
}
