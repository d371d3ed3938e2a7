import { createHmac, timingSafeEqual } from 'node:crypto'

/** Links that open a file without the cookie, for a while. */
export interface LinkSigner {
  /** A path like `/api/files/<id>?expires=…&signature=…`. */
  sign(fileId: string): Promise<string>
  /** Whether the link is ours and has not run out. */
  verify(fileId: string, query: URLSearchParams): Promise<boolean>
}

/** How long a link opens its file, in milliseconds. */
export const LINK_TTL_MS = 5 * 60_000

export function linkSigner(secret: () => Promise<string>, now: () => number): LinkSigner {
  async function mac(fileId: string, expires: number): Promise<string> {
    return createHmac('sha256', await secret())
      .update(`file\n${fileId}\n${expires}`)
      .digest('base64url')
  }
  return {
    async sign(fileId) {
      const expires = Math.ceil((now() + LINK_TTL_MS) / 1_000)
      const query = new URLSearchParams({ expires: String(expires), signature: await mac(fileId, expires) })
      return `/api/files/${encodeURIComponent(fileId)}?${query}`
    },

    async verify(fileId, query) {
      const expires = Number(query.get('expires'))
      if (!Number.isInteger(expires) || expires * 1_000 < now()) return false
      const expected = Buffer.from(await mac(fileId, expires))
      const given = Buffer.from(query.get('signature') ?? '')
      return expected.length === given.length && timingSafeEqual(expected, given)
    },
  }
}
