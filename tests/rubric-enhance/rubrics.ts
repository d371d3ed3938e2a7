import type { Rubric, RubricLevel } from '../../src/shared/rubric.ts'

export const source = { in: 'edit' } as const

/** A level of a rubric: label, points, and a descriptor unless the cell is empty. */
export function level(label: string, points: number, descriptor?: string): RubricLevel {
  return { label, min: points, max: points, ...(descriptor === undefined ? {} : { descriptor }), source }
}

/** A row over Excellent 4, Good 3, Fair 2, Poor 1. */
export function row(title: string, ...descriptors: (string | undefined)[]) {
  const heads = ['Excellent', 'Good', 'Fair', 'Poor']
  return { title, levels: heads.map((label, at) => level(label, 4 - at, descriptors[at])), source }
}

export function rubricOf(...criteria: Rubric['criteria']): Rubric {
  return {
    title: 'Essay',
    kind: 'grid',
    scoring: 'points',
    levels: ['Excellent', 'Good', 'Fair', 'Poor'].map((label, at) => level(label, 4 - at)),
    criteria,
    total: { computed: criteria.length * 4 },
    warnings: [],
    source,
  }
}

export function essay(): Rubric {
  return rubricOf(
    row(
      'Thesis',
      'States a thesis that can be argued.',
      'States a thesis.',
      'Names a topic.',
      'Names neither thesis nor topic.',
    ),
    row('Sources', 'Cites five sources.', 'Cites three sources.', 'Cites one source.', 'Cites none.'),
  )
}
