import { type AnswerStore, type AnswerStoreOptions, createAnswerStore } from './answer-cache.ts'

/** Answers in this process's memory, for tests; `texts` is everything that is kept, as it is kept. */
export function createMemoryAnswerStore(options: AnswerStoreOptions): AnswerStore & { texts(): string[] } {
  const kept = new Map<string, Uint8Array>()
  const store = createAnswerStore(
    {
      async readBytes(key) {
        const bytes = kept.get(key)
        return bytes && { bytes, metadata: {} }
      },
      async write(key, value) {
        kept.set(key, typeof value === 'string' ? Buffer.from(value) : value.slice())
      },
      async delete(key) {
        kept.delete(key)
      },
      async list(prefix) {
        return [...kept.keys()].filter((key) => key.startsWith(prefix)).sort()
      },
    },
    options,
    'memory',
  )
  return {
    ...store,
    texts: () => [...kept].map(([key, value]) => `${key} ${Buffer.from(value).toString('latin1')}`),
  }
}
