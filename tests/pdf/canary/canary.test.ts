import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launch } from '../../../netlify/pdf/browser.ts'
import { browserPool } from '../../../netlify/pdf/browser-pool.ts'
import { findChromium } from '../../../netlify/pdf/chromium.ts'
import { printPdf } from '../../../netlify/pdf/print.ts'
import { renderResume } from '../../../netlify/pdf/render/render-resume.ts'
import { exportPdfInput, templateIds } from '../../../src/shared/export-pdf.ts'
import { documentOf } from '../documents.ts'
import { type Canaries, startCanaries } from './canaries.ts'
import { fields, resumeOf } from './fields.ts'
import { payloads } from './payloads.ts'
import { textOf } from './text.ts'

let canaries: Canaries
let all: [string, string][]
const pool = browserPool()

beforeAll(async () => {
  canaries = await startCanaries()
  all = payloads(canaries)
})
afterAll(async () => {
  await pool.close()
  await canaries.close()
})

/** Payloads that are printed together when nothing escapes them. */
const PER_PAGE = 9

/** Payload `i` stands in field `i + shift`; each field holds as many as come to it. */
function attackedResume(shift: number) {
  return resumeOf((field) =>
    all
      .filter((_, index) => (index + shift) % fields.length === fields.indexOf(field))
      .map(([, payload]) => payload)
      .join(' '),
  )
}

function withDates<T>(resume: T): T {
  return JSON.parse(
    JSON.stringify(resume, (key, value) =>
      /date$/i.test(key) ? '2020-01-01' : key === 'countryCode' ? 'CH' : value,
    ),
  )
}

async function expectUntouched(pdf: Uint8Array) {
  expect(canaries.hits).toEqual([])
  expect(await textOf(pdf)).not.toContain(canaries.secret)
}

describe('canaries', () => {
  it('are hit by a browser without our rules', async () => {
    const browser = await launch(await findChromium(), {
      flags: (ours) => ours.filter((flag) => !/proxy|resolver/.test(flag)),
    })
    const html = documentOf(
      `<img src="http://${canaries.http}/control"><img src="http://${canaries.tcp}/">`,
    ).html
    await browser.page.setContent(html)
    await expect
      .poll(() => canaries.hits, { timeout: 5_000 })
      .toEqual(expect.arrayContaining(['http /control', 'connection to tcp']))
    await browser.kill()
    canaries.hits.length = 0
  })

  it('are read from their file by a browser with the package’s web security off', async () => {
    const browser = await launch(await findChromium(), {
      flags: (ours) => [...ours, '--disable-web-security'],
    })
    await browser.page.setContent(documentOf(`<iframe src="file://${canaries.file}"></iframe>`).html)
    const printed = await browser.page.pdf()
    await browser.kill()
    expect(await textOf(printed)).toContain(canaries.secret)
  })

  it('are more than 60, all different', () => {
    expect(all.length).toBeGreaterThanOrEqual(60)
    expect(new Set(all.map(([, payload]) => payload)).size).toBe(all.length)
  })

  it('stay untouched by a theme that escapes nothing', async () => {
    // tests/soak/canaries.ts prints each alone.
    for (let start = 0; start < all.length; start += PER_PAGE) {
      const group = all.slice(start, start + PER_PAGE).map(([, payload]) => `<p>Before</p>${payload}`)
      const { bytes } = await printPdf(documentOf(group.join('\n')), { pool })
      await expectUntouched(bytes)
    }
  })

  it('stay untouched when a theme puts payloads into its head', async () => {
    for (const name of [
      'base',
      'meta refresh',
      'meta refresh, file',
      'link stylesheet',
      'style import',
      'script',
    ]) {
      const payload = all.find(([known]) => known === name)?.[1] ?? ''
      const document = documentOf('<p>Hello</p>')
      const { bytes } = await printPdf(
        { ...document, html: document.html.replace('<meta', `${payload}<meta`) },
        { pool },
      )
      await expectUntouched(bytes)
    }
  })

  it.each(templateIds)('stay untouched by %s, and the payloads are printed as text', async (template) => {
    for (const shift of [0, 41]) {
      const input = exportPdfInput.parse({ resume: attackedResume(shift), template })
      const { bytes } = await printPdf(await renderResume(input), { pool })
      await expectUntouched(bytes)
      expect(await textOf(bytes)).toMatch(/<(img|iframe|svg)/i)
    }
  })

  it('stay untouched by a published theme', async () => {
    const { render } = await import('jsonresume-theme-even')
    for (const shift of [0, 37]) {
      // The theme throws on dates and countries that are none.
      const html = render(withDates(attackedResume(shift)) as Parameters<typeof render>[0])
      const { bytes } = await printPdf({ ...documentOf(''), html }, { pool })
      await expectUntouched(bytes)
    }
  })

  it('stay untouched after all, by what comes late', async () => {
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(canaries.hits).toEqual([])
  })
})
