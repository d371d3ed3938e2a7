import { expect } from 'vitest'
import type { Claim } from '../../../netlify/store/job-store.ts'
import type { Behaviour, Kit } from '../kit.ts'
import { completed, failed, HOUR, LEASE_MS, lease, MINUTE, retry } from '../kit.ts'

/**
 * Every state that a job can be in, with every event that can befall it: what is answered, and what the job is
 * afterwards. `a|b` means that either will do; an arrow is left out where the state stays as it was.
 */
const table = `
state              | claim            | heartbeat             | complete              | fail                  | retry                 | cancel              | remove    | recover
granted            | claimed>processing | superseded,lapsed,unknown | superseded,lapsed,unknown | superseded,lapsed,unknown | superseded,lapsed,unknown | cancelled>cancelled | active | nothing
waiting            | no-slot          | superseded,lapsed,unknown | superseded,lapsed,unknown | superseded,lapsed,unknown | superseded,lapsed,unknown | cancelled>cancelled | active | nothing
scheduled          | not-due          | superseded,lapsed     | superseded,lapsed     | superseded,lapsed     | superseded,lapsed     | cancelled>cancelled | active | nothing
retry due          | claimed>processing | superseded,lapsed   | superseded,lapsed     | superseded,lapsed     | superseded,lapsed     | cancelled>cancelled | active | nothing
processing         | running          | held                  | accepted>completed    | accepted>failed       | accepted>pending      | cancelled>cancelled | active | nothing
last attempt       | running          | held                  | accepted>completed    | accepted>failed       | accepted>failed       | cancelled>cancelled | active | nothing
second attempt     | running          | held                  | accepted>completed    | accepted>failed       | accepted>pending      | cancelled>cancelled | active | nothing
superseded         | running          | superseded,lapsed     | superseded,lapsed     | superseded,lapsed     | superseded,lapsed     | cancelled>cancelled | active | nothing
lapsed             | claimed>processing | lapsed              | lapsed                | lapsed                | lapsed                | cancelled>cancelled | active | lease-expired>pending
lapsed for good    | finished>failed  | lapsed                | lapsed                | lapsed                | lapsed                | cancelled>cancelled | active | worker-lost>failed
taken back         | claimed>processing | superseded,lapsed   | superseded,lapsed     | superseded,lapsed     | superseded,lapsed     | cancelled>cancelled | active | nothing
completed          | finished         | superseded,lapsed     | accepted              | superseded,lapsed     | superseded,lapsed     | finished            | removed>none | nothing
failed             | finished         | superseded,lapsed     | superseded,lapsed     | accepted              | superseded,lapsed     | finished            | removed>none | nothing
lost               | finished         | superseded,lapsed     | superseded,lapsed     | superseded,lapsed     | superseded,lapsed     | finished            | removed>none | nothing
cancelled          | finished         | cancelled             | cancelled             | cancelled             | cancelled             | cancelled           | removed>none | nothing
cancelled waiting  | finished         | cancelled,superseded,lapsed,unknown | cancelled,superseded,lapsed,unknown | cancelled,superseded,lapsed,unknown | cancelled,superseded,lapsed,unknown | cancelled | removed>none | nothing
expired            | finished         | superseded,lapsed,unknown | accepted,superseded,lapsed,unknown | superseded,lapsed,unknown | superseded,lapsed,unknown | finished | removed>none | nothing
gone               | unknown,finished | superseded,lapsed,unknown | accepted,superseded,lapsed,unknown | superseded,lapsed,unknown | superseded,lapsed,unknown | unknown,finished | removed,unknown | nothing
removed            | unknown,finished | cancelled,superseded,lapsed,unknown | cancelled,superseded,lapsed,unknown | cancelled,superseded,lapsed,unknown | cancelled,superseded,lapsed,unknown | unknown | removed | nothing
never              | unknown          | unknown               | unknown               | unknown               | unknown               | unknown             | unknown   | nothing
`

const rows = table
  .trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))

