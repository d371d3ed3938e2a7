import { finish, product } from '../product.ts'

/**
 * A worker in a process of its own, to be killed:
 *
 *     node worker.ts <job id> <access to the blobs as JSON> [hang-after-store]
 */
const { runWorker } = await product<typeof import('./run-worker.ts')>('/tests/crash/run-worker.ts')
const [jobId = '', access = '{}', mode = ''] = process.argv.slice(2)
await runWorker(jobId, access, mode)
await finish()
process.exit(0)
