import { type Box, contains } from '../geometry.ts'
import { type PageCell, type PageTable, withoutEmptyTracks } from '../page-table.ts'
import { type Line, toLines, toRows } from '../text/lines.ts'
import type { Word } from '../text/words.ts'
import { type Grid, toGrids } from './grid.ts'
import { withHeadingAbove } from './heading-above.ts'
import { withMissingWalls } from './missing-walls.ts'
import type { Rules } from './rules.ts'
import { lacksColumns, splitRows } from './split-rows.ts'
import { partHeading } from './unruled-heading.ts'

/** Words closer than this, in type sizes, are one line of a cell. */
export const CELL_GAP = 3

export interface RuledTables {
  tables: PageTable[]
  /** Grids too small or too empty to be tables; text in them may still be one without lines. */
  frames: Box[]
  /** Grids with fewer lines than their text has columns, as they would be read by their lines alone. */
  partial: Array<{ table: PageTable; words: Word[] }>
  usedWords: Set<Word>
  usedLines: Set<Line>
}

/**
 * Tables whose cells are bounded by lines. `turned` holds lines that read in another direction than the page,
 * `above` is the ruled table that reaches the end of the page before.
 */
export function ruledTables(
  rules: Rules,
  words: Word[],
  turned: Line[],
  page: { width: number; height: number },
  above?: PageTable,
): RuledTables {
  const result: RuledTables = {
    tables: [],
    frames: [],
    partial: [],
    usedWords: new Set(),
    usedLines: new Set(),
  }
  const grids = toGrids(rules).sort((a, b) => area(a.box) - area(b.box))
  for (const grid of grids) {
    const inside = words.filter(
      (w) =>
        !result.usedWords.has(w) && contains(grid.box, (w.box[0] + w.box[2]) / 2, (w.box[1] + w.box[3]) / 2),
    )
    const insideTurned = turned.filter(
      (l) =>
        !result.usedLines.has(l) && contains(grid.box, (l.box[0] + l.box[2]) / 2, (l.box[1] + l.box[3]) / 2),
    )
    const table = fillGrid(grid, inside, insideTurned)
    if (!table || !(isTable(table) || (above && isRest(table, grid, page, above)))) {
      result.frames.push(grid.box)
      continue
    }
    for (const word of inside) result.usedWords.add(word)
    for (const line of insideTurned) result.usedLines.add(line)
    if (lacksColumns(table)) result.partial.push({ table, words: inside })
    else {
      const whole = withoutEmptyTracks(splitRows(table))
      const headed = withHeadingAbove(
        whole,
        words.filter((word) => !result.usedWords.has(word)),
      )
      for (const word of headed?.used ?? []) result.usedWords.add(word)
      result.tables.push(headed?.table ?? whole)
    }
  }
  return result
}

const area = (box: Box): number => (box[2] - box[0]) * (box[3] - box[1])

function fillGrid(grid: Grid, words: Word[], turned: Line[]): PageTable | undefined {
  const index = new Map<number, PageCell>()
  const columns = grid.xs.length - 1
  let cells: PageCell[] = grid.cells.map((cell) => ({ ...cell, lines: [] }))
  for (const cell of cells) {
    for (let r = cell.row; r < cell.row + cell.rowSpan; r++) {
      for (let c = cell.column; c < cell.column + cell.columnSpan; c++) index.set(r * columns + c, cell)
    }
  }
  const cellAt = (x: number, y: number): PageCell | undefined => {
    const column = track(grid.xs, x)
    const row = track(grid.ys, y)
    return column < 0 || row < 0 ? undefined : index.get(row * columns + column)
  }
  const byCell = new Map<PageCell, Word[]>()
  for (const word of words) {
    const cell = cellAt((word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2)
    if (!cell) continue
    const list = byCell.get(cell) ?? []
    list.push(word)
    byCell.set(cell, list)
  }
  cells = withMissingWalls(cells, byCell, grid)
  for (const [cell, own] of byCell) cell.lines = toRows(own).flatMap((row) => toLines(row, CELL_GAP))
  const turnedByCell = new Map<PageCell, Line[]>()
  for (const line of turned) {
    const cell = cellAt((line.box[0] + line.box[2]) / 2, (line.box[1] + line.box[3]) / 2)
    if (!cell) continue
    const list = turnedByCell.get(cell) ?? []
    list.push(line)
    turnedByCell.set(cell, list)
  }
  for (const [cell, lines] of turnedByCell) cell.lines.push(...sortTurned(lines))
  if (cells.every((c) => c.lines.length === 0)) return undefined
  const table = withoutEmptyTracks({
    rows: grid.ys.length - 1,
    columns,
    cells,
    box: grid.box,
    ruled: true,
    headerRows: 0,
  })
  return partHeading(table, CELL_GAP)
}

/** Upward text is read from the left line to the right one, downward text from the right to the left. */
export function sortTurned(lines: Line[]): Line[] {
  return [...lines].sort((a, b) => {
    if (a.angle === 270) return a.box[0] - b.box[0] || b.box[1] - a.box[1]
    if (a.angle === 90) return b.box[0] - a.box[0] || a.box[1] - b.box[1]
    return b.box[1] - a.box[1]
  })
}

function track(boundaries: number[], value: number): number {
  for (let i = 0; i < boundaries.length - 1; i++) {
    if (
      value >= (boundaries[i] ?? 0) - 0.5 &&
      value < (boundaries[i + 1] ?? 0) + (i === boundaries.length - 2 ? 1 : 0)
    )
      return i
  }
  return -1
}

function isTable(table: PageTable): boolean {
  if (table.rows * table.columns < 2) return false
  const filled = table.cells.filter((c) => c.lines.length > 0)
  if (filled.length < 2) return false
  // A chart: many grid lines, hardly any text between them.
  if (table.columns < 2) return false
  if (filled.length < 0.25 * table.rows * table.columns && filled.length < 0.5 * table.cells.length)
    return false
  return true
}

/** The rest of one cell of a row that the page's end cut, in the grid that goes on. */
function isRest(table: PageTable, grid: Grid, page: { height: number }, above: PageTable): boolean {
  const [left, top, right] = grid.box
  return (
    table.cells.filter((c) => c.lines.length > 0).length === 1 &&
    grid.xs.length - 1 >= Math.max(3, above.columns) &&
    top < 0.25 * page.height &&
    Math.abs(left - above.box[0]) < 3 &&
    Math.abs(right - above.box[2]) < 3
  )
}
