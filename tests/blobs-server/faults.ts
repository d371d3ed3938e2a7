import type { RequestInfo, RequestKind } from './core.ts'

/**
 * What can go wrong with one request. `before` and `after` say whether it took effect before it went wrong.
 */
export type Fault =
  /** An answer that is none, such as 503. */
  | { kind: 'status'; status: number; when: 'before' | 'after' }
  /** The connection ends without an answer. */
  | { kind: 'lost'; when: 'before' | 'after' }
  /** The caller gets no answer now; the request takes effect later, or when `until` resolves. */
  | { kind: 'late'; ms: number }
  | { kind: 'late'; until: Promise<void> }
  /** A read sees things as they were before their last change. */
  | { kind: 'stale' }
  /** The answer takes its time. The request takes effect at once, or when the time is over. */
  | { kind: 'slow'; ms: number; when: 'before' | 'after' }
  /** The request is delivered twice, at once or `ms` later; the caller gets the first answer. */
  | { kind: 'duplicate'; ms?: number }

export type FaultPlan = (info: RequestInfo) => Fault | undefined

export interface Faults {
  /** The next `times` requests that match have this fault. Default once. */
  next(match: { kind?: RequestKind; key?: RegExp }, fault: Fault, times?: number): void
  /** Asked for every request that no `next` is waiting for. */
  plan: FaultPlan
  clear(): void
  /** Takes what is due for this request. */
  take(info: RequestInfo): Fault | undefined
}

const none: FaultPlan = () => undefined

export function createFaults(): Faults {
  let waiting: { kind?: RequestKind; key?: RegExp; fault: Fault; times: number }[] = []
  const faults: Faults = {
    plan: none,
    next(match, fault, times = 1) {
      waiting.push({ ...match, fault, times })
    },
    clear() {
      waiting = []
      faults.plan = none
    },
    take(info) {
      const found = waiting.find(
        ({ kind, key }) => (kind ?? info.kind) === info.kind && (key?.test(info.key) ?? true),
      )
      if (!found) return faults.plan(info)
      found.times -= 1
      if (found.times === 0) waiting = waiting.filter((each) => each !== found)
      return found.fault
    },
  }
  return faults
}
