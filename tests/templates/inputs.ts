import { readFile } from 'node:fs/promises'
import { type ExportPdfInput, exportPdfInput } from '../../src/shared/export-pdf.ts'

export const languages = ['en', 'ja', 'ar'] as const

/** Languages with a long resume of their own. */
const LONG = ['ja', 'ar', 'he'] as const

/** Languages with a short one. */
export const shortLanguages = [
  ...['de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'ru', 'uk', 'tr', 'fa', 'hi', 'ko', 'zh-Hans', 'zh-Hant'],
  ...['el', 'vi', 'th'],
]

/** All of them, and `scripts`, which mixes thirteen scripts. */
export const resumeNames = ['en', ...LONG, ...shortLanguages, 'scripts']

/** The resumes that templates are tried with. */
export async function resumeIn(name: string): Promise<unknown> {
  const own = name === 'scripts' || LONG.some((language) => language === name)
  const file =
    name === 'en' ? '../../src/templates/sample-resume.json' : `resumes/${own ? name : 'languages'}.json`
  const content = JSON.parse(await readFile(new URL(file, import.meta.url), 'utf8'))
  const resume = own || name === 'en' ? content : content[name]
  if (resume === undefined) throw new TypeError(`There is no resume in ${name}`)
  return resume
}

export function inputOf(resume: unknown, rest: Record<string, unknown> = {}): ExportPdfInput {
  return exportPdfInput.parse({ template: 'modern', ...rest, resume })
}
