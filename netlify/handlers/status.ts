import { isTerminal } from '../../src/shared/job.ts'
import type { JobType } from '../jobs/definition.ts'
import type { JobRecord } from '../store/job-store.ts'
import { createJobs } from './create-jobs.ts'
import { allowMethods, json, RequestError, refuseCrossOrigin } from './http.ts'
import { etagOf, isExpired, viewOf, withLink } from './job-view.ts'
import { lookAfter } from './look-after.ts'
import { retryJob } from './retry.ts'
import { serve } from './serve.ts'
import type { GetServices, Services } from './services.ts'

/** `Prefer: wait=N` (RFC 7240) is honoured up to this many seconds, well inside a function's time limit. */
const MAX_WAIT_SECONDS = 20
const LOOK_EVERY_MS = 250

/**
 * Everything under `/api/<type>/:jobId`: GET answers the job, DELETE cancels an active one and deletes a
 * finished one, POST to `…/retry` runs a failed or cancelled one again.
 */
export function status<Context, Input>(definition: JobType<Input>, getServices: GetServices<Context>) {
  return serve(getServices, async (request, services) => {
    const [, , type, jobId = '', action] = new URL(request.url).pathname.split('/')
    if (type !== definition.type || (action !== undefined && action !== 'retry')) throw unknownJob()
    allowMethods(request, ...(action === 'retry' ? ['POST'] : ['GET', 'DELETE']))
    if (request.method !== 'GET') refuseCrossOrigin(request)
    const job = await owned(request, jobId, definition.type, services)
    if (action === 'retry') {
      const [ticket] = await createJobs(
        definition as JobType,
        job.owner,
        [await retryJob(job, services)],
        services,
      )
      return json(202, ticket, ticket ? { location: ticket.statusUrl } : {})
    }
    return request.method === 'GET' ? answer(request, job, services) : end(job, services)
  })
}

/** @throws RequestError 404 for jobs unknown or not the caller's, 410 for expired ones. */
async function owned(
  request: Request,
  jobId: string,
  type: string,
  { store, owners, now }: Services,
): Promise<JobRecord> {
  const owner = await owners.identify(request)
  if (!owner || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(jobId)) throw unknownJob()
  const job = await store.get(jobId)
  if (!job || job.owner !== owner || job.type !== type) throw unknownJob()
  if (isExpired(job, now())) {
    throw new RequestError(410, 'JOB_EXPIRED', 'This job is over and its result has expired. Start it again.')
  }
  return job
}

async function answer(request: Request, found: JobRecord, services: Services): Promise<Response> {
  const seconds = waitSeconds(request)
  const until = services.now() + seconds * 1_000
  const known = request.headers.get('if-none-match')
  let job = (await lookAfter(found, services)) ?? found
  // Without an ETag to compare with, waiting means: for anything to change from now on.
  const before = known ?? etagOf(viewOf(job))
  while (!isTerminal(job.status) && etagOf(viewOf(job)) === before && services.now() < until) {
    await new Promise((done) => setTimeout(done, LOOK_EVERY_MS))
    const next = await services.store.get(job.jobId)
    if (!next) throw unknownJob()
    job = (await lookAfter(next, services)) ?? next
  }
  const view = viewOf(job)
  const etag = etagOf(view)
  const headers = { etag, ...(seconds > 0 ? { 'preference-applied': `wait=${seconds}` } : {}) }
  if (known === etag) {
    return new Response(null, { status: 304, headers: { 'cache-control': 'no-store', ...headers } })
  }
  return json(200, await withLink(view, services.links), headers)
}

async function end(job: JobRecord, services: Services): Promise<Response> {
  const { store, files, log } = services
  if (!isTerminal(job.status)) {
    const result = await store.cancel(job.jobId)
    if (result.kind === 'unknown') throw unknownJob()
    if (result.kind === 'cancelled') {
      log('job-cancelled', { jobId: job.jobId, type: job.type, attempt: job.attempt })
      await services.dispatch(result.wake)
    }
    return json(202, await withLink(viewOf(result.job), services.links))
  }
  if (job.status === 'completed' && job.output.file) await files.delete(job.output.file.fileId)
  await store.remove(job.jobId)
  log('job-removed', { jobId: job.jobId, type: job.type })
  return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } })
}

function waitSeconds(request: Request): number {
  const wait = /(?:^|[,;\s])wait=(\d+)/i.exec(request.headers.get('prefer') ?? '')?.[1]
  return Math.min(Number(wait ?? 0), MAX_WAIT_SECONDS)
}

function unknownJob(): RequestError {
  return new RequestError(404, 'JOB_NOT_FOUND', 'There is no such job here, or it is not yours.')
}
