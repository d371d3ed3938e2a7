import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'puppeteer-core'
import { loadDocument } from './cold-document.ts'

/** From nothing to a PDF as the README of @sparticuz/chromium does it, on its Amazon Linux. */
process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs24.x'
const { default: chromium } = await import('@sparticuz/chromium')
const { default: puppeteer } = await import('puppeteer-core')
const browser: Browser = await puppeteer.launch({
  args: await puppeteer.defaultArgs({ args: chromium.args, headless: 'shell' }),
  executablePath: await chromium.executablePath(),
  headless: 'shell',
})
const document = await loadDocument(process.argv[2] ?? '')
let html = document.html
for (const [url, { body, contentType }] of document.resources) {
  html = html.replaceAll(url, `data:${contentType};base64,${Buffer.from(body).toString('base64')}`)
}
const page = await browser.newPage()
await page.setContent(html)
// As ours are printed.
const options = { preferCSSPageSize: true, printBackground: true, tagged: true, outline: true }
await writeFile(join(tmpdir(), 'out.pdf'), await page.pdf(options))
process.stdout.write('1')
browser.process()?.kill('SIGKILL')
process.exit(0)
