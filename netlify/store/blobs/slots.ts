import type { JobRef, StoreOptions } from '../job-store.ts'
import { drop, freeSlots, grant, promoteDue, refOf, requeue, waitingInOrder } from './admission.ts'
import type { JobLog, Tail } from './job-log.ts'
import type { OwnedJob, OwnerState } from './owner-log.ts'

/**
 * Brings an owner's state into line with the logs of its jobs. The job logs are the truth: a crash between a
 * job's last entry and the owner's next one leaves a slot that belongs to nobody, and this is what frees it.
 */
export interface Slots {
  /**
   * Gives free slots to those first in line; returns the jobs that got one. `fresh` names jobs that were
   * created this moment: they need no look at their log.
   */
  fill(state: OwnerState, fresh?: ReadonlySet<string>): Promise<JobRef[]>
  /**
   * Reads the logs of the jobs that hold slots (`all`: of every job), takes lapsed attempts back, drops what
   * is finished. `changed` tells whether the state is another than before; `unclaimed` names the jobs that
   * hold a slot and have no worker yet.
   */
  settle(state: OwnerState, which: 'running' | 'all'): Promise<{ changed: boolean; unclaimed: OwnedJob[] }>
}

interface Look {
  seq: number
  runAfterMs: number | 'processing'
  /** Pending because its last attempt lapsed: it keeps its slot for the next one. */
  takenBack: boolean
}

export function openSlots(
  log: JobLog,
  /** Takes back the attempt if its lease ran out; returns the tail as it is then. */
  takeBack: (jobId: string, tail: Tail) => Promise<Tail>,
  { limits, now }: Pick<StoreOptions, 'limits' | 'now'>,
): Slots {
  /** What the log says the job is, as far as slots are concerned. */
  async function look(jobId: string): Promise<Look | 'over'> {
    const found = await log.tail(jobId)
    if (!found) return 'over'
    const { seq, entry } = await takeBack(jobId, found)
    if (entry.kind === 'void') return 'over'
    const { record } = entry
    if (record.status === 'processing') return { seq, runAfterMs: 'processing', takenBack: false }
    if (record.status !== 'pending') return 'over'
    const runAfterMs = Date.parse(record.runAfter ?? record.createdAt)
    return { seq, runAfterMs, takenBack: entry.kind === 'expired' }
  }

  return {
    async fill(state, fresh) {
      promoteDue(state, now())
      const woken: JobRef[] = []
      for (const job of waitingInOrder(state)) {
        if (freeSlots(state, limits.maxRunning) <= 0) break
        if (fresh?.has(job.jobId)) {
          grant(job, 1, now())
          woken.push(refOf(job))
          continue
        }
        const seen = await look(job.jobId)
        if (seen === 'over') drop(state, job.jobId)
        else if (seen.runAfterMs === 'processing') grant(job, seen.seq - 1, now())
        else if (seen.runAfterMs > now()) requeue(job, seen.seq, seen.runAfterMs, now())
        else {
          grant(job, seen.seq, now())
          woken.push(refOf(job))
        }
      }
      return woken
    },

    async settle(state, which) {
      const jobs = state.jobs.filter((job) => which === 'all' || job.state === 'running')
      const before = JSON.stringify(state.jobs)
      const unclaimed: OwnedJob[] = []
      const looks = await Promise.all(jobs.map(async (job) => ({ job, seen: await look(job.jobId) })))
      for (const { job, seen } of looks) {
        if (seen === 'over') drop(state, job.jobId)
        else if (seen.runAfterMs === 'processing') {
          // A claim was made with a slot; the state may have been written before it was known.
          job.state = 'running'
        } else if (job.state === 'running' && (job.fence === seen.seq || seen.takenBack)) {
          if (job.fence !== seen.seq) delete job.wokenAt
          job.fence = seen.seq
          unclaimed.push(job)
        } else if (job.fence !== seen.seq) requeue(job, seen.seq, seen.runAfterMs, now())
      }
      return { changed: JSON.stringify(state.jobs) !== before, unclaimed }
    },
  }
}
