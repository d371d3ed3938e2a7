import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserPool } from '../../netlify/pdf/browser-pool.ts'
import { fetchPhoto } from '../../netlify/pdf/photo/fetch-photo.ts'
import { readImageHeader } from '../../netlify/pdf/photo/image-size.ts'
import { loadPhoto } from '../../netlify/pdf/photo/load-photo.ts'
import { isPublicAddress } from '../../netlify/pdf/photo/public-address.ts'
import { png } from './png.ts'

const dataUrl = (bytes: Uint8Array, type = 'image/png') =>
  `data:${type};base64,${Buffer.from(bytes).toString('base64')}`

const TINY_WEBP = 'UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA'
const TINY_GIF = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'

describe('isPublicAddress', () => {
  it.each(['8.8.8.8', '93.184.216.34', '2606:4700::1111', '2a00:1450:4001::1'])('accepts %s', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254'],
    ...['172.16.0.1', '172.31.255.255', '192.0.0.8', '192.168.1.1', '198.18.0.1', '224.0.0.1'],
    ...[
      '255.255.255.255',
      '::',
      '::1',
      '::ffff:127.0.0.1',
      '::ffff:8.8.8.8',
      '::127.0.0.1',
      '64:ff9b::7f00:1',
    ],
    ...[
      'fe80::1',
      'fe80::1%eth0',
      'fc00::1',
      'fd12::1',
      'ff02::1',
      '2001:db8::1',
      '2002:7f00:1::',
      '2001::1',
    ],
    ...['', 'localhost', '0177.0.0.1', '2130706433', '0x7f.1', '1.2.3'],
  ])('refuses %j', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })
})

