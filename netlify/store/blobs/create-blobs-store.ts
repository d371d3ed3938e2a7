import { randomUUID } from 'node:crypto'
import { isTerminal } from '../../../src/shared/job.ts'
import { type JobRecord, type JobStore, StoreError, type StoreOptions } from '../job-store.ts'
import { holding } from './attempt.ts'
import type { BlobAccess, BlobPlace } from './blob-access.ts'
import { claiming } from './claim.ts'
import { creating } from './create.ts'
import { ending } from './ending.ts'
import { keys } from './keys.ts'
import { openParts } from './parts.ts'
import { upkeep } from './upkeep.ts'

/**
 * Jobs in Netlify Blobs. Two append-only logs carry everything that must not be wrong: one per job (what it
 * is; see `job-log.ts`) and one per owner (who may run; see `owner-log.ts`). All other keys are markers, which
 * may be missing or left over after a crash and are checked against the logs.
 *
 * A job is made by writing its log first and admitting it in the owner's log second: the second write is the
 * moment at which the job, or the whole batch, exists.
 */
export function createBlobsStore(
  /** Where the blobs are, or an access that is open already. */
  place: BlobPlace | BlobAccess,
  given: Partial<StoreOptions> = {},
): JobStore {
  const parts = openParts(place, given)
  const { options, blobs, log, owners, history, recordOf } = parts
  const { now } = options

  async function get(jobId: string): Promise<JobRecord | undefined> {
    const tail = await log.tail(jobId)
    return tail && recordOf(tail)
  }

  return {
    name: 'blobs',
    get,
    create: creating(parts),
    claim: claiming(parts),
    ...holding(parts),
    ...ending(parts),
    ...upkeep(parts),

    async input(jobId) {
      const [first, job] = await Promise.all([log.entry(jobId, 1), get(jobId)])
      if (!job || ('expiresAt' in job && now() >= Date.parse(job.expiresAt))) return undefined
      return first?.kind === 'created' ? first.input : undefined
    },

    async history(owner, query = {}) {
      const state = await owners.read(owner)
      const active = (await Promise.all(state.jobs.map((job) => get(job.jobId)))).filter(
        (job): job is JobRecord => job !== undefined && !isTerminal(job.status),
      )
      return history.page(owner, query, active, get)
    },

    async once(key, value) {
      const kept = await blobs.read(keys.once(key))
      if (kept !== undefined) return kept
      await blobs.writeNew(keys.once(key), value)
      const now = await blobs.read(keys.once(key))
      if (now === undefined) throw new StoreError(`blobs: could not keep ${key}`)
      return now
    },

    async ping() {
      const key = keys.ping(randomUUID())
      await blobs.write(key, 'ping')
      const back = await blobs.read(key)
      await blobs.delete(key)
      if (back !== 'ping') throw new StoreError('blobs: a value written was not read back')
    },

    async close() {},
  }
}
