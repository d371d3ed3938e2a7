import type { ColumnRoles } from '../grid/columns.ts'
import { type Grid, textAt } from '../grid.ts'
import { parseCriterion } from '../words/criterion-title.ts'

/**
 * The roles of the columns without that of the points, where the names state them ("The path is dry (4 pt)") and
 * their column waits for those that somebody will reach.
 *
 * @param from the first row below the headings
 */
export function withPointsInNames(
  grid: Grid,
  from: number,
  roles: ColumnRoles,
  wrapped: boolean,
): ColumnRoles {
  const { title, points, ...others } = roles
  if (title === undefined || points === undefined) return roles
  const rows = grid.rows.slice(from).filter((row) => textAt(row[title]) !== '')
  const filled = rows.filter((row) => textAt(row[points]) !== '').length
  const named = rows.filter((row) => parseCriterion(textAt(row[title]), wrapped).points !== undefined).length
  return named >= 3 && named >= rows.length * 0.8 && filled < named / 2 ? { title, ...others } : roles
}
