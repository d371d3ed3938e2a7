import type { JobRef } from '../job-store.ts'
import type { OwnedJob, OwnerState } from './owner-log.ts'

/**
 * Who may run: rules over an owner's state, without any reading or writing. Each alters the state in place and
 * is safe to apply twice.
 */

/** Puts a job in line. Nothing happens when it is there already. */
export function enqueue(state: OwnerState, job: JobRef & { at: number; fence: number }): void {
  if (find(state, job.jobId)) return
  state.arrivals += 1
  state.jobs.push({ ...job, order: state.arrivals, state: 'waiting' })
}

export function find(state: OwnerState, jobId: string): OwnedJob | undefined {
  return state.jobs.find((job) => job.jobId === jobId)
}

export function drop(state: OwnerState, jobId: string): boolean {
  const before = state.jobs.length
  state.jobs = state.jobs.filter((job) => job.jobId !== jobId)
  return state.jobs.length !== before
}

/** Takes the slot back from a job that is pending again: it queues once `runAfterMs` has come. */
export function requeue(job: OwnedJob, fence: number, runAfterMs: number, nowMs: number): void {
  job.state = runAfterMs > nowMs ? 'later' : 'waiting'
  job.at = runAfterMs
  job.fence = fence
  delete job.wokenAt
}

/** Retries that have come due join the line. True when any did. */
export function promoteDue(state: OwnerState, nowMs: number): boolean {
  const due = state.jobs.filter((job) => job.state === 'later' && job.at <= nowMs)
  for (const job of due) job.state = 'waiting'
  return due.length > 0
}

/** First come first served: by time of arrival or of falling due, then by order of arrival. */
export function waitingInOrder(state: OwnerState): OwnedJob[] {
  return state.jobs
    .filter((job) => job.state === 'waiting')
    .sort((one, other) => one.at - other.at || one.order - other.order)
}

export function freeSlots(state: OwnerState, maxRunning: number): number {
  return maxRunning - state.jobs.filter((job) => job.state === 'running').length
}

/** Gives a slot; the job is to be woken now. */
export function grant(job: OwnedJob, fence: number, nowMs: number): void {
  job.state = 'running'
  job.fence = fence
  job.wokenAt = nowMs
}

export function refOf({ jobId, type }: JobRef): JobRef {
  return { jobId, type }
}
