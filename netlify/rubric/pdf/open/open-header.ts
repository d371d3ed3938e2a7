import { type Box, centerX, overlap, unionAll } from '../geometry.ts'
import type { PageCell } from '../page-table.ts'
import type { Rule } from '../ruled/rules.ts'
import { type Line, makeLine } from '../text/lines.ts'
import type { Word } from '../text/words.ts'
import { type Columns, columnsOf } from './open-columns.ts'
import type { Row } from './open-regions.ts'

/** The header of a table without cell borders: lines of one heading joined, headings over several columns spanned. */

interface Heading {
  first: number
  last: number
  lines: Line[]
  parents: Heading[]
  children: Heading[]
}

export function buildHeader(
  rows: Row[],
  columns: Columns,
  rules: Rule[],
): { rows: number; cells: PageCell[] } {
  const headings: Heading[] = []
  const latest: Array<Heading | undefined> = columns.extents.map(() => undefined)
  const split = rows.map((row) => splitAtColumns(row, columns))
  for (const [index, row] of split.entries()) {
    const free = new Set(latest.flatMap((heading, column) => (heading ? [] : [column])))
    const spans = spansOf(row, columns, { rules, below: split.slice(index + 1), free })
    for (const [i, chunk] of row.chunks.entries()) {
      const [first, last] = spans[i] ?? [0, 0]
      const above = new Set(latest.slice(first, last + 1).filter((h) => h !== undefined))
      const only = above.size === 1 ? [...above][0] : undefined
      if (only && only.first === first && only.last === last && continuesHeading(only, chunk, rules)) {
        only.lines.push(chunk)
        continue
      }
      const heading: Heading = { first, last, lines: [chunk], parents: [...above], children: [] }
      for (const parent of above) parent.children.push(heading)
      headings.push(heading)
      latest.fill(heading, first, last + 1)
    }
  }
  const depths = new Map<Heading, number>()
  const depth = (heading: Heading): number => {
    const known = depths.get(heading)
    if (known !== undefined) return known
    const value = Math.max(-1, ...heading.parents.map(depth)) + 1
    depths.set(heading, value)
    return value
  }
  const levels = Math.max(-1, ...headings.map(depth)) + 1
  const cells = headings.map((heading): PageCell => {
    const start = depth(heading)
    const end = heading.children.length > 0 ? Math.min(...heading.children.map(depth)) : levels
    return {
      row: start,
      rowSpan: Math.max(1, end - start),
      column: heading.first,
      columnSpan: heading.last - heading.first + 1,
      lines: heading.lines,
      box: unionAll(heading.lines.map((l) => l.box)),
    }
  })
  return { rows: levels, cells }
}

/** Headings of narrow columns nearly touch: a gap wider than a space between two columns parts them. */
function splitAtColumns(row: Row, columns: Columns): Row {
  const chunks = row.chunks.flatMap((chunk) => {
    const parts: Word[][] = [[]]
    for (const [i, word] of chunk.words.entries()) {
      const previous = chunk.words[i - 1]
      const gap = previous ? word.box[0] - previous.box[2] : 0
      const divided =
        previous &&
        gap > 0.45 * word.size &&
        columns.splits.some((x) => x > previous.box[2] - 1 && x < word.box[0] + 1)
      if (divided) parts.push([word])
      else parts.at(-1)?.push(word)
    }
    return parts.length > 1 ? parts.map((words) => makeLine(words)) : [chunk]
  })
  return { ...row, chunks }
}

function continuesHeading(heading: Heading, chunk: Line, rules: Rule[]): boolean {
  const last = heading.lines.at(-1)
  if (!last) return false
  if (chunk.base - last.base > 2 * Math.max(chunk.size, last.size)) return false
  const middle = centerX(chunk.box)
  return !rules.some(
    (r) => r.at > last.base && r.at < chunk.box[1] + 0.5 * chunk.size && r.from < middle && r.to > middle,
  )
}

interface Around {
  rules: Rule[]
  /** The rows of the header below this one. */
  below: Row[]
  /** Columns without a heading above this row. */
  free: Set<number>
}

