import { allowMethods, json } from './http.ts'
import { serve } from './serve.ts'
import type { GetServices } from './services.ts'

/**
 * `GET /api/session`: makes sure that the visitor has an owner. The page calls it once before anything else, so
 * that two first requests do not become two owners.
 */
export function session<Context>(getServices: GetServices<Context>) {
  return serve(getServices, async (request, { owners, config }) => {
    allowMethods(request, 'GET')
    const { setCookie } = await owners.admit(request)
    const kind = config.AUTH_JWKS_URL ? 'token' : 'cookie'
    return json(200, { owner: kind }, setCookie ? { 'set-cookie': setCookie } : {})
  })
}
