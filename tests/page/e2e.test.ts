import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readAttachment } from '../../src/shared/pdf-attachment.ts'
import { downloaded, liveSite } from './live-site.ts'

const { visit, keep } = liveSite()

const resume = {
  basics: { name: 'Zoë Ålund', label: 'Typesetter', email: 'zoe@example.com' },
  work: [{ name: 'Press & Sons', position: 'Compositor', startDate: '2019-04', summary: 'Set 400 books.' }],
}
const files = {
  'resume.json': JSON.stringify(resume),
  'broken.json': '{\n  "basics": {\n    "name": "Zoë",,\n',
  'wrong.json': JSON.stringify({ work: [{ name: 'Press' }, { position: ['a'] }] }),
}
const file = (name: keyof typeof files) => keep(name, files[name])

/** A resume whose PDF takes long enough to be cancelled. */
function longResume() {
  const work = Array.from({ length: 120 }, (_, index) => ({
    name: `Employer ${index}`,
    position: 'Compositor',
    summary: 'Set and corrected the pages of four hundred books. '.repeat(12),
  }))
  return { ...resume, work }
}

test('takes a resume from the file to a PDF that can be taken up again', { timeout: 60_000 }, async () => {
  const { page, pick, press, shows, downloads, stray } = await visit()
  await pick(await file('resume.json'))
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
    await pick(await file('broken.json'))
    await shows('not valid JSON (line 3)')
    await pick(await file('wrong.json'))
    await shows('/work/1/position')
    expect(await page.$eval('[role=alert]', (alert) => alert.textContent)).toContain('wrong.json')
    await pick(await file('resume.json'))
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
  await pick(await keep('long.json', JSON.stringify(longResume())))
  await press('Export PDF')
  await press('Cancel')
  await shows('The job was cancelled', 30_000)
  // 204 when the job had ended just before.
  expect([202, 204]).toContain(deleted[0])
  expect(deleted).toHaveLength(1)
  await pick(await file('resume.json'))
  await press('Start again')
  await page.waitForSelector('[role=progressbar]')
  await press('Cancel')
  await page.waitForSelector('[role=progressbar]', { hidden: true })
})

test('offers to try again when the site could not be reached', { timeout: 60_000 }, async () => {
  const { page, pick, press, shows } = await visit()
  await pick(await file('resume.json'))
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
