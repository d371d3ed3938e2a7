import { createHash } from 'node:crypto'

/**
 * Every key of the Blobs driver. No key is a path prefix of another: the local sandbox keeps keys as files
 * and folders.
 *
 * ```
 * log/<jobId>/<seq>                          the job's log: write once, numbered from 1
 * pulse/<jobId>/<attempt>                    lease and progress of a running attempt: overwritten
 * owner/<owner>/<seq>                        the owner's log: who holds a slot, who waits
 * open/<jobId>                               a job that is not finished; its value is when it was begun
 * done/<day>/<jobId>                         a finished job, under the day on which it may be erased
 * history/<owner>/<newest first>.<jobId>/…   what the job was and became
 * stale/<day>/<owner>.<…>                    history, under the day on which it may be erased
 * once/<key>                                 site secrets
 * ```
 */
const seqWidth = 6

export const keys = {
  log: (jobId: string, seq: number) => `log/${jobId}/${pad(seq, seqWidth)}`,
  logs: (jobId: string) => `log/${jobId}/`,
  pulse: (jobId: string, attempt: number) => `pulse/${jobId}/${attempt}`,
  pulses: (jobId: string) => `pulse/${jobId}/`,
  owner: (owner: string, seq: number) => `owner/${ownerKey(owner)}/${pad(seq, 9)}`,
  owners: (owner: string) => `owner/${ownerKey(owner)}/`,
  open: (jobId: string) => `open/${jobId}`,
  opens: 'open/',
  done: (eraseAtMs: number, jobId: string) => `done/${day(eraseAtMs)}/${jobId}`,
  dones: 'done/',
  stale: (eraseAtMs: number, history: string) =>
    `stale/${day(eraseAtMs)}/${history.replace('history/', '').replaceAll('/', '~')}`,
  stales: 'stale/',
  histories: (owner: string) => `history/${ownerKey(owner)}/`,
  /** Newest first in sorted order, ties by job id descending. */
  history: (job: { owner: string; jobId: string; createdAt: string }) =>
    `${keys.histories(job.owner)}${newestFirst(job.createdAt)}.${descending(job.jobId)}/`,
  once: (key: string) => `once/${encodeURIComponent(key)}`,
  ping: (id: string) => `ping/${id}`,
}

/** The last part of a log key as a number. */
export function seqOf(key: string): number {
  return Number(key.slice(key.lastIndexOf('/') + 1))
}

/** The days (UTC) of `prefix` whose markers are due at `nowMs`; the marker's day must have ended. */
export function isDue(marker: string, nowMs: number): boolean {
  return (marker.split('/')[1] ?? '') < day(nowMs)
}

/** Job ids in history keys are stored complemented, so that they sort descending. */
export function jobIdOfHistory(key: string): string {
  const part = key.split('/')[2] ?? ''
  return descending(part.slice(part.indexOf('.') + 1))
}

function ownerKey(owner: string): string {
  return createHash('sha256').update(owner).digest('hex').slice(0, 32)
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

/** Turns an ISO time into digits that sort the other way round. Good until the year 5138. */
function newestFirst(iso: string): string {
  return pad(99_999_999_999_999 - Date.parse(iso), 14)
}

const forward = '0123456789abcdefghijklmnopqrstuvwxyz'

/** Complements digits and lower-case letters, and is its own inverse. */
function descending(id: string): string {
  return [...id]
    .map((char) => {
      const at = forward.indexOf(char)
      return at < 0 ? char : (forward[forward.length - 1 - at] ?? char)
    })
    .join('')
}
