import type { DocumentContent } from '../document.ts'
import type { Placed } from './compose.ts'

export function readOutline(_content: DocumentContent, _namedRubric: boolean): Placed | undefined {
  return undefined
}
