/**
 * Faults that somebody could make, as patches. `find` stands exactly once in the file. Every one of them must
 * be killed by a test; `run.ts` shows by which.
 */
export interface Mutant {
  file: string
  /** What is broken. */
  about: string
  find: string
  replace: string
}

const holding = 'netlify/store/blobs/attempt.ts'
const claim = 'netlify/store/blobs/claim.ts'
const create = 'netlify/store/blobs/create.ts'
const ending = 'netlify/store/blobs/ending.ts'
const parts = 'netlify/store/blobs/parts.ts'
const upkeep = 'netlify/store/blobs/upkeep.ts'
const log = 'netlify/store/blobs/job-log.ts'
const access = 'netlify/store/blobs/blob-access.ts'
const ownerLog = 'netlify/store/blobs/owner-log.ts'
const admission = 'netlify/store/blobs/admission.ts'
const slots = 'netlify/store/blobs/slots.ts'
const records = 'netlify/store/blobs/records.ts'
const history = 'netlify/store/blobs/history.ts'
const memory = 'netlify/store/memory.ts'
const redis = 'netlify/store/redis/scripts.ts'
const postgres = 'netlify/store/postgres/migrations/002-functions.sql'
const attempt = 'netlify/handlers/run-attempt.ts'
const lease = 'netlify/handlers/keep-lease.ts'
const lookAfter = 'netlify/handlers/look-after.ts'
const retries = 'netlify/handlers/retry-policy.ts'
const reuse = 'netlify/handlers/reuse.ts'

