import { randomUUID } from 'node:crypto'
import { defaultStoreOptions, type JobRecord, type JobRef, type StoreOptions } from '../job-store.ts'
import { drop, find, requeue } from './admission.ts'
import { type BlobAccess, type BlobPlace, openBlobs } from './blob-access.ts'
import { type History, openHistory } from './history.ts'
import { type JobLog, type LiveEntry, openJobLog, type Tail } from './job-log.ts'
import { keys } from './keys.ts'
import { type OwnerLog, openOwnerLog } from './owner-log.ts'
import { expiredRecord, isLapsed, iso, readable } from './records.ts'
import { openSlots, type Slots } from './slots.ts'

/** What the operations of the store are made of. */
export interface Parts {
  options: StoreOptions
  blobs: BlobAccess
  log: JobLog
  owners: OwnerLog
  history: History
  slots: Slots
  /**
   * Appends the end of a job, its history first, which is taken back if the end is not accepted. Returns the
   * entry that stands, or undefined when another does.
   */
  appendEnd(jobId: string, seq: number, entry: LiveEntry, sure?: boolean): Promise<LiveEntry | undefined>
  /** If the tail is an attempt whose lease ran out, ends the attempt. Returns the tail as it is then. */
  takeBack(jobId: string, tail: Tail): Promise<Tail & { tookBack?: true }>
  /** After a job's end or retry is in its log: gives its slot to the next in line. */
  release(record: LiveEntry['record'], seq: number): Promise<JobRef[]>
  /** The job as readers get it; undefined when it was removed or is past its last day. */
  recordOf(tail: Tail): Promise<JobRecord | undefined>
  /** Closes the log of a job that was begun and never admitted. */
  forgetUnadmitted(jobId: string): Promise<void>
}

export function openParts(place: BlobPlace | BlobAccess, given: Partial<StoreOptions>): Parts {
  const options = { ...defaultStoreOptions, ...given }
  const { goneMs, now } = options
  const blobs = 'writeNew' in place ? place : openBlobs(place)
  const log = openJobLog(blobs)
  const owners = openOwnerLog(blobs, now)
  const history = openHistory(blobs, options)
  const slots = openSlots(log, takeBack, options)

  /** What has to be there before a job's last entry is written, and is taken back if it is not accepted. */
  async function tellEnd(record: LiveEntry['record'], writerId: string): Promise<() => Promise<void>> {
    const [told] = await Promise.all([
      history.write(record, writerId),
      blobs.write(keys.done(eraseAt(record), record.jobId), ''),
    ])
    return () => history.forget(told)
  }

  /** When the last trace of a finished job may go. Milliseconds. */
  function eraseAt(record: LiveEntry['record']): number {
    return ('expiresAt' in record ? Date.parse(record.expiresAt) : now()) + goneMs
  }

  async function appendEnd(jobId: string, seq: number, entry: LiveEntry, sure = false) {
    const takeBackHistory = await tellEnd(entry.record, entry.id)
    const appended = await log.append(jobId, seq, entry, { sure })
    if (!appended) await takeBackHistory()
    // An earlier try of the same entry stands: the history tells its time, not this one's.
    else if (appended.record.updatedAt !== entry.record.updatedAt) await tellEnd(appended.record, entry.id)
    return appended
  }

  async function takeBack(jobId: string, tail: Tail): Promise<Tail & { tookBack?: true }> {
    let last = tail
    while (last.entry.kind !== 'void' && last.entry.record.status === 'processing') {
      const running = last.entry.record
      const pulse = await log.pulse(jobId, running.attempt)
      const leaseExpiresAt = pulse?.leaseExpiresAt ?? running.leaseExpiresAt
      if (!isLapsed({ leaseExpiresAt }, now())) return last
      const progress = pulse ? { progress: pulse.progress } : {}
      const record = expiredRecord({ ...running, ...progress }, now(), options)
      if (record.status === 'pending') delete record.progress
      const entry: LiveEntry = { v: 1, id: randomUUID(), kind: 'expired', record }
      const seq = last.seq + 1
      const appended =
        record.status === 'failed' ? await appendEnd(jobId, seq, entry) : await log.append(jobId, seq, entry)
      if (appended) {
        if (record.status === 'failed') await blobs.delete(keys.open(jobId))
        return { seq, entry, tookBack: true }
      }
      const moved = await log.tail(jobId)
      if (!moved) return last
      last = moved
    }
    return last
  }

  function release(record: LiveEntry['record'], seq: number): Promise<JobRef[]> {
    return owners.update(record.owner, async (state) => {
      const job = find(state, record.jobId)
      if (record.status !== 'pending') drop(state, record.jobId)
      else if (job && job.fence < seq)
        requeue(job, seq, Date.parse(record.runAfter ?? record.createdAt), now())
      return { write: true, result: await slots.fill(state) }
    })
  }

  async function recordOf(tail: Tail): Promise<JobRecord | undefined> {
    const { seq, entry } = tail
    if (entry.kind === 'void') return undefined
    const { record } = entry
    if (record.status === 'processing') {
      return readable(record, seq, await log.pulse(record.jobId, record.attempt))
    }
    const job = readable(record, seq)
    if (!('expiresAt' in job)) return job
    const expiresAt = Date.parse(job.expiresAt)
    if (now() >= expiresAt + goneMs) return undefined
    return job.status === 'completed' && now() >= expiresAt ? { ...job, output: {} } : job
  }

  async function forgetUnadmitted(jobId: string): Promise<void> {
    await log.append(jobId, 2, { v: 1, id: randomUUID(), kind: 'void', at: iso(now()) })
    await blobs.write(keys.done(now() + goneMs, jobId), '')
    await blobs.delete(keys.open(jobId))
  }

  return {
    options,
    blobs,
    log,
    owners,
    history,
    slots,
    appendEnd,
    takeBack,
    release,
    recordOf,
    forgetUnadmitted,
  }
}
