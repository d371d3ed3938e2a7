import { ConfigError } from '../config.ts'
import { createLog } from '../log.ts'
import { StoreError } from '../store/job-store.ts'
import { problem, RequestError } from './http.ts'
import type { GetServices, Services } from './services.ts'

type Handle = (request: Request, services: Services) => Promise<Response>

/**
 * Turns a handler into what a function exports. Every error becomes a problem answer: the caller reads what to
 * do, the log has the rest.
 */
export function serve<Context>(getServices: GetServices<Context>, handle: Handle) {
  return async (request: Request, context: Context): Promise<Response> => {
    let log = createLog()
    try {
      const services = await getServices(request, context)
      log = services.log
      return await handle(request, services)
    } catch (error) {
      if (error instanceof RequestError) return problem(error)
      const { pathname } = new URL(request.url)
      log(
        'request-failed',
        { path: pathname.replace(/[0-9a-f-]{36}/g, ':id'), error: describe(error) },
        'error',
      )
      return problem(publicError(error))
    }
  }
}

function publicError(error: unknown): RequestError {
  const soon = { headers: { 'retry-after': '5' } }
  if (error instanceof StoreError) {
    const detail = 'Jobs cannot be reached just now. Nothing was started; try again in a few seconds.'
    return new RequestError(503, 'STORE_UNAVAILABLE', detail, soon)
  }
  if (error instanceof ConfigError) {
    const detail = 'The site is not set up correctly. Its log names the variable to change.'
    return new RequestError(500, 'MISCONFIGURED', detail)
  }
  return new RequestError(500, 'INTERNAL', 'Something went wrong here. Try again; if it stays, report it.')
}

/** The error with its causes, for the log. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined ? '' : ` <- ${describe(error.cause)}`
  return `${error.name}: ${error.message}${cause}`
}
