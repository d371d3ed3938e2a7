import type { JobRef } from '../store/job-store.ts'

/**
 * Wakes a worker for each job. Resolves when each has been asked for or could not be; it never rejects,
 * because a job whose dispatch failed is safe in the store and the next look dispatches it again.
 */
export type Dispatch = (jobs: readonly JobRef[]) => Promise<void>
