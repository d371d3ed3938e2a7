import { useEffect, useMemo, useRef, useState } from 'react'
import type { JobHandle } from '../jobs/use-job.ts'
import {
  cellKey,
  type EnhanceRubricInput,
  type EnhanceRubricOutput,
  type RubricCell,
  readCell,
} from '../shared/enhance-rubric.ts'
import type { ExportPdfOutput } from '../shared/export-pdf.ts'
import type { Rubric } from '../shared/rubric.ts'
import { DocumentText } from './document-text.tsx'
import { DownloadPanel } from './download-panel.tsx'
import { EditableText } from './editable-text.tsx'
import { ImprovePanel, type Wish } from './improve-panel.tsx'
import { locate } from './locate.ts'
import { PictureNotice } from './picture-notice.tsx'
import { ProposalList } from './proposal-list.tsx'
import { currentRubric, withDecision, withEdit, withProposals } from './review.ts'
import { summed, whereText, withText } from './rubric-edit.ts'
import { cellId, RubricTable } from './rubric-table.tsx'
import { RubricWarnings } from './rubric-warnings.tsx'
import { type SavedWork, saveWork } from './saved-work.ts'
import { useHistory } from './use-history.ts'
import { useUndoKeys } from './use-undo-keys.ts'

interface RubricWorkspaceProps {
  /** What to begin with. */
  saved: SavedWork
  enhancing: JobHandle<EnhanceRubricOutput>
  printing: JobHandle<ExportPdfOutput>
  onClose: () => void
}

/** The rubrics of one document, beside its text. */
export function RubricWorkspace({ saved, enhancing, printing, onClose }: RubricWorkspaceProps) {
  const { name, extracted } = saved
  const { present: work, push, change, replace, undo, redo } = useHistory(() => saved.work)
  const [shown, setShown] = useState<RubricCell>()
  const [side, setSide] = useState<(typeof sides)[number]>('document')
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  useEffect(() => saveWork({ name, extracted, work }), [name, extracted, work])
  useUndoKeys(undo, redo)

  const { current } = work
  const { rubric, accepted } = useMemo(() => currentRubric(work), [work])
  const improved = useMemo(() => new Set(accepted.map(({ cell }) => cellKey(cell))), [accepted])
  const original = extracted.rubrics[current]
  const found = useMemo(
    () =>
      shown && rubric && original
        ? locate(extracted.preview, original, shown, readCell(rubric, shown) ?? '')
        : undefined,
    [shown, rubric, original, extracted.preview],
  )
  if (rubric === undefined || original === undefined) return null
  const review = work.review?.of === current ? work.review : undefined

  function edit(next: Rubric) {
    if (next !== rubric) push(withEdit(work, summed(next)))
  }

  function ask(wish: Wish) {
    if (rubric === undefined) return
    const input: EnhanceRubricInput = { rubric, ...wish }
    enhancing.start(input).then(
      // To what the work has become meanwhile, not to what it was at the click.
      ({ output }) => change((now) => withProposals(now, current, rubric, output)),
      // The panel shows it.
      () => {},
    )
  }

  function go(cell: RubricCell) {
    setShown(cell)
    const target = document.getElementById(cellId(cell))
    target?.scrollIntoView({ block: 'center', inline: 'nearest' })
    target?.focus({ preventScroll: true })
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
              id={cellId({ at: 'title' })}
              text={rubric.title}
              label="The title"
              placeholder="No title"
              onSave={(title) => edit(withText(rubric, { at: 'title' }, title))}
              onShow={() => setShown({ at: 'title' })}
            />
          </h1>
        </div>
        <div className="actions">
          <button
            type="button"
            className="button button-quiet button-small"
            disabled={undo === undefined}
            aria-keyshortcuts="Control+Z"
            onClick={undo}
          >
            Undo
          </button>
          <button
            type="button"
            className="button button-quiet button-small"
            disabled={redo === undefined}
            aria-keyshortcuts="Control+Shift+Z"
            onClick={redo}
          >
            Redo
          </button>
          <button type="button" className="button button-quiet button-small" onClick={onClose}>
            Another document
          </button>
        </div>
      </header>
      {work.rubrics.length > 1 && (
        <fieldset className="segments rubric-choice">
          <legend className="visually-hidden">Rubric</legend>
          {work.rubrics.map((each, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a rubric is its place in the document
            <label key={index}>
              <input
                type="radio"
                name="rubric"
                checked={index === current}
                onChange={() => {
                  replace({ ...work, current: index })
                  setShown(undefined)
                }}
              />
              <span>{each.title || `Rubric ${index + 1}`}</span>
            </label>
          ))}
        </fieldset>
      )}
      <PictureNotice pages={extracted.picturesRead ?? []} />
      <RubricWarnings
        key={current}
        rubric={rubric}
        ofDocument={extracted.warnings ?? []}
        onGo={(cell) => {
          setSide('document')
          go(cell)
        }}
      />
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
            <DocumentText
              text={extracted.preview}
              truncated={extracted.previewTruncated}
              found={found}
              where={shown && whereText(rubric, original, shown)}
            />
          )}
          {/* Hidden, not unmounted: what was ticked stays ticked, and a job goes on being shown. */}
          <div className="rubric-improve" hidden={side !== 'improve'}>
            {review && (
              <ProposalList
                rubric={rubric}
                review={review}
                onDecide={(indexes, decision) => push(withDecision(work, indexes, decision))}
                onGo={go}
              />
            )}
            <ImprovePanel key={current} rubric={rubric} enhancing={enhancing} onAsk={ask} />
          </div>
          <div hidden={side !== 'download'}>
            <DownloadPanel rubric={rubric} printing={printing} />
          </div>
        </div>
        <RubricTable rubric={rubric} improved={improved} onChange={edit} onShow={setShown} shown={shown} />
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
  const unit = scoring === 'percent' ? ' %' : total.computed === 1 ? ' point' : ' points'
  if (total.stated === undefined || total.stated === total.computed) return `${total.computed}${unit}`
  return `${total.computed}${unit} (the document says ${total.stated})`
}
