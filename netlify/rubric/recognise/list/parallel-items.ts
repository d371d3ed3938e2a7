import type { RubricCriterion } from '../../../../src/shared/rubric.ts'
import { BULLETS } from '../../bullets.ts'
import type { TableCell } from '../../document.ts'
import { textAt } from '../grid.ts'
import { level } from '../part.ts'
import { parseAmount } from '../words/amount.ts'
import { parseCriterion } from '../words/criterion-title.ts'

const ITEM = new RegExp(`^\\s*[${BULLETS}-]\\s+`, 'u')

/** "Motion / • start / • stop" beside "Points / • 1 point / • 2 points": a criterion for each item. */
export function parallelItems(
  cell: TableCell,
  beside: TableCell | undefined,
  wrapped: boolean,
  above: string | undefined,
): RubricCriterion[] | undefined {
  const bullets = (text: string) => text.split('\n').filter((line) => ITEM.test(line))
  const bare = (text: string) => text.replace(ITEM, '').trim()
  const items = bullets(textAt(cell))
  const values = bullets(textAt(beside)).map((line) => parseAmount(bare(line))?.max)
  if (!beside || items.length === 0 || items.length !== values.length) return undefined
  const section = ITEM.test(textAt(cell)) ? above : parseCriterion(textAt(cell), wrapped).title
  return items.flatMap((item, at) => {
    const points = values[at]
    if (points === undefined) return []
    const levels = [level(beside.source, { min: points, max: points })]
    return [
      {
        title: bare(item),
        ...(section === undefined ? {} : { section }),
        points,
        levels,
        source: cell.source,
      },
    ]
  })
}
