import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { NonRetryableError } from '../../netlify/jobs/errors.ts'
import { readPdf } from '../../netlify/rubric/pdf/read-pdf.ts'
import { fill, makePdf, text } from './pdf-maker.ts'

async function refusal(
  bytes: Uint8Array,
  options?: Parameters<typeof readPdf>[1],
): Promise<NonRetryableError> {
  const result = await readPdf(bytes, options).catch((error: unknown) => error)
  if (result instanceof NonRetryableError) return result
  throw new Error('The file was not refused.', { cause: result })
}

const page = { content: text(50, 700, 'Text') }
const compressed = (bytes: Uint8Array, filters = '/FlateDecode') => ({
  dictionary: `/Filter ${filters}`,
  bytes,
})

describe('files that cannot be read', () => {
  test('refuses an empty file', async () => {
    expect((await refusal(new Uint8Array())).code).toBe('EMPTY_FILE')
  })

  test.each([
    ['another format', new TextEncoder().encode('PK\u0003\u0004 not a PDF')],
    ['only a header', new TextEncoder().encode('%PDF-1.7\n')],
    ['a third of a file', makePdf([page]).slice(0, 500)],
    [
      'noise behind a header',
      new Uint8Array([
        ...new TextEncoder().encode('%PDF-1.7\n'),
        ...Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256),
      ]),
    ],
  ])('refuses %s as corrupt', async (_, bytes) => {
    const error = await refusal(bytes)
    expect(error.code).toBe('CORRUPT_FILE')
    expect(error.publicMessage).toMatch(/print it to a new PDF/)
  })

  test('refuses a file with a password', async () => {
    const key = 'ab'.repeat(32)
    const trailer = `/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <${key}> /U <${key}> >>`
    expect((await refusal(makePdf([page], { trailer }))).code).toBe('PASSWORD_PROTECTED')
  })

  test('refuses a scan and says what to do', async () => {
    const error = await refusal(makePdf([{ content: fill(0, 0, 595, 842, '0.9 0.9 0.9') }]))
    expect(error.code).toBe('NO_TEXT_LAYER')
    expect(error.publicMessage).toMatch(/OCR/)
  })

  test('refuses three hundred pages before reading them', async () => {
    const bytes = makePdf(Array.from({ length: 300 }, () => page))
    const error = await refusal(bytes)
    expect(error.code).toBe('TOO_MANY_PAGES')
    expect(error.publicMessage).toContain('300')
    expect((await readPdf(bytes, { maxPages: 300 })).blocks.length).toBeGreaterThan(0)
  })

  test('refuses a stream that swells beyond use', async () => {
    const bomb = deflateSync(new Uint8Array(80 * 1024 * 1024))
    const before = process.memoryUsage.rss()
    const error = await refusal(makePdf([page], { stream: () => compressed(bomb) }))
    expect(error.code).toBe('TOO_COMPLEX')
    expect(process.memoryUsage.rss() - before).toBeLessThan(300 * 1024 * 1024)
  })

  test('refuses a bomb inside a bomb', async () => {
    const bomb = deflateSync(deflateSync(new Uint8Array(100 * 1024 * 1024)))
    const error = await refusal(
      makePdf([page], { stream: () => compressed(bomb, '[/FlateDecode /FlateDecode]') }),
    )
    expect(error.code).toBe('TOO_COMPLEX')
  })

  test('refuses graphics states nested without end', async () => {
    const content = `${'q '.repeat(100_000)}${page.content}`
    expect((await refusal(makePdf([{ content }]))).code).toBe('TOO_COMPLEX')
    const stream = (plain: string) => compressed(deflateSync(plain))
    expect((await refusal(makePdf([{ content }], { stream }))).code).toBe('TOO_COMPLEX')
  })

  test('survives arrays nested without end', async () => {
    const nested = `${page.content}${'['.repeat(50_000)}${']'.repeat(50_000)} TJ`
    const result = await readPdf(makePdf([{ content: nested }])).catch((error: unknown) => error)
    expect(result instanceof Error ? result : null).toBeOneOf([null, expect.any(NonRetryableError)])
  })

  test('reads an ordinary compressed file', async () => {
    const bytes = makePdf([page], { stream: (content) => compressed(deflateSync(content)) })
    expect((await readPdf(bytes)).blocks).toMatchObject([{ kind: 'text', text: 'Text' }])
  })

  test('stops when it is told to', async () => {
    const pages = Array.from({ length: 40 }, () => page)
    const reason = new Error('cancelled by the visitor')
    await expect(readPdf(makePdf(pages), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    const controller = new AbortController()
    const reading = readPdf(makePdf(pages), { signal: controller.signal })
    setTimeout(() => controller.abort(reason), 5)
    await expect(reading).rejects.toBe(reason)
  })

  test('leaves the bytes it was given as they were', async () => {
    const bytes = makePdf([page])
    const copy = bytes.slice()
    await readPdf(bytes)
    expect(bytes).toEqual(copy)
  })
})
