import { type Box, median, overlap, unionAll } from '../geometry.ts'
import type { Rule } from '../ruled/rules.ts'
import type { Line } from '../text/lines.ts'
import { isNumeric } from '../text/numeric.ts'

/** Where on a page rows of aligned text without cell borders form a table. */

export interface Row {
  chunks: Line[]
  top: number
  bottom: number
  base: number
  size: number
}

export interface Region {
  rows: Row[]
  box: Box
  /** Horizontal rules that run along most of the table, by their height on the page. */
  rules: number[]
}

export function makeRow(chunks: Line[]): Row {
  const sorted = [...chunks].sort((a, b) => a.box[0] - b.box[0])
  const box = unionAll(sorted.map((c) => c.box))
  const main = sorted.reduce((a, b) => (b.size > a.size * 1.05 ? b : a))
  return { chunks: sorted, top: box[1], bottom: box[3], base: main.base, size: main.size }
}

/** Widest empty stretch between two rows of one table, in type sizes. */
const MAX_GAP = 2.4

export function findRegions(rows: Row[], prose: Line[], horizontal: Rule[], frames: Box[] = []): Region[] {
  const regions: Region[] = []
  let open: Row[] = []
  const close = (): void => {
    if (open.length > 0) regions.push(...settle(open, horizontal, frames))
    open = []
  }
  for (const row of rows) {
    const last = open.at(-1)
    const frame = frames.find((f) => isInside(row, f))
    if (last && frame && isInside(last, frame)) {
      open.push(row)
      continue
    }
    if (last && frames.some((f) => isInside(last, f)) && !goesOn(row, open)) close()
    if (!frame && isCaption(row, open)) {
      close()
      continue
    }
    const previous = open.at(-1)
    if (previous) {
      const box = unionAll(open.flatMap((r) => r.chunks.map((c) => c.box)))
      const gap = row.top - previous.bottom
      const between = prose.some(
        (line) =>
          line.base > previous.base &&
          line.base < row.base &&
          overlap(line.box[0], line.box[2], box[0], box[2]) > 10,
      )
      const framed =
        gap < 5 * row.size &&
        horizontal.some((r) => r.at > previous.bottom - 1 && r.at < row.top + 1 && covers(r, box))
      if (between || (gap > MAX_GAP * row.size && !framed) || !fits(row, open)) close()
    }
    open.push(row)
  }
  close()
  return regions
}

const isInside = (row: Row, [left, top, right, bottom]: Box): boolean =>
  row.base > top && row.base < bottom + 1 && row.chunks.every((c) => c.box[2] > left && c.box[0] < right)

/** Below the last rule, a row that the end of the page cuts before its own rule. */
function goesOn(row: Row, open: Row[]): boolean {
  const last = open.at(-1)
  if (!last || row.chunks.length < 2 || row.top - last.bottom > 2 * row.size) return false
  const near = open.slice(-16).flatMap((r) => r.chunks)
  return row.chunks.every((chunk) =>
    near.some(
      (c) => Math.abs(c.box[0] - chunk.box[0]) < 0.2 * chunk.size && Math.abs(c.size - chunk.size) < 0.5,
    ),
  )
}

const covers = (rule: Rule, box: Box): boolean =>
  overlap(rule.from, rule.to, box[0], box[2]) > 0.6 * (box[2] - box[0])

/** `Table 2.`, `Source: …`; a wrapped line of a cell may begin with the same word, but not go on like this. */
export const CAPTION =
  /^(?:(?:table|tableau|tabelle|tabla|tabela|tabel|figure|figura|fig\.|exhibit)s?\s+(?:[\divx]+|[a-z])(?:[-.:\d]|\s|$)|(?:sources?|notes?)\s*:)/i

/** A line of words that begins at the table's edge and runs over its columns is a caption or a note. */
function isCaption(row: Row, open: Row[]): boolean {
  const chunk = row.chunks[0]
  if (!chunk || row.chunks.length > 1) return false
  if (CAPTION.test(chunk.text) && chunk.words.length > 3) return true
  if (open.length === 0 || chunk.words.length < 8) return false
  const box = unionAll(open.flatMap((r) => r.chunks.map((c) => c.box)))
  const gaps = commonGaps(open.filter((r) => r.chunks.length > 1))
  const crosses = gaps.length === 0 || gaps.some(([from, to]) => chunk.box[0] < from && chunk.box[2] > to)
  return (
    crosses && chunk.box[0] < box[0] + 2 * chunk.size && chunk.box[2] - chunk.box[0] > 0.6 * (box[2] - box[0])
  )
}

/** Whether a row keeps the columns of the rows above apart. */
function fits(row: Row, open: Row[]): boolean {
  if (row.chunks.length < 2) return true
  const recent = open.filter((r) => r.chunks.length > 1).slice(-6)
  if (recent.length < 2) return true
  const gaps = commonGaps(recent)
  if (gaps.length === 0) return true
  const kept = gaps.filter(
    ([from, to]) => !row.chunks.some((c) => overlap(c.box[0], c.box[2], from, to) > 0.6 * (to - from)),
  )
  return kept.length > 0 || recent.some((r) => beginsAlike(r, row))
}

