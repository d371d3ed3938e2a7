import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { BlobAccess } from '../store/blobs/blob-access.ts'

/**
 * Answers that a job paid for, kept between an owner's jobs under what was asked. Losing one costs money,
 * never correctness. An answer is kept whole or not at all.
 */
export interface AnswerCache {
  get(key: string): Promise<string | undefined>
  set(key: string, answer: string): Promise<void>
}

/**
 * Keeps the answers of every owner, each for itself: what one asked is never answered from what another did.
 * Answers are derived from personal data, so nothing readable is kept: each is encrypted with a key made of
 * its owner and its question, and neither of them is kept with it.
 */
export interface AnswerStore {
  readonly name: string
  of(owner: string): AnswerCache
  /** Deletes all that is kept for an owner. Safe to repeat. */
  forget(owner: string): Promise<void>
  /** Deletes answers older than the keeping time, at most `limit`; returns how many. */
  sweep(limit: number): Promise<number>
}

export interface AnswerStoreOptions {
  /** Milliseconds that an answer is given for. */
  keepMs: number
  now?: () => number
}

/**
 * An answer is at `answer/<owner>/<question>`, both hashed. Blobs cannot say how old a blob is without reading
 * it, so `answer-day/<day>/<owner>/<question>`, written before it, says which answers a day has left behind.
 */
export function createAnswerStore(
  blobs: Pick<BlobAccess, 'readBytes' | 'write' | 'delete' | 'list'>,
  { keepMs, now = Date.now }: AnswerStoreOptions,
  name = 'blobs',
): AnswerStore {
  const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10).replaceAll('-', '')

  return {
    name,

    of(owner) {
      const folder = digest('owner', owner).slice(0, 32)
      const placeOf = (key: string) => `${folder}/${digest('name', owner, key).slice(0, 48)}`
      const secretOf = (key: string) => Buffer.from(digest('secret', owner, key), 'hex')
      return {
        async get(key) {
          const found = await blobs.readBytes(`answer/${placeOf(key)}`)
          const kept = found && opened(found.bytes, secretOf(key))
          return kept && kept.at + keepMs > now() ? kept.answer : undefined
        },
        async set(key, answer) {
          const at = now()
          const place = placeOf(key)
          await blobs.write(`answer-day/${dayOf(at)}/${place}`, '1')
          await blobs.write(`answer/${place}`, sealed({ at, answer }, secretOf(key)))
        },
      }
    },

    async forget(owner) {
      const keys = await blobs.list(`answer/${digest('owner', owner).slice(0, 32)}/`)
      // What the days remember of them are hashes that lead nowhere, until the sweep takes them too.
      await Promise.all(keys.map((key) => blobs.delete(key)))
    },

    async sweep(limit) {
      const before = dayOf(now() - keepMs)
      const old = (await blobs.list('answer-day/', { atLeast: limit }))
        .filter((key) => (key.split('/')[1] ?? '') < before)
        .slice(0, limit)
      await Promise.all(
        old.map(async (key) => {
          await blobs.delete(`answer/${key.split('/').slice(2).join('/')}`)
          await blobs.delete(key)
        }),
      )
      return old.length
    },
  }
}

/** A cache that a failing store does not bring down: what cannot be read is asked again. */
export function forgiving(cache: AnswerCache, onError: (error: unknown) => void): AnswerCache {
  return {
    get: (key) =>
      cache.get(key).catch((error: unknown) => {
        onError(error)
        return undefined
      }),
    set: (key, answer) => cache.set(key, answer).catch(onError),
  }
}

function digest(purpose: string, ...parts: string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([purpose, ...parts]))
    .digest('hex')
}

interface Kept {
  at: number
  answer: string
}

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

function sealed(kept: Kept, secret: Buffer): Uint8Array {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(CIPHER, secret, iv)
  const text = Buffer.concat([cipher.update(JSON.stringify(kept), 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), text])
}

/** Undefined for what was cut or changed. */
function opened(bytes: Uint8Array, secret: Buffer): Kept | undefined {
  try {
    const decipher = createDecipheriv(CIPHER, secret, bytes.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    })
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
    const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()])
    return JSON.parse(text.toString('utf8')) as Kept
  } catch {
    return undefined
  }
}
