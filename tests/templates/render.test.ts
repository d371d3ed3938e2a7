import { describe, expect, test } from 'vitest'
import { DOCUMENT_ORIGIN } from '../../netlify/pdf/print-document.ts'
import { renderResume } from '../../netlify/pdf/render/render-resume.ts'
import { templateIds, templates } from '../../src/shared/export-pdf.ts'
import { inputOf, languages, resumeIn } from './inputs.ts'
import { htmlStrings, inputStrings, squeeze } from './recall.ts'

const cases = templateIds.flatMap((template) => languages.map((language) => [template, language] as const))

describe.each(cases)('%s in %s', (template, language) => {
  test('shows every string of the resume, in its language and direction', async () => {
    const resume = await resumeIn(language)
    const document = await renderResume(inputOf(resume, { template }))
    const shown = squeeze(htmlStrings(document.html).join(''))
    expect(inputStrings(resume).filter((text) => !shown.includes(squeeze(text)))).toEqual([])
    expect(document).toMatchObject({ lang: language, paper: 'a4', warnings: [] })
    expect(document.html).toMatch(
      new RegExp(
        `^<!doctype html><html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}" style="--scale:1">`,
      ),
    )
    const levels = [...document.html.matchAll(/<h([1-6])>/g)].map(([, level]) => Number(level))
    expect(levels[0]).toBe(1)
    expect(levels.filter((level) => level === 1)).toHaveLength(1)
    expect(levels.every((level, i) => level <= (levels[i - 1] ?? 0) + 1)).toBe(true)
  })
})

describe('order', () => {
  test.each(templateIds)('%s reads an entry from its title to its highlights', async (template) => {
    const work = [{ position: 'P1', name: 'N1', startDate: '2014', summary: 'S1', highlights: ['H1', 'H2'] }]
    const { html } = await renderResume(
      inputOf({ basics: { name: 'A', summary: 'About' }, work }, { template }),
    )
    const text = htmlStrings(html).join(' ')
    const places = ['P1', 'S1', 'H1', 'H2'].map((string) => text.indexOf(string))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(text.indexOf('About')).toBeLessThan(text.indexOf('P1'))
  })

  test.each(templateIds)('%s moves nothing with CSS', async (template) => {
    const { html } = await renderResume(inputOf({ basics: { name: 'A' } }, { template }))
    expect(html).not.toMatch(
      /(?<![-\w])order\s*:|row-reverse|column-reverse|wrap-reverse|position\s*:|float\s*:/,
    )
  })
})

describe('safety', () => {
  const attack = `</style></title><script>alert(1)</script><img src=x onerror=alert(1)>"'&\u202e`

  test.each(templateIds)('%s writes what it is given as text', async (template) => {
    const resume = await resumeIn('en')
    const poisoned = JSON.parse(
      JSON.stringify(resume, (key, value) =>
        typeof value === 'string' && !/^(language|startDate)$/.test(key) ? `${value}${attack}` : value,
      ),
    )
    const { html } = await renderResume(inputOf(poisoned, { template }))
    expect(html).not.toMatch(/<script|<img|onerror="|onerror=alert\(1\)>(?!")(?![^<]*<\/)/)
    expect(html.match(/<style>/g)).toHaveLength(1)
    expect(html.match(/<title>/g)).toHaveLength(1)
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  })

  test('links only where links may lead', async () => {
    const url = 'javascript:alert(1)'
    const { html } = await renderResume(
      inputOf({
        basics: { name: 'A', url, email: `a@b.c"><script>`, profiles: [{ network: 'X', url }] },
        work: [{ name: 'B', url: 'data:text/html,x' }],
        projects: [{ name: 'C', url: 'file:///etc/passwd' }],
        publications: [{ name: 'D', url: 'https://example.com/d' }],
      }),
    )
    expect([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual(['https://example.com/d'])
  })

  test('asks for nothing but its own resources', async () => {
    const { html, resources } = await renderResume(
      inputOf(await resumeIn('scripts'), { template: 'creative' }),
    )
    const urls = [...html.matchAll(/url\(([^)]*)\)/g)].map(([, url]) => url ?? '')
    expect(urls.length).toBeGreaterThan(10)
    for (const url of urls) expect(resources.has(url)).toBe(true)
    expect([...resources.keys()].every((url) => url.startsWith(DOCUMENT_ORIGIN))).toBe(true)
    expect(html).toContain(`default-src &#x27;none&#x27;`)
  })
})

