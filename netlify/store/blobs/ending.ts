import { randomUUID } from 'node:crypto'
import { isTerminal } from '../../../src/shared/job.ts'
import type { JobStore } from '../job-store.ts'
import type { LiveEntry } from './job-log.ts'
import { keys } from './keys.ts'
import type { Parts } from './parts.ts'
import { cancelledRecord, iso, readable } from './records.ts'

/** What an owner does with a job. */
export function ending(parts: Parts): Pick<JobStore, 'cancel' | 'remove'> {
  const { options, blobs, log, history, appendEnd, release, recordOf } = parts
  const { now } = options

  /** Erases what a removed job held: its input, output and history. */
  async function scrub(jobId: string): Promise<void> {
    for (let seq = 1; ; seq++) {
      const entry = await log.entry(jobId, seq)
      if (!entry) break
      if (entry.kind === 'void') continue
      if (seq === 1) await history.forgetJob(entry.record)
      const { input: _, record, ...kept } = entry
      const bare = record.status === 'completed' ? { ...record, output: {} } : record
      await blobs.write(keys.log(jobId, seq), JSON.stringify({ ...kept, record: bare }))
    }
  }

  return {
    async cancel(jobId) {
      for (;;) {
        const tail = await log.tail(jobId)
        const job = tail && (await recordOf(tail))
        if (!tail || !job || tail.entry.kind === 'void') return { kind: 'unknown' }
        if (job.status === 'cancelled') return { kind: 'cancelled', job, wake: [] }
        if (job.status === 'completed' || job.status === 'failed') return { kind: 'finished', job }
        const { record } = tail.entry
        if (record.status !== 'pending' && record.status !== 'processing') continue
        const after = { ...cancelledRecord(record, now(), options), progress: job.progress }
        const entry: LiveEntry = { v: 1, id: randomUUID(), kind: 'cancelled', record: after }
        if (!(await appendEnd(jobId, tail.seq + 1, entry))) continue
        const [wake] = await Promise.all([release(after, tail.seq + 1), blobs.delete(keys.open(jobId))])
        const cancelled = readable(after, tail.seq + 1)
        if (cancelled.status !== 'cancelled') continue
        return { kind: 'cancelled', job: cancelled, wake }
      }
    },

    async remove(jobId) {
      for (;;) {
        const tail = await log.tail(jobId)
        if (!tail) return 'unknown'
        if (tail.entry.kind !== 'void') {
          const { record } = tail.entry
          if (!isTerminal(record.status)) return 'active'
          // The tombstone stays until the sweep: were the log just deleted, a late worker's entry would stand
          // in it alone.
          if (
            !(await log.append(jobId, tail.seq + 1, { v: 1, id: randomUUID(), kind: 'void', at: iso(now()) }))
          )
            continue
        }
        await scrub(jobId)
        return 'removed'
      }
    },
  }
}
