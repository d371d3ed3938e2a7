import { useEffect, useMemo, useRef, useState } from 'react'
import type { JobHandle } from '../jobs/use-job.ts'
import {
  applyProposals,
  cellKey,
  type EnhanceRubricInput,
  type EnhanceRubricOutput,
  type Proposal,
  readCell,
} from '../shared/enhance-rubric.ts'
import type { ExtractRubricOutput } from '../shared/extract-rubric.ts'
import type { Rubric, RubricWarning } from '../shared/rubric.ts'
import { DocumentText } from './document-text.tsx'
import { DownloadPanel } from './download-panel.tsx'
import { EditableText } from './editable-text.tsx'
import { ImprovePanel, type Wish } from './improve-panel.tsx'
import { type Decision, ProposalList } from './proposal-list.tsx'
import { sourceText, summed, withText } from './rubric-edit.ts'
import { RubricTable } from './rubric-table.tsx'

interface RubricWorkspaceProps {
  name: string
  extracted: ExtractRubricOutput
  enhancing: JobHandle<EnhanceRubricOutput>
  onClose: () => void
}

/** Proposals, the rubric they were made for, and what was decided about each. */
interface Review {
  of: number
  base: Rubric
  output: EnhanceRubricOutput
  decisions: ReadonlyMap<Proposal, Decision>
}

/** The rubrics of one document, beside its text. */
export function RubricWorkspace({ name, extracted, enhancing, onClose }: RubricWorkspaceProps) {
  const [rubrics, setRubrics] = useState(extracted.rubrics)
  const [current, setCurrent] = useState(0)
  const [review, setReview] = useState<Review>()
  const [shown, setShown] = useState<{ text: string; where: string }>()
  const [side, setSide] = useState<(typeof sides)[number]>('document')
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])

  const own = review?.of === current ? review : undefined
  const accepted = useMemo(
    () => (own ? own.output.proposals.filter((each) => own.decisions.get(each) === 'accepted') : []),
    [own],
  )
  const stored = rubrics[current]
  const rubric = useMemo(
    () => (own ? summed(applyProposals(own.base, accepted).rubric) : stored),
    [own, accepted, stored],
  )
  const improved = useMemo(() => new Set(accepted.map(({ cell }) => cellKey(cell))), [accepted])
  if (rubric === undefined) return null

  function keep(next: Rubric) {
    setRubrics(rubrics.map((each, index) => (index === current ? next : each)))
  }

  /** An edit by hand: accepted proposals become part of the rubric, those that no longer fit it are gone. */
  function edit(next: Rubric) {
    keep(next)
    if (!own) return
    const decided = new Map([...own.decisions].filter(([, decision]) => decision !== 'accepted'))
    const proposals = own.output.proposals.filter(
      (each) => own.decisions.get(each) !== 'accepted' && readCell(next, each.cell) === each.before,
    )
    setReview({ ...own, base: next, output: { ...own.output, proposals }, decisions: decided })
  }

  function decide(proposals: readonly Proposal[], decision: Decision | undefined) {
    if (!own) return
    const decisions = new Map(own.decisions)
    for (const proposal of proposals) {
      if (decision === undefined) decisions.delete(proposal)
      else decisions.set(proposal, decision)
    }
    setReview({ ...own, decisions })
  }

  function ask(wish: Wish) {
    const base = rubric
    if (base === undefined) return
    keep(base)
    setReview(undefined)
    const input: EnhanceRubricInput = { rubric: base, ...wish }
    enhancing.start(input).then(
      ({ output }) => setReview({ of: current, base, output, decisions: new Map() }),
      // The panel shows it.
      () => {},
    )
  }

  function show(index: number) {
    if (own) keep(rubric ?? own.base)
    setReview(undefined)
    setCurrent(index)
    setShown(undefined)
  }

  return (
    <div className="rubric-workspace">
      <header className="rubric-head">
        <div>
          <p className="source-file">
            {name} · {kindNames[rubric.kind]} · {rubric.criteria.length}{' '}
            {rubric.criteria.length === 1 ? 'criterion' : 'criteria'}
            {rubric.scoring !== 'none' && <> · {totalText(rubric)}</>}
          </p>
          <h1 ref={heading} tabIndex={-1}>
            <EditableText
              text={rubric.title}
              label="The title"
              placeholder="No title"
              onSave={(title) => edit(withText(rubric, { at: 'title' }, title))}
              onShow={() => setShown({ text: rubric.title, where: sourceText(rubric.source) })}
            />
          </h1>
        </div>
        <button type="button" className="button button-quiet button-small" onClick={onClose}>
          Another document
        </button>
      </header>
      {rubrics.length > 1 && (
        <fieldset className="segments">
          <legend className="visually-hidden">Rubric</legend>
          {rubrics.map((each, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a rubric is its place in the document
            <label key={index}>
              <input type="radio" name="rubric" checked={index === current} onChange={() => show(index)} />
              <span>{each.title || `Rubric ${index + 1}`}</span>
            </label>
          ))}
        </fieldset>
      )}
      <Warnings warnings={[...rubric.warnings, ...(extracted.warnings ?? [])]} />
      <div className="rubric-main">
        <div className="rubric-side">
          <fieldset className="segments">
            <legend className="visually-hidden">Beside the rubric</legend>
            {sides.map((each) => (
              <label key={each}>
                <input type="radio" name="side" checked={each === side} onChange={() => setSide(each)} />
                <span>{sideNames[each]}</span>
              </label>
            ))}
          </fieldset>
          {side === 'document' && (
            <DocumentText text={extracted.preview} truncated={extracted.previewTruncated} shown={shown} />
          )}
          {/* Hidden, not unmounted: what was ticked stays ticked. */}
          <div className="rubric-improve" hidden={side !== 'improve'}>
            {own && <ProposalList output={own.output} decisions={own.decisions} onDecide={decide} />}
            <ImprovePanel rubric={rubric} enhancing={enhancing} onAsk={ask} />
          </div>
          {side === 'download' && <DownloadPanel rubric={rubric} />}
        </div>
        <RubricTable
          rubric={rubric}
          improved={improved}
          onChange={(next) => edit(summed(next))}
          onShow={(text, where) => setShown({ text, where })}
        />
      </div>
    </div>
  )
}

const sides = ['document', 'improve', 'download'] as const
const sideNames: Record<(typeof sides)[number], string> = {
  document: 'Document',
  improve: 'Improve',
  download: 'Download',
}

const kindNames: Record<Rubric['kind'], string> = {
  grid: 'Grid',
  holistic: 'Holistic',
  'single-point': 'Single point',
  checklist: 'Checklist',
  deduction: 'Deductions',
  outline: 'Outline',
  likert: 'Likert scale',
}

function totalText({ total, scoring }: Rubric): string {
  const unit = scoring === 'percent' ? ' %' : ' points'
  if (total.stated === undefined || total.stated === total.computed) return `${total.computed}${unit}`
  return `${total.computed}${unit} (the document says ${total.stated})`
}

function Warnings({ warnings }: { warnings: readonly Pick<RubricWarning, 'code' | 'message' | 'source'>[] }) {
  if (warnings.length === 0) return null
  return (
    <details className="rubric-warnings" open={warnings.length <= 4}>
      <summary>
        {warnings.length} {warnings.length === 1 ? 'thing' : 'things'} to look at
      </summary>
      <ul className="issues">
        {warnings.map((warning, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: warnings may repeat and never move
          <li key={index}>
            {warning.message}
            {warning.source && <span className="quiet"> {sourceText(warning.source)}</span>}
          </li>
        ))}
      </ul>
    </details>
  )
}
