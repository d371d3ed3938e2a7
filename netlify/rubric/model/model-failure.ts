import { APICallError, RetryError } from 'ai'
import { NonRetryableError, RetryableError } from '../../jobs/errors.ts'

/**
 * Turns what a call of a model throws into what the engine understands. An abort stays what it is.
 *
 * @param about whether the question held a picture, which some models refuse
 */
export function modelFailure(
  error: unknown,
  signal: AbortSignal,
  about: { picture: boolean } = { picture: false },
): unknown {
  if (signal.aborted) return signal.reason
  const cause = RetryError.isInstance(error) ? error.lastError : error
  if (!APICallError.isInstance(cause)) {
    return new RetryableError({
      code: 'MODEL_UNREACHABLE',
      publicMessage: 'The language model could not be reached. It is tried again.',
      cause,
    })
  }
  const { statusCode: status } = cause
  if (status === undefined || (status >= 200 && status < 300)) {
    return new RetryableError({
      code: 'MODEL_UNREACHABLE',
      publicMessage: 'The connection to the language model broke. It is tried again.',
      cause,
    })
  }
  const retryAfterMs = retryAfterOf(cause.responseHeaders)
  // 529 is Anthropic's "overloaded".
  if (status === 429 || status === 503 || status === 529) {
    return new RetryableError({
      code: 'MODEL_BUSY',
      publicMessage: 'The language model takes no more requests right now. It is tried again later.',
      cause,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    })
  }
  if (status === 408 || status >= 500) {
    return new RetryableError({
      code: 'MODEL_UNAVAILABLE',
      publicMessage: 'The language model’s service failed. It is tried again.',
      cause,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    })
  }
  if (status === 401 || status === 403) {
    return new NonRetryableError({
      code: 'MODEL_KEY_REFUSED',
      publicMessage:
        'The language model’s service refused this site’s key. Whoever runs the site must check it.',
      cause,
    })
  }
  if (about.picture && speaksOfPictures(cause)) {
    return new NonRetryableError({
      code: 'MODEL_CANNOT_SEE',
      publicMessage:
        'The document holds pictures of text, and the language model of this site cannot see. Whoever runs the site can name one that can (AI_MODEL); or upload a document with text.',
      cause,
    })
  }
  return new NonRetryableError({
    code: 'MODEL_REQUEST_REFUSED',
    publicMessage:
      'The language model’s service refused the request. Whoever runs the site must check the model’s name (AI_MODEL).',
    cause,
  })
}

/** Providers answer a picture for a model that cannot see with 400, 404 or 422, and say so in a sentence. */
function speaksOfPictures({ message, responseBody = '' }: APICallError): boolean {
  return /image|picture|vision|multi-?modal|inline_?data|media type/i.test(`${message} ${responseBody}`)
}

/** RFC 9110 §10.2.3: seconds or a date; `retry-after-ms` as OpenAI sends it. */
export function retryAfterOf(
  headers: Record<string, string> | undefined,
  now: number = Date.now(),
): number | undefined {
  const exact = Number(headers?.['retry-after-ms'] ?? Number.NaN)
  if (Number.isFinite(exact) && exact >= 0) return exact
  const value = headers?.['retry-after']?.trim()
  if (!value) return undefined
  if (/^\d+(\.\d+)?$/.test(value)) return Math.round(Number(value) * 1_000)
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
