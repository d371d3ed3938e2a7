import { useId } from 'react'
import { cellKey, cellName, type EnhanceRubricOutput, type Proposal } from '../shared/enhance-rubric.ts'

export type Decision = 'accepted' | 'rejected'

interface ProposalListProps {
  output: EnhanceRubricOutput
  decisions: ReadonlyMap<Proposal, Decision>
  /** Without a decision, takes it back. */
  onDecide: (proposals: readonly Proposal[], decision: Decision | undefined) => void
}

/** Proposals, each to be accepted or rejected. */
export function ProposalList({ output, decisions, onDecide }: ProposalListProps) {
  const id = useId()
  const { proposals, warnings, engine } = output
  const open = proposals.filter((proposal) => !decisions.has(proposal))
  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>
        Proposals <span className="count">{proposals.length}</span>
      </h2>
      <p className="quiet" role="status">
        {proposals.length === 0
          ? 'Nothing to improve was found.'
          : `Made by ${engine === 'rules' ? 'rules, without a language model' : 'a language model'}. ${open.length} to decide.`}
      </p>
      {warnings.map((warning) => (
        <p key={`${warning.code} ${warning.message}`} className="notice">
          {warning.message}
        </p>
      ))}
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
        {proposals.map((proposal) => {
          const decision = decisions.get(proposal)
          const name = cellName(proposal.cell)
          return (
            <li
              key={`${cellKey(proposal.cell)} ${proposal.after}`}
              className="proposal"
              data-decision={decision}
            >
              <p className="proposal-cell">{name}</p>
              {proposal.before !== '' && <del>{proposal.before}</del>}
              <ins>{proposal.after}</ins>
              <p className="quiet">{proposal.reason}</p>
              <div className="actions">
                {decision === undefined ? (
                  <>
                    <button
                      type="button"
                      className="button button-small"
                      aria-label={`Accept: ${name}`}
                      onClick={() => onDecide([proposal], 'accepted')}
                    >
                      Accept
                    </button>
                    <button
                      type="button"
                      className="button button-quiet button-small"
                      aria-label={`Reject: ${name}`}
                      onClick={() => onDecide([proposal], 'rejected')}
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
                      onClick={() => onDecide([proposal], undefined)}
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
    </section>
  )
}