describe('fetchPhoto', () => {
  let server: Server
  let port: number
  /** Requests that arrived, as `<address> <path>`. 127.0.0.2 plays the public internet. */
  const hits: string[] = []
  const allows = (address: string) => address === '127.0.0.2'
  const resolve = async () => ['127.0.0.2']

  beforeAll(async () => {
    server = createServer((request, response) => {
      hits.push(`${request.socket.localAddress} ${request.url}`)
      const [, redirect] = /^\/to\/(.*)$/.exec(request.url ?? '') ?? []
      if (redirect) response.writeHead(302, { location: decodeURIComponent(redirect) }).end()
      else if (request.url === '/endless') {
        const more = () => {
          while (response.write(Buffer.alloc(65_536))) if (response.destroyed) return
          response.once('drain', more)
        }
        more()
      } else if (request.url === '/silent') response.flushHeaders()
      else if (request.url === '/missing') response.writeHead(404).end()
      else response.end('photo')
    })
    await new Promise<void>((done) => server.listen(0, '0.0.0.0', done))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  const get = (path: string, more = {}) =>
    fetchPhoto(`http://photos.example:${port}${path}`, { allows, resolve, ...more })

  it('gets a picture', async () => {
    expect(Buffer.from(await get('/ok')).toString()).toBe('photo')
  })

  it('follows redirects on the public web, three at most', async () => {
    const to = (path: string) => `/to/${encodeURIComponent(path)}`
    expect(Buffer.from(await get(to(to(to('/ok'))))).toString()).toBe('photo')
    await expect(get(to(to(to(to('/ok')))))).rejects.toThrow('redirects too often')
  })

  it('refuses addresses that are not public, however they are written', async () => {
    const before = hits.length
    const hosts = [
      '127.0.0.1',
      '0177.0.0.1',
      '0x7f.0.0.1',
      '2130706433',
      '127.1',
      '[::1]',
      '[::ffff:127.0.0.1]',
    ]
    for (const host of [
      ...hosts,
      '[::ffff:7f00:1]',
      '０',
      '127。0。0。1',
      '①②⑦.0.0.1',
      'localhost',
      'localhost.',
    ]) {
      for (const own of [{}, { allows }]) {
        await expect(fetchPhoto(`http://${host}:${port}/canary`, own), host).rejects.toThrow('photo')
      }
    }
    expect(hits.slice(before)).toEqual([])
  })

  it('refuses a redirect to an address that is not public', async () => {
    const before = hits.length
    const target = encodeURIComponent(`http://127.0.0.1:${port}/canary`)
    await expect(get(`/to/${target}`)).rejects.toThrow('not a public one')
    expect(hits.slice(before)).toEqual([`127.0.0.2 /to/${target}`])
  })

  it('refuses a redirect to another scheme', async () => {
    await expect(get(`/to/${encodeURIComponent('file:///etc/passwd')}`)).rejects.toThrow(
      'https:// or http://',
    )
  })

  it('connects to the address that was checked, although the name changes its mind', async () => {
    const before = hits.length
    let asked = 0
    const rebinding = async () => (asked++ === 0 ? ['127.0.0.2'] : ['127.0.0.1'])
    await get('/ok', { resolve: rebinding })
    expect(asked).toBe(1)
    expect(hits.slice(before)).toEqual(['127.0.0.2 /ok'])
  })

  it('refuses a name when one of its addresses is not public', async () => {
    await expect(get('/ok', { resolve: async () => ['127.0.0.2', '127.0.0.1'] })).rejects.toThrow(
      'not a public',
    )
  })

  it('refuses other ports of public servers', async () => {
    await expect(fetchPhoto('http://8.8.8.8:22/')).rejects.toThrow('not a public one')
  })

  it.each(['ftp://photos.example/', 'file:///etc/passwd', 'http://user:pass@photos.example/', 'photo.png'])(
    'refuses %s',
    async (address) => {
      await expect(fetchPhoto(address, { allows, resolve })).rejects.toThrow(/photo/i)
    },
  )

  it('stops at 5 MB', async () => {
    await expect(get('/endless')).rejects.toThrow('larger than 5 MB')
  })

  it('gives up on a server that says nothing', async () => {
    await expect(get('/silent', { timeoutMs: 200 })).rejects.toThrow('could not be fetched')
  })

  it('tells of an error status', async () => {
    await expect(get('/missing')).rejects.toThrow('answered 404')
  })

  it('stops when its job is cancelled', async () => {
    const signal = AbortSignal.timeout(100)
    await expect(get('/silent', { signal })).rejects.toThrow(
      expect.objectContaining({ name: 'TimeoutError' }),
    )
  })
})

describe('loadPhoto', () => {
  const pool = browserPool()
  afterAll(() => pool.close())

  it('draws a picture anew, without what hides in it', async () => {
    const original = png(40, 30, { text: 'home address' })
    expect(original.includes('home address')).toBe(true)
    const photo = await loadPhoto(dataUrl(original), { pool })
    expect(photo.contentType).toBe('image/jpeg')
    expect(Buffer.from(photo.body).includes('home address')).toBe(false)
    expect(readImageHeader(photo.body)).toEqual({ contentType: 'image/jpeg', width: 40, height: 30 })
  })

  it('keeps transparency, and makes large pictures smaller', async () => {
    const photo = await loadPhoto(dataUrl(png(2_000, 1_500, { alpha: 100 })), { pool })
    expect(photo.contentType).toBe('image/png')
    expect(readImageHeader(photo.body)).toMatchObject({ width: 1_000, height: 750 })
  })

  it.each([
    ['WebP', TINY_WEBP],
    ['GIF', TINY_GIF],
  ])('takes %s, whatever type it claims', async (_, base64) => {
    const photo = await loadPhoto(`data:text/html;base64,${base64}`, { pool })
    expect(readImageHeader(photo.body)).toMatchObject({ width: 1, height: 1 })
  })

  it.each([
    [
      'an SVG',
      dataUrl(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml'),
      'not a PNG',
    ],
    ['a page', dataUrl(Buffer.from('<html>'), 'image/png'), 'not a PNG'],
    ['no data', 'data:image/png', 'incomplete'],
    ['broken escapes', 'data:image/png,%zz', 'damaged'],
    ['too many bytes', dataUrl(Buffer.alloc(5_000_001)), 'larger than 5 MB'],
  ])('refuses %s', async (_, address, message) => {
    await expect(loadPhoto(address, { pool })).rejects.toThrow(message)
  })

  it('refuses more than 25 megapixels by the header alone', async () => {
    const bomb = png(1, 1)
    bomb.writeUInt32BE(5_001, 16)
    bomb.writeUInt32BE(5_000, 20)
    await expect(loadPhoto(dataUrl(bomb), { pool })).rejects.toThrow('25 megapixels')
  })

  it('refuses a picture that cannot be decoded', async () => {
    const damaged = png(10, 10)
    damaged.fill(0, 40)
    await expect(loadPhoto(dataUrl(damaged), { pool })).rejects.toThrow('damaged')
  })
})

describe('readImageHeader', () => {
  it('survives being cut anywhere', () => {
    const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0000b080010002001011100ffd9', 'hex')
    expect(readImageHeader(jpeg)).toEqual({ contentType: 'image/jpeg', width: 32, height: 16 })
    for (const whole of [
      jpeg,
      png(1, 1),
      Buffer.from(TINY_WEBP, 'base64'),
      Buffer.from(TINY_GIF, 'base64'),
    ]) {
      for (let length = 0; length < whole.length; length++) {
        expect(() => readImageHeader(whole.subarray(0, length))).not.toThrow()
      }
    }
  })
})
