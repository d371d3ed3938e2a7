import { randomUUID } from 'node:crypto'
import { isSignedCall } from '../dispatch/signature.ts'
import type { JobDefinition } from '../jobs/definition.ts'
import { allowMethods, RequestError } from './http.ts'
import { readJson } from './request-body.ts'
import { runAttempt } from './run-attempt.ts'
import { serve } from './serve.ts'
import type { GetServices } from './services.ts'

/**
 * Does the work of one job named by its id. The call itself proves nothing: it may be forged, repeated by the
 * platform, or late. Only a claim that the store grants starts an attempt; anything else ends here.
 */
export function background<Context, Input, Output extends object>(
  definition: JobDefinition<Input, Output>,
  getServices: GetServices<Context>,
) {
  return serve(getServices, async (request, services) => {
    allowMethods(request, 'POST')
    const { config, store, log, now } = services
    const body = await readJson(request, 10_000)
    const jobId = typeof body === 'object' && body !== null && 'jobId' in body ? body.jobId : undefined
    if (typeof jobId !== 'string' || !/^[\w-]{1,64}$/.test(jobId)) {
      throw new RequestError(400, 'INVALID_JOB_ID', 'Send { "jobId": "..." }.')
    }
    const secret = config.JOB_SIGNING_SECRET
    const signature = request.headers.get('x-offstage-signature')
    if (secret && !isSignedCall(signature, jobId, secret, now())) {
      log('background-refused', { jobId }, 'warn')
      throw new RequestError(401, 'UNSIGNED_CALL', 'Background calls must be signed by this site.')
    }
    const { type } = definition
    const by = { claimId: randomUUID(), leaseMs: config.JOB_LEASE_SECONDS * 1_000, type }
    const result = await store.claim(jobId, by)
    if (result.kind === 'refused') log('claim-refused', { jobId, reason: result.reason })
    else await runAttempt(definition, result, services)
    return new Response(null, { status: 204 })
  })
}
