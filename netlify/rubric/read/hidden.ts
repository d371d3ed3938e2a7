import type { JobWarning } from '../../../src/shared/job.ts'
import type { Block, DocumentContent } from '../document.ts'

/**
 * Characters that show nothing but can carry text past a reader's eye: zero-width and bidirectional controls,
 * soft hyphens and the Unicode tag block (UTS #51; used to smuggle instructions).
 */
const INVISIBLE =
  /\u00ad|\u034f|\u061c|[\u115f\u1160]|[\u17b4\u17b5]|\u180e|\u200b|\u200c|\u200d|[\u200e\u200f]|[\u202a-\u202e]|[\u2060-\u2064]|[\u2066-\u206f]|\u3164|\ufeff|\uffa0|[\u{e0000}-\u{e0fff}]/gu
/** Joiners are needed inside some scripts and emoji, and a soft hyphen is a typesetter's mark. */
const JOINING =
  /(?:[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Sinhala}\p{Extended_Pictographic}]|\ufe0f)$/u
const HARMLESS = /\u00ad|\u200c|\u200d|\ufeff/

export const HIDDEN_TEXT = (what: string): JobWarning => ({
  code: 'HIDDEN_TEXT',
  message: `Text that readers of the document cannot see was left out: ${what}.`,
})

/** Drops invisible characters everywhere in a document, with one warning when it mattered. */
export function dropInvisible(content: DocumentContent): DocumentContent {
  let dropped = 0
  const clean = (text: string) =>
    text
      .replace(INVISIBLE, (character, at: number, whole: string) => {
        if (character === '\u200c' || character === '\u200d') {
          const before = whole.slice(0, at)
          if (JOINING.test(before)) return character
        }
        if (!HARMLESS.test(character)) dropped++
        return ''
      })
      .normalize('NFC')
  const blocks: Block[] = content.blocks.map((block) =>
    block.kind === 'text'
      ? { ...block, text: clean(block.text) }
      : { ...block, cells: block.cells.map((cell) => ({ ...cell, text: clean(cell.text) })) },
  )
  const title = content.title === undefined ? {} : { title: clean(content.title) }
  const warnings = [...content.warnings]
  if (dropped > 0) warnings.push(HIDDEN_TEXT(`${dropped} zero-width or tag characters`))
  return { ...content, ...title, blocks, warnings }
}
