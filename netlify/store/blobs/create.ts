import { randomUUID } from 'node:crypto'
import { type JobRecord, type JobRef, type JobStore, type NewJob, StoreError } from '../job-store.ts'
import { enqueue, find, freeSlots, promoteDue, waitingInOrder } from './admission.ts'
import type { LiveEntry, Tail } from './job-log.ts'
import { keys } from './keys.ts'
import type { OwnerState } from './owner-log.ts'
import type { Parts } from './parts.ts'
import { createdRecord, iso } from './records.ts'

/** Makes jobs: their logs first, their admission second. */
export function creating(parts: Parts): JobStore['create'] {
  const { options, blobs, log, owners, slots, recordOf, forgetUnadmitted } = parts
  const { limits, now } = options

  /** How many more jobs than may would wait, were `more` to join the line. */
  function overflow(state: OwnerState, more: number): number {
    const free = Math.max(0, freeSlots(state, limits.maxRunning))
    return waitingInOrder(state).length + more - free - limits.maxWaiting
  }

  /** Looks before anything is written, so that a flood leaves nothing behind: how many wait if it is too many. */
  async function noRoomFor(jobs: readonly NewJob[], state: OwnerState): Promise<number | undefined> {
    if (overflow(state, jobs.length) <= 0) return undefined
    await slots.settle(state, 'all')
    const known = await Promise.all(jobs.map((job) => log.entry(job.jobId, 1)))
    const fresh = known.filter((entry) => entry === undefined).length
    return fresh > 0 && overflow(state, fresh) > 0 ? waitingInOrder(state).length : undefined
  }

  /** Writes the job's first entry unless it is there. */
  async function begin(job: NewJob, admission: { seq: number; id: string }) {
    const record = createdRecord(job, now())
    const entry: LiveEntry = {
      v: 1,
      id: randomUUID(),
      kind: 'created',
      record,
      input: job.input,
      admission,
    }
    const [created] = await Promise.all([
      log.append(job.jobId, 1, entry, { sure: true }),
      blobs.write(keys.open(job.jobId), iso(now())),
    ])
    if (created) return { disposition: 'created' as const, tail: { seq: 1, entry: created } }
    const tail = await log.tail(job.jobId)
    if (!tail) throw new StoreError(`blobs: job ${job.jobId} is being erased`)
    return { disposition: 'existing' as const, tail }
  }

  return async (jobs) => {
    const owner = jobs[0]?.owner
    if (owner === undefined) return { kind: 'accepted', jobs: [], wake: [] }
    let begun: { job: NewJob; disposition: 'created' | 'existing'; tail: Tail }[] | undefined
    const admitted = await owners.update<{ full: number } | { used: string } | { wake: JobRef[] }>(
      owner,
      async (state, next) => {
        const before = JSON.stringify(state.jobs)
        promoteDue(state, now())
        if (!begun) {
          const full = await noRoomFor(jobs, state)
          if (full !== undefined) return { write: false, result: { full } }
        }
        // Not again when another writer of the owner's log came first: what is begun stays begun.
        begun ??= await Promise.all(jobs.map(async (job) => ({ job, ...(await begin(job, next)) })))
        const used = begun.find(({ tail }) => tail.entry.kind === 'void')
        if (used) return { write: false, result: { used: used.job.jobId } }
        let fresh = 0
        for (const { job, disposition, tail } of begun) {
          const { entry } = tail
          // An existing job that was never admitted belongs to a call that died: admit it now.
          if (tail.seq > 1 || entry.kind !== 'created' || find(state, job.jobId)) continue
          const at = Date.parse(entry.record.createdAt)
          enqueue(state, { jobId: job.jobId, type: job.type, at, fence: 1 })
          if (disposition === 'created') fresh += 1
        }
        if (overflow(state, 0) > 0) await slots.settle(state, 'all')
        const over = overflow(state, 0)
        // Only where others came first. What was begun is never admitted; the sweep forgets it.
        if (fresh > 0 && over > 0) return { write: false, result: { full: limits.maxWaiting + over - fresh } }
        if (freeSlots(state, limits.maxRunning) < waitingInOrder(state).length) {
          // Slots of jobs that are over may not have been freed: look before anyone waits.
          await slots.settle(state, 'running')
        }
        const created = begun.filter(({ disposition }) => disposition === 'created')
        const wake = await slots.fill(state, new Set(created.map(({ job }) => job.jobId)))
        return { write: JSON.stringify(state.jobs) !== before, result: { wake } }
      },
    )
    if ('used' in admitted) {
      const made = (begun ?? []).filter(({ disposition }) => disposition === 'created')
      await Promise.all(made.map(({ job }) => forgetUnadmitted(job.jobId)))
      return { kind: 'refused', reason: 'id-used', jobId: admitted.used }
    }
    if ('full' in admitted) return { kind: 'refused', reason: 'queue-full', waiting: admitted.full }
    const results: { disposition: 'created' | 'existing'; job: JobRecord }[] = []
    for (const { job, disposition, tail } of begun ?? []) {
      const record = await recordOf(tail)
      if (!record) return { kind: 'refused', reason: 'id-used', jobId: job.jobId }
      results.push({ disposition, job: record })
    }
    return { kind: 'accepted', jobs: results, wake: admitted.wake }
  }
}
