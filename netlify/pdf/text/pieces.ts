import { codesShown } from './clusters.ts'
import type { GlyphCodes } from './glyph-codes.ts'
import { hex4, readHex4 } from './to-unicode.ts'

/** A piece of a line in one font and one direction: one `BT` … `ET`. */
export interface Piece {
  lines: string[]
  /** Height of the baseline in the coordinates around it. */
  y: number
  /** From left to right, as drawn. */
  text: string
  font: GlyphCodes | undefined
}

const RIGHT_TO_LEFT = /(?!\p{N})[\p{Script=Arabic}\p{Script=Hebrew}]/u
const LEFT_TO_RIGHT = /[\p{L}\p{Nd}]/u

export function isRightToLeft(piece: Piece): boolean {
  return RIGHT_TO_LEFT.test(piece.text)
}

export function isLeftToRight(piece: Piece): boolean {
  return LEFT_TO_RIGHT.test(piece.text) && !RIGHT_TO_LEFT.test(piece.text)
}

export function readPiece(lines: string[], fonts: ReadonlyMap<string, GlyphCodes>): Piece {
  let font: GlyphCodes | undefined
  let y = 0
  let text = ''
  for (const line of lines) {
    const name = /^\/(\S+) \S+ Tf$/.exec(line)?.[1]
    if (name !== undefined) font = fonts.get(name)
    y = Number(/ (\S+) Tm$/.exec(line)?.[1] ?? y)
    text += codesShown(`${line}\n`)
      .map((code) => font?.textOf(code) ?? '')
      .join('')
  }
  return { lines, y, text, font }
}

/**
 * Two things that extractors do to a right-to-left line of several pieces, in the order of reading:
 *
 * pdf.js drops the space between two pieces when the second one stands to the left, so the first one's last letter
 * says the space too. Poppler takes a mark after a left-to-right piece for a part of that and puts it before the
 * piece, so such a mark says its direction too.
 */
export function tellPiecesApart(pieces: Piece[]): void {
  let last: Piece | undefined
  let space = false
  for (const [at, piece] of pieces.entries()) {
    if (piece.text.trim() === '') {
      space ||= piece.text !== ''
      continue
    }
    if (last) {
      const between = space || endsInSpace(last) || startsWithSpace(piece)
      if (between && !(isLeftToRight(last) && isLeftToRight(piece))) {
        if (isRightToLeft(last)) rename(last, 0, (text) => ` ${text}`)
        else rename(last, -1, (text) => `${text} `)
      }
      const strong = pieces.slice(at).find((next) => isLeftToRight(next) || isRightToLeft(next))
      if (isLeftToRight(last) && (strong === undefined || isRightToLeft(strong))) {
        rename(piece, -1, (text) => (/[\p{P}\p{S}]/u.test(text) ? `${text}\u200f` : text))
      }
    }
    last = piece
    space = false
  }
}

function startsWithSpace(piece: Piece): boolean {
  return isLeftToRight(piece) ? /^\s/.test(piece.text) : /\s$/.test(piece.text)
}

function endsInSpace(piece: Piece): boolean {
  return isLeftToRight(piece) ? /\s$/.test(piece.text) : /^\s/.test(piece.text)
}

const SHOWN = /<([0-9A-F]+)> Tj$/i

/** Gives the first (0) or the last (-1) glyph that is no space another text. */
function rename({ lines, font }: Piece, at: 0 | -1, change: (text: string) => string): void {
  if (!font) return
  const visible = (code: number) => font.textOf(code).trim() !== ''
  const holds = (line: string) => readHex4(SHOWN.exec(line)?.[1] ?? '').some(visible)
  const index = at === 0 ? lines.findIndex(holds) : lines.findLastIndex(holds)
  const line = lines[index] ?? ''
  const codes = readHex4(SHOWN.exec(line)?.[1] ?? '')
  const which = at === 0 ? codes.findIndex(visible) : codes.findLastIndex(visible)
  const old = codes[which]
  const renamed = old === undefined ? undefined : font.renamed(old, change(font.textOf(old)))
  if (renamed === undefined) return
  codes[which] = renamed
  lines[index] = line.replace(SHOWN, `<${codes.map(hex4).join('')}> Tj`)
}
