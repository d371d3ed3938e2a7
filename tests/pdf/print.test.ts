import { readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, launch } from '../../netlify/pdf/browser.ts'
import { type BrowserPool, browserPool } from '../../netlify/pdf/browser-pool.ts'
import { findChromium } from '../../netlify/pdf/chromium.ts'
import { launchFlags } from '../../netlify/pdf/launch-flags.ts'
import { dictOf, readPdf, rootOf } from '../../netlify/pdf/pdf-objects.ts'
import { printPdf } from '../../netlify/pdf/print.ts'
import { readAttachment } from '../../src/shared/pdf-attachment.ts'
import { readText } from '../../src/shared/pdf-syntax.ts'
import { documentOf } from './documents.ts'
import { chromiumPids, eventually } from './processes.ts'

let temp: string
let pool: BrowserPool
/** The browsers that jobs got, the latest last. */
const taken: Browser[] = []

beforeAll(async () => {
  temp = await mkdtemp(join(tmpdir(), 'offstage-print-test-'))
  const pooled = browserPool({ find: () => findChromium(), launch: (chromium) => launch(chromium, { temp }) })
  pool = {
    ...pooled,
    async take() {
      const browser = await pooled.take()
      taken.push(browser)
      return browser
    },
  }
})

afterAll(async () => {
  await pool.close()
  const gone = await eventually(() => chromiumPids().length === 0 && readdirSync(temp).length === 0)
  const left = { pids: chromiumPids(), profiles: readdirSync(temp) }
  await rm(temp, { recursive: true, force: true })
  expect(left, 'Chromium processes and profiles left behind').toEqual({ pids: [], profiles: [] })
  expect(gone).toBe(true)
})

/** Does something to the browser of the job that is running. */
const signalBrowser = (signal: NodeJS.Signals) => process.kill(taken.at(-1)?.pid ?? Number.NaN, signal)

describe('launch flags', () => {
  it('are these and no others', () => {
    expect(launchFlags('bundled', '/profile')).toMatchInlineSnapshot(`
      [
        "--headless",
        "--remote-debugging-pipe",
        "--user-data-dir=/profile",
        "--proxy-server=http://127.0.0.1:9",
        "--proxy-bypass-list=<-loopback>",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--disable-background-networking",
        "--disable-breakpad",
        "--disable-client-side-phishing-detection",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-dev-shm-usage",
        "--disable-domain-reliability",
        "--disable-extensions",
        "--disable-features=DnsOverHttps,MediaRouter,OptimizationHints,Prerender2,Translate",
        "--disable-gpu",
        "--disable-software-rasterizer",
        "--disable-sync",
        "--disable-webgl",
        "--font-render-hinting=none",
        "--force-color-profile=srgb",
        "--hide-scrollbars",
        "--mute-audio",
        "--no-default-browser-check",
        "--no-first-run",
        "--no-pings",
        "--single-process",
        "--in-process-gpu",
        "--no-sandbox",
        "--no-zygote",
        "--incognito",
        "--disable-threaded-compositing",
        "--js-flags=--jitless",
      ]
    `)
  })

  it('keep the sandbox of an installed browser', () => {
    const flags = launchFlags('installed', '/profile')
    expect(flags).not.toContain('--no-sandbox')
    expect(flags).not.toContain('--single-process')
  })

  it.each(['bundled', 'installed'] as const)('never weaken web security (%s)', (kind) => {
    const flags = launchFlags(kind, '/profile').join(' ')
    for (const flag of [
      'web-security',
      'site-isolation',
      'insecure',
      'allow-file',
      'remote-debugging-port',
    ]) {
      expect(flags).not.toContain(flag)
    }
  })
})

