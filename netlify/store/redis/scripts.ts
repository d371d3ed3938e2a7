/**
 * Every change of state is one Lua script, so it happens whole or not at all and nothing comes between.
 *
 * Keys, all under one prefix (which carries a hash tag, so that a cluster keeps them together):
 *
 * - `j:<jobId>` hash, the record without what is personal; kept until its history ends
 * - `d:<jobId>` hash, `input` and `output`; expires by itself when the job's answer does
 * - `r:<owner>` sorted set, the jobs that hold a slot, by order of creation
 * - `w:<owner>` sorted set, the jobs in line, by when they arrived; members are `<order>:<jobId>`
 * - `b:<owner>` the same for jobs that wait for their retry, by when it is due
 * - `h:<owner>` sorted set, the owner's history, by time of creation
 * - `due` sorted set, when each job wants attention: what the sweep reads
 * - `seq` the last order given out, `k:<key>` a value kept by `once`
 *
 * Times are milliseconds since the epoch and come from the caller. Native expiry is only how forgotten keys
 * go away: it comes an hour late on purpose, and no rule depends on it. Fields are emptied rather than
 * deleted, which saves a call; an empty field is an absent one. JSON passes through as text, never decoded:
 * Lua would turn `[]` into `{}`.
 */

/** How long after its time a key expires by itself, in milliseconds. */
const EXPIRY_SLACK_MS = 3_600_000

