import net from 'node:net'
import tls from 'node:tls'

/** The answer to a GET. Its body waits in the connection until one of the two readers is called, once. */
export interface Download {
  status: number
  headers: Headers
  /** Hands the body to `take`, which is done with a chunk when it returns; rejects when `take` throws. */
  each(take: (chunk: Buffer) => void): Promise<void>
  /** The whole body, for a short one. */
  bytes(): Promise<Buffer>
}

export interface DownloadOptions {
  headers?: ConstructorParameters<typeof Headers>[0]
  /** Milliseconds without a byte after which it counts as failed. Default 20 s. */
  idleMs?: number
}

const LONGEST_HEAD = 2 ** 16
const READ_BYTES = 2 ** 18

/**
 * A GET over HTTP/1.1 for one large body, which is read into one buffer again and again. Node's own clients take
 * new memory for each 64 KiB, copy it, and leave it to the collector, which for the 85 MB of a browser takes four
 * times the processor time (`docs/decisions/2026-11-22-browser-pack.md`). No redirects, no compression. Rejects when the server cannot be reached, breaks off, is silent for too long or
 * does not speak HTTP (RFC 9112).
 */
export function download(url: URL, options: DownloadOptions = {}): Promise<Download> {
  const { promise, resolve, reject } = Promise.withResolvers<Download>()
  let received: (bytes: Buffer) => boolean = readHead
  /** What has arrived and nobody has asked for yet. */
  let early: Buffer = Buffer.alloc(0)
  let fail = reject

  const onread = {
    buffer: Buffer.allocUnsafeSlow(READ_BYTES),
    callback(length: number, buffer: Uint8Array): boolean {
      try {
        return received(Buffer.from(buffer.buffer, buffer.byteOffset, length))
      } catch (error) {
        socket.destroy(error as Error)
        return false
      }
    },
  }
  const socket = connect(url, { onread })
  socket
    .setTimeout(options.idleMs ?? 20_000, () => socket.destroy(new Error(`No answer from ${url.host}`)))
    .on('error', (error) => fail(error))
    .on('close', () => fail(new Error(`${url.host} closed the connection before the end`)))
  socket.write(requestHead(url, options.headers))

  function readHead(bytes: Buffer): boolean {
    early = Buffer.concat([early, bytes])
    const end = early.indexOf('\r\n\r\n')
    if (end === -1 && early.length <= LONGEST_HEAD) return true
    if (end === -1) throw new Error(`${url.host} does not answer with HTTP`)
    const { status, headers } = parseHead(early.toString('latin1', 0, end), url.host)
    early = early.subarray(end + 4)
    // An interim answer: the real one follows.
    if (status < 200) return readHead(Buffer.alloc(0))
    const framing = bodyFraming(status, headers)
    received = () => false
    resolve({
      status,
      headers,
      each: (take) => readBody(framing, take),
      async bytes() {
        const chunks: Buffer[] = []
        await readBody(framing, (chunk) => chunks.push(Buffer.from(chunk)))
        return Buffer.concat(chunks)
      },
    })
    return false
  }

  function readBody(framing: Framing, take: (chunk: Buffer) => void): Promise<void> {
    const body = Promise.withResolvers<void>()
    fail = body.reject
    const finish = () => {
      fail = () => {}
      socket.destroy()
      body.resolve()
    }
    received = (bytes) => {
      if (!framing.take(bytes, take)) return true
      finish()
      return false
    }
    if (framing.endsWithConnection) socket.once('end', finish)
    onread.callback(early.length, early)
    early = Buffer.alloc(0)
    if (socket.destroyed) {
      // It may have broken off before anybody asked; when all had arrived, this changes nothing.
      fail(socket.errored ?? new Error(`${url.host} closed the connection before the end`))
    }
    socket.resume()
    return body.promise
  }

  return promise
}

function connect(url: URL, reading: { onread: net.OnReadOpts }): net.Socket {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  if (url.protocol !== 'https:') return net.connect({ host, port: Number(url.port || 80), ...reading })
  return tls.connect({
    host,
    port: Number(url.port || 443),
    servername: net.isIP(host) ? '' : host,
    ALPNProtocols: ['http/1.1'],
    // Documented for `tls.connect` as well; the types do not know it there.
    ...reading,
  })
}

function requestHead(url: URL, headers: DownloadOptions['headers']): string {
  const all = new Headers(headers)
  all.set('host', url.host)
  all.set('accept-encoding', 'identity')
  all.set('connection', 'close')
  const lines = [...all].map(([name, value]) => `${name}: ${value}\r\n`)
  return `GET ${url.pathname}${url.search} HTTP/1.1\r\n${lines.join('')}\r\n`
}

function parseHead(head: string, host: string): { status: number; headers: Headers } {
  const [first = '', ...lines] = head.split('\r\n')
  const status = Number(/^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(first)?.[1])
  if (!status) throw new Error(`${host} does not answer with HTTP`)
  const headers = new Headers()
  for (const line of lines) {
    const colon = line.indexOf(':')
    headers.append(line.slice(0, colon), line.slice(colon + 1).trim())
  }
  return { status, headers }
}

/** Finds the body in what follows the head (RFC 9112, section 6). */
interface Framing {
  /** Hands on what belongs to the body; true once it is complete. */
  take(bytes: Buffer, each: (chunk: Buffer) => void): boolean
  endsWithConnection: boolean
}

function bodyFraming(status: number, headers: Headers): Framing {
  const coding = headers.get('transfer-encoding')
  if (coding) {
    if (coding.toLowerCase() !== 'chunked') throw new Error(`The transfer coding ${coding} is not known`)
    return { take: chunked(), endsWithConnection: false }
  }
  const length = headers.get('content-length')
  if (status === 204 || status === 304 || length !== null) {
    if (length !== null && !/^\d+$/.test(length)) throw new Error(`The content length ${length} is no number`)
    let left = Number(length)
    return {
      take(bytes, each) {
        const part = bytes.subarray(0, left)
        left -= part.length
        if (part.length > 0) each(part)
        return left === 0
      },
      endsWithConnection: false,
    }
  }
  return {
    take(bytes, each) {
      if (bytes.length > 0) each(bytes)
      return false
    },
    endsWithConnection: true,
  }
}

/** Reads the chunked coding (RFC 9112, section 7.1). Trailers are skipped. */
function chunked(): Framing['take'] {
  let state: 'size' | 'data' | 'after data' | 'trailers' = 'size'
  let line = ''
  let left = 0
  return (bytes, each) => {
    for (let at = 0; at < bytes.length; ) {
      if (state === 'data') {
        const part = bytes.subarray(at, at + left)
        at += part.length
        left -= part.length
        each(part)
        if (left === 0) state = 'after data'
        continue
      }
      const end = bytes.indexOf('\n', at)
      line += bytes.toString('latin1', at, end === -1 ? bytes.length : end)
      if (line.length > LONGEST_HEAD) throw new Error('The chunked coding is broken')
      if (end === -1) return false
      at = end + 1
      const text = line.trimEnd()
      line = ''
      if (state === 'trailers') {
        if (text === '') return true
      } else if (state === 'after data') {
        if (text !== '') throw new Error('The chunked coding is broken')
        state = 'size'
      } else {
        const size = /^([0-9a-f]{1,12})\s*(?:;|$)/i.exec(text)?.[1]
        if (!size) throw new Error('The chunked coding is broken')
        left = Number.parseInt(size, 16)
        state = left === 0 ? 'trailers' : 'data'
      }
    }
    return false
  }
}
