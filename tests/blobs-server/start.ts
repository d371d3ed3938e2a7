import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BlobsCore, CoreOptions, RequestKind } from './core.ts'
import { createBlobsCore, noCounts } from './core.ts'
import { deliver } from './deliver.ts'
import type { Faults } from './faults.ts'
import { createFaults } from './faults.ts'

export interface RunningBlobsServer {
  /** For `getStore`, `getDeployStore` and `openBlobs`. */
  access: { siteID: string; token: string; edgeURL: string; uncachedEdgeURL: string; region: 'us-east-2' }
  /** The same as the platform gives it to a function: the value of `NETLIFY_BLOBS_CONTEXT`. */
  context(deployID?: string): string
  core: BlobsCore
  faults: Faults
  counts: Record<RequestKind, number>
  resetCounts(): void
  stop(): Promise<void>
}

/**
 * A real HTTP server that `@netlify/blobs` clients talk to, with production's semantics and faults on demand.
 * It listens on two ports of 127.0.0.1: the cached address and the strongly consistent one.
 */
export async function startBlobsServer(options: CoreOptions = {}): Promise<RunningBlobsServer> {
  const { siteID = 'site', token = 'token' } = options
  const core = createBlobsCore({ ...options, siteID, token })
  const faults = createFaults()
  const timers = new Set<NodeJS.Timeout>()

  function later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      run()
    }, ms)
    timers.add(timer)
  }
  const time = { later, sleep: (ms: number) => new Promise<void>((done) => later(ms, done)) }

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse, cached: boolean) {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const headers = new Headers()
    for (const [name, value] of Object.entries(incoming.headers)) {
      if (value !== undefined) headers.set(name, String(value))
    }
    const request = {
      method: incoming.method ?? 'GET',
      path: incoming.url ?? '/',
      headers,
      body: new Uint8Array(Buffer.concat(chunks)),
      cached,
    }
    const answer = await deliver(core, faults, request, time)
    if (!answer) {
      outgoing.destroy()
      return
    }
    outgoing.writeHead(answer.status, answer.headers)
    outgoing.end(answer.body)
  }

  async function listen(cached: boolean) {
    const server = createServer((incoming, outgoing) => {
      handle(incoming, outgoing, cached).catch(() => outgoing.destroy())
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
  }

  const [edge, strong] = await Promise.all([listen(true), listen(false)])
  const access = {
    siteID,
    token,
    edgeURL: edge.url,
    uncachedEdgeURL: strong.url,
    region: 'us-east-2' as const,
  }
  return {
    access,
    context: (deployID) =>
      Buffer.from(
        JSON.stringify({
          ...{ siteID, token, edgeURL: edge.url, uncachedEdgeURL: strong.url },
          ...{ primaryRegion: access.region, deployID },
        }),
      ).toString('base64'),
    core,
    faults,
    counts: core.counts,
    resetCounts: () => {
      Object.assign(core.counts, noCounts())
    },
    async stop() {
      for (const timer of timers) clearTimeout(timer)
      await Promise.all(
        [edge, strong].map(async ({ server }) => {
          const closed = once(server, 'close')
          server.close()
          server.closeAllConnections()
          await closed
        }),
      )
    },
  }
}
