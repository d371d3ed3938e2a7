/**
 * Our Redis driver against BullMQ on one server: `node tests/bench/queue-redis.ts [jobs] [concurrency] [rounds]`.
 *
 * Both keep their finished jobs, as they do by default, and both run on `appendfsync everysec`. Ours has a
 * connection for creating and one for working; BullMQ has those and a third to block on.
 */
import { Queue, Worker } from 'bullmq'
import { createRedisStore } from '../../netlify/store/redis/store.ts'
import { findRedis, startRedis } from '../redis/server.ts'
import { type Contestant, ours, race, times } from './queue-run.ts'

const [jobs = 5000, concurrency = 32, rounds = 5] = process.argv.slice(2).map(Number)

const binary = await findRedis()
if (!binary) throw new Error('needs redis-server on the PATH')
const server = await startRedis(binary, { durable: 'everysec' })
const { port } = new URL(server.url)
const connection = { host: '127.0.0.1', port: Number(port) }

const producer = createRedisStore(server)
const worker = createRedisStore(server)

const queue = new Queue('no-op', { connection })
let completed = 0
let whenDone = () => {}
let target = Number.POSITIVE_INFINITY
const rival = new Worker('no-op', async () => undefined, { connection, concurrency })
rival.on('completed', () => {
  completed += 1
  if (completed === target) whenDone()
})
await rival.waitUntilReady()

const bullmq: Contestant = {
  name: 'BullMQ',
  async run(count, lanes) {
    completed = 0
    target = count
    const done = new Promise<void>((resolve) => {
      whenDone = resolve
    })
    await times(count, lanes, async () => {
      await queue.add('no-op', { n: 1 })
    })
    await done
  },
}

try {
  await race('Redis', [ours('offstage redis', producer, worker), bullmq], { jobs, concurrency, rounds })
} finally {
  await Promise.all([producer.close(), worker.close(), rival.close(), queue.close()])
  await server.stop()
}
