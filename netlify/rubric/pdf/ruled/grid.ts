import { type Box, cluster, overlap } from '../geometry.ts'
import type { Rule, Rules } from './rules.ts'

/** Grids of cells from ruling lines: lines that meet form a grid; where a line is missing, cells are merged. */

export interface GridCell {
  row: number
  column: number
  rowSpan: number
  columnSpan: number
  box: Box
}

export interface Grid {
  /** Column boundaries, one more than there are columns. */
  xs: number[]
  ys: number[]
  cells: GridCell[]
  box: Box
}

/** Lines that stop this short of each other still meet. */
const REACH = 3.5
/** Boundaries closer than this are one. */
const MERGE = 3.5

export function toGrids(rules: Rules): Grid[] {
  return components(rules)
    .map(toGrid)
    .filter((grid) => grid !== undefined)
}

interface Component {
  horizontal: Rule[]
  vertical: Rule[]
}

function components({ horizontal, vertical }: Rules): Component[] {
  const parents = [...horizontal, ...vertical].map((_, i) => i)
  const find = (i: number): number => {
    let root = i
    while (parents[root] !== root) root = parents[root] ?? root
    let step = i
    while (parents[step] !== root) {
      const next = parents[step] ?? root
      parents[step] = root
      step = next
    }
    return root
  }
  const order = vertical.map((rule, i) => ({ rule, i })).sort((a, b) => a.rule.at - b.rule.at)
  for (const [i, h] of horizontal.entries()) {
    for (const { rule: v, i: j } of order) {
      if (v.at < h.from - REACH) continue
      if (v.at > h.to + REACH) break
      if (h.at < v.from - REACH || h.at > v.to + REACH) continue
      parents[find(i)] = find(horizontal.length + j)
    }
  }
  const groups = new Map<number, Component>()
  const groupOf = (i: number): Component => {
    const root = find(i)
    const group = groups.get(root) ?? { horizontal: [], vertical: [] }
    groups.set(root, group)
    return group
  }
  for (const [i, rule] of horizontal.entries()) groupOf(i).horizontal.push(rule)
  for (const [i, rule] of vertical.entries()) groupOf(horizontal.length + i).vertical.push(rule)
  return [...groups.values()].filter((g) => g.horizontal.length > 0 && g.vertical.length > 0)
}

function toGrid({ horizontal, vertical }: Component): Grid | undefined {
  if (horizontal.length + vertical.length < 3) return undefined
  const left = Math.min(...horizontal.map((r) => r.from), ...vertical.map((r) => r.at))
  const right = Math.max(...horizontal.map((r) => r.to), ...vertical.map((r) => r.at))
  const top = Math.min(...vertical.map((r) => r.from), ...horizontal.map((r) => r.at))
  const bottom = Math.max(...vertical.map((r) => r.to), ...horizontal.map((r) => r.at))
  const xs = boundaries(vertical, left, right)
  const ys = boundaries(horizontal, top, bottom)
  const columns = xs.length - 1
  const rows = ys.length - 1
  if (columns < 1 || rows < 1 || columns * rows > 20_000) return undefined
  const across = divisions(vertical, xs, ys)
  const down = divisions(horizontal, ys, xs)
  /** Whether a line divides (row, column - 1) from (row, column). */
  const wall = (row: number, column: number): boolean => across[column]?.[row] ?? false
  /** Whether a line divides (row - 1, column) from (row, column). */
  const floor = (row: number, column: number): boolean => down[row]?.[column] ?? false
  const taken = Array.from({ length: rows }, () => new Array<boolean>(columns).fill(false))
  const cells: GridCell[] = []
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (taken[row]?.[column]) continue
      let columnSpan = 1
      while (
        column + columnSpan < columns &&
        !wall(row, column + columnSpan) &&
        !taken[row]?.[column + columnSpan]
      )
        columnSpan++
      let rowSpan = 1
      while (row + rowSpan < rows && open(row + rowSpan, column, columnSpan)) rowSpan++
      for (let r = row; r < row + rowSpan; r++) taken[r]?.fill(true, column, column + columnSpan)
      cells.push({
        row,
        column,
        rowSpan,
        columnSpan,
        box: [xs[column] ?? 0, ys[row] ?? 0, xs[column + columnSpan] ?? 0, ys[row + rowSpan] ?? 0],
      })
    }
  }
  return { xs, ys, cells, box: [left, top, right, bottom] }

  function open(row: number, column: number, span: number): boolean {
    for (let c = column; c < column + span; c++) {
      if (floor(row, c) || taken[row]?.[c]) return false
      if (c > column && wall(row, c)) return false
    }
    // A cell may not grow past a place where its side has no line while the row above had one.
    const leftWall = column === 0 || wall(row, column)
    const rightWall = column + span === columns || wall(row, column + span)
    return leftWall && rightWall
  }
}

function boundaries(rules: Rule[], first: number, last: number): number[] {
  const groups = cluster([first, ...rules.map((r) => r.at), last], (x) => x, MERGE)
  return groups.map((group) => group.reduce((a, b) => a + b, 0) / group.length)
}

/** For each boundary, which of the stretches between `others` are covered by a line. */
function divisions(rules: Rule[], at: number[], others: number[]): boolean[][] {
  return at.map((position) => {
    const near = rules.filter((r) => Math.abs(r.at - position) <= MERGE)
    return others.slice(0, -1).map((from, i) => {
      const to = others[i + 1] ?? from
      let covered = 0
      for (const rule of near) covered += Math.max(0, overlap(rule.from - 1, rule.to + 1, from, to))
      return covered >= 0.6 * (to - from)
    })
  })
}
