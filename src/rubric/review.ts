import {
  applyProposals,
  type EnhanceRubricOutput,
  type Proposal,
  type RubricCell,
  readCell,
} from '../shared/enhance-rubric.ts'
import type { Rubric } from '../shared/rubric.ts'
import { summed } from './rubric-edit.ts'

export type Decision = 'accepted' | 'rejected'

/** One proposal of a review. It is outdated once its cell says something else than it was made for. */
export interface ReviewItem {
  proposal: Proposal
  decision?: Decision
  outdated?: true
}

/** The proposals for one rubric of the document, and what was decided about each. */
export interface Review {
  /** Index of the rubric. Its entry in `Work.rubrics` is what the accepted proposals are applied to. */
  of: number
  engine: EnhanceRubricOutput['engine']
  warnings: EnhanceRubricOutput['warnings']
  items: ReviewItem[]
}

/** What a visitor has made of a document's rubrics so far. Never changed in place: undo goes back to one. */
export interface Work {
  rubrics: Rubric[]
  current: number
  review?: Review
}

/** Where a rubric's cell stands now, and which of its cells changed by accepted proposals. */
export function currentRubric(work: Work): { rubric: Rubric | undefined; accepted: Proposal[] } {
  const stored = work.rubrics[work.current]
  const accepted = work.review?.of === work.current ? acceptedOf(work.review) : []
  if (stored === undefined || accepted.length === 0) return { rubric: stored, accepted }
  return { rubric: summed(applyProposals(stored, accepted).rubric), accepted }
}

/** An edit by hand of the current rubric: accepted proposals become part of it. */
export function withEdit(work: Work, next: Rubric): Work {
  const { review, current } = work
  const rubrics = work.rubrics.map((each, index) => (index === current ? next : each))
  if (review?.of !== current) return { ...work, rubrics }
  const moved = acceptedOf(review).map(({ cell }) => cell)
  const items = review.items
    .filter(({ decision }) => decision !== 'accepted')
    .map(
      ({ outdated: _, ...item }): ReviewItem =>
        fits(next, item.proposal, moved) ? item : { ...item, outdated: true },
    )
  return { ...work, rubrics, review: { ...review, items } }
}

/** Accepts or rejects proposals, by index; without a decision, takes it back. */
export function withDecision(work: Work, indexes: readonly number[], decision: Decision | undefined): Work {
  const { review } = work
  if (!review) return work
  const items = review.items.map(({ decision: before, ...item }, index): ReviewItem => {
    const after = indexes.includes(index) ? decision : before
    return after === undefined ? item : { ...item, decision: after }
  })
  return { ...work, review: { ...review, items } }
}

/**
 * New proposals for rubric `of`, made for `base`. Where the visitor has edited meanwhile, those for the edited
 * cells are outdated. An earlier review ends; what was accepted in it becomes part of its rubric.
 */
export function withProposals(work: Work, of: number, base: Rubric, output: EnhanceRubricOutput): Work {
  const settled = withoutReview(work)
  const now = settled.rubrics[of]
  // Levels that moved since make every index of theirs mean another cell.
  const moved = base.criteria.flatMap(({ levels }, criterion): RubricCell[] =>
    levels.length === now?.criteria[criterion]?.levels.length ? [] : [{ at: 'levels', criterion }],
  )
  const items = output.proposals.map(
    (proposal): ReviewItem =>
      now && fits(now, proposal, moved) ? { proposal } : { proposal, outdated: true },
  )
  return { ...settled, review: { of, engine: output.engine, warnings: output.warnings, items } }
}

/** The work with what was accepted written into its rubric, and the rest of the review gone. */
export function withoutReview(work: Work): Work {
  const { review, ...rest } = work
  if (!review) return work
  const { rubric } = currentRubric({ ...work, current: review.of })
  return {
    ...rest,
    rubrics: work.rubrics.map((each, index) => (index === review.of && rubric ? rubric : each)),
  }
}

function acceptedOf(review: Review): Proposal[] {
  return review.items.filter(({ decision }) => decision === 'accepted').map(({ proposal }) => proposal)
}

function fits(rubric: Rubric, { cell, before }: Proposal, moved: readonly RubricCell[]): boolean {
  const plans = moved.filter((each) => each.at === 'levels')
  if (cell.at === 'scale' && plans.length > 0) return false
  if ('criterion' in cell && cell.at !== 'criterion') {
    if (plans.some(({ criterion }) => criterion === cell.criterion)) return false
  }
  return readCell(rubric, cell) === before
}
