import { NonRetryableError } from '../../jobs/errors.ts'

const MESSAGES = {
  EMPTY_FILE: 'The file is empty. Choose the file that holds the rubric.',
  CORRUPT_FILE:
    'The file is damaged and cannot be read. Open it in its own program, save it again and retry.',
  PASSWORD_PROTECTED:
    'The file is protected by a password. Save a copy without the password and upload that.',
  UNSUPPORTED_TYPE:
    'This kind of file cannot be read. Upload a PDF, DOCX, XLSX, CSV, Markdown, HTML, Moodle XML or text file.',
  TOO_LARGE: 'The file unpacks to more than can be read. Save only the pages or sheets with the rubric.',
  NO_TEXT_LAYER: 'The document holds pictures of pages but no text. Run text recognition (OCR) on it first.',
  NOT_A_RUBRIC: 'No rubric was found in the document.',
} as const

export type RefusalCode = keyof typeof MESSAGES

/** The error that ends a job whose document cannot be used. `detail` replaces the code's own message. */
export function refuse(code: RefusalCode, detail?: string, cause?: unknown): NonRetryableError {
  return new NonRetryableError({ code, publicMessage: detail ?? MESSAGES[code], cause })
}
