import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createJobClient } from '../../src/jobs/job-client.ts'
import { createJobRun } from '../../src/jobs/job-run.ts'
import type { ExportPdfOutput } from '../../src/shared/export-pdf.ts'

/**
 * How soon a visitor has the finished job, by how it is followed, on a running site:
 * `node tests/bench/follow.ts http://localhost:8888 [rounds]`. The ways take turns, so that what else the
 * machine does meets all alike; figures are medians in ms, and ratios to the first.
 */

const [url = 'http://localhost:8888', rounds = '5'] = process.argv.slice(2)
const sample = resolve(import.meta.dirname, '../../src/templates/sample-resume.json')
const resume = JSON.parse(await readFile(sample, 'utf8'))

const ways = [
  { name: 'quick, then slower', waitSeconds: 0, pace: {} },
  { name: 'Prefer: wait=10', waitSeconds: 10, pace: {} },
  { name: 'every 3 s', waitSeconds: 0, pace: { quickMs: 3000, quickForMs: Number.POSITIVE_INFINITY } },
]
const times = ways.map((): number[] => [])
const requests = ways.map(() => 0)

for (let round = 0; round <= Number(rounds); round += 1) {
  for (const [index, { waitSeconds, pace }] of ways.entries()) {
    let sent = 0
    let cookie = ''
    const client = createJobClient({
      baseUrl: url,
      async fetch(input, init) {
        const headers = new Headers(init?.headers)
        headers.set('origin', new URL(url).origin)
        if (cookie !== '') headers.set('cookie', cookie)
        sent += 1
        const response = await fetch(input, { ...init, headers })
        cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
        return response
      },
    })
    await client.session()
    sent = 0
    const started = performance.now()
    const edited = {
      ...resume,
      basics: { ...resume.basics, label: `Round ${round}, way ${index}, ${Date.now()}` },
    }
    const run = createJobRun<ExportPdfOutput>({ client, type: 'export-pdf', waitSeconds, pace })
    await run.start({ resume: edited, template: 'modern', paper: 'a4' })
    // The first round warms everything up.
    if (round === 0) continue
    times[index]?.push(performance.now() - started)
    requests[index] = (requests[index] ?? 0) + sent / Number(rounds)
  }
}

const medians = times.map((list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN)
for (const [index, { name }] of ways.entries()) {
  const median = medians[index] ?? Number.NaN
  const ratio = median / (medians[0] ?? Number.NaN)
  const row = [
    name.padEnd(20),
    `${Math.round(median)} ms`,
    `${ratio.toFixed(2)}×`,
    `${requests[index]?.toFixed(1)} requests`,
  ]
  process.stdout.write(`${row.join('  ')}\n`)
}
