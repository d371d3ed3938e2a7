import type { JobStatus } from '../../../src/shared/job.ts'
import { JOB_STATUSES } from '../../../src/shared/job.ts'
import type { HistoryPage, HistoryQuery, JobRecord, StoreOptions } from '../job-store.ts'
import type { BlobAccess } from './blob-access.ts'
import type { StoredRecord } from './job-log.ts'
import { isDue, jobIdOfHistory, keys } from './keys.ts'
import { readable } from './records.ts'

/**
 * What became of an owner's jobs. An entry is written before the log entry that ends the job, under a name of
 * its writer's own, so a writer that turns out to be late can take back its own entry and no other. Type and
 * status stand in the key, so totals need no reading.
 */
export interface History {
  /** The key under which `writerId` tells of the end of `job`. */
  write(job: StoredRecord, writerId: string): Promise<string>
  forget(key: string): Promise<void>
  /** Deletes every entry of the job but the writer's whose end stands. */
  keepOnly(job: { owner: string; jobId: string; createdAt: string }, writerId: string): Promise<void>
  /** Deletes every entry of the job. */
  forgetJob(job: { owner: string; jobId: string; createdAt: string }): Promise<void>
  /** `active`: the owner's unfinished jobs. `current`: the job as its log has it, while there is one. */
  page(
    owner: string,
    query: HistoryQuery,
    active: JobRecord[],
    current: (jobId: string) => Promise<JobRecord | undefined>,
  ): Promise<HistoryPage>
  /** Deletes entries past their keeping time, at most `limit`. */
  prune(limit: number): Promise<void>
}

interface Listed {
  jobId: string
  /** Sorts newest first. */
  order: string
  status: JobStatus
  type: string
  key?: string
  job?: JobRecord
}

export function openHistory(blobs: BlobAccess, { historyMs, now }: StoreOptions): History {
  function parse(key: string): Listed {
    const [, , order = '', name = ''] = key.split('/')
    const [type = '', status = ''] = name.split('.')
    return { jobId: jobIdOfHistory(key), order, type, status: status as JobStatus, key }
  }

  return {
    async write(job, writerId) {
      const key = `${keys.history(job)}${job.type}.${job.status}.${writerId}`
      await Promise.all([
        blobs.write(key, JSON.stringify(job)),
        blobs.write(keys.stale(now() + historyMs, key), ''),
      ])
      return key
    },

    async forget(key) {
      await blobs.delete(key)
    },

    async keepOnly(job, writerId) {
      for (const key of await blobs.list(keys.history(job))) {
        if (!key.endsWith(`.${writerId}`)) await blobs.delete(key)
      }
    },

    async forgetJob(job) {
      for (const key of await blobs.list(keys.history(job))) await blobs.delete(key)
    },

    async page(owner, query, active, current) {
      const { limit = 20, cursor } = query
      const entries = new Map<string, Listed[]>()
      for (const key of await blobs.list(keys.histories(owner))) {
        const entry = parse(key)
        entries.set(entry.jobId, [...(entries.get(entry.jobId) ?? []), entry])
      }
      const listed: Listed[] = []
      const activeIds = new Set(active.map((job) => job.jobId))
      for (const [jobId, told] of entries) {
        if (activeIds.has(jobId)) continue
        // Two ends are told when a late writer has not taken its own back yet: the log knows which is true.
        const truth = told.length > 1 ? await current(jobId) : undefined
        const one = told.find((entry) => entry.status === truth?.status) ?? told[0]
        if (one) listed.push(one)
      }
      for (const job of active) {
        const order = keys.history(job).split('/')[2] ?? ''
        listed.push({ jobId: job.jobId, order, status: job.status, type: job.type, job })
      }
      listed.sort((one, other) => (one.order < other.order ? -1 : 1))
      const totals = Object.fromEntries(JOB_STATUSES.map((status) => [status, 0])) as Record<
        JobStatus,
        number
      >
      for (const entry of listed) totals[entry.status] += 1
      const matching = listed.filter(
        (entry) =>
          (!query.type || entry.type === query.type) &&
          (!query.status || entry.status === query.status) &&
          (!cursor || entry.order > cursor),
      )
      const page = await Promise.all(
        matching.slice(0, limit).map(async (entry) => entry.job ?? (entry.key ? read(entry.key) : undefined)),
      )
      const last = matching[limit - 1]
      const kept = (job: JobRecord | undefined): job is JobRecord =>
        job !== undefined && !('finishedAt' in job && Date.parse(job.finishedAt) + historyMs <= now())
      return {
        jobs: page.filter(kept),
        ...(matching.length > limit && last ? { cursor: last.order } : {}),
        totals,
      }
    },

    async prune(limit) {
      const due = (await blobs.list(keys.stales, { atLeast: limit })).filter((key) => isDue(key, now()))
      for (const marker of due.slice(0, limit)) {
        await blobs.delete(`history/${marker.split('/')[2]?.replaceAll('~', '/') ?? ''}`)
        await blobs.delete(marker)
      }
    },
  }

  async function read(key: string): Promise<JobRecord | undefined> {
    const text = await blobs.read(key)
    return text === undefined ? undefined : readable(JSON.parse(text) as StoredRecord, 0)
  }
}
