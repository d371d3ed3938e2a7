import { filledCells, type Grid, type Row, textAt } from '../grid.ts'
import { emptyPart, level, type RubricPart } from '../part.ts'
import { readTotals } from '../stated-total.ts'
import { parseAmount } from '../words/amount.ts'
import { cleanText } from '../words/clean.ts'
import { parseLevelHead } from '../words/level-head.ts'
import { levelRank } from '../words/level-words.ts'
import { splitAmount } from '../words/split-amount.ts'
import {
  fold,
  isCriterionWord,
  isDropWord,
  isPlaceholder,
  isStrongCriterionWord,
  totalWord,
} from '../words/words.ts'
import { columnRoles } from './columns.ts'

/** "Concerns | Criteria | Advanced": a single-point rubric describes one level only. */
export function readSinglePoint(grid: Grid, wrapped: boolean): RubricPart | undefined {
  const top = grid.rows.slice(0, 3).findIndex((row) => filledCells(row).length >= 2)
  const row = top < 0 ? undefined : grid.rows[top]
  if (!row) return undefined
  const texts = row.map((cell) => fold(textAt(cell)))
  const below = texts.findIndex((text) =>
    /concern|needs? (work|improvement|attention)|areas? (for|to|of|that need) (growth|improve|improvement|work)|not yet|grow(s|th)?\b|wish|below|a mejorar|por mejorar|a ameliorer|verbesser|verbeter|melhorar|to improve|working (on|towards?)/.test(
      text,
    ),
  )
  const above = texts.findIndex((text) =>
    /advanced|exceed|excellen|evidence of|strength|beyond|glow|star|above|fortaleza|supera|points forts|starken|sterk|fortes|extending|goes beyond/.test(
      text,
    ),
  )
  if (below < 0 || above < 0 || below === above) return undefined
  const middle = texts.findIndex(
    (text, at) =>
      at !== below &&
      at !== above &&
      /criteri|standard|target|proficien|expectation|meets|critere|kriteri|objective|descri/.test(text),
  )
  if (middle < 0) return undefined
  const rows = grid.rows.slice(top + 1)
  const isTotal = (line: Row) => filledCells(line).some((cell) => totalWord(textAt(cell)))
  // Below the total stands what scores mean.
  const closing = rows.findIndex(isTotal)
  const body = (closing > 0 ? rows.slice(0, closing) : rows).filter((line) => !isTotal(line))
  const filled = body.filter((line) => !isPlaceholder(textAt(line[middle])))
  const empty = body.filter(
    (line) => isPlaceholder(textAt(line[below])) && isPlaceholder(textAt(line[above])),
  )
  if (filled.length < 1 || empty.length < body.length * 0.6) return undefined
  const titles = texts.findIndex((_, at) => ![below, above, middle].includes(at) && at < middle)
  const part = emptyPart({
    kind: 'single-point',
    hasHeader: true,
    confidence: 0.85,
    source: grid.table.source,
  })
  readTotals(rows, part)
  const label = cleanText(textAt(row[middle]), true)
  const worth = columnRoles(grid, { top, bottom: top + 1 }, [below, above, middle]).points
  let section: string | undefined
  for (const line of body) {
    const cell = line[middle]
    const [only, other] = filledCells(line)
    if (titles >= 0 && only && !other && line[titles] === only) section = cleanText(textAt(only), true)
    const most = worth === undefined ? undefined : parseAmount(textAt(line[worth]))?.max
    const said = !isPlaceholder(textAt(cell))
    const named = titles >= 0 ? textAt(line[titles]) : ''
    const source = (titles >= 0 ? line[titles] : cell)?.source ?? cell?.source
    if (!source || (!said && (most === undefined || named === ''))) continue
    const text = said ? cleanText(textAt(cell), wrapped) : undefined
    const split = splitAmount(named || (text ?? ''), false)
    const points = split?.amount.max ?? most
    const title = named || (text ?? '')
    part.criteria.push({
      title: (split ? split.rest : title).replace(/\s+/g, ' '),
      ...(section === undefined ? {} : { section }),
      ...(points === undefined ? {} : { points }),
      levels: [
        level(cell?.source ?? source, {
          label: titles >= 0 ? label : undefined,
          min: points,
          max: points,
          descriptor: text,
        }),
      ],
      source,
    })
  }
  return part.criteria.length > 0 ? part : undefined
}

/** "Criteria | Meets specifications": each criterion says only what passes, and what that is worth. */
export function readSingleLevel(grid: Grid, namedRubric: boolean, wrapped: boolean): RubricPart | undefined {
  const [row, ...body] = grid.rows
  const cells = row ? filledCells(row) : []
  const [title, standard] = cells
  if (!row || !title || !standard || body.length === 0) return undefined
  const others = cells.slice(2)
  const named = isStrongCriterionWord(textAt(title)) || (namedRubric && isCriterionWord(textAt(title)))
  if (!named || others.some((cell) => !isDropWord(textAt(cell)))) return undefined
  const head = parseLevelHead(textAt(standard))
  // What "excellent" looks like.
  const quoted = /["“”„«»״]([^"“”„«»״]{2,30})["“”„«»״]/u.exec(textAt(standard))?.[1] ?? ''
  if (head?.amount !== undefined || (head?.rank ?? levelRank(quoted)) === undefined) return undefined
  const [titleAt, textsAt] = [row.indexOf(title), row.indexOf(standard)]
  const part = emptyPart({
    kind: 'single-point',
    levels: [level(standard.source, { label: cleanText(textAt(standard), true) })],
    hasHeader: true,
    confidence: 0.85,
    source: title.source,
  })
  for (const line of body) {
    const [cell, text] = [line[titleAt], line[textsAt]]
    if (!text || cell === text) continue
    const name = withoutHead(textAt(cell), textAt(title))
    // Where the heading is printed over a row, the rest of the row is what is left.
    const said = name === textAt(cell) ? textAt(text) : withoutHead(textAt(text), textAt(standard))
    if (isPlaceholder(said)) continue
    const last = part.criteria.at(-1)?.levels[0]
    if (isPlaceholder(name) && name !== textAt(cell) && last) {
      last.descriptor = [last.descriptor ?? '', cleanText(said, wrapped)].join('\n')
      continue
    }
    // The only row of a table may leave its name to the heading above.
    if (isPlaceholder(name) && body.length > 1) continue
    const split = splitAmount(said, false)
    const worth = split?.amount.unit === 'points' ? split : undefined
    const points = worth?.amount.max
    part.criteria.push({
      title: isPlaceholder(name) ? '' : name.replace(/\s+/g, ' '),
      ...(points === undefined ? {} : { points }),
      levels: [
        level(text.source, {
          label: cleanText(textAt(standard), true),
          min: points,
          max: points,
          descriptor: cleanText(worth?.rest ?? said, wrapped),
        }),
      ],
      source: (cell ?? text).source,
    })
  }
  return part.criteria.length > 0 ? part : undefined
}

/**
 * A cell's text without the heading of its column: browsers that repeat the heading on every page print it over the
 * row that the page break cuts.
 */
function withoutHead(text: string, head: string): string {
  const at = text.indexOf(head)
  return at < 0 ? text : `${text.slice(0, at)}${text.slice(at + head.length)}`.trim()
}
