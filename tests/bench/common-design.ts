import { getStore } from '@netlify/blobs'
import puppeteer from 'puppeteer-core'
import type { Functions } from './warm-site.ts'

/**
 * The design that most sites have: a job record in a store, a new browser for each job as the README of
 * @sparticuz/chromium starts it, and a page that asks every 3 seconds. Its browser is unpacked ahead, as on a
 * warm instance.
 */
export async function commonDesign(renderHtml: (resume: unknown) => Promise<string>): Promise<Functions> {
  // On its own Amazon Linux libraries, which are those that our pack brings.
  process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs24.x'
  const { default: chromium } = await import('@sparticuz/chromium')
  const executablePath = await chromium.executablePath()

  const store = () => getStore({ name: 'common', consistency: 'strong' })
  interface CommonJob {
    status: 'processing' | 'done' | 'error'
    startedAt: number
    doneAt?: number
    error?: string
  }
  const keep = (jobId: string, job: CommonJob) => store().setJSON(`job-${jobId}`, job)

  async function work(jobId: string, resume: unknown, startedAt: number): Promise<void> {
    const browser = await puppeteer.launch({
      args: await puppeteer.defaultArgs({ args: chromium.args, headless: 'shell' }),
      executablePath,
      headless: 'shell',
    })
    try {
      const page = await browser.newPage()
      await page.setContent(await renderHtml(resume))
      const pdf = await page.pdf({
        preferCSSPageSize: true,
        printBackground: true,
        tagged: true,
        outline: true,
      })
      await store().set(`file-${jobId}`, new Blob([new Uint8Array(pdf)]))
    } finally {
      await browser.close()
    }
    await keep(jobId, { status: 'done', startedAt, doneAt: Date.now() })
  }

  return {
    'common-page': {
      config: { path: '/common/' },
      default: () => new Response(PAGE, { headers: { 'content-type': 'text/html' } }),
    },
    'common-start': {
      config: { path: '/common/job' },
      async default(request, context) {
        const resume = await request.json()
        const jobId = crypto.randomUUID()
        const startedAt = Date.now()
        await keep(jobId, { status: 'processing', startedAt })
        context.waitUntil(
          work(jobId, resume, startedAt).catch((error: Error) =>
            keep(jobId, { status: 'error', startedAt, error: error.message }),
          ),
        )
        return Response.json({ jobId }, { status: 202 })
      },
    },
    'common-status': {
      config: { path: '/common/job/:jobId' },
      async default(request) {
        const jobId = request.url.split('/').at(-1)
        return Response.json(await store().get(`job-${jobId}`, { type: 'json' }))
      },
    },
    'common-file': {
      config: { path: '/common/files/:jobId' },
      async default(request) {
        const bytes = await store().get(`file-${request.url.split('/').at(-1)}`, { type: 'arrayBuffer' })
        return new Response(bytes, { headers: { 'content-type': 'application/pdf' } })
      },
    },
  }
}

const PAGE = `<!doctype html><title>Export</title><main class="area"><h1>Export</h1><button>Export PDF</button></main><script>
document.querySelector('button').onclick = async () => {
  const started = await fetch('job', { method: 'POST', body: JSON.stringify(window.resume) })
  const { jobId } = await started.json()
  const timer = setInterval(async () => {
    const job = await (await fetch('job/' + jobId)).json()
    if (job.status === 'processing') return
    clearInterval(timer)
    if (job.status === 'error') throw new Error(job.error)
    const pdf = await (await fetch('files/' + jobId)).arrayBuffer()
    window.finished = { bytes: pdf.byteLength, workMs: job.doneAt - job.startedAt }
  }, 3000)
}
</script>`