const PRELUDE = `
local P, call = KEYS[1], redis.call
local now, maxRunning, maxWaiting = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local ttl, gone, keep, grace = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local SLACK = ${EXPIRY_SLACK_MS}
local woken = {}

local function read(id)
  local flat = call('HGETALL', P .. 'j:' .. id)
  if #flat == 0 then return nil end
  local e = { id = id }
  for i = 1, #flat, 2 do e[flat[i]] = flat[i + 1] end
  return e
end

local function write(e, fields)
  call('HSET', P .. 'j:' .. e.id, unpack(fields))
  for i = 1, #fields, 2 do e[fields[i]] = tostring(fields[i + 1]) end
end

local function at(ms) return string.format('%.0f', ms) end
local function is(text) return text and text ~= '' end
local function goneAt(e) return is(e.expires) and tonumber(e.expires) + gone or math.huge end
local function historyEnds(e) return is(e.finished) and tonumber(e.finished) + keep or math.huge end

local function find(id)
  local e = read(id)
  if e and not is(e.removed) and not is(e.erased) and now < goneAt(e) then return e end
  return nil, e
end

local function terminal(e) return e.status ~= 'pending' and e.status ~= 'processing' end
local function lapsed(e) return e.status == 'processing' and now >= tonumber(e.lease) end
local function ready(e) return e.status == 'pending' and (not is(e.runAfter) or now >= tonumber(e.runAfter)) end
local function overdue(e) return not is(e.woken) or now - tonumber(e.woken) >= grace end
local function place(e) return string.format('%016.0f:', tonumber(e.order)) .. e.id end
local function attention(e, ms) call('ZADD', P .. 'due', ms, e.id) end
local function revise(e) return string.format('%.0f', tonumber(e.rev) + 1) end

local function waiting(owner)
  return call('ZCARD', P .. 'w:' .. owner) + call('ZCOUNT', P .. 'b:' .. owner, '-inf', now)
end
local function free(owner) return math.max(0, maxRunning - call('ZCARD', P .. 'r:' .. owner)) end

-- The owner's line, first come first, at most n of it: { set, member } each.
local function line(owner, n)
  local heads = {}
  if n <= 0 then return heads end
  for _, set in ipairs({ 'w:', 'b:' }) do
    local found = call('ZRANGEBYSCORE', P .. set .. owner, '-inf', set == 'w:' and '+inf' or now, 'WITHSCORES', 'LIMIT', 0, n)
    for i = 1, #found, 2 do heads[#heads + 1] = { set, found[i], tonumber(found[i + 1]), tonumber(string.sub(found[i], 1, 16)) } end
  end
  table.sort(heads, function(a, b) if a[3] ~= b[3] then return a[3] < b[3] end return a[4] < b[4] end)
  for i = #heads, n + 1, -1 do heads[i] = nil end
  return heads
end

local function leaveLine(e)
  call('ZREM', P .. 'w:' .. e.owner, place(e))
  call('ZREM', P .. 'b:' .. e.owner, place(e))
end

local function wake(e)
  write(e, { 'woken', at(now) })
  attention(e, now + grace)
  woken[#woken + 1] = e.id
  woken[#woken + 1] = e.type
end

-- Lets waiting jobs into free slots; returns them.
local function admit(owner)
  local admitted = {}
  local n = waiting(owner)
  if n == 0 then return admitted end
  for _, head in ipairs(line(owner, math.min(n, free(owner)))) do
    call('ZREM', P .. head[1] .. owner, head[2])
    local e = read(string.sub(head[2], 18))
    if e then
      write(e, { 'slot', '1' })
      call('ZADD', P .. 'r:' .. owner, e.order, e.id)
      attention(e, now)
      admitted[#admitted + 1] = e
    end
  end
  return admitted
end
local function admitAndWake(owner) for _, e in ipairs(admit(owner)) do wake(e) end end

-- Ends the job and frees its slot.
local function finish(e, status, fields)
  if is(e.slot) then call('ZREM', P .. 'r:' .. e.owner, e.id) else leaveLine(e) end
  local all = { 'status', status, 'slot', '', 'claim', '', 'lease', '', 'runAfter', '', 'error', '',
    'finished', at(now), 'expires', at(now + ttl), 'updated', at(now), 'rev', revise(e) }
  for i = 1, #fields do all[#all + 1] = fields[i] end
  write(e, all)
  attention(e, math.min(now + ttl + gone, now + keep))
  call('PEXPIRE', P .. 'j:' .. e.id, at(math.max(ttl + gone, keep) + SLACK))
  call('PEXPIRE', P .. 'd:' .. e.id, at(ttl + SLACK))
end

-- Takes the attempt back from a claim whose lease ran out.
local function takeBack(e, lost)
  local mark = { 'e:' .. e.claim, 'lapsed', 'woken', '' }
  if tonumber(e.attempt) >= tonumber(e.max) then
    finish(e, 'failed', { 'error', lost, unpack(mark) })
    return 'worker-lost'
  end
  write(e, { 'status', 'pending', 'claim', '', 'lease', '', 'started', '', 'percent', '0', 'note', '',
    'updated', at(now), 'rev', revise(e), unpack(mark) })
  attention(e, now)
  return 'lease-expired'
end

-- Why this claim may not write; nil when it holds the attempt.
local function refusal(e, claimId, attempt)
  if e.status == 'cancelled' then return 'cancelled' end
  if e.status == 'processing' and e.claim == claimId and e.attempt == attempt then
    return lapsed(e) and 'lapsed' or nil
  end
  return e.attempt == attempt and e['e:' .. claimId] == 'lapsed' and 'lapsed' or 'superseded'
end

-- The record as the caller reads it: names and values in turn.
local function shown(e)
  local flat = {}
  for name, value in pairs(e) do
    if value ~= '' and string.sub(name, 1, 2) ~= 'e:' then
      flat[#flat + 1] = name
      flat[#flat + 1] = value
    end
  end
  if e.status == 'completed' and now < tonumber(e.expires) and not is(e.output) then
    flat[#flat + 1] = 'output'
    flat[#flat + 1] = call('HGET', P .. 'd:' .. e.id, 'output') or ''
  end
  return flat
end
`

