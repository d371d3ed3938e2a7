import type { Artifact, JobOutput, Json } from '../../src/shared/job.ts'
import { forgiving } from '../files/answer-cache.ts'
import type { JobContext, JobDefinition } from '../jobs/definition.ts'
import { NonRetryableError, RetryableError } from '../jobs/errors.ts'
import { type Claim, type FinishResult, type Outcome, StoreError } from '../store/job-store.ts'
import { keepLease } from './keep-lease.ts'
import { failureOf, retryDelayMs } from './retry-policy.ts'
import { type Reusing, reusing } from './reuse.ts'
import { describe } from './serve.ts'
import type { Services } from './services.ts'

/** How long a job may take to wind up after its signal has aborted, in milliseconds. */
const WIND_UP_MS = 2_000
/** Waits before a finish that failed is repeated; repeating it is safe. */
const FINISH_DELAYS_MS = [200, 1_000, 3_000]

type AttemptServices = Pick<
  Services,
  'store' | 'files' | 'answers' | 'dispatch' | 'log' | 'now' | 'config' | 'version'
>

/**
 * Runs one claimed attempt to its end: heartbeats, progress, time limit, outcome, and whoever is next.
 *
 * Files that the attempt made are deleted once it is sure that no outcome refers to them; where that stays
 * unknown they are left to the sweep. An attempt that lost its claim writes nothing more.
 *
 * @throws StoreError when the outcome could not be told; the lease then runs out and the job is recovered.
 */
export async function runAttempt<Input, Output extends object>(
  definition: JobDefinition<Input, Output>,
  claimed: { claim: Claim; input: Json },
  services: AttemptServices,
): Promise<void> {
  const { store, files, answers, now, config } = services
  const { jobId, type, attempt, owner } = claimed.claim
  const startedMs = now()
  const log = (event: string, fields: Record<string, string | number | boolean | undefined> = {}) =>
    services.log(event, { jobId, type, attempt, ...fields })
  const stored: Artifact[] = []
  const stop = new AbortController()
  const lost: { reason?: string } = {}
  const lease = keepLease(store, claimed.claim, {
    leaseMs: config.JOB_LEASE_SECONDS * 1_000,
    now,
    onLost(reason) {
      lost.reason = reason
      stop.abort(new Error(`claim lost: ${reason}`))
    },
  })
  const limit = setTimeout(() => stop.abort(timedOut(definition)), definition.attemptTimeoutMs)

  let highest = 0
  const context: JobContext<Input> = {
    jobId,
    attempt,
    input: claimed.input as Input,
    signal: stop.signal,
    progress(percent, stage, message) {
      if (stop.signal.aborted) return
      // 100 is for the outcome alone.
      highest = Math.min(99, Math.max(highest, percent))
      lease.progress({ percent: highest, stage, ...(message ? { message } : {}) })
      log('job-progress', { percent: highest, stage })
    },
    async storeFile(bytes, about) {
      stop.signal.throwIfAborted()
      const info = await files.put(bytes, { owner, jobId, ...about })
      const artifact: Artifact = {
        fileId: info.fileId,
        fileName: info.fileName,
        contentType: info.contentType,
        bytes: info.bytes,
      }
      stored.push(artifact)
      stop.signal.throwIfAborted()
      return artifact
    },
    cache: forgiving(
      {
        get: (key) => answers.of(owner).get(key),
        set: (key, answer) => answers.of(owner).set(key, answer),
      },
      (error) => log('answer-cache-failed', { error: describe(error) }),
    ),
    log,
  }

  const keepFiles = new Set<string>()
  const results = reusing(definition, context, { owner, files, version: services.version })
  try {
    log('job-claimed')
    const outcome = await attemptOutcome(definition, context, results, now)
    await lease.stop()
    if (lost.reason) {
      log('job-attempt-lost', { reason: lost.reason })
      return
    }
    // Until it is known that the outcome does not stand, the files belong to it: a try that seemed to fail may
    // have been kept, or may be kept yet.
    for (const { fileId } of stored) keepFiles.add(fileId)
    const { result, sure } = await finish(lease.claim(), outcome, services)
    if (sure) keepFiles.clear()
    if (result.kind === 'refused') {
      log('job-attempt-lost', { reason: result.reason })
      return
    }
    const { job } = result
    if (job.status === 'completed' && job.output.file) keepFiles.add(job.output.file.fileId)
    const durationMs = now() - startedMs
    if (job.status === 'completed') log('job-finished', { durationMs, bytes: job.output.file?.bytes ?? 0 })
    else if (job.status === 'failed') log('job-failed', { durationMs, code: job.error.code })
    else if (job.status === 'pending')
      log('job-retry', { durationMs, code: job.error?.code, runAfter: job.runAfter })
    await services.dispatch(result.wake)
    await results.note(job)
  } finally {
    clearTimeout(limit)
    await lease.stop()
    await deleteFiles(
      stored.filter((file) => !keepFiles.has(file.fileId)),
      services,
    )
  }
}

