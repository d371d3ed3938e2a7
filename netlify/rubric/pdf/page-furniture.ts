import type { PageLayout } from './page-layout.ts'
import type { Line } from './text/lines.ts'

/** Running heads, footers and page numbers. */

/** The part of the page, from its upper and lower edge, in which they stand. */
const MARGIN = 0.12
/** `3`, `- 3 -`, `Page 1 of 2` */
export const PAGE_NUMBER =
  /^(?:\p{L}{1,8}\.?\s*)?[-–—|]?\s*\d{1,4}\s*[-–—|]?(?:\s*(?:\/|\p{L}{1,4})\s*\d{1,4})?\.?$/u

/**
 * Takes away page numbers, and lines that come back at the same height on other pages: all of a footer, and of
 * a running head all but the first, since it may be the only place where the title stands.
 */
export function withoutFurniture(layouts: PageLayout[]): PageLayout[] {
  const places = new Map<string, Placed[]>()
  for (const layout of layouts) {
    const body = bodyOf(layout)
    for (const line of layout.lines) {
      // Under a deep margin the number of a page stands higher than usual.
      const isNumber = PAGE_NUMBER.test(line.text) && isBeyond(line, layout, body)
      if (!inMargin(line, layout) && !isNumber) continue
      const key = `${Math.round(line.base / 3)} ${withDigitsAlike(line.text)}`
      const near = `${Math.round(line.base / 3) - 1} ${withDigitsAlike(line.text)}`
      const list = places.get(key) ?? places.get(near) ?? []
      list.push({ page: layout.page, line })
      places.set(places.has(near) && !places.has(key) ? near : key, list)
    }
  }
  const dropped = new Set<Line>()
  for (const list of [...places.values()].flatMap(alike)) {
    const pages = new Set(list.map((entry) => entry.page))
    if (layouts.length < 2 || pages.size < Math.max(2, Math.ceil(layouts.length * 0.5))) continue
    const head = list[0] && list[0].line.base < (layouts[0]?.height ?? 0) / 2
    for (const [i, { line }] of list.entries()) if (!head || i > 0) dropped.add(line)
  }
  return layouts.map((layout) => {
    const body = bodyOf(layout)
    const isNumber = (line: Line): boolean =>
      inMargin(line, layout, 0.08) && PAGE_NUMBER.test(line.text) && isBeyond(line, layout, body)
    return { ...layout, lines: layout.lines.filter((line) => !dropped.has(line) && !isNumber(line)) }
  })
}

interface Placed {
  page: number
  line: Line
}

/**
 * Parts lines that differ in numbers that do not count pages: the course in "2001 Marking criteria" and "2002
 * Marking criteria" makes two titles of them.
 */
function alike(list: Placed[]): Placed[][] {
  const groups: Placed[][] = []
  for (const placed of list) {
    const group = groups.find(([first]) => first && isSameOrCounts(first, placed))
    if (group) group.push(placed)
    else groups.push([placed])
  }
  return groups
}

function isSameOrCounts(a: Placed, b: Placed): boolean {
  const [numbers, others] = [a, b].map(({ line }) => (line.text.match(/\d+/g) ?? []).map(Number))
  return (numbers ?? []).every((number, i) => {
    const step = (others?.[i] ?? 0) - number
    return step === 0 || step === b.page - a.page
  })
}

function inMargin(line: Line, layout: PageLayout, margin = MARGIN): boolean {
  return line.base < layout.height * margin || line.base > layout.height * (1 - margin)
}

interface Body {
  /** The top of what begins last. */
  lastTop: number
  /** The bottom of what ends first. */
  firstBottom: number
}

function bodyOf(layout: PageLayout): Body {
  const body: Body = { lastTop: -Infinity, firstBottom: Infinity }
  for (const { box } of [...layout.lines.filter((l) => !PAGE_NUMBER.test(l.text)), ...layout.tables]) {
    body.lastTop = Math.max(body.lastTop, box[1])
    body.firstBottom = Math.min(body.firstBottom, box[3])
  }
  return body
}

/** Nothing but other furniture stands beyond a page number, on its side of the page. */
function isBeyond(line: Line, layout: PageLayout, body: Body): boolean {
  const lower = line.base > layout.height / 2
  return lower ? body.lastTop < line.box[3] : body.firstBottom > line.box[1]
}

/** A text in which only the digits may differ from page to page, not whether there are any. */
const withDigitsAlike = (text: string): string => text.toLowerCase().replace(/\d+/g, '0').replace(/\s+/g, '')
