import { extractRubrics } from '../../netlify/rubric/extract.ts'
import type { ExtractRubricOutput } from '../../src/shared/extract-rubric.ts'
import type { Rubric } from '../../src/shared/rubric.ts'

export function extract(text: string, fileName = 'rubric.md'): Promise<ExtractRubricOutput> {
  return extractRubrics(new TextEncoder().encode(text), { fileName })
}

/** The only rubric of a text. */
export async function rubricOf(text: string, fileName?: string): Promise<Rubric> {
  const { rubrics } = await extract(text, fileName)
  const [rubric] = rubrics
  if (!rubric || rubrics.length !== 1) throw new Error(`${rubrics.length} rubrics, not one`)
  return rubric
}

/** A criterion in one line: `Title #points ×weight [section]: label min..max "descriptor" | …`. */
export function lines(rubric: Rubric): string[] {
  return rubric.criteria.map((criterion) => {
    const about = [
      criterion.title,
      criterion.points === undefined ? '' : `#${criterion.points}`,
      criterion.weight === undefined ? '' : `×${criterion.weight}`,
      criterion.section === undefined ? '' : `[${criterion.section}]`,
    ]
    const levels = criterion.levels.map((level) => {
      const points = level.min === level.max ? `${level.max ?? ''}` : `${level.min ?? ''}..${level.max ?? ''}`
      return [level.label ?? '', points, level.descriptor === undefined ? '' : `"${level.descriptor}"`]
        .filter(Boolean)
        .join(' ')
    })
    return `${about.filter(Boolean).join(' ')}: ${levels.join(' | ')}`
  })
}
