import { isTerminal, type Job, type JobOutput } from '../shared/job.ts'
import { AnswerError, type JobClient, type StatusAnswer } from './job-client.ts'
import { refusal, timedOut, unreachable } from './job-error.ts'
import { pageVisibility, sleep, type Visibility, whenVisible } from './visibility.ts'

/** When to look at a job. All in milliseconds. */
export interface FollowPace {
  /** Between looks while a job is young or has just moved on to a new attempt. Default 250. */
  quickMs: number
  /** How long looks stay quick; most exports are done by then. Default 2,500. */
  quickForMs: number
  /** The longest pause between two looks. Default 3,000. */
  slowMs: number
  /** A processing job that does not change for this long ends the following. Default 90,000. */
  stalledAfterMs: number
  /** The same for a job that waits in line behind others. Default 600,000. */
  queuedAfterMs: number
  /** Without a usable answer for this long, the site counts as unreachable. Default 60,000. */
  unreachableAfterMs: number
}

export const defaultPace: FollowPace = {
  quickMs: 250,
  quickForMs: 2_500,
  slowMs: 3_000,
  stalledAfterMs: 90_000,
  queuedAfterMs: 600_000,
  unreachableAfterMs: 60_000,
}

const GROWTH = 1.5
/** In a row; ends the following of a site that answers every look with another `Retry-After`. */
const MOST_FAILURES = 60
/** A timer longer than this overflows in every browser (2^31 ms); nobody keeps a tab open for it. */
const LONGEST_WAIT_MS = 24 * 3_600_000

export interface FollowOptions<Output extends JobOutput> {
  client: Pick<JobClient, 'status'>
  statusUrl: string
  /** Stops the following at once: no request is sent or left running after it. */
  signal: AbortSignal
  /** Called with each change of the job, the terminal one included. */
  onChange: (job: Job<Output>) => void
  pace?: Partial<FollowPace>
  visibility?: Visibility
  /** Asks the site to hold each answer until the job changes (`Prefer: wait`). Default 0: never. */
  waitSeconds?: number
}

/** A job that has ended. */
export type EndedJob<Output extends JobOutput> = Exclude<Job<Output>, { status: 'pending' | 'processing' }>

/**
 * Follows a job to its end: quickly at first, then ever slower, not at all while the tab is hidden or a
 * retry is scheduled. Rejects with a `JobError` (`gone`, `refused`, `timed-out`, `unreachable`) or with the
 * signal's reason.
 */
export async function followJob<Output extends JobOutput>({
  client,
  statusUrl,
  signal,
  onChange,
  pace: givenPace,
  visibility = pageVisibility,
  waitSeconds = 0,
}: FollowOptions<Output>): Promise<EndedJob<Output>> {
  const pace = { ...defaultPace, ...givenPace }
  let job: Job<Output> | undefined
  let etag: string | undefined
  let delayMs = pace.quickMs
  let quickUntil = Date.now() + pace.quickForMs
  let changedAt = Date.now()
  let answeredAt = Date.now()
  let failures = 0

  function beQuick() {
    delayMs = pace.quickMs
    quickUntil = Date.now() + pace.quickForMs
  }

  for (;;) {
    if (visibility.hidden()) {
      const hiddenAt = Date.now()
      await whenVisible(visibility, signal)
      // Nobody looked meanwhile, so the silence says nothing.
      changedAt += Date.now() - hiddenAt
      answeredAt += Date.now() - hiddenAt
      beQuick()
    }

    let answer: StatusAnswer<Output>
    try {
      answer = await client.status<Output>(statusUrl, { signal, etag, waitSeconds })
    } catch (error) {
      signal.throwIfAborted()
      failures += 1
      const pause = pauseAfterFailure(error, failures, pace)
      if (Date.now() - answeredAt > pace.unreachableAfterMs || failures > MOST_FAILURES)
        throw unreachable(error)
      // A site that says when to come back is not silent.
      if (pause.toldBySite) answeredAt += pause.ms
      await sleep(pause.ms, signal)
      continue
    }
    signal.throwIfAborted()
    failures = 0
    answeredAt = Date.now()
    etag = answer.etag

    if (answer.job !== undefined && !sameJob(job, answer.job)) {
      if (job !== undefined && (job.attempt !== answer.job.attempt || job.status !== answer.job.status))
        beQuick()
      job = answer.job
      changedAt = Date.now()
      onChange(job)
      if (isTerminal(job.status)) return job as EndedJob<Output>
    }
    if (job === undefined) throw unreachable(new Error('304 to a request without an ETag'))

    const scheduledInMs = scheduledIn(job, answer.serverNow)
    if (scheduledInMs > 0) {
      await sleep(scheduledInMs, signal)
      changedAt = Date.now()
      beQuick()
      continue
    }

    const limitMs = job.status === 'processing' ? pace.stalledAfterMs : pace.queuedAfterMs
    if (Date.now() - changedAt >= limitMs) throw timedOut()
    await sleep(delayMs, signal)
    if (Date.now() >= quickUntil) delayMs = Math.min(pace.slowMs, delayMs * GROWTH)
  }
}

/** Milliseconds until the job's scheduled retry is due, by the site's own clock; 0 when none is. */
function scheduledIn(job: Job<JobOutput>, serverNow: number | undefined): number {
  if (job.status !== 'pending' || job.runAfter === undefined) return 0
  const ms = Date.parse(job.runAfter) - (serverNow ?? Date.now())
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(0, ms), LONGEST_WAIT_MS)
}

function sameJob(before: Job<JobOutput> | undefined, after: Job<JobOutput>): boolean {
  // A signed link differs in every answer, so a terminal job is never compared: it ends the loop.
  return (
    before !== undefined &&
    before.updatedAt === after.updatedAt &&
    before.status === after.status &&
    before.attempt === after.attempt &&
    before.progress.percent === after.progress.percent &&
    before.progress.stage === after.progress.stage &&
    before.progress.message === after.progress.message
  )
}

/**
 * How long to pause after an answer that could not be used: what `Retry-After` says, else longer each time.
 * Throws when the answer is final.
 */
function pauseAfterFailure(
  error: unknown,
  failures: number,
  pace: FollowPace,
): { ms: number; toldBySite: boolean } {
  if (!(error instanceof AnswerError)) throw error
  const status = error.problem?.status
  const final = error.problem !== undefined && status !== 429 && status !== 408 && (status ?? 0) < 500
  if (error.problem !== undefined && final) throw refusal(error.problem)
  if (error.retryAfterMs !== undefined && (status === 429 || status === 503)) {
    return { ms: Math.min(error.retryAfterMs, LONGEST_WAIT_MS), toldBySite: true }
  }
  return { ms: Math.min(2 * pace.slowMs, 2 * pace.quickMs * GROWTH ** (failures - 1)), toldBySite: false }
}
