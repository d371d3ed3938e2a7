import type { Claim, JobRecord, JobStore } from '../../netlify/store/job-store.ts'
import { isTerminal } from '../../src/shared/job.ts'
import type { Process, Scheduler } from './scheduler.ts'
import type { Moment, Witness } from './witness.ts'

/** What all callers of one history were told, for checks that need more than one answer. */
export interface Told {
  /** By job and attempt, who was told to have claimed it. */
  claims: Map<string, string>
  /** Jobs whose creation was accepted. */
  created: Set<string>
  /** Jobs whose removal was accepted. */
  removed: Set<string>
  /** Claims whose holder was told that they are lost. */
  lost: Set<string>
  /** Finished jobs may be past their last day. */
  mayBeGone: boolean
  violations: string[]
}

export const nothingTold = (mayBeGone: boolean): Told => ({
  mayBeGone,
  claims: new Map(),
  created: new Set(),
  removed: new Set(),
  lost: new Set(),
  violations: [],
})

/** Whether the moment is the job as the record says. */
const like = (job: JobRecord) => (moment: Moment | undefined) =>
  moment?.status === job.status &&
  moment.attempt === job.attempt &&
  (job.status !== 'processing' || moment.claimId === job.claimId)

/**
 * The store as one process sees it, with every answer checked against what really happened: there must be a
 * moment between question and answer at which the answer was true (linearizability, with the log as witness).
 */
export function observedStore(
  store: JobStore,
  process: Process,
  scheduler: Scheduler,
  witness: Witness,
  told: Told,
): JobStore {
  async function ask<T>(what: string, run: () => Promise<T>, check: (answer: T, from: number) => void) {
    const from = scheduler.tick()
    let answer: T
    try {
      answer = await run()
    } catch (error) {
      scheduler.log(`${process.name} ${what} throws ${String(error)}`)
      throw error
    }
    scheduler.log(`${process.name} ${what}: ${brief(answer)}`)
    check(answer, from)
    return answer
  }

  function expectMoment(
    what: string,
    jobId: string,
    from: number,
    true_: (moment: Moment | undefined) => boolean,
  ) {
    if (!witness.was(jobId, from, scheduler.tick(), true_)) {
      told.violations.push(`${process.name} was told what was never true: ${what} of ${jobId}`)
    }
  }

  /** Who was told that a claim is lost is to write nothing more. */
  function expectHeld(what: string, { jobId, attempt, claimId }: Claim) {
    if (told.lost.has(`${jobId}/${attempt}/${claimId}`)) {
      told.violations.push(`${process.name} sent a ${what} after it was told that its claim is lost`)
    }
  }

  const nowhere = (moment: Moment | undefined) => moment === undefined || moment.status === 'gone'

  return {
    ...store,

    create: (jobs) =>
      ask(
        `create ${jobs.map(({ jobId }) => jobId.slice(0, 6)).join(' ')}`,
        () => store.create(jobs),
        (answer, from) => {
          if (answer.kind === 'refused') return
          for (const { job } of answer.jobs) {
            told.created.add(job.jobId)
            expectMoment(`create as ${job.status}`, job.jobId, from, like(job))
          }
        },
      ),

    get: (jobId) =>
      ask(
        `get ${jobId.slice(0, 6)}`,
        () => store.get(jobId),
        (job, from) => {
          if (job) expectMoment(`get as ${job.status}/${job.attempt}`, jobId, from, like(job))
          else if (told.created.has(jobId)) {
            const unknown = (m: Moment | undefined) =>
              nowhere(m) || (told.mayBeGone && m !== undefined && isEnd(m))
            expectMoment('get as unknown', jobId, from, unknown)
          }
        },
      ),

    claim: (jobId, by) =>
      ask(
        `claim ${jobId.slice(0, 6)}`,
        () => store.claim(jobId, by),
        (answer, from) => {
          if (answer.kind === 'claimed') {
            const key = `${jobId}/${answer.claim.attempt}`
            const other = told.claims.get(key)
            if (other !== undefined && other !== by.claimId)
              told.violations.push(`two claims of ${key} were won`)
            told.claims.set(key, by.claimId)
            expectMoment('claim', jobId, from, like(answer.job))
          } else if (answer.reason === 'running') {
            expectMoment('claim refused as running', jobId, from, (m) => m?.status === 'processing')
          } else if (answer.reason === 'finished') {
            expectMoment('claim refused as finished', jobId, from, (m) => m !== undefined && isEnd(m))
          }
        },
      ),

    heartbeat: (claim, to) =>
      ask(
        `heartbeat ${claim.jobId.slice(0, 6)}/${claim.attempt}`,
        () => {
          expectHeld('heartbeat', claim)
          return store.heartbeat(claim, to)
        },
        (answer, from) => {
          if (answer.kind === 'lost') told.lost.add(`${claim.jobId}/${claim.attempt}/${claim.claimId}`)
          const mine = (m: Moment | undefined) => m?.claimId === claim.claimId && m.status === 'processing'
          if (answer.kind === 'held') expectMoment('heartbeat held', claim.jobId, from, mine)
        },
      ),

    finish: (claim, outcome) =>
      ask(
        `finish ${claim.jobId.slice(0, 6)}/${claim.attempt} ${outcome.kind}`,
        () => {
          expectHeld('finish', claim)
          return store.finish(claim, outcome)
        },
        (answer) => {
          if (answer.kind === 'refused') return
          // The end of this very claim must stand in the log: the entry after it.
          const moments = witness.moments(claim.jobId)
          const at = moments.findLastIndex((m) => m.claimId === claim.claimId && m.status === 'processing')
          const end = moments[at + 1]
          const fits =
            outcome.kind === 'retry'
              ? end?.status === 'pending' || end?.status === 'failed'
              : end?.status === outcome.kind
          if (at < 0 || !end || !fits) {
            told.violations.push(`finish of ${claim.jobId}/${claim.attempt} was accepted and did not happen`)
          }
        },
      ),

    cancel: (jobId) =>
      ask(
        `cancel ${jobId.slice(0, 6)}`,
        () => store.cancel(jobId),
        (answer, from) => {
          if (answer.kind === 'unknown') return
          expectMoment(`cancel: ${answer.job.status}`, jobId, from, like(answer.job))
        },
      ),

    remove: (jobId) =>
      ask(
        `remove ${jobId.slice(0, 6)}`,
        () => store.remove(jobId),
        (answer, from) => {
          if (answer === 'removed') told.removed.add(jobId)
          if (answer === 'removed') expectMoment('remove', jobId, from, nowhere)
          if (answer === 'active')
            expectMoment('remove: active', jobId, from, (m) => m !== undefined && !isEnd(m))
        },
      ),

    recover: (jobId) =>
      ask(
        `recover ${jobId.slice(0, 6)}`,
        () => store.recover(jobId),
        ({ job }, from) => {
          if (job) expectMoment(`recover as ${job.status}/${job.attempt}`, jobId, from, like(job))
        },
      ),
  }
}

const isEnd = ({ status }: Moment) => status === 'gone' || isTerminal(status)

function brief(answer: unknown): string {
  return JSON.stringify(answer, (key, value) =>
    ['input', 'fence', 'inputHash', 'createdAt', 'updatedAt', 'owner', 'type', 'document', 'v'].includes(key)
      ? undefined
      : value,
  )
}
