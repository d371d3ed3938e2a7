import type { Segment } from '../content/page-content.ts'

/** Ruling lines: the painted segments of one page, joined where they touch, lie on each other or are dashes. */

export interface Rule {
  /** y of a horizontal rule, x of a vertical one. */
  at: number
  from: number
  to: number
  thickness: number
}

export interface Rules {
  horizontal: Rule[]
  vertical: Rule[]
}

/** Parallel segments closer than this are one rule (double lines, both borders of neighbouring cells). */
const SNAP = 2
/** Collinear segments closer than this are one rule (dashes, gaps at corners). */
const JOIN = 4.5
/** Anything shorter is a tick, a glyph part or a dot. */
const SHORTEST = 7

export function toRules(segments: Segment[]): Rules {
  return {
    horizontal: joinRules(segments.filter((s) => s.horizontal)),
    vertical: joinRules(segments.filter((s) => !s.horizontal)),
  }
}

function joinRules(segments: Segment[]): Rule[] {
  const sorted = [...segments].sort((a, b) => a.at - b.at)
  const bands: Segment[][] = []
  let start = Number.NEGATIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (const segment of sorted) {
    const band = bands.at(-1)
    if (band && segment.at - last <= SNAP && segment.at - start <= SNAP * 2) band.push(segment)
    else {
      bands.push([segment])
      start = segment.at
    }
    last = segment.at
  }
  const rules: Rule[] = []
  for (const band of bands) {
    band.sort((a, b) => a.from - b.from)
    let open: (Rule & { weight: number; sum: number }) | undefined
    for (const segment of band) {
      const length = segment.to - segment.from
      if (open && segment.from <= open.to + JOIN) {
        open.to = Math.max(open.to, segment.to)
        open.thickness = Math.max(open.thickness, segment.thickness)
        open.weight += length
        open.sum += length * segment.at
        continue
      }
      if (open) close(open)
      open = { ...segment, weight: length, sum: length * segment.at }
    }
    if (open) close(open)
  }
  return rules

  function close(rule: Rule & { weight: number; sum: number }): void {
    if (rule.to - rule.from < SHORTEST) return
    rules.push({ at: rule.sum / rule.weight, from: rule.from, to: rule.to, thickness: rule.thickness })
  }
}
