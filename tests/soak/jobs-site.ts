import type { Context } from '@netlify/functions'
import type { JobType } from '../../netlify/jobs/definition.ts'

/** The job type as it is, but for times: a hung browser is given up and an attempt repeated within seconds. */
export function hurried<Type extends Pick<JobType, 'retry' | 'attemptTimeoutMs'>>(type: Type): Type {
  const retry = { ...type.retry, maxAttempts: 10, backoffMs: [250, 500, 1_000, 2_000] }
  return { ...type, attemptTimeoutMs: 15_000, retry }
}

/** The environment of the parent and of each worker, besides Netlify's. */
export const environment = {
  JOB_LEASE_SECONDS: '4',
  JOB_TTL_SECONDS: '86400',
  JOB_MAX_RUNNING: '2',
  JOB_STORE: 'blobs',
}

/** As Netlify gives it to a function of a published site. */
export const context = {
  deploy: { id: 'soak', context: 'production', published: true },
  waitUntil: (work: Promise<unknown>) => void work.catch(() => {}),
} as unknown as Context
