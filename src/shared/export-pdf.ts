import { z } from 'zod'
import type { JobOutput } from './job.ts'
import { type Resume, resumeSchema } from './resume.ts'

/** What `export-pdf` takes and gives, and what there is to choose from. */

export const papers = ['a4', 'letter'] as const
export type Paper = (typeof papers)[number]

export const fontPairs = ['sans', 'serif', 'mixed'] as const
export type FontPair = (typeof fontPairs)[number]

export const densities = ['airy', 'normal', 'tight'] as const
export type Density = (typeof densities)[number]

export interface TemplateInfo {
  id: TemplateId
  name: string
  description: string
  /** Shows `basics.image` when the resume has one. */
  photo: boolean
  /** What the template uses where the input does not choose. `accent` is `#rrggbb`. */
  options: { accent: string; fontPair: FontPair; density: Density }
}

export const templateIds = ['modern', 'classic', 'sidebar', 'compact', 'academic', 'creative'] as const
export type TemplateId = (typeof templateIds)[number]

export const templates: readonly TemplateInfo[] = [
  {
    id: 'modern',
    name: 'Modern',
    description: 'One column, clear sans serif, an accent colour for headings and links.',
    photo: false,
    options: { accent: '#1f5fa8', fontPair: 'sans', density: 'normal' },
  },
  {
    id: 'classic',
    name: 'Classic',
    description: 'One column in serif type with a centred head, for law, finance and the public service.',
    photo: false,
    options: { accent: '#222222', fontPair: 'serif', density: 'normal' },
  },
  {
    id: 'sidebar',
    name: 'Sidebar',
    description: 'Two columns: contact, skills and languages beside the story.',
    photo: true,
    options: { accent: '#2d6a5f', fontPair: 'sans', density: 'normal' },
  },
  {
    id: 'compact',
    name: 'Compact',
    description: 'As much as is readable on one page: one line per entry head, small margins.',
    photo: false,
    options: { accent: '#333333', fontPair: 'sans', density: 'tight' },
  },
  {
    id: 'academic',
    name: 'Academic',
    description: 'A curriculum vitae: education and publications first, works as a bibliography.',
    photo: false,
    options: { accent: '#6b1f2a', fontPair: 'serif', density: 'normal' },
  },
  {
    id: 'creative',
    name: 'Creative',
    description: 'A coloured head with photo and large type.',
    photo: true,
    options: { accent: '#c2410c', fontPair: 'mixed', density: 'airy' },
  },
]

/** Names of JSON Resume themes as npm has them. */
export const themePackage = /^(@[\w-]+\/)?jsonresume-theme-[\w-]+$/

/** A template's id, or `theme:` and the package name of an installed JSON Resume theme. */
const template = z.string({ error: 'must be text' }).refine(
  (id) => {
    if (id.startsWith('theme:')) return themePackage.test(id.slice('theme:'.length))
    return templates.some((known) => known.id === id)
  },
  { error: `must be one of ${templateIds.join(', ')}, or "theme:" and the name of an installed theme` },
)

/** Control characters and path separators have no place in a file name. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSAFE_IN_FILE_NAME = /[\u0000-\u001f\u007f-\u009f\u2028\u2029/\\]/

export const exportPdfInput = z.object({
  resume: resumeSchema,
  template,
  paper: z.enum(papers).default('a4'),
  /** Default: `exportFileName`. `.pdf` is added where it is missing. */
  fileName: z
    .string()
    .trim()
    .min(1)
    .max(150)
    .refine((name) => !UNSAFE_IN_FILE_NAME.test(name), {
      error: 'must not contain control characters, "/" or "\\"',
    })
    .optional(),
  document: z.object({ id: z.string().min(1).max(200), version: z.string().max(200).optional() }).optional(),
  options: z
    .object({
      accent: z
        .string()
        .regex(/^#[0-9a-f]{6}$/i, { error: 'must be a colour like #1f5fa8' })
        .optional(),
      fontPair: z.enum(fontPairs).optional(),
      density: z.enum(densities).optional(),
    })
    .optional(),
  /** Tighten until it fits this many pages. Type never gets smaller than 9 pt. */
  fit: z.int().min(1).max(20).optional(),
})
export type ExportPdfInput = z.infer<typeof exportPdfInput>

/** The input as a caller may write it: `paper` may be missing. */
export type ExportPdfRequest = z.input<typeof exportPdfInput>

export type ExportPdfOutput = JobOutput & { pages: number }

/**
 * `First-Last-Resume-YYYY-MM-DD.pdf`. Letters of every script stay (NFC); what is neither letter, mark nor
 * digit becomes one `-`. Without a name it is `Resume-YYYY-MM-DD.pdf`. `date` counts in UTC.
 */
export function exportFileName(resume: Resume, date: Date): string {
  const name = String(resume.basics?.name ?? '')
    .toWellFormed()
    .normalize('NFC')
    .replace(/['’.]/gu, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  const short = Array.from(name).slice(0, 60).join('').replace(/-+$/, '')
  return [short, 'Resume', `${date.toISOString().slice(0, 10)}.pdf`].filter((part) => part !== '').join('-')
}
