import { plainTotal, type RubricCell } from '../shared/enhance-rubric.ts'
import type { JobWarning } from '../shared/job.ts'
import type { Rubric, RubricWarning } from '../shared/rubric.ts'
import { sourceText } from './rubric-edit.ts'

interface RubricWarningsProps {
  rubric: Rubric
  /** What was noticed in the document as a whole. */
  ofDocument: readonly JobWarning[]
  /** Goes to a cell of the table. */
  onGo: (cell: RubricCell) => void
}

/** What to look at before the rubric is used, each with a way to its cell. */
export function RubricWarnings({ rubric, ofDocument, onGo }: RubricWarningsProps) {
  const warnings: readonly (JobWarning | RubricWarning)[] = [...rubric.warnings, ...ofDocument]
  if (warnings.length === 0) return null
  const open = warnings.filter((warning) => !isSettled(rubric, warning)).length
  return (
    <details className="rubric-warnings" open={warnings.length <= 4}>
      <summary>
        {open === 0 ? 'All looked at' : `${open} ${open === 1 ? 'thing' : 'things'} to look at`}
      </summary>
      <ul className="issues">
        {warnings.map((warning, index) => {
          const cell = cellOf(rubric, warning)
          const settled = isSettled(rubric, warning)
          const where = 'source' in warning && warning.source && sourceText(warning.source)
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: warnings may repeat and never move
            <li key={index} data-settled={settled}>
              {cell ? (
                <button type="button" className="button-link" onClick={() => onGo(cell)}>
                  {warning.message}
                </button>
              ) : (
                warning.message
              )}
              <span className="quiet">
                {where && ` ${where}`}
                {settled && ' · changed since'}
              </span>
            </li>
          )
        })}
      </ul>
    </details>
  )
}

/** The cell that a warning is about, if the rubric still has it. */
function cellOf(rubric: Rubric, warning: JobWarning | RubricWarning): RubricCell | undefined {
  if (!('criterion' in warning) || warning.criterion === undefined) return undefined
  const { criterion, level } = warning
  const found = rubric.criteria[criterion]
  if (found === undefined) return undefined
  if (level === undefined || found.levels[level] === undefined) {
    return { at: 'criterion', criterion, field: 'title' }
  }
  return { at: 'level', criterion, level, field: 'descriptor' }
}

/** Whether the visitor has changed what the warning is about. */
export function isSettled(rubric: Rubric, warning: JobWarning | RubricWarning): boolean {
  if (warning.code === 'TOTAL_MISMATCH') {
    const { stated } = rubric.total
    return stated !== undefined && stated === plainTotal(rubric)
  }
  const cell = cellOf(rubric, warning)
  if (cell?.at === 'level') {
    return rubric.criteria[cell.criterion]?.levels[cell.level]?.source.in === 'edit'
  }
  if (cell?.at !== 'criterion') return false
  const criterion = rubric.criteria[cell.criterion]
  return (
    criterion !== undefined && [criterion, ...criterion.levels].some(({ source }) => source.in === 'edit')
  )
}
