import type { InputIssue, Problem } from '../../src/shared/problem.ts'

/** Refuses a request: what the caller did wrong, or what is not possible now, and what to do. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  readonly status: number
  readonly code: string
  readonly errors: InputIssue[] | undefined
  readonly headers: Record<string, string>

  /** `detail` goes to the caller as it is. */
  constructor(
    status: number,
    code: string,
    detail: string,
    options: { errors?: InputIssue[]; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(detail, { cause: options.cause })
    this.status = status
    this.code = code
    this.errors = options.errors
    this.headers = options.headers ?? {}
  }
}

const titles: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** An RFC 9457 answer. */
export function problem(error: RequestError): Response {
  const { status, code, message, errors } = error
  const body: Problem = {
    type: 'about:blank',
    title: titles[status] ?? 'Error',
    status,
    detail: message,
    code,
    ...(errors ? { errors } : {}),
  }
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...error.headers },
  })
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  })
}

/** @throws RequestError 405 naming what is allowed. */
export function allowMethods(request: Request, ...methods: string[]): void {
  if (methods.includes(request.method)) return
  const allow = methods.join(', ')
  throw new RequestError(405, 'METHOD_NOT_ALLOWED', `Use ${allow} here.`, { headers: { allow } })
}

/**
 * Requests that change something must come from the page itself: a browser names where a request comes from,
 * programs that are not browsers name nothing.
 *
 * @throws RequestError 403.
 */
export function refuseCrossOrigin(request: Request): void {
  const origin = request.headers.get('origin')
  const site = request.headers.get('sec-fetch-site')
  // An origin that is no address (`null` of a sandboxed frame) is foreign too.
  const foreign = origin !== null && URL.parse(origin)?.host !== new URL(request.url).host
  if (foreign || site === 'cross-site') {
    throw new RequestError(403, 'CROSS_ORIGIN', 'Requests from other sites are not accepted.')
  }
}
