import type { JobStatus } from '../../src/shared/job.ts'

/**
 * What really happened to every job, in order, taken from where the driver keeps it: the log of the Blobs
 * driver as it was committed, or the memory driver's map after each operation. What callers were told is checked
 * against it.
 */
export interface Moment {
  tick: number
  kind: string
  status: JobStatus | 'gone'
  attempt: number
  claimId?: string
  /** The end's time and content, as JSON; what never changes once it is there. */
  end?: string
  owner: string
}

export interface Witness {
  moments(jobId: string): readonly Moment[]
  jobs(): string[]
  note(jobId: string, moment: Moment): void
  /** Was there a moment between the two ticks (inclusive) in which the job was like this? */
  was(jobId: string, from: number, to: number, like: (moment: Moment | undefined) => boolean): boolean
  violations: string[]
}

const terminal = (status: Moment['status']) =>
  status === 'completed' || status === 'failed' || status === 'cancelled'

export function createWitness(maxRunning: () => number): Witness {
  const byJob = new Map<string, Moment[]>()
  const running = new Map<string, Set<string>>()
  const violations: string[] = []

  function check(jobId: string, before: Moment | undefined, after: Moment): void {
    const step = `${before?.status ?? 'nothing'}/${before?.attempt ?? 0} to ${after.status}/${after.attempt}`
    if (before && terminal(before.status)) {
      if (after.status !== 'gone' && (after.status !== before.status || after.end !== before.end)) {
        violations.push(`terminal state of ${jobId} changed: ${step}`)
      }
      return
    }
    if (before?.status === 'gone') {
      violations.push(`${jobId} came back after it was gone: ${step}`)
      return
    }
    // A lapsed attempt may be taken back and the next one claimed in one step.
    const claimed =
      after.status === 'processing' &&
      (after.claimId !== before?.claimId || after.attempt !== before?.attempt)
    const expected = (before?.attempt ?? 0) + (claimed ? 1 : 0)
    if (after.status !== 'gone' && after.attempt !== expected) {
      violations.push(`attempts of ${jobId} are not counted one by one: ${step}`)
    }
    if (after.status === 'completed' && before?.status !== 'processing') {
      violations.push(`${jobId} was completed without being run: ${step}`)
    }
  }

  return {
    violations,
    jobs: () => [...byJob.keys()],
    moments: (jobId) => byJob.get(jobId) ?? [],
    note(jobId, moment) {
      const moments = byJob.get(jobId) ?? []
      byJob.set(jobId, moments)
      check(jobId, moments.at(-1), moment)
      moments.push(moment)
      const owners = running.get(moment.owner) ?? new Set()
      running.set(moment.owner, owners)
      if (moment.status === 'processing') owners.add(jobId)
      else owners.delete(jobId)
      if (owners.size > maxRunning()) {
        violations.push(`${owners.size} jobs of ${moment.owner} run at once: ${[...owners].join(' ')}`)
      }
    },
    was(jobId, from, to, like) {
      const moments = byJob.get(jobId) ?? []
      const [first] = moments
      if ((!first || first.tick >= from) && like(undefined)) return true
      return moments.some((moment, i) => {
        const next = moments[i + 1]
        return moment.tick <= to && (!next || next.tick >= from) && like(moment)
      })
    },
  }
}
