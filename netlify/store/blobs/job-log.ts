import type { Json, Progress } from '../../../src/shared/job.ts'
import { type JobRecord, StoreError } from '../job-store.ts'
import type { BlobAccess } from './blob-access.ts'
import { keys } from './keys.ts'

/**
 * One append-only log per job; the state of the job is what its last entry says.
 *
 * An entry is written with `onlyIfNew` under the number after the last one read, so a writer that acts on an
 * old view collides and learns that it is late. That is the whole of fencing: a claim is the entry at
 * `seq`, and only the entry at `seq + 1` ends it.
 */

/** The pulse tells the progress of a running attempt; a job that failed or was cancelled keeps its last. */
type Stored<R> = R extends unknown ? Omit<R, 'revision' | 'progress'> & { progress?: Progress } : never
export type StoredRecord = Stored<JobRecord>

export type EntryKind = 'created' | 'claimed' | 'expired' | 'retry' | 'completed' | 'failed' | 'cancelled'

interface EntryBase {
  v: 1
  /** The writer's own id: an append is believed only when this is read back. */
  id: string
}
export type JobEntry =
  | (EntryBase & {
      kind: EntryKind
      record: StoredRecord
      /** On `created` only; replaced by nothing when the job's data is erased. */
      input?: Json
      /** On `created`: the entry of the owner's log that is to admit the job; another one may have. */
      admission?: { seq: number; id: string }
    })
  /** The job was removed, or was never admitted: nobody may use this log again. */
  | (EntryBase & { kind: 'void'; at: string })

export type LiveEntry = Exclude<JobEntry, { kind: 'void' }>

export interface Tail {
  seq: number
  entry: JobEntry
}

/** Lease and progress of one attempt, overwritten by its worker alone. */
export interface Pulse {
  leaseExpiresAt: string
  progress: Progress
  updatedAt: string
  beat: number
}

export interface JobLog {
  /** The last entry. Undefined for a job that never was or is erased. */
  tail(jobId: string): Promise<Tail | undefined>
  entry(jobId: string, seq: number): Promise<JobEntry | undefined>
  /**
   * Writes entry `seq`; returns the entry as it is kept when it is this one (an earlier write of it counts),
   * undefined when another stands there. `sure`: a definite answer of the service is believed, which saves
   * the read; not for claims.
   *
   * @throws StoreError when it could not be found out; trying again with the same entry is safe.
   */
  append<Entry extends JobEntry>(
    jobId: string,
    seq: number,
    entry: Entry,
    options?: { sure?: boolean },
  ): Promise<Entry | undefined>
  pulse(jobId: string, attempt: number): Promise<Pulse | undefined>
}

export function openJobLog(blobs: BlobAccess): JobLog {
  async function entry(jobId: string, seq: number): Promise<JobEntry | undefined> {
    const text = await blobs.read(keys.log(jobId, seq))
    return text === undefined ? undefined : parseEntry(text, jobId)
  }

  /** One by one from `seq`, which exists. */
  async function walk(jobId: string, from: Tail): Promise<Tail> {
    let last = from
    for (;;) {
      const next = await entry(jobId, last.seq + 1)
      if (!next) return last
      last = { seq: last.seq + 1, entry: next }
    }
  }

  return {
    entry,

    async tail(jobId) {
      // Most jobs looked at are processing or done: two or three entries. Two reads at once find the tail of
      // those in one round trip; a pending job's input, in entry 1, is read only when it has to be.
      const [second, third] = await Promise.all([entry(jobId, 2), entry(jobId, 3)])
      if (second && third) return walk(jobId, { seq: 3, entry: third })
      if (second) return { seq: 2, entry: second }
      const first = await entry(jobId, 1)
      // Entry 3 without 2 means that both were written while we looked.
      return first && walk(jobId, { seq: 1, entry: first })
    },

    async append(jobId, seq, next, { sure = false } = {}) {
      const key = keys.log(jobId, seq)
      const written = await blobs.writeNew(key, JSON.stringify(next))
      if (written === 'written' && sure) return next
      // A loss is read back as well: the service may have delivered the write twice and answered the second.
      const kept = await blobs.read(key)
      if (kept !== undefined) {
        const entry = parseEntry(kept, jobId)
        // The same writer's id means the same entry, written perhaps at an earlier try.
        return entry.id === next.id ? (entry as typeof next) : undefined
      }
      throw new StoreError(`blobs: could not tell whether ${key} was written`)
    },

    async pulse(jobId, attempt) {
      const text = await blobs.read(keys.pulse(jobId, attempt))
      return text === undefined ? undefined : (JSON.parse(text) as Pulse)
    },
  }
}

function parseEntry(text: string, jobId: string): JobEntry {
  const entry = JSON.parse(text) as JobEntry
  if (entry.v > 1) {
    throw new StoreError(
      `blobs: job ${jobId} was written by a newer version (record ${entry.v}); deploy that`,
    )
  }
  return entry
}