/** Brings a fresh job into the state; gives the claim whose holder sends the worker's events. */
const reach: Record<string, (kit: Kit) => Promise<Claim>> = {
  granted: async (kit) => borrowed(kit, await kit.created()),
  async waiting(kit) {
    const jobs = await kit.createdInTurn(4)
    return borrowed(kit, jobs[3] ?? '')
  },
  async scheduled(kit) {
    const claim = await kit.running()
    await kit.store.finish(claim, retry(kit.now() + HOUR))
    return claim
  },
  async 'retry due'(kit) {
    const claim = await kit.running()
    await kit.store.finish(claim, retry(kit.now() + MINUTE))
    kit.pass(MINUTE + 1)
    return claim
  },
  processing: (kit) => kit.running(),
  'last attempt': (kit) => kit.running({ maxAttempts: 1 }),
  async 'second attempt'(kit) {
    const claim = await kit.running()
    await kit.store.finish(claim, retry(kit.now()))
    return kit.claimed(claim.jobId)
  },
  async superseded(kit) {
    const claim = await lapsed(kit)
    await kit.claimed(claim.jobId)
    return claim
  },
  lapsed: (kit) => lapsed(kit),
  'lapsed for good': (kit) => lapsed(kit, 1),
  async 'taken back'(kit) {
    const claim = await lapsed(kit)
    await kit.store.recover(claim.jobId)
    return claim
  },
  completed: (kit) => ended(kit, 'complete'),
  failed: (kit) => ended(kit, 'fail'),
  async lost(kit) {
    const claim = await lapsed(kit, 1)
    await kit.store.recover(claim.jobId)
    return claim
  },
  async cancelled(kit) {
    const claim = await kit.running()
    await kit.store.cancel(claim.jobId)
    return claim
  },
  async 'cancelled waiting'(kit) {
    const claim = await borrowed(kit, await kit.created())
    await kit.store.cancel(claim.jobId)
    return claim
  },
  async expired(kit) {
    const claim = await ended(kit, 'complete')
    kit.pass(11 * MINUTE)
    return claim
  },
  async gone(kit) {
    const claim = await ended(kit, 'complete')
    kit.pass(25 * HOUR)
    return claim
  },
  async removed(kit) {
    const claim = await kit.running()
    await kit.store.cancel(claim.jobId)
    await kit.store.remove(claim.jobId)
    return claim
  },
  never: async (kit) => borrowed(kit, 'never'),
}

/** A claim that was never given for this job: another's, with the name changed. */
async function borrowed(kit: Kit, jobId: string): Promise<Claim> {
  const claim = await kit.running({ owner: 'somebody-else' })
  return { ...claim, jobId }
}

async function lapsed(kit: Kit, maxAttempts = 5): Promise<Claim> {
  const claim = await kit.running({ maxAttempts })
  kit.pass(LEASE_MS + 1)
  return claim
}

async function ended(kit: Kit, how: 'complete' | 'fail'): Promise<Claim> {
  const claim = await kit.running()
  await kit.store.finish(claim, how === 'complete' ? completed() : failed())
  return claim
}

const events: Record<string, (kit: Kit, claim: Claim) => Promise<string>> = {
  async claim({ store }, { jobId }) {
    const result = await store.claim(jobId, lease())
    return result.kind === 'claimed' ? 'claimed' : result.reason
  },
  async heartbeat({ store }, claim) {
    const result = await store.heartbeat(claim, { leaseMs: LEASE_MS })
    return result.kind === 'held' ? 'held' : result.reason
  },
  async complete({ store }, claim) {
    const result = await store.finish(claim, completed())
    return result.kind === 'accepted' ? 'accepted' : result.reason
  },
  async fail({ store }, claim) {
    const result = await store.finish(claim, failed())
    return result.kind === 'accepted' ? 'accepted' : result.reason
  },
  async retry({ store, now }, claim) {
    const result = await store.finish(claim, retry(now() + 2 * HOUR))
    return result.kind === 'accepted' ? 'accepted' : result.reason
  },
  cancel: async ({ store }, { jobId }) => (await store.cancel(jobId)).kind,
  remove: ({ store }, { jobId }) => store.remove(jobId),
  async recover({ store }, { jobId }) {
    return (await store.recover(jobId)).recovered.join() || 'nothing'
  },
}

async function status({ store }: Kit, jobId: string): Promise<string> {
  return (await store.get(jobId))?.status ?? 'none'
}

export function transitions(it: Behaviour): void {
  const [head = [], ...states] = rows
  for (const [state = '', ...cells] of states) {
    cells.forEach((cell, i) => {
      const event = head[i + 1] ?? ''
      const [answers = '', becomes] = cell.split('>')
      const allowed = answers.split(',')
      const title = `${state} × ${event}: ${allowed.join(' or ')}${becomes ? `, then ${becomes}` : ''}`
      it(title, async (kit) => {
        const claim = await reach[state]?.(kit)
        const befall = events[event]
        if (!claim || !befall) throw new Error(`The table names an unknown state or event: ${title}`)
        const before = await status(kit, claim.jobId)
        expect(allowed).toContain(await befall(kit, claim))
        expect(await status(kit, claim.jobId)).toBe(becomes ?? before)
      })
    })
  }
}
