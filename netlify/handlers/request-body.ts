import type { z } from 'zod'
import type { InputIssue } from '../../src/shared/problem.ts'
import { RequestError } from './http.ts'

/**
 * The request's JSON, of at most `maxBytes`.
 *
 * @throws RequestError 400 (empty, not JSON), 413, 415.
 */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') {
    throw new RequestError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send JSON with content-type: application/json.')
  }
  const text = new TextDecoder().decode(await readBytes(request, maxBytes))
  if (text.trim() === '')
    throw new RequestError(400, 'EMPTY_BODY', 'The request has no body. Send the input as JSON.')
  try {
    return JSON.parse(text)
  } catch {
    throw new RequestError(
      400,
      'INVALID_JSON',
      'The body is not valid JSON. Check for a missing quote or comma.',
    )
  }
}

/**
 * The body's bytes; stops as soon as there are more than `maxBytes`, whatever the headers say.
 *
 * @param tooLarge Makes the refusal. Default: one that names the limit.
 * @throws RequestError 413.
 */
export async function readBytes(
  request: Request,
  maxBytes: number,
  tooLarge = () =>
    new RequestError(413, 'TOO_LARGE', `The request is larger than ${formatBytes(maxBytes)}. Send less.`),
): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/**
 * Checks a value against a job's input schema.
 *
 * @param at JSON Pointer of the value within the body; empty for the body itself.
 * @returns The parsed value, or what is wrong with it.
 */
export function checkInput<Input>(schema: z.ZodType<Input>, value: unknown, at = '') {
  const parsed = schema.safeParse(value)
  if (parsed.success) return { ok: true as const, input: parsed.data }
  const errors: InputIssue[] = parsed.error.issues.slice(0, 50).map((issue) => ({
    pointer: at + issue.path.map((part) => `/${pointerPart(part)}`).join(''),
    message: issue.message,
  }))
  return { ok: false as const, errors }
}

export function invalidInput(errors: InputIssue[]): RequestError {
  const where = errors[0]?.pointer || 'the body'
  const detail = `The input is not valid: ${where}: ${errors[0]?.message ?? 'unknown'}. Mend it and send it again.`
  return new RequestError(422, 'INVALID_INPUT', detail, { errors })
}

function pointerPart(part: PropertyKey): string {
  return String(part).replaceAll('~', '~0').replaceAll('/', '~1')
}

function formatBytes(bytes: number): string {
  return bytes >= 1_000_000 ? `${bytes / 1_000_000} MB` : `${Math.round(bytes / 1_000)} KB`
}
