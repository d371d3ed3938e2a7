import type { Redis } from 'ioredis'
import { StoreError } from '../job-store.ts'
import { COMMAND_TIMEOUT_MS, type RedisCommands, serverError, unreachable } from './commands.ts'

/**
 * One connection, opened by the first command and kept for as long as the function's instance lives. After a
 * loss it connects again by itself; commands that were under way are sent again, which is safe because every
 * script may be repeated.
 */
export function socketCommands(url: string): RedisCommands {
  const place = address(url)
  let opening: Promise<Redis> | undefined
  let lastLoss: unknown
  let closed = false

  async function open(): Promise<Redis> {
    const { Redis } = await import('ioredis')
    const redis = new Redis(url, {
      lazyConnect: true,
      connectTimeout: COMMAND_TIMEOUT_MS,
      commandTimeout: COMMAND_TIMEOUT_MS,
      // The command's own time limit decides; a restart of the server takes more than a few tries.
      maxRetriesPerRequest: null,
      retryStrategy: (times) => Math.min(50 * times, 500),
      reconnectOnError: (error) => error.message.startsWith('READONLY') && 2,
    })
    redis.on('error', (error: unknown) => {
      lastLoss = error
    })
    redis.on('ready', () => {
      lastLoss = undefined
    })
    return redis
  }

  return {
    async send([name, ...args]) {
      if (closed) throw new StoreError('redis: the store is closed')
      opening ??= open()
      const redis = await opening
      try {
        return await redis.call(String(name), args)
      } catch (cause) {
        if (cause instanceof Error && cause.name === 'ReplyError') throw serverError(cause)
        throw unreachable(place, lastLoss ?? cause, 'REDIS_URL and that the server is up')
      }
    },
    async close() {
      closed = true
      const redis = await opening
      redis?.disconnect()
    },
  }
}

/** Host and port alone: the URL carries the password. */
function address(url: string): string {
  let parsed: URL
  try {
    parsed = new URL(url)
  } catch {
    throw new StoreError('redis: the connection URL is not a URL; expected redis://… or rediss://…')
  }
  if (parsed.protocol !== 'redis:' && parsed.protocol !== 'rediss:') {
    throw new StoreError(
      `redis: the connection URL starts with ${parsed.protocol}//, expected redis:// or rediss://`,
    )
  }
  return `${parsed.hostname}:${parsed.port || '6379'}`
}
