import { getDeployStore, getStore, type Store } from '@netlify/blobs'
import { StoreError } from '../job-store.ts'

/**
 * The few Blobs operations that Offstage uses, with the outcome of each known.
 *
 * `@netlify/blobs` retries by itself (five times, 5 s apart, aborts included) and then reports any status of
 * a conditional write but 412 as success. So the `fetch` given to it here keeps deadlines and retries of its
 * own, never lets the package see a status that it would retry, and remembers the true one.
 */
export interface BlobAccess {
  /** Strongly consistent. Undefined when there is no such key. */
  read(key: string): Promise<string | undefined>
  readBytes(key: string): Promise<{ bytes: Uint8Array; metadata: Record<string, unknown> } | undefined>
  /**
   * Writes only if the key is new. `unknown`: the answer was lost or was neither 200, 201 nor 412, so the
   * write may have landed, or may land later. Never repeated: a repeat would read its own write as a loss.
   */
  writeNew(key: string, value: string): Promise<'written' | 'taken' | 'unknown'>
  write(key: string, value: string | Uint8Array, metadata?: Record<string, unknown>): Promise<void>
  /** Safe to repeat. */
  delete(key: string): Promise<void>
  /** Keys that start with `prefix`, sorted. `atLeast`: stop asking for further pages once there are as many. */
  list(prefix: string, options?: { atLeast?: number }): Promise<string[]>
}

/** Where the blobs are. `deployId` keeps a deploy preview's state apart from the site's. */
export interface BlobPlace {
  name: string
  deployId?: string
  /** Default: the global `fetch`. */
  fetch?: typeof fetch
  /** Deadline of one request, in milliseconds. Default 5 s; far less than a lease. */
  requestTimeoutMs?: number
  /** Waits before the repeats of requests that may be repeated. Default 100 and 400 ms. */
  retryDelaysMs?: readonly number[]
  /** Explicit access, as outside a Netlify function. Default: what the platform put into the environment. */
  access?: { siteID: string; token: string; edgeURL: string; uncachedEdgeURL: string; region?: string }
}

type DeployStoreInput = Exclude<NonNullable<Parameters<typeof getDeployStore>[0]>, string>

/** Any status that the package neither retries nor takes for an answer. */
const UNANSWERED = 499

export function openBlobs(place: BlobPlace): BlobAccess {
  const { requestTimeoutMs = 5_000, retryDelaysMs = [100, 400] } = place
  const send = place.fetch ?? fetch

  /** One request with a deadline, repeated where that is safe. Never rejects: no answer is status 499. */
  async function ownedFetch(url: string | URL | Request, init: RequestInit | undefined): Promise<Response> {
    const conditional = new Headers(init?.headers).has('if-none-match') && init?.method === 'put'
    const delays = conditional ? [] : retryDelaysMs
    for (let tries = 0; ; tries++) {
      const response = await attempt(url, init)
      const again = response.status === UNANSWERED || response.status === 429 || response.status >= 500
      const delay = delays[tries]
      if (!again) return response
      if (delay === undefined) {
        await response.body?.cancel().catch(() => {})
        return new Response(null, { status: UNANSWERED, statusText: `after ${response.status}` })
      }
      await response.body?.cancel().catch(() => {})
      await new Promise((done) => setTimeout(done, delay))
    }
  }

  async function attempt(url: string | URL | Request, init: RequestInit | undefined): Promise<Response> {
    try {
      const response = await send(url, { ...init, signal: AbortSignal.timeout(requestTimeoutMs) })
      // Read in full inside the deadline, so that a body cut short is no answer rather than a later surprise.
      const body = response.status === 204 || response.status === 304 ? null : await response.arrayBuffer()
      return new Response(body, { status: response.status, headers: response.headers })
    } catch {
      return new Response(null, { status: UNANSWERED })
    }
  }

  function store(seen: (status: number) => void = () => {}): Store {
    const options = {
      ...place.access,
      name: place.name,
      consistency: 'strong' as const,
      fetch: async (url: string | URL | Request, init?: RequestInit) => {
        const response = await ownedFetch(url, init)
        seen(response.status)
        return response
      },
    }
    // The package's types leave out that a deploy store has a name and an id besides the access.
    return place.deployId
      ? getDeployStore({ ...options, deployID: place.deployId } as unknown as DeployStoreInput)
      : getStore(options as Parameters<typeof getStore>[0])
  }

  /** Runs one operation; its failure says what was asked and what came back. */
  async function asking<T>(what: string, key: string, run: (blobs: Store) => Promise<T>) {
    let status: number | undefined
    try {
      return await run(
        store((seen) => {
          status = seen
        }),
      )
    } catch (cause) {
      throw new StoreError(`blobs: ${what} ${key} failed${status ? ` (${status})` : ''}`, { cause })
    }
  }

  return {
    async read(key) {
      return (await asking('read', key, (blobs) => blobs.get(key, { type: 'text' }))) ?? undefined
    },

    async readBytes(key) {
      const found = await asking('read', key, (blobs) => blobs.getWithMetadata(key, { type: 'arrayBuffer' }))
      return found ? { bytes: new Uint8Array(found.data), metadata: found.metadata } : undefined
    },

    async writeNew(key, value) {
      let status = UNANSWERED
      try {
        await store((seen) => {
          status = seen
        }).set(key, value, { onlyIfNew: true })
      } catch (cause) {
        throw new StoreError(`blobs: write ${key} failed`, { cause })
      }
      if (status === 200 || status === 201) return 'written'
      return status === 412 ? 'taken' : 'unknown'
    },

    async write(key, value, metadata) {
      const data = typeof value === 'string' ? value : new Uint8Array(value).buffer
      await asking('write', key, (blobs) => blobs.set(key, data, metadata ? { metadata } : {}))
    },

    async delete(key) {
      await asking('delete', key, (blobs) => blobs.delete(key))
    },

    async list(prefix, { atLeast = Number.POSITIVE_INFINITY } = {}) {
      return asking('list', prefix, async (blobs) => {
        const keys: string[] = []
        for await (const page of blobs.list({ prefix, paginate: true })) {
          for (const blob of page.blobs) keys.push(blob.key)
          if (keys.length >= atLeast) break
        }
        return keys.sort()
      })
    },
  }
}
