import type { JobTicket, Json } from '../../src/shared/job.ts'
import type { JobType } from '../jobs/definition.ts'
import type { JobRecord, NewJob } from '../store/job-store.ts'
import { RequestError } from './http.ts'
import { derivedJobId, hashOf, newJobId } from './job-id.ts'
import { isExpired, statusUrl } from './job-view.ts'
import type { Services } from './services.ts'

/** A wanted job before it has an id. */
export interface Wanted {
  input: Json
  /** From the `Idempotency-Key` header: the same key and input give the same job. */
  key?: string
  retryOf?: JobRecord
}

/**
 * Makes the jobs, wakes workers for those that may run, and answers their tickets in the order given.
 *
 * @throws RequestError 409 when a key was used for another input, 429 when the owner's line is full.
 */
export async function createJobs(
  definition: JobType,
  owner: string,
  wanted: readonly Wanted[],
  services: Services,
): Promise<JobTicket[]> {
  const { store, log, now } = services
  const generations = wanted.map(() => 1)
  for (;;) {
    const jobs = wanted.map((each, index) => newJob(definition, owner, each, generations[index] ?? 1))
    const result = await store.create(jobs)
    if (result.kind === 'refused' && result.reason === 'id-used') {
      moveOn(
        generations,
        jobs.findIndex((job) => job.jobId === result.jobId),
      )
      continue
    }
    if (result.kind === 'refused') throw lineFull(result.waiting)
    const expired = result.jobs.findIndex(({ job }) => isExpired(job, now()))
    if (expired >= 0) {
      moveOn(generations, expired)
      continue
    }
    result.jobs.forEach(({ disposition, job }, index) => {
      if (disposition === 'existing' && job.inputHash !== jobs[index]?.inputHash) throw keyReused()
      if (disposition === 'created') log('job-created', { jobId: job.jobId, type: job.type })
    })
    await services.dispatch(result.wake)
    const woken = new Set(result.wake.map((job) => job.jobId))
    const waits = result.jobs.find(({ job }) => job.status === 'pending' && !woken.has(job.jobId))
    // Whoever is ahead in the line may be a worker that died: this is a look like any other.
    if (waits) services.afterwards(lookAtLine(waits.job.jobId, services))
    return result.jobs.map(({ disposition, job }) => ({
      jobId: job.jobId,
      status: job.status,
      statusUrl: statusUrl(job),
      disposition,
    }))
  }
}

async function lookAtLine(jobId: string, { store, dispatch, log }: Services): Promise<void> {
  try {
    await dispatch((await store.recover(jobId)).wake)
  } catch (error) {
    log('recover-failed', { jobId, error: String(error) }, 'warn')
  }
}

function newJob(definition: JobType, owner: string, wanted: Wanted, generation: number): NewJob {
  const { input, key, retryOf } = wanted
  const { type } = definition
  const document = retryOf?.document ?? documentOf(input)
  return {
    jobId: key === undefined ? newJobId() : derivedJobId(owner, type, key, generation),
    type,
    owner,
    input,
    inputHash: hashOf(input),
    maxAttempts: definition.retry.maxAttempts,
    ...(document ? { document } : {}),
    ...(retryOf ? { retryOf: retryOf.jobId, retryRoot: retryOf.retryRoot ?? retryOf.jobId } : {}),
  }
}

function documentOf(input: Json): NewJob['document'] {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return undefined
  const { document } = input
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return undefined
  const { id, version } = document
  if (typeof id !== 'string') return undefined
  return typeof version === 'string' ? { id, version } : { id }
}

function moveOn(generations: number[], index: number): void {
  if (index < 0) throw new Error('The store named a job that was not asked for')
  generations[index] = (generations[index] ?? 1) + 1
}

function lineFull(waiting: number): RequestError {
  const detail = `${waiting} of your jobs are waiting already. Try again when some are done.`
  return new RequestError(429, 'TOO_MANY_JOBS', detail, { headers: { 'retry-after': '10' } })
}

function keyReused(): RequestError {
  const detail = 'This Idempotency-Key was used for another input. Use a new key for new work.'
  return new RequestError(409, 'IDEMPOTENCY_KEY_REUSED', detail)
}
