import { createHash } from 'node:crypto'

/** Keeps answers between jobs. Losing an entry costs money, never correctness: answers are checked again. */
export interface AnswerCache {
  get(key: string): Promise<string | undefined>
  set(key: string, answer: string): Promise<void>
}

/** The same question to the same model has the same key. */
export function cacheKey(question: Record<string, unknown>): string {
  return `rubric-${createHash('sha256').update(JSON.stringify(question)).digest('hex')}`
}
