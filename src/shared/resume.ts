import { z } from 'zod'

/**
 * JSON Resume v1.0.0 (https://jsonresume.org/schema) as real files have it: any section or field may be
 * missing, empty or null, numbers stand where text is meant, and keys that the schema does not know are kept.
 * Parsing changes no value, so that a resume comes back from its PDF as it went in. What a field means is
 * settled later, in `src/templates/view.ts`.
 */

const text = z.union([z.string(), z.number(), z.null()], { error: 'must be text' }).optional()
const texts = z.array(text, { error: 'must be a list of texts' }).nullish()

/** `2014-06-29`, `2014-06` or `2014`; anything else (`Present`, `Summer 2014`) is shown as it is written. */
const date = text

const location = z.looseObject({
  address: text,
  postalCode: text,
  city: text,
  countryCode: text,
  region: text,
})
const place = z
  .union([z.string(), z.number(), z.null(), location], { error: 'must be text or an address' })
  .optional()

function entries<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.array(z.looseObject(shape)).nullish()
}

export const resumeSchema = z
  .looseObject({
    basics: z
      .looseObject({
        name: text,
        label: text,
        image: text,
        email: text,
        phone: text,
        url: text,
        summary: text,
        location: place,
        profiles: entries({ network: text, username: text, url: text }),
      })
      .nullish(),
    work: entries({
      name: text,
      location: place,
      description: text,
      position: text,
      url: text,
      startDate: date,
      endDate: date,
      summary: text,
      highlights: texts,
    }),
    volunteer: entries({
      organization: text,
      location: place,
      position: text,
      url: text,
      startDate: date,
      endDate: date,
      summary: text,
      highlights: texts,
    }),
    education: entries({
      institution: text,
      location: place,
      url: text,
      area: text,
      studyType: text,
      startDate: date,
      endDate: date,
      score: text,
      courses: texts,
    }),
    awards: entries({ title: text, date, awarder: text, summary: text }),
    certificates: entries({ name: text, date, url: text, issuer: text }),
    publications: entries({ name: text, publisher: text, releaseDate: date, url: text, summary: text }),
    skills: entries({ name: text, level: text, keywords: texts }),
    languages: entries({ language: text, fluency: text }),
    interests: entries({ name: text, keywords: texts }),
    references: entries({ name: text, reference: text }),
    projects: entries({
      name: text,
      description: text,
      highlights: texts,
      keywords: texts,
      startDate: date,
      endDate: date,
      url: text,
      roles: texts,
      entity: text,
      type: text,
    }),
    meta: z
      .looseObject({ canonical: text, version: text, lastModified: text, language: text, theme: text })
      .nullish(),
  })
  .refine(hasSomethingToPrint, {
    error: 'has nothing to print: give at least basics.name or one entry of a section',
    when: ({ issues }) => issues.length === 0,
  })

export type Resume = z.infer<typeof resumeSchema>

const PRINTED_SECTIONS = [
  'basics',
  'work',
  'volunteer',
  'education',
  'awards',
  'certificates',
  'publications',
  'skills',
  'languages',
  'interests',
  'references',
  'projects',
]

function hasSomethingToPrint(resume: Record<string, unknown>): boolean {
  return PRINTED_SECTIONS.some((section) => hasText(resume[section]))
}

function hasText(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== ''
  if (typeof value === 'number') return true
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, inner]) => key !== 'image' && key !== 'picture' && hasText(inner))
}