describe('printPdf', () => {
  it('prints, completes and checks a document', async () => {
    const stages: string[] = []
    const document = documentOf(
      '<h1>Zoë</h1><p>Hello <a href="https://example.com/x">there</a> <a href="mailto:zoe@example.com">mail</a></p>',
      {
        title: 'Zoë Ünal – Resume',
        author: 'Zoë Ünal',
        subject: 'Engineer (PDF)',
        keywords: ['Type', '日本語'],
        lang: 'de-CH',
        warnings: [{ code: 'BEFORE', message: 'from rendering' }],
      },
    )
    const { bytes, pages, warnings } = await printPdf(document, {
      pool,
      onStage: (stage) => stages.push(stage),
    })

    expect({ pages, warnings, stages }).toEqual({
      pages: 1,
      warnings: document.warnings,
      stages: ['rendered', 'printed', 'checked'],
    })
    const pdf = readPdf(bytes)
    const info = dictOf(pdf, Number.parseInt(pdf.trailer.get('Info') ?? '', 10))
    expect(Object.fromEntries([...info].map(([key, value]) => [key, readText(value)]))).toEqual({
      Title: 'Zoë Ünal – Resume',
      Author: 'Zoë Ünal',
      Subject: 'Engineer (PDF)',
      Keywords: 'Type, 日本語',
      Creator: 'Offstage',
      Producer: 'Skia/PDF',
    })
    const root = rootOf(pdf).dict
    expect(readText(root.get('Lang') ?? '')).toBe('de-CH')
    expect(root.get('ViewerPreferences')).toContain('/DisplayDocTitle true')
    expect(root.get('MarkInfo')).toContain('/Marked true')
    for (const key of ['StructTreeRoot', 'Outlines', 'Metadata']) expect(root.has(key), key).toBe(true)
    const xmp = Buffer.from(pdf.bodies.get(Number.parseInt(root.get('Metadata') ?? '', 10)) ?? '', 'latin1')
    expect(xmp.toString()).toContain('<pdfuaid:part>1</pdfuaid:part>')
    expect(xmp.toString()).toContain('Zoë Ünal – Resume')
    const links = [...pdf.bodies.values()].filter((body) => body.includes('/Subtype /Link'))
    expect(links.map((body) => /\/Contents \((.*)\)/.exec(body)?.[1])).toEqual([
      'there \\(example.com\\)',
      'E-Mail: mail \\(zoe@example.com\\)',
    ])
  })

  it('embeds files that can be read back', async () => {
    const resume = new TextEncoder().encode(JSON.stringify({ basics: { name: 'Zoë (日本)' } }))
    const attachments = [{ name: 'resume.json', contentType: 'application/json', bytes: resume }]
    const { bytes } = await printPdf(documentOf('<p>Hello</p>', { attachments }), { pool })
    expect(await readAttachment(bytes, 'resume.json')).toEqual(resume)
    expect(await readAttachment(bytes, 'other.json')).toBeUndefined()
  })

  it('gives the same bytes for the same document, in different browsers', async () => {
    const document = documentOf('<h1>One</h1><p>Hello</p><h2>Two</h2><ul><li>a<li>b</ul>')
    const first = await printPdf(document, { pool })
    const cold = browserPool({ launch: (chromium) => launch(chromium, { temp }) })
    const second = await printPdf(document, { pool: { ...cold, warm() {} } })
    expect(taken.at(-1)?.pid).toBeDefined()
    expect(Buffer.compare(first.bytes, second.bytes)).toBe(0)
    const other = await printPdf(documentOf('<h1>One</h1><p>Hallo</p>'), { pool })
    expect(Buffer.compare(first.bytes, other.bytes)).not.toBe(0)
  })

  it('uses the pictures and fonts that the document brings', async () => {
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
      'base64',
    )
    const url = 'https://offstage.invalid/photo'
    const resources = new Map([[url, { body: png, contentType: 'image/png' }]])
    const refused: string[] = []
    const log = (event: string) => refused.push(event)
    const images = (bytes: Uint8Array) =>
      Buffer.from(bytes).toString('latin1').split('/Subtype /Image').length - 1
    const html = `<p style="height: 50px; background: url(${url})">x</p>`
    const withPhoto = await printPdf(documentOf(html, { resources }), { pool, log })
    expect(refused).toEqual([])
    const without = await printPdf(documentOf(html), { pool, log })
    expect(refused).toEqual(['request-refused'])
    expect(images(withPhoto.bytes)).toBeGreaterThan(0)
    expect(images(without.bytes)).toBe(0)
  })

  it('prints Letter and landscape', async () => {
    const plain = (more: object) => ({
      ...documentOf('', more),
      html: '<html><title>x</title><p>Hello</html>',
    })
    const box = async (more: object) => {
      const { bytes } = await printPdf(plain(more), { pool })
      return /\/MediaBox \[([^\]]*)\]/.exec(Buffer.from(bytes).toString('latin1'))?.[1]
    }
    expect(await box({ paper: 'letter' })).toBe('0 0 612 792')
    expect(await box({ paper: 'letter', landscape: true })).toBe('0 0 792 612')
  })

  it('runs no scripts', async () => {
    const { bytes } = await printPdf(
      documentOf(
        '<p id="p">kept</p><script>document.body.innerHTML = "<h1>".repeat(9)</script><img src="x" onerror="document.body.remove()">',
      ),
      { pool },
    )
    expect(
      dictOf(readPdf(bytes), Number.parseInt(readPdf(bytes).trailer.get('Root') ?? '', 10)).has('Outlines'),
    ).toBe(false)
  })
})

