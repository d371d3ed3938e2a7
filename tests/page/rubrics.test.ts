import { describe, expect, test } from 'vitest'
import { readAttachment } from '../../src/shared/pdf-attachment.ts'
import { makePdf } from '../rubric-pdf/pdf-maker.ts'
import type { Visit } from './browser.ts'
import { downloaded, liveSite } from './live-site.ts'

const { visit, keep } = liveSite()

const table = [
  'Criterion,Excellent (4),Good (3),Poor (1)',
  'Thesis,Clear and arguable,Clear,Missing',
  'Sources,Cites five sources,,Cites none',
  'Total,10',
].join('\n')

const cellId = (criterion: number, level: number) => `#cell-level-${criterion}-${level}-descriptor`

async function openTable(): Promise<Visit> {
  const opened = await visit({ path: '/#/rubrics' })
  await opened.pick(await keep('essay.csv', table))
  await opened.page.waitForSelector('.rubric-table', { timeout: 40_000 })
  return opened
}

const textOf = ({ page }: Visit, selector: string) => page.$eval(selector, ({ textContent }) => textContent)

test('a rubric is read, edited, improved and taken away', { timeout: 90_000 }, async () => {
  const opened = await openTable()
  const { page, press, shows, downloads, stray } = opened
  expect(await textOf(opened, cellId(0, 0))).toBe('Clear and arguable')
  await page.focus(cellId(0, 0))
  await page.keyboard.press('Enter')
  await page.keyboard.type('Clear, arguable and new')
  await page.keyboard.press('Enter')
  expect(await textOf(opened, cellId(0, 0))).toBe('Clear, arguable and new')

  await press('Improve')
  await press('Suggest improvements')
  await page.waitForSelector('.proposal', { timeout: 40_000 })
  const filled = 'The descriptor of criterion 2, level 2'
  await press(`Reject: ${filled}`)
  expect(await textOf(opened, cellId(1, 1))).toBe('—')
  await press(`Undo: ${filled}`)
  await press(`Accept: ${filled}`)
  expect(await textOf(opened, cellId(1, 1))).not.toBe('—')
  expect(await textOf(opened, cellId(0, 0))).toBe('Clear, arguable and new')

  await press('Download')
  await page.select('.panel select', 'json')
  await shows('Everything in the rubric goes into this file')
  await page.click('.panel a[download]')
  const { bytes } = await downloaded(downloads, '.json')
  const { criteria } = JSON.parse(bytes.toString())
  expect(criteria[0].levels[0]).toMatchObject({ descriptor: 'Clear, arguable and new', min: 4, max: 4 })
  expect(stray).toEqual([])
})

test('a cell shows its place in the document, and a warning leads to its cell', {
  timeout: 60_000,
}, async () => {
  const opened = await openTable()
  const { page, press, stray } = opened
  // The word stands in two cells of this row; the mark is on the one that was asked for.
  await page.focus(cellId(0, 1))
  const marked = await page.$eval('.document mark', ({ textContent, previousSibling }) => [
    textContent,
    previousSibling?.textContent?.slice(-19),
  ])
  expect(marked).toEqual(['Clear', 'Clear and arguable\t'])
  expect(await textOf(opened, '.document-where')).toContain('row 2')

  await press('"Sources" does not say what level "Good" means.')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe(cellId(1, 1).slice(1))
  expect(stray).toEqual([])
})

test('edits can be undone and survive a reload', { timeout: 60_000 }, async () => {
  const opened = await openTable()
  const { page, press, stray } = opened
  const write = async (text: string) => {
    await page.click(cellId(0, 2))
    await page.keyboard.type(text)
    // A click elsewhere saves too.
    await page.click('.document h2')
  }
  await write('Absent')
  await write('No thesis')
  expect(await textOf(opened, cellId(0, 2))).toBe('No thesis')
  await press('Undo')
  expect(await textOf(opened, cellId(0, 2))).toBe('Absent')
  await page.keyboard.down('Control')
  await page.keyboard.press('z')
  expect(await textOf(opened, cellId(0, 2))).toBe('Missing')
  await page.keyboard.press('y')
  await page.keyboard.up('Control')
  expect(await textOf(opened, cellId(0, 2))).toBe('Absent')

  await page.reload()
  await page.waitForSelector('.rubric-table')
  expect(await textOf(opened, cellId(0, 2))).toBe('Absent')
  await press('Another document')
  await page.reload()
  await page.waitForSelector('.welcome-rubric')
  expect(stray).toEqual([])
})

