/** Sets of code points as text: hexadecimal, ascending, `20-7e,a0,…`. */

export function formatRanges(codePoints: Iterable<number>): string {
  const ranges: [number, number][] = []
  for (const point of [...codePoints].sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last !== undefined && point <= last[1] + 1) last[1] = point
    else ranges.push([point, point])
  }
  return ranges
    .map(([from, to]) => (from === to ? from.toString(16) : `${from.toString(16)}-${to.toString(16)}`))
    .join(',')
}

export function parseRanges(ranges: string): Set<number> {
  const points = new Set<number>()
  for (const range of ranges.split(',')) {
    const [from = '', to = from] = range.split('-')
    for (let point = Number.parseInt(from, 16); point <= Number.parseInt(to, 16); point++) points.add(point)
  }
  return points
}