describe('fit', () => {
  const lines = (count: number) =>
    documentOf(
      `<style>p { font-size: calc(12pt * var(--scale)); line-height: 2; margin: 0 }</style>${'<p>line</p>'.repeat(count)}`,
    )
  const tightenable = (count: number, fit: number) => {
    const document = lines(count)
    return {
      ...document,
      html: document.html.replace('<html lang="en"', '<html lang="en" style="--scale:1"'),
      fit,
    }
  }

  it('tightens a document to the pages it asks for', async () => {
    expect((await printPdf(tightenable(40, 3), { pool })).pages).toBe(2)
    const fitted = await printPdf(tightenable(40, 1), { pool })
    expect(fitted).toMatchObject({ pages: 1, warnings: [] })
  })

  it('spares a document a last page with little on it, where a little tightening does', async () => {
    // 26 lines fill a page; at nine tenths of their size, 28 do.
    const { fit: _, ...sparse } = tightenable(28, 1)
    expect((await printPdf(sparse, { pool })).pages).toBe(1)
    const { fit: __, ...full } = tightenable(40, 1)
    expect((await printPdf(full, { pool })).pages).toBe(2)
  })

  it('finds the last of many pages, which the PDF keeps in groups of groups', async () => {
    for (const [count, atLeast] of [
      [300, 9],
      [2_200, 65],
    ] as const) {
      const { fit: _, ...long } = tightenable(count, 1)
      expect((await printPdf(long, { pool })).pages).toBeGreaterThanOrEqual(atLeast)
    }
  })

  it('says so when it cannot', async () => {
    const tooLong = await printPdf(tightenable(200, 1), { pool })
    expect(tooLong.pages).toBe(7)
    expect(tooLong.warnings.map(({ code }) => code)).toEqual(['DOES_NOT_FIT'])
    const theme = await printPdf({ ...lines(40), fit: 1 }, { pool })
    expect(theme.warnings.map(({ code }) => code)).toEqual(['DOES_NOT_FIT'])
  })
})

