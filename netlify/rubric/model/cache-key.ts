import { createHash } from 'node:crypto'

/** The same question to the same model has the same key. */
export function cacheKey(question: Record<string, unknown>): string {
  return `rubric-${createHash('sha256').update(JSON.stringify(question)).digest('hex')}`
}
