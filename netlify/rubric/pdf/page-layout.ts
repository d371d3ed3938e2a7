import { type HiddenReason, visibleText } from './content/hidden-text.ts'
import type { Glyph, PageContent, Segment } from './content/page-content.ts'
import { withoutWatermark } from './content/watermark.ts'
import type { Box } from './geometry.ts'
import { below, possibleRow } from './last-row.ts'
import { type Continued, withoutDigits } from './open/open-continued.ts'
import { openTables } from './open/open-tables.ts'
import { tabbedTables } from './open/tabbed-tables.ts'
import { PAGE_NUMBER } from './page-furniture.ts'
import type { PageTable } from './page-table.ts'
import { isScannedText } from './picture-pages.ts'
import { filledCells } from './ruled/filled-cells.ts'
import { type Angle, fromFrame, toFrame } from './ruled/frames.ts'
import { ruledTables } from './ruled/ruled-tables.ts'
import { type Rules, toRules } from './ruled/rules.ts'
import { blankLines } from './text/blank-lines.ts'
import { withBracketBlanks } from './text/bracket-blanks.ts'
import { joinMarks, joinSentences, type Line, toLines, toRows } from './text/lines.ts'
import { withMarks } from './text/list-marks.ts'
import { withFractions } from './text/stacked-fractions.ts'
import { partTouching } from './text/touching-words.ts'
import { toWords, type Word } from './text/words.ts'

/** What stands on one page: tables, and the lines of text outside them in reading order. */
export interface PageLayout {
  page: number
  tables: PageTable[]
  lines: Line[]
  hidden: Map<HiddenReason, number>
  /** The text is what text recognition found in a picture of the page. */
  isScan: boolean
  /** How many pictures stand on the page. */
  pictures: number
  /** Turns boxes of the layout, which reads from left to right, into boxes on the displayed page. */
  toPage: (box: Box) => Box
  width: number
  height: number
}

const ANGLES: Angle[] = [0, 90, 180, 270]

/**
 * @param above the page before, on which a table may have begun that goes on here
 * @param scans whether to take the text that recognition left in scans; default no, as pictures say more
 */
export function layOutPage(content: PageContent, above?: PageLayout, scans = false): PageLayout {
  const isScan = scans && isScannedText(content)
  const { glyphs, hidden } = visibleText(content, isScan)
  const byAngle = new Map<Angle, Glyph[]>(
    ANGLES.map((angle) => [angle, glyphs.filter((g) => g.angle === angle)]),
  )
  const counts = ANGLES.map((angle) => byAngle.get(angle)?.length ?? 0)
  const main = ANGLES[counts.indexOf(Math.max(...counts))] ?? 0
  const turnedPage = main === 90 || main === 270
  const width = turnedPage ? content.height : content.width
  const height = turnedPage ? content.width : content.height
  const wordsOf = (angle: Angle): ReturnType<typeof toWords> =>
    toWords((byAngle.get(angle) ?? []).map((g) => glyphToFrame(g, angle, content)))
  const segments = content.segments.map((s) => segmentToFrame(s, main, content))
  const whole = withMarks(
    withBracketBlanks(withFractions(withoutWatermark(wordsOf(main)), segments)),
    content.marks.map((m) => ({ ...m, box: toFrame(m.box, main, content.width, content.height) })),
  )
  const drawn = toRules(segments)
  const filled = filledCells(
    content.fills.map((f) => ({ ...f, box: toFrame(f.box, main, content.width, content.height) })),
    whole,
    drawn,
  )
  const rules = filled.length > 0 ? toRules([...segments, ...filled]) : drawn
  const words = partTouching(whole, rules)
  const toMain = (box: Box, angle: Angle): Box =>
    toFrame(fromFrame(box, angle, content.width, content.height), main, content.width, content.height)
  const turned = ANGLES.filter((angle) => angle !== main).flatMap((angle) =>
    toRows(wordsOf(angle))
      .flatMap((row) =>
        toLines(
          row,
          1.2,
          0,
          ruledGaps(row, (box) => toMain(box, angle), rules),
        ),
      )
      .map(
        (line): Line => ({
          ...line,
          angle: ((angle - main + 360) % 360) as Angle,
          box: toMain(line.box, angle),
        }),
      ),
  )
  const atEnd = above && tableAtEnd(above)
  const ruled = ruledTables(rules, words, turned, { width, height }, atEnd?.ruled ? atEnd : undefined)
  const outside = words.filter((w) => !ruled.usedWords.has(w))
  const leads = blankLines(outside)
  const led = new Set(leads.flatMap((line) => line.words))
  const tabbed = tabbedTables(outside.filter((w) => !led.has(w)))
  const rest = outside.filter((w) => !led.has(w) && !tabbed.usedWords.has(w))
  const open = openTables(rest, rules, above && atEnd && continuedFrom(above, atEnd))
  const completed = ruled.partial.flatMap(({ table, words }) => {
    const inside = openTables(words, rules)
    return inside.usedWords.size > 0.8 * words.length ? inside.tables : [table]
  })
  const lines = toRows(rest.filter((w) => !open.usedWords.has(w)))
    .flatMap((row) => joinSentences(joinMarks(toLines(row, 1))))
    .concat(leads)
    .sort((a, b) => a.base - b.base)
  return {
    page: content.page,
    tables: [...ruled.tables, ...completed, ...tabbed.tables, ...open.tables],
    lines,
    hidden,
    isScan,
    pictures: content.images.length,
    toPage: (box) => fromFrame(box, main, content.width, content.height),
    width,
    height,
  }
}

