import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startSite } from '../../scripts/site.ts'
import { startBrowser, type Visit } from '../page/browser.ts'

/**
 * Pictures of rubrics before and after `enhance-rubric` by rules, taken from the page itself: each document is
 * dropped, read, improved with every proposal accepted, and its table photographed. One picture holds them all.
 *
 *     node tests/bench/rubric-pictures.ts <folder>
 *
 * SITE_URL names a running site; by default one is started.
 */
interface Show {
  name: string
  caption: string
  markdown: string
  /** Boxes to tick under "Improve"; the others are cleared. */
  wishes: string[]
  levels?: number
}

const FILL = 'Fill empty cells'
const LANGUAGE = 'Make the language measurable and parallel'
const ORDER = 'Put levels and arithmetic right'
const LEVELS = 'Change the number of levels'
const PLAIN = 'Use plain language for students'

const shows: Show[] = [
  {
    name: 'empty',
    caption: 'Empty cells are filled along the row',
    wishes: [FILL],
    markdown: `# Lab report

| Criterion | Excellent (4) | Good (3) | Fair (2) | Poor (0) |
|---|---|---|---|---|
| Data | All measurements carry units | | Some measurements carry units | |
| Procedure | The steps are always in order | | | The steps are never in order |
| Conclusion | States what the data show and why | States what the data show | Restates the question | |`,
  },
  {
    name: 'vague',
    caption: 'Words that two teachers read differently become countable',
    wishes: [LANGUAGE],
    markdown: `# Class discussion

| Criterion | Strong (3) | Developing (2) | Weak (1) |
|---|---|---|---|
| Speaking up | Often offers ideas | Sometimes offers ideas | Rarely offers ideas |
| Evidence | Gives many examples very clearly | Gives some examples | Giving few examples |
| Listening | Responds to what others say | The student responds to the last speaker | Interrupts |`,
  },
  {
    name: 'order',
    caption: 'Levels go in the order of their points, and the total adds up',
    wishes: [ORDER],
    markdown: `# Poster

| Criterion | First | Second | Third |
|---|---|---|---|
| Layout | Strong (4): Reads from left to right | Middling (2): Parts overlap | Weak (0): Cannot be read |
| Colour | Weak (0): Text cannot be told from its ground | Middling (2): Colours compete | Strong (4): Colours lead the eye |
| Sources | Strong (4): Every picture is credited | Middling (2): Some are credited | Weak (0): None is credited |

Total: 15 points`,
  },
  {
    name: 'levels',
    caption: 'Three levels become four; points in between are computed',
    wishes: [LEVELS],
    levels: 4,
    markdown: `# Group work

| Criterion | Always (6) | Sometimes (3) | Never (0) |
|---|---|---|---|
| Meetings | Comes to all meetings | Comes to some meetings | Comes to no meetings |
| Tasks | Completes all tasks on the day agreed | Completes some tasks on the day agreed | Completes no tasks on the day agreed |`,
  },
  {
    name: 'plain',
    caption: 'Long words become short ones that students know',
    wishes: [PLAIN],
    markdown: `# Science fair

| Criterion | Meets (2) | Approaches (1) |
|---|---|---|
| Method | Utilizes a pertinent methodology and is able to substantiate each step | Utilizes a methodology with insufficient components |
| Report | Demonstrates the results in order to facilitate comparison prior to the conclusion | Enumerates the results |`,
  },
]

const [folder = 'rubric-pictures'] = process.argv.slice(2)
await mkdir(folder, { recursive: true })
const site = process.env.SITE_URL ? undefined : await startSite()
const url = process.env.SITE_URL ?? site?.url ?? ''
const browser = await startBrowser()
try {
  const pictures: { caption: string; before: string; after: string }[] = []
  for (const show of shows) {
    const visit = await browser.visit(`${url}/#/rubrics`, { width: 1280, height: 900 })
    pictures.push({ caption: show.caption, ...(await photograph(visit, show)) })
    process.stdout.write(`${show.name}\n`)
    await visit.close()
  }
  await together(pictures)
} finally {
  browser.close()
  await site?.stop()
}

/** Both pictures as data addresses; also kept as files. */
async function photograph(visit: Visit, show: Show): Promise<{ before: string; after: string }> {
  const { page, pick, press } = visit
  page.setDefaultTimeout(120_000)
  const path = join(folder, `${show.name}.md`)
  await writeFile(path, show.markdown)
  await pick(path)
  await page.waitForSelector('.rubric-table')
  const before = await picture(visit, `${show.name}-before`)
  await press('Improve')
  for (const label of await page.$$('.checks label')) {
    const text = await label.evaluate(({ textContent }) => textContent ?? '')
    const ticked = await label.$eval('input', ({ checked }) => checked)
    if (ticked !== show.wishes.includes(text)) await label.click()
  }
  if (show.levels !== undefined) {
    await page.click('.checks input[type=number]', { count: 3 })
    await page.keyboard.type(String(show.levels))
  }
  await press('Suggest improvements')
  await page.waitForSelector('.proposal')
  const all = await page.$('::-p-aria([name="Accept all"])')
  if (all) await all.click()
  else await page.click('.proposal .button')
  await page.waitForSelector('.proposal[data-decision=accepted]')
  return { before, after: await picture(visit, `${show.name}-after`) }
}

async function picture({ page }: Visit, name: string): Promise<string> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await page.mouse.move(1, 1)
  const table = await page.waitForSelector('.rubric-scroll')
  const bytes = await table?.screenshot({ type: 'png' })
  if (!bytes) throw new Error('There is no table to photograph')
  await writeFile(join(folder, `${name}.png`), bytes)
  return `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`
}

async function together(pictures: { caption: string; before: string; after: string }[]): Promise<void> {
  const { page, close } = await browser.visit(`${url}/#/rubrics`, { width: 1400, height: 900 })
  await page.setContent(`<style>
    body { margin: 0; padding: 28px; width: 1344px; background: #f3f6f4; font: 15px "Instrument Sans Variable", sans-serif; color: #12201b; }
    section { display: grid; grid-template-columns: 1fr 1fr; gap: 8px 20px; align-items: start; margin-bottom: 26px; }
    h2 { grid-column: 1 / -1; margin: 0; font-size: 17px; }
    img { width: 100%; }
  </style>${pictures
    .map(
      ({ caption, before, after }) =>
        `<section><h2>${caption}</h2><img src="${before}" alt=""><img src="${after}" alt=""></section>`,
    )
    .join('')}`)
  const bytes = await page.screenshot({ type: 'webp', quality: 82, fullPage: true })
  await writeFile(join(folder, 'before-and-after.webp'), bytes)
  process.stdout.write(`before-and-after.webp: ${Math.round(bytes.length / 1000)} kB\n`)
  await close()
}