/** Arguments after the common seven are named in each script's first line. */
const BODIES = {
  create: `
local owner = ARGV[8]
local WIDTH = 8
local found, fresh, size = {}, {}, 0
for i = 9, #ARGV, WIDTH do
  local id = ARGV[i]
  if not fresh[id] and not found[id] then
    local e, old = find(id)
    if old and is(old.removed) then return { 'used', id } end
    if e then found[id] = e else
      fresh[id] = { old = old }
      size = size + 1
    end
  end
end
if size > 0 then
  local inLine, slots = waiting(owner), free(owner)
  if inLine + size - slots > maxWaiting then return { 'full', math.max(0, inLine - slots) } end
  local direct = inLine == 0 and slots or 0
  for i = 9, #ARGV, WIDTH do
    local id = ARGV[i]
    local new = fresh[id]
    if new and not new.e then
      if new.old then
        call('DEL', P .. 'j:' .. id, P .. 'd:' .. id)
        call('ZREM', P .. 'h:' .. new.old.owner, id)
        call('ZREM', P .. 'due', id)
      end
      local order = call('INCR', P .. 'seq')
      local e = { id = id }
      local fields = { 'v', '1', 'type', ARGV[i + 1], 'owner', owner, 'hash', ARGV[i + 2], 'max', ARGV[i + 3],
        'document', ARGV[i + 4], 'retryOf', ARGV[i + 5], 'retryRoot', ARGV[i + 6],
        'status', 'pending', 'attempt', '0', 'percent', '0', 'created', at(now), 'updated', at(now),
        'order', at(order), 'rev', at(order * 1000) }
      if direct > 0 then
        direct = direct - 1
        fields[#fields + 1] = 'slot'
        fields[#fields + 1] = '1'
        fields[#fields + 1] = 'woken'
        fields[#fields + 1] = at(now)
        call('ZADD', P .. 'r:' .. owner, order, id)
        call('ZADD', P .. 'due', now + grace, id)
        woken[#woken + 1] = id
        woken[#woken + 1] = ARGV[i + 1]
        write(e, fields)
      else
        write(e, fields)
        call('ZADD', P .. 'w:' .. owner, now, place(e))
      end
      call('HSET', P .. 'd:' .. id, 'input', ARGV[i + 7])
      call('ZADD', P .. 'h:' .. owner, now, id)
      new.e = e
      new.first = i
    end
  end
  call('PEXPIRE', P .. 'h:' .. owner, at(ttl + gone + keep + SLACK))
  if inLine > 0 then
    admitAndWake(owner)
    for id, new in pairs(fresh) do new.e = read(id) end
  end
end
local jobs = {}
for i = 9, #ARGV, WIDTH do
  local new = fresh[ARGV[i]]
  jobs[#jobs + 1] = { new and new.first == i and 'created' or 'existing', shown(new and new.e or found[ARGV[i]]) }
end
return { 'accepted', jobs, woken }`,

  get: `
local e = find(ARGV[8])
return e and shown(e) or false`,

  input: `
local e = find(ARGV[8])
if not e or (is(e.expires) and now >= tonumber(e.expires)) then return false end
return call('HGET', P .. 'd:' .. e.id, 'input')`,

  claim: `
local id, claimId, leaseMs, lost, type = ARGV[8], ARGV[9], tonumber(ARGV[10]), ARGV[11], ARGV[12]
local e = find(id)
if not e or (type ~= '' and e.type ~= type) then return { 'unknown' } end
if lapsed(e) and takeBack(e, lost) == 'worker-lost' then
  for _, head in ipairs(line(e.owner, free(e.owner))) do call('ZADD', P .. 'due', now, string.sub(head[2], 18)) end
end
if terminal(e) then return { 'finished' } end
if e.status == 'processing' then
  if e.claim ~= claimId then return { 'running' } end
  return { 'claimed', shown(e), call('HGET', P .. 'd:' .. id, 'input') }
end
if not ready(e) then return { 'not-due' } end
if not is(e.slot) then
  local first = false
  for _, head in ipairs(line(e.owner, free(e.owner))) do first = first or head[2] == place(e) end
  if not first then return { 'no-slot' } end
  leaveLine(e)
  call('ZADD', P .. 'r:' .. e.owner, e.order, id)
end
write(e, { 'status', 'processing', 'attempt', at(tonumber(e.attempt) + 1), 'slot', '1', 'woken', '',
  'claim', claimId, 'started', at(now), 'lease', at(now + leaseMs), 'percent', '0', 'note', '',
  'runAfter', '', 'error', '', 'updated', at(now), 'rev', revise(e) })
attention(e, now + leaseMs)
return { 'claimed', shown(e), call('HGET', P .. 'd:' .. id, 'input') }`,

  heartbeat: `
local id, claimId, attempt, leaseMs, percent, note = ARGV[8], ARGV[9], ARGV[10], tonumber(ARGV[11]), ARGV[12], ARGV[13]
local e = find(id)
if not e then return { 'unknown' } end
local why = refusal(e, claimId, attempt)
if why then return { why } end
local fields = { 'lease', at(now + leaseMs) }
if percent ~= '' then
  if tonumber(percent) < tonumber(e.percent) then percent = e.percent end
  fields = { 'lease', at(now + leaseMs), 'percent', percent, 'note', note, 'updated', at(now), 'rev', revise(e) }
end
write(e, fields)
attention(e, now + leaseMs)
return { 'held', e.lease }`,

  finish: `
local id, claimId, attempt, kind, told = ARGV[8], ARGV[9], ARGV[10], ARGV[11], ARGV[12]
local value, runAfter = ARGV[13], ARGV[14]
local e = find(id)
if not e then return { 'unknown' } end
if e['e:' .. claimId] == told then return { 'accepted', shown(e), woken } end
local why = refusal(e, claimId, attempt)
if why then return { why } end
local mark = { 'e:' .. claimId, told, 'woken', '' }
if kind == 'completed' then
  call('HSET', P .. 'd:' .. id, 'output', value)
  finish(e, 'completed', { 'percent', '100', 'note', ARGV[15], unpack(mark) })
  e.output = value
elseif kind == 'failed' or tonumber(e.attempt) >= tonumber(e.max) then
  finish(e, 'failed', { 'error', value, unpack(mark) })
else
  call('ZREM', P .. 'r:' .. e.owner, id)
  write(e, { 'status', 'pending', 'slot', '', 'claim', '', 'lease', '', 'started', '', 'percent', '0', 'note', '',
    'error', value, 'runAfter', runAfter, 'updated', at(now), 'rev', revise(e), unpack(mark) })
  call('ZADD', P .. 'b:' .. e.owner, runAfter, place(e))
  attention(e, tonumber(runAfter))
end
admitAndWake(e.owner)
return { 'accepted', shown(e), woken }`,

  cancel: `
local e = find(ARGV[8])
if not e then return { 'unknown' } end
if not terminal(e) then
  finish(e, 'cancelled', e.status == 'processing' and {} or { 'started', '' })
  admitAndWake(e.owner)
end
return { e.status, shown(e), woken }`,

  remove: `
local e = read(ARGV[8])
if not e then return 'unknown' end
if not terminal(e) then return 'active' end
call('DEL', P .. 'd:' .. e.id)
if not is(e.removed) then
  write(e, { 'removed', at(now) })
  call('ZREM', P .. 'h:' .. e.owner, e.id)
  attention(e, is(e.erased) and historyEnds(e) or math.min(now + gone, historyEnds(e)))
end
return 'removed'`,

  recover: `
local e, lost = find(ARGV[8]), ARGV[9]
if not e then return false end
local owner, recovered = e.owner, {}
local function look(each)
  if each and lapsed(each) then recovered[#recovered + 1] = takeBack(each, lost) end
end
look(e)
for _, id in ipairs(call('ZRANGE', P .. 'r:' .. owner, 0, -1)) do
  if id ~= e.id then look(read(id)) end
end
admit(owner)
for _, id in ipairs(call('ZRANGE', P .. 'r:' .. owner, 0, -1)) do
  local each = read(id)
  if each and ready(each) and overdue(each) then wake(each) end
end
return { shown(read(e.id)), recovered, woken }`,

  sweep: `
local limit = tonumber(ARGV[8])
local found, count = {}, 0
for _ = 1, 4 do
  local moved = false
  local batch = call('ZRANGEBYSCORE', P .. 'due', '-inf', now, 'LIMIT', count, limit)
  for _, id in ipairs(batch) do
    if count >= limit then break end
    local e = read(id)
    local kind = nil
    if not e then
      call('ZREM', P .. 'due', id)
      moved = true
    elseif terminal(e) then
      kind = 'gone'
    elseif lapsed(e) then
      kind = 'stalled'
    elseif ready(e) and overdue(e) then
      if is(e.slot) then kind = 'stalled' else
        for _, head in ipairs(line(e.owner, free(e.owner))) do
          if head[2] == place(e) then kind = 'stalled' end
        end
      end
    end
    if kind then
      count = count + 1
      found[#found + 1] = kind
      found[#found + 1] = id
      found[#found + 1] = e.type
    elseif e then
      -- Its owner's slots are taken: whoever frees one admits it. Looked at again, should that be missed.
      attention(e, now + math.max(grace, 1))
      moved = true
    end
  end
  if count >= limit or not moved then break end
end
return found`,

  erase: `
local e = read(ARGV[8])
if not e then
  call('ZREM', P .. 'due', ARGV[8])
  return 0
end
if not terminal(e) then return 0 end
local recordDone = now >= (is(e.removed) and tonumber(e.removed) + gone or goneAt(e))
local historyDone = is(e.removed) or now >= historyEnds(e)
if recordDone and not is(e.erased) then
  write(e, { 'erased', '1' })
  call('DEL', P .. 'd:' .. e.id)
  attention(e, historyEnds(e))
end
if is(e.erased) and historyDone then
  call('DEL', P .. 'j:' .. e.id)
  call('ZREM', P .. 'h:' .. e.owner, e.id)
  call('ZREM', P .. 'due', e.id)
end
return 1`,

  history: `
local owner, type, status, limit = ARGV[8], ARGV[9], ARGV[10], tonumber(ARGV[11])
local afterMs, afterId = tonumber(ARGV[12]), ARGV[13]
-- Byte by byte: Lua's own comparison follows the server's locale.
local function before(a, b)
  for i = 1, math.min(#a, #b) do
    local x, y = string.byte(a, i), string.byte(b, i)
    if x ~= y then return x < y end
  end
  return #a < #b
end
local totals = { pending = 0, processing = 0, completed = 0, failed = 0, cancelled = 0 }
local page, more = {}, 0
local ids = call('ZREVRANGE', P .. 'h:' .. owner, 0, -1, 'WITHSCORES')
for i = 1, #ids, 2 do
  local id, created = ids[i], tonumber(ids[i + 1])
  local seen = call('HMGET', P .. 'j:' .. id, 'status', 'type', 'finished', 'owner')
  if not seen[1] or seen[4] ~= owner then
    call('ZREM', P .. 'h:' .. owner, id)
  elseif not is(seen[3]) or now < tonumber(seen[3]) + keep then
    totals[seen[1]] = totals[seen[1]] + 1
    local wanted = (type == '' or type == seen[2]) and (status == '' or status == seen[1])
    if wanted and afterMs then
      wanted = created < afterMs or (created == afterMs and before(id, afterId))
    end
    if wanted then
      if #page < limit then page[#page + 1] = shown(read(id)) else more = 1 end
    end
  end
end
return { page, more, totals.pending, totals.processing, totals.completed, totals.failed, totals.cancelled }`,

  once: `
call('SETNX', P .. 'k:' .. ARGV[8], ARGV[9])
return call('GET', P .. 'k:' .. ARGV[8])`,

  ping: `
call('SET', P .. 'ping', ARGV[8], 'PX', 60000)
return call('GET', P .. 'ping')`,
} as const

export type ScriptName = keyof typeof BODIES

export const scripts = Object.fromEntries(
  Object.entries(BODIES).map(([name, body]) => [name, PRELUDE + body]),
) as Record<ScriptName, string>
