import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, launch, type Page } from 'puppeteer-core'
import { findChromium } from '../../netlify/pdf/chromium.ts'

/** The page in a real browser, as one visitor has it. */
export interface Visit {
  page: Page
  /** Where downloads arrive. */
  downloads: string
  /** Everything on the console but Vite's and React's greetings, failed requests and uncaught errors. */
  stray: string[]
  /** Clicks the visible button or link with this text or label. */
  press(name: string): Promise<void>
  /** Resolves once the page shows this text. */
  shows(text: string, timeoutMs?: number): Promise<void>
  /** Gives the file input a file, as the file picker would. */
  pick(path: string): Promise<void>
  close(): Promise<void>
}

export interface VisitOptions {
  width?: number
  height?: number
}

export async function startBrowser() {
  const { executablePath, env } = await findChromium()
  const browser: Browser = await launch({
    executablePath,
    // In the C locale Chromium cannot write a file name that is not ASCII.
    env: { ...env, LANG: 'C.UTF-8' },
    headless: 'shell',
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
  })
  return {
    /** A visitor with cookies and downloads of their own. */
    async visit(url: string, { width = 1280, height = 800 }: VisitOptions = {}): Promise<Visit> {
      const context = await browser.createBrowserContext()
      const downloads = await mkdtemp(join(tmpdir(), 'offstage-downloads-'))
      const page = await context.newPage()
      const stray: string[] = []
      page.on('console', (message) => {
        const text = message.text()
        if (!text.startsWith('[vite]') && !text.includes('React DevTools'))
          stray.push(`${message.type()}: ${text}`)
      })
      page.on('pageerror', (error) => stray.push(`uncaught: ${String(error)}`))
      const session = await browser.target().createCDPSession()
      await session.send('Browser.setDownloadBehavior', {
        behavior: 'allow',
        downloadPath: downloads,
        ...(context.id !== undefined && { browserContextId: context.id }),
      })
      await page.setViewport({ width, height })
      await page.goto(url, { waitUntil: 'load', timeout: 60_000 })
      await page.waitForSelector('.area:not([hidden]) h1', { timeout: 60_000 })

      return {
        page,
        downloads,
        stray,
        async press(name) {
          const element = await page.waitForSelector(`::-p-aria([name="${name}"])`, { visible: true })
          await element?.click()
        },
        async shows(text, timeoutMs = 20_000) {
          await page.waitForFunction(
            (wanted) => document.body.textContent.toLowerCase().includes(wanted),
            { timeout: timeoutMs, polling: 50 },
            text.toLowerCase(),
          )
        },
        async pick(path) {
          const input = await page.waitForSelector('.area:not([hidden]) input[type=file]')
          await input?.uploadFile(path)
        },
        async close() {
          await context.close()
          await rm(downloads, { recursive: true, force: true })
        },
      }
    },
    close() {
      // close() waits for pages that may hang; nothing of this browser is worth waiting for.
      browser.process()?.kill('SIGKILL')
    },
  }
}
