import { readRef } from '../../src/shared/pdf-syntax.ts'
import { NonRetryableError, RetryableError } from '../jobs/errors.ts'
import { dictOf, readPdf, rootOf } from './pdf-objects.ts'

/** Larger PDFs are refused by mail servers and applicant tracking systems, and by our own download. */
export const MAX_PDF_BYTES = 10_000_000

/**
 * Checks a PDF before it counts: whole, with pages, with text when there was text to print, and under 10 MB.
 * Returns its number of pages. Throws `RetryableError` PDF_BROKEN, PDF_EMPTY, or `NonRetryableError`
 * PDF_TOO_LARGE.
 */
export function checkPdf(pdf: Uint8Array, expected: { text: boolean }): { pages: number } {
  if (pdf.length > MAX_PDF_BYTES) {
    throw new NonRetryableError({
      code: 'PDF_TOO_LARGE',
      publicMessage: `The PDF came out at ${(pdf.length / 1e6).toFixed(1)} MB; the limit is 10 MB. Use a smaller photo or fewer entries.`,
    })
  }
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength)
  if (text.subarray(0, 5).toString('latin1') !== '%PDF-') throw broken('it does not start with %PDF-')
  if (!/%%EOF\s*$/.test(text.subarray(-16).toString('latin1'))) throw broken('it does not end in %%EOF')
  let pages: number
  let fonts = false
  try {
    const objects = readPdf(pdf)
    pages = Number(dictOf(objects, readRef(rootOf(objects).dict.get('Pages'))).get('Count'))
    for (const body of objects.bodies.values()) {
      if (/^<<\/Type \/Font\b/.test(body)) fonts = true
    }
  } catch (cause) {
    throw broken('its objects cannot be read', cause)
  }
  if (!(pages >= 1)) throw broken('it has no pages')
  if (expected.text && !fonts) {
    throw new RetryableError({
      code: 'PDF_EMPTY',
      publicMessage: 'The PDF came out without any text. It is tried again.',
    })
  }
  return { pages }
}

function broken(why: string, cause?: unknown): RetryableError {
  return new RetryableError({
    code: 'PDF_BROKEN',
    publicMessage: 'The PDF came out damaged. It is tried again.',
    cause: new Error(`The printed PDF is damaged: ${why}`, { cause }),
  })
}
