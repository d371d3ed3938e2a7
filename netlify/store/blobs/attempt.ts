import { createHash } from 'node:crypto'
import { isTerminal } from '../../../src/shared/job.ts'
import type { Claim, FinishResult, HeartbeatResult, JobStore } from '../job-store.ts'
import type { JobEntry, LiveEntry, Pulse } from './job-log.ts'
import { keys } from './keys.ts'
import type { Parts } from './parts.ts'
import { fenceOf, finishedRecord, isLapsed, iso, readable } from './records.ts'

/** What a worker does with its claim. */
export function holding(parts: Parts): Pick<JobStore, 'heartbeat' | 'finish'> {
  const { options, blobs, log, appendEnd, release, recordOf } = parts
  const { now } = options

  /** Whether the claim is the one that its fence was given for. */
  function isOwn(claim: Claim): boolean {
    const { record } = fenceOf(claim)
    return record.jobId === claim.jobId && record.claimId === claim.claimId
  }

  /** Why the entry after a claim ended it. */
  function lostTo(next: JobEntry): 'cancelled' | 'superseded' | 'lapsed' | 'unknown' {
    if (next.kind === 'void') return 'unknown'
    if (next.kind === 'cancelled') return 'cancelled'
    return next.kind === 'expired' ? 'lapsed' : 'superseded'
  }

  return {
    async heartbeat(claim, { leaseMs, progress }): Promise<HeartbeatResult> {
      const { seq, record } = fenceOf(claim)
      if (!isOwn(claim)) return { kind: 'lost', reason: 'unknown' }
      const [next, pulse] = await Promise.all([
        log.entry(claim.jobId, seq + 1),
        log.pulse(claim.jobId, claim.attempt),
      ])
      if (next) return { kind: 'lost', reason: lostTo(next) }
      const leaseUntil = pulse?.leaseExpiresAt ?? claim.leaseExpiresAt
      if (isLapsed({ leaseExpiresAt: leaseUntil }, now())) return { kind: 'lost', reason: 'lapsed' }
      const before = pulse?.progress ?? { percent: 0, stage: 'queued' }
      const beat: Pulse = {
        leaseExpiresAt: iso(now() + leaseMs),
        progress: progress ? { ...progress, percent: Math.max(before.percent, progress.percent) } : before,
        updatedAt: progress ? iso(now()) : (pulse?.updatedAt ?? record.updatedAt),
        beat: (pulse?.beat ?? 0) + (progress ? 1 : 0),
      }
      await blobs.write(keys.pulse(claim.jobId, claim.attempt), JSON.stringify(beat))
      return { kind: 'held', claim: { ...claim, leaseExpiresAt: beat.leaseExpiresAt } }
    },

    async finish(claim, outcome): Promise<FinishResult> {
      const { seq, record } = fenceOf(claim)
      if (!isOwn(claim)) return { kind: 'refused', reason: 'unknown' }
      // Another outcome of the same claim is another entry: it collides and is refused.
      const id = `${claim.claimId}.${createHash('sha256').update(JSON.stringify(outcome)).digest('hex').slice(0, 16)}`
      const ended = async (): Promise<FinishResult> => {
        const next = await log.entry(claim.jobId, seq + 1)
        if (!next) return { kind: 'refused', reason: 'lapsed' }
        if (next.id !== id || next.kind === 'void') return { kind: 'refused', reason: lostTo(next) }
        const tail = await log.tail(claim.jobId)
        const job = tail && (await recordOf(tail))
        return job ? { kind: 'accepted', job, wake: [] } : { kind: 'refused', reason: 'unknown' }
      }
      // The happy path needs no reading; what failed keeps the progress it had.
      const late = isLapsed(claim, now())
      const pulse =
        late || outcome.kind !== 'completed' ? await log.pulse(claim.jobId, claim.attempt) : undefined
      if (late && isLapsed(pulse ?? claim, now())) return ended()
      const after = finishedRecord(record, outcome, now(), options)
      if (after.status === 'failed' && pulse) after.progress = pulse.progress
      const kind = after.status === 'completed' ? 'completed' : after.status === 'failed' ? 'failed' : 'retry'
      const entry: LiveEntry = { v: 1, id, kind, record: after }
      const accepted = isTerminal(after.status)
        ? await appendEnd(claim.jobId, seq + 1, entry, true)
        : await log.append(claim.jobId, seq + 1, entry, { sure: true })
      if (!accepted) return ended()
      const { record: kept } = accepted
      const [wake] = await Promise.all([
        release(kept, seq + 1),
        isTerminal(kept.status) ? blobs.delete(keys.open(claim.jobId)) : undefined,
      ])
      return { kind: 'accepted', job: readable(kept, seq + 1), wake }
    },
  }
}
