import { useEffect, useId, useMemo, useState } from 'react'
import type { JobHandle } from '../jobs/use-job.ts'
import type { ExportPdfOutput } from '../shared/export-pdf.ts'
import type { Rubric } from '../shared/rubric.ts'
import {
  type ExportFormat,
  exportFormats,
  exportRubric,
  RubricExportError,
} from '../shared/rubric-export/export.ts'
import { PdfDownload } from './pdf-download.tsx'

interface DownloadPanelProps {
  rubric: Rubric
  printing: JobHandle<ExportPdfOutput>
}

/** The rubric to print, or as a file for another system. */
export function DownloadPanel({ rubric, printing }: DownloadPanelProps) {
  const [format, setFormat] = useState<ExportFormat | 'pdf'>('pdf')
  const id = useId()

  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>Download</h2>
      <label className="select-row">
        <span className="visually-hidden">Format</span>
        <select value={format} onChange={(event) => setFormat(event.target.value as ExportFormat | 'pdf')}>
          <option value="pdf">PDF to print</option>
          {exportFormats.map((each) => (
            <option key={each.format} value={each.format}>
              {each.label}
            </option>
          ))}
        </select>
      </label>
      {format === 'pdf' ? (
        <PdfDownload rubric={rubric} printing={printing} />
      ) : (
        <FileDownload rubric={rubric} format={format} />
      )}
    </section>
  )
}

/** The file for another system, with what that system cannot hold listed first. */
function FileDownload({ rubric, format }: { rubric: Rubric; format: ExportFormat }) {
  const made = useMemo(() => attempt(rubric, format), [rubric, format])
  const file = 'file' in made ? made.file : undefined
  const url = useObjectUrl(file?.bytes, file?.contentType)
  return (
    <>
      <div role="status" className="losses">
        {'problems' in made ? (
          <>
            <p>This format cannot take the rubric:</p>
            <ul className="issues">
              {made.problems.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          </>
        ) : made.file.losses.length === 0 ? (
          <p className="quiet">Everything in the rubric goes into this file.</p>
        ) : (
          <>
            <p>This format does not hold everything:</p>
            <ul className="issues">
              {made.file.losses.map((loss) => (
                <li key={`${loss.code} ${loss.message}`}>{loss.message}</li>
              ))}
            </ul>
          </>
        )}
      </div>
      {file && url && (
        <a className="button button-primary" href={url} download={file.fileName}>
          Download {file.fileName}
        </a>
      )}
    </>
  )
}

function attempt(rubric: Rubric, format: ExportFormat) {
  try {
    return { file: exportRubric(rubric, format) }
  } catch (error) {
    if (error instanceof RubricExportError) return { problems: error.problems }
    throw error
  }
}

function useObjectUrl(
  bytes: Uint8Array<ArrayBuffer> | undefined,
  type: string | undefined,
): string | undefined {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    if (bytes === undefined) return setUrl(undefined)
    const made = URL.createObjectURL(new Blob([bytes], { type: type ?? '' }))
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [bytes, type])
  return url
}
