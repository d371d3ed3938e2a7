import { LEADING_BULLET } from '../../bullets.ts'
import { median, unionAll } from '../geometry.ts'
import type { PageCell } from '../page-table.ts'
import type { Line } from '../text/lines.ts'
import { isNumeric } from '../text/numeric.ts'
import { type Columns, columnsOf } from './open-columns.ts'
import { type Draft, toDraft } from './open-drafts.ts'
import type { Row } from './open-regions.ts'
import { rowStarts } from './row-starts.ts'
import { partSpanningColumn } from './spanning-column.ts'

/** The body of a table without cell borders: which lines of text are one row, and which columns a cell takes. */

/** What tells the rows of a table apart where rows have several lines. */
export type RowSigns = { by: 'rules' } | { by: 'space'; reach: number }

export interface Body {
  rows: number
  cells: PageCell[]
  rowSigns: RowSigns | undefined
}

/** `known` says how the table was read on the page before. */
export function buildBody(rows: Row[], columns: Columns, rules: number[], known?: RowSigns): Body {
  const spanning = partSpanningColumn(rows, columns)
  if (!spanning) return buildRows(rows, columns, rules, known)
  const body = buildRows(spanning.rows, columns, rules, known)
  const tops = new Map<number, number>()
  for (const { row, lines } of body.cells)
    tops.set(row, Math.min(tops.get(row) ?? Infinity, lines[0]?.base ?? Infinity))
  const beside = spanning.cells.map((lines): PageCell => {
    const [first] = lines
    const started = [...tops].filter(([, base]) => first && base < first.base + 0.5 * first.size)
    const row = Math.max(0, ...started.map(([index]) => index))
    return { row, rowSpan: 1, column: 0, columnSpan: 1, lines, box: unionAll(lines.map((l) => l.box)) }
  })
  return { ...body, cells: [...body.cells, ...beside] }
}

function buildRows(rows: Row[], columns: Columns, rules: number[], known?: RowSigns): Body {
  const lines = mergeOverlapping(rows.map((row) => toDraft(row, columns)))
  const rowSigns = known ?? findRowSigns(lines, rules)
  const starts = rowStarts(lines, rules, known !== undefined)
  const merged = starts ? starts.map(joinDrafts) : mergeWrapped(lines, columns, rules, rowSigns)
  const drafts = rowSigns ? spanHeadings(merged, columns, known ? 1 : 0) : merged
  const cells = drafts.flatMap((draft, row) =>
    [...draft.cells].map(
      ([column, { last, lines }]): PageCell => ({
        row,
        rowSpan: 1,
        column,
        columnSpan: last - column + 1,
        lines,
        box: unionAll(lines.map((l) => l.box)),
      }),
    ),
  )
  return { rows: drafts.length, cells, rowSigns }
}

/** A line alone in its row between full rows is a heading over them, wherever in the row it is set. */
function spanHeadings(drafts: Draft[], columns: Columns, start: number): Draft[] {
  const typical = median(drafts.map((d) => d.cells.size))
  if (typical < 3) return drafts
  return drafts.map((draft, i) => {
    const [only, ...others] = draft.cells.values()
    if (!only || others.length > 0 || only.lines.length > 1 || draft.cells.has(0)) return draft
    const next = [...(drafts[i + 1]?.cells.values() ?? [])]
    // Between rows of figures, the only cell of a row is a cell.
    const sentences = next.some(({ lines }) => lines.length > 1)
    if (i < start || next.length < 0.7 * typical || !sentences) return draft
    return { ...draft, cells: new Map([[0, { last: columns.extents.length - 1, lines: only.lines }]]) }
  })
}

function mergeWrapped(
  drafts: Draft[],
  columns: Columns,
  rules: number[],
  rowSigns: RowSigns | undefined,
): Draft[] {
  const grouped = rowSigns ? mergeGroups(drafts, columns, toGroups(drafts, rules, rowSigns)) : drafts
  const pitch = median(grouped.slice(1).map((d, i) => d.base - (grouped[i]?.base ?? 0)))
  const merged: Draft[] = []
  for (const draft of grouped) {
    const previous = merged.at(-1)
    const ruled = previous && rules.some((y) => y > previous.base && y < draft.base)
    if (previous && !ruled && continues(previous, draft, columns, pitch)) append(previous, draft)
    else merged.push(copy(draft))
  }
  return merged
}

/** Cells centred beside a label of two lines stand between those lines: closer than lines can stand. */
function mergeOverlapping(drafts: Draft[]): Draft[] {
  const merged: Draft[] = []
  for (const draft of drafts) {
    const previous = merged.at(-1)
    if (previous && draft.base - previous.base < 0.75 * Math.min(draft.size, previous.size))
      append(previous, draft)
    else merged.push(copy(draft))
  }
  return merged
}

const copy = (draft: Draft): Draft => ({
  ...draft,
  cells: new Map([...draft.cells].map(([k, v]) => [k, { last: v.last, lines: [...v.lines] }])),
})

function append(above: Draft, below: Draft): void {
  for (const [column, { last, lines }] of below.cells) {
    const cell = above.cells.get(column)
    if (cell) {
      cell.lines.push(...lines)
      cell.last = Math.max(cell.last, last)
    } else above.cells.set(column, { last, lines: [...lines] })
  }
  above.base = below.base
  above.bottom = below.bottom
}

/**
 * Rows of several lines: lines that stand close together between rules, or between wider gaps, are one row
 * when the text in them reads on from line to line.
 */
