import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Site } from '../../scripts/site.ts'
import { readAttachment } from '../../src/shared/pdf-attachment.ts'
import { startBrowser, type Visit, type VisitOptions } from './browser.ts'
import { copyProject } from './project-copy.ts'

/** The real page, in a real browser, on the real `netlify dev`. */

const resume = {
  basics: { name: 'Zoë Ålund', label: 'Typesetter', email: 'zoe@example.com' },
  work: [{ name: 'Press & Sons', position: 'Compositor', startDate: '2019-04', summary: 'Set 400 books.' }],
}

let copy: Awaited<ReturnType<typeof copyProject>>
let site: Site
let browser: Awaited<ReturnType<typeof startBrowser>>
let folder: string
const visits: Visit[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'offstage-e2e-'))
  await Promise.all([
    writeFile(join(folder, 'resume.json'), JSON.stringify(resume)),
    writeFile(join(folder, 'broken.json'), '{\n  "basics": {\n    "name": "Zoë",,\n'),
    writeFile(join(folder, 'wrong.json'), JSON.stringify({ work: [{ name: 'Press' }, { position: ['a'] }] })),
    writeFile(join(folder, 'long.json'), JSON.stringify(longResume())),
  ])
  copy = await copyProject()
  // The copy's own script, which starts the site of the folder it stands in.
  const { startSite }: typeof import('../../scripts/site.ts') = await import(
    join(copy.root, 'scripts/site.ts')
  )
  ;[site, browser] = await Promise.all([startSite(), startBrowser()])
  // The first visit compiles the page; the first call of each function compiles that one.
  const first = await browser.visit(site.url)
  await first.close()
}, 180_000)

afterEach(async () => {
  for (const visit of visits.splice(0)) await visit.close()
})

afterAll(async () => {
  browser?.close()
  await site?.stop()
  await copy?.remove()
  await rm(folder, { recursive: true, force: true })
})

/** A resume whose PDF takes long enough to be cancelled. */
function longResume() {
  const work = Array.from({ length: 120 }, (_, index) => ({
    name: `Employer ${index}`,
    position: 'Compositor',
    summary: 'Set and corrected the pages of four hundred books. '.repeat(12),
  }))
  return { ...resume, work }
}

async function visit({ path = '/', ...options }: VisitOptions & { path?: string } = {}): Promise<Visit> {
  const visit = await browser.visit(site.url + path, options)
  visits.push(visit)
  return visit
}

async function downloaded(folder: string, ending = '.pdf'): Promise<{ name: string; bytes: Buffer }> {
  for (let tries = 0; tries < 100; tries += 1) {
    const [name] = (await readdir(folder)).filter((each) => each.endsWith(ending))
    if (name !== undefined) return { name, bytes: await readFile(join(folder, name)) }
    await new Promise((done) => setTimeout(done, 50))
  }
  throw new Error('Nothing was downloaded')
}

test('takes a resume from the file to a PDF that can be taken up again', { timeout: 60_000 }, async () => {
  const { page, pick, press, shows, downloads, stray } = await visit()
  await pick(join(folder, 'resume.json'))
  await shows('Zoë Ålund')
  const preview = await page.waitForSelector('.stage .sheet')
  const previewed = () =>
    preview?.evaluate((sheet) => sheet.querySelector('div')?.shadowRoot?.querySelector('main')?.textContent)
  expect(await previewed()).toContain('Press & Sons')

  await press('Classic')
  await press('Letter')
  await press('Export PDF')
  await page.waitForSelector('[role=progressbar]')
  await shows('Your PDF is ready', 40_000)
  await page.waitForSelector('.stage canvas[data-drawn=true]')
  const { width, height } =
    (await page.$eval('.stage canvas', ({ width, height }) => ({ width, height }))) ?? {}
  expect(width / height).toBeCloseTo(8.5 / 11, 2)

  await press('Download')
  const { name, bytes } = await downloaded(downloads)
  expect(name).toMatch(/^Zoë-Ålund-Resume-\d{4}-\d\d-\d\d\.pdf$/)
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
  const carried = await readAttachment(bytes, 'resume.json')
  expect(JSON.parse(new TextDecoder().decode(carried))).toEqual(resume)

  await press('Close')
  await pick(join(downloads, name))
  await shows('read back from')
  expect(await page.$eval('h1', (heading) => heading.textContent)).toBe('Zoë Ålund')
  expect(stray).toEqual([])
})

