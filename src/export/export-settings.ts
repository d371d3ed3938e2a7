import {
  type Density,
  type ExportPdfRequest,
  type FontPair,
  type Paper,
  type TemplateId,
  type TemplateInfo,
  templates,
} from '../shared/export-pdf.ts'
import type { Resume } from '../shared/resume.ts'

/** What the visitor has chosen. An option that is absent is the template's own. */
export interface ExportSettings {
  template: TemplateId
  paper: Paper
  options: { accent?: string; fontPair?: FontPair; density?: Density }
}

export function defaultSettings(languages: readonly string[]): ExportSettings {
  return { template: 'modern', paper: paperOf(languages), options: {} }
}

/** Letter where letter paper is sold (CLDR: US, Canada and a few more), A4 elsewhere. */
export function paperOf(languages: readonly string[]): Paper {
  const region = languages.map(regionOf).find((known) => known !== undefined)
  return region !== undefined && LETTER_REGIONS.includes(region) ? 'letter' : 'a4'
}

function regionOf(language: string): string | undefined {
  try {
    return new Intl.Locale(language).maximize().region
  } catch {
    // Browsers pass on what the system says, and some systems say `en-US@posix`.
    return undefined
  }
}

const LETTER_REGIONS = ['US', 'CA', 'MX', 'PH', 'CL', 'CO', 'CR', 'GT', 'PA', 'PR', 'SV', 'VE']

export function templateOf({ template }: ExportSettings): TemplateInfo {
  const [first] = templates
  const found = templates.find(({ id }) => id === template) ?? first
  if (found === undefined) throw new TypeError('There are no templates')
  return found
}

export function exportInput(resume: Resume, { template, paper, options }: ExportSettings): ExportPdfRequest {
  return { resume, template, paper, ...(Object.keys(options).length > 0 ? { options } : {}) }
}
