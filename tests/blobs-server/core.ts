import { createHash } from 'node:crypto'

/**
 * Netlify Blobs with production's semantics, in memory, without sockets: every request is answered at one
 * moment, so conditional writes are serialised; reads carry etags; the cached address may answer as things
 * were up to a minute ago. The protocol is that of `@netlify/blobs` 11 with an `edgeURL`.
 */

export type RequestKind = 'get' | 'head' | 'list' | 'set' | 'setNew' | 'setMatch' | 'delete'

export interface BlobsRequest {
  method: string
  /** Path and query: `/<site>/<store>/<key>`, with `/region:<name>` before it or not. */
  path: string
  headers: Headers
  body: Uint8Array<ArrayBuffer>
  /** True at the address that may answer from a cache (`edgeURL`). */
  cached: boolean
}

export interface BlobsAnswer {
  status: number
  headers: Record<string, string>
  body: Uint8Array<ArrayBuffer> | string | null
}

/** What a request is about; what faults are chosen by. */
export interface RequestInfo {
  kind: RequestKind
  store: string
  /** The key, or the prefix of a list. */
  key: string
}

interface Blob {
  body: Uint8Array<ArrayBuffer>
  etag: string
  metadata: string | null
  contentType: string | null
}

/** One write that took effect. */
export interface Commit {
  store: string
  key: string
  kind: RequestKind
  /** Undefined for a deletion. */
  body: string | undefined
}

export interface BlobsCore {
  describe(request: BlobsRequest): RequestInfo
  /** `stale`: answer a read as it was before the last change of what is read. */
  answer(request: BlobsRequest, options?: { stale?: boolean }): BlobsAnswer
  /** Keys of one store with their text, sorted by key. For looking at in a test. */
  dump(store: string): Map<string, string>
  stores(): string[]
  /** How many requests of each kind were answered. */
  counts: Record<RequestKind, number>
}

export interface CoreOptions {
  siteID?: string
  token?: string
  /** Keys on one page of a list. Default 1000. */
  pageSize?: number
  /** How long the cached address repeats an answer, in milliseconds. Default 60 s. */
  cacheMs?: number
  now?: () => number
  /** Told of every write at the moment it takes effect. */
  onCommit?: (commit: Commit) => void
}

const METADATA_HEADER = 'x-amz-meta-user'

export const noCounts = (): Record<RequestKind, number> => ({
  get: 0,
  head: 0,
  list: 0,
  set: 0,
  setNew: 0,
  setMatch: 0,
  delete: 0,
})