describe('faults', () => {
  it('reports a browser that is killed while it prints, and the next job works', async () => {
    const printing = printPdf(documentOf('<p>Hello</p>'.repeat(5_000)), {
      pool,
      onStage: (stage) => stage === 'rendered' && signalBrowser('SIGKILL'),
    })
    await expect(printing).rejects.toMatchObject({ name: 'RetryableError', code: 'BROWSER_CRASHED' })
    expect((await printPdf(documentOf('<p>Hello</p>'), { pool })).pages).toBe(1)
  })

  it('reports a browser that is killed while the document loads, without waiting for its time limit', async () => {
    const started = Date.now()
    const resources = new Map()
    resources.get = () => void signalBrowser('SIGKILL')
    const printing = printPdf(documentOf('<img src="https://offstage.invalid/photo">', { resources }), {
      pool,
    })
    await expect(printing).rejects.toMatchObject({ name: 'RetryableError', code: 'BROWSER_CRASHED' })
    expect(Date.now() - started).toBeLessThan(10_000)
  })

  it('reports a page that crashes in a browser of several processes', async () => {
    const several = browserPool({
      launch: (chromium) =>
        launch(chromium, { temp, flags: (ours) => ours.filter((flag) => !/single|in-process/.test(flag)) }),
    })
    let browser: Browser | undefined
    const printing = printPdf(documentOf('<p>Hello</p>'.repeat(5_000)), {
      pool: {
        ...several,
        async take() {
          browser = await several.take()
          return browser
        },
        warm() {},
      },
      // It never answers.
      onStage: (stage) => stage === 'rendered' && browser?.session.send('Page.crash').catch(() => {}),
      timeoutMs: 20_000,
    })
    await expect(printing).rejects.toMatchObject({ name: 'RetryableError', code: 'BROWSER_CRASHED' })
  })

  it('replaces a waiting browser that was killed', async () => {
    pool.warm()
    await pool.version()
    const before = chromiumPids()
    for (const pid of before) process.kill(pid, 'SIGKILL')
    expect((await printPdf(documentOf('<p>Hello</p>'), { pool })).pages).toBe(1)
    expect(before).not.toContain(taken.at(-1)?.pid)
  })

  it('replaces a waiting browser that hangs', async () => {
    pool.warm()
    await pool.version()
    for (const pid of chromiumPids()) process.kill(pid, 'SIGSTOP')
    expect((await printPdf(documentOf('<p>Hello</p>'), { pool })).pages).toBe(1)
  })

  it('kills a page that hangs', async () => {
    const started = Date.now()
    const hung = printPdf(documentOf('<p>Hello</p>'), {
      pool,
      timeoutMs: 1_000,
      onStage: (stage) => stage === 'rendered' && signalBrowser('SIGSTOP'),
    })
    await expect(hung).rejects.toMatchObject({ name: 'RetryableError', code: 'BROWSER_HUNG' })
    expect(Date.now() - started).toBeLessThan(3_000)
    const pid = taken.at(-1)?.pid ?? 0
    expect(await eventually(() => !chromiumPids().includes(pid))).toBe(true)
  })

  it('stops within a second of an abort', async () => {
    const controller = new AbortController()
    let abortedAt = Number.POSITIVE_INFINITY
    const printing = printPdf(documentOf('<p>Hello</p>'), {
      pool,
      signal: controller.signal,
      onStage(stage) {
        if (stage !== 'rendered') return
        signalBrowser('SIGSTOP')
        setTimeout(() => {
          abortedAt = Date.now()
          controller.abort(new Error('cancelled by its owner'))
        }, 50)
      },
    })
    await expect(printing).rejects.toThrow('cancelled by its owner')
    expect(Date.now() - abortedAt).toBeLessThan(1_000)
    const pid = taken.at(-1)?.pid ?? 0
    expect(await eventually(() => !chromiumPids().includes(pid), 1_000)).toBe(true)
  })

  it('does nothing for a job that is cancelled already', async () => {
    const count = taken.length
    await expect(
      printPdf(documentOf('<p>Hello</p>'), { pool, signal: AbortSignal.abort(new Error('gone')) }),
    ).rejects.toThrow('gone')
    expect(taken).toHaveLength(count)
  })

  it('says that no browser starts', async () => {
    const broken = browserPool({
      find: async () => ({ executablePath: '/bin/false', kind: 'bundled', env: {} }),
      launch: (chromium) => launch(chromium, { temp }),
    })
    const error = await printPdf(documentOf('<p>Hello</p>'), { pool: broken }).catch((thrown) => thrown)
    expect(error).toMatchObject({ name: 'RetryableError', code: 'BROWSER_UNAVAILABLE' })
    expect(error.publicMessage).not.toContain('/bin/false')
    expect(error.cause.message).toContain('/bin/false did not start')
    await expect(broken.version()).rejects.toThrow('/bin/false did not start')
  })

  it('keeps the result when the browser cannot be closed, and logs it', async () => {
    const logged: string[] = []
    const stubborn: BrowserPool = {
      ...pool,
      async take() {
        const browser = await pool.take()
        return {
          ...browser,
          async kill() {
            await browser.kill()
            throw new Error('EBUSY')
          },
        }
      },
    }
    const { pages } = await printPdf(documentOf('<p>Hello</p>'), {
      pool: stubborn,
      log: (event) => logged.push(event),
    })
    expect(pages).toBe(1)
    expect(await eventually(() => logged.includes('browser-close-failed'))).toBe(true)
  })
})

describe('health', () => {
  it('tells the version, and is cheap while a browser waits', async () => {
    await pool.close()
    expect(await pool.version()).toMatch(/^HeadlessChrome\/\d+/)
    const pids = chromiumPids()
    expect(pids).toHaveLength(1)
    expect(await pool.version()).toMatch(/^HeadlessChrome\/\d+/)
    expect(chromiumPids()).toEqual(pids)
  })
})
