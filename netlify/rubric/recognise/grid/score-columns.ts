import { type Grid, type Row, textAt, withTexts } from '../grid.ts'
import { parseAmount } from '../words/amount.ts'

const FILLED = /^\d+(?:[.,]\d+)?\s*[/／]\s*(\d+(?:[.,]\d+)?)$/u
const SLASH = /^[/／]$/u
const MIN_ROWS = 2

/**
 * Keeps of filled score sheets what can be reached: "4 | / | 5" in three columns, or "4/5" down a column, become
 * "/ 5".
 */
export function withoutScores(grid: Grid): Grid {
  let joined = grid
  for (let column = 1; column < grid.columns - 1; column++) {
    if (grid.rows.filter((row) => isSplit(row, column)).length >= MIN_ROWS) joined = join(joined, column)
  }
  const scores = new Set(Array.from({ length: grid.columns }, (_, column) => scoresIn(joined, column)).flat())
  return withTexts(joined, (cell) => {
    const most = scores.has(cell) ? FILLED.exec(textAt(cell))?.[1] : undefined
    return most === undefined ? cell.text : `/ ${most}`
  })
}

/** A score or nothing, a slash, and the most that can be had. */
function isSplit(row: Row, column: number): boolean {
  const most = parseAmount(textAt(row[column + 1]))
  const score = textAt(row[column - 1])
  return (
    SLASH.test(textAt(row[column])) && most?.unit === 'none' && (!/\p{L}/u.test(score) || score.length <= 4)
  )
}

function join(grid: Grid, column: number): Grid {
  const heads = grid.rows.filter((row) => !isSplit(row, column))
  const named = [column, column - 1, column + 1].find((at) =>
    heads.some((row) => /\p{L}/u.test(textAt(row[at]))),
  )
  const place = named ?? column
  const rows = grid.rows.map((row) => {
    const [slash, most] = [row[column], row[column + 1]]
    if (!isSplit(row, column) || !slash || !most) return row
    const copy = [...row]
    copy[column - 1] = undefined
    copy[column] = undefined
    copy[column + 1] = undefined
    copy[place] = { ...most, text: `/ ${textAt(most)}` }
    return copy
  })
  return { ...grid, rows }
}

/** The cells of a column that are all scores; a single "1/2" may as well be a half. */
function scoresIn(grid: Grid, column: number) {
  const cells = [...new Set(grid.rows.map((row) => row[column]))].flatMap((cell) =>
    cell && /\d/.test(textAt(cell)) ? [cell] : [],
  )
  const filled = cells.filter((cell) => FILLED.test(textAt(cell)))
  const most = filled.map((cell) => Number(FILLED.exec(textAt(cell))?.[1]?.replace(',', '.')))
  const isScores =
    filled.length >= 3 && filled.length >= cells.length * 0.8 && most.some((value) => value >= 5)
  return isScores ? filled : []
}