/** Which columns each chunk of a header row heads. */
function spansOf(row: Row, columns: Columns, { rules, below, free }: Around): Array<[number, number]> {
  const [next] = below
  if (row.chunks.length === columns.extents.length) return row.chunks.map((_, i) => [i, i])
  const spans = row.chunks.map((chunk): [number, number] => {
    // A rule right below a heading shows how far it reaches.
    const under = rules.filter(
      (r) =>
        r.at > chunk.base - 1 &&
        r.at < chunk.base + 1.1 * chunk.size &&
        overlap(r.from, r.to, chunk.box[0], chunk.box[2]) > 0.5 * (chunk.box[2] - chunk.box[0]),
    )
    const rule = under.sort((a, b) => a.at - b.at)[0]
    const own = columnsOf(chunk, columns)
    if (!rule || (next && rule.at > next.base)) return own
    const covered = columns.extents.flatMap(([left, right], i) =>
      overlap(rule.from, rule.to, left, right) > 0.5 * (right - left) ? [i] : [],
    )
    const first = covered[0]
    const last = covered.at(-1)
    if (first === undefined || last === undefined) return own
    const alone = row.chunks.filter((c) => overlap(c.box[0], c.box[2], rule.from, rule.to) > 0).length === 1
    const whole = covered.length === columns.extents.length && own[0] === own[1]
    return alone && !whole && centred(chunk.box, rule) ? [first, last] : own
  })
  widenOverChildren(spans, below, columns, free)
  if (next && next.chunks.length > row.chunks.length) widenToCentres(row, spans, columns)
  for (const [i, chunk] of row.chunks.entries()) {
    const span = spans[i]
    if (!span || span[0] === span[1]) continue
    // Neighbours may not share columns: the one that merely brushes a column gives it up.
    const before = spans[i - 1]
    if (before && before[1] >= span[0]) {
      const split = columns.splits[span[0]] ?? 0
      if (centerX(chunk.box) > split) span[0] = Math.min(span[1], before[1] + 1)
      else before[1] = Math.max(before[0], span[0] - 1)
    }
  }
  return spans
}

/**
 * Where headings hang from the first line, as one shows that stands on that line alone, columns whose heading
 * begins on the next line are headed by what stands before them on the first.
 */
function widenOverChildren(
  spans: Array<[number, number]>,
  below: Row[],
  columns: Columns,
  free: Set<number>,
): void {
  const own = new Set(spans.map(([first]) => first))
  const children = below
    .map((row) => row.chunks.map((chunk) => columnsOf(chunk, columns)))
    .find((row) => row.some(([first]) => !own.has(first)))
  if (!children?.every(([first, last]) => first === last)) return
  const next = new Set(children.map(([first]) => first))
  if (spans.every(([first]) => next.has(first))) return
  const leftwards = below.some((row) => row.chunks.some((chunk) => chunk.words[0]?.rightToLeft))
  for (const [i, span] of spans.entries()) {
    const start = leftwards ? (spans[i - 1]?.[1] ?? -1) + 1 : span[0]
    const end = leftwards ? span[1] : (spans[i + 1]?.[0] ?? columns.extents.length) - 1
    const under = Array.from({ length: Math.max(0, end - start + 1) }, (_, at) => start + at)
    if (under.length > 1 && under.every((column) => next.has(column) && free.has(column)))
      spans[i] = [start, end]
  }
}

/** Headings over groups of equally many columns, each set at the left edge of its group. */
function equalGroups(spans: Array<[number, number]>, columns: Columns): Array<[number, number]> | undefined {
  const heads = spans.filter(([first]) => first > 0)
  if (heads.length < 2) return undefined
  const groups = heads.map(([first], i): [number, number] => [
    first,
    (heads[i + 1]?.[0] ?? columns.extents.length) - 1,
  ])
  const sizes = new Set(groups.map(([first, last]) => last - first + 1))
  const size = [...sizes][0] ?? 0
  return sizes.size === 1 && size > 1 && groups.every(([, last], i) => last >= (heads[i]?.[1] ?? 0))
    ? groups
    : undefined
}

/** Without a rule, a heading over several columns is known by standing in the middle of them. */
function widenToCentres(row: Row, spans: Array<[number, number]>, columns: Columns): void {
  const groups = equalGroups(spans, columns)
  if (groups) {
    const labels = spans.filter(([first]) => first === 0)
    spans.splice(0, spans.length, ...labels, ...groups)
    return
  }
  for (const [i, chunk] of row.chunks.entries()) {
    const own = spans[i]
    if (!own) continue
    // The column of row labels joins no other, unless the heading begins there.
    const least = Math.max((spans[i - 1]?.[1] ?? -1) + 1, Math.min(1, own[0]))
    const most = (spans[i + 1]?.[0] ?? columns.extents.length) - 1
    const miss = (first: number, last: number): number => {
      const left = columns.extents[first]?.[0] ?? 0
      const right = columns.extents[last]?.[1] ?? 0
      return Math.abs(centerX(chunk.box) - (left + right) / 2)
    }
    let best = own
    for (let first = least; first <= own[0]; first++) {
      for (let last = own[1]; last <= most; last++) {
        if (miss(first, last) < miss(best[0], best[1]) - 0.6 * chunk.size) best = [first, last]
      }
    }
    const gain = miss(own[0], own[1]) - miss(best[0], best[1])
    if (best !== own && gain > 1.2 * chunk.size && miss(best[0], best[1]) < 2.5 * chunk.size) spans[i] = best
  }
}

function centred(box: Box, rule: Rule): boolean {
  const left = box[0] - rule.from
  const right = rule.to - box[2]
  return left > -4 && right > -4 && (Math.abs(left - right) < 0.35 * (rule.to - rule.from) || left < 6)
}
