import type { InputIssue } from '../shared/problem.ts'
import { type Resume, resumeSchema } from '../shared/resume.ts'

/** A resume, and where it came from. */
export interface LoadedResume {
  resume: Resume
  /** The file's name, or what to call the source. */
  name: string
  from: 'json' | 'pdf' | 'sample'
}

/** A file that could not be used. */
export interface UnusableFile {
  name: string
  /** What is wrong and what to do. */
  message: string
  issues: readonly InputIssue[]
}

export type ReadResult = { loaded: LoadedResume } | { problem: UnusableFile }

/** The site refuses larger requests; the rest of the request needs a little room. */
const MOST_JSON_BYTES = 990_000
const MOST_PDF_BYTES = 10_000_000

/** Reads a `resume.json`, or a PDF that carries one. Never rejects for a bad file. */
export async function readResumeFile(file: File): Promise<ReadResult> {
  const { name } = file
  const unusable = (message: string, issues: InputIssue[] = []): ReadResult => ({
    problem: { name, message, issues },
  })
  if (file.size === 0) return unusable('The file is empty.')
  const isPdf = (await file.slice(0, 5).text()) === '%PDF-'
  if (file.size > (isPdf ? MOST_PDF_BYTES : MOST_JSON_BYTES)) {
    return unusable(
      `The file is larger than ${isPdf ? '10 MB' : '1 MB'}. A resume.json is text only; a photo inside it may be a smaller one.`,
    )
  }

  let text: string
  if (isPdf) {
    const { readAttachment } = await import('../shared/pdf-attachment.ts')
    const bytes = new Uint8Array(await file.arrayBuffer())
    const attached = await readAttachment(bytes, 'resume.json').catch(() => undefined)
    if (attached === undefined) {
      return unusable('This PDF carries no resume data. Only a PDF that was made here can be read back.')
    }
    text = new TextDecoder().decode(attached)
  } else {
    text = await file.text()
  }
  return parseResume(text, name, isPdf ? 'pdf' : 'json')
}

/** Checks JSON text against the resume schema. */
export function parseResume(text: string, name: string, from: LoadedResume['from']): ReadResult {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    const message = `This is not valid JSON${placeOf(error, text)}. A resume.json follows the JSON Resume format.`
    return { problem: { name, message, issues: [] } }
  }
  const parsed = resumeSchema.safeParse(value)
  if (parsed.success) return { loaded: { resume: parsed.data, name, from } }
  const issues = parsed.error.issues.map(({ path, message }) => ({ pointer: pointerOf(path), message }))
  const message =
    issues.length === 1
      ? 'One thing in this file needs a correction.'
      : `${issues.length} things in this file need a correction.`
  return { problem: { name, message, issues } }
}

/** RFC 6901. */
function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** Where the parser stopped. Engines word it differently; all name a position, or a line and a column. */
function placeOf(error: unknown, text: string): string {
  const said = error instanceof Error ? error.message : ''
  const line = /line (\d+)(?: column (\d+))?/.exec(said)
  if (line) return ` (line ${line[1]})`
  const position = /position (\d+)/.exec(said)
  if (position) return ` (line ${text.slice(0, Number(position[1])).split('\n').length})`
  return /unexpected end/i.test(said) ? ': it stops too early' : ''
}
