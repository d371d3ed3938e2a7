import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { finish, product } from '../product.ts'
import { quantile, say } from './figures.ts'

/**
 * Many exports in one worker: time, memory of the worker and the number of entries in the temp folder stay
 * flat; then one resume of 100 pages.
 *
 *     node --expose-gc tests/bench/pdf-thousand.ts [exports, default 1000]
 */
const count = Number(process.argv[2] ?? 1_000)
const { exportPdf, exportPdfInput, sampleResume, sharedPool } = await product<
  typeof import('./pdf-modules.ts')
>('tests/bench/pdf-modules.ts')

async function job(resume: Record<string, unknown>): Promise<{ ms: number; pages: number }> {
  const started = performance.now()
  const { pages } = await exportPdf.run({
    jobId: 'bench',
    attempt: 1,
    input: exportPdfInput.parse({ resume, template: 'modern' }),
    signal: new AbortController().signal,
    progress() {},
    log() {},
    storeFile: async (bytes, about) => ({ fileId: 'bench', bytes: bytes.length, ...about }),
  })
  return { ms: performance.now() - started, pages }
}

const residentMegabytes = () => {
  globalThis.gc?.()
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1000
}
const ours = () =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`offstage-profile-${process.pid}-`)).length

const resume = await sampleResume()
const times: number[] = []
say('exports  RSS MB  profiles  p50 ms  p95 ms')
for (let done = 1; done <= count; done++) {
  times.push((await job(resume)).ms)
  if (done % Math.ceil(count / 10) === 0) {
    const last = times.slice(-Math.ceil(count / 10))
    say(
      `${String(done).padStart(7)}  ${residentMegabytes().toFixed(0).padStart(6)}  ${String(ours()).padStart(8)}  ${quantile(last, 0.5).toFixed(0).padStart(6)}  ${quantile(last, 0.95).toFixed(0).padStart(6)}`,
    )
  }
}
say(`all: p50 ${quantile(times, 0.5).toFixed(0)} ms, p95 ${quantile(times, 0.95).toFixed(0)} ms`)

for (let times100 = 40; ; times100 = Math.ceil(times100 * 1.5)) {
  const long = await job(await sampleResume(times100))
  if (long.pages < 100) continue
  say(`${long.pages} pages: ${long.ms.toFixed(0)} ms`)
  break
}
await sharedPool.close()
await finish()
