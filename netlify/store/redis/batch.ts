import { hash } from 'node:crypto'
import { StoreError } from '../job-store.ts'
import type { Scripts } from './assemble.ts'
import { type RedisArgument, type RedisCommands, serverError } from './commands.ts'
import { list } from './record.ts'
import type { ScriptName } from './scripts.ts'

/**
 * How much one round trip may carry. The server does nothing else while it runs a script, and with all of many
 * callers in one script it would then wait while this process works on all answers: at 32 callers, 16 measured
 * a third faster than 50.
 */
const MAX_OPERATIONS = 16
const MAX_CHARACTERS = 200_000

interface Waiting {
  script: ScriptName
  args: readonly RedisArgument[]
  resolve: (reply: unknown) => void
  reject: (error: unknown) => void
}

/**
 * Runs scripts by their hash; the server is sent the text only when it does not know it (yet, or any more).
 *
 * Operations that are asked for in the same turn of the event loop leave together, as one script that runs
 * them one after the other: one round trip, and with it most of what a small operation costs. Each remains
 * atomic by itself and fails by itself; only losing the server fails them together.
 */
export function scriptRunner(commands: RedisCommands, prefix: string, { single, batch }: Scripts) {
  const hashes = new Map<string, string>()
  let waiting: Waiting[] = []

  async function send(text: string, args: readonly RedisArgument[]): Promise<unknown> {
    let sha = hashes.get(text)
    if (sha === undefined) {
      sha = hash('sha1', text)
      hashes.set(text, sha)
    }
    try {
      return await commands.send(['EVALSHA', sha, 1, prefix, ...args])
    } catch (error) {
      if (!(error instanceof StoreError && error.message.includes('NOSCRIPT'))) throw error
      return await commands.send(['EVAL', text, 1, prefix, ...args])
    }
  }

  async function sendTogether(operations: readonly Waiting[]) {
    const args: RedisArgument[] = []
    for (const operation of operations) args.push(operation.args.length, operation.script, ...operation.args)
    try {
      const replies = list(await send(batch, args))
      operations.forEach(({ resolve, reject }, i) => {
        const reply = replies[2 * i + 1]
        if (replies[2 * i] === 1) resolve(reply)
        else reject(serverError(reply))
      })
    } catch (error) {
      for (const { reject } of operations) reject(error)
    }
  }

  function flush() {
    const operations = waiting
    waiting = []
    let from = 0
    let characters = 0
    const leave = (to: number) => {
      const [first, ...more] = operations.slice(from, to)
      if (first && more.length === 0) send(single[first.script], first.args).then(first.resolve, first.reject)
      else if (first) sendTogether([first, ...more])
      from = to
      characters = 0
    }
    operations.forEach(({ args }, i) => {
      const size = args.reduce<number>((sum, arg) => sum + (typeof arg === 'string' ? arg.length : 8), 0)
      if (i > from && (i - from >= MAX_OPERATIONS || characters + size > MAX_CHARACTERS)) leave(i)
      characters += size
    })
    leave(operations.length)
  }

  return (script: ScriptName, args: readonly RedisArgument[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      waiting.push({ script, args, resolve, reject })
      if (waiting.length === 1) process.nextTick(flush)
    })
}
