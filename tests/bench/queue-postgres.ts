/**
 * Our Postgres driver against pg-boss and graphile-worker on one server:
 * `node tests/bench/queue-postgres.ts [jobs] [concurrency] [rounds]`.
 *
 * All on one durable server (fsync and synchronous_commit on) with ten connections each, in databases of their
 * own. Ours and pg-boss are driven the same way, a call to create, one to claim, one to complete;
 * graphile-worker only works through its own runner, which gets the same concurrency.
 */
import { Logger, makeWorkerUtils, run } from 'graphile-worker'
import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { migrate } from '../../netlify/store/postgres/migrate.ts'
import { createPostgresStore } from '../../netlify/store/postgres/store.ts'
import { startPostgres } from '../postgres/server.ts'
import { type Contestant, ours, race, times } from './queue-run.ts'

const [jobs = 1000, concurrency = 32, rounds = 5] = process.argv.slice(2).map(Number)
const CONNECTIONS = 10

const server = await startPostgres({ durable: true })
const ourUrl = await server.createDatabase()
await migrate(ourUrl)
const store = createPostgresStore({ url: ourUrl }, { maxConnections: CONNECTIONS })

const boss = new PgBoss({
  connectionString: await server.createDatabase(),
  max: CONNECTIONS,
  supervise: false,
  schedule: false,
})
boss.on('error', (error: unknown) => process.stderr.write(`pg-boss: ${error}\n`))
await boss.start()
await boss.createQueue('no-op')
const pgBoss: Contestant = {
  name: 'pg-boss',
  run: (count, lanes) =>
    times(count, lanes, async () => {
      await boss.send('no-op', { n: 1 })
      // A fetch skips what another one has just locked, and then may come back empty.
      let taken = (await boss.fetch('no-op'))[0]
      while (!taken) taken = (await boss.fetch('no-op'))[0]
      await boss.complete('no-op', taken.id)
    }),
}

/** As it comes, or with its own means for throughput: jobs fetched ahead and completed in batches. */
async function graphile(name: string, worker: object) {
  const pgPool = new pg.Pool({ connectionString: await server.createDatabase(), max: CONNECTIONS })
  pgPool.on('error', (error) => process.stderr.write(`graphile-worker: ${error}\n`))
  pgPool.on('connect', (client) => client.on('error', () => {}))
  const utils = await makeWorkerUtils({ pgPool })
  await utils.migrate()
  let completed = 0
  let target = Number.POSITIVE_INFINITY
  let whenDone = () => {}
  const runner = await run({
    pgPool,
    concurrency,
    noHandleSignals: true,
    logger: new Logger(() => () => {}),
    preset: { worker },
    taskList: { 'no-op': async () => {} },
  })
  runner.events.on('job:complete', () => {
    completed += 1
    if (completed === target) whenDone()
  })
  const contestant: Contestant = {
    name,
    async run(count, lanes) {
      completed = 0
      target = count
      const done = new Promise<void>((resolve) => {
        whenDone = resolve
      })
      await times(count, lanes, async () => {
        await utils.addJob('no-op', { n: 1 })
      })
      await done
    },
  }
  async function stop() {
    await runner.stop()
    await utils.release()
    await pgPool.end()
  }
  return { contestant, stop }
}
const plain = await graphile('graphile-worker', {})
const tuned = await graphile('graphile-worker, local queue', {
  localQueue: { size: 4 * concurrency },
  completeJobBatchDelay: 0,
  failJobBatchDelay: 0,
})

try {
  const contestants = [ours('offstage postgres', store, store), pgBoss, plain.contestant, tuned.contestant]
  await race('Postgres', contestants, { jobs, concurrency, rounds })
} finally {
  await plain.stop()
  await tuned.stop()
  await boss.stop({ graceful: false, close: true })
  await store.close()
  await server.stop()
}
