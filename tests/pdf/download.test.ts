import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import net, { type AddressInfo } from 'node:net'
import tls from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { download } from '../../netlify/pdf/download.ts'
import { localCertificate } from '../tls-certificate.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
})

async function listen(server: net.Server, scheme = 'http'): Promise<URL> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const sockets = new Set<net.Socket>()
  server.on('connection', (socket) => sockets.add(socket))
  closing.push(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise((closed) => server.close(closed))
  })
  const host = scheme === 'https' ? 'localhost' : '127.0.0.1'
  return new URL(`${scheme}://${host}:${(server.address() as AddressInfo).port}/file?part=1`)
}

/** A server that writes these bytes, one by one where `slowly`, and then ends the connection. */
function says(answer: string, { slowly = false } = {}): Promise<URL> {
  return listen(
    net.createServer({ noDelay: true }, (socket) => {
      socket.on('error', () => {})
      socket.once('data', async () => {
        for (const part of slowly ? answer : [answer]) {
          socket.write(part, 'latin1')
          if (slowly) await new Promise((done) => setTimeout(done, 1))
        }
        socket.end()
      })
    }),
  )
}

const body = async (url: URL) => (await (await download(url)).bytes()).toString('latin1')

/** The SHA-256 of a body that is read in pieces. */
async function digest(url: URL): Promise<string> {
  const hash = createHash('sha256')
  await (await download(url)).each((chunk) => hash.update(chunk))
  return hash.digest('hex')
}

describe('a download', () => {
  it.each([
    ['with its length', { 'content-length': '5000000' }],
    ['in chunks', { 'transfer-encoding': 'chunked' }],
  ])('hands on a large body %s', async (_, headers) => {
    const content = randomBytes(5_000_000)
    const url = await listen(
      http.createServer((_, response) => response.writeHead(200, headers).end(content)),
    )
    expect(await digest(url)).toBe(createHash('sha256').update(content).digest('hex'))
  })

  it('reads over TLS and checks the certificate', async () => {
    const certificate = localCertificate()
    const content = randomBytes(3_000_000)
    const url = await listen(
      https.createServer(certificate, (_, response) => response.end(content)),
      'https',
    )
    await expect(download(url)).rejects.toThrow(/self-signed/)
    const known = tls.getCACertificates('default')
    tls.setDefaultCACertificates([...known, certificate.cert])
    try {
      expect(await digest(url)).toBe(createHash('sha256').update(content).digest('hex'))
    } finally {
      tls.setDefaultCACertificates(known)
    }
  })

  it('asks for the path with the given headers, uncompressed', async () => {
    const asked: http.IncomingMessage[] = []
    const url = await listen(
      http.createServer((request, response) => {
        asked.push(request)
        response.end('x')
      }),
    )
    await (await download(url, { headers: { authorization: 'Bearer secret' } })).bytes()
    expect(asked[0]).toMatchObject({
      method: 'GET',
      url: '/file?part=1',
      headers: { host: url.host, authorization: 'Bearer secret', 'accept-encoding': 'identity' },
    })
  })

  it.each([
    ['its length', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'],
    [
      'chunks with extensions and trailers',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nhel\r\n2\r\nlo\r\n0\r\nX-Sum: 1\r\n\r\n',
    ],
    ['the end of the connection', 'HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nhello'],
    [
      'an early hint before it',
      'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length:5\r\n\r\nhello',
    ],
  ])('finds the body by %s, in one piece and byte by byte', async (_, answer) => {
    expect(await body(await says(answer))).toBe('hello')
    expect(await body(await says(answer, { slowly: true }))).toBe('hello')
  })

  it('tells status and headers, and an empty body of a 204', async () => {
    const answer = await download(await says('HTTP/1.1 204 No Content\r\nX-A: 1\r\nX-A: 2\r\n\r\n'))
    expect([answer.status, answer.headers.get('x-a')]).toEqual([204, '1, 2'])
    expect(await answer.bytes()).toHaveLength(0)
  })

  it.each([
    [
      'a body that is too short',
      'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello',
      /closed the connection/,
    ],
    [
      'chunks without an end',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n',
      /closed the conn/,
    ],
    [
      'a chunk without a size',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n',
      /chunked coding is broken/,
    ],
    ['a coding nobody asked for', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nhello', /coding gzip/],
    ['an answer that is not HTTP', 'SSH-2.0-OpenSSH_9.9\r\n\r\n', /does not answer with HTTP/],
    ['no answer', '', /closed the connection/],
  ])('refuses %s', async (_, answer, message) => {
    const url = await says(answer)
    await expect(body(url)).rejects.toThrow(message)
  })

  it('refuses a body that broke off before anybody read it', async () => {
    const url = await says('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello')
    const answer = await download(url)
    await new Promise((done) => setTimeout(done, 50))
    await expect(answer.bytes()).rejects.toThrow(/closed the connection/)
  })

  it('gives up on a server that says nothing', async () => {
    const url = await listen(net.createServer())
    await expect(download(url, { idleMs: 50 })).rejects.toThrow(`No answer from ${url.host}`)
  })

  it('lets go of the connection when its reader fails', async () => {
    const ended = Promise.withResolvers<void>()
    const url = await listen(
      http.createServer((_, response) => {
        response.on('close', () => ended.resolve())
        response.write(randomBytes(100_000))
      }),
    )
    const answer = await download(url)
    const failing = answer.each(() => {
      throw new Error('the disk is full')
    })
    await expect(failing).rejects.toThrow('the disk is full')
    await ended.promise
  })
})
