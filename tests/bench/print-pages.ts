import puppeteer from 'puppeteer-core'
import { findChromium } from '../../netlify/pdf/chromium.ts'

export interface Printer {
  print(html: string): Promise<Uint8Array>
  close(): Promise<void>
}

/** One browser that prints pages of HTML to PDF. */
export async function startPrinter(): Promise<Printer> {
  const { executablePath, env } = await findChromium()
  const browser = await puppeteer.launch({
    args: ['--no-sandbox', '--headless=shell', '--disable-gpu', '--font-render-hinting=none'],
    executablePath,
    env,
    headless: 'shell',
  })
  const page = await browser.newPage()
  return {
    async print(html) {
      await page.setContent(html)
      return page.pdf({ preferCSSPageSize: true, printBackground: true })
    },
    async close() {
      const child = browser.process()
      await browser.close().catch(() => child?.kill('SIGKILL'))
    },
  }
}

/** Prints pages of HTML to PDF in one browser, in order. */
export async function* printPages(
  pages: Iterable<string> | AsyncIterable<string>,
): AsyncGenerator<Uint8Array> {
  const printer = await startPrinter()
  try {
    for await (const html of pages) yield await printer.print(html)
  } finally {
    await printer.close()
  }
}
