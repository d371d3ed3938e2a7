import { LEADING_BULLET } from '../../bullets.ts'
import type { Line } from '../text/lines.ts'
import type { Draft } from './open-drafts.ts'

/**
 * Rows of several lines that no rule and no white space parts, as LaTeX sets them: all cells of a row begin on its
 * first line, and end one after the other. So a line in which every column has text begins a row when one had none
 * in the line above.
 */

type Group = [Draft, ...Draft[]]

/** Least share of the lines of cells that go on with the line above. */
const READS_ON = 0.4
/** Text that goes on with a sentence. */
const ON = /^[\p{Ll}(]/u
/** Least share of a row's columns, of those that any row fills. */
const FULL = 0.8

/**
 * @param rules heights of the rules that part rows besides
 * @param goes whether the first lines may be the rest of a row of the page before
 * @returns the groups of lines, one a row; undefined when the lines do not fall into rows like this
 */
export function rowStarts(
  drafts: readonly Draft[],
  rules: readonly number[],
  goes: boolean,
): Group[] | undefined {
  const columns = Math.max(0, ...drafts.map(({ cells }) => cells.size))
  if (columns < 3) return undefined
  const isFull = (draft: Draft | undefined): boolean =>
    draft?.cells.has(0) === true && draft.cells.size >= FULL * columns
  const groups: Group[] = []
  let parted = 0
  for (const [at, draft] of drafts.entries()) {
    const above = drafts[at - 1]
    const begins =
      isFull(draft) && [...draft.cells.keys()].some((column) => !above?.cells.has(column)) && !goesOn(draft)
    const ruled = above && rules.some((y) => y > above.base && y < draft.base)
    if (ruled) parted++
    const group = groups.at(-1)
    if (group && !begins && !ruled) group.push(draft)
    else groups.push([draft])
  }
  // From two rules on, rules are what divides the rows.
  if (parted > 1) return undefined
  const several = groups.filter((group) => group.length > 1)
  if (groups.length < 2 || several.length < 0.6 * groups.length) return undefined
  if (!goes && !isFull(groups[0]?.[0])) return undefined
  return several.every(endsInTurn) && readOn(several) ? groups : undefined
}

/** A column that has run out of text stays empty to the end of the row. */
function endsInTurn(group: Group): boolean {
  return group.slice(1).every(({ cells }, at) => [...cells.keys()].every((c) => group[at]?.cells.has(c)))
}

/** Most cells of a line that begins a row would go on with a sentence. */
function goesOn({ cells }: Draft): boolean {
  const texts = [...cells].flatMap(([column, { lines }]) => (column === 0 ? [] : (lines[0]?.text ?? '')))
  return texts.filter((text) => ON.test(text)).length > texts.length / 2
}

function readOn(groups: readonly Group[]): boolean {
  const lines = groups.flatMap((group) => group.slice(1).flatMap(({ cells }) => [...cells.values()]))
  const texts = lines.flatMap((cell): Line[] => cell.lines.slice(0, 1))
  const told = texts.filter(({ text }) => !LEADING_BULLET.test(text))
  return told.filter(({ text }) => ON.test(text)).length >= READS_ON * told.length
}
