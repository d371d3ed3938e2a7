import type { BlobsCore } from './core.ts'
import { deliver } from './deliver.ts'
import type { Faults } from './faults.ts'

/** Where the in-process variant pretends to be; pass it as `access` with its `fetch`. */
export const inProcessAccess = {
  siteID: 'site',
  token: 'token',
  edgeURL: 'http://cached.blobs.test',
  uncachedEdgeURL: 'http://strong.blobs.test',
  region: 'us-east-2' as const,
}

/** Time as the caller has it: virtual in a simulation. */
export interface Time {
  sleep(ms: number): Promise<void>
  later(ms: number, run: () => void): void
}

/**
 * A `fetch` that reaches the core without sockets. Each request takes effect after `travel()`, and its answer
 * arrives after another, so a simulation decides every interleaving. Deterministic when `time` and the fault
 * plan are.
 */
export function createBlobsFetch(
  core: BlobsCore,
  faults: Faults,
  time: Time,
  travel: () => Promise<void> = async () => {},
): typeof fetch {
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const request = {
      method: init.method ?? 'GET',
      path: url.pathname + url.search,
      headers: new Headers(init.headers),
      body: bytesOf(init.body),
      cached: url.host === 'cached.blobs.test',
    }
    await travel()
    const answer = await deliver(core, faults, request, time)
    await travel()
    if (!answer) throw new TypeError('fetch failed')
    return new Response(answer.body, { status: answer.status, headers: answer.headers })
  }
}

function bytesOf(body: RequestInit['body']): Uint8Array<ArrayBuffer> {
  if (body === null || body === undefined) return new Uint8Array()
  if (typeof body === 'string') return new TextEncoder().encode(body)
  if (body instanceof ArrayBuffer) return new Uint8Array(body)
  if (body instanceof Uint8Array) return new Uint8Array(body)
  throw new TypeError('The in-process Blobs takes a string, an ArrayBuffer or a Uint8Array')
}
