import type { Progress } from '../../src/shared/job.ts'
import type { Claim, HeartbeatResult, JobStore } from '../store/job-store.ts'

/** Progress is written at most this often, in milliseconds; the last word is always written or outlived. */
const PROGRESS_EVERY_MS = 500

export type Lost = Extract<HeartbeatResult, { kind: 'lost' }>['reason']

/** A lease that is being renewed. */
export interface Lease {
  /** The claim with its latest lease, for finishing. */
  claim(): Claim
  progress(progress: Progress): void
  /** Stops renewing, and waits for a renewal under way. Call before finishing. */
  stop(): Promise<void>
}

/**
 * Renews the lease at a third of its length, carrying progress along. One heartbeat runs at a time. When the
 * claim is lost, or the store cannot be reached until the lease has run out, `onLost` is called once.
 */
export function keepLease(
  store: Pick<JobStore, 'heartbeat'>,
  claimed: Claim,
  options: { leaseMs: number; now: () => number; onLost: (reason: Lost) => void },
): Lease {
  const { leaseMs, now, onLost } = options
  let claim = claimed
  let next: Progress | undefined
  let stopped = false
  let lost = false
  let running: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let lastWriteAt = Number.NEGATIVE_INFINITY

  function schedule(ms: number): void {
    clearTimeout(timer)
    if (stopped) return
    timer = setTimeout(beat, ms)
  }

  function beat(): void {
    if (stopped || running) return
    const progress = next
    next = undefined
    lastWriteAt = now()
    running = renew(progress).finally(() => {
      running = undefined
      schedule(next ? PROGRESS_EVERY_MS : leaseMs / 3)
    })
  }

  async function renew(progress: Progress | undefined): Promise<void> {
    try {
      const result = await store.heartbeat(claim, { leaseMs, ...(progress ? { progress } : {}) })
      if (result.kind === 'held') claim = result.claim
      else lose(result.reason)
    } catch {
      // The store may be back before the lease is over: keep trying until then, faster than usual.
      next ??= progress
      if (Date.parse(claim.leaseExpiresAt) <= now()) lose('lapsed')
    }
  }

  function lose(reason: Lost): void {
    // Also while stopping: who learns only then that the claim is lost must not finish on it.
    if (lost) return
    lost = true
    stopped = true
    clearTimeout(timer)
    onLost(reason)
  }

  schedule(leaseMs / 3)
  return {
    claim: () => claim,
    progress(progress) {
      next = progress
      if (running || stopped) return
      schedule(Math.max(0, lastWriteAt + PROGRESS_EVERY_MS - now()))
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
