import type { Block, DocumentContent } from './document.ts'

/** The text of a document in reading order: a line per block and per table row, cells divided by tabs. */
export function documentText(content: DocumentContent): string {
  return content.blocks.map(blockText).join('\n')
}

function blockText(block: Block): string {
  if (block.kind === 'text') return block.text
  const rows = new Map<number, string[]>()
  for (const cell of block.cells) {
    if (cell.text === '') continue
    const row = rows.get(cell.row) ?? []
    row.push(cell.text.replace(/\s*\n\s*/g, ' '))
    rows.set(cell.row, row)
  }
  return [...rows]
    .sort(([a], [b]) => a - b)
    .map(([, cells]) => cells.join('\t'))
    .join('\n')
}

/** At most `limit` characters of the document's text, never half a surrogate pair. */
export function previewOf(
  content: DocumentContent,
  limit: number,
): { preview: string; previewTruncated: boolean } {
  const text = documentText(content)
  if (text.length <= limit) return { preview: text, previewTruncated: false }
  return {
    preview: text
      .slice(0, limit)
      .toWellFormed()
      .replace(/\ufffd$/, ''),
    previewTruncated: true,
  }
}
