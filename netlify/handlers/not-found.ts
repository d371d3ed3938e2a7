import { problem, RequestError } from './http.ts'

/** What is under `/api` and not a route. */
export function notFound(request: Request): Response {
  const { pathname } = new URL(request.url)
  const detail = `There is nothing at ${pathname.slice(0, 200)}. The README lists the routes.`
  return problem(new RequestError(404, 'NOT_FOUND', detail))
}