function mergeGroups(drafts: Draft[], columns: Columns, groups: Draft[][]): Draft[] {
  let wrapped = 0
  let pairs = 0
  const joinable = groups.map((group) => {
    if (group.length < 2 || stacksNumbers(group)) return false
    for (const [a, b] of group.slice(1).map((b, i): [Draft | undefined, Draft] => [group[i], b])) {
      for (const [column, { lines }] of b.cells) {
        const upper = a?.cells.get(column)?.lines.at(-1)
        const lower = lines[0]
        // An item of a list begins a line wherever it stands.
        if (!upper || !lower || LEADING_BULLET.test(lower.text)) continue
        pairs++
        if (/^[\p{Ll}(]/u.test(lower.text) || reaches(upper, lower, columns)) wrapped++
      }
    }
    return true
  })
  if (wrapped < 0.4 * pairs) return drafts
  return groups.flatMap((group, i) => {
    const [first, ...others] = group
    return joinable[i] && first ? [joinDrafts([first, ...others])] : group
  })
}

function joinDrafts([first, ...others]: readonly [Draft, ...Draft[]]): Draft {
  const whole = copy(first)
  for (const draft of others) append(whole, draft)
  return whole
}

/** Undefined when nothing on the page tells rows of several lines apart. */
export function findRowSigns(drafts: Draft[], rules: number[]): RowSigns | undefined {
  const pairs = drafts.slice(1).flatMap((b, i): Array<[Draft, Draft]> => {
    const a = drafts[i]
    return a ? [[a, b]] : []
  })
  const byRules = pairs.filter(([a, b]) => divided(a, b, rules)).length
  // One rule alone may set off a heading; from two on, rules are what divides the rows.
  if (byRules >= 2) return { by: 'rules' }
  const size = median(drafts.map((d) => d.size))
  const spaced = pairs
    .filter(([a, b]) => !divided(a, b, rules))
    .map(([a, b]) => ({ pitch: b.base - a.base, labelled: b.cells.has(0) }))
    .filter(({ pitch }) => pitch > 0.8 * size)
  const reach = lineReach(spaced, size)
  const wide = spaced.filter(({ pitch }) => pitch > reach).length
  if (reach > 0 && wide > 0 && wide < spaced.length) return { by: 'space', reach }
  return byRules > 0 ? { by: 'rules' } : undefined
}

interface Spacing {
  pitch: number
  /** The lower line begins in the first column. */
  labelled: boolean
}

/**
 * How far apart lines of one cell are at most; 0 when none stand close. Cells in several fonts have several
 * distances; what is a little wider but never brings a label still parts lines rather than rows.
 */
function lineReach(spaced: Spacing[], size: number): number {
  const sorted = [...spaced].sort((a, b) => a.pitch - b.pitch)
  const least = sorted[0]?.pitch ?? Infinity
  if (least >= 1.6 * size) return 0
  let most = least
  for (const { pitch } of sorted) {
    const parts = sorted.filter((s) => s.pitch > most + 0.01 && s.pitch < pitch + 0.5)
    const next = pitch - most > 0.18 * size
    if (pitch > Math.min(1.7 * size, next ? 1.35 * least : Infinity)) break
    if (next && parts.some((s) => s.labelled)) break
    most = pitch
  }
  return Math.max(1.22 * least, 1.06 * most) + 0.5
}

const divided = (a: Draft, b: Draft, rules: number[]): boolean => rules.some((y) => y > a.base && y < b.base)

/** Lines of text that are one row. */
export function toGroups(drafts: Draft[], rules: number[], signs: RowSigns): Draft[][] {
  const groups: Draft[][] = []
  for (const draft of drafts) {
    const group = groups.at(-1)
    const last = group?.at(-1)
    const apart =
      !last || divided(last, draft, rules) || (signs.by === 'space' && draft.base - last.base > signs.reach)
    if (group && !apart) group.push(draft)
    else groups.push([draft])
  }
  return groups
}

function stacksNumbers(group: Draft[]): boolean {
  const seen = new Map<number, number>()
  for (const draft of group) {
    for (const [column, { lines }] of draft.cells) {
      if (lines.every((l) => l.words.every((w) => isNumeric(w.text))))
        seen.set(column, (seen.get(column) ?? 0) + 1)
    }
  }
  return [...seen.values()].some((n) => n > 1)
}

/** Whether a row holds only the rest of the cells above it. */
function continues(above: Draft, below: Draft, columns: Columns, pitch: number): boolean {
  const distance = below.base - above.base
  if (distance > 1.25 * pitch + 1 || distance > 1.7 * below.size) return false
  const label = above.cells.get(0)?.lines.at(-1)
  const rest = below.cells.get(0)?.lines[0]
  if (below.cells.size === 1 && rest && label && above.cells.size > 1) {
    return /^[\p{Ll}(]/u.test(rest.text) && reaches(label, rest, columns)
  }
  // The label begins on a line of its own and the values stand beside its last line.
  if (above.cells.size === 1 && label && rest && below.cells.size > 1) {
    return reaches(label, rest, columns) && /^[\p{Ll}(]/u.test(rest.text)
  }
  if (above.cells.size === 1 && below.cells.size === 1 && label && rest) {
    return /^[\p{Ll}(]/u.test(rest.text) && reaches(label, rest, columns)
  }
  if (
    !rest &&
    below.cells.size < above.cells.size &&
    [...below.cells].every(([c, v]) => above.cells.has(c) && /^[\p{Ll}(]/u.test(v.lines[0]?.text ?? ''))
  ) {
    return true
  }
  return false
}

/** The first word of the lower line would not have fitted behind the upper one. */
function reaches(upper: Line, lower: Line, columns: Columns): boolean {
  const column = columnsOf(upper, columns)[0]
  const right = Math.max(columns.extents[column]?.[1] ?? 0, upper.box[2])
  const first = lower.words[0]
  const width = first ? first.box[2] - first.box[0] : 0
  return upper.box[2] + width + 0.25 * upper.size > right - 0.5 * upper.size
}