export function createBlobsCore(options: CoreOptions = {}): BlobsCore {
  const {
    siteID = 'site',
    token = 'token',
    pageSize = 1000,
    cacheMs = 60_000,
    now = Date.now,
    onCommit,
  } = options
  const stores = new Map<string, Map<string, Blob>>()
  const before = new Map<string, Map<string, Blob | undefined>>()
  const cache = new Map<string, { answer: BlobsAnswer; until: number }>()
  const counts = noCounts()

  function parse(request: BlobsRequest) {
    const url = new URL(request.path, 'http://blobs')
    const parts = url.pathname.split('/').slice(1)
    if (parts[0]?.startsWith('region:')) parts.shift()
    const [site = '', store = '', ...key] = parts
    return {
      site: decodeURIComponent(site),
      store: decodeURIComponent(store),
      key: decodeURIComponent(key.join('/')),
      query: url.searchParams,
    }
  }

  function kindOf(request: BlobsRequest, key: string): RequestKind {
    switch (request.method.toLowerCase()) {
      case 'get':
        return key ? 'get' : 'list'
      case 'head':
        return 'head'
      case 'put':
        if (request.headers.get('if-none-match') === '*') return 'setNew'
        return request.headers.has('if-match') ? 'setMatch' : 'set'
      default:
        return 'delete'
    }
  }

  function contents(store: string): Map<string, Blob> {
    const found = stores.get(store) ?? new Map<string, Blob>()
    stores.set(store, found)
    return found
  }

  function change(store: string, key: string, blob: Blob | undefined, kind: RequestKind): void {
    const old = before.get(store) ?? new Map<string, Blob | undefined>()
    before.set(store, old)
    old.set(key, contents(store).get(key))
    if (blob) contents(store).set(key, blob)
    else contents(store).delete(key)
    onCommit?.({ store, key, kind, body: blob && new TextDecoder().decode(blob.body) })
  }

  /** What a late replica has: every key as it was before its last change. */
  function replica(store: string): Map<string, Blob> {
    const late = new Map(contents(store))
    for (const [key, blob] of before.get(store) ?? []) {
      if (blob) late.set(key, blob)
      else late.delete(key)
    }
    return late
  }

  function headersOf(blob: Blob): Record<string, string> {
    return {
      etag: blob.etag,
      ...(blob.metadata !== null && { [METADATA_HEADER]: blob.metadata }),
      ...(blob.contentType !== null && { 'content-type': blob.contentType }),
    }
  }

  function read(blob: Blob | undefined, request: BlobsRequest): BlobsAnswer {
    if (!blob) return { status: 404, headers: {}, body: null }
    const headers = headersOf(blob)
    if (request.headers.get('if-none-match') === blob.etag) return { status: 304, headers, body: null }
    return { status: 200, headers, body: request.method.toLowerCase() === 'head' ? null : blob.body }
  }

  function write(store: string, key: string, request: BlobsRequest, kind: RequestKind): BlobsAnswer {
    const current = contents(store).get(key)
    const match = request.headers.get('if-match')
    if ((kind === 'setNew' && current) || (kind === 'setMatch' && current?.etag !== match)) {
      return { status: 412, headers: {}, body: null }
    }
    // A digest of the bytes, as in S3: the same bytes written twice have the same etag.
    const etag = `"${createHash('md5').update(request.body).digest('hex')}"`
    const blob: Blob = {
      body: request.body,
      etag,
      metadata: request.headers.get(METADATA_HEADER),
      contentType: request.headers.get('content-type'),
    }
    change(store, key, blob, kind)
    return { status: 200, headers: { etag }, body: null }
  }

  function list(held: Map<string, Blob>, query: URLSearchParams): BlobsAnswer {
    const prefix = query.get('prefix') ?? ''
    const fold = query.get('directories') === 'true'
    const from = query.get('cursor') ?? ''
    const matching = [...held.keys()].filter((key) => key.startsWith(prefix)).sort()
    const directories = new Set<string>()
    const keys: string[] = []
    for (const key of matching) {
      const slash = fold ? key.indexOf('/', prefix.length) : -1
      if (slash >= 0) directories.add(key.slice(0, slash))
      else if (key > from) keys.push(key)
    }
    const page = keys.slice(0, pageSize)
    const body = {
      blobs: page.map((key) => {
        const blob = held.get(key)
        return { key, etag: blob?.etag, size: blob?.body.length ?? 0 }
      }),
      directories: from === '' ? [...directories] : [],
      ...(keys.length > page.length && { next_cursor: page.at(-1) }),
    }
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  }

  function removeAll(store: string): BlobsAnswer {
    const keys = [...contents(store).keys()]
    for (const key of keys) change(store, key, undefined, 'delete')
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ blobs_deleted: keys.length, has_more: false }),
    }
  }

  function fresh(request: BlobsRequest, stale: boolean): BlobsAnswer {
    const { store, key, query } = parse(request)
    const kind = kindOf(request, key)
    const held = stale ? replica(store) : contents(store)
    switch (kind) {
      case 'get':
      case 'head':
        return read(held.get(key), request)
      case 'list':
        return list(held, query)
      case 'delete':
        if (!key) return removeAll(store)
        if (contents(store).has(key)) change(store, key, undefined, kind)
        return { status: 204, headers: {}, body: null }
      default:
        return write(store, key, request, kind)
    }
  }

  return {
    counts,

    describe(request) {
      const { store, key, query } = parse(request)
      const kind = kindOf(request, key)
      return { kind, store, key: kind === 'list' ? (query.get('prefix') ?? '') : key }
    },

    answer(request, { stale = false } = {}) {
      const { site, key } = parse(request)
      if (request.headers.get('authorization') !== `Bearer ${token}`) {
        return { status: 401, headers: {}, body: null }
      }
      if (site !== siteID) return { status: 404, headers: {}, body: null }
      const kind = kindOf(request, key)
      counts[kind] += 1
      const reads = kind === 'get' || kind === 'head' || kind === 'list'
      if (!request.cached || !reads) return fresh(request, stale)
      const cacheKey = `${request.method} ${request.path}`
      const kept = cache.get(cacheKey)
      if (kept && now() < kept.until) return kept.answer
      const answer = fresh(request, stale)
      cache.set(cacheKey, { answer, until: now() + cacheMs })
      return answer
    },

    dump(store) {
      const decoder = new TextDecoder()
      return new Map(
        [...contents(store)]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, blob]) => [key, decoder.decode(blob.body)]),
      )
    },

    stores: () => [...stores.keys()].sort(),
  }
}