/** What the job's own code came to. Never rejects. */
async function attemptOutcome<Input, Output extends object>(
  definition: JobDefinition<Input, Output>,
  context: JobContext<Input>,
  results: Reusing,
  now: () => number,
): Promise<Outcome> {
  const work = async (): Promise<JobOutput> =>
    (await results.earlier()) ?? ((await definition.run(context)) as JobOutput)
  try {
    const output = await windUp(work(), context.signal)
    context.signal.throwIfAborted()
    return { kind: 'completed', output }
  } catch (thrown) {
    // After an abort the job may throw anything on its way out; why it was aborted is what counts.
    const error = context.signal.aborted ? context.signal.reason : thrown
    const failure = failureOf(error)
    if (failure.code === 'INTERNAL') context.log('job-error', { error: describe(error) })
    if (error instanceof NonRetryableError) return { kind: 'failed', error: failure }
    const delay = retryDelayMs(definition.retry, context.attempt, error)
    return { kind: 'retry', error: failure, runAfter: new Date(now() + delay).toISOString() }
  }
}

/** The job's result, or a rejection soon after the signal aborts, whether or not the job heeds it. */
async function windUp<T>(run: Promise<T>, signal: AbortSignal): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  let onAbort: (() => void) | undefined
  const overdue = new Promise<never>((_, reject) => {
    onAbort = () => {
      timer = setTimeout(() => reject(signal.reason), WIND_UP_MS)
    }
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([run, overdue])
  } finally {
    clearTimeout(timer)
    if (onAbort) signal.removeEventListener('abort', onAbort)
    // If it was given up, what it does later concerns nobody.
    run.catch(() => {})
  }
}

/** `sure`: no try before the answer was left without one. */
async function finish(
  claim: Claim,
  outcome: Outcome,
  { store, log }: AttemptServices,
): Promise<{ result: FinishResult; sure: boolean }> {
  for (let tries = 0; ; tries++) {
    try {
      return { result: await store.finish(claim, outcome), sure: tries === 0 }
    } catch (error) {
      const delay = FINISH_DELAYS_MS[tries]
      if (!(error instanceof StoreError) || delay === undefined) throw error
      log('job-finish-retried', { jobId: claim.jobId, error: describe(error) }, 'warn')
      await new Promise((done) => setTimeout(done, delay))
    }
  }
}

async function deleteFiles(artifacts: Artifact[], { files, log }: AttemptServices): Promise<void> {
  for (const { fileId } of artifacts) {
    try {
      await files.delete(fileId)
    } catch (error) {
      // The sweep forgets it in time; nothing refers to it.
      log('file-left-over', { fileId, error: describe(error) }, 'warn')
    }
  }
}

function timedOut(definition: Pick<JobDefinition, 'attemptTimeoutMs'>): RetryableError {
  const seconds = Math.round(definition.attemptTimeoutMs / 1_000)
  return new RetryableError({
    code: 'ATTEMPT_TIMEOUT',
    publicMessage: `This took longer than ${seconds} seconds. It will be tried again.`,
  })
}
