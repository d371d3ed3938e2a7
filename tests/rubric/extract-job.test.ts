import { describe, expect, it } from 'vitest'
import { extractRubric } from '../../netlify/jobs/extract-rubric.ts'
import { type ExtractRubricOutput, extractRubricResult } from '../../src/shared/extract-rubric.ts'
import type { Job, JobTicket } from '../../src/shared/job.ts'
import type { Problem } from '../../src/shared/problem.ts'
import { createApp, json } from '../http/app.ts'
import { writers } from './generate/print.ts'
import { makeSpecimen } from './generate/rubric.ts'

const specimen = makeSpecimen(1)
const PATH = '/api/extract-rubric'

function upload(...files: [string, Uint8Array][]): RequestInit {
  const body = new FormData()
  for (const [name, bytes] of files) body.append('file', new File([new Uint8Array(bytes)], name))
  return { method: 'POST', body }
}

async function outcome(init: RequestInit): Promise<Job<ExtractRubricOutput>> {
  const app = createApp(extractRubric)
  const visit = await app.visitor()
  const response = await visit(PATH, init)
  expect(response.status).toBe(202)
  const { statusUrl } = (await response.json()) as JobTicket
  await app.idle()
  return (await (await visit(statusUrl)).json()) as Job<ExtractRubricOutput>
}

async function refusal(init: RequestInit): Promise<[number, string, string]> {
  const response = await createApp(extractRubric).fetch(PATH, init)
  const { code, detail } = (await response.json()) as Problem
  return [response.status, code, detail]
}

describe('extract-rubric', () => {
  it('reads an uploaded document to the end', async () => {
    const job = await outcome(upload(['my rubric.docx', writers.docx(specimen)]))
    if (job.status !== 'completed') throw new Error(`The job is ${job.status}`)
    expect(extractRubricResult.safeParse(job.output).error).toBeUndefined()
    expect(job.output).toMatchObject({ format: 'docx', previewTruncated: false })
    expect(job.output.rubrics[0]?.criteria).toHaveLength(specimen.criteria.length)
    expect(job.output.preview).toContain(specimen.title)
    expect(job.progress).toMatchObject({ percent: 100 })
  })

  it('reads base64 and pasted text from JSON', async () => {
    const contentBase64 = Buffer.from(writers.xlsx(specimen)).toString('base64')
    const file = await outcome(json({ fileName: 'r.xlsx', contentBase64, document: { id: 'course-1' } }))
    expect(file).toMatchObject({
      status: 'completed',
      document: { id: 'course-1' },
      output: { format: 'xlsx' },
    })
    const pasted = await outcome(
      json({ text: '| Criteria | Good (2) | Poor (1) |\n|---|---|---|\n| A | x | y |' }),
    )
    expect(pasted).toMatchObject({ status: 'completed', output: { format: 'markdown' } })
  })

  it('fails for good, with what to do, when there is no rubric', async () => {
    const job = await outcome(
      json({ text: 'Dear parents, the excursion is on Friday. Please bring an umbrella.' }),
    )
    expect(job).toMatchObject({
      status: 'failed',
      attempt: 1,
      error: { code: 'NOT_A_RUBRIC', retryable: false },
    })
  })

  it('bounds the preview', async () => {
    const rows = Array.from({ length: 1500 }, (_, at) => `| A${at} | ${'word '.repeat(10)} | no |`)
    const job = await outcome(
      json({ text: ['| Criteria | Good (2) | Poor (1) |', '|---|---|---|', ...rows].join('\n') }),
    )
    if (job.status !== 'completed') throw new Error(`The job is ${job.status}`)
    expect(job.output.preview.length).toBe(40_000)
    expect(job.output.previewTruncated).toBe(true)
    expect(job.output.rubrics[0]?.criteria).toHaveLength(1500)
  })

  it.each([
    ['no file', upload(), 400, 'NO_FILE'],
    ['two files', upload(['a.csv', Buffer.from('a')], ['b.csv', Buffer.from('b')]), 400, 'TOO_MANY_FILES'],
    ['an empty file', upload(['a.csv', new Uint8Array()]), 400, 'EMPTY_FILE'],
    ['a file over 4 MB', upload(['a.csv', new Uint8Array(4_000_001)]), 413, 'TOO_LARGE'],
    [
      'a broken form',
      { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--y' },
      400,
      'INVALID_FORM',
    ],
    [
      'another content type',
      { method: 'POST', headers: { 'content-type': 'text/csv' }, body: 'a,b' },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['neither text nor file', json({ fileName: 'a.csv' }), 422, 'INVALID_INPUT'],
    ['both', json({ text: 'a', contentBase64: 'YQ==' }), 422, 'INVALID_INPUT'],
    ['what is not base64', json({ contentBase64: 'a b' }), 422, 'INVALID_INPUT'],
  ] as [string, RequestInit, number, string][])('refuses %s', async (_, init, status, code) => {
    const [gotStatus, gotCode, detail] = await refusal(init)
    expect([gotStatus, gotCode]).toEqual([status, code])
    expect(detail).toMatch(/\.$/)
  })
})
