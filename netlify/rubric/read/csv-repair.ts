/**
 * Makes rows as wide as they should be. Surplus cells come from delimiters inside of unquoted text ("Strong,
 * original, timely"): a piece that starts with a space, or else in lower case, belongs to the one before.
 *
 * @param rows cells as they stand in the file, not trimmed
 * @returns trimmed rows, and how many have been repaired or are too short
 */
export function repairRows(
  rows: readonly (readonly string[])[],
  delimiter: string,
): { rows: string[][]; ragged: number } {
  const filled = rows.map((row) => row.slice(0, row.length - trailingEmpty(row)))
  const width = expectedWidth(filled)
  const spaced = filled.some((row) => row.length === width && row.slice(1).some((cell) => /^\s/.test(cell)))
  const starts = spaced ? [/^\s*\p{Ll}/u] : [/^\s+/, /^\s*\p{Ll}/u]
  let ragged = 0
  const repaired = filled.map((row, index) => {
    const cells = [...row]
    if (cells.length > width) {
      ragged++
      for (const start of starts) {
        while (cells.length > width) {
          const at = cells.findIndex(
            (cell, i) => i > 1 && start.test(cell) && (cells[i - 1] ?? '').trim() !== '',
          )
          if (at < 0) break
          cells.splice(at - 1, 2, `${cells[at - 1]}${delimiter}${cells[at]}`)
        }
      }
    } else if (cells.length > 1 && (rows[index]?.length ?? 0) < width) {
      ragged++
    }
    return cells.map((cell) => cell.trim())
  })
  return { rows: repaired, ragged }
}

/** The width of most rows; where rows differ too much to say, the first full row's. */
function expectedWidth(rows: readonly (readonly string[])[]): number {
  const wide = rows.filter((row) => row.filter((cell) => cell.trim() !== '').length > 1)
  const counts = new Map<number, number>()
  for (const row of wide) counts.set(row.length, (counts.get(row.length) ?? 0) + 1)
  const [mode = 1, times = 0] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? []
  const header = wide[0]?.length ?? 1
  if (times <= wide.length / 2 || times === 1) return header
  // Trailing columns for scores are often empty in the body.
  return Math.max(mode, header)
}

function trailingEmpty(row: readonly string[]): number {
  let empty = 0
  while (empty < row.length && row[row.length - 1 - empty]?.trim() === '') empty++
  return empty
}
