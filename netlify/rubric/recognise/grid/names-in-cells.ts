import type { TableCell } from '../../document.ts'
import { filledCells, type Grid, type Row, textAt, widthIn } from '../grid.ts'
import { levelRank } from '../words/level-words.ts'

/** Less text than this behind a name says nothing about the level. */
const LEAST_TEXT = 8

interface Named {
  name: string
  rest: string
}

/**
 * "Excellent / Cites all sources | Good / Cites most" in every row: the names of the levels stand above their texts
 * in each cell, and the criterion in a row of its own above them, or before them. Gives the grid with the names in a
 * heading and the criteria in a first column, or undefined where the cells have no names, or not the same ones.
 */
export function liftNames(grid: Grid): Grid | undefined {
  const read = grid.rows.map((row) => namedCells(row))
  const first = read.findIndex(Boolean)
  const names = read[first]
  const row = grid.rows[first]
  if (!names || !row) return undefined
  const same = (other: Map<TableCell, Named>) =>
    [...other.values()].map(({ name }) => name.toLowerCase()).join('\n') ===
    [...names.values()].map(({ name }) => name.toLowerCase()).join('\n')
  const levelled = read.flatMap((other) => (other ? [other] : []))
  if (!levelled.every(same) || (levelled.length < 2 && names.size < 3)) return undefined
  const others = grid.rows.filter((line, at) => at > first && !read[at] && filledCells(line).length >= 3)
  if (others.length > levelled.length / 3) return undefined
  const titled = !names.has(row[0] as TableCell)
  const wide = (line: Row): Row => (titled ? line : [line[0], ...line])
  const heading = row.map((cell) => {
    const named = cell && names.get(cell)
    return cell && named ? { ...cell, text: named.name, bold: true } : undefined
  })
  const rows: Row[] = []
  let name: TableCell | undefined
  let headed = false
  for (const [at, line] of grid.rows.entries()) {
    const cells = read[at]
    if (!cells) {
      if (name) rows.push(wide(line.map(() => name)))
      name = isName(line) ? filledCells(line)[0] : undefined
      if (!name) rows.push(wide(line))
      continue
    }
    if (!headed) rows.push(titled ? heading : [undefined, ...heading])
    headed = true
    const texts = line.map((cell) => {
      const named = cell && cells.get(cell)
      return named ? { ...(cell as TableCell), text: named.rest } : cell
    })
    if (!titled) rows.push([name, ...texts])
    else rows.push(textAt(texts[0]) === '' && name ? [name, ...texts.slice(1)] : texts)
    name = undefined
  }
  if (name) rows.push(wide(filledInto(grid.columns, name)))
  return { ...grid, rows: rows.map((line) => [...line]), columns: grid.columns + (titled ? 0 : 1) }
}

const filledInto = (columns: number, cell: TableCell): Row => Array.from({ length: columns }, () => cell)

/** One text over all columns. */
function isName(row: Row): boolean {
  const [cell, other] = filledCells(row)
  return cell !== undefined && other === undefined && widthIn(row, cell) >= row.length * 0.6
}

/** The cells of a row that begin with the known name of a level on a line of its own: all but the first, at least. */
function namedCells(row: Row): Map<TableCell, Named> | undefined {
  const cells = filledCells(row)
  const found = new Map<TableCell, Named>()
  for (const [at, cell] of cells.entries()) {
    const named = namedCell(cell)
    if (named) found.set(cell, named)
    else if (at > 0) return undefined
  }
  const names = new Set([...found.values()].map(({ name }) => name.toLowerCase()))
  return found.size >= 2 && names.size === found.size ? found : undefined
}

function namedCell(cell: TableCell): Named | undefined {
  const text = textAt(cell)
  const [line = ''] = text.split('\n')
  const name = cell.lead !== undefined && text.startsWith(cell.lead) ? cell.lead : line
  const rest = text.slice(name.length).trim()
  if (rest.length < LEAST_TEXT || name.length > 40 || levelRank(name) === undefined) return undefined
  return { name: name.replace(/[\s:：.–—-]+$/u, ''), rest }
}
