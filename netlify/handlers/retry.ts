import { isTerminal } from '../../src/shared/job.ts'
import type { JobRecord } from '../store/job-store.ts'
import type { Wanted } from './create-jobs.ts'
import { RequestError } from './http.ts'
import { derivedJobId } from './job-id.ts'
import type { Services } from './services.ts'

/** How often one piece of work may be run again. */
const MAX_RETRIES = 5

/**
 * What running a failed or cancelled job again asks for. All retries of one job form a family, numbered from
 * 1, whose ids follow from the first job's, so a second click finds the job that the first one made.
 *
 * @throws RequestError 409 for a job that is active or completed, or was retried too often; 410 when its input
 *   is gone.
 */
export async function retryJob(job: JobRecord, { store }: Pick<Services, 'store'>): Promise<Wanted> {
  if (job.status !== 'failed' && job.status !== 'cancelled') {
    throw new RequestError(409, 'NOT_RETRYABLE', 'Only a failed or cancelled job can be run again.')
  }
  const input = await store.input(job.jobId)
  if (input === undefined) {
    throw new RequestError(410, 'JOB_EXPIRED', 'What this job worked on has been erased. Start it again.')
  }
  const root = job.retryRoot ?? job.jobId
  for (let number = 1; number <= MAX_RETRIES; number++) {
    const key = `retry ${root} ${number}`
    const made = await store.get(derivedJobId(job.owner, job.type, key, 1))
    if (!made || !isTerminal(made.status)) return { input, key, retryOf: job }
  }
  throw new RequestError(409, 'RETRY_LIMIT', `This was run again ${MAX_RETRIES} times. Start it as new work.`)
}
