import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bearerOwners } from '../../netlify/owners/bearer.ts'
import type { JobTicket } from '../../src/shared/job.ts'
import { createApp, json } from './app.ts'
import { echoJob } from './jobs.ts'

describe('an anonymous owner', () => {
  it('keeps the cookie it has', async () => {
    const app = createApp(echoJob())
    const visit = await app.visitor()
    expect((await visit('/api/session')).headers.getSetCookie()).toEqual([])
    expect((await visit('/api/echo', json({ text: 'a' }))).headers.getSetCookie()).toEqual([])
  })

  it('cannot be made up or altered', async () => {
    const app = createApp(echoJob())
    const response = await app.fetch('/api/session')
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const [name = '', value = ''] = cookie.split('=')
    const [id = '', signature = ''] = value.split('.')
    for (const forged of [
      `${id}.`,
      id,
      `${crypto.randomUUID()}.${signature}`,
      `${id}.${'A'.repeat(43)}`,
      '.',
    ]) {
      const headers = { cookie: `${name}=${forged}` }
      expect((await app.fetch('/api/session', { headers })).headers.getSetCookie(), forged).toHaveLength(1)
    }
  })

  it('gets no Secure cookie over http, where a browser would drop it', async () => {
    const { cookieOwners } = await import('../../netlify/owners/cookie.ts')
    const { setCookie } = await cookieOwners(async () => 'secret').admit(
      new Request('http://localhost:8888/'),
    )
    expect(setCookie).not.toContain('Secure')
  })
})

describe('an owner named by a bearer token', () => {
  const issuer = 'https://issuer.test'
  const audience = 'offstage'
  let server: Server
  let jwksUrl: string
  let key: CryptoKey
  let other: CryptoKey

  beforeAll(async () => {
    const pair = await generateKeyPair('ES256')
    key = pair.privateKey
    other = (await generateKeyPair('ES256')).privateKey
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }
    server = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ keys: [jwk] }))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`
  })
  afterAll(() => server.close())

  const token = (claims: { sub?: string; iss?: string; aud?: string; exp?: string }, by = key) =>
    new SignJWT()
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .setSubject(claims.sub ?? 'ada')
      .setIssuer(claims.iss ?? issuer)
      .setAudience(claims.aud ?? audience)
      .setExpirationTime(claims.exp ?? '5m')
      .sign(by)
  const app = () =>
    createApp(echoJob(undefined), { delivery: 'lost', owners: bearerOwners({ jwksUrl, issuer, audience }) })
  const as = (jwt: string) => ({ authorization: `Bearer ${jwt}` })

  it('sees its own jobs and nobody else does', async () => {
    const site = app()
    const ada = as(await token({ sub: 'ada' }))
    const bob = as(await token({ sub: 'bob' }))
    const response = await site.fetch('/api/echo', json({ text: 'a' }, ada))
    expect(response.status).toBe(202)
    expect(response.headers.getSetCookie()).toEqual([])
    const { statusUrl } = (await response.json()) as JobTicket
    expect((await site.fetch(statusUrl, { headers: ada })).status).toBe(200)
    expect((await site.fetch(statusUrl, { headers: bob })).status).toBe(404)
  })

  it('is another owner when another issuer names the same subject', async () => {
    const owners = bearerOwners({ jwksUrl, audience })
    const of = async (iss: string) =>
      owners.identify(new Request('https://x.test', { headers: as(await token({ iss })) }))
    expect(await of('https://one.test')).not.toBe(await of('https://two.test'))
  })

  it.each([
    ['no token', async () => ({})],
    ['no JWT', async () => as('nonsense')],
    ['a token that has run out', async () => as(await token({ exp: '-1m' }))],
    ['a token of another issuer', async () => as(await token({ iss: 'https://evil.test' }))],
    ['a token for another audience', async () => as(await token({ aud: 'elsewhere' }))],
    ['a token signed with another key', async () => as(await token({}, other))],
    [
      'an unsigned token',
      async () => {
        const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
        const claims = { sub: 'ada', iss: issuer, aud: audience, exp: Math.floor(Date.now() / 1_000) + 60 }
        return as(`${part({ alg: 'none' })}.${part(claims)}.`)
      },
    ],
  ])('is not admitted with %s', async (_what, headers) => {
    const response = await app().fetch('/api/echo', json({ text: 'a' }, await headers()))
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Bearer')
  })

  it('is asked to come back when the issuer cannot be reached', async () => {
    const owners = bearerOwners({ jwksUrl: 'http://127.0.0.1:9/jwks.json' })
    const site = createApp(echoJob(), { owners })
    const response = await site.fetch('/api/echo', json({ text: 'a' }, as(await token({}))))
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('5')
  })
})
