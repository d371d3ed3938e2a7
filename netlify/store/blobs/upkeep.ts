import { isTerminal } from '../../../src/shared/job.ts'
import type { JobRef, JobStore, RecoverResult, SweepFinding } from '../job-store.ts'
import { find, promoteDue, refOf } from './admission.ts'
import { isDue, keys } from './keys.ts'
import type { Parts } from './parts.ts'
import { isLapsed } from './records.ts'

/** A created job that nobody admitted for this long belongs to a call that died. Far longer than any call. */
const ORPHAN_MS = 3_600_000

/** What whoever looks next does: takes back what fell silent, wakes who may run, forgets what is past its time. */
export function upkeep(parts: Parts): Pick<JobStore, 'recover' | 'sweep' | 'erase'> {
  const { options, blobs, log, owners, history, slots, takeBack, recordOf, forgetUnadmitted } = parts
  const { goneMs, dispatchGraceMs, now } = options

  /** A job with an open marker that wants attention. */
  async function lookOpen(jobId: string): Promise<JobRef | undefined> {
    const tail = await log.tail(jobId)
    if (!tail) {
      // Marker and log are begun side by side, so the log may be on its way: only an old marker is a left-over.
      const begunAt = await blobs.read(keys.open(jobId))
      if (begunAt !== undefined && now() - (Date.parse(begunAt) || 0) > ORPHAN_MS) {
        await blobs.delete(keys.open(jobId))
      }
      return undefined
    }
    if (tail.entry.kind === 'void') {
      await blobs.delete(keys.open(jobId))
      return undefined
    }
    const { record } = tail.entry
    if (record.status === 'processing') {
      const pulse = await log.pulse(jobId, record.attempt)
      const leaseExpiresAt = pulse?.leaseExpiresAt ?? record.leaseExpiresAt
      return isLapsed({ leaseExpiresAt }, now()) ? refOf(record) : undefined
    }
    if (record.status !== 'pending') return refOf(record)
    const dueAt = Date.parse(record.runAfter ?? record.createdAt)
    if (tail.seq === 1 && now() - dueAt > ORPHAN_MS && !find(await owners.read(record.owner), jobId)) {
      // The call that began it died before it was admitted, so nobody knows it.
      await forgetUnadmitted(jobId)
      return undefined
    }
    return now() - dueAt >= dispatchGraceMs ? refOf(record) : undefined
  }

  return {
    async recover(jobId): Promise<RecoverResult> {
      const found = await log.tail(jobId)
      if (!found || found.entry.kind === 'void') return { job: undefined, recovered: [], wake: [] }
      const recovered: RecoverResult['recovered'] = []
      const tail = await takeBack(jobId, found)
      if (tail.tookBack && tail.entry.kind !== 'void') {
        recovered.push(tail.entry.record.status === 'failed' ? 'worker-lost' : 'lease-expired')
      }
      if (tail.entry.kind === 'void') return { job: undefined, recovered, wake: [] }
      const { record } = tail.entry
      const wake = await owners.update(record.owner, async (state) => {
        promoteDue(state, now())
        const { changed, unclaimed } = await slots.settle(state, 'running')
        const granted = await slots.fill(state)
        const overdue = unclaimed.filter((job) => now() - (job.wokenAt ?? 0) >= dispatchGraceMs)
        for (const job of overdue) job.wokenAt = now()
        const result = [...overdue.map(refOf), ...granted]
        return { write: changed || result.length > 0, result }
      })
      if (isTerminal(record.status)) await blobs.delete(keys.open(jobId))
      return { job: await recordOf(tail), recovered, wake }
    },

    async sweep(limit) {
      await history.prune(limit)
      const gone = (await blobs.list(keys.dones, { atLeast: limit })).filter((key) => isDue(key, now()))
      const found: SweepFinding[] = gone
        .slice(0, limit)
        .map((key) => ({ kind: 'gone', job: { jobId: key.split('/')[2] ?? '', type: '' } }))
      const open = await blobs.list(keys.opens)
      // Where more are open than can be looked at, each sweep starts further on.
      const start = open.length > limit ? (Math.floor(now() / 60_000) * limit) % open.length : 0
      const turned = [...open.slice(start), ...open.slice(0, start)].slice(0, limit)
      const looks = await Promise.all(turned.map((key) => lookOpen(key.split('/')[1] ?? '')))
      for (const job of looks) if (job && found.length < limit) found.push({ kind: 'stalled', job })
      return found
    },

    async erase(jobId) {
      const tail = await log.tail(jobId)
      if (tail) {
        const { entry } = tail
        const from =
          entry.kind === 'void' ? entry.at : 'expiresAt' in entry.record ? entry.record.expiresAt : undefined
        if (from === undefined || now() < Date.parse(from) + goneMs) return
        // The log is what tells true entries from those of writers that were late and could not take theirs back.
        if (entry.kind !== 'void') await history.keepOnly(entry.record, entry.id)
      }
      for (const prefix of [keys.pulses(jobId), keys.logs(jobId)]) {
        // From the first entry on: without its beginning a log reads as no log, without its end as another state.
        for (const key of await blobs.list(prefix)) await blobs.delete(key)
      }
      for (const key of await blobs.list(keys.dones)) {
        if (key.endsWith(`/${jobId}`)) await blobs.delete(key)
      }
      await blobs.delete(keys.open(jobId))
    },
  }
}
