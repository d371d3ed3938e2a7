import { useEffect, useRef } from 'react'
import { IssueList } from '../app/issue-list.tsx'
import type { JobError } from './job-error.ts'

interface JobErrorNoticeProps {
  error: JobError
  /** Default: what the kind of error is called. */
  title?: string | undefined
  /** Without it, only another input helps. */
  onRetry?: (() => void) | undefined
  onLookAgain: () => void
  onCancel: () => void
}

/** Why there is no result, and what can be done about it. Takes the focus, so that the next key press helps. */
export function JobErrorNotice({ error, title, onRetry, onLookAgain, onCancel }: JobErrorNoticeProps) {
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => first.current?.focus(), [])
  const follows = error.kind === 'timed-out'
  const cancelled = error.kind === 'cancelled'
  return (
    <div className={cancelled ? 'notice' : 'notice notice-fault'} role={cancelled ? 'status' : 'alert'}>
      <p className="notice-title">{title ?? titles[error.kind]}</p>
      <p>{error.message}</p>
      <IssueList issues={error.issues} />
      <div className="actions">
        {follows ? (
          <>
            <button ref={first} type="button" className="button button-primary" onClick={onLookAgain}>
              Look again
            </button>
            <button type="button" className="button button-quiet" onClick={onCancel}>
              Cancel the job
            </button>
          </>
        ) : (
          onRetry && (
            <button ref={first} type="button" className="button button-primary" onClick={onRetry}>
              {cancelled ? 'Start again' : 'Try again'}
            </button>
          )
        )}
      </div>
      {!cancelled && <p className="notice-code">{error.code}</p>}
    </div>
  )
}

const titles: Record<JobError['kind'], string> = {
  refused: 'The site did not accept this',
  unreachable: 'No connection to the site',
  'timed-out': 'This takes longer than it should',
  gone: 'This job is no longer there',
  failed: 'The job failed',
  cancelled: 'Cancelled',
  stopped: 'Stopped',
}
