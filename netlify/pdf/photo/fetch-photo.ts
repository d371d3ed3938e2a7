import { lookup } from 'node:dns/promises'
import http from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'
import { isPublicAddress } from './public-address.ts'

/** The photo cannot be used. The message says why, for the visitor. */
export class PhotoError extends Error {
  override readonly name = 'PhotoError'
}

export const MAX_PHOTO_BYTES = 5_000_000

export interface FetchPhotoOptions {
  signal?: AbortSignal | undefined
  /** Milliseconds for everything, redirects included. Default 8 s. */
  timeoutMs?: number
  /** Default: the system's resolver. */
  resolve?: (host: string) => Promise<string[]>
  /** Whether an address and port may be connected to. Default: public addresses, ports 80 and 443. */
  allows?: (address: string, port: number) => boolean
}

const MAX_REDIRECTS = 3

/**
 * Gets a picture from an address that a stranger wrote. Each name is resolved once, all its addresses are
 * checked, and the connection goes to a checked address: a name that changes its mind in between (DNS
 * rebinding) changes nothing. Redirects go through the same door. Only http and https on their own ports.
 */
export async function fetchPhoto(address: string, options: FetchPhotoOptions = {}): Promise<Uint8Array> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? 8_000)
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout
  try {
    let url = address
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const answer = await get(url, signal, options)
      if ('body' in answer) return answer.body
      url = new URL(answer.location, url).href
    }
    throw new PhotoError('The photo’s address redirects too often')
  } catch (error) {
    options.signal?.throwIfAborted()
    if (error instanceof PhotoError) throw error
    throw new PhotoError('The photo could not be fetched from its address', { cause: error })
  }
}

async function get(
  address: string,
  signal: AbortSignal,
  options: FetchPhotoOptions,
): Promise<{ body: Uint8Array } | { location: string }> {
  const { resolve = resolveAll, allows = isPublicWeb } = options
  // The URL parser turns octal, hexadecimal and short forms of IPv4 addresses into the usual one.
  const url = new URL(address)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new PhotoError('A photo’s address starts with https:// or http://')
  }
  if (url.username !== '' || url.password !== '') {
    throw new PhotoError('A photo’s address must not contain a user name or password')
  }
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const addresses = isIP(host) ? [host] : await resolve(host)
  const [first] = addresses
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
  if (first === undefined || !addresses.every((one) => allows(one, port))) {
    throw new PhotoError('The photo’s address is not a public one')
  }
  return request(url, first, signal)
}

function isPublicWeb(address: string, port: number): boolean {
  return isPublicAddress(address) && (port === 80 || port === 443)
}

async function resolveAll(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address)
}

function request(
  url: URL,
  address: string,
  signal: AbortSignal,
): Promise<{ body: Uint8Array } | { location: string }> {
  const family = isIP(address)
  return new Promise((settle, reject) => {
    const { request: start } = url.protocol === 'https:' ? https : http
    const sent = start(
      url,
      {
        signal,
        agent: false,
        // Whatever the name resolves to by now, this is the address that was checked.
        lookup: (_host, { all }, done) =>
          all ? done(null, [{ address, family }]) : done(null, address, family),
        headers: { accept: 'image/png, image/jpeg, image/webp, image/gif', 'user-agent': 'Offstage' },
      },
      (response) => {
        const { statusCode = 0, headers } = response
        if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
          response.destroy()
          return settle({ location: headers.location })
        }
        if (statusCode !== 200) {
          response.destroy()
          return reject(new PhotoError(`The photo’s address answered ${statusCode}`))
        }
        const chunks: Buffer[] = []
        let size = 0
        response.on('data', (chunk: Buffer) => {
          size += chunk.length
          if (size <= MAX_PHOTO_BYTES) chunks.push(chunk)
          else {
            response.destroy()
            reject(new PhotoError('The photo is larger than 5 MB'))
          }
        })
        response.on('error', reject)
        response.on('end', () => settle({ body: Buffer.concat(chunks) }))
      },
    )
    sent.on('error', reject)
    sent.end()
  })
}
