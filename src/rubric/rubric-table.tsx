import { cellKey, cellName, pointsText, type RubricCell, readCell } from '../shared/enhance-rubric.ts'
import type { Rubric } from '../shared/rubric.ts'
import { EditableText } from './editable-text.tsx'
import { readPoints, withPoints, withText } from './rubric-edit.ts'
import { isSettled } from './rubric-warnings.tsx'

interface RubricTableProps {
  rubric: Rubric
  onChange: (rubric: Rubric) => void
  /** A cell of the table is looked at: show where it comes from. */
  onShow: (cell: RubricCell) => void
  /** The cell that is looked at. */
  shown: RubricCell | undefined
  /** Keys of cells that have just changed by an accepted proposal. */
  improved: ReadonlySet<string>
}

/** A rubric as a table, criteria in rows and levels in columns. Every text and every number can be edited. */
export function RubricTable({ rubric, onChange, onShow, shown, improved }: RubricTableProps) {
  const columns = Math.max(0, ...rubric.criteria.map(({ levels }) => levels.length))
  const scale = rubric.levels?.length === columns ? rubric.levels : undefined
  const hasWeights = rubric.criteria.some(({ weight }) => weight !== undefined)

  const shownKey = shown && cellKey(shown)

  const text = (cell: RubricCell, className = '') => {
    const value = readCell(rubric, cell) ?? ''
    return (
      <EditableText
        key={cellKey(cell)}
        id={cellId(cell)}
        text={value}
        label={cellName(cell)}
        className={improved.has(cellKey(cell)) ? `${className} improved` : className}
        onSave={(next) => onChange(withText(rubric, cell, next))}
        onShow={() => onShow(cell)}
      />
    )
  }

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, by keyboard too
    <section className="rubric-scroll" tabIndex={0} aria-label="Rubric table">
      <table className="rubric-table">
        <thead>
          <tr>
            <th scope="col">Criterion</th>
            {hasWeights && (
              <th scope="col" className="narrow">
                Weight
              </th>
            )}
            {Array.from({ length: columns }, (_, level) => {
              const head = scale?.[level]
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: a level is its place
                <th key={level} scope="col">
                  {head ? (
                    <>
                      {text({ at: 'scale', level }, 'level-label')}
                      <span className="points">{pointsText(head)}</span>
                    </>
                  ) : (
                    `Level ${level + 1}`
                  )}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {rubric.criteria.map((criterion, c) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a criterion is its place
            <tr key={c}>
              <th
                scope="row"
                data-warned={isWarned(rubric, c)}
                data-shown={shown?.at === 'criterion' && shown.criterion === c}
              >
                {criterion.section !== undefined && criterion.section !== rubric.criteria[c - 1]?.section && (
                  <span className="section">{text({ at: 'criterion', criterion: c, field: 'section' })}</span>
                )}
                {text({ at: 'criterion', criterion: c, field: 'title' }, 'criterion-title')}
                {criterion.description !== undefined &&
                  text({ at: 'criterion', criterion: c, field: 'description' }, 'quiet')}
              </th>
              {hasWeights && <td className="narrow">{criterion.weight}</td>}
              {Array.from({ length: columns }, (_, l) => {
                const level = criterion.levels[l]
                // biome-ignore lint/suspicious/noArrayIndexKey: a level is its place
                if (!level) return <td key={l} className="no-level" />
                const cell: RubricCell = { at: 'level', criterion: c, level: l, field: 'descriptor' }
                const label = level.label !== undefined && level.label !== scale?.[l]?.label
                return (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a level is its place
                  <td key={l} data-warned={isWarned(rubric, c, l)} data-shown={shownKey === cellKey(cell)}>
                    <span className="cell-head">
                      {rubric.scoring !== 'none' && (
                        <EditableText
                          text={pointsText(level)}
                          label={`The points of criterion ${c + 1}, level ${l + 1}`}
                          placeholder="no points"
                          className={
                            scale && pointsText(level) === pointsText(scale[l] ?? {})
                              ? 'points of-scale'
                              : 'points'
                          }
                          check={(draft) =>
                            readPoints(draft) ? undefined : 'Write a number, or a range such as 8–10.'
                          }
                          onSave={(draft) => onChange(withPoints(rubric, c, l, readPoints(draft) ?? {}))}
                          onShow={() => onShow(cell)}
                        />
                      )}
                      {label && text({ at: 'level', criterion: c, level: l, field: 'label' }, 'level-label')}
                    </span>
                    {text(cell)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The id of a cell's button. */
export function cellId(cell: RubricCell): string {
  return `cell-${cellKey(cell).replaceAll('/', '-')}`
}

/** Whether something is to be looked at there. Without a level: about the criterion as a whole. */
function isWarned(rubric: Rubric, criterion: number, level?: number): boolean {
  return rubric.warnings.some(
    (warning) => warning.criterion === criterion && warning.level === level && !isSettled(rubric, warning),
  )
}