export const mutants: Mutant[] = [
  {
    file: log,
    about: 'a write is believed without reading back whose it is',
    find: 'return entry.id === next.id ? (entry as typeof next) : undefined',
    replace: 'return entry as typeof next',
  },
  {
    file: log,
    about: 'a write that was refused is a loss, although an earlier delivery of it may have won',
    find: '      // A loss is read back as well: the service may have delivered the write twice and answered the second.\n',
    replace: "      if (written === 'taken') return undefined\n",
  },
  {
    file: access,
    about: 'an unknown status of a conditional write counts as success',
    find: "return status === 412 ? 'taken' : 'unknown'",
    replace: "return status === 412 ? 'taken' : 'written'",
  },
  {
    file: access,
    about: 'log entries are written without a condition',
    find: '}).set(key, value, { onlyIfNew: true })',
    replace: '}).set(key, value)',
  },
  {
    file: access,
    about: 'reads may come from a cache',
    find: "consistency: 'strong' as const",
    replace: "consistency: 'eventual' as const",
  },
  {
    file: access,
    about: 'a conditional write is repeated, and its own success is read as a loss',
    find: 'const delays = conditional ? [] : retryDelaysMs',
    replace: 'const delays = retryDelaysMs',
  },
  {
    file: holding,
    about: 'a heartbeat does not look whether its claim is over',
    find: "if (next) return { kind: 'lost', reason: lostTo(next) }",
    replace: '',
  },
  {
    file: holding,
    about: 'a heartbeat revives a lapsed lease',
    find: "if (isLapsed({ leaseExpiresAt: leaseUntil }, now())) return { kind: 'lost', reason: 'lapsed' }",
    replace: '',
  },
  {
    file: holding,
    about: 'a finish on a lapsed lease is accepted',
    find: 'if (late && isLapsed(pulse ?? claim, now())) return ended()',
    replace: '',
  },
  {
    file: claim,
    about: 'a claim takes no heed of slots',
    find: "if (!(await hasSlot(record, tail))) return { kind: 'refused', reason: 'no-slot' }",
    replace: '',
  },
  {
    file: claim,
    about: 'a claim takes no heed of when the retry is due',
    find: 'if (record.runAfter && Date.parse(record.runAfter) > now())',
    replace: 'if (record.runAfter === "never")',
  },
  {
    file: parts,
    about: 'a slot is not given back when a job ends',
    find: "if (record.status !== 'pending') drop(state, record.jobId)",
    replace: "if (record.status === 'cancelled') drop(state, record.jobId)",
  },
  {
    file: create,
    about: 'the line of an owner has no end',
    find: 'if (fresh > 0 && over > 0)',
    replace: 'if (fresh > 1_000 && over > 0)',
  },
  {
    file: parts,
    about: 'the history entry of a late writer stays',
    find: 'if (!appended) await takeBackHistory()',
    replace: 'if (!appended) await Promise.resolve()',
  },
  {
    file: upkeep,
    about: 'a job is woken by every look at it',
    find: 'const overdue = unclaimed.filter((job) => now() - (job.wokenAt ?? 0) >= dispatchGraceMs)',
    replace: 'const overdue = unclaimed',
  },
  {
    file: ending,
    about: 'a removed job leaves no tombstone',
    find: "if (tail.entry.kind !== 'void') {\n          const { record } = tail.entry\n          if (!isTerminal(record.status)) return 'active'",
    replace:
      "if (tail.entry.kind !== 'void') {\n          const { record } = tail.entry\n          if (!isTerminal(record.status)) return 'active'\n          for (const key of await blobs.list(keys.logs(jobId))) await blobs.delete(key)\n          return 'removed'",
  },
  {
    file: upkeep,
    about: 'a sweep takes the marker of a job whose log is on its way for a left-over',
    find: '(Date.parse(begunAt) || 0) > ORPHAN_MS',
    replace: '(Date.parse(begunAt) || 0) >= 0',
  },
  {
    file: ownerLog,
    about: "a change to the owner's log is believed without reading back whose it is",
    find: 'if (kept !== undefined && (JSON.parse(kept) as OwnerState).id === next.id) {',
    replace: 'if (kept !== undefined) {',
  },
  {
    file: admission,
    about: 'the last to come is the first to run',
    find: '.sort((one, other) => one.at - other.at || one.order - other.order)',
    replace: '.sort((one, other) => other.at - one.at || other.order - one.order)',
  },
  {
    file: admission,
    about: 'jobs that wait for their retry hold their slot',
    find: "job.state = runAfterMs > nowMs ? 'later' : 'waiting'",
    replace: "job.state = runAfterMs > nowMs ? 'running' : 'waiting'",
  },
  {
    file: admission,
    about: 'one slot too many',
    find: "return maxRunning - state.jobs.filter((job) => job.state === 'running').length",
    replace: "return maxRunning + 1 - state.jobs.filter((job) => job.state === 'running').length",
  },
  {
    file: slots,
    about: 'slots of jobs that are over are never noticed',
    find: "if (seen === 'over') drop(state, job.jobId)\n        else if (seen.runAfterMs === 'processing') {",
    replace: "if (seen === 'over') continue\n        else if (seen.runAfterMs === 'processing') {",
  },
  {
    file: slots,
    about: 'a job whose worker was lost is not woken anew',
    find: 'if (job.fence !== seen.seq) delete job.wokenAt',
    replace: 'job.wokenAt = now()',
  },
  {
    file: records,
    about: 'a retry may have one attempt more than it should',
    find: "if (outcome.kind === 'retry' && from.attempt < from.maxAttempts) {",
    replace: "if (outcome.kind === 'retry' && from.attempt <= from.maxAttempts) {",
  },
  {
    file: records,
    about: 'a lost worker may be lost once more than it should',
    find: 'if (from.attempt < from.maxAttempts) return pendingAgain(from, nowMs)',
    replace: 'if (from.attempt <= from.maxAttempts) return pendingAgain(from, nowMs)',
  },
  {
    file: history,
    about: "a job's removal leaves its history",
    find: 'for (const key of await blobs.list(keys.history(job))) await blobs.delete(key)',
    replace: 'await blobs.list(keys.history(job))',
  },
  {
    file: upkeep,
    about: 'when a job is erased, the history of a writer that was late stays',
    find: "if (entry.kind !== 'void') await history.keepOnly(entry.record, entry.id)",
    replace: '',
  },
  {
    file: memory,
    about: 'the attempt is not compared when a claim writes',
    find: "if (job.status === 'processing' && job.claimId === claim.claimId && job.attempt === claim.attempt) {",
    replace: "if (job.status === 'processing') {",
  },
  {
    file: memory,
    about: 'a lapsed lease holds until somebody notices',
    find: "return lapsed(job) ? 'lapsed' : job",
    replace: 'return job',
  },
  {
    file: memory,
    about: 'a cancel frees no slot',
    find: "    entry.slot = false\n    if (as.status === 'completed')",
    replace: "    entry.slot = as.status === 'cancelled' && entry.slot\n    if (as.status === 'completed')",
  },
  {
    file: memory,
    about: 'nobody is woken when a job ends',
    find: "return { kind: 'accepted', job: seen(entry.job), wake: wake(admit(held.owner)) }",
    replace: "return { kind: 'accepted', job: seen(entry.job), wake: [] }",
  },
  {
    file: memory,
    about: 'progress may fall',
    find: 'const percent = Math.max(held.progress.percent, progress.percent)',
    replace: 'const { percent } = progress',
  },
  {
    file: redis,
    about: 'a second claim takes the attempt from the first',
    find: "if e.claim ~= claimId then return { 'running' } end",
    replace: 'if e.claim ~= claimId then return start(e, claimId, lease) end',
  },
  {
    file: redis,
    about: 'a lapsed worker may write',
    find: "return lapsed(e) and 'lapsed' or nil",
    replace: 'return nil',
  },
  {
    file: redis,
    about: 'a finished job keeps its slot',
    find: "ended(e, claimId, told)\ncall('ZREM', P .. 'r:' .. e.owner, id)",
    replace: 'ended(e, claimId, told)',
  },
  {
    file: redis,
    about: 'a batch is admitted beyond the line',
    find: 'if inLine + size - slots > maxWaiting then',
    replace: 'if inLine + 1 - slots > maxWaiting then',
  },
  {
    file: postgres,
    about: 'a heartbeat revives a lapsed lease',
    find: "  where job_id = p_id and status = 'processing' and claim_id = p_claim and attempt = p_attempt\n    and lease_expires_at > p_now;",
    replace:
      "  where job_id = p_id and status = 'processing' and claim_id = p_claim and attempt = p_attempt;",
  },
  {
    file: postgres,
    about: 'creates of one owner do not wait for one another',
    find: '  perform offstage.lock_owner(p_owner);\n  select array_agg(distinct',
    replace: '  select array_agg(distinct',
  },
  {
    file: postgres,
    about: 'a second claim takes the attempt from the first',
    find: "if e.claim_id <> p_claim then return json_build_object('kind', 'running'); end if;",
    replace: '',
  },
  {
    file: postgres,
    about: 'a cancel ends jobs that are over',
    find: "where job_id = p_id and status in ('pending', 'processing')\n  returning * into e;",
    replace: 'where job_id = p_id\n  returning * into e;',
  },
  {
    file: attempt,
    about: 'files are deleted although the outcome may stand',
    find: 'for (const { fileId } of stored) keepFiles.add(fileId)',
    replace: '',
  },
  {
    file: attempt,
    about: 'nobody is woken after an attempt',
    find: 'await services.dispatch(result.wake)',
    replace: 'await services.dispatch([])',
  },
  {
    file: attempt,
    about: 'what must not be retried is retried',
    find: "if (error instanceof NonRetryableError) return { kind: 'failed', error: failure }",
    replace: '',
  },
  {
    file: attempt,
    about: 'a worker that lost its claim finishes all the same',
    find: "      log('job-attempt-lost', { reason: lost.reason })\n      return",
    replace: "      log('job-attempt-lost', { reason: lost.reason })",
  },
  {
    file: reuse,
    about: 'a result of an older version of the site is given again',
    find: 'JSON.stringify([by, content])',
    replace: 'JSON.stringify([content])',
  },
  {
    file: reuse,
    about: 'jobs share one file, which dies with the first of them',
    find: 'const file = await context.storeFile(found.bytes, { fileName: reuse.fileNameOf(input), contentType })',
    replace: 'const file = { ...found.info, fileName: reuse.fileNameOf(input), contentType }',
  },
  {
    file: reuse,
    about: 'what was missing for a moment stays missing',
    find: ' || !reuse.lasts(job.output as Output)',
    replace: '',
  },
  {
    file: lease,
    about: 'the lease is not renewed',
    find: '  schedule(leaseMs / 3)\n  return {',
    replace: '  return {',
  },
  {
    file: lease,
    about: 'a worker works on after it lost its claim',
    find: 'else lose(result.reason)',
    replace: 'else claim = { ...claim }',
  },
  {
    file: lease,
    about: 'a worker that learns while stopping that its claim is lost finishes all the same',
    find: 'if (lost) return',
    replace: 'if (lost || stopped) return',
  },
  {
    file: lookAfter,
    about: 'a poll finds a lapsed lease and does nothing',
    find: "if (job.status === 'processing') return Date.parse(job.leaseExpiresAt) <= nowMs",
    replace: "if (job.status === 'processing') return false",
  },
  {
    file: lookAfter,
    about: 'a recovered job is not woken',
    find: 'await dispatch(wake)',
    replace: 'await dispatch([])',
  },
  {
    file: retries,
    about: "a failing service's Retry-After is ignored",
    find: 'if (error instanceof RetryableError && error.retryAfterMs !== undefined) {',
    replace: 'if (error === undefined && attempt < 0) {',
  },
]
