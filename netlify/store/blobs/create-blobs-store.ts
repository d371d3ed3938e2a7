import { createHash, randomUUID } from 'node:crypto'
import { isTerminal } from '../../../src/shared/job.ts'
import {
  type Claim,
  type ClaimRequest,
  type ClaimResult,
  defaultStoreOptions,
  type FinishResult,
  type HeartbeatResult,
  type JobRecord,
  type JobRef,
  type JobStore,
  type NewJob,
  type RecoverResult,
  StoreError,
  type StoreOptions,
  type SweepFinding,
} from '../job-store.ts'
import { drop, enqueue, find, freeSlots, promoteDue, refOf, requeue, waitingInOrder } from './admission.ts'
import { type BlobAccess, type BlobPlace, openBlobs } from './blob-access.ts'
import { openHistory } from './history.ts'
import { type JobEntry, type LiveEntry, openJobLog, type Pulse, type Tail } from './job-log.ts'
import { isDue, keys } from './keys.ts'
import { type OwnerState, openOwnerLog } from './owner-log.ts'
import {
  cancelledRecord,
  claimedRecord,
  claimOf,
  createdRecord,
  expiredRecord,
  fenceOf,
  finishedRecord,
  isLapsed,
  iso,
  readable,
} from './records.ts'
import { openSlots } from './slots.ts'

/** A created job that nobody admitted for this long belongs to a call that died. Far longer than any call. */
const ORPHAN_MS = 3_600_000

/**
 * Jobs in Netlify Blobs. Two append-only logs carry everything that must not be wrong: one per job (what it
 * is; see `job-log.ts`) and one per owner (who may run; see `owner-log.ts`). All other keys are markers, which
 * may be missing or left over after a crash and are checked against the logs.
 *
 * A job is made by writing its log first and admitting it in the owner's log second: the second write is the
 * moment at which the job, or the whole batch, exists.
 */
export function createBlobsStore(
  /** Where the blobs are, or an access that is open already. */
  place: BlobPlace | BlobAccess,
  given: Partial<StoreOptions> = {},
): JobStore {
  const options = { ...defaultStoreOptions, ...given }
  const { limits, goneMs, dispatchGraceMs, now } = options
  const blobs = 'writeNew' in place ? place : openBlobs(place)
  const log = openJobLog(blobs)
  const owners = openOwnerLog(blobs, now)
  const history = openHistory(blobs, options)
  const slots = openSlots(log, (jobId, tail) => takeBack(jobId, tail), options)

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

  /** Appends the end of a job, its history first. */
  async function appendEnd(jobId: string, seq: number, entry: LiveEntry, sure = false) {
    const takeBackHistory = await tellEnd(entry.record, entry.id)
    const appended = await log.append(jobId, seq, entry, { sure })
    if (!appended) await takeBackHistory()
    // An earlier try of the same entry stands: the history tells its time, not this one's.
    else if (appended.record.updatedAt !== entry.record.updatedAt) await tellEnd(appended.record, entry.id)
    return appended
  }

  /** If the tail is an attempt whose lease ran out, ends the attempt. Returns the tail as it is then. */
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

  /** After a job's end or retry is in its log: gives its slot to the next in line. */
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

  async function get(jobId: string): Promise<JobRecord | undefined> {
    const tail = await log.tail(jobId)
    return tail && recordOf(tail)
  }

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
    name: 'blobs',
    get,
    claim,

    async create(jobs) {
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
          if (fresh > 0 && over > 0)
            return { write: false, result: { full: limits.maxWaiting + over - fresh } }
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
    },

    async input(jobId) {
      const [first, job] = await Promise.all([log.entry(jobId, 1), get(jobId)])
      if (!job || ('expiresAt' in job && now() >= Date.parse(job.expiresAt))) return undefined
      return first?.kind === 'created' ? first.input : undefined
    },

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
        const job = await get(claim.jobId)
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

    async history(owner, query = {}) {
      const state = await owners.read(owner)
      const active = (await Promise.all(state.jobs.map((job) => get(job.jobId)))).filter(
        (job): job is JobRecord => job !== undefined && !isTerminal(job.status),
      )
      return history.page(owner, query, active, get)
    },

    async once(key, value) {
      const kept = await blobs.read(keys.once(key))
      if (kept !== undefined) return kept
      await blobs.writeNew(keys.once(key), value)
      const now = await blobs.read(keys.once(key))
      if (now === undefined) throw new StoreError(`blobs: could not keep ${key}`)
      return now
    },

    async ping() {
      const key = keys.ping(randomUUID())
      await blobs.write(key, 'ping')
      const back = await blobs.read(key)
      await blobs.delete(key)
      if (back !== 'ping') throw new StoreError('blobs: a value written was not read back')
    },

    async close() {},
  }

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

  /** Closes the log of a job that was begun and never admitted. */
  async function forgetUnadmitted(jobId: string): Promise<void> {
    await log.append(jobId, 2, { v: 1, id: randomUUID(), kind: 'void', at: iso(now()) })
    await blobs.write(keys.done(now() + goneMs, jobId), '')
    await blobs.delete(keys.open(jobId))
  }

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
}
