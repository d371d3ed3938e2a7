import { type CompletedJob, isTerminal, type Job, type JobOutput, type JobTicket } from '../shared/job.ts'
import { type FollowPace, followJob } from './follow-job.ts'
import { AnswerError, type JobClient, type JobInput } from './job-client.ts'
import { cancelledEarly, endedWithout, JobError, refusal, stopped, unreachable } from './job-error.ts'
import { sleep, type Visibility } from './visibility.ts'

/**
 * What a page shows of one kind of job.
 *
 * `idle`: nothing asked for yet; `starting`: the request is on its way; `following`: the job is pending or
 * processing; `cancelling`: a cancel is on its way; `ended`: `job` is terminal or `error` says why not.
 */
export interface JobRunState<Output extends JobOutput> {
  phase: 'idle' | 'starting' | 'following' | 'cancelling' | 'ended'
  job: Job<Output> | undefined
  error: JobError | undefined
}

export interface JobRun<Output extends JobOutput> {
  getState(): JobRunState<Output>
  /** Calls back on every change of the state; returns how to stop. */
  subscribe(onChange: () => void): () => void
  /**
   * Asks for a job and follows it. Resolves to the finished job, rejects with a `JobError`. A second start
   * stops following the first. The error is part of the state as well, so a caller may ignore the promise.
   */
  start(input: JobInput): Promise<CompletedJob<Output>>
  /** Runs the failed or cancelled job again as a new job; without one, asks anew with the last input. */
  retry(): Promise<CompletedJob<Output>>
  /** Goes on following a job after `timed-out` or `unreachable`. */
  lookAgain(): Promise<CompletedJob<Output>>
  /** Cancels the active job. Resolves once the site has answered; a cancel that fails is in the state. */
  cancel(): Promise<void>
  /** Back to `idle`; an active job runs on unwatched. */
  reset(): void
  /** Stops every request. */
  stop(): void
}

export interface JobRunOptions {
  client: JobClient
  type: string
  pace?: Partial<FollowPace>
  visibility?: Visibility
  waitSeconds?: number
}

const START_TRIES = 4
const START_PAUSE_MS = 500
/** A start that is told to come back later than this gives up and says so; the visitor is waiting. */
const LONGEST_START_PAUSE_MS = 10_000

