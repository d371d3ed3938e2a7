import type { Json } from '../../src/shared/job.ts'
import type { InputIssue } from '../../src/shared/problem.ts'
import type { JobType } from '../jobs/definition.ts'
import { createJobs, type Wanted } from './create-jobs.ts'
import { allowMethods, json, RequestError, refuseCrossOrigin } from './http.ts'
import { checkInput, invalidInput, readJson } from './request-body.ts'
import { serve } from './serve.ts'
import type { GetServices } from './services.ts'

/** How many inputs one batch may hold. */
export const BATCH_LIMIT = 10

/**
 * Starts work: `POST /api/<type>` with an input, `POST /api/<type>/batch` with `{ inputs: [...] }`. Answers
 * 202 with where to follow it, before any of it is done.
 */
export function trigger<Context, Input>(definition: JobType<Input>, getServices: GetServices<Context>) {
  return serve(getServices, async (request, services) => {
    allowMethods(request, 'POST')
    refuseCrossOrigin(request)
    const key = idempotencyKey(request)
    const { owner, setCookie } = await services.owners.admit(request)
    const batch = new URL(request.url).pathname.endsWith('/batch')
    const inputs = batch ? await readBatch(definition, request) : [await readOne(definition, request)]
    const wanted = inputs.map((input, index): Wanted => {
      if (key === undefined) return { input }
      return { input, key: batch ? `${key}#${index}` : key }
    })
    const tickets = await createJobs(definition as JobType, owner, wanted, services)
    const [first] = tickets
    if (!first) throw new Error('A request without inputs passed its checks')
    const cookie: Record<string, string> = setCookie ? { 'set-cookie': setCookie } : {}
    if (batch) return json(202, { jobs: tickets }, cookie)
    return json(202, first, { location: first.statusUrl, ...cookie })
  })
}

async function readOne<Input>(definition: JobType<Input>, request: Request): Promise<Json> {
  const isJson = request.headers.get('content-type')?.includes('application/json')
  const value =
    definition.read && !isJson
      ? await definition.read(request)
      : await readJson(request, definition.maxInputBytes)
  const checked = checkInput(definition.input, value)
  if (!checked.ok) throw invalidInput(checked.errors)
  return toJson(checked.input)
}

async function readBatch<Input>(definition: JobType<Input>, request: Request): Promise<Json[]> {
  const body = await readJson(request, definition.maxInputBytes)
  const inputs = typeof body === 'object' && body !== null && 'inputs' in body ? body.inputs : undefined
  if (!Array.isArray(inputs) || inputs.length === 0 || inputs.length > BATCH_LIMIT) {
    const message = `Send { "inputs": [...] } with 1 to ${BATCH_LIMIT} inputs.`
    throw invalidInput([{ pointer: '/inputs', message }])
  }
  const errors: InputIssue[] = []
  const good: Json[] = []
  inputs.forEach((value, index) => {
    const checked = checkInput(definition.input, value, `/inputs/${index}`)
    if (checked.ok) good.push(toJson(checked.input))
    else errors.push(...checked.errors)
  })
  if (errors.length > 0) throw invalidInput(errors)
  return good
}

function idempotencyKey(request: Request): string | undefined {
  const key = request.headers.get('idempotency-key')
  if (key === null) return undefined
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key
  const detail = 'Idempotency-Key must be 1 to 255 printable ASCII characters without spaces.'
  throw new RequestError(400, 'INVALID_IDEMPOTENCY_KEY', detail)
}

/** What the store will give back: plain JSON. */
function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json
}
