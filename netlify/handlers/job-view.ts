import { createHash } from 'node:crypto'
import { isTerminal, type Job, type JobOutput } from '../../src/shared/job.ts'
import type { LinkSigner } from '../files/signed-link.ts'
import type { JobRecord } from '../store/job-store.ts'

/** The job as its owner may see it, the link to its file aside. */
export function viewOf(record: JobRecord): Job {
  const { jobId, type, progress, attempt, maxAttempts, createdAt, updatedAt, document, retryOf } = record
  const base = {
    ...{ jobId, type, progress, attempt, maxAttempts, createdAt, updatedAt },
    ...(document ? { document } : {}),
    ...(retryOf ? { retryOf } : {}),
  }
  switch (record.status) {
    case 'pending': {
      const { status, runAfter, error } = record
      return { ...base, status, ...(runAfter ? { runAfter } : {}), ...(error ? { error } : {}) }
    }
    case 'processing':
      return { ...base, status: record.status, startedAt: record.startedAt }
    case 'completed': {
      const { status, startedAt, finishedAt, output } = record
      return { ...base, status, startedAt, finishedAt, output }
    }
    case 'failed': {
      const { status, startedAt, finishedAt, error } = record
      return { ...base, status, ...(startedAt ? { startedAt } : {}), finishedAt, error }
    }
    case 'cancelled': {
      const { status, startedAt, finishedAt } = record
      return { ...base, status, ...(startedAt ? { startedAt } : {}), finishedAt }
    }
  }
}

/** Changes with everything in the view but the link, which is new at every look. */
export function etagOf(view: Job): string {
  return `"${createHash('sha256').update(JSON.stringify(view)).digest('base64url').slice(0, 22)}"`
}

export async function withLink(view: Job, links: LinkSigner): Promise<Job> {
  if (view.status !== 'completed' || !view.output.file) return view
  const output: JobOutput & { downloadUrl?: string } = {
    ...view.output,
    downloadUrl: await links.sign(view.output.file.fileId),
  }
  return { ...view, output }
}

/** Whether a record past its time to live answers 410. */
export function isExpired(record: JobRecord, nowMs: number): boolean {
  return isTerminal(record.status) && 'expiresAt' in record && Date.parse(record.expiresAt) <= nowMs
}

export function statusUrl({ type, jobId }: { type: string; jobId: string }): string {
  return `/api/${type}/${jobId}`
}
