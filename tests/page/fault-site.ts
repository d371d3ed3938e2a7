import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as the site met it. */
export interface SeenRequest {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: string
}

export interface FaultSite {
  url: string
  seen: SeenRequest[]
  close(): Promise<void>
}

/**
 * A site that answers exactly what a test wants: the sequences of faults that a sound site does not produce
 * on demand. `'drop'` cuts the connection without an answer.
 */
export async function startFaultSite(
  answer: (request: SeenRequest, count: number) => Response | 'drop' | Promise<Response | 'drop'>,
  port = 0,
): Promise<FaultSite> {
  const seen: SeenRequest[] = []
  const server = createServer(async (incoming, outgoing) => {
    let body = ''
    for await (const chunk of incoming.setEncoding('utf8')) body += chunk
    const request = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      headers: incoming.headers,
      body,
    }
    seen.push(request)
    const response = await answer(request, seen.filter(({ path }) => path === request.path).length)
    if (response === 'drop') {
      incoming.socket.destroy()
      return
    }
    outgoing.writeHead(response.status, Object.fromEntries(response.headers))
    outgoing.end(Buffer.from(await response.arrayBuffer()))
  })
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close() {
      server.closeAllConnections()
      return new Promise((done) => server.close(() => done()))
    },
  }
}
