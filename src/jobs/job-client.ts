import type { Job, JobOutput, JobTicket } from '../shared/job.ts'
import { isProblem, type Problem } from '../shared/problem.ts'

/** One HTTP answer that is not a success, or none at all. What to do about it is the caller's decision. */
export class AnswerError extends Error {
  override readonly name = 'AnswerError'
  /** Undefined when no answer came (network, time limit). */
  readonly problem: Problem | undefined
  /** From `Retry-After`: not before this many milliseconds from now. */
  readonly retryAfterMs: number | undefined

  constructor(
    message: string,
    about: { problem?: Problem; retryAfterMs?: number | undefined; cause?: unknown },
  ) {
    super(message, { cause: about.cause })
    this.problem = about.problem
    this.retryAfterMs = about.retryAfterMs
  }
}

export interface StatusAnswer<Output extends JobOutput> {
  /** Undefined for 304: nothing changed since the ETag that was sent. */
  job: Job<Output> | undefined
  etag: string | undefined
  /** The site's clock in milliseconds since 1970, where it told; its times are compared with this one. */
  serverNow: number | undefined
}

interface RequestOptions {
  signal?: AbortSignal | undefined
}

/** What a job's input is sent as: a value (as JSON), or a form (as multipart, for one file). */
export type JobInput = object | FormData

export interface JobClient {
  /** Makes sure that the visitor has an owner; asked once however often it is called. */
  session(): Promise<void>
  start(
    type: string,
    input: JobInput,
    options: RequestOptions & { idempotencyKey: string },
  ): Promise<JobTicket>
  status<Output extends JobOutput>(
    statusUrl: string,
    options: RequestOptions & { etag?: string | undefined; waitSeconds?: number | undefined },
  ): Promise<StatusAnswer<Output>>
  /** Cancels an active job and resolves to it; deletes a terminal one and resolves to undefined. */
  cancel<Output extends JobOutput>(
    statusUrl: string,
    options?: RequestOptions,
  ): Promise<Job<Output> | undefined>
  /** Runs a failed or cancelled job again, as a new job. */
  retry(statusUrl: string, options?: RequestOptions): Promise<JobTicket>
  /** The bytes behind a download link. */
  file(url: string, options?: RequestOptions): Promise<Uint8Array<ArrayBuffer>>
}

export interface JobClientOptions {
  /** Where the site is. Default: relative addresses, for use in a page of the site. */
  baseUrl?: string
  /** Default: the global `fetch`. */
  fetch?: typeof fetch
  /** A request without an answer after this many milliseconds counts as a network error. Default 30,000. */
  requestTimeoutMs?: number
}

/** Talks to the routes of the jobs. Every method rejects with `AnswerError`, or with the signal's reason. */
export function createJobClient({
  baseUrl,
  fetch: send = (input, init) => fetch(input, init),
  requestTimeoutMs = 30_000,
}: JobClientOptions = {}): JobClient {
  let asked: Promise<void> | undefined

  async function request(path: string, init: RequestInit, signal: AbortSignal | undefined) {
    const limit = AbortSignal.timeout(requestTimeoutMs)
    let response: Response
    try {
      response = await send(baseUrl === undefined ? path : new URL(path, baseUrl), {
        credentials: 'same-origin',
        ...init,
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      })
    } catch (cause) {
      signal?.throwIfAborted()
      throw new AnswerError('No answer from the site', { cause })
    }
    if (response.ok || response.status === 304) return response
    throw new AnswerError(`The site answered ${response.status}`, {
      problem: await problemOf(response),
      retryAfterMs: retryAfterMs(response.headers.get('retry-after')),
    })
  }

  async function json<T>(response: Response, signal: AbortSignal | undefined): Promise<T> {
    try {
      return (await response.json()) as T
    } catch (cause) {
      signal?.throwIfAborted()
      throw new AnswerError('The answer broke off', { cause })
    }
  }

  return {
    session() {
      asked ??= request('/api/session', {}, undefined).then(
        async (response) => {
          await response.body?.cancel()
        },
        (error: unknown) => {
          asked = undefined
          throw error
        },
      )
      return asked
    },

    async start(type, input, { idempotencyKey, signal }) {
      const form = input instanceof FormData
      const response = await request(
        `/api/${type}`,
        {
          method: 'POST',
          headers: {
            'idempotency-key': idempotencyKey,
            ...(form ? {} : { 'content-type': 'application/json' }),
          },
          body: form ? input : JSON.stringify(input),
        },
        signal,
      )
      return json<JobTicket>(response, signal)
    },

    async status<Output extends JobOutput>(
      statusUrl: string,
      { etag, waitSeconds, signal }: Parameters<JobClient['status']>[1],
    ) {
      const headers: Record<string, string> = {}
      if (etag !== undefined) headers['if-none-match'] = etag
      if (waitSeconds !== undefined && waitSeconds > 0) headers.prefer = `wait=${waitSeconds}`
      // The browser's own cache would answer a 304 with the stored 200.
      const response = await request(statusUrl, { headers, cache: 'no-store' }, signal)
      const date = Date.parse(response.headers.get('date') ?? '')
      return {
        job: response.status === 304 ? undefined : await json<Job<Output>>(response, signal),
        etag: response.headers.get('etag') ?? etag,
        serverNow: Number.isNaN(date) ? undefined : date,
      }
    },

    async cancel<Output extends JobOutput>(statusUrl: string, { signal }: RequestOptions = {}) {
      const response = await request(statusUrl, { method: 'DELETE' }, signal)
      return response.status === 204 ? undefined : json<Job<Output>>(response, signal)
    },

    async retry(statusUrl, { signal } = {}) {
      return json<JobTicket>(await request(`${statusUrl}/retry`, { method: 'POST' }, signal), signal)
    },

    async file(url, { signal } = {}) {
      const response = await request(url, {}, signal)
      try {
        return new Uint8Array(await response.arrayBuffer())
      } catch (cause) {
        signal?.throwIfAborted()
        throw new AnswerError('The file broke off', { cause })
      }
    },
  }
}

async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => undefined)
  if (isProblem(body)) return { ...body, status: response.status }
  return {
    type: 'about:blank',
    title: response.statusText,
    status: response.status,
    detail: `The site answered ${response.status} without saying why. Try again in a moment.`,
    code: `HTTP_${response.status}`,
  }
}

/** Milliseconds from a `Retry-After` header: seconds or an HTTP date (RFC 9110, 10.2.3). */
export function retryAfterMs(header: string | null, now = Date.now()): number | undefined {
  if (header === null || header.trim() === '') return undefined
  const seconds = Number(header)
  const ms = Number.isNaN(seconds) ? Date.parse(header) - now : seconds * 1000
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}
