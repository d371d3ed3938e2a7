import { type Rubric, rubric as rubricSchema } from '../rubric.ts'
import type { Loss } from './loss.ts'
import { utf8 } from './text.ts'

/** The rubric as it is: everything, sources and warnings included. */
export function writeRubricJson(rubric: Rubric): { bytes: Uint8Array<ArrayBuffer>; losses: Loss[] } {
  return { bytes: utf8(`${JSON.stringify(rubric, null, 2)}\n`), losses: [] }
}

export function checkRubricJson(bytes: Uint8Array): string[] {
  const parsed = rubricSchema.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `/${path.join('/')}: ${message}`)
}
