import { cellKey, cellName, pointsText, type RubricCell, readCell } from '../shared/enhance-rubric.ts'
import type { Rubric, RubricLevel } from '../shared/rubric.ts'
import { EditableText } from './editable-text.tsx'
import { readPoints, sourceText, withPoints, withText } from './rubric-edit.ts'

interface RubricTableProps {
  rubric: Rubric
  onChange: (rubric: Rubric) => void
  /** A text of the table is looked at: show where it comes from. */
  onShow: (text: string, where: string) => void
  /** Keys of cells that have just changed by an accepted proposal. */
  improved: ReadonlySet<string>
}

/** A rubric as a table, criteria in rows and levels in columns. Every text and every number can be edited. */
export function RubricTable({ rubric, onChange, onShow, improved }: RubricTableProps) {
  const columns = Math.max(0, ...rubric.criteria.map(({ levels }) => levels.length))
  const scale = rubric.levels?.length === columns ? rubric.levels : undefined
  const hasWeights = rubric.criteria.some(({ weight }) => weight !== undefined)

  const text = (cell: RubricCell, source: RubricLevel['source'], className = '') => {
    const value = readCell(rubric, cell) ?? ''
    return (
      <EditableText
        key={cellKey(cell)}
        text={value}
        label={cellName(cell)}
        className={improved.has(cellKey(cell)) ? `${className} improved` : className}
        onSave={(next) => onChange(withText(rubric, cell, next))}
        onShow={() => onShow(value, sourceText(source))}
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
                      {text({ at: 'scale', level }, head.source, 'level-label')}
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
              <th scope="row">
                {criterion.section !== undefined && criterion.section !== rubric.criteria[c - 1]?.section && (
                  <span className="section">
                    {text({ at: 'criterion', criterion: c, field: 'section' }, criterion.source)}
                  </span>
                )}
                {text({ at: 'criterion', criterion: c, field: 'title' }, criterion.source, 'criterion-title')}
                {criterion.description !== undefined &&
                  text({ at: 'criterion', criterion: c, field: 'description' }, criterion.source, 'quiet')}
              </th>
              {hasWeights && <td className="narrow">{criterion.weight}</td>}
              {Array.from({ length: columns }, (_, l) => {
                const level = criterion.levels[l]
                // biome-ignore lint/suspicious/noArrayIndexKey: a level is its place
                if (!level) return <td key={l} className="no-level" />
                const label = level.label !== undefined && level.label !== scale?.[l]?.label
                return (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a level is its place
                  <td key={l} data-warned={isWarned(rubric, c, l)}>
                    <span className="cell-head">
                      {rubric.scoring !== 'none' && (
                        <EditableText
                          text={pointsText(level)}
                          label={`The points of criterion ${c + 1}, level ${l + 1}`}
                          placeholder="no points"
                          className="points"
                          check={(draft) =>
                            readPoints(draft) ? undefined : 'Write a number, or a range such as 8–10.'
                          }
                          onSave={(draft) => onChange(withPoints(rubric, c, l, readPoints(draft) ?? {}))}
                          onShow={() => onShow(level.descriptor ?? '', sourceText(level.source))}
                        />
                      )}
                      {label &&
                        text(
                          { at: 'level', criterion: c, level: l, field: 'label' },
                          level.source,
                          'level-label',
                        )}
                    </span>
                    {text({ at: 'level', criterion: c, level: l, field: 'descriptor' }, level.source)}
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

function isWarned(rubric: Rubric, criterion: number, level: number): boolean {
  return rubric.warnings.some((warning) => warning.criterion === criterion && warning.level === level)
}
