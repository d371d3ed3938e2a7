import { LINE } from './lua-functions.ts'

/** Lua functions on claims; they call those of `lua-functions.ts`. */
export const CLAIM_FUNCTIONS: Record<string, string> = {
  ended: `
local function ended(e, claimId, how) e.ended = e.ended .. '\\t' .. claimId .. '\\t' .. how .. '\\t' end`,

  endedAs: `
local function endedAs(e, claimId)
  local how = nil
  for claim, as in string.gmatch(e.ended, '\\t([^\\t]*)\\t([^\\t]*)\\t') do
    if claim == claimId then how = as end
  end
  return how
end`,

  // Why this claim may not write; nil when it holds the attempt.
  refusal: `
local function refusal(e, claimId, attempt)
  if e.status == 'cancelled' then return 'cancelled' end
  if e.status == 'processing' and e.claim == claimId and e.attempt == attempt then
    return lapsed(e) and 'lapsed' or nil
  end
  return e.attempt == attempt and endedAs(e, claimId) == 'lapsed' and 'lapsed' or 'superseded'
end`,

  // Takes the attempt back from a claim whose lease ran out.
  takeBack: `
local function takeBack(e, lost)
  ended(e, e.claim, 'lapsed')
  if tonumber(e.attempt) >= tonumber(e.max) then
    leave(e)
    e.error = lost
    conclude(e, 'failed')
    return 'worker-lost'
  end
  reset(e)
  revise(e)
  attention(e, NOW)
  return 'lease-expired'
end`,
}

/**
 * Each script in parts: a later part runs only when the earlier ones have not returned, and brings its own
 * functions, so that the usual way through a script does not pay for the rare one. `ARGV[1]` is the time.
 */
