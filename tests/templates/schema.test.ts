import { describe, expect, test } from 'vitest'
import { exportFileName, exportPdfInput, templateIds, templates } from '../../src/shared/export-pdf.ts'
import { resumeSchema } from '../../src/shared/resume.ts'
import { resumeIn } from './inputs.ts'

const template = 'modern'

function issuesOf(input: unknown): [string, string][] {
  const { error } = exportPdfInput.safeParse(input)
  return (error?.issues ?? []).map(({ path, message }) => [path.join('/'), message])
}

describe('resume', () => {
  test.each([
    ['missing sections', { basics: { name: 'A' } }],
    ['nulls', { basics: { name: 'A', label: null, location: null, profiles: null }, work: null, meta: null }],
    ['empty strings', { basics: { name: 'A', url: '', email: '' }, work: [{ startDate: '', endDate: '' }] }],
    ['partial dates', { work: [{ position: 'A', startDate: '2014', endDate: '2014-06' }] }],
    ['dates that are none', { work: [{ position: 'A', startDate: 'Summer 2014', endDate: 'Present' }] }],
    [
      'numbers for text',
      { basics: { name: 'A', phone: 123 }, education: [{ institution: 'B', score: 3.9 }] },
    ],
    ['extra keys', { basics: { name: 'A', 'x-pronouns': 'she' }, hobbies: [{ a: 1 }] }],
    ['an address as a work location', { work: [{ name: 'A', location: { city: 'B' } }] }],
  ])('takes %s and changes nothing', (_, resume) => {
    expect(resumeSchema.parse(resume)).toEqual(resume)
  })

  test('keeps the sample resumes as they are', async () => {
    for (const name of ['en', 'ja', 'ar', 'he', 'scripts'] as const) {
      const resume = await resumeIn(name)
      expect(resumeSchema.parse(resume)).toEqual(resume)
    }
  })

  test('refuses a wrong type where it stands', () => {
    expect(issuesOf({ template, resume: { work: [{}, { highlights: ['a', {}] }] } })).toEqual([
      ['resume/work/1/highlights/1', 'must be text'],
    ])
    expect(issuesOf({ template, resume: { basics: { name: ['A'] } } })).toEqual([
      ['resume/basics/name', 'must be text'],
    ])
    expect(issuesOf({ template, resume: [] })[0]?.[0]).toBe('resume')
  })

  test.each([[{}], [{ basics: { name: ' ', image: 'data:,' }, work: [] }], [{ meta: { theme: 'x' } }]])(
    'refuses a resume with nothing to print',
    (resume) => {
      expect(issuesOf({ template, resume })[0]).toEqual([
        'resume',
        'has nothing to print: give at least basics.name or one entry of a section',
      ])
    },
  )
})

describe('input', () => {
  const resume = { basics: { name: 'A' } }

  test('prints on A4 by default', () => {
    expect(exportPdfInput.parse({ resume, template }).paper).toBe('a4')
  })

  test.each([
    ['template', 'modernist'],
    ['template', 'theme:left-pad'],
    ['template', 'theme:../jsonresume-theme-flat'],
    ['paper', 'a5'],
    ['fit', 0],
    ['fit', 1.5],
    ['fileName', 'a/b.pdf'],
    ['fileName', 'a\nb.pdf'],
    ['options/accent', 'red;}'],
    ['options/density', 'none'],
  ])('refuses %s %j', (path, value) => {
    const [key = '', inner] = path.split('/')
    const issues = issuesOf({ resume, template, [key]: inner === undefined ? value : { [inner]: value } })
    expect(issues.map(([at]) => at)).toEqual([path])
  })

  test('names every template once, and takes each', () => {
    expect(templates.map(({ id }) => id)).toEqual([...templateIds])
    for (const { id, options } of templates) {
      expect(exportPdfInput.safeParse({ resume, template: id, options }).success).toBe(true)
    }
    expect(exportPdfInput.safeParse({ resume, template: 'theme:@a/jsonresume-theme-b' }).success).toBe(true)
  })
})

test.each([
  ['Ada Lovelace', 'Ada-Lovelace-Resume-2026-03-04.pdf'],
  ["Zoe\u0308 O'Brien-Núñez", 'Zoë-OBrien-Núñez-Resume-2026-03-04.pdf'],
  ['山田 太郎', '山田-太郎-Resume-2026-03-04.pdf'],
  ['ليلى الحداد', 'ليلى-الحداد-Resume-2026-03-04.pdf'],
  ['../../etc/passwd', 'etc-passwd-Resume-2026-03-04.pdf'],
  ['🚀', 'Resume-2026-03-04.pdf'],
  [undefined, 'Resume-2026-03-04.pdf'],
])('names the file of %j %s', (name, fileName) => {
  const date = new Date('2026-03-04T23:59:59Z')
  expect(exportFileName({ basics: { name } }, date)).toBe(fileName)
})
