import { randomUUID } from 'node:crypto'
import { StoreError } from '../job-store.ts'
import type { BlobAccess } from './blob-access.ts'
import { keys, seqOf } from './keys.ts'

/**
 * One append-only log per owner, whose last entry is the whole state of admission: which jobs hold a slot and
 * which wait. Each change is the next entry, written with `onlyIfNew`, so two writers cannot both succeed on
 * the same view: limits hold under races, and a batch is admitted whole.
 *
 * Old entries are deleted an hour after they were superseded. A writer never acts on a view older than a
 * minute, so it cannot write a deleted entry's number anew. Entry 1 stays, so that a log never starts twice.
 */
export interface OwnedJob {
  jobId: string
  type: string
  /** Place in line: the time of arrival, or for a retry the time it is due. Milliseconds. */
  at: number
  /** Ties in `at` are settled by the order of arrival. */
  order: number
  /** `running` holds a slot; `waiting` waits for one; `later` waits for its retry to be due. */
  state: 'running' | 'waiting' | 'later'
  /**
   * The job log's last entry when this state was set. A slot is void as soon as the log has moved on past the
   * claim that follows; it can be taken away only by moving the log first.
   */
  fence: number
  /** When the job was last named to be woken. Milliseconds. */
  wokenAt?: number
}

export interface OwnerState {
  v: 1
  id: string
  jobs: OwnedJob[]
  /** Counts arrivals. */
  arrivals: number
  /** Entries from 2 up to below this are deleted. */
  floor: number
  /** Now and then the number and time of an entry, to know how old the others are. */
  marks: { seq: number; at: number }[]
}

const HOUR_MS = 3_600_000
const MARK_EVERY_MS = HOUR_MS / 6
const OLDEST_VIEW_MS = 60_000

/** What a change to an owner's state is told besides the state. */
export interface NextEntry {
  seq: number
  id: string
}

export interface OwnerLog {
  read(owner: string): Promise<OwnerState>
  /** One entry by its number, or undefined. */
  entry(owner: string, seq: number): Promise<OwnerState | undefined>
  /**
   * Applies `change` to the current state until it is written or `change` answers that nothing is to be
   * written. `change` may be called several times, each with a fresh copy it may alter; it must be safe to
   * apply to a state that it was already applied to, for a write may land after it was given up.
   */
  update<T>(
    owner: string,
    change: (state: OwnerState, next: NextEntry) => Promise<{ write: boolean; result: T }>,
  ): Promise<T>
}

export function openOwnerLog(blobs: BlobAccess, now: () => number): OwnerLog {
  async function tail(owner: string): Promise<{ seq: number; state: OwnerState; listed: number[] }> {
    const listed = (await blobs.list(keys.owners(owner))).map(seqOf)
    const seq = listed.at(-1) ?? 0
    const state = seq ? await entry(owner, seq) : empty()
    if (!state) throw new StoreError('blobs: the owner log changed while it was read; try again')
    return { seq, state, listed }
  }

  async function entry(owner: string, seq: number): Promise<OwnerState | undefined> {
    const text = await blobs.read(keys.owner(owner, seq))
    const state = text === undefined ? undefined : (JSON.parse(text) as OwnerState)
    if (state && state.v > 1) {
      throw new StoreError('blobs: the owner log was written by a newer version; deploy that')
    }
    return state
  }

  async function truncate(owner: string, state: OwnerState, listed: number[]): Promise<void> {
    for (const seq of listed) {
      if (seq >= 2 && seq < state.floor) await blobs.delete(keys.owner(owner, seq))
    }
  }

  return {
    entry,

    async read(owner) {
      return (await tail(owner)).state
    },

    async update(owner, change) {
      for (let tries = 0; tries < 50; tries++) {
        const readAt = now()
        const { seq, state, listed } = await tail(owner)
        const id = randomUUID()
        const { write, result } = await change(state, { seq: seq + 1, id })
        if (!write) return result
        const next = { ...state, id }
        mark(next, seq + 1, now())
        if (now() - readAt > OLDEST_VIEW_MS) continue
        const key = keys.owner(owner, seq + 1)
        await blobs.writeNew(key, JSON.stringify(next))
        const kept = await blobs.read(key)
        if (kept !== undefined && (JSON.parse(kept) as OwnerState).id === next.id) {
          await truncate(owner, next, listed)
          return result
        }
      }
      throw new StoreError('blobs: too many writers on one owner log')
    },
  }
}

function empty(): OwnerState {
  return { v: 1, id: '', jobs: [], arrivals: 0, floor: 2, marks: [] }
}

function mark(state: OwnerState, seq: number, nowMs: number): void {
  const last = state.marks.at(-1)
  if (!last || nowMs - last.at >= MARK_EVERY_MS) state.marks = [...state.marks, { seq, at: nowMs }]
  // All entries before a mark that is an hour old were superseded more than an hour ago.
  const old = state.marks.filter((entry) => nowMs - entry.at > HOUR_MS)
  const safe = old.at(-1)
  if (!safe) return
  state.floor = Math.max(state.floor, safe.seq)
  state.marks = state.marks.filter((entry) => entry.seq >= safe.seq)
}
