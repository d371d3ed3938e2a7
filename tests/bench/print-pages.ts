import chromium from '@sparticuz/chromium'
import puppeteer from 'puppeteer-core'

/** Prints pages of HTML to PDF in one browser, in order. */
export async function* printPages(
  pages: Iterable<string> | AsyncIterable<string>,
): AsyncGenerator<Uint8Array> {
  const browser = await puppeteer.launch({
    args: ['--no-sandbox', '--headless=shell', '--disable-gpu', '--font-render-hinting=none'],
    executablePath: await chromium.executablePath(),
    headless: 'shell',
  })
  try {
    const page = await browser.newPage()
    for await (const html of pages) {
      await page.setContent(html)
      yield await page.pdf({ preferCSSPageSize: true, printBackground: true })
    }
  } finally {
    const child = browser.process()
    await browser.close().catch(() => child?.kill('SIGKILL'))
  }
}
