import { allowMethods, json } from './http.ts'
import { describe, serve } from './serve.ts'
import type { GetServices } from './services.ts'

/** One part of the site: how it does, and what is known of it. */
interface Part {
  ok: boolean
  [fact: string]: string | number | boolean
}

/** A check of something the site needs besides its stores; resolves to facts, rejects with the reason. */
export type Check = () => Promise<Record<string, string | number>>

/**
 * `GET /api/health`: a round trip through the store and the files, and whatever `checks` look at. 503 with the
 * reason when a part fails.
 */
export function health<Context>(getServices: GetServices<Context>, checks: Record<string, Check> = {}) {
  return serve(getServices, async (request, { store, files, log, now }) => {
    allowMethods(request, 'GET')
    const all: Record<string, () => Promise<Record<string, string | number>>> = {
      store: async () => {
        await store.ping()
        return { driver: store.name }
      },
      files: async () => {
        await files.ping()
        return { driver: files.name }
      },
      runtime: async () => ({ node: process.version }),
      ...checks,
    }
    const parts: Record<string, Part> = {}
    await Promise.all(
      Object.entries(all).map(async ([name, check]) => {
        const startedMs = now()
        try {
          const facts = await check()
          parts[name] = { ok: true, ...facts, latencyMs: now() - startedMs }
        } catch (error) {
          log('health-failed', { part: name, error: describe(error) }, 'error')
          parts[name] = { ok: false, reason: error instanceof Error ? error.message : String(error) }
        }
      }),
    )
    const ok = Object.values(parts).every((part) => part.ok)
    return json(ok ? 200 : 503, { ok, ...parts }, ok ? {} : { 'retry-after': '10' })
  })
}
