import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import chromium from '@sparticuz/chromium'
import puppeteer from 'puppeteer-core'

/**
 * Prints as the common snippets do: the package's own flags, scripts on, nothing intercepted. Undefined when
 * that fails or does not end in time.
 */
export async function printUnprotected(html: string): Promise<Uint8Array | undefined> {
  const userDataDir = await mkdtemp(join(tmpdir(), 'offstage-unprotected-'))
  const browser = await puppeteer.launch({
    ...{ executablePath: await chromium.executablePath(), userDataDir },
    ...{ args: chromium.args, headless: 'shell' as const, pipe: true },
  })
  try {
    const page = await browser.newPage()
    await page.setContent(html, { timeout: 3_000 })
    await sleep(300)
    return await page.pdf({ timeout: 5_000 })
  } catch {
    return undefined
  } finally {
    // A hung page would make it wait for ever to close.
    await Promise.race([browser.close(), sleep(1_000)])
    browser.process()?.kill('SIGKILL')
    await rm(userDataDir, { recursive: true, force: true, maxRetries: 5 })
  }
}