describe('a file that cannot be used', () => {
  test('is explained with the place of each mistake, and a good one still works', async () => {
    const { pick, shows, page, stray } = await visit()
    await pick(join(folder, 'broken.json'))
    await shows('not valid JSON (line 3)')
    await pick(join(folder, 'wrong.json'))
    await shows('/work/1/position')
    expect(await page.$eval('[role=alert]', (alert) => alert.textContent)).toContain('wrong.json')
    await pick(join(folder, 'resume.json'))
    await shows('Zoë Ålund')
    expect(await page.$('[role=alert]')).toBeNull()
    expect(stray).toEqual([])
  })

  test('can be dropped', async () => {
    const { page, shows } = await visit()
    await page.$eval(
      '.file-drop',
      (target, text) => {
        const dataTransfer = new DataTransfer()
        dataTransfer.items.add(new File([text], 'dropped.json'))
        for (const type of ['dragenter', 'dragover', 'drop']) {
          target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }))
        }
      },
      JSON.stringify(resume),
    )
    await shows('dropped.json')
  })
})

test('cancels a running export and starts again', { timeout: 60_000 }, async () => {
  const { page, pick, press, shows } = await visit()
  const deleted: number[] = []
  page.on('response', (response) => {
    if (response.request().method() === 'DELETE') deleted.push(response.status())
  })
  await pick(join(folder, 'long.json'))
  await press('Export PDF')
  await press('Cancel')
  await shows('The job was cancelled', 30_000)
  // 204 when the job had ended just before.
  expect([202, 204]).toContain(deleted[0])
  expect(deleted).toHaveLength(1)
  await pick(join(folder, 'resume.json'))
  await press('Start again')
  await page.waitForSelector('[role=progressbar]')
  await press('Cancel')
  await page.waitForSelector('[role=progressbar]', { hidden: true })
})

test('offers to try again when the site could not be reached', { timeout: 60_000 }, async () => {
  const { page, pick, press, shows } = await visit()
  await pick(join(folder, 'resume.json'))
  await page.setOfflineMode(true)
  await press('Export PDF')
  await shows('No connection to the site')
  await page.setOfflineMode(false)
  await press('Try again')
  await shows('Your PDF is ready', 40_000)
})

test('works by keyboard alone', { timeout: 60_000 }, async () => {
  const { page, shows, downloads, stray } = await visit()
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')
  const tabTo = async (matches: () => boolean) => {
    for (let presses = 0; presses < 40; presses += 1) {
      if (await page.evaluate(matches)) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`Not reachable by Tab; focus is on ${await focused()}`)
  }
  await page.keyboard.press('Tab')
  expect(await focused()).toBe('Skip to content')
  await tabTo(() => document.activeElement?.textContent === 'Start from the sample')
  await page.keyboard.press('Enter')
  await shows('Marguerite Okonkwo')
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1')
  await tabTo(() => document.activeElement?.matches('input[name=template]') ?? false)
  await page.keyboard.press('ArrowRight')
  expect(await page.$eval('input[name=template]:checked', (input) => input.getAttribute('value'))).toBe(
    'classic',
  )
  await tabTo(() => document.activeElement?.textContent === 'Export PDF')
  await page.keyboard.press('Enter')
  await shows('Your PDF is ready', 40_000)
  await page.waitForFunction(() => document.activeElement?.textContent === 'Download')
  await page.keyboard.press('Enter')
  expect((await downloaded(downloads)).name).toContain('Marguerite-Okonkwo')
  expect(stray).toEqual([])
})