/** The lowest table of a page, when nothing but a footer, or a row that may be its last, stands below it. */
function tableAtEnd(page: PageLayout): PageTable | undefined {
  const table = page.tables.reduce<PageTable | undefined>(
    (low, other) => (low && low.box[3] > other.box[3] ? low : other),
    undefined,
  )
  if (!table) return undefined
  const body = below(page, table).filter(
    (line) => line.base <= 0.9 * page.height && !PAGE_NUMBER.test(line.text),
  )
  return body.length === 0 || possibleRow(table, body) ? table : undefined
}

/** How the next page goes on with the table without cell borders that reaches the end of this one. */
function continuedFrom(page: PageLayout, table: PageTable): Continued | undefined {
  if (!table.open) return undefined
  const foot = below(page, table)
  const furniture = page.lines.filter((l) => l.base < 0.12 * page.height || foot.includes(l))
  return { shape: table.open, furniture: new Set(furniture.map((l) => withoutDigits(l.text))) }
}

/** Where a rule runs between two words of a turned line, so that they stand in different cells. */
function ruledGaps(row: Word[], toMain: (box: Box) => Box, rules: Rules): number[] {
  return row.slice(1).flatMap((word, i) => {
    const a = row[i]
    if (!a) return []
    const [p, q] = [toMain(a.box), toMain(word.box)]
    const [x, y] = [(p[0] + p[2]) / 2, (p[1] + p[3]) / 2]
    const [low, high] = [Math.min(p[3], q[3]), Math.max(p[1], q[1])]
    const [near, far] = [Math.min(p[2], q[2]), Math.max(p[0], q[0])]
    const across = rules.horizontal.some((r) => r.at > low - 1 && r.at < high + 1 && r.from < x && r.to > x)
    const down = rules.vertical.some((r) => r.at > near - 1 && r.at < far + 1 && r.from < y && r.to > y)
    return across || down ? [word.box[0]] : []
  })
}

/** All lines of a page, in tables and out of them. */
export function linesOf(layout: PageLayout): Line[] {
  return [...layout.lines, ...layout.tables.flatMap((t) => t.cells.flatMap((c) => c.lines))]
}

function glyphToFrame(glyph: Glyph, angle: Angle, page: { width: number; height: number }): Glyph {
  if (angle === 0) return glyph
  const point = ([x, y]: [number, number]): [number, number] => {
    const box = toFrame([x, y, x, y], angle, page.width, page.height)
    return [box[0], box[1]]
  }
  return {
    ...glyph,
    box: toFrame(glyph.box, angle, page.width, page.height),
    start: point(glyph.start),
    end: point(glyph.end),
  }
}

function segmentToFrame(segment: Segment, angle: Angle, page: { width: number; height: number }): Segment {
  if (angle === 0) return segment
  const { horizontal, at, from, to } = segment
  const box = toFrame(horizontal ? [from, at, to, at] : [at, from, at, to], angle, page.width, page.height)
  const flat = angle === 180 ? horizontal : !horizontal
  return flat
    ? { ...segment, horizontal: true, at: box[1], from: box[0], to: box[2] }
    : { ...segment, horizontal: false, at: box[0], from: box[1], to: box[3] }
}
