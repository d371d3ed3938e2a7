import type {
  Rubric,
  RubricCriterion,
  RubricLevel,
  RubricWarning,
  SourceRef,
} from '../../../src/shared/rubric.ts'

/** A total that a document states, and where. */
export interface StatedTotal {
  value: number
  /** It sums up a section, not the whole. */
  sub: boolean
  source?: SourceRef | undefined
}

/** What one table or run of lines says; parts of one rubric are joined later. */
export interface RubricPart {
  kind: Rubric['kind']
  /** Headings inside the table, above its levels. */
  title?: string
  /** What stands over the criteria, where it names no column: "Logic simulator | Good | Poor". */
  lead?: string
  levels: Omit<RubricLevel, 'descriptor'>[]
  criteria: RubricCriterion[]
  statedTotals: StatedTotal[]
  /** "Percentage (out of 40%)" over the weights: what they add up to. */
  statedShare?: number
  percent: boolean
  /** A heading stands over the levels, so the table is complete in itself. */
  hasHeader: boolean
  /** 0 to 1: how surely this is (part of) a rubric. */
  confidence: number
  warnings: RubricWarning[]
  source: SourceRef
}

/** A part that says nothing yet. */
export function emptyPart(
  about: Pick<RubricPart, 'kind' | 'hasHeader' | 'confidence' | 'source'> & Partial<RubricPart>,
): RubricPart {
  return { levels: [], criteria: [], statedTotals: [], percent: false, warnings: [], ...about }
}

/** A level, without the keys that it has no value for. */
export function level(
  source: SourceRef,
  about: {
    label?: string | undefined
    min?: number | undefined
    max?: number | undefined
    descriptor?: string | undefined
  },
): RubricLevel {
  return {
    ...(about.label === undefined ? {} : { label: about.label }),
    ...(about.min === undefined ? {} : { min: about.min }),
    ...(about.max === undefined ? {} : { max: about.max }),
    ...(about.descriptor === undefined ? {} : { descriptor: about.descriptor }),
    source,
  }
}
