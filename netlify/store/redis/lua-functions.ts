/**
 * Every change of state is one Lua script, so it happens whole or not at all and nothing comes between.
 *
 * Keys, all under one prefix (which carries a hash tag, so that a cluster keeps them together):
 *
 * - `j:<jobId>` hash: `job`, what never changes, as JSON for the caller; `state`, what does, as lines in the
 *   order of STATE. Kept until the job's history ends
 * - `i:<jobId>` the input, `o:<jobId>` the output: personal, they expire by themselves with the job's answer
 * - `r:<owner>` sorted set, the jobs that hold a slot, by order of creation
 * - `w:<owner>` sorted set, the jobs in line, by when they arrived; members are `<order>:<jobId>`
 * - `b:<owner>` the same for jobs that wait for their retry, by when it is due
 * - `h:<owner>` sorted set, the owner's history, by time of creation
 * - `due` sorted set, when each job wants attention: what the sweep reads
 * - `seq` the last order given out, `k:<key>` a value kept by `once`
 *
 * One packed field instead of one a fact, only the functions that a script needs, options as literals, times
 * as the text they arrived in: together they about halve what a job costs the server (tests/bench/queue-redis.ts).
 * Lines are safe because whatever could hold a line break arrives JSON-escaped; JSON is never decoded here
 * (Lua would turn `[]` into `{}`).
 *
 * Times are milliseconds since the epoch and come from the caller. Native expiry is only how forgotten keys go
 * away: it comes an hour late on purpose, and no rule depends on it.
 */

/**
 * The lines of `state`. An empty one is absent. `slot` is 1 once the job has been let run and until it is
 * finished; `woken` is when a worker was last asked for; `ended` says how each claim that is over ended, as
 * `<tab>claim<tab>digest of the outcome, or lapsed<tab>`.
 */
export const STATE = [
  ...['status', 'type', 'owner', 'finished', 'attempt', 'max', 'order', 'rev', 'slot', 'woken', 'updated'],
  ...['percent', 'note', 'runAfter', 'error', 'claim', 'started', 'lease', 'expires', 'removed', 'erased'],
  'ended',
] as const

export const LINE = '([^\\n]*)\\n'

/**
 * Lua functions on jobs and on owners' slots and lines, by name. A script gets those that it calls, in this
 * order, so a callee stands before its caller.
 */
