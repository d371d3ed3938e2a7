import { createHash, randomUUID } from 'node:crypto'
import type { Json } from '../../src/shared/job.ts'

/** A new job's id. */
export function newJobId(): string {
  return randomUUID()
}

/**
 * The id that an idempotency key stands for: the same owner, type, key and generation give the same id, so the
 * store needs no table of keys, and two requests at once make one job. A UUID of version 8 (RFC 9562).
 *
 * @param generation Counts up when the job of the generation before has expired.
 */
export function derivedJobId(owner: string, type: string, key: string, generation: number): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([owner, type, key, generation]))
    .digest('hex')
  const variant = ((Number.parseInt(hash[16] ?? '0', 16) & 0x3) | 0x8).toString(16)
  const part = (from: number, to: number) => hash.slice(from, to)
  return [part(0, 8), part(8, 12), `8${part(13, 16)}`, `${variant}${part(17, 20)}`, part(20, 32)].join('-')
}

/** Hex digest of a JSON value that does not depend on the order of its keys. */
export function hashOf(value: Json): string {
  return createHash('sha256').update(canonical(value)).digest('hex')
}

function canonical(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const fields = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
  return `{${fields.join(',')}}`
}
