/**
 * Marks what only decorates as artifacts in a content stream (PDF/UA-1, 7.1: all content is either tagged or an
 * artifact). Chromium tags borders and backgrounds along with the element that has them, and leaves text that
 * comes from styles (`content: …`) without any mark.
 *
 * It reads the operators as Skia writes them: an operator and its operands on one line, strings in hexadecimal.
 */

/** What a piece of content paints. */
export interface Painted {
  text: boolean
  image: boolean
  path: boolean
}

export interface ContentRules {
  /** False for a form that is itself drawn as an artifact: only its boxes go. */
  marks: boolean
  /** Whether a piece of tagged content is an artifact after all. */
  isArtifact(mcid: number, painted: Painted): 'Layout' | 'Pagination' | undefined
  /** What `/Name Do` draws: a picture, a form that tags its content itself, or a form that does not. */
  drawn(name: string): 'image' | 'tagged' | 'untagged'
}

interface Sequence {
  mcid: number | undefined
  artifact: boolean
  start: number
  end: number
  painted: Painted
}

const PAINTS = /^[fFSsBb]\*?$/
const MCID = /\/MCID (\d+)/

export interface MarkedContent {
  content: string
  /** MCIDs that are gone. */
  artifacts: number[]
  /** Real text shows a glyph that its font does not have (`.notdef`). */
  missesGlyphs: boolean
}

/**
 * The stream with artifacts marked. Boxes that styles draw (icons of a font that cannot be had) are dropped:
 * PDF/UA-1, 7.21.8 forbids them anywhere.
 */
export function markArtifacts(content: string, rules: ContentRules): MarkedContent {
  const edits: { start: number; end: number; text: string }[] = []
  const artifacts: number[] = []
  const open: Sequence[] = []
  /** Open sequences that are tagged or artifacts. */
  let marked = 0
  let textStart = -1
  let pathStart = -1
  /** Since the last `BT`. */
  let shows = { glyphs: false, boxes: false }
  let missesGlyphs = false
  const wrap = (start: number, end: number) => {
    if (!rules.marks) return
    edits.push({ start, end: start, text: '/Artifact <</Type /Layout>>BDC\n' })
    edits.push({ start: end, end, text: 'EMC\n' })
  }
  const paint = (kind: keyof Painted) => {
    const [outermost] = open
    if (outermost) outermost.painted[kind] = true
  }

  for (let start = 0; start < content.length; ) {
    const newline = content.indexOf('\n', start)
    const lineEnd = newline === -1 ? content.length : newline
    const next = lineEnd + 1
    switch (content.charCodeAt(lineEnd - 1)) {
      case 0x6a: // Tj
      case 0x4a: // TJ
        if (content.charCodeAt(lineEnd - 2) !== 0x54) break
        paint('text')
        if (showsBox(content, start, lineEnd)) shows.boxes = true
        else shows.glyphs = true
        break
      case 0x43: {
        const operator = content.slice(lineEnd - 3, lineEnd)
        if (operator === 'EMC') {
          const closed = open.pop()
          if (!closed) break
          if (closed.mcid !== undefined || closed.artifact) marked--
          if (closed.mcid === undefined || open.length > 0) break
          const artifact = rules.isArtifact(closed.mcid, closed.painted)
          if (artifact === undefined) break
          artifacts.push(closed.mcid)
          edits.push({ start: closed.start, end: closed.end, text: `/Artifact <</Type /${artifact}>>BDC` })
        } else if (operator === 'BDC' || operator === 'BMC') {
          const line = content.slice(start, lineEnd)
          const mcid = MCID.exec(line)?.[1]
          const artifact = line.startsWith('/Artifact')
          if (mcid !== undefined || artifact) {
            marked++
            // Text that turns out to be tagged inside its text object needs no mark around it.
            textStart = -1
          }
          open.push({
            mcid: mcid === undefined ? undefined : Number(mcid),
            artifact,
            start,
            end: lineEnd,
            painted: { text: false, image: false, path: false },
          })
        }
        break
      }
      case 0x54: {
        const operator = content.slice(lineEnd - 2, lineEnd)
        if (operator === 'BT') {
          shows = { glyphs: false, boxes: false }
          if (marked === 0) textStart = start
        } else if (operator === 'ET') {
          if (textStart === -1) missesGlyphs ||= shows.boxes
          else if (shows.boxes && !shows.glyphs) edits.push({ start: textStart, end: next, text: '' })
          else {
            missesGlyphs ||= shows.boxes
            wrap(textStart, next)
          }
          textStart = -1
        }
        break
      }
      case 0x6f: // Do
        if (content.charCodeAt(lineEnd - 2) === 0x44) {
          const kind = rules.drawn(content.slice(start + 1, lineEnd - 3))
          // What a tagged form draws counts as text: it must not be hidden.
          paint(kind === 'image' ? 'image' : 'text')
          if (marked === 0 && kind !== 'tagged') wrap(start, next)
        }
        break
      case 0x65: // re
      case 0x6d: // m
        if (pathStart === -1 && /^(?:re|m)$/.test(lastWord(content, start, lineEnd))) pathStart = start
        break
      case 0x6e: // n: the path only clips
        if (lastWord(content, start, lineEnd) === 'n') pathStart = -1
        break
      case 0x66: // f
      case 0x46: // F
      case 0x53: // S
      case 0x73: // s
      case 0x42: // B
      case 0x62: // b
      case 0x2a: // f*, B*, b*
        if (pathStart === -1 || !PAINTS.test(lastWord(content, start, lineEnd))) break
        paint('path')
        if (marked === 0) wrap(pathStart, next)
        pathStart = -1
        break
      case 0x68: // sh, and h, which only closes a path
        if (content.charCodeAt(lineEnd - 2) === 0x73) {
          paint('path')
          if (marked === 0) wrap(start, next)
        }
    }
    start = next
  }
  if (edits.length === 0) return { content, artifacts, missesGlyphs }
  edits.sort((a, b) => a.start - b.start)
  const parts: string[] = []
  let at = 0
  for (const { start, end, text } of edits) {
    parts.push(content.slice(at, start), text)
    at = end
  }
  parts.push(content.slice(at))
  return { content: parts.join(''), artifacts, missesGlyphs }
}

/** Glyph 0 among the two-byte codes of the line's last string. */
function showsBox(content: string, start: number, end: number): boolean {
  const close = content.lastIndexOf('>', end)
  for (let at = close - 4; at > start && content[at - 1] !== undefined; at -= 4) {
    if (content.startsWith('0000', at)) return true
    if (content.charCodeAt(at - 1) === 0x3c) break
  }
  return false
}

function lastWord(content: string, start: number, end: number): string {
  const space = content.lastIndexOf(' ', end - 1)
  return content.slice(Math.max(start, space + 1), end)
}