/** Longer texts than those above them still begin where their columns do. */
const beginsAlike = (above: Row, row: Row): boolean =>
  above.chunks.length === row.chunks.length &&
  above.chunks.every((chunk, i) => Math.abs(chunk.box[0] - (row.chunks[i]?.box[0] ?? 0)) < 0.2 * chunk.size)

/** The stretches that stay white through all the rows, between their outer edges. */
export function commonGaps(rows: Row[]): Array<[from: number, to: number]> {
  const spans = rows.flatMap((r) => r.chunks.map((c): [number, number] => [c.box[0], c.box[2]]))
  spans.sort((a, b) => a[0] - b[0])
  const gaps: Array<[number, number]> = []
  let reach = spans[0]?.[1] ?? 0
  for (const [from, to] of spans) {
    if (from > reach + 0.5) gaps.push([reach, from])
    reach = Math.max(reach, to)
  }
  return gaps
}

/** Cuts captions and notes off, using the rules above and below where there are any. */
function settle(rows: Row[], horizontal: Rule[], frames: Box[]): Region[] {
  let kept = [...rows]
  const box = unionAll(kept.flatMap((r) => r.chunks.map((c) => c.box)))
  // A page's header above the table may reach further than the table does.
  const framed = frames.map((f) => kept.filter((r) => isInside(r, f))).find((f) => f.length > kept.length / 2)
  const long = longRules(horizontal, tableBox(framed ?? kept), box)
  if (long.length >= 2) {
    const first = long[0] ?? 0
    const last = long.at(-1) ?? 0
    const above = kept.filter((r) => r.base < first)
    if (above.length < kept.length / 2)
      kept = [...headAbove(above, kept, first), ...kept.filter((r) => r.base >= first)]
    const below = kept.filter((r) => r.base > last + 1)
    if (below.length < 0.4 * kept.length && !isCutRow(below, kept, last))
      kept = kept.filter((r) => r.base <= last + 1)
  }
  const inside = (r: Row): boolean => long.some((y) => y < r.base) && long.some((y) => y > r.base)
  const leads = (r: Row): boolean =>
    r.chunks.length > 1 || inside(r) || headsNumbers(r, kept, long[0] ?? Infinity)
  while (kept[0] && !leads(kept[0])) kept.shift()
  for (
    let end = kept.at(-1);
    end && end.chunks.length < 2 && !inside(end) && !readsOn(end, kept);
    end = kept.at(-1)
  )
    kept.pop()
  if (kept.length === 0) return []
  const region = {
    rows: kept,
    box: unionAll(kept.flatMap((r) => r.chunks.map((c) => c.box))),
    rules: long.filter((y) => y > (kept[0]?.top ?? 0) - 14 && y < (kept.at(-1)?.bottom ?? 0) + 14),
  }
  return [region]
}

