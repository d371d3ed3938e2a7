import http from 'node:http'
import https from 'node:https'
import { getDeployStore } from '@netlify/blobs'
import { free } from './free.ts'

/**
 * Reads the browser pack from the deploy's own Blobs store, which a function of the deploy may read on
 * password-protected previews too. `take` is done with a chunk when it returns.
 */
export async function fetchPackFromDeploy(key: string, take: (chunk: Buffer) => void): Promise<void> {
  // The client hands on the body that its `fetch` gives; ours is a Node stream.
  const body: unknown = await getDeployStore({ fetch: streamingFetch }).get(key, { type: 'stream' })
  if (body) return readAll(body as http.IncomingMessage, take)
  throw new Error(
    `This deploy has no browser pack ${key}. Its build must run "npm run build", which makes the pack`,
  )
}

function readAll(body: http.IncomingMessage, take: (chunk: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    body
      .on('data', (chunk: Buffer) => {
        try {
          take(chunk)
        } catch (error) {
          body.destroy(error as Error)
        }
        free(chunk)
      })
      .on('error', reject)
      .on('end', resolve)
  })
}

/**
 * A `fetch` for one large download. Node's own ends the process with an AssertionError (`!this.paused`) when
 * the server closes the connection while the reader is behind, and costs twice the processor time.
 */
const streamingFetch = (async (input: string | URL | Request, init: RequestInit = {}) => {
  const url = new URL(input instanceof Request ? input.url : input)
  const { get } = url.protocol === 'https:' ? https : http
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const headers = Object.fromEntries(new Headers(init.headers))
    get(url, { headers, agent: false, timeout: 20_000 }, resolve)
      .on('timeout', function (this: http.ClientRequest) {
        this.destroy(new Error(`No answer from the Blobs store at ${url.host}`))
      })
      .on('error', reject)
      // The parser has read a chunk before this listener gets it, and has copied what it hands on.
      .on('socket', (socket) => socket.on('data', free))
  })
  const { statusCode: status = 0, headers } = response
  const plain = new Headers(
    Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
  )
  if (status === 200 && (plain.get('content-type') ?? '').includes('json') === false) {
    return { status, ok: true, headers: plain, body: response }
  }
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  return new Response(status === 204 ? null : Buffer.concat(chunks), { status, headers: plain })
}) as typeof fetch
