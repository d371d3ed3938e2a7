import type { JobStore, StoreOptions } from '../../netlify/store/job-store.ts'
import type { Random } from '../store/random.ts'
import type { Process, Scheduler } from './scheduler.ts'
import type { Witness } from './witness.ts'

/** One kind of store under simulation: shared data, and a store for each process. */
export interface Model {
  open(process: Process): JobStore
}

export interface ModelSetting {
  scheduler: Scheduler
  random: Random
  witness: Witness
  options: Omit<StoreOptions, 'now'>
  /** How likely things go wrong; all zero once the trouble is over. */
  trouble: Trouble
}

export interface Trouble {
  /** That a request fails or its answer is lost. */
  fault: number
  /** That the process dies at a request. */
  crash: number
  /** That a request or a wake-up arrives twice. */
  duplicate: number
}

/** How long one way over the network takes, in milliseconds. */
export function travelMs(random: Random): number {
  return random.chance(0.95) ? 1 + random.below(40) : 50 + random.below(3000)
}

export const never = <T>() => new Promise<T>(() => {})
