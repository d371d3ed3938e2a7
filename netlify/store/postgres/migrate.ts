import { readdir, readFile } from 'node:fs/promises'
import postgres from 'postgres'
import { StoreError } from '../job-store.ts'

const FOLDER = new URL('./migrations/', import.meta.url)
/** Any number that nothing else in the database locks. */
const LOCK = 6_074_001

/**
 * Brings the schema `offstage` up to date: the files of `migrations/` that were not applied yet, in order, in
 * one transaction, one caller at a time. Safe to repeat.
 *
 * @returns the names of the files that were applied now.
 * @throws StoreError when the database cannot be reached or refuses a file; then nothing was applied.
 */
export async function migrate(url: string): Promise<string[]> {
  const target = new URL(url)
  target.searchParams.delete('channel_binding')
  target.searchParams.delete('pgbouncer')
  const files = (await readdir(FOLDER)).filter((name) => /^\d{3}-.+\.sql$/.test(name)).sort()
  const sql = postgres(target.href, { max: 1, connect_timeout: 10, onnotice: () => {}, fetch_types: false })
  try {
    return await sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(${LOCK})`
      await tx`create schema if not exists offstage`
      await tx`
        create table if not exists offstage.migrations (
          version integer primary key,
          name text not null,
          applied_at timestamptz not null default now()
        )`
      const done = await tx<{ version: number }[]>`select version from offstage.migrations`
      const versions = new Set(done.map(({ version }) => version))
      const applied: string[] = []
      for (const name of files) {
        const version = Number(name.slice(0, 3))
        if (versions.has(version)) continue
        await tx.unsafe(await readFile(new URL(name, FOLDER), 'utf8'))
        await tx`insert into offstage.migrations (version, name) values (${version}, ${name})`
        applied.push(name)
      }
      return applied
    })
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new StoreError(`postgres: the migration failed, nothing was applied: ${why}`, { cause })
  } finally {
    await sql.end({ timeout: 1 })
  }
}
