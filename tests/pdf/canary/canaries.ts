import { createSocket } from 'node:dgram'
import { rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Servers and a file that nothing may ever touch. */
export interface Canaries {
  /** `127.0.0.1:<port>`, speaks HTTP and answers with CORS allowed. */
  http: string
  port: number
  /** `127.0.0.1:<port>`, counts connections. */
  tcp: string
  /** `127.0.0.1:<port>`, counts datagrams. */
  udp: string
  /** A file that holds `secret` and nothing else. */
  file: string
  secret: string
  /** Everything that arrived, the connections first. */
  hits: string[]
  close(): Promise<void>
}

export async function startCanaries(): Promise<Canaries> {
  const hits: string[] = []
  const secret = 'CANARYTEXT7391'
  const file = join(tmpdir(), `offstage-canary-${process.pid}.html`)
  await writeFile(file, `<h1>${secret}</h1>`)
  const web = createServer((request, response) => {
    hits.push(`http ${request.url}`)
    response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/html' })
    response.end(`<h1>${secret}</h1>`)
  })
  web.on('connection', () => hits.push('connection to http'))
  web.on('upgrade', (request, socket) => {
    hits.push(`upgrade ${request.url}`)
    socket.destroy()
  })
  const tcp = createTcpServer((socket) => {
    hits.push('connection to tcp')
    socket.destroy()
  })
  const udp = createSocket('udp4', () => hits.push('datagram'))
  const ports = await Promise.all([listen(web), listen(tcp)])
  await new Promise<void>((done) => udp.bind(0, '127.0.0.1', done))
  return {
    http: `127.0.0.1:${ports[0]}`,
    port: ports[0],
    tcp: `127.0.0.1:${ports[1]}`,
    udp: `127.0.0.1:${udp.address().port}`,
    file,
    secret,
    hits,
    async close() {
      web.closeAllConnections()
      web.close()
      tcp.close()
      udp.close()
      await rm(file, { force: true })
    },
  }
}

async function listen(server: Server): Promise<number> {
  // On every address: a payload may write loopback in another way.
  await new Promise<void>((done) => server.listen(0, '::', done))
  return (server.address() as AddressInfo).port
}