/** The lower line goes on with the upper: both begin at one edge, or it reads on where lines are centred or end at one. */
function isBelow(upper: Line, lower: Line): boolean {
  const slack = 0.3 * lower.size
  const [left, right] = [upper.box[0] - lower.box[0], upper.box[2] - lower.box[2]]
  if (Math.abs(left) < slack) return true
  return (Math.abs(right) < slack || Math.abs(left + right) < slack) && /^[\p{Ll}(]/u.test(lower.text)
}

/** The first word of the lower line would not have fitted behind the upper one in the column of labels. */
function wrapsLabel(upper: Line, lower: Line, rows: Row[]): boolean {
  const labels = rows.filter((r) => r.chunks.length > 1).flatMap((r) => r.chunks.slice(0, 1))
  const own = labels.filter((l) => Math.abs(l.box[0] - lower.box[0]) < 0.3 * lower.size)
  const right = Math.max(...own.map((l) => l.box[2]))
  const word = lower.words[0]
  if (!word || lower.box[2] > right + 0.5 * lower.size) return false
  return upper.box[2] + 0.25 * upper.size + word.box[2] - word.box[0] > right - 0.5 * lower.size
}

/** The distance of lines that follow each other most closely, between 1 and 2 type sizes. */
function linePitch(rows: Row[]): number {
  const pitches = rows.slice(1).map((row, i) => row.base - (rows[i]?.base ?? 0))
  const size = median(rows.map((r) => r.size))
  return Math.min(...pitches.filter((pitch) => pitch > size && pitch < 2 * size), 2 * size)
}

/** The last line of the only cell of the last row that is so long. */
function readsOn(row: Row, rows: Row[]): boolean {
  const chunk = row.chunks[0]
  const index = rows.indexOf(row)
  const above = rows[index - 1]
  if (!chunk || !above || row.base - above.base > Math.max(1.4 * row.size, 1.3 * linePitch(rows)))
    return false
  const upper = above.chunks.find((c) => isBelow(c, chunk))
  if (!upper || Math.abs(upper.size - chunk.size) > 0.1 * chunk.size) return false
  const edge = Math.min(...rows.map((r) => r.chunks[0]?.box[0] ?? Infinity))
  return chunk.box[0] > edge + 2 * chunk.size || /^\p{Ll}/u.test(chunk.text) || wrapsLabel(upper, chunk, rows)
}

/** What stands below the last rule is a row that goes on, on the next page, before its own rule comes. */
function isCutRow(below: Row[], rows: Row[], rule: number): boolean {
  const first = below[0]
  const typical = median(rows.map((r) => r.chunks.length).filter((n) => n > 1))
  return (
    first !== undefined &&
    first.top - rule < 1.5 * first.size &&
    first.chunks.length >= Math.max(3, 0.6 * typical)
  )
}

/** A header right above the first rule has about as many cells as the rows below it. */
function headAbove(above: Row[], rows: Row[], rule: number): Row[] {
  const typical = median(rows.map((r) => r.chunks.length).filter((n) => n > 1))
  const last = above.at(-1)
  if (!last || rule - last.bottom > 1.2 * last.size) return []
  const cells = (r: Row): boolean =>
    r.chunks.length >= Math.max(2, 0.6 * typical) ||
    (r.chunks.length > 1 && !CAPTION.test(r.chunks[0]?.text ?? ''))
  const apart = above.findLastIndex((r, i) => i > 0 && r.top - (above[i - 1]?.bottom ?? 0) > 1.2 * r.size)
  const close = above.slice(Math.max(apart, 0))
  const start = close.findIndex(cells)
  const head = start < 0 ? (headsNumbers(last, rows, rule) ? [last] : []) : close.slice(start)
  return head.length > 4 ? [] : head
}

/** Bold words alone above a first row that ends in a number name the group of rows, not the table. */
function headsNumbers(row: Row, rows: Row[], rule: number): boolean {
  const first = rows.find((r) => r.base > rule)
  const value = first?.chunks.at(-1)
  const [words] = row.chunks
  return (
    words?.bold === true &&
    !CAPTION.test(words.text) &&
    first !== undefined &&
    first.chunks.length > 1 &&
    Math.abs(words.box[0] - (first.chunks[0]?.box[0] ?? 0)) < words.size &&
    value !== undefined &&
    isNumeric(value.text)
  )
}

/** The box of the rows that look like table rows. */
function tableBox(rows: Row[]): Box {
  const many = rows.filter((r) => r.chunks.length > 1)
  return unionAll((many.length > 0 ? many : rows).flatMap((r) => r.chunks.map((c) => c.box)))
}

/** Heights at which rules together run along at least 60 % of the table; near the table only. */
function longRules(horizontal: Rule[], table: Box, all: Box): number[] {
  const near = horizontal.filter((r) => r.at > all[1] - 12 && r.at < all[3] + 12)
  const long: Rule[] = []
  for (const rule of near) {
    if (long.some(({ at }) => Math.abs(at - rule.at) < 2)) continue
    const level = near.filter((r) => Math.abs(r.at - rule.at) < 2)
    const length = level.reduce((sum, r) => sum + Math.max(0, overlap(r.from, r.to, table[0], table[2])), 0)
    if (length <= 0.6 * (table[2] - table[0])) continue
    long.push({
      ...rule,
      from: Math.min(...level.map((r) => r.from)),
      to: Math.max(...level.map((r) => r.to)),
    })
  }
  return withoutStrangers(
    long.sort((a, b) => a.at - b.at),
    table,
  ).map(({ at }) => at)
}

/**
 * Where most rules are equally long, one above or below them belongs to a heading or to another table when it is
 * much longer than the table, or ends earlier. Where a merged cell interrupts most rules, the others begin earlier.
 */
function withoutStrangers(rules: Rule[], table: Box): Rule[] {
  const alike = (a: Rule, b: Rule): boolean => Math.abs(a.from - b.from) < 3 && Math.abs(a.to - b.to) < 3
  const family = rules
    .map((rule) => rules.filter((other) => alike(rule, other)))
    .reduce<Rule[]>((most, found) => (found.length > most.length ? found : most), [])
  if (family.length < 4 || family.length < 0.6 * rules.length) return rules
  const [first, last, right] = [family[0]?.at ?? 0, family.at(-1)?.at ?? 0, family[0]?.to ?? 0]
  const slack = 0.1 * (table[2] - table[0])
  const isStranger = (rule: Rule): boolean =>
    rule.to > right + slack || (rule.at > last && rule.to < right - slack)
  return rules.filter((rule) => (rule.at >= first && rule.at <= last) || !isStranger(rule))
}
