import { createHmac, timingSafeEqual } from 'node:crypto'

/** Background calls older than this are refused, in milliseconds; the platform repeats a call for 3 minutes. */
const MAX_AGE_MS = 15 * 60_000

/** The value of the `x-offstage-signature` header for a call that wakes `jobId`. */
export function signCall(jobId: string, secret: string, nowMs: number): string {
  return `${nowMs}.${mac(jobId, secret, nowMs)}`
}

/** True when the header was made with the secret, for this job, lately. */
export function isSignedCall(header: string | null, jobId: string, secret: string, nowMs: number): boolean {
  const [at, given] = header?.split('.') ?? []
  if (!at || !given || Math.abs(nowMs - Number(at)) > MAX_AGE_MS) return false
  const expected = Buffer.from(mac(jobId, secret, Number(at)))
  const actual = Buffer.from(given)
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

function mac(jobId: string, secret: string, atMs: number): string {
  return createHmac('sha256', secret).update(`${atMs}.${jobId}`).digest('base64url')
}
