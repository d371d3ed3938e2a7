import postgres from 'postgres'
import { afterAll, describe, expect, test } from 'vitest'
import type { JobStore } from '../../netlify/store/job-store.ts'
import { SCHEMA_VERSION } from '../../netlify/store/postgres/connection.ts'
import { migrate } from '../../netlify/store/postgres/migrate.ts'
import { createPostgresStore } from '../../netlify/store/postgres/store.ts'
import { missingServer } from '../redis/missing.ts'
import { LEASE_MS } from '../store/kit.ts'
import { failureOf, jobOf, serverDriver } from '../store/server-driver.ts'
import { tryPostgres } from './server.ts'

const server = await tryPostgres({ durable: true })
if ('reason' in server) missingServer('postgres driver', server.reason)
else
  describe('postgres driver', async () => {
    const url = await server.createDatabase()
    await migrate(url)
    afterAll(() => server.stop())

    async function using(run: (store: JobStore) => Promise<void>, from = url) {
      const store = createPostgresStore({ url: from })
      try {
        await run(store)
      } finally {
        await store.close()
      }
    }

    /** Runs in one transaction as the site's own role, with the settings given. */
    async function asRole<T>(
      settings: Record<string, string>,
      run: (sql: postgres.TransactionSql) => Promise<T>,
    ) {
      const sql = postgres(url, { max: 1 })
      try {
        return await sql.begin(async (tx) => {
          for (const [name, value] of Object.entries(settings)) {
            await tx`select set_config(${name}, ${value}, true)`
          }
          return await run(tx)
        })
      } finally {
        await sql.end()
      }
    }

    serverDriver({
      name: 'postgres',
      openUrl: (url) => createPostgresStore({ url }),
      urlAt: (port) => `postgres://site:secret@127.0.0.1:${port}/site`,
      durable: async () => ({
        open: () => createPostgresStore({ url }),
        crash: server.stopNow,
        start: server.start,
        stop: async () => {},
      }),
    })

    test('says that the schema is missing, and goes on once it is there', async () => {
      const fresh = await server.createDatabase()
      await using(async (store) => {
        const error = await failureOf(store.ping())
        expect(error.message).toBe('postgres: the schema "offstage" is missing. Run `npm run migrate`.')
        await migrate(fresh)
        await store.ping()
      }, fresh)
    })

    test('says that the schema is old', async () => {
      const old = await server.createDatabase()
      await migrate(old)
      const sql = postgres(old, { max: 1 })
      await sql`delete from offstage.migrations where version = ${SCHEMA_VERSION}`
      await sql.end()
      await using(async (store) => {
        expect((await failureOf(store.ping())).message).toMatch(
          /^postgres: the schema .* Run `npm run migrate`/,
        )
      }, old)
    })

    test('migrates once when several start it together, and again does nothing', async () => {
      const fresh = await server.createDatabase()
      const runs = await Promise.all([migrate(fresh), migrate(fresh), migrate(fresh)])
      expect(runs.map((names) => names.length).sort()).toEqual([0, 0, SCHEMA_VERSION])
      expect(await migrate(fresh)).toEqual([])
    })

    test('shows no row to a query that names no owner', async () => {
      await using(async (store) => {
        await store.create([jobOf('alice')])
      })
      expect(await asRole({}, (sql) => sql`select * from offstage.jobs`)).toHaveLength(0)
    })

    test("shows a query under one owner nothing of another's", async () => {
      await using(async (store) => {
        await store.create([jobOf('bob')])
        await store.create([jobOf('carol')])
      })
      const owners = await asRole(
        { 'offstage.owner': 'bob' },
        (sql) => sql<{ owner: string }[]>`select distinct owner from offstage.jobs`,
      )
      expect(owners.map(({ owner }) => owner)).toEqual(['bob'])
      const others = await asRole(
        { 'offstage.owner': 'bob' },
        (sql) => sql`update offstage.jobs set type = 'stolen' where owner = 'carol' returning job_id`,
      )
      expect(others).toHaveLength(0)
      const insert = asRole(
        { 'offstage.owner': 'bob' },
        (sql) => sql`
          insert into offstage.jobs (job_id, type, owner, input_hash, max_attempts, status, created_at, updated_at)
          values ('forged', 't', 'carol', 'h', 1, 'pending', 0, 0)`,
      )
      await expect(insert).rejects.toThrow(/row-level security/)
    })

    test('leaves no setting in the session after a call', async () => {
      const sql = postgres(url, { max: 1 })
      await sql`select offstage.history(0, 1, 'alice', null, null, 10, null, null)`
      await sql`select offstage.get_job(0, 1, 'none')`
      const [left] = await sql`
        select current_setting('offstage.owner', true) as owner, current_setting('offstage.engine', true) as engine`
      await sql.end()
      expect([left?.owner || '', left?.engine || '']).toEqual(['', ''])
    })

    test('works through a pooler that keeps no prepared statements, and with parameters of other clients', () =>
      using(async (store) => {
        const made = jobOf()
        await store.create([made])
        expect(await store.claim(made.jobId, { claimId: 'c', leaseMs: LEASE_MS })).toMatchObject({
          kind: 'claimed',
        })
      }, `${url}?pgbouncer=true&channel_binding=prefer&sslmode=disable`))

    test('keeps what a job carries out of its errors', () =>
      using(async (store) => {
        const made = { ...jobOf(), type: 'nul\u0000', input: { text: 'personal' } }
        const error = await failureOf(store.create([made]))
        expect(error.message).toMatch(/^postgres: a call failed: /)
        expect(JSON.stringify([error.message, error.cause, error.stack])).not.toContain('personal')
      }))

    test('refuses a record of a later version', () =>
      using(async (store) => {
        const made = jobOf()
        await store.create([made])
        await asRole(
          { 'offstage.engine': 'on' },
          (sql) => sql`update offstage.jobs set v = 2 where job_id = ${made.jobId}`,
        )
        expect((await failureOf(store.get(made.jobId))).message).toMatch(/^postgres: .*record version 2/)
      }))

    test('reaches its indexes: no operation reads a table of many jobs from end to end', async () => {
      const sql = postgres(server.adminUrl.replace(/\/postgres$/, new URL(url).pathname), { max: 1 })
      await sql`
        insert into offstage.jobs (job_id, type, owner, input_hash, max_attempts, status, created_at, updated_at,
          finished_at, expires_at, attention_at)
        select 'many-' || n, 't', 'owner-' || n % 100, 'h', 1, 'cancelled', n, n, n, n, 4000000000000
        from generate_series(1, 20000) n`
      await sql`analyze offstage.jobs`
      await sql`select pg_stat_reset()`
      await using(async (store) => {
        const made = jobOf('owner-7')
        await store.create([made])
        const taken = await store.claim(made.jobId, { claimId: 'c', leaseMs: LEASE_MS })
        if (taken.kind !== 'claimed') throw new Error(taken.reason)
        await store.heartbeat(taken.claim, { leaseMs: LEASE_MS })
        await store.recover(made.jobId)
        await store.finish(taken.claim, { kind: 'completed', output: {} })
        await store.history('owner-7')
        await store.sweep(50)
      })
      await expect
        .poll(async () => {
          await sql`select pg_stat_clear_snapshot()`
          const [stats] = await sql`
            select seq_scan::int as seq, idx_scan::int as idx from pg_stat_user_tables
            where relid = 'offstage.jobs'::regclass`
          return Number(stats?.idx) > 5 ? stats?.seq : 'not counted yet'
        })
        .toBe(0)
      await sql`delete from offstage.jobs where job_id like 'many-%'`
      await sql.end()
    })

    test('claims and renews without touching an index', async () => {
      const sql = postgres(server.adminUrl.replace(/\/postgres$/, new URL(url).pathname), { max: 1 })
      const updates = async () => {
        await sql`select pg_stat_clear_snapshot()`
        const [row] = await sql`
          select n_tup_upd::int as updated, n_tup_hot_upd::int as hot from pg_stat_user_tables
          where relid = 'offstage.jobs'::regclass`
        return row
      }
      await sql`vacuum offstage.jobs`
      await sql`select pg_stat_reset()`
      await using(async (store) => {
        const made = jobOf('hot')
        await store.create([made])
        const taken = await store.claim(made.jobId, { claimId: 'c', leaseMs: LEASE_MS })
        if (taken.kind !== 'claimed') throw new Error(taken.reason)
        await store.heartbeat(taken.claim, { leaseMs: LEASE_MS, progress: { percent: 1, stage: 'begun' } })
      })
      await expect.poll(updates, { timeout: 5_000 }).toEqual({ updated: 2, hot: 2 })
      await sql.end()
    })

    test('says what the server has against the connection', () =>
      using(
        async (store) => {
          expect((await failureOf(store.ping())).message).toMatch(
            /^postgres: a call failed: .*authentication failed/,
          )
        },
        url.replace(':test@', ':wrong@'),
      ))
  })
