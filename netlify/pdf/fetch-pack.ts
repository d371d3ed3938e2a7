import { getDeployStore } from '@netlify/blobs'
import { type Download, download } from './download.ts'

/**
 * Reads the browser pack from the deploy's own Blobs store, which a function of the deploy may read on
 * password-protected previews too. `take` is done with a chunk when it returns.
 */
export async function fetchPackFromDeploy(key: string, take: (chunk: Buffer) => void): Promise<void> {
  // The client hands on the body that its `fetch` gives, and ours gives the download itself.
  const body: unknown = await getDeployStore({ fetch: fetchOnce }).get(key, { type: 'stream' })
  if (body) return (body as Download).each(take)
  throw new Error(
    `This deploy has no browser pack ${key}. Its build must run "npm run build", which makes the pack`,
  )
}

/**
 * The client's `fetch`. Not Node's, which costs many times the processor time, and can end the process with
 * an AssertionError (`!this.paused`) when the server closes the connection while the reader is behind.
 */
const fetchOnce = (async (input: string | URL | Request, init: RequestInit = {}) => {
  const url = new URL(input instanceof Request ? input.url : input)
  const answer = await download(url, init.headers ? { headers: init.headers } : {})
  const { status, headers } = answer
  if (status === 200 && !(headers.get('content-type') ?? '').includes('json')) {
    return { status, ok: true, headers, body: answer }
  }
  const bytes = await answer.bytes()
  return new Response(status === 204 || status === 304 ? null : new Uint8Array(bytes), { status, headers })
}) as typeof fetch
