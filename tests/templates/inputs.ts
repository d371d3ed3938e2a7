import { readFile } from 'node:fs/promises'
import { type ExportPdfInput, exportPdfInput } from '../../src/shared/export-pdf.ts'

export const languages = ['en', 'ja', 'ar'] as const

/** The resumes that every template is tried with. */
export async function resumeIn(name: 'en' | 'ja' | 'ar' | 'he' | 'scripts'): Promise<unknown> {
  const file = name === 'en' ? '../../src/templates/sample-resume.json' : `resumes/${name}.json`
  return JSON.parse(await readFile(new URL(file, import.meta.url), 'utf8'))
}

export function inputOf(resume: unknown, rest: Record<string, unknown> = {}): ExportPdfInput {
  return exportPdfInput.parse({ template: 'modern', ...rest, resume })
}
