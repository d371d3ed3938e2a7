import { createRemoteJWKSet, errors, jwtVerify } from 'jose'
import { RequestError } from '../handlers/http.ts'
import type { Owners } from './owners.ts'

/** One key set per address and instance: `jose` caches the keys and asks again when a new one shows up. */
const keySets = new Map<string, ReturnType<typeof createRemoteJWKSet>>()

/** Owners named by a bearer JWT: `iss` and `sub` together. */
export function bearerOwners(options: {
  jwksUrl: string
  issuer?: string | undefined
  audience?: string | undefined
}): Owners {
  async function identify(request: Request): Promise<string> {
    const [scheme, token] = request.headers.get('authorization')?.split(' ') ?? []
    if (scheme?.toLowerCase() !== 'bearer' || !token)
      throw unauthorized('Sign in: this needs a bearer token.')
    const keySet = keySets.get(options.jwksUrl) ?? createRemoteJWKSet(new URL(options.jwksUrl))
    keySets.set(options.jwksUrl, keySet)
    try {
      const { payload } = await jwtVerify(token, keySet, {
        ...(options.issuer ? { issuer: options.issuer } : {}),
        ...(options.audience ? { audience: options.audience } : {}),
        // Signatures that prove nothing (`none`) or share their secret (HS*) never come from a JWKS.
        algorithms: [
          'RS256',
          'RS384',
          'RS512',
          'PS256',
          'PS384',
          'PS512',
          'ES256',
          'ES384',
          'ES512',
          'EdDSA',
        ],
        requiredClaims: ['sub', 'exp'],
      })
      return `${payload.iss ?? ''}|${payload.sub ?? ''}`
    } catch (error) {
      if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) {
        throw new RequestError(
          503,
          'AUTH_UNAVAILABLE',
          'Sign-in cannot be checked just now. Try again shortly.',
          {
            headers: { 'retry-after': '5' },
            cause: error,
          },
        )
      }
      throw unauthorized('The token is not valid or has run out. Sign in again.')
    }
  }

  return {
    identify,
    async admit(request) {
      return { owner: await identify(request) }
    },
  }
}

function unauthorized(detail: string): RequestError {
  return new RequestError(401, 'UNAUTHORIZED', detail, { headers: { 'www-authenticate': 'Bearer' } })
}