describe('photo', () => {
  const image = 'https://example.com/me.jpg'
  const resume = { basics: { name: 'A', image } }
  const picture = { body: new Uint8Array([1]), contentType: 'image/jpeg' }

  test.each(templates)('$id shows it: $photo', async ({ id, photo }) => {
    const asked: string[] = []
    const { html, resources } = await renderResume(inputOf(resume, { template: id }), {
      loadPhoto: async (address) => {
        asked.push(address)
        return picture
      },
    })
    expect(asked).toEqual(photo ? [image] : [])
    expect(html.includes(`<img class="photo" src="${DOCUMENT_ORIGIN}photo" alt="A"/>`)).toBe(photo)
    expect([...resources.values()].includes(picture)).toBe(photo)
    expect(html).not.toContain(image)
  })

  test('is left out with a warning when it cannot be had', async () => {
    const { html, warnings } = await renderResume(inputOf(resume, { template: 'creative' }), {
      loadPhoto: () => Promise.reject(new Error('gone')),
    })
    expect(html).not.toContain('<img')
    expect(warnings.map(({ code }) => code)).toEqual(['PHOTO_UNAVAILABLE'])
  })

  test('stops when the job is cancelled', async () => {
    const signal = AbortSignal.abort(new Error('cancelled'))
    const loadPhoto = () => Promise.reject(new Error('aborted'))
    await expect(
      renderResume(inputOf(resume, { template: 'creative' }), { loadPhoto, signal }),
    ).rejects.toThrow('cancelled')
  })
})

test('the resume travels along as it came in', async () => {
  const resume = await resumeIn('scripts')
  const { attachments } = await renderResume(inputOf(resume))
  expect(attachments).toHaveLength(1)
  expect(attachments?.[0]).toMatchObject({ name: 'resume.json', contentType: 'application/json' })
  expect(JSON.parse(new TextDecoder().decode(attachments?.[0]?.bytes))).toEqual(resume)
})

test('says who, what and how many pages', async () => {
  const document = await renderResume(inputOf(await resumeIn('en'), { paper: 'letter', fit: 2 }))
  expect(document).toMatchObject({
    title: 'Marguerite Okonkwo – Resume',
    author: 'Marguerite Okonkwo',
    subject: 'Staff Software Engineer, Reliability',
    paper: 'letter',
    fit: 2,
  })
  expect(document.keywords).toContain('PostgreSQL')
  expect(document.html).toContain('size: letter')
})

test('options change the look', async () => {
  const resume = await resumeIn('en')
  const options = { accent: '#AA0011', fontPair: 'serif', density: 'tight' }
  const { html } = await renderResume(inputOf(resume, { options }))
  const { html: plain } = await renderResume(inputOf(resume))
  expect(html).toContain('--accent: #aa0011')
  expect(html).toContain('source-serif-4-latin-400-normal.woff2')
  expect(plain).not.toContain('source-serif-4')
  expect(/--text: [^;]*/.exec(html)?.[0]).not.toBe(/--text: [^;]*/.exec(plain)?.[0])
})

test('a character that no font has is a warning, not silence', async () => {
  const { warnings } = await renderResume(inputOf({ basics: { name: 'A', label: '𓀀' } }))
  expect(warnings).toMatchObject([
    { code: 'MISSING_GLYPH', message: expect.stringContaining('/basics/label') },
  ])
})

test('the same input gives the same document', async () => {
  const input = inputOf(await resumeIn('ja'))
  const [a, b] = [await renderResume(input), await renderResume(input)]
  expect(a.html).toBe(b.html)
  for (const [url, { body }] of a.resources) expect(b.resources.get(url)?.body).toEqual(body)
})
