import { NonRetryableError } from '../../jobs/errors.ts'

/** Why a PDF cannot be read, and what its owner can do about it. */

export const emptyFile = (): NonRetryableError =>
  new NonRetryableError({
    code: 'EMPTY_FILE',
    publicMessage: 'The file is empty. Export the document again and upload the new file.',
  })

export const corruptFile = (cause: unknown): NonRetryableError =>
  new NonRetryableError({
    code: 'CORRUPT_FILE',
    publicMessage:
      'The file is damaged or not a PDF. Open it in a PDF viewer, print it to a new PDF and upload that.',
    cause,
  })

export const passwordProtected = (cause: unknown): NonRetryableError =>
  new NonRetryableError({
    code: 'PASSWORD_PROTECTED',
    publicMessage:
      'The PDF is protected with a password. Remove the password or print it to a new PDF, and upload that.',
    cause,
  })

export const tooManyPages = (pages: number, limit: number): NonRetryableError =>
  new NonRetryableError({
    code: 'TOO_MANY_PAGES',
    publicMessage: `The PDF has ${pages} pages; at most ${limit} can be read. Save the pages with the rubric as their own file and upload that.`,
  })

export const tooComplex = (cause?: unknown): NonRetryableError =>
  new NonRetryableError({
    code: 'TOO_COMPLEX',
    publicMessage:
      'The PDF takes too much time or memory to read. Print the pages with the rubric to a new PDF and upload that.',
    cause,
  })

export const noTextLayer = (): NonRetryableError =>
  new NonRetryableError({
    code: 'NO_TEXT_LAYER',
    publicMessage:
      'The PDF holds pictures of text, such as a scan, or fonts that do not say which letters they hold, and no other text to read. Run text recognition (OCR) on it, or upload the original document. A site with a language model (OPENAI_API_KEY, ANTHROPIC_API_KEY or GEMINI_API_KEY) reads pictures too.',
  })

/** Errors of pdf.js as errors that say what to do; others pass through. */
export function toReadError(error: unknown): unknown {
  if (error instanceof NonRetryableError) return error
  const name = error instanceof Error ? error.name : ''
  if (name === 'PasswordException') return passwordProtected(error)
  if (error instanceof RangeError) return tooComplex(error)
  if (/InvalidPDF|FormatError|XRef|UnknownError|MissingPDF|ParseError|Error/.test(name))
    return corruptFile(error)
  return error
}
