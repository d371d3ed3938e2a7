import { type ClaimRequest, type ClaimResult, type JobStore, StoreError } from '../job-store.ts'
import { find } from './admission.ts'
import type { LiveEntry, Tail } from './job-log.ts'
import type { OwnerState } from './owner-log.ts'
import type { Parts } from './parts.ts'
import { claimedRecord, claimOf, readable } from './records.ts'

/** Takes attempts: a claim is the entry after the one it is based on, believed when it was read back. */
export function claiming(parts: Parts): JobStore['claim'] {
  const { options, log, owners, slots, takeBack, recordOf } = parts
  const { now } = options

  /** Whether the job holds a slot for the attempt after `tail`, or gets one now. */
  async function hasSlot(record: LiveEntry['record'], tail: Tail): Promise<boolean> {
    const holds = (state: OwnerState) => {
      const job = find(state, record.jobId)
      return job?.state === 'running' && job.fence === tail.seq
    }
    return owners.update(record.owner, async (state) => {
      if (holds(state)) return { write: false, result: true }
      if (!find(state, record.jobId)) return { write: false, result: false }
      const { changed } = await slots.settle(state, 'running')
      const woken = await slots.fill(state)
      return { write: changed || woken.length > 0, result: holds(state) }
    })
  }

  /** Appends the claim of a pending job that holds a slot. */
  async function take(
    tail: Tail & { entry: LiveEntry },
    by: ClaimRequest,
  ): Promise<{ seq: number; record: ReturnType<typeof claimedRecord> } | undefined> {
    if (tail.entry.record.status !== 'pending') return undefined
    const record = claimedRecord(tail.entry.record, by.claimId, by.leaseMs, now())
    const seq = tail.seq + 1
    const entry: LiveEntry = { v: 1, id: by.claimId, kind: 'claimed', record }
    return (await log.append(record.jobId, seq, entry)) ? { seq, record } : undefined
  }

  async function claim(jobId: string, by: ClaimRequest): Promise<ClaimResult> {
    const first = await log.entry(jobId, 1)
    const otherType = by.type && first?.kind === 'created' && first.record.type !== by.type
    if (!first || otherType) return { kind: 'refused', reason: 'unknown' }
    const input = first.kind === 'created' ? (first.input ?? null) : null
    const won = (seq: number, record: ReturnType<typeof claimedRecord>): ClaimResult => {
      const job = readable(record, seq)
      if (job.status !== 'processing') throw new StoreError(`blobs: claimed job ${jobId} is not processing`)
      return { kind: 'claimed', claim: claimOf(record, seq), job, input }
    }
    // Usually nothing has happened since: claim on the first entry at once; if the log went on, that fails.
    if (first.kind === 'created' && (await hasSlotAtOnce(first))) {
      const taken = await take({ seq: 1, entry: first }, by)
      if (taken) return won(taken.seq, taken.record)
    }
    for (;;) {
      const found = await log.tail(jobId)
      if (!found) return { kind: 'refused', reason: 'unknown' }
      const tail = await takeBack(jobId, found)
      const { entry } = tail
      if (entry.kind === 'void' || !(await recordOf(tail))) return { kind: 'refused', reason: 'unknown' }
      const { record } = entry
      if (record.status === 'processing') {
        if (record.claimId === by.claimId) return won(tail.seq, record)
        return { kind: 'refused', reason: 'running' }
      }
      if (record.status !== 'pending') return { kind: 'refused', reason: 'finished' }
      if (record.runAfter && Date.parse(record.runAfter) > now())
        return { kind: 'refused', reason: 'not-due' }
      if (!(await hasSlot(record, tail))) return { kind: 'refused', reason: 'no-slot' }
      const taken = await take({ seq: tail.seq, entry }, by)
      if (taken) return won(taken.seq, taken.record)
    }
  }

  /** Whether the entry that was to admit the job did, and with a slot: one read where the rule takes two. */
  async function hasSlotAtOnce(first: LiveEntry): Promise<boolean> {
    if (!first.admission) return false
    const state = await owners.entry(first.record.owner, first.admission.seq)
    const job = state?.id === first.admission.id ? find(state, first.record.jobId) : undefined
    return job?.state === 'running' && job.fence === 1
  }

  return claim
}