/** One place where jobs of a type are started, followed, cancelled and repeated, one at a time. */
export function createJobRun<Output extends JobOutput>({
  client,
  type,
  ...following
}: JobRunOptions): JobRun<Output> {
  const idle: JobRunState<Output> = { phase: 'idle', job: undefined, error: undefined }
  const listeners = new Set<() => void>()
  let state = idle
  let active = new AbortController()
  let ticket: JobTicket | undefined
  let lastInput: JobInput | undefined
  let cancelWanted = false

  function set(change: Partial<JobRunState<Output>>) {
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }

  /** Runs `work` as the one active piece of work, and turns its end into state. */
  function run(
    from: Partial<JobRunState<Output>>,
    work: (signal: AbortSignal) => Promise<CompletedJob<Output>>,
  ): Promise<CompletedJob<Output>> {
    active.abort(stopped())
    active = new AbortController()
    const { signal } = active
    set({ error: undefined, ...from })
    const result = work(signal).then(
      (job) => {
        signal.throwIfAborted()
        set({ phase: 'ended', job })
        return job
      },
      (cause: unknown) => {
        const error = jobError(cause)
        if (!signal.aborted) set({ phase: 'ended', error })
        throw error
      },
    )
    // The state tells the error too: a caller that ignores the promise has not forgotten it.
    result.catch(() => {})
    return result
  }

  async function follow(statusUrl: string, signal: AbortSignal): Promise<CompletedJob<Output>> {
    const job = await followJob<Output>({
      ...following,
      client,
      statusUrl,
      signal,
      onChange: (job) => {
        if (!isTerminal(job.status)) set({ job })
      },
    })
    if (job.status === 'completed') return job
    set({ job })
    throw endedWithout(job)
  }

  async function obtain(ask: () => Promise<JobTicket>, signal: AbortSignal): Promise<CompletedJob<Output>> {
    cancelWanted = false
    const asked = async () => {
      await client.session()
      return ask()
    }
    ticket = await patiently(asked, signal, () => cancelWanted).catch((error: unknown) => {
      signal.throwIfAborted()
      throw cancelWanted ? cancelledEarly() : error
    })
    signal.throwIfAborted()
    const following = follow(ticket.statusUrl, signal)
    if (cancelWanted) void cancelJob('following')
    else set({ phase: 'following' })
    return following
  }

  /** Sends the cancel. `before` is the phase to return to when it fails. */
  async function cancelJob(before: JobRunState<Output>['phase']) {
    if (ticket === undefined) return
    const { statusUrl } = ticket
    const { signal } = active
    set({ phase: 'cancelling', error: undefined })
    try {
      const job = await patiently(() => client.cancel<Output>(statusUrl, { signal }), signal)
      if (signal.aborted || state.phase !== 'cancelling') return
      if (job === undefined) {
        // It had ended just before, so the request has deleted it.
        const error = cancelledEarly()
        active.abort(error)
        set({ phase: 'ended', job, error })
      } else if (job.status === 'cancelled') {
        const error = endedWithout(job)
        active.abort(error)
        set({ phase: 'ended', job, error })
      } else if (before !== 'following') {
        run({ phase: 'cancelling' }, (signal) => follow(statusUrl, signal))
      }
    } catch (cause) {
      if (!signal.aborted && state.phase === 'cancelling') set({ phase: before, error: jobError(cause) })
    }
  }

  function start(input: JobInput) {
    lastInput = input
    ticket = undefined
    // One key for all tries of one click: a request repeated after a lost answer names the same job.
    const idempotencyKey = crypto.randomUUID()
    return run({ phase: 'starting', job: undefined }, (signal) =>
      obtain(() => client.start(type, input, { idempotencyKey, signal }), signal),
    )
  }

  return {
    getState: () => state,
    subscribe(onChange) {
      listeners.add(onChange)
      return () => listeners.delete(onChange)
    },
    start,

    retry() {
      const { job } = state
      const input = lastInput
      if (ticket !== undefined && (job?.status === 'failed' || job?.status === 'cancelled')) {
        const { statusUrl } = ticket
        return run({ phase: 'starting', job: undefined }, (signal) =>
          obtain(() => client.retry(statusUrl, { signal }), signal),
        )
      }
      if (input === undefined) return Promise.reject(stopped())
      return start(input)
    },

    lookAgain() {
      if (ticket === undefined) return Promise.reject(stopped())
      const { statusUrl } = ticket
      return run({ phase: 'following' }, (signal) => follow(statusUrl, signal))
    },

    async cancel() {
      const { phase, error } = state
      if (phase === 'starting') {
        // The job may exist already, unknown to this side: it is cancelled as soon as its name is known.
        cancelWanted = true
        set({ phase: 'cancelling' })
      } else if (phase === 'following' || error?.kind === 'timed-out' || error?.kind === 'unreachable') {
        await cancelJob(phase)
      }
    },

    reset() {
      active.abort(stopped())
      ticket = undefined
      lastInput = undefined
      set(idle)
    },

    stop() {
      active.abort(stopped())
    },
  }
}

/** Repeats a request that met a dropped connection, an overloaded site or a limit that ends soon. */
async function patiently<T>(
  ask: () => Promise<T>,
  signal: AbortSignal,
  enough: () => boolean = () => false,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask()
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof AnswerError) || tries >= START_TRIES || enough()) throw error
      const status = error.problem?.status ?? 503
      if (status !== 429 && status < 502) throw error
      const pauseMs = error.retryAfterMs ?? START_PAUSE_MS * 2 ** (tries - 1)
      if (pauseMs > LONGEST_START_PAUSE_MS) throw error
      await sleep(pauseMs, signal)
    }
  }
}

function jobError(cause: unknown): JobError {
  if (cause instanceof JobError) return cause
  if (cause instanceof AnswerError) return cause.problem ? refusal(cause.problem) : unreachable(cause)
  return new JobError({
    kind: 'unreachable',
    code: 'UNEXPECTED',
    message: 'Something went wrong on this page. Reload it and try again.',
    retryable: true,
    cause,
  })
}
