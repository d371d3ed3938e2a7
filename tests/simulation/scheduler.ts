import { AsyncLocalStorage } from 'node:async_hooks'
import type { Random } from '../store/random.ts'

/**
 * Virtual time and virtual processes, all decided by one seed. Whatever waits (a request under way, a timer)
 * is an event in a queue; between two events every promise that can settle does. A process can die at any
 * event: from then on nothing of it is resumed, while requests that it has sent may still arrive.
 */
export interface Scheduler {
  now(): number
  /** Counts events: a finer clock, for saying what came before what. */
  tick(): number
  /** Runs `run` at a time, whatever becomes of the process that asked. */
  at(ms: number, run: () => void): void
  /** Starts a function of its own: one invocation. Its rejection is the end of it and nothing more. */
  spawn(name: string, run: (process: Process) => Promise<unknown>, skewMs?: number): Process
  /** Runs events until none is left, time is over, or `until` says so. */
  run(endMs: number, until?: () => boolean): Promise<void>
  processes(): readonly Process[]
  log(line: string): void
}

export interface Process {
  id: number
  name: string
  alive: boolean
  done: boolean
  /** How far its clock is ahead. */
  skewMs: number
  now(): number
  /** Never resolves once the process is dead. */
  sleep(ms: number): Promise<void>
  die(): void
}

interface Event {
  at: number
  order: number
  run: () => void
}

const current = new AsyncLocalStorage<Process>()

/** The process whose code is running. */
export const currentProcess = (): Process | undefined => current.getStore()

export function createScheduler(startMs: number, trace?: (line: string) => void): Scheduler {
  let time = startMs
  let ticks = 0
  let order = 0
  const heap: Event[] = []
  const all: Process[] = []

  function push(event: Event): void {
    heap.push(event)
    let child = heap.length - 1
    while (child > 0) {
      const parent = (child - 1) >> 1
      if (!before(child, parent)) break
      swap(child, parent)
      child = parent
    }
  }

  function pop(): Event | undefined {
    const [top] = heap
    const last = heap.pop()
    if (!top || !last || heap.length === 0) return top
    heap[0] = last
    let parent = 0
    for (;;) {
      let least = parent
      for (const child of [2 * parent + 1, 2 * parent + 2]) {
        if (child < heap.length && before(child, least)) least = child
      }
      if (least === parent) return top
      swap(least, parent)
      parent = least
    }
  }

  function before(a: number, b: number): boolean {
    const [one, other] = [heap[a], heap[b]]
    if (!one || !other) return false
    return one.at < other.at || (one.at === other.at && one.order < other.order)
  }

  function swap(a: number, b: number): void {
    const [one, other] = [heap[a], heap[b]]
    if (one && other) {
      heap[a] = other
      heap[b] = one
    }
  }

  const scheduler: Scheduler = {
    now: () => time,
    tick: () => ticks,
    at(ms, run) {
      order += 1
      push({ at: Math.max(ms, time), order, run })
    },
    spawn(name, run, skewMs = 0) {
      const process: Process = {
        id: all.length + 1,
        name,
        alive: true,
        done: false,
        skewMs,
        now: () => time + skewMs,
        sleep: (ms) =>
          new Promise((done) => {
            scheduler.at(time + ms, () => {
              if (process.alive) done()
            })
          }),
        die() {
          if (process.alive && !process.done) scheduler.log(`${process.name} dies`)
          process.alive = false
        },
      }
      all.push(process)
      scheduler.at(time, () => {
        if (!process.alive) return
        current.run(process, () => {
          run(process).then(
            () => {
              process.done = true
            },
            (error: unknown) => {
              process.done = true
              scheduler.log(`${process.name} throws ${String(error)}`)
            },
          )
        })
      })
      return process
    },
    async run(endMs, until = () => false) {
      while (!until()) {
        const event = pop()
        if (!event || event.at > endMs) return
        time = event.at
        ticks += 1
        event.run()
        await settled()
      }
    },
    processes: () => all,
    log(line) {
      trace?.(`${((time - startMs) / 1000).toFixed(3).padStart(9)} ${line}`)
    },
  }
  return scheduler
}

/** Real `setImmediate`, kept before anything replaces timers: it runs after all promises that can settle have. */
const macrotask = setImmediate
const settled = () => new Promise<void>((done) => macrotask(done))

/**
 * Puts virtual time, seeded chance and seeded ids in place of this thread's own, so that the engine's code runs
 * unchanged. Only for a thread that does nothing else.
 */
export function virtualGlobals(crypto: { randomUUID: () => string }, sync: () => void) {
  let scheduler: Scheduler | undefined
  let random: Random | undefined

  interface Timer {
    cleared: boolean
    unref(): Timer
    ref(): Timer
    hasRef(): boolean
  }

  const setTimer = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): Timer => {
    const process = currentProcess()
    const timer: Timer = { cleared: false, unref: () => timer, ref: () => timer, hasRef: () => true }
    scheduler?.at(scheduler.now() + ms, () => {
      if (timer.cleared || !(process?.alive ?? true)) return
      if (process) current.run(process, () => run(...args))
      else run(...args)
    })
    return timer
  }
  const clearTimer = (timer?: Timer) => {
    if (timer) timer.cleared = true
  }
  const hex = (digits: number) => {
    let text = ''
    while (text.length < digits) text += (random?.below(16) ?? 0).toString(16)
    return text
  }
  // A deadline of one request: the simulated network gives up by itself.
  const never = new AbortController().signal

  Object.assign(globalThis, { setTimeout: setTimer, clearTimeout: clearTimer })
  Math.random = () => random?.next() ?? 0.5
  crypto.randomUUID = () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`
  AbortSignal.timeout = () => never
  sync()

  return (nextScheduler: Scheduler, nextRandom: Random) => {
    scheduler = nextScheduler
    random = nextRandom
  }
}