export const FUNCTIONS: Record<string, string> = {
  read: `
local function read(id)
  local stored = call('HMGET', P .. 'j:' .. id, 'job', 'state')
  if not stored[2] then return nil end
  local ${STATE.join(', ')} = string.match(stored[2], '^${LINE.repeat(STATE.length)}')
  return { id = id, job = stored[1], packed = stored[2], ${STATE.map((name) => `${name} = ${name}`).join(', ')} }
end`,

  pack: `
local function pack(e)
  return ${STATE.map((name) => `e.${name}`).join(" .. '\\n' .. ")} .. '\\n'
end`,

  write: `
local function write(e)
  e.packed = pack(e)
  call('HSET', P .. 'j:' .. e.id, 'state', e.packed)
end`,

  // Writes something that a reader can see.
  revise: `
local function revise(e)
  e.updated = NOW
  e.rev = e.rev + 1
  write(e)
end`,

  historyEnds: `
local function historyEnds(e) return e.finished ~= '' and e.finished + keep or math.huge end`,

  goneAt: `
local function goneAt(e) return e.expires ~= '' and e.expires + gone or math.huge end`,

  find: `
local function find(id)
  local e = read(id)
  if e and e.removed == '' and e.erased == '' and (e.expires == '' or now < e.expires + gone) then return e end
  return nil, e
end`,

  terminal: `
local function terminal(e) return e.status ~= 'pending' and e.status ~= 'processing' end`,

  lapsed: `
local function lapsed(e) return e.status == 'processing' and now >= tonumber(e.lease) end`,

  ready: `
local function ready(e) return e.status == 'pending' and (e.runAfter == '' or now >= tonumber(e.runAfter)) end`,

  overdue: `
local function overdue(e) return e.woken == '' or now - e.woken >= grace end`,

  attention: `
local function attention(e, ms) call('ZADD', P .. 'due', ms, e.id) end`,

  // The record as the caller reads it.
  shown: `
local function shown(e)
  if e.status ~= 'completed' or now >= tonumber(e.expires) then return { e.job, e.packed } end
  return { e.job, e.packed, e.output or call('GET', P .. 'o:' .. e.id) or '' }
end`,

  // The job as an attempt takes it.
  start: `
local function start(e, claimId, lease)
  e.status, e.attempt, e.slot, e.woken = 'processing', e.attempt + 1, '1', ''
  e.claim, e.started, e.lease = claimId, NOW, lease
  e.percent, e.note, e.runAfter, e.error = '0', '', '', ''
  revise(e)
  attention(e, lease)
  return { 'claimed', shown(e), call('GET', P .. 'i:' .. e.id) }
end`,

  // Back to pending from an attempt that is over.
  reset: `
local function reset(e)
  e.status, e.claim, e.lease, e.started, e.percent, e.note, e.woken = 'pending', '', '', '', '0', '', ''
end`,

  // Ends the job; who calls has freed its slot or its place in line.
  conclude: `
local function conclude(e, status)
  e.status, e.slot, e.claim, e.lease, e.runAfter, e.woken = status, '', '', '', '', ''
  if status ~= 'failed' then e.error = '' end
  e.finished, e.expires = NOW, now + ttl
  revise(e)
  attention(e, now + math.min(ttl + gone, keep))
  call('PEXPIRE', P .. 'j:' .. e.id, RECORD_MS)
  call('PEXPIRE', P .. 'i:' .. e.id, ANSWER_MS)
end`,

  place: `
local function place(e) return string.format('%016.0f:', e.order) .. e.id end`,

  waiting: `
local function waiting(owner)
  return call('ZCARD', P .. 'w:' .. owner) + call('ZCOUNT', P .. 'b:' .. owner, '-inf', NOW)
end`,

  free: `
local function free(owner) return math.max(0, maxRunning - call('ZCARD', P .. 'r:' .. owner)) end`,

  // The owner's line, first come first, at most n of it: { set, member, since, order } each.
  line: `
local function line(owner, n)
  local heads = {}
  if n <= 0 then return heads end
  for _, set in ipairs({ 'w:', 'b:' }) do
    local upTo = set == 'w:' and '+inf' or NOW
    local found = call('ZRANGEBYSCORE', P .. set .. owner, '-inf', upTo, 'WITHSCORES', 'LIMIT', 0, n)
    for i = 1, #found, 2 do
      heads[#heads + 1] = { set, found[i], tonumber(found[i + 1]), tonumber(string.sub(found[i], 1, 16)) }
    end
  end
  table.sort(heads, function(a, b)
    if a[3] ~= b[3] then return a[3] < b[3] end
    return a[4] < b[4]
  end)
  for i = #heads, n + 1, -1 do heads[i] = nil end
  return heads
end`,

  isNext: `
local function isNext(e)
  for _, head in ipairs(line(e.owner, free(e.owner))) do
    if head[2] == place(e) then return true end
  end
  return false
end`,

  leave: `
local function leave(e)
  if e.slot ~= '' then return call('ZREM', P .. 'r:' .. e.owner, e.id) end
  call('ZREM', P .. 'w:' .. e.owner, place(e))
  call('ZREM', P .. 'b:' .. e.owner, place(e))
end`,

  wake: `
local function wake(e)
  e.woken = NOW
  write(e)
  attention(e, now + grace)
  woken[#woken + 1] = e.id
  woken[#woken + 1] = e.type
end`,

  // Lets waiting jobs into free slots; returns them.
  admit: `
local function admit(owner)
  local admitted = {}
  local n = waiting(owner)
  if n == 0 then return admitted end
  for _, head in ipairs(line(owner, math.min(n, free(owner)))) do
    call('ZREM', P .. head[1] .. owner, head[2])
    local e = read(string.sub(head[2], 18))
    if e then
      e.slot = '1'
      write(e)
      call('ZADD', P .. 'r:' .. owner, e.order, e.id)
      attention(e, NOW)
      admitted[#admitted + 1] = e
    end
  end
  return admitted
end`,

  admitAndWake: `
local function admitAndWake(owner) for _, e in ipairs(admit(owner)) do wake(e) end end`,
}
