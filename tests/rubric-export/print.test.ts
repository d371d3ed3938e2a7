import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, describe, expect, test } from 'vitest'
import { exportPdf } from '../../netlify/jobs/export-pdf.ts'
import { browserPool } from '../../netlify/pdf/browser-pool.ts'
import { findChromium } from '../../netlify/pdf/chromium.ts'
import { printPdf, sharedPool } from '../../netlify/pdf/print.ts'
import { renderRubric } from '../../netlify/pdf/render/rubric.ts'
import type { Rubric } from '../../src/shared/rubric.ts'
import { essayRubric } from './rubrics.ts'

const pool = browserPool({ find: () => findChromium() })
afterAll(() => pool.close())

function long(): Rubric {
  const rubric = essayRubric()
  const [criterion] = rubric.criteria
  if (!criterion) throw new Error('the rubric has no criterion')
  rubric.criteria = Array.from({ length: 30 }, (_, c) => ({
    ...criterion,
    title: `Criterion ${c + 1}`,
    ...(c >= 10 ? { section: 'Second part' } : {}),
    description: 'What is looked at.\n- first\n- second',
    weight: 5,
    levels: criterion.levels.map((level) => ({ ...level, descriptor: `${level.descriptor} `.repeat(4) })),
  }))
  return rubric
}

describe('a printed rubric', () => {
  test('repeats its header row on every page, across the page when wide', async () => {
    const document = await renderRubric(long(), { paper: 'a4' })
    const { bytes, pages } = await printPdf(document, { pool })
    const pdf = await getDocumentProxy(bytes.slice())
    const { text } = await extractText(pdf)
    expect(document.landscape).toBe(true)
    expect(pages).toBeGreaterThan(2)
    for (const page of text) expect(page).toMatch(/Criterion\s+Excellent\s+4 points\s+Good\s+3 points/)
    const [, , width = 0, height = 0] = (await pdf.getPage(1)).view
    expect(width).toBeGreaterThan(height)
    for (let c = 1; c <= 30; c += 1) expect(text.join('\n')).toMatch(new RegExp(`Criterion ${c}\\s`))
    expect(text.join('\n').match(/Second part/g)).toHaveLength(1)
    expect(text.at(-1)).toContain('Total: 8 points')
  })

  test('stands upright when it is narrow', async () => {
    const rubric = essayRubric()
    delete rubric.levels
    for (const criterion of rubric.criteria) criterion.levels = criterion.levels.slice(0, 2)
    expect(await renderRubric(rubric, { paper: 'letter' })).toMatchObject({
      landscape: false,
      paper: 'letter',
    })
  })

  test('says points in the cells when criteria differ in them', async () => {
    const rubric = essayRubric()
    delete rubric.levels
    Object.assign(rubric.criteria[1]?.levels[0] ?? {}, { min: 8, max: 10 })
    const { html } = await renderRubric(rubric, { paper: 'a4' })
    expect(html).toContain('<p class="points">8–10 points</p>')
    expect(html).toContain('<p class="points">1 point</p>')
  })

  test('has one head over the columns when criteria name their levels themselves', async () => {
    const rubric = essayRubric()
    delete rubric.levels
    Object.assign(rubric.criteria[1]?.levels[0] ?? {}, { min: 8, max: 10 })
    const { html } = await renderRubric(rubric, { paper: 'a4' })
    const head = /<thead>.*?<\/thead>/s.exec(html)?.[0]
    expect(head?.match(/<th .*?<\/th>/g)).toEqual([
      '<th scope="col">Criterion</th>',
      '<th scope="colgroup" colSpan="4">Levels</th>',
    ])
  })

  test('has a box to tick for each item of a checklist', async () => {
    const rubric = { ...essayRubric(), kind: 'checklist' as const }
    for (const criterion of rubric.criteria) criterion.levels = []
    const { html } = await renderRubric(rubric, { paper: 'a4' })
    expect(html.match(/class="box"/g)).toHaveLength(rubric.criteria.length)
  })

  test('shows text as text', async () => {
    const rubric = essayRubric()
    rubric.title = '<script>alert(1)</script>'
    const { html } = await renderRubric(rubric, { paper: 'a4' })
    expect(html).toContain('&lt;script&gt;')
    expect(html).not.toContain('<script')
  })

  test('runs from right to left in Arabic, with a font that draws it', async () => {
    const rubric = essayRubric()
    rubric.title = 'سلّم تقدير الكتابة'
    for (const { levels } of rubric.criteria) {
      for (const level of levels) level.descriptor = 'يذكر الطالب ثلاثة مصادر موثوقة ويشرحها'
    }
    const { html, lang, warnings } = await renderRubric(rubric, { paper: 'a4' })
    expect(lang).toBe('ar')
    expect(html).toContain('dir="rtl"')
    expect(html).toContain('المعيار')
    expect(warnings).toEqual([])
  })

  test('carries the rubric itself', async () => {
    const { attachments } = await renderRubric(essayRubric(), { paper: 'a4' })
    const [file] = attachments ?? []
    expect(file?.name).toBe('rubric.json')
    expect(JSON.parse(new TextDecoder().decode(file?.bytes))).toEqual(essayRubric())
  })
})

describe('export-pdf', () => {
  test('takes a rubric, prints it and names the file by its title', async () => {
    const stored: { fileName: string; contentType: string; bytes: number }[] = []
    const output = await exportPdf.run({
      jobId: 'job-1',
      attempt: 1,
      input: exportPdf.input.parse({ rubric: essayRubric() }),
      signal: new AbortController().signal,
      progress: () => undefined,
      log: () => undefined,
      storeFile: async (bytes, about) => {
        stored.push({ ...about, bytes: bytes.length })
        return { fileId: 'file-1', bytes: bytes.length, ...about }
      },
    })
    await sharedPool.close()
    expect(output.pages).toBe(1)
    expect(stored).toMatchObject([{ fileName: 'Essay.pdf', contentType: 'application/pdf' }])
  })

  test('answers with the problems of the one kind of input that was sent', () => {
    const paths = (value: unknown) =>
      exportPdf.input.safeParse(value).error?.issues.map(({ path }) => path.join('/'))
    expect(paths({ rubric: { ...essayRubric(), criteria: [] } })).toEqual(['rubric/criteria'])
    expect(paths({ rubric: { title: 1 } })).toContain('rubric/title')
    expect(paths({ resume: { basics: { name: 'Ada' } }, template: 'none' })).toEqual(['template'])
  })
})
