import type { StoreOptions } from '../job-store.ts'
import { FUNCTIONS } from './lua-functions.ts'
import { CLAIM_FUNCTIONS, SCRIPTS, type ScriptName } from './scripts.ts'

/** How long after its time a key expires by itself, in milliseconds. */
const EXPIRY_SLACK_MS = 3_600_000

const ALL: Record<string, string> = { ...FUNCTIONS, ...CLAIM_FUNCTIONS }

export interface Scripts {
  /** Each operation on its own. */
  single: Record<ScriptName, string>
  /**
   * Any number of operations one after the other, each whole. Arguments: for each operation how many it has,
   * its name, and they. Reply: for each operation 1 and its reply, or 0 and the error.
   */
  batch: string
}

/** The scripts' full text for a store with these options. */
export function buildScripts(options: StoreOptions): Scripts {
  const { limits, ttlMs, goneMs, historyMs, dispatchGraceMs } = options
  const slack = (ms: number) => `'${Math.ceil(ms + EXPIRY_SLACK_MS)}'`
  const prelude = `local P, call, NOW, now, woken = KEYS[1], redis.call, ARGV[1], tonumber(ARGV[1]), {}
local maxRunning, maxWaiting = ${limits.maxRunning}, ${limits.maxWaiting}
local ttl, gone, keep, grace = ${ttlMs}, ${goneMs}, ${historyMs}, ${dispatchGraceMs}
local ANSWER_MS, RECORD_MS = ${slack(ttlMs)}, ${slack(Math.max(ttlMs + goneMs, historyMs))}`
  const entries = Object.entries(SCRIPTS) as [ScriptName, readonly string[]][]

  const single = entries.map(([name, parts]) => [name, `${prelude}${body(parts, new Set())}\n`])
  const shared = new Set<string>()
  const functions = functionsFor(entries.map(([, parts]) => parts.join('')).join(''), shared)
  const operations = entries.map(
    ([name, parts]) => `
OPERATIONS.${name} = function(ARGV)${body(parts, new Set(shared))}
end`,
  )
  return {
    single: Object.fromEntries(single) as Record<ScriptName, string>,
    batch: `${prelude}${functions}
local OPERATIONS = {}${operations.join('')}
local replies, i = {}, 1
while i <= #ARGV do
  local count, args = tonumber(ARGV[i]), {}
  for k = 1, count do args[k] = ARGV[i + 1 + k] end
  NOW, now, woken = args[1], tonumber(args[1]), {}
  local done, reply = pcall(OPERATIONS[ARGV[i + 1]], args)
  if not done then reply = type(reply) == 'table' and reply.err or tostring(reply) end
  replies[#replies + 1] = done and 1 or 0
  replies[#replies + 1] = reply
  i = i + 2 + count
end
return replies
`,
  }
}

function body(parts: readonly string[], have: Set<string>): string {
  return parts.map((part) => functionsFor(part, have) + part).join('')
}

/** The functions that `part` calls, directly or not, which are not in `have` yet; they are added to it. */
function functionsFor(part: string, have: Set<string>): string {
  const names = Object.keys(ALL).filter((name) => !have.has(name))
  const wanted = new Set<string>()
  const visit = (text: string) => {
    for (const name of names) {
      if (wanted.has(name) || !text.includes(`${name}(`)) continue
      wanted.add(name)
      visit(ALL[name] ?? '')
    }
  }
  visit(part)
  for (const name of wanted) have.add(name)
  return names
    .filter((name) => wanted.has(name))
    .map((name) => ALL[name])
    .join('')
}
