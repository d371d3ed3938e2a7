import { createAnswerStore } from '../../netlify/files/answer-cache.ts'
import { createBlobsFileStore } from '../../netlify/files/blobs.ts'
import { openBlobs } from '../../netlify/store/blobs/blob-access.ts'
import { createBlobsStore } from '../../netlify/store/blobs/create-blobs-store.ts'
import type { ExportPdfOutput } from '../../src/shared/export-pdf.ts'
import type { Job, JobTicket } from '../../src/shared/job.ts'
import { startBlobsServer } from '../blobs-server/start.ts'
import { createApp, json } from '../http/app.ts'
import { finish, product } from '../product.ts'
import { quantile, say } from './figures.ts'

/**
 * A first export and the same again without a change, from the request to a status that says completed, on a
 * warm instance over Blobs on this machine. Processor time is this process's own: the browser's is not in it.
 *
 *     node tests/bench/pdf-repeat.ts [rounds, default 20]
 */
const rounds = Number(process.argv[2] ?? 20)
const { exportPdf, sampleResume, sharedPool } = await product<typeof import('./pdf-modules.ts')>(
  'tests/bench/pdf-modules.ts',
)
const blobs = await startBlobsServer()
const place = (name: string) => ({ name, access: blobs.access })
const app = createApp(exportPdf, { store: createBlobsStore(place('jobs')) })
app.services.files = createBlobsFileStore(place('files'), { keepMs: 3_600_000 })
app.services.answers = createAnswerStore(openBlobs(place('answers')), { keepMs: 3_600_000 })
const visit = await app.visitor()
const resume = await sampleResume()

async function exported(label: string): Promise<{ ms: number; cpuMs: number; reused: boolean }> {
  const input = { resume: { ...resume, basics: { name: 'A. Person', label } }, template: 'modern' }
  const [started, cpu] = [performance.now(), process.cpuUsage()]
  const ticket = (await (await visit('/api/export-pdf', json(input))).json()) as JobTicket
  for (;;) {
    const job = (await (await visit(ticket.statusUrl)).json()) as Job<ExportPdfOutput>
    if (job.status === 'completed') {
      const { user, system } = process.cpuUsage(cpu)
      return {
        ...{ ms: performance.now() - started, cpuMs: (user + system) / 1_000 },
        reused: job.output.reused === true,
      }
    }
    if (job.status === 'failed') throw new Error(job.error.message)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

const first: { ms: number; cpuMs: number }[] = []
const again: { ms: number; cpuMs: number }[] = []
for (let round = -2; round < rounds; round++) {
  const one = await exported(`Round ${round}`)
  await app.idle()
  const other = await exported(`Round ${round}`)
  await app.idle()
  if (one.reused || !other.reused) throw new Error('Reuse does not work')
  // The first rounds warm everything up.
  if (round < 0) continue
  first.push(one)
  again.push(other)
  // The next browser starts in this time.
  await new Promise((resolve) => setTimeout(resolve, 200))
}
const row = (name: string, all: { ms: number; cpuMs: number }[]) => {
  const at = (field: 'ms' | 'cpuMs', q: number) =>
    quantile(
      all.map((each) => each[field]),
      q,
    )
  say(
    `${name.padEnd(12)}p50 ${at('ms', 0.5).toFixed(0)} ms, p95 ${at('ms', 0.95).toFixed(0)} ms, processor ${at('cpuMs', 0.5).toFixed(0)} ms`,
  )
  return at('ms', 0.5)
}
const ratio = row('first', first) / row('repeated', again)
say(`first / repeated: ${ratio.toFixed(1)} at the median of ${rounds}`)
await Promise.all([sharedPool.close(), blobs.stop(), finish()])
