import { BULLETS } from '../../bullets.ts'
import { type Box, median, unionAll } from '../geometry.ts'
import type { Line } from './lines.ts'
import { withSuperscripts } from './superscripts.ts'

/** Lines that the page's width broke are joined again; lines that the author ended stay lines. */

const BULLET = new RegExp(
  String.raw`^(?:[${BULLETS}☐☑☒✓✔✗*–—-]|[o§](?=\s)|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)](?=\s))\s*`,
  'u',
)
const HYPHEN = /[\p{L}]{2,}[-\u2010\u00ad]$/u

/** Dots that lead the eye to the next column. */
const LEADERS = /(?:\s*[.·…]){4,}\s*$/gm

export interface JoinOptions {
  /** Room for text between the cell's inner edges, in points. */
  room: number
  /** Whether a hyphen at the end of a line was put there by the typesetter. */
  dropHyphen: (before: string, after: string) => boolean
  /** Spaces at the ends of lines are painted, so that a line without one ends inside of a word. Default: false. */
  spaced?: boolean
}

export const isBullet = (text: string): boolean => BULLET.test(text)

/** `lines` from top to bottom; those standing on one row are joined with a space. */
export function joinLines(lines: Line[], { room, dropHyphen, spaced = false }: JoinOptions): string {
  let text = ''
  let previous: Line | undefined
  const above: Line[] = []
  for (const line of lines.map(withSuperscripts)) {
    if (line.text === '') continue
    if (!previous) {
      text = line.text
    } else if (
      Math.abs(previous.base - line.base) < 0.3 * line.size &&
      previous.angle === line.angle &&
      line.box[0] > previous.box[0]
    ) {
      text += ` ${line.text}`
    } else if (spaced && isBroken(previous, line, room)) {
      text += line.text
    } else if (follows(previous, line) && isHyphenated(previous, line)) {
      // However much room the ink of the column seems to leave.
      const before = previous.text.split(' ').at(-1) ?? ''
      const after = line.text.split(' ')[0] ?? ''
      text = dropHyphen(before, after) ? text.slice(0, -1) + line.text : text + line.text
    } else if (follows(previous, line) && isWrapped(previous, line, room) && !isSetApart(above, line, room)) {
      const last = text.slice(text.lastIndexOf('\n') + 1)
      if (HYPHEN.test(last)) text += line.text
      else if (/[\p{L}\p{N}][–—]$/u.test(last)) text += line.text
      else if (isIdeograph(text.at(-1)) || isIdeograph(line.text[0])) text += line.text
      else text += ` ${line.text}`
    } else text += `\n${line.text}`
    previous = line
    above.push(line)
  }
  return text.replace(LEADERS, '').trim()
}

/** A line ends inside of a word, or of a compound. */
const isHyphenated = (line: Line, next: Line): boolean => HYPHEN.test(line.text) && /^\p{Ll}/u.test(next.text)

/** Whether most of the lines that the width of a cell broke have their space before the next line. */
export function paintsSpaces(cells: readonly { lines: readonly Line[] }[]): boolean {
  const next = cells.flatMap(({ lines }) =>
    lines.slice(1).flatMap((line, at) => {
      const above = lines[at]
      const goesOn =
        above && above.angle === line.angle && line.base > above.base && /^\p{Ll}/u.test(line.text)
      return goesOn ? (line.words[0] ?? []) : []
    }),
  )
  return next.length >= 6 && next.filter((word) => word.spaced).length >= 0.6 * next.length
}

/** A full line whose last word goes on in the next: no space was painted between them. */
function isBroken(line: Line, next: Line, room: number): boolean {
  const [first] = next.words
  if (!first || first.spaced || !follows(line, next) || lengthOf(line) < 0.6 * room) return false
  // A word is broken where not one letter more would fit.
  const letter = (first.box[2] - first.box[0]) / first.text.length
  if (lengthOf(line) + letter < room - 0.5 * line.size) return false
  return /\p{L}$|\)$/u.test(line.text) && /^[\p{Ll}.,;:)!?]/u.test(next.text)
}

const isIdeograph = (char: string | undefined): boolean =>
  char !== undefined && /[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]/.test(char)

function follows(line: Line, next: Line): boolean {
  return !isBullet(next.text) && next.base - line.base <= 2.1 * Math.max(line.size, next.size)
}

/**
 * A line at the other edge than the lines above it, or in the middle below lines that begin at one edge and end
 * anywhere: what is set apart, as points are, is a line of its own.
 */
function isSetApart(above: readonly Line[], line: Line, room: number): boolean {
  if (line.angle !== 0 || above.some(({ angle }) => angle !== 0)) return false
  const left = Math.min(...above.map(({ box }) => box[0]))
  const right = Math.max(...above.map(({ box }) => box[2]))
  if (above.some(({ box }) => box[0] - left > 0.3 * line.size) || line.box[0] - left < 0.4 * room)
    return false
  const ragged = right - Math.min(...above.map(({ box }) => box[2])) > line.size
  return ragged || line.box[2] > Math.max(left + room, right) - 0.5 * line.size
}

/** A line is wrapped when the first word of the next would not have fitted behind it. */
export function isWrapped(line: Line, next: Line, room: number): boolean {
  const first = next.words[0]
  if (!first) return false
  const wordWidth = /[\u3400-\u9fff]/.test(first.text) ? next.size : first.box[2] - first.box[0]
  const used = lengthOf(line)
  return used + wordWidth + spaceOf(line) > room - 0.4 * line.size
}

/** The usual gap between two words of the line. */
function spaceOf(line: Line): number {
  const gaps = line.words.slice(1).map((word, i) => word.box[0] - (line.words[i]?.box[2] ?? 0))
  return gaps.length > 0 ? Math.max(0.2 * line.size, median(gaps)) : 0.25 * line.size
}

/** Along the reading direction, whatever that is on the page. */
function lengthOf(line: Line): number {
  const first = line.words[0]
  const last = line.words.at(-1)
  return first && last ? last.box[2] - first.box[0] : 0
}

export function boxOfLines(lines: Line[]): Box {
  return unionAll(lines.map((l) => l.box))
}
