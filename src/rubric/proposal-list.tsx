import { useId } from 'react'
import { cellName, type RubricCell } from '../shared/enhance-rubric.ts'
import type { Rubric } from '../shared/rubric.ts'
import type { Decision, Review } from './review.ts'
import { placeText } from './rubric-edit.ts'

interface ProposalListProps {
  rubric: Rubric
  review: Review
  /** Indexes into the review's items. Without a decision, takes it back. */
  onDecide: (indexes: readonly number[], decision: Decision | undefined) => void
  /** Goes to a cell of the table. */
  onGo: (cell: RubricCell) => void
}

/** Proposals, each to be accepted or rejected. */
export function ProposalList({ rubric, review, onDecide, onGo }: ProposalListProps) {
  const id = useId()
  const { items, warnings, engine } = review
  const open = items.flatMap(({ decision, outdated }, index) => (decision || outdated ? [] : [index]))
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>
        Proposals <span className="count">{items.length}</span>
      </h2>
      <p className="quiet" role="status">
        {items.length === 0
          ? 'Nothing to improve was found.'
          : `Made by ${engine === 'rules' ? 'rules, without a language model' : 'a language model'}. ${open.length} to decide.`}
      </p>
      {open.length > 1 && (
        <div className="actions">
          <button type="button" className="button button-small" onClick={() => onDecide(open, 'accepted')}>
            Accept all
          </button>
          <button
            type="button"
            className="button button-quiet button-small"
            onClick={() => onDecide(open, 'rejected')}
          >
            Reject all
          </button>
        </div>
      )}
      <ul className="proposals">
        {items.map(({ proposal, decision, outdated }, index) => {
          const name = cellName(proposal.cell)
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: proposals keep their places
            <li key={index} className="proposal" data-decision={outdated ? 'outdated' : decision}>
              <button
                type="button"
                className="button-link proposal-cell"
                onClick={() => onGo(cellToShow(proposal.cell))}
              >
                {placeText(rubric, proposal.cell)}
              </button>
              {proposal.before !== '' && <del>{proposal.before}</del>}
              <ins>{proposal.after}</ins>
              <p className="quiet">{proposal.reason}</p>
              <div className="actions">
                {outdated ? (
                  <span className="decision">The cell has changed since, so this no longer fits.</span>
                ) : decision === undefined ? (
                  <>
                    <button
                      type="button"
                      className="button button-small"
                      aria-label={`Accept: ${name}`}
                      onClick={() => onDecide([index], 'accepted')}
                    >
                      Accept
                    </button>
                    <button
                      type="button"
                      className="button button-quiet button-small"
                      aria-label={`Reject: ${name}`}
                      onClick={() => onDecide([index], 'rejected')}
                    >
                      Reject
                    </button>
                  </>
                ) : (
                  <>
                    <span className="decision">{decision === 'accepted' ? 'Accepted' : 'Rejected'}</span>
                    <button
                      type="button"
                      className="button-link"
                      aria-label={`Undo: ${name}`}
                      onClick={() => onDecide([index], undefined)}
                    >
                      Undo
                    </button>
                  </>
                )}
              </div>
            </li>
          )
        })}
      </ul>
      {warnings.length > 0 && (
        <details className="notes" open={items.length === 0}>
          <summary>
            {warnings.length} {warnings.length === 1 ? 'thing' : 'things'} only you can judge
          </summary>
          <ul className="issues">
            {warnings.map(({ code, message, cell }) => (
              <li key={`${code} ${message}`}>
                {cell ? (
                  <button type="button" className="button-link" onClick={() => onGo(cellToShow(cell))}>
                    {message}
                  </button>
                ) : (
                  message
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

/** Where the table shows what the proposal is about. */
function cellToShow(cell: RubricCell): RubricCell {
  if (cell.at === 'levels') return { at: 'criterion', criterion: cell.criterion, field: 'title' }
  if (cell.at === 'points') return { ...cell, at: 'level', field: 'descriptor' }
  return cell.at === 'total' ? { at: 'title' } : cell
}
