/**
 * Errors over HTTP: RFC 9457 `application/problem+json` with a stable `code`.
 */

/** One thing wrong with an input. */
export interface InputIssue {
  /** JSON Pointer (RFC 6901) into the request body; the empty string means the whole body. */
  pointer: string
  message: string
}

/** The body of every error answer. */
export interface Problem {
  type: 'about:blank'
  title: string
  status: number
  /** What to do about it, for a person. */
  detail: string
  /** Stable, UPPER_SNAKE_CASE; what programs switch on. */
  code: string
  errors?: InputIssue[]
}

/** True for a parsed body that follows `Problem` closely enough to show to a person. */
export function isProblem(value: unknown): value is Problem {
  if (typeof value !== 'object' || value === null) return false
  const { code, detail, status } = value as Record<string, unknown>
  return typeof code === 'string' && typeof detail === 'string' && typeof status === 'number'
}