test('a proposal does not overwrite what was edited meanwhile', { timeout: 60_000 }, async () => {
  const opened = await openTable()
  const { page, press, shows, stray } = opened
  await press('Improve')
  // Held back until the edit is made.
  let release = () => {}
  const edited = new Promise<void>((done) => {
    release = done
  })
  await page.setRequestInterception(true)
  page.on('request', async (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/enhance-rubric')) await edited
    await request.continue()
  })
  await press('Suggest improvements')
  await page.click(cellId(1, 1))
  await page.keyboard.type('Cites two sources')
  await page.keyboard.press('Enter')
  release()
  await shows('The cell has changed since', 40_000)
  expect(await textOf(opened, cellId(1, 1))).toBe('Cites two sources')
  expect(await page.$('::-p-aria([name="Accept: The descriptor of criterion 2, level 2"])')).toBeNull()
  expect(stray).toEqual([])
})

test('a rubric is printed as a PDF of what is on the page', { timeout: 90_000 }, async () => {
  const opened = await openTable()
  const { page, press, shows, downloads, stray } = opened
  await page.click(cellId(0, 0))
  await page.keyboard.type('Arguable')
  await page.keyboard.press('Enter')
  await press('Download')
  await press('Letter')
  await press('Make the PDF')
  await page.waitForSelector('.rubric-side [role=progressbar]')
  await shows('Your PDF is ready', 60_000)
  await page.waitForFunction(() => document.activeElement?.matches('a[download]'))
  await page.keyboard.press('Enter')
  const { bytes } = await downloaded(downloads)
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
  const carried = JSON.parse(new TextDecoder().decode(await readAttachment(bytes, 'rubric.json')))
  expect(carried.criteria[0].levels[0].descriptor).toBe('Arguable')

  await page.click(cellId(0, 0))
  await page.keyboard.type('Disputable')
  await page.keyboard.press('Enter')
  await shows('Changed since this PDF')
  await press('Make the PDF again')
  await press('Cancel')
  await page.waitForSelector('.rubric-side [role=progressbar]', { hidden: true })
  expect(stray).toEqual([])
})

describe('a document that cannot be used', () => {
  test('is refused with a reason when it is a letter', { timeout: 60_000 }, async () => {
    const { page, pick, stray } = await visit({ path: '/#/rubrics' })
    await pick(
      await keep('letter.txt', 'Dear Zoë,\n\nthank you for the books. They arrived on Monday.\n\nYours, Ada'),
    )
    const notice = await page.waitForSelector('.area:not([hidden]) [role=alert]', { timeout: 40_000 })
    expect(await notice?.evaluate((element) => element.textContent)).toMatch(/cannot be used.*rubric/i)
    // The same letter would be refused again.
    expect(await notice?.$('button')).toBeNull()
    expect(stray).toEqual([])
  })

  test('can be given up while it keeps its reader busy', { timeout: 90_000 }, async () => {
    const { page, pick, press, shows, stray } = await visit({ path: '/#/rubrics' })
    const content = Array.from(
      { length: 60_000 },
      (_, at) => `BT /F1 6 Tf ${30 + ((at * 37) % 500)} ${20 + ((at * 13) % 800)} Td (w${at} 4 pts) Tj ET`,
    ).join('\n')
    await pick(await keep('busy.pdf', makePdf([{ content }])))
    await shows('Opening the document', 40_000)
    await press('Cancel')
    await shows('The job was cancelled')
    await pick(await keep('essay.csv', table))
    await page.waitForSelector('.rubric-table', { timeout: 40_000 })
    expect(stray).toEqual([])
  })
})