export const SCRIPTS = {
  create: [
    `
local owner, WIDTH = ARGV[2], 5
local found, fresh, size, made = {}, {}, 0, {}
for i = 3, #ARGV, WIDTH do
  local id = ARGV[i]
  if not fresh[id] and not found[id] then
    local e, old = find(id)
    if old and old.removed ~= '' then return { 'used', id } end
    if e then found[id] = e else
      fresh[id] = { old = old }
      size = size + 1
    end
  end
end
local function insert(i, held)
  local id, new = ARGV[i], fresh[ARGV[i]]
  if new.old then
    call('DEL', P .. 'i:' .. id, P .. 'o:' .. id, P .. 'j:' .. id)
    call('ZREM', P .. 'h:' .. new.old.owner, id)
    call('ZREM', P .. 'due', id)
  end
  local e = { id = id, job = ARGV[i + 2], status = 'pending', type = ARGV[i + 1], owner = owner, finished = '',
    attempt = '0', max = ARGV[i + 3], order = call('INCR', P .. 'seq'), rev = '0', slot = held and '1' or '',
    woken = held and NOW or '', updated = NOW, percent = '0', note = '', runAfter = '', error = '', claim = '',
    started = '', lease = '', expires = '', removed = '', erased = '', ended = '' }
  e.packed = pack(e)
  call('HSET', P .. 'j:' .. id, 'job', e.job, 'state', e.packed)
  call('SET', P .. 'i:' .. id, ARGV[i + 4])
  call('ZADD', P .. 'h:' .. owner, NOW, id)
  if held then
    call('ZADD', P .. 'r:' .. owner, e.order, id)
    attention(e, now + grace)
    woken[#woken + 1] = id
    woken[#woken + 1] = e.type
  end
  new.e, new.first = e, i
  return e
end
local function answer()
  for i = 3, #ARGV, WIDTH do
    local new = fresh[ARGV[i]]
    local kind = new and new.first == i and 'created' or 'existing'
    made[#made + 1] = { kind, shown(new and new.e or found[ARGV[i]]) }
  end
  return { 'accepted', made, woken }
end
if size == 0 then return answer() end
if size <= maxRunning and call('EXISTS', P .. 'r:' .. owner, P .. 'w:' .. owner, P .. 'b:' .. owner) == 0 then
  for i = 3, #ARGV, WIDTH do
    if fresh[ARGV[i]] and not fresh[ARGV[i]].e then insert(i, true) end
  end
  return answer()
end`,
    `
local inLine, slots = waiting(owner), free(owner)
if inLine + size - slots > maxWaiting then return { 'full', math.max(0, inLine - slots) } end
local direct = inLine == 0 and slots or 0
for i = 3, #ARGV, WIDTH do
  if fresh[ARGV[i]] and not fresh[ARGV[i]].e then
    local e = insert(i, direct > 0)
    if direct > 0 then direct = direct - 1 else call('ZADD', P .. 'w:' .. owner, NOW, place(e)) end
  end
end
if inLine > 0 then admitAndWake(owner) end
return answer()`,
  ],

  get: [
    `
local e = find(ARGV[2])
return e and shown(e) or false`,
  ],

  input: [
    `
local e = find(ARGV[2])
if not e or (e.expires ~= '' and now >= tonumber(e.expires)) then return false end
return call('GET', P .. 'i:' .. e.id)`,
  ],

  claim: [
    `
local id, claimId, lease, lost, type = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local e = find(id)
if not e or (type ~= '' and e.type ~= type) then return { 'unknown' } end
if e.slot ~= '' and ready(e) then return start(e, claimId, lease) end`,
    `
if lapsed(e) and takeBack(e, lost) == 'worker-lost' then
  -- Nobody is woken by a refused claim: the sweep is to see who could have the slot.
  for _, head in ipairs(line(e.owner, free(e.owner))) do call('ZADD', P .. 'due', NOW, string.sub(head[2], 18)) end
end
if terminal(e) then return { 'finished' } end
if e.status == 'processing' then
  if e.claim ~= claimId then return { 'running' } end
  return { 'claimed', shown(e), call('GET', P .. 'i:' .. id) }
end
if not ready(e) then return { 'not-due' } end
if e.slot == '' then
  if not isNext(e) then return { 'no-slot' } end
  leave(e)
  call('ZADD', P .. 'r:' .. e.owner, e.order, id)
end
return start(e, claimId, lease)`,
  ],

  heartbeat: [
    `
local id, claimId, attempt, lease, percent, note = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]
local e = find(id)
if not e then return 'unknown' end
local why = refusal(e, claimId, attempt)
if why then return why end
e.lease = lease
if percent == '' then write(e) else
  if tonumber(percent) > tonumber(e.percent) then e.percent = percent end
  e.note = note
  revise(e)
end
attention(e, lease)
return 'held'`,
  ],

  finish: [
    `
local id, claimId, attempt, kind, told = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local value, runAfter, done = ARGV[7], ARGV[8], ARGV[9]
local e = find(id)
if not e then return { 'unknown' } end
if endedAs(e, claimId) == told then return { 'accepted', shown(e), woken } end
local why = refusal(e, claimId, attempt)
if why then return { why } end
ended(e, claimId, told)
call('ZREM', P .. 'r:' .. e.owner, id)
if kind == 'completed' then
  e.percent, e.note, e.output = '100', done, value
  call('SET', P .. 'o:' .. id, value, 'PX', ANSWER_MS)
  conclude(e, 'completed')
elseif kind == 'failed' or tonumber(e.attempt) >= tonumber(e.max) then
  e.error = value
  conclude(e, 'failed')
else
  reset(e)
  e.slot, e.error, e.runAfter = '', value, runAfter
  revise(e)
  call('ZADD', P .. 'b:' .. e.owner, runAfter, place(e))
  attention(e, runAfter)
end
if call('EXISTS', P .. 'w:' .. e.owner, P .. 'b:' .. e.owner) == 0 then return { 'accepted', shown(e), woken } end`,
    `
admitAndWake(e.owner)
return { 'accepted', shown(e), woken }`,
  ],

  cancel: [
    `
local e = find(ARGV[2])
if not e then return { 'unknown' } end
if not terminal(e) then
  leave(e)
  if e.status == 'pending' then e.started = '' end
  conclude(e, 'cancelled')
  admitAndWake(e.owner)
end
return { e.status, shown(e), woken }`,
  ],

  remove: [
    `
local e = read(ARGV[2])
if not e then return 'unknown' end
if not terminal(e) then return 'active' end
call('DEL', P .. 'i:' .. e.id, P .. 'o:' .. e.id)
if e.removed == '' then
  e.removed = NOW
  write(e)
  call('ZREM', P .. 'h:' .. e.owner, e.id)
  attention(e, e.erased ~= '' and historyEnds(e) or math.min(now + gone, historyEnds(e)))
end
return 'removed'`,
  ],

  recover: [
    `
local e, lost = find(ARGV[2]), ARGV[3]
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
  ],

  sweep: [
    `
local limit = tonumber(ARGV[2])
local found, count = {}, 0
for _ = 1, 4 do
  local moved = false
  local batch = call('ZRANGEBYSCORE', P .. 'due', '-inf', NOW, 'LIMIT', count, limit)
  for _, id in ipairs(batch) do
    if count >= limit then break end
    local e = read(id)
    local kind = nil
    if not e then
      call('ZREM', P .. 'due', id)
      moved = true
    elseif terminal(e) then
      kind = 'gone'
    elseif lapsed(e) or (ready(e) and overdue(e) and (e.slot ~= '' or isNext(e))) then
      kind = 'stalled'
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
  ],

  erase: [
    `
local e = read(ARGV[2])
if not e then
  call('ZREM', P .. 'due', ARGV[2])
  return 0
end
if not terminal(e) then return 0 end
local recordDone = now >= (e.removed ~= '' and e.removed + gone or goneAt(e))
local historyDone = e.removed ~= '' or now >= historyEnds(e)
if recordDone and e.erased == '' then
  e.erased = '1'
  write(e)
  call('DEL', P .. 'i:' .. e.id, P .. 'o:' .. e.id)
  attention(e, historyEnds(e))
end
if e.erased ~= '' and historyDone then
  call('DEL', P .. 'j:' .. e.id)
  call('ZREM', P .. 'h:' .. e.owner, e.id)
  call('ZREM', P .. 'due', e.id)
end
return 1`,
  ],

  history: [
    `
local owner, type, status, limit = ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local afterMs, afterId = tonumber(ARGV[6]), ARGV[7]
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
  local state = call('HGET', P .. 'j:' .. id, 'state')
  if not state then
    call('ZREM', P .. 'h:' .. owner, id)
  else
    local is, of, whose, finished = string.match(state, '^${LINE.repeat(4)}')
    if whose == owner and (finished == '' or now < finished + keep) then
      totals[is] = totals[is] + 1
      if (type == '' or type == of) and (status == '' or status == is)
        and (not afterMs or created < afterMs or (created == afterMs and before(id, afterId))) then
        if #page < limit then page[#page + 1] = shown(read(id)) else more = 1 end
      end
    end
  end
end
return { page, more, totals.pending, totals.processing, totals.completed, totals.failed, totals.cancelled }`,
  ],

  once: [
    `
call('SETNX', P .. 'k:' .. ARGV[2], ARGV[3])
return call('GET', P .. 'k:' .. ARGV[2])`,
  ],

  ping: [
    `
call('SET', P .. 'ping', ARGV[2], 'PX', 60000)
return call('GET', P .. 'ping')`,
  ],
} as const

export type ScriptName = keyof typeof SCRIPTS
