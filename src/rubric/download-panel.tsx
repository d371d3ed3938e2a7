import { useEffect, useId, useMemo, useState } from 'react'
import type { Rubric } from '../shared/rubric.ts'
import {
  type ExportFormat,
  exportFormats,
  exportRubric,
  RubricExportError,
} from '../shared/rubric-export/export.ts'

/** The rubric as a file for another system, with what that system cannot hold listed first. */
export function DownloadPanel({ rubric }: { rubric: Rubric }) {
  const [format, setFormat] = useState<ExportFormat>('canvas-csv')
  const id = useId()
  const made = useMemo(() => attempt(rubric, format), [rubric, format])
  const file = 'file' in made ? made.file : undefined
  const url = useObjectUrl(file?.bytes, file?.contentType)

  return (
    <section className="panel" aria-labelledby={id}>
      <h2 id={id}>Download</h2>
      <label className="select-row">
        <span className="visually-hidden">Format</span>
        <select value={format} onChange={(event) => setFormat(event.target.value as ExportFormat)}>
          {exportFormats.map((each) => (
            <option key={each.format} value={each.format}>
              {each.label}
            </option>
          ))}
        </select>
      </label>
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
        <a className="button" href={url} download={file.fileName}>
          Download {file.fileName}
        </a>
      )}
    </section>
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
