import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import type { Owners } from './owners.ts'

const NAME = 'offstage_owner'
const YEAR_SECONDS = 365 * 24 * 3_600

/** Anonymous visitors: a random id in a signed cookie that scripts cannot read. */
export function cookieOwners(secret: () => Promise<string>): Owners {
  async function mac(id: string): Promise<string> {
    return createHmac('sha256', await secret())
      .update(`owner\n${id}`)
      .digest('base64url')
  }

  async function identify(request: Request): Promise<string | undefined> {
    for (const value of cookieValues(request, NAME)) {
      const dot = value.lastIndexOf('.')
      const id = value.slice(0, dot)
      const given = Buffer.from(value.slice(dot + 1))
      const expected = Buffer.from(await mac(id))
      if (id && given.length === expected.length && timingSafeEqual(given, expected)) return id
    }
    return undefined
  }

  return {
    identify,
    async admit(request) {
      const known = await identify(request)
      if (known) return { owner: known }
      const owner = randomUUID()
      const secure = new URL(request.url).protocol === 'https:' ? '; Secure' : ''
      const value = `${owner}.${await mac(owner)}`
      const setCookie = `${NAME}=${value}; Path=/; Max-Age=${YEAR_SECONDS}; HttpOnly; SameSite=Lax${secure}`
      return { owner, setCookie }
    },
  }
}

function cookieValues(request: Request, name: string): string[] {
  return (request.headers.get('cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
}