test('fits a small screen', { timeout: 60_000 }, async () => {
  const { page, press, shows, stray } = await visit({ width: 360, height: 700 })
  const sideways = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(await sideways()).toBe(0)
  await press('Start from the sample')
  await shows('Marguerite Okonkwo')
  expect(await sideways()).toBe(0)
  // Always at hand, however long the controls are.
  const button = await page.waitForSelector('::-p-aria([name="Export PDF"])')
  expect(await button?.isIntersectingViewport({ threshold: 1 })).toBe(true)
  await press('Export PDF')
  await shows('Your PDF is ready', 40_000)
  await page.waitForSelector('.stage canvas[data-drawn=true]')
  expect(await sideways()).toBe(0)
  expect(
    await page.$eval('.stage canvas', (canvas) => canvas.getBoundingClientRect().top < innerHeight),
  ).toBe(true)
  expect(stray).toEqual([])
})

describe('rubrics', () => {
  const table = [
    'Criterion,Excellent (4),Good (3),Poor (1)',
    'Thesis,Clear and arguable,Clear,Missing',
    'Sources,Cites five sources,,Cites none',
  ].join('\n')

  test('are read, edited, improved and taken away', { timeout: 60_000 }, async () => {
    await writeFile(join(folder, 'essay.csv'), table)
    const { page, pick, press, shows, downloads, stray } = await visit({ path: '/#/rubrics' })
    await pick(join(folder, 'essay.csv'))
    const cell = (row: number, column: number) =>
      page.$eval(
        `.rubric-table tbody tr:nth-child(${row}) > :nth-child(${column})`,
        (element) => element.textContent,
      )
    await page.waitForSelector('.rubric-table', { timeout: 40_000 })
    expect(await cell(1, 2)).toContain('Clear and arguable')

    // Beside the document's text, with the place of what is being looked at.
    await page.focus('.rubric-table tbody tr:nth-child(1) > :nth-child(2) > .editable')
    expect(await page.$eval('.document mark', (mark) => mark.textContent)).toBe('Clear and arguable')
    expect(await page.$eval('.document-where', (where) => where.textContent)).toContain('row 2')

    await page.keyboard.press('Enter')
    await page.keyboard.type('Clear, arguable and new')
    await page.keyboard.press('Enter')
    expect(await cell(1, 2)).toBe('4Clear, arguable and new')

    await press('Improve')
    await press('Suggest improvements')
    await page.waitForSelector('.proposal', { timeout: 40_000 })
    const filled = 'The descriptor of criterion 2, level 2'
    await press(`Reject: ${filled}`)
    expect(await cell(2, 3)).toContain('—')
    await press(`Undo: ${filled}`)
    await press(`Accept: ${filled}`)
    expect(await cell(2, 3)).not.toContain('—')
    expect(await cell(1, 2)).toBe('4Clear, arguable and new')

    await press('Download')
    await page.select('.panel select', 'json')
    await shows('Everything in the rubric goes into this file')
    await page.click('.panel a[download]')
    const { bytes } = await downloaded(downloads, '.json')
    const { criteria } = JSON.parse(bytes.toString())
    expect(criteria[0].levels[0]).toMatchObject({ descriptor: 'Clear, arguable and new', min: 4, max: 4 })
    expect(stray).toEqual([])
  })

  test('are not made up: a letter is refused with a reason', { timeout: 60_000 }, async () => {
    await writeFile(
      join(folder, 'letter.txt'),
      'Dear Zoë,\n\nthank you for the books. They arrived on Monday.\n\nYours, Ada',
    )
    const { page, pick, stray } = await visit({ path: '/#/rubrics' })
    await pick(join(folder, 'letter.txt'))
    const notice = await page.waitForSelector('.area:not([hidden]) [role=alert]', { timeout: 40_000 })
    expect(await notice?.evaluate((element) => element.textContent)).toMatch(/rubric/i)
    expect(stray).toEqual([])
  })
})
