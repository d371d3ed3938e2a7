import { readFile } from 'node:fs/promises'
import puppeteer from 'puppeteer-core'
import { findChromium } from '../../netlify/pdf/chromium.ts'
import { launchFlags } from '../../netlify/pdf/launch-flags.ts'
import { finish, product } from '../product.ts'
import { quantile, say } from './figures.ts'

/**
 * A whole job on a warm instance (`run`: render, print, complete, check) against a bare `page.pdf()` of the
 * same HTML on a warm browser (new page, setContent, pdf, close), alternating.
 *
 *     node tests/bench/pdf-warm.ts [rounds, default 40]
 */
const rounds = Number(process.argv[2] ?? 40)
const { exportPdf, exportPdfInput, renderResume, sampleResume, sharedPool } = await product<
  typeof import('./pdf-modules.ts')
>('tests/bench/pdf-modules.ts')
const input = exportPdfInput.parse({ resume: await sampleResume(), template: 'modern' })

// The fonts travel inside the HTML, so that the bare print shows the same.
const document = await renderResume(input)
let html = document.html
for (const [url, { body, contentType }] of document.resources) {
  html = html.replaceAll(url, `data:${contentType};base64,${Buffer.from(body).toString('base64')}`)
}

const chromium = await findChromium()
const bareBrowser = await puppeteer.launch({
  executablePath: chromium.executablePath,
  env: chromium.env,
  args:
    process.argv[3] === 'single'
      ? launchFlags('bundled', '/tmp/offstage-bench-profile').filter(
          (f) => !f.startsWith('--remote') && !f.startsWith('--user-data'),
        )
      : ['--no-sandbox', '--no-zygote', '--disable-gpu'],
})
async function bare(): Promise<number> {
  const started = performance.now()
  const page = await bareBrowser.newPage()
  await page.setContent(html)
  await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true, outline: true })
  await page.close()
  return performance.now() - started
}

async function job(): Promise<number> {
  const started = performance.now()
  await exportPdf.run({
    jobId: 'bench',
    attempt: 1,
    input,
    signal: new AbortController().signal,
    progress() {},
    log() {},
    storeFile: async (bytes, about) => ({ fileId: 'bench', bytes: bytes.length, ...about }),
  })
  return performance.now() - started
}

for (let i = 0; i < 3; i++) {
  await bare()
  await job()
}
const times = { bare: [] as number[], job: [] as number[] }
for (let i = 0; i < rounds; i++) {
  times.bare.push(await bare())
  times.job.push(await job())
  // Requests do not follow each other without a pause; the next browser starts in this time.
  await new Promise((resolve) => setTimeout(resolve, 150))
}
await Promise.all([bareBrowser.close(), sharedPool.close()])
for (const [name, all] of Object.entries(times)) {
  say(`${name.padEnd(5)} p50 ${quantile(all, 0.5).toFixed(0)} ms, p95 ${quantile(all, 0.95).toFixed(0)} ms`)
}
say(
  `job / bare page.pdf(): ${(quantile(times.job, 0.5) / quantile(times.bare, 0.5)).toFixed(2)} at the median`,
)
say(
  `HTML ${(html.length / 1000).toFixed(0)} kB, resume ${(await readFile('src/templates/sample-resume.json')).length} bytes`,
)
await finish()
