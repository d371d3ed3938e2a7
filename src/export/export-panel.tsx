import { useEffect, useRef } from 'react'
import { JobErrorNotice } from '../jobs/job-error-notice.tsx'
import { JobProgress } from '../jobs/job-progress.tsx'
import type { ExportPdfOutput } from '../shared/export-pdf.ts'
import type { CompletedJob } from '../shared/job.ts'
import type { ExportPDFJob } from './use-export-pdf-job.ts'
import type { PdfFile } from './use-pdf-file.ts'

/** What `export-pdf` is doing, in the visitor's words. */
export const exportStages = {
  queued: 'Waiting for its turn',
  validated: 'Reading your resume',
  rendered: 'Setting the type',
  printed: 'Printing the pages',
  checked: 'Checking the PDF',
  stored: 'Putting it away safely',
  done: 'Done',
}

interface ExportPanelProps {
  exporting: ExportPDFJob
  /** The finished file, once it is here. */
  file: PdfFile
  /** True when the preview shows something else than the PDF. */
  changed: boolean
  onExport: () => void
}

/** The one place to start an export, follow it, and take its result. */
export function ExportPanel({ exporting, file, changed, onExport }: ExportPanelProps) {
  const { phase, job, error, isExporting } = exporting
  return (
    <section className="export-panel" aria-label="Export">
      {isExporting ? (
        <JobProgress phase={phase} job={job} stages={exportStages} onCancel={exporting.cancel} />
      ) : error ? (
        <JobErrorNotice
          error={error}
          // What failed is run again as it was; after a change or a cancel it is a new wish.
          onRetry={error.kind === 'failed' && !changed ? () => void exporting.retry() : onExport}
          onLookAgain={() => void exporting.lookAgain()}
          onCancel={exporting.cancel}
        />
      ) : job?.status === 'completed' ? (
        <Finished job={job} file={file} changed={changed} onExport={onExport} />
      ) : (
        <button type="button" className="button button-primary button-large" onClick={onExport}>
          Export PDF
        </button>
      )}
    </section>
  )
}

interface FinishedProps extends Pick<ExportPanelProps, 'file' | 'changed' | 'onExport'> {
  job: CompletedJob<ExportPdfOutput>
}

function Finished({ job, file, changed, onExport }: FinishedProps) {
  const { output } = job
  const download = useRef<HTMLAnchorElement>(null)
  const ready = file.url !== undefined
  useEffect(() => {
    if (ready) download.current?.focus()
  }, [ready])
  const name = output.file?.fileName ?? 'resume.pdf'
  return (
    <div className="finished">
      <p className="finished-title" role="status">
        <span className="cue" aria-hidden="true" />
        {changed ? 'Changed since this PDF' : 'Your PDF is ready'}
      </p>
      <p className="finished-name">{name}</p>
      <p className="finished-facts">
        {output.pages} {output.pages === 1 ? 'page' : 'pages'}
        {output.file && <> · {size(output.file.bytes)}</>}
      </p>
      {output.warnings && output.warnings.length > 0 && (
        <ul className="warnings">
          {output.warnings.map((warning) => (
            <li key={`${warning.code} ${warning.message}`}>{warning.message}</li>
          ))}
        </ul>
      )}
      {file.error && (
        <p className="notice notice-fault" role="alert">
          {file.error}{' '}
          <button type="button" className="button-link" onClick={file.again}>
            Fetch it again
          </button>
        </p>
      )}
      <div className="actions">
        {changed && (
          <button type="button" className="button button-primary" onClick={onExport}>
            Export again
          </button>
        )}
        {file.url !== undefined && (
          <>
            <a
              ref={download}
              className={changed ? 'button' : 'button button-primary'}
              href={file.url}
              download={name}
            >
              Download
            </a>
            <a className="button button-quiet" href={file.url} target="_blank" rel="noreferrer">
              Open in a new tab
            </a>
          </>
        )}
      </div>
    </div>
  )
}

/** `48 kB`, `1.2 MB`. */
export function size(bytes: number): string {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}
