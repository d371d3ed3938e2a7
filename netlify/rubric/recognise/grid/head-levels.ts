import type { RubricLevel, SourceRef } from '../../../../src/shared/rubric.ts'
import { level } from '../part.ts'
import { cleanLabel } from '../words/clean.ts'
import type { Header } from './header.ts'

/**
 * The scale that a heading gives: a level for each of its cells that has a name or points.
 *
 * @param source where a level stands that has no cell of its own
 */
export function headLevels(header: Header, source: SourceRef): Omit<RubricLevel, 'descriptor'>[] {
  return header.levels.flatMap(({ head: { label, amount }, cell }) => {
    if (label === undefined && amount === undefined) return []
    const name = label === undefined ? undefined : cleanLabel(label)
    return [level(cell?.source ?? source, { label: name, min: amount?.min, max: amount?.max })]
  })
}
