import { describe, expect, test } from 'vitest'
import { defaultSettings } from '../../src/export/export-settings.ts'
import { readResumeFile } from '../../src/export/resume-file.ts'
import { readPoints } from '../../src/rubric/rubric-edit.ts'

function file(content: BlobPart, name = 'resume.json') {
  return new File([content], name)
}

describe('a resume file', () => {
  test('may start with a byte order mark and carry keys that nobody knows', async () => {
    const result = await readResumeFile(file('\uFEFF{ "basics": { "name": "Ada", "x-shoe": 38 } }'))
    expect(result).toMatchObject({
      loaded: { from: 'json', resume: { basics: { name: 'Ada', 'x-shoe': 38 } } },
    })
  })

  test.each([
    ['', 'empty'],
    ['{ "basics": ', 'not valid JSON'],
    ['%PDF-1.7 and nothing else', 'carries no resume data'],
    [`{ "x": "${'a'.repeat(1_000_000)}" }`, 'larger than 1 MB'],
    ['[]', 'needs a correction'],
    ['{}', 'nothing to print'],
  ])('%# is refused in words', async (content, words) => {
    const result = await readResumeFile(file(content))
    const problem = 'problem' in result ? result.problem : undefined
    expect([problem?.message, ...(problem?.issues ?? []).map(({ message }) => message)].join(' ')).toContain(
      words,
    )
  })

  test('with a mistake names the place as a JSON Pointer', async () => {
    const result = await readResumeFile(file('{ "work": [{ "a/b~c": 1, "highlights": [["no"]] }] }'))
    expect(result).toMatchObject({ problem: { issues: [{ pointer: '/work/0/highlights/0' }] } })
  })
})

test.each([
  [['en-US'], 'letter'],
  [['es-MX', 'en-US'], 'letter'],
  [['de'], 'a4'],
  [['en-GB', 'en-US'], 'a4'],
  [['en-US@posix'], 'a4'],
  [[], 'a4'],
])('paper for %j is %s', (languages, paper) => {
  expect(defaultSettings(languages).paper).toBe(paper)
})

test.each([
  ['4', { min: 4, max: 4 }],
  [' 10 – 8 ', { min: 8, max: 10 }],
  ['2,5', { min: 2.5, max: 2.5 }],
  ['-3', { min: -3, max: -3 }],
  ['0 to 4', { min: 0, max: 4 }],
  ['', {}],
  ['four', undefined],
  ['1 2', undefined],
])('reads %j as points', (text, points) => {
  expect(readPoints(text)).toEqual(points)
})
