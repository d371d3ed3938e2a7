import type { Line } from './words.ts'

/** Running text: lines that follow each other, begin at one edge and fill a column. No table is made of it. */

/** Words a line, on average, from which stacked lines read as sentences rather than as cells. */
const WORDS = 5.5

/** The lines that are running text; `lines` are split at wide gaps. */
export function findProse(lines: Line[]): Set<Line> {
  const prose = new Set<Line>()
  for (const chain of chains(lines)) {
    if (chain.length < 3) continue
    const widths = chain.map((l) => l.box[2] - l.box[0])
    const full = Math.max(...widths)
    const size = chain[0]?.size ?? 10
    const words = chain.reduce((sum, l) => sum + l.words.length, 0) / chain.length
    if (words < WORDS || full < 14 * size) continue
    // All lines but the last of a paragraph reach the right edge, ragged or not.
    const filled = widths.filter((w) => w > 0.72 * full).length
    if (filled < 0.6 * chain.length) continue
    if (letterShare(chain) < 0.6) continue
    for (const line of chain) prose.add(line)
  }
  return prose
}

function chains(lines: Line[]): Line[][] {
  const sorted = [...lines].sort((a, b) => a.base - b.base)
  const open: Line[][] = []
  const done: Line[][] = []
  for (const line of sorted) {
    for (let i = open.length - 1; i >= 0; i--) {
      const last = open[i]?.at(-1)
      if (last && line.base - last.base > 2 * last.size) done.push(...open.splice(i, 1))
    }
    const host = open.find((chain) => {
      const last = chain.at(-1)
      const first = chain[0]
      if (!last || !first) return false
      const spacing = line.base - last.base
      const left = Math.min(...chain.map((l) => l.box[0]))
      return (
        spacing > 0.5 * line.size &&
        spacing < 1.9 * line.size &&
        Math.abs(line.size - last.size) < 0.12 * line.size &&
        (Math.abs(line.box[0] - left) < 2.6 * line.size ||
          Math.abs(line.box[0] - last.box[0]) < 2.6 * line.size) &&
        line.box[0] < last.box[2]
      )
    })
    if (host) host.push(line)
    else open.push([line])
  }
  return [...done, ...open]
}

function letterShare(lines: Line[]): number {
  const text = lines.map((l) => l.text.replace(/\s/g, '')).join('')
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  return text.length === 0 ? 0 : letters / text.length
}
