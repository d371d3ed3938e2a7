import { useEffect, useState } from 'react'
import type { Job, JobOutput } from '../shared/job.ts'
import type { JobRunState } from './job-run.ts'

interface JobProgressProps {
  phase: JobRunState<JobOutput>['phase']
  job: Job<JobOutput> | undefined
  /** What to call each stage, in order; an unknown one is shown by its own name. */
  stages: Readonly<Record<string, string>>
  onCancel: () => void
}

/** A job on its way: its stage, how far it is, when a scheduled retry is due, and a way to stop it. */
export function JobProgress({ phase, job, stages, onCancel }: JobProgressProps) {
  const runAfter = job?.status === 'pending' ? job.runAfter : undefined
  const percent = Math.round(job?.progress.percent ?? 0)
  const title = titleOf(phase, job, stages)
  return (
    <div className="job-progress" data-waiting={runAfter !== undefined || job?.status !== 'processing'}>
      <div className="job-head">
        <span className="cue" aria-hidden="true" />
        <p className="job-stage" role="status">
          {title}
        </p>
        <span className="job-percent" aria-hidden="true">
          {percent} %
        </span>
      </div>
      <div
        className="bar"
        role="progressbar"
        aria-label="Progress"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={`${percent} percent, ${title}`}
      >
        <span style={{ transform: `scaleX(${percent / 100})` }} />
      </div>
      {runAfter !== undefined && job?.status === 'pending' && (
        <p className="job-note">
          {job.error && <>{job.error.message} </>}
          <ScheduledRetry runAfter={runAfter} attempt={job.attempt + 1} maxAttempts={job.maxAttempts} />
        </p>
      )}
      {runAfter === undefined && job?.progress.message && <p className="job-note">{job.progress.message}</p>}
      {runAfter === undefined && job !== undefined && job.attempt > 1 && (
        <p className="job-note">
          Attempt {job.attempt} of {job.maxAttempts}
        </p>
      )}
      <button
        type="button"
        className="button button-quiet"
        onClick={onCancel}
        disabled={phase === 'cancelling'}
      >
        {phase === 'cancelling' ? 'Cancelling…' : 'Cancel'}
      </button>
    </div>
  )
}

function titleOf(
  phase: JobProgressProps['phase'],
  job: Job<JobOutput> | undefined,
  stages: JobProgressProps['stages'],
): string {
  if (phase === 'cancelling') return 'Cancelling'
  if (job === undefined) return 'Sending'
  if (job.status === 'pending')
    return job.runAfter === undefined ? 'Waiting for its turn' : 'Waiting to try again'
  return stages[job.progress.stage] ?? job.progress.stage
}

interface ScheduledRetryProps {
  runAfter: string
  attempt: number
  maxAttempts: number
}

/** When the next attempt starts, counted down. */
function ScheduledRetry({ runAfter, attempt, maxAttempts }: ScheduledRetryProps) {
  const due = new Date(runAfter)
  const now = useNow(1000)
  const seconds = Math.max(0, Math.ceil((due.getTime() - now) / 1000))
  return (
    <>
      Attempt {attempt} of {maxAttempts} starts at{' '}
      <time dateTime={runAfter}>{due.toLocaleTimeString([], { timeStyle: 'medium' })}</time>
      {/* Not announced each second: the time above says the same. */}
      <span aria-hidden="true"> ({remaining(seconds)})</span>.
    </>
  )
}

function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}

/** `in 42 s`, `in 3 min`. */
export function remaining(seconds: number): string {
  if (seconds <= 0) return 'now'
  return seconds < 120 ? `in ${seconds} s` : `in ${Math.round(seconds / 60)} min`
}
