import type { JobRecord } from '../store/job-store.ts'
import { defaultStoreOptions } from '../store/job-store.ts'
import type { Services } from './services.ts'

/**
 * Looks after a job that somebody looks at: where its worker seems to have died, was never woken, or its retry
 * is due, the next attempt is started. Published sites also sweep on a schedule, but nothing depends on it.
 *
 * @returns The job as it is then.
 */
export async function lookAfter(
  job: JobRecord,
  services: Pick<Services, 'store' | 'dispatch' | 'log' | 'now'>,
): Promise<JobRecord | undefined> {
  if (!looksStalled(job, services.now())) return job
  return recoverJob(job.jobId, services)
}

/** Recovers whatever hangs about this job and wakes whoever may run. */
export async function recoverJob(
  jobId: string,
  { store, dispatch, log }: Pick<Services, 'store' | 'dispatch' | 'log'>,
): Promise<JobRecord | undefined> {
  const { job, recovered, wake } = await store.recover(jobId)
  for (const what of recovered) log('job-recovered', { jobId, what }, 'warn')
  await dispatch(wake)
  return job
}

function looksStalled(job: JobRecord, nowMs: number): boolean {
  if (job.status === 'processing') return Date.parse(job.leaseExpiresAt) <= nowMs
  if (job.status !== 'pending') return false
  if (job.runAfter) return Date.parse(job.runAfter) <= nowMs
  return Date.parse(job.updatedAt) + defaultStoreOptions.dispatchGraceMs <= nowMs
}
