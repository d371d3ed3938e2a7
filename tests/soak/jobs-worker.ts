import { pathToFileURL } from 'node:url'
import { context } from './jobs-site.ts'

/**
 * A worker in a process of its own, to be killed: does the background calls that its parent sends, one by one.
 *
 *     node jobs-worker.ts <bundle of jobs-modules.ts>
 */
const bundle = pathToFileURL(process.argv[2] ?? '').href
const { work, close }: typeof import('./jobs-modules.ts') = await import(bundle)

process.on('message', async (message: { url: string; jobId: string } | 'close') => {
  if (message === 'close') {
    await close()
    process.exit(0)
  }
  const { url, jobId } = message
  const call = new Request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jobId }),
  })
  const { status } = await work(call, context)
  process.send?.({ status, residentBytes: process.memoryUsage.rss() })
})
process.send?.('ready')
