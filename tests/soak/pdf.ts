import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Browser, launch } from '../../netlify/pdf/browser.ts'
import { type BrowserPool, browserPool } from '../../netlify/pdf/browser-pool.ts'
import { findChromium } from '../../netlify/pdf/chromium.ts'
import { printPdf } from '../../netlify/pdf/print.ts'
import { readAttachment } from '../../src/shared/pdf-attachment.ts'
import { documentOf } from '../pdf/documents.ts'

/**
 * Prints while browsers are killed and stopped at random moments, three at a time. Every job must end, as a
 * PDF that holds its own document or with an error of its kind, and afterwards a fault-free run of each that
 * failed must succeed; nothing may stay behind.
 *
 *     node tests/soak/pdf.ts [--jobs 500] [--seed 1]
 */
const { values } = parseArgs({
  options: { jobs: { type: 'string', default: '500' }, seed: { type: 'string', default: '1' } },
})
const jobs = Number(values.jobs)
let state = Number(values.seed)
/** A number from 0 to 1 that the seed decides (mulberry32). */
function random(): number {
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
}

const temp = await mkdtemp(join(tmpdir(), 'offstage-soak-'))
const pool = browserPool({
  find: () => findChromium(),
  launch: (chromium) => launch(chromium, { temp }),
})
const tally = new Map<string, number>()
const count = (name: string) => tally.set(name, (tally.get(name) ?? 0) + 1)

/** The pool, with a fault planned for the browser that it hands out. */
function faulty(signal: NodeJS.Signals | undefined, afterMs: number): BrowserPool {
  return {
    ...pool,
    async take() {
      const browser: Browser = await pool.take()
      if (!signal) return browser
      setTimeout(() => {
        try {
          if (browser.isAlive()) process.kill(browser.pid, signal)
        } catch {
          // It was faster.
        }
      }, afterMs)
      return browser
    },
  }
}

async function job(number: number, signal?: NodeJS.Signals): Promise<string> {
  const secret = createHash('sha256').update(`${values.seed} ${number}`).digest()
  const attachments = [{ name: 'resume.json', contentType: 'application/json', bytes: secret }]
  const document = documentOf(`<h1>Job ${number}</h1>${'<p>Hello</p>'.repeat(100)}`, { attachments })
  const cancel = random() < 0.05 ? AbortSignal.timeout(Math.floor(random() * 150)) : undefined
  try {
    const { bytes } = await printPdf(document, {
      pool: faulty(signal, random() * 150),
      timeoutMs: 5_000,
      signal: cancel,
    })
    const found = await readAttachment(bytes, 'resume.json')
    if (!found || Buffer.compare(found, secret) !== 0) throw new Error(`Job ${number} got another's document`)
    return 'printed'
  } catch (error) {
    if (cancel?.aborted) return 'cancelled'
    const code = (error as { code?: string }).code
    if (!signal || !['BROWSER_CRASHED', 'BROWSER_HUNG', 'BROWSER_UNAVAILABLE'].includes(code ?? ''))
      throw error
    return code ?? ''
  }
}

let next = 0
async function worker(): Promise<void> {
  while (next < jobs) {
    const number = next++
    const dice = random()
    const signal = dice < 0.2 ? 'SIGKILL' : dice < 0.25 ? 'SIGSTOP' : undefined
    const outcome = await job(number, signal)
    count(outcome)
    if (outcome.startsWith('BROWSER_')) count(`retry ${await job(number)}`)
  }
}
const started = performance.now()
await Promise.all([worker(), worker(), worker()])
await pool.close()
await new Promise((resolve) => setTimeout(resolve, 500))
const left = readdirSync(temp)
await rm(temp, { recursive: true, force: true })
for (const [name, times] of [...tally].sort()) process.stdout.write(`${name.padEnd(24)}${times}\n`)
process.stdout.write(
  `${jobs} jobs in ${((performance.now() - started) / 1000).toFixed(0)} s, seed ${values.seed}\n`,
)
if (left.length > 0) throw new Error(`Profiles left behind: ${left.join(', ')}`)
