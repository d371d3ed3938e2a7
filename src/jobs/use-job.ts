import { useEffect, useState, useSyncExternalStore } from 'react'
import type { JobOutput } from '../shared/job.ts'
import { createJobClient, type JobClient } from './job-client.ts'
import { createJobRun, type JobRun, type JobRunOptions, type JobRunState } from './job-run.ts'

/** The page's own client, shared so that the session is asked for once. */
export const siteClient: JobClient = createJobClient()

export type UseJobOptions = Partial<Omit<JobRunOptions, 'type'>>

export interface JobHandle<Output extends JobOutput>
  extends JobRunState<Output>,
    Omit<JobRun<Output>, 'getState' | 'subscribe' | 'stop'> {}

/**
 * Jobs of one type, one at a time, for a component: `start(input)` resolves to the finished job with its
 * download link, and rejects with a `JobError`; the same is in `phase`, `job` and `error` as it happens.
 * Following stops when the component goes. `type` and `options` are read once.
 */
export function useJob<Output extends JobOutput>(
  type: string,
  options: UseJobOptions = {},
): JobHandle<Output> {
  const [run] = useState(() => createJobRun<Output>({ client: siteClient, ...options, type }))
  const state = useSyncExternalStore(run.subscribe, run.getState, run.getState)
  useEffect(() => () => run.stop(), [run])
  return {
    ...state,
    start: run.start,
    retry: run.retry,
    lookAgain: run.lookAgain,
    cancel: run.cancel,
    reset: run.reset,
  }
}
