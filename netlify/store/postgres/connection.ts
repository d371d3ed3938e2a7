import type { Sql } from 'postgres'
import { StoreError } from '../job-store.ts'

export type PostgresConnection = { url: string }

/** What a migration leaves behind. Raise it together with a new file in `migrations/`. */
export const SCHEMA_VERSION = 3

/** One call may take this long, in milliseconds, connecting and trying again included. */
const CALL_TIMEOUT_MS = 4_000
const RETRY_PAUSE_MS = 100

/** Parts of a connection URL that are meant for other clients; the server would refuse them. */
const FOREIGN_PARAMETERS = ['channel_binding', 'pgbouncer', 'connection_limit', 'pool_timeout', 'schema']

/** Codes after which a call is sent again: the connection was lost, or the server stops or starts. */
const PASSING = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'CONNECTION_CLOSED', 'CONNECTION_ENDED'],
  ...['CONNECTION_DESTROYED', 'CONNECT_TIMEOUT', '57P01', '57P02', '57P03', '08006', '08001', '08004'],
  // Serialisation failure and deadlock: the transaction was undone whole.
  ...['40001', '40P01'],
])

export interface PostgresCalls {
  /**
   * Calls `offstage.<name>` as one statement and gives back its value: JSON parsed, text as it is.
   *
   * @throws StoreError when the server cannot be reached in time, the schema is missing or old, or the call
   * fails.
   */
  call(name: string, args: readonly [type: string, value: string | number | null][]): Promise<unknown>
  close(): Promise<void>
}

/**
 * A few connections, opened by need and closed when idle. No call leaves anything in its session, so they may
 * be pooled by the statement (PgBouncer, Neon). Put `pgbouncer=true` in the URL of a pooler that cannot keep
 * prepared statements.
 */
export function openPostgres({ url }: PostgresConnection, maxConnections: number): PostgresCalls {
  const target = parse(url)
  let opening: Promise<Sql> | undefined
  let checked: Promise<void> | undefined
  let closed = false

  async function open(): Promise<Sql> {
    const { default: postgres } = await import('postgres')
    return postgres(target.url, {
      max: maxConnections,
      connect_timeout: CALL_TIMEOUT_MS / 1000,
      idle_timeout: 60,
      prepare: target.prepare,
      fetch_types: false,
      onnotice: () => {},
      connection: { application_name: 'offstage' },
      backoff: () => RETRY_PAUSE_MS / 1000,
    })
  }

  async function attempt<T>(deadline: number, query: (sql: Sql) => Promise<T>): Promise<T> {
    for (;;) {
      opening ??= open()
      try {
        return await within(deadline, query(await opening))
      } catch (error) {
        if (error instanceof StoreError || closed) throw error
        if (!PASSING.has(codeOf(error))) throw refused(error)
        if (Date.now() + RETRY_PAUSE_MS >= deadline) throw unreachable(target.place, error)
        await new Promise((resolve) => setTimeout(resolve, RETRY_PAUSE_MS))
      }
    }
  }

  async function within<T>(deadline: number, query: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      const error = unreachable(target.place, `no answer within ${CALL_TIMEOUT_MS / 1000} s`)
      timer = setTimeout(() => reject(error), Math.max(0, deadline - Date.now()))
    })
    try {
      return await Promise.race([query, late])
    } finally {
      clearTimeout(timer)
    }
  }

  async function checkSchema(deadline: number): Promise<void> {
    const found = await attempt(deadline, async (sql) => {
      const [row] = await sql<{ present: boolean }[]>`
        select to_regclass('offstage.migrations') is not null as present`
      if (!row?.present) return 0
      const [newest] = await sql<{ version: number }[]>`
        select coalesce(max(version), 0) as version from offstage.migrations`
      return newest?.version ?? 0
    })
    if (found >= SCHEMA_VERSION) return
    const state = found === 0 ? 'is missing' : `has version ${found}, this code needs ${SCHEMA_VERSION}`
    throw new StoreError(`postgres: the schema "offstage" ${state}. Run \`npm run migrate\`.`)
  }

  return {
    async call(name, args) {
      if (closed) throw new StoreError('postgres: the store is closed')
      const deadline = Date.now() + CALL_TIMEOUT_MS
      checked ??= checkSchema(deadline).catch((error: unknown) => {
        checked = undefined
        throw error
      })
      await checked
      const places = args.map(([type], i) => `$${i + 1}::${type}`).join(', ')
      const text = `select offstage.${name}(${places}) as value`
      const values = args.map(([, value]) => value)
      const rows = await attempt(deadline, (sql) => sql.unsafe(text, values, { prepare: target.prepare }))
      return rows[0]?.value
    },
    async close() {
      closed = true
      const sql = await opening
      await sql?.end({ timeout: 0.5 })
    },
  }
}

function parse(url: string) {
  let parsed: URL
  try {
    parsed = new URL(url)
  } catch {
    throw new StoreError('postgres: the connection URL is not a URL; expected postgres://…')
  }
  if (parsed.protocol !== 'postgres:' && parsed.protocol !== 'postgresql:') {
    throw new StoreError(
      `postgres: the connection URL starts with ${parsed.protocol}//, expected postgres://`,
    )
  }
  const prepare = parsed.searchParams.get('pgbouncer') !== 'true'
  for (const name of FOREIGN_PARAMETERS) parsed.searchParams.delete(name)
  return { url: parsed.href, place: `${parsed.hostname}:${parsed.port || '5432'}`, prepare }
}

/** Carries no `cause`: the client's error holds the query's values, and with them the job's input. */
function refused(error: unknown): StoreError {
  return new StoreError(`postgres: a call failed: ${textOf(error)} (${codeOf(error) || 'no code'})`)
}

function unreachable(place: string, error: unknown): StoreError {
  return new StoreError(
    `postgres: could not reach ${place} (${textOf(error)}). Check DATABASE_URL and that the server is up.`,
  )
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}

function textOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return codeOf(error)
  return error instanceof Error ? error.message : String(error)
}
