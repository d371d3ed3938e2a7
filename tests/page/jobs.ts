import type {
  CancelledJob,
  CompletedJob,
  FailedJob,
  PendingJob,
  ProcessingJob,
} from '../../src/shared/job.ts'

/** Jobs as the site answers them, for tests that play the site. */

const base = {
  jobId: 'job-1',
  type: 'export-pdf',
  attempt: 1,
  maxAttempts: 5,
  createdAt: '2026-11-22T10:00:00.000Z',
}

export function pending(change: Partial<PendingJob> = {}): PendingJob {
  return {
    ...base,
    status: 'pending',
    attempt: 0,
    progress: { percent: 0, stage: 'queued' },
    updatedAt: base.createdAt,
    ...change,
  }
}

export function processing(percent: number, stage = 'rendered'): ProcessingJob {
  return {
    ...base,
    status: 'processing',
    progress: { percent, stage },
    startedAt: base.createdAt,
    updatedAt: `2026-11-22T10:00:${String(percent % 60).padStart(2, '0')}.000Z`,
  }
}

export function completed(): CompletedJob {
  return {
    ...base,
    status: 'completed',
    progress: { percent: 100, stage: 'done' },
    startedAt: base.createdAt,
    updatedAt: '2026-11-22T10:01:00.000Z',
    finishedAt: '2026-11-22T10:01:00.000Z',
    output: {
      file: { fileId: 'file-1', fileName: 'Ada-Resume.pdf', contentType: 'application/pdf', bytes: 5 },
      downloadUrl: '/api/files/file-1',
    },
  }
}

export function failed(): FailedJob {
  return {
    ...base,
    status: 'failed',
    progress: { percent: 60, stage: 'printed' },
    updatedAt: '2026-11-22T10:01:00.000Z',
    finishedAt: '2026-11-22T10:01:00.000Z',
    error: { code: 'PDF_TOO_LARGE', message: 'Use a smaller photo.', retryable: false },
  }
}

export function cancelled(): CancelledJob {
  return {
    ...base,
    status: 'cancelled',
    progress: { percent: 30, stage: 'rendered' },
    updatedAt: '2026-11-22T10:01:00.000Z',
    finishedAt: '2026-11-22T10:01:00.000Z',
  }
}
