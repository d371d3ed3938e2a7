import type { SourceRef } from '../../../src/shared/rubric.ts'
import type { Block } from '../document.ts'
import type { PictureBlock } from '../model/reading-model.ts'

/** What a model read from the picture of a page, as blocks of a document; each string is marked as such. */
export function toBlocks(page: number, read: readonly PictureBlock[]): Block[] {
  const whole: SourceRef = { in: 'picture', page }
  return read.flatMap((block): Block[] => {
    if (block.kind === 'table') {
      return [
        {
          kind: 'table',
          rows: block.rows,
          columns: block.columns,
          cells: block.cells.map((cell) => ({
            ...cell,
            source: { in: 'picture', page, row: cell.row, column: cell.column },
          })),
          source: whole,
        },
      ]
    }
    if (block.kind === 'heading') return [{ kind: 'text', text: block.text, heading: 1, source: whole }]
    if (block.kind === 'list') {
      return block.text.split('\n').map((text) => ({
        kind: 'text',
        text: text.replace(/^(?:[•●▪◦○‣·*-]|\d+[.)])\s+/, ''),
        listDepth: 0,
        source: whole,
      }))
    }
    return [{ kind: 'text', text: block.text, source: whole }]
  })
}
